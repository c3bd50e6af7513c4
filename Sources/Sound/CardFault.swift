import CALSA

/// What ALSA answered when something went wrong with the card.
struct CardFault: Error {
  /// A negative error number, as ALSA gives it.
  let code: Int32
  /// What was being done and why it failed, in ALSA's own words.
  let reason: String

  /// The failure of `operation`; `detail` is what ALSA said about it besides the number.
  init(_ operation: String, _ code: Int, detail: String = "") {
    self.code = Int32(truncatingIfNeeded: code)
    let why = String(cString: snd_strerror(self.code))
    reason = detail.isEmpty ? "\(operation): \(why)" : "\(operation): \(why) (\(detail))"
  }
}
