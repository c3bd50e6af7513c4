/// Who speaks, and how fast.
public struct SpeechSettings: Equatable, Sendable {
  /// espeak-ng, or a program that takes the same options; absolute.
  public var program: String
  /// Words a minute as espeak-ng counts them, 80…300.
  public var wordsPerMinute: Int

  /// espeak-ng as Debian installs it, at a rate for old ears.
  public init(program: String = "/usr/bin/espeak-ng", wordsPerMinute: Int = 140) {
    self.program = program
    self.wordsPerMinute = wordsPerMinute
  }

  /// The same voice at that pace, in percent; never beyond what it can do.
  public func paced(percent: Int) -> SpeechSettings {
    SpeechSettings(
      program: program, wordsPerMinute: min(max(wordsPerMinute * percent / 100, 80), 300))
  }
}

/// Why a text is not spoken, or not to its end.
public enum SpeechFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The program can't be started: most likely it isn't installed.
  case missing(reason: String)
  /// It ended before the text did.
  case ended(how: String)
  /// It has not written a sample for so long.
  case silent(seconds: Int)
  /// What it writes is no sound as it should be.
  case malformed
  /// Longer than `SpeechStream.longestMilliseconds`.
  case tooLong

  /// The reason in words.
  public var description: String {
    switch self {
    case .missing(let reason): "\(reason); the package espeak-ng has the program"
    case .ended(let how): "the speech broke off: espeak-ng \(how)"
    case .silent(let seconds): "espeak-ng has said nothing for \(seconds) s"
    case .malformed: "espeak-ng writes no WAV of one channel with 16 bits at 22,050 Hz"
    case .tooLong: "the speech is longer than 45 minutes"
    }
  }
}
