/// A programme that is heard while it is made (member `live` of a bulletin): where its segments
/// come, and whose they are.
public struct LiveStream: Equatable, Sendable {
  /// How the sound is coded.
  public enum Codec: String, CaseIterable, Sendable {
    /// RFC 6716, one channel, packets of `LiveSegment.packetMilliseconds`.
    case opus
  }

  /// Names the stream in its topic and in every signature; drawn anew for each broadcast.
  public var stream: Identifier
  /// The Ed25519 key that signs the segments, 32 bytes. The desk draws it for this stream alone and
  /// forgets it at the end, so no segment can be made or used afterwards.
  public var publicKey: [UInt8]
  /// How much new sound a segment brings, in milliseconds; the last one may bring less.
  public var segmentMilliseconds: Int
  /// How the sound is coded.
  public var codec: Codec
  /// How long the programme lasts at most, in milliseconds; what would come later is refused.
  public var longestMilliseconds: Int

  /// A stream.
  public init(
    stream: Identifier, publicKey: [UInt8], segmentMilliseconds: Int, codec: Codec = .opus,
    longestMilliseconds: Int
  ) {
    self.stream = stream
    self.publicKey = publicKey
    self.segmentMilliseconds = segmentMilliseconds
    self.codec = codec
    self.longestMilliseconds = longestMilliseconds
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    stream = try reader.identifier("stream")
    publicKey = try reader.bytes("publicKey", count: 32)
    let packet = Int64(LiveSegment.packetMilliseconds)
    let most = packet * Int64(Bounds.livePacketsPerSegment / 2)
    let milliseconds = try reader.integer("segmentMilliseconds", in: packet...most)
    guard milliseconds % packet == 0 else {
      throw Malformed(
        reader.place(of: "segmentMilliseconds"), "a multiple of \(packet) was expected")
    }
    segmentMilliseconds = Int(milliseconds)
    codec = try reader.word("codec")
    longestMilliseconds = Int(
      try reader.integer("longestMilliseconds", in: packet...Int64(Bounds.soundMilliseconds)))
  }

  var json: JSONValue {
    .members([
      "stream": .string(stream.description), "publicKey": .string(Base64URL.encode(publicKey)),
      "segmentMilliseconds": .integer(Int64(segmentMilliseconds)),
      "codec": .string(codec.rawValue),
      "longestMilliseconds": .integer(Int64(longestMilliseconds)),
    ])
  }
}
