import Glibc
import Speech

/// Speech as a file: what homes will hear, for whoever writes it.
public enum SpeechRecording {
  /// Speaks `text` into a WAV file at `path`, as fast as it goes.
  public static func write(
    _ text: String, to path: String, _ settings: SpeechSettings
  ) throws -> Recording {
    let stream = try SpeechStream(text, settings)
    let writer = try WaveWriter(path: path, rateHertz: SpeechStream.rateHertz)
    var peak = 0
    while true {
      switch try stream.next(8_192) {
      case .samples(let samples):
        peak = samples.reduce(peak) { max($0, abs(Int($1))) }
        try writer.write(samples)
      case .waiting: stream.wait(timeoutMilliseconds: 1_000)
      case .end:
        try writer.finish()
        return Recording(
          milliseconds: stream.count * 1000 / SpeechStream.rateHertz,
          peakDBFS: 20 * log10(Double(peak) / 32_768))
      }
    }
  }
}
