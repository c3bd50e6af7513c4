/// A piece of a live programme: a run of Opus packets that follow one another, signed with the
/// stream's key. Binary, since there are a dozen a second:
///
/// | bytes | what |
/// |---|---|
/// | 4 | "LNL1" |
/// | 1 | flags: bit 0 is set in the last segment, all others are 0 |
/// | 1 | number of packets, 1…`Bounds.livePacketsPerSegment` |
/// | 1 | how many of them, from the first on, came in the segment before as well; fewer than all |
/// | 1 | 0 |
/// | 4 | number of the first packet in the stream, from 0, most significant byte first |
/// | 2 each | length of each packet in bytes, 1…1,276, most significant byte first |
/// | … | the packets |
/// | 64 | Ed25519 over "loanha-live", the stream's name, each closed by a zero byte, and all above |
///
/// Every segment repeats the new packets of the one before (RFC 2198's idea), so that one lost
/// message costs nothing.
public struct LiveSegment: Equatable, Sendable {
  /// Sound in one packet.
  public static let packetMilliseconds = 20
  /// Longest packet that Opus can make with one frame, in bytes (RFC 6716, 3.4).
  public static let longestPacketBytes = 1_276
  private static let headerBytes = 12
  private static let signatureBytes = 64
  private static let magic = Array("LNL1".utf8)
  private static let lastFlag: UInt8 = 1

  /// The number of the first packet; times `packetMilliseconds` it is the time in the programme.
  public var firstPacket: Int
  /// How many of the packets, from the first on, came in the segment before as well.
  public var repeatedCount: Int
  /// The packets, at least one more than are repeated.
  public var packets: [[UInt8]]
  /// Nothing comes after it.
  public var isLast: Bool

  /// A segment.
  public init(firstPacket: Int, repeatedCount: Int, packets: [[UInt8]], isLast: Bool) {
    self.firstPacket = firstPacket
    self.repeatedCount = repeatedCount
    self.packets = packets
    self.isLast = isLast
  }

  /// The message: the segment, signed for the stream of that name. `sign` gives 64 bytes of
  /// Ed25519 for the bytes that it gets.
  public func message(of stream: Identifier, sign: ([UInt8]) -> [UInt8]) -> [UInt8] {
    precondition((1...Bounds.livePacketsPerSegment).contains(packets.count), "packets")
    precondition((0..<packets.count).contains(repeatedCount), "repeated packets")
    var bytes = Self.magic
    bytes += [isLast ? Self.lastFlag : 0, UInt8(packets.count), UInt8(repeatedCount), 0]
    let number = UInt32(firstPacket)
    bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    for packet in packets {
      precondition((1...Self.longestPacketBytes).contains(packet.count), "the size of a packet")
      bytes += [UInt8(packet.count >> 8), UInt8(packet.count & 0xFF)]
    }
    for packet in packets { bytes += packet }
    let signature = sign(Self.signedBytes(bytes[...], stream))
    precondition(signature.count == Self.signatureBytes, "the size of a signature")
    precondition(bytes.count + signature.count <= Bounds.liveSegmentBytes, "a segment too large")
    return bytes + signature
  }

  private static func signedBytes(_ body: ArraySlice<UInt8>, _ stream: Identifier) -> [UInt8] {
    var bytes = Array("loanha-live".utf8) + [0]
    bytes += stream.description.utf8
    bytes.append(0)
    return bytes + body
  }

  /// The segment that `message` spells, taken apart; and its signature with what that covers.
  /// Believes nothing: `Verifier` does.
  init(
    parsing message: [UInt8], of stream: LiveStream
  ) throws(Malformed) {
    func fault(_ what: String) -> Malformed { Malformed("segment", what) }
    guard message.count <= Bounds.liveSegmentBytes else {
      throw fault("\(message.count) bytes, \(Bounds.liveSegmentBytes) are allowed")
    }
    guard message.count > Self.headerBytes + Self.signatureBytes,
      message.starts(with: Self.magic), message[4] & ~Self.lastFlag == 0, message[7] == 0
    else { throw fault("not a segment of this version") }
    let count = Int(message[5])
    guard (1...Bounds.livePacketsPerSegment).contains(count), message[6] < message[5] else {
      throw fault("\(count) packets, \(message[6]) of them repeated")
    }
    let first = message[8..<12].reduce(0) { $0 << 8 | Int($1) }
    guard (first + count) * Self.packetMilliseconds <= stream.longestMilliseconds else {
      throw fault("after the longest time that was granted")
    }
    let end = message.count - Self.signatureBytes
    var start = Self.headerBytes + 2 * count
    guard start < end else { throw fault("cut off") }
    var packets: [[UInt8]] = []
    for index in 0..<count {
      let place = Self.headerBytes + 2 * index
      let length = Int(message[place]) << 8 | Int(message[place + 1])
      guard (1...Self.longestPacketBytes).contains(length), start + length <= end else {
        throw fault("packet \(index) has \(length) bytes")
      }
      packets.append(Array(message[start..<start + length]))
      start += length
    }
    guard start == end else { throw fault("\(end - start) bytes too many") }
    firstPacket = first
    repeatedCount = Int(message[6])
    self.packets = packets
    isLast = message[4] & Self.lastFlag != 0
  }

  /// What the signature of `message` covers, and the signature.
  static func signed(
    _ message: [UInt8], of stream: LiveStream
  ) -> (covered: [UInt8], signature: [UInt8]) {
    let end = message.count - signatureBytes
    return (signedBytes(message[..<end], stream.stream), Array(message[end...]))
  }
}
