import CALSA
import Glibc

/// What ALSA answered when something went wrong with the card.
public struct CardFault: Error {
  /// A negative error number, as ALSA gives it.
  public let code: Int32
  /// What was being done and why it failed: ALSA's words, and what they mean.
  public let reason: String

  /// The failure of `operation`; `detail` is what ALSA said about it besides the number.
  init(_ operation: String, _ code: Int, detail: String = "") {
    self.code = Int32(truncatingIfNeeded: code)
    let why = String(cString: snd_strerror(self.code))
    let details = [Self.meaning(self.code), detail].filter { !$0.isEmpty }
    reason =
      details.isEmpty
      ? "\(operation): \(why)" : "\(operation): \(why) (\(details.joined(separator: "; ")))"
  }

  private static func meaning(_ code: Int32) -> String {
    switch code {
    case -EBUSY: "another program has the card"
    case -ENODEV, -EBADFD: "the card is not there"
    case -ETIMEDOUT: "the card stands still"
    default: ""
    }
  }
}
