import Signatures
import Sound
import WardContract

/// Makes signed segments of a live programme from its sound, packet by packet.
final class LiveSegmenter {
  /// What the bulletin announces. The private key of its public key is nowhere but in here.
  let stream: LiveStream
  private let key: Ed25519.PrivateKey
  private let encoder: OpusEncoding
  private let packetsPerSegment: Int
  private var before: [[UInt8]] = []
  private var packets: [[UInt8]] = []
  private var firstPacket = 0

  /// The stream of that name, which lasts at most so long.
  init(
    stream: Identifier, segmentMilliseconds: Int, longestMilliseconds: Int
  ) throws {
    key = try Ed25519.PrivateKey()
    encoder = try OpusEncoding()
    packetsPerSegment = segmentMilliseconds / LiveSegment.packetMilliseconds
    self.stream = LiveStream(
      stream: stream, publicKey: key.publicKey, segmentMilliseconds: segmentMilliseconds,
      longestMilliseconds: longestMilliseconds)
  }

  /// How much of the programme has been made, in milliseconds.
  var milliseconds: Int { (firstPacket + packets.count) * LiveSegment.packetMilliseconds }

  /// Whether there is room for one more packet.
  var hasTime: Bool { milliseconds < stream.longestMilliseconds }

  /// Takes in the sound of one packet; gives a message whenever a segment is full, and at the end.
  func add(_ samples: [Int16], isLast: Bool) throws(EncodingFault) -> [UInt8]? {
    packets.append(try encoder.encode(samples))
    guard packets.count == packetsPerSegment || isLast else { return nil }
    let segment = LiveSegment(
      firstPacket: firstPacket - before.count, repeatedCount: before.count,
      packets: before + packets, isLast: isLast)
    firstPacket += packets.count
    before = packets
    packets = []
    return segment.message(of: stream.stream) { key.sign($0) }
  }
}
