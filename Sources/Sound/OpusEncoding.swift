import COpus

/// Why speech can't be coded.
public struct EncodingFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// libopus's words.
  public var description: String
}

/// Codes one channel at 48 kHz into Opus packets of 20 ms, for a live programme.
public final class OpusEncoding {
  /// Samples a second that go in.
  public static let rateHertz = 48_000
  /// Samples in a packet.
  public static let packetFrames = 960
  /// Bits a second: speech at its full bandwidth, and music that can be listened to.
  public static let bitsPerSecond = 32_000
  /// More than the bit rate ever asks for.
  private static let mostBytes = 400
  /// Of 10: what a desk spends without noticing.
  private static let complexity: Int32 = 8

  private let encoder: OpaquePointer

  /// An encoder that has heard nothing yet.
  public init() throws(EncodingFault) {
    var answer: Int32 = 0
    guard
      let encoder = opus_encoder_create(Int32(Self.rateHertz), 1, OPUS_APPLICATION_AUDIO, &answer)
    else { throw EncodingFault(description: String(cString: opus_strerror(answer))) }
    self.encoder = encoder
    answer = loanha_opus_set_bitrate(encoder, Int32(Self.bitsPerSecond))
    if answer == OPUS_OK { answer = loanha_opus_set_complexity(encoder, Self.complexity) }
    guard answer == OPUS_OK else {
      throw EncodingFault(description: String(cString: opus_strerror(answer)))
    }
  }

  deinit { opus_encoder_destroy(encoder) }

  /// The packet for `packetFrames` samples.
  public func encode(_ samples: [Int16]) throws(EncodingFault) -> [UInt8] {
    precondition(samples.count == Self.packetFrames, "a packet has \(Self.packetFrames) samples")
    var answer: Int32 = 0
    let packet = [UInt8](unsafeUninitializedCapacity: Self.mostBytes) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      answer = opus_encode(
        encoder, samples, Int32(samples.count), start, Int32(buffer.count))
      count = max(0, Int(answer))
    }
    guard answer > 0 else {
      throw EncodingFault(description: String(cString: opus_strerror(answer)))
    }
    return packet
  }
}
