/// Somebody speaks to the ward: the microphone is open, and nobody can overlook it.
public struct RecordingScreen: Equatable, Sendable {
  /// How far it has got.
  public enum Phase: Equatable, Sendable {
    case opening
    case speaking
    case closing
  }

  /// What it is about.
  public var subject: String
  /// Whether the ward learns who speaks.
  public var note: String
  /// How far it has got.
  public var phase: Phase
  /// So much was recorded.
  public var seconds: Int
  /// It ends by itself after so long.
  public var longestSeconds: Int
  /// How loud it was of late, 0…100 percent.
  public var levelPercent: Int

  /// A screen of somebody who speaks.
  public init(
    subject: String, note: String, phase: Phase, seconds: Int, longestSeconds: Int,
    levelPercent: Int
  ) {
    self.subject = subject
    self.note = note
    self.phase = phase
    self.seconds = seconds
    self.longestSeconds = longestSeconds
    self.levelPercent = levelPercent
  }
}
