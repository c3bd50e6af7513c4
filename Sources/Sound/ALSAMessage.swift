import CALSA

/// What ALSA says of its troubles, kept instead of printed on standard error. All files go through
/// this one: each that called the header's functions itself would have a copy of what they keep.
enum ALSAMessage {
  /// Forgets what was said before; from here on, what ALSA says is kept.
  static func begin() { loanha_begin_alsa() }

  /// The first that ALSA said on this thread since `begin`: it names the cause, and the others only
  /// follow from it. Empty if there was nothing.
  static var first: String { String(cString: loanha_alsa_sentence()) }
}
