/// A city's word that a root key speaks for a ward. Signed with the city's key, which is kept offline and
/// whose public half every device has from its image.
public struct Endorsement: Equatable, Sendable {
  /// The ward's area.
  public var area: Area
  /// The ward as people know it.
  public var name: String
  /// The ward's root key, 32 bytes of Ed25519.
  public var rootKey: [UInt8]
  /// Only grows: a ward that gets another root key has another endorsement.
  public var version: Int64
  /// When it was signed.
  public var issued: Instant

  /// An endorsement.
  public init(area: Area, name: String, rootKey: [UInt8], version: Int64, issued: Instant) {
    self.area = area
    self.name = name
    self.rootKey = rootKey
    self.version = version
    self.issued = issued
  }

  /// The endorsement that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    area = try reader.area("area")
    name = try reader.text("name", limit: Bounds.nameBytes)
    rootKey = try reader.bytes("rootKey", count: 32)
    version = try reader.integer("version", in: 1...Int64.max)
    issued = try reader.instant("issued")
  }

  /// The endorsement as JSON, ready to be signed by the city's key.
  public var json: JSONValue {
    .members([
      "area": .string(area.description), "name": .string(name),
      "rootKey": .string(Base64URL.encode(rootKey)), "version": .integer(version),
      "issued": .string(issued.description),
    ])
  }
}

extension Verifier {
  /// An endorsement signed by the city's key (32 bytes).
  public func endorsement(_ bytes: [UInt8], city: [UInt8]) throws(Refusal) -> Endorsement {
    let envelope = try open(bytes)
    guard envelope.signatures.allSatisfy({ $0.contentType == .endorsement }) else {
      throw .wrongType
    }
    let isSigned = envelope.signatures.allSatisfy {
      ed25519(city, envelope.signingInput(of: $0), $0.signature)
    }
    guard isSigned else { throw .badSignature("city") }
    do { return try Endorsement(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
  }
}
