/// What a recording came to.
public struct Recording: Equatable, Sendable, CustomStringConvertible {
  /// Below this peak there was nothing but silence, in decibels relative to full scale: a
  /// microphone in a quiet room is 20 dB above it.
  public static let silenceDBFS = -70.0

  /// Its length.
  public var milliseconds: Int
  /// Half of the way from its lowest sample to its highest, in decibels relative to full scale: a
  /// constant offset doesn't count. Minus infinity if nothing moved at all.
  public var peakDBFS: Double
  /// Why the microphone's gain could not be set, if so.
  public var mixerFault: String?

  /// Nothing was heard: the microphone is switched off, unplugged or broken.
  public var isSilent: Bool { peakDBFS < Self.silenceDBFS }

  /// Length, peak and what is wrong with them.
  public var description: String {
    let level = peakDBFS.isFinite ? "peak \(Int(peakDBFS.rounded())) dBFS" : "no sample but zeros"
    let silence = isSilent ? ": nothing but silence, is the microphone on?" : ""
    return "\(milliseconds) ms, \(level)\(silence)" + (mixerFault.map { "; \($0)" } ?? "")
  }
}

/// Why nothing was recorded.
public enum RecordingFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// More or less than `Recorder.seconds` allows.
  case seconds(Int)
  /// There is no such card, or it does not record.
  case noMicrophone(reason: String)
  /// Another program is recording.
  case busy(reason: String)
  /// The microphone went or died in between, after so many milliseconds.
  case lost(afterMilliseconds: Int, reason: String)
  /// The file can't be written.
  case unwritable(path: String, reason: String)

  /// The reason in words.
  public var description: String {
    switch self {
    case .seconds(let count):
      "\(count) seconds, \(Recorder.seconds.lowerBound) to \(Recorder.seconds.upperBound) are allowed"
    case .noMicrophone(let reason), .busy(let reason): "no microphone: \(reason)"
    case .lost(let milliseconds, let reason):
      "the microphone was lost after \(milliseconds) ms: \(reason)"
    case .unwritable(let path, let reason): "\(path) can't be written: \(reason)"
    }
  }
}
