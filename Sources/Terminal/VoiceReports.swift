import Sound
import TerminalCore

extension RecordingTrouble {
  /// A recording that is shorter holds no word, in milliseconds.
  private static let shortestMilliseconds = 500

  /// What was wrong with a recording, and whether there is one in spite of it.
  static func of(_ end: VoiceEnd) -> (trouble: RecordingTrouble?, isKept: Bool) {
    let trouble: RecordingTrouble? =
      switch end.fault {
      case .noMicrophone: .noMicrophone
      case .busy: .busy
      case .lost: .lost
      case .unwritable, .seconds: .diskFull
      case nil: end.isSilent ? .silent : nil
      }
    if end.milliseconds >= shortestMilliseconds { return (trouble, true) }
    return (end.fault == nil ? .tooShort : trouble, false)
  }
}
