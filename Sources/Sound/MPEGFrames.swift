import LinuxIO

/// Counts the frames of an MP3 file, one header after another (ISO 11172-3 and 13818-3, layer III).
///
/// An MP3 file need not say how long it is. libsndfile then estimates from the first frame's
/// bitrate, and stops there: of a variable-bitrate file without a Xing header it may leave out three
/// quarters without a word.
enum MPEGFrames {
  /// Bytes of something else, between frames, after which the sound is taken to be over.
  private static let longestGapBytes = 4_096
  private static let rates = [44_100, 48_000, 32_000]
  private static let kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
  private static let halfRateKilobits = [
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160,
  ]

  /// Samples per channel in the frames from byte `start` on.
  static func countSamples(_ file: Descriptor, from start: Int) throws(SystemError) -> Int {
    var offset = start
    var gap = 0
    var samples = 0
    while gap < longestGapBytes {
      let header = try file.read(atMost: 4, from: offset)
      guard header.count == 4 else { break }
      if let frame = frame(header) {
        offset += frame.bytes
        samples += frame.samples
        gap = 0
      } else {
        offset += 1
        gap += 1
      }
    }
    return samples
  }

  /// Size and samples of the frame with that header; `nil` if it isn't one.
  static func frame(_ header: [UInt8]) -> (bytes: Int, samples: Int)? {
    guard header[0] == 0xFF, header[1] & 0xE6 == 0xE2 else { return nil }
    let version = Int(header[1] >> 3 & 3)
    let bitrate = Int(header[2] >> 4)
    let rate = Int(header[2] >> 2 & 3)
    // Versions: 3 is MPEG 1, 2 is MPEG 2 with half the rates, 0 is MPEG 2.5 with a quarter.
    guard version != 1, rate < rates.count, (1..<kilobits.count).contains(bitrate) else {
      return nil
    }
    let isFull = version == 3
    let hertz = rates[rate] / (isFull ? 1 : version == 2 ? 2 : 4)
    let bits = (isFull ? kilobits : halfRateKilobits)[bitrate] * 1000
    let samples = isFull ? 1_152 : 576
    return (samples / 8 * bits / hertz + Int(header[2] >> 1 & 1), samples)
  }
}
