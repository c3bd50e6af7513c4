import Foundation
import Testing

/// A WAV file as bytes, without any help of what is being tested.
struct Wave {
  var rateHertz: Int
  var channels: Int
  /// All samples, channel by channel within each frame.
  var samples: [Int16]

  /// Reads a 16-bit WAV file. The length in its header does not count: ALSA's file PCM fills it in
  /// when it is closed.
  init(path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    try #require(bytes.count >= 44, "\(path) has no header yet")
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    channels = number(22, 2)
    rateHertz = number(24, 4)
    let data = try #require(bytes.firstRange(of: Array("data".utf8)))
    samples = stride(from: data.upperBound + 4, to: bytes.count - 1, by: 2).map {
      Int16(truncatingIfNeeded: number($0, 2))
    }
  }

  /// The bytes of a WAV file with any header, honest or not. `format` is 1 for integers, 3 for
  /// floating point.
  static func bytes(
    format: Int, channels: Int, rateHertz: Int, bits: Int, data: [UInt8], claimedBytes: Int? = nil
  ) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let claimed = claimedBytes ?? data.count
    let frame = channels * bits / 8
    var bytes = Array("RIFF".utf8) + little(36 + claimed, 4) + Array("WAVEfmt ".utf8)
    bytes += little(16, 4) + little(format, 2) + little(channels, 2) + little(rateHertz, 4)
    bytes += little(rateHertz * frame, 4) + little(frame, 2) + little(bits, 2)
    return bytes + Array("data".utf8) + little(claimed, 4) + data
  }
}

/// How much of the energy of `samples` lies at that frequency, from 0 to 1 (Goertzel's algorithm).
func share(of frequencyHertz: Double, in samples: [Float], rateHertz: Int = 48_000) -> Double {
  let factor = 2 * cos(2 * Double.pi * frequencyHertz / Double(rateHertz))
  var last = 0.0
  var before = 0.0
  var energy = 0.0
  for sample in samples {
    (last, before) = (Double(sample) + factor * last - before, last)
    energy += Double(sample) * Double(sample)
  }
  guard energy > 0 else { return 0 }
  let power = last * last + before * before - factor * last * before
  return power / (energy * Double(samples.count) / 2)
}
