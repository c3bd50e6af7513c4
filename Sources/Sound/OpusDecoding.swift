import COpus

/// Decodes the packets of one programme: 20 ms of one channel each, at 48 kHz.
final class OpusDecoding {
  /// Samples a second that come out.
  static let rateHertz = 48_000
  /// Samples in a packet.
  static let packetFrames = 960

  private let decoder: OpaquePointer

  /// A decoder that has heard nothing yet.
  init() throws(MediaRefusal) {
    var answer: Int32 = 0
    guard let decoder = opus_decoder_create(Int32(Self.rateHertz), 1, &answer) else {
      throw .malformed(reason: String(cString: opus_strerror(answer)))
    }
    self.decoder = decoder
  }

  deinit { opus_decoder_destroy(decoder) }

  /// The sound of the packet that is next; without one, what the decoder makes up in its place
  /// (RFC 6716, 4.4), which fades away if it goes on. What is no packet of 20 ms counts as missing.
  func decode(_ packet: [UInt8]?) -> [Float] {
    if let packet, isUsual(packet), let samples = samples(of: packet, packet.count) {
      return samples
    }
    return samples(of: nil, 0) ?? [Float](repeating: 0, count: Self.packetFrames)
  }

  private func isUsual(_ packet: [UInt8]) -> Bool {
    opus_packet_get_nb_samples(packet, Int32(packet.count), Int32(Self.rateHertz))
      == Int32(Self.packetFrames)
  }

  private func samples(of packet: UnsafePointer<UInt8>?, _ count: Int) -> [Float]? {
    var decoded: Int32 = 0
    let samples = [Float](unsafeUninitializedCapacity: Self.packetFrames) { buffer, filled in
      guard let start = buffer.baseAddress else { return }
      decoded = opus_decode_float(
        decoder, packet, Int32(count), start, Int32(Self.packetFrames), 0)
      filled = max(0, Int(decoded))
    }
    guard Int(decoded) == Self.packetFrames else { return nil }
    return samples.map { $0.isFinite ? max(-1, min(1, $0)) : 0 }
  }
}
