import COpus

/// Why speech can't be coded.
public struct EncodingFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// libopus's words.
  public var description: String
}

/// Codes one channel into Opus packets of 20 ms, for a live programme or a voice.
public final class OpusEncoding {
  /// Samples a second that go in, if nothing else is said.
  public static let rateHertz = 48_000
  /// Rates that Opus takes (RFC 6716).
  public static let ratesHertz = [8_000, 12_000, 16_000, 24_000, 48_000]
  /// Samples in a packet at `rateHertz`.
  public static let packetFrames = 960
  /// Length of a packet, in milliseconds.
  public static let packetMilliseconds = 20
  /// Bits a second, if nothing else is said: speech at its full bandwidth, and music that can be listened to.
  public static let bitsPerSecond = 32_000
  /// More than the bit rate ever asks for.
  private static let mostBytes = 400
  /// Of 10: what a desk spends without noticing.
  private static let complexity: Int32 = 8

  private let encoder: OpaquePointer
  /// Samples in a packet.
  public let frames: Int
  /// Samples that come out of a decoder before what was encoded first.
  public let lookaheadFrames: Int

  /// An encoder that has heard nothing yet, for one of `ratesHertz`.
  public init(
    rateHertz: Int = OpusEncoding.rateHertz, bitsPerSecond: Int = OpusEncoding.bitsPerSecond
  ) throws(EncodingFault) {
    var answer: Int32 = 0
    guard let encoder = opus_encoder_create(Int32(rateHertz), 1, OPUS_APPLICATION_AUDIO, &answer)
    else { throw EncodingFault(description: String(cString: opus_strerror(answer))) }
    self.encoder = encoder
    frames = rateHertz * Self.packetMilliseconds / 1000
    lookaheadFrames = Int(loanha_opus_lookahead(encoder))
    answer = loanha_opus_set_bitrate(encoder, Int32(bitsPerSecond))
    if answer == OPUS_OK { answer = loanha_opus_set_complexity(encoder, Self.complexity) }
    guard answer == OPUS_OK else {
      throw EncodingFault(description: String(cString: opus_strerror(answer)))
    }
  }

  deinit { opus_encoder_destroy(encoder) }

  /// The packet for `frames` samples.
  public func encode(_ samples: [Int16]) throws(EncodingFault) -> [UInt8] {
    precondition(samples.count == frames, "a packet has \(frames) samples")
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
