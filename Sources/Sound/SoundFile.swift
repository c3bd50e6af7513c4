import CSampleRate
import CSndFile
import Glibc

/// A sound file of any kind that libsndfile reads (WAV, FLAC, MP3, Ogg Vorbis, Opus), as mono
/// samples at the card's rate. What the file is, its bytes say, never its name.
public final class SoundFile: SampleSource {
  /// Longest sound that is played, in milliseconds.
  public static let longestMilliseconds = 45 * 60 * 1000
  static let channels = 1...8
  static let ratesHertz = 8_000...192_000
  private static let blockFrames = 1_024

  private let file: OpaquePointer
  private let converter: OpaquePointer?
  private let ratio: Double
  private let channelCount: Int
  private var framesLeft: Int
  private var ready: [Float] = []
  private var isAtEnd = false
  /// Length as the file states it, in milliseconds.
  public let milliseconds: Int

  /// Opens the file at `path` from a point within it on, for a card with that rate.
  public init(
    path: String, fromMilliseconds: Int = 0, rateHertz: Int = 48_000
  ) throws(MediaRefusal) {
    var information = SF_INFO()
    guard let file = sf_open(path, Int32(SFM_READ), &information) else {
      throw MediaRefusal("no sound that can be read: \(String(cString: sf_strerror(nil)))")
    }
    do throws(MediaRefusal) {
      try Self.check(information)
      let rate = Int(information.samplerate)
      milliseconds = Int(information.frames) * 1000 / rate
      let first = fromMilliseconds * rate / 1000
      if first > 0, sf_seek(file, sf_count_t(first), SEEK_SET) < 0 {
        throw MediaRefusal("the sound has no such place as \(fromMilliseconds) ms")
      }
      converter = rate == rateHertz ? nil : src_new(Int32(SRC_SINC_FASTEST), 1, nil)
      if rate != rateHertz, converter == nil { throw MediaRefusal("no memory to convert the rate") }
      framesLeft = Self.longestMilliseconds / 1000 * rate - first
      ratio = Double(rateHertz) / Double(rate)
    } catch {
      sf_close(file)
      throw error
    }
    channelCount = Int(information.channels)
    self.file = file
  }

  deinit {
    sf_close(file)
    if let converter { src_delete(converter) }
  }

  private static func check(_ information: SF_INFO) throws(MediaRefusal) {
    guard channels.contains(Int(information.channels)) else {
      throw MediaRefusal("\(information.channels) channels, 1 to 8 are allowed")
    }
    guard ratesHertz.contains(Int(information.samplerate)) else {
      throw MediaRefusal("\(information.samplerate) samples a second, 8,000 to 192,000 are allowed")
    }
    guard information.frames > 0 else { throw MediaRefusal("a sound without a sample") }
    let longest = sf_count_t(longestMilliseconds / 1000) * sf_count_t(information.samplerate)
    guard information.frames <= longest else { throw MediaRefusal("longer than 45 minutes") }
  }

  /// Why the file at `path` can't be played, or its length in milliseconds. Decodes its first
  /// second.
  public static func inspect(_ path: String) -> Result<Int, MediaRefusal> {
    do throws(MediaRefusal) {
      let file = try SoundFile(path: path)
      guard try !file.read(48_000).isEmpty else { throw MediaRefusal("a sound without a sample") }
      return .success(file.milliseconds)
    } catch {
      return .failure(error)
    }
  }

  func read(_ count: Int) throws(MediaRefusal) -> [Float] {
    while ready.count < count, !isAtEnd { try decode() }
    let taken = Array(ready.prefix(count))
    ready.removeFirst(taken.count)
    return taken
  }

  /// Decodes one block, mixes it down and brings it to the card's rate.
  private func decode() throws(MediaRefusal) {
    var interleaved = [Float](repeating: 0, count: Self.blockFrames * channelCount)
    let frames = Int(sf_readf_float(file, &interleaved, sf_count_t(Self.blockFrames)))
    isAtEnd = frames <= 0
    // A file may say that it is short and go on for ever.
    framesLeft -= max(0, frames)
    guard framesLeft >= 0 else { throw MediaRefusal("longer than 45 minutes") }
    var mono = [Float](repeating: 0, count: max(0, frames))
    for frame in mono.indices {
      var sum: Float = 0
      for channel in 0..<channelCount { sum += interleaved[frame * channelCount + channel] }
      let sample = sum / Float(channelCount)
      mono[frame] = sample.isFinite ? max(-1, min(1, sample)) : 0
    }
    if let converter { convert(mono, converter) } else { ready += mono }
  }

  private func convert(_ samples: [Float], _ converter: OpaquePointer) {
    var converted = [Float](
      repeating: 0, count: Int(Double(samples.count + Self.blockFrames) * ratio) + 64)
    var used = 0
    while true {
      let made = samples.withUnsafeBufferPointer { input in
        converted.withUnsafeMutableBufferPointer { output -> Int in
          var data = SRC_DATA()
          data.data_in = input.baseAddress.map { $0 + used }
          data.input_frames = samples.count - used
          data.data_out = output.baseAddress
          data.output_frames = output.count
          data.src_ratio = ratio
          data.end_of_input = isAtEnd ? 1 : 0
          guard src_process(converter, &data) == 0 else { return 0 }
          used += data.input_frames_used
          return data.output_frames_gen
        }
      }
      ready += converted.prefix(made)
      if made == 0 || (used == samples.count && !isAtEnd) { return }
    }
  }
}
