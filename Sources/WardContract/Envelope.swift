/// What the payload of an envelope is, as its protected headers state it (RFC 7515 §4.1.9).
public enum ContentType: String, CaseIterable, Sendable {
  case bulletin = "loanha-bulletin"
  case keyring = "loanha-keyring"
  case broadcastPlan = "loanha-plan"
  case directory = "loanha-directory"
  case boardIndex = "loanha-board"
  case acknowledgement = "loanha-ack"
  case requestAcknowledgement = "loanha-request-ack"
  case reply = "loanha-reply"
  case stationAir = "loanha-air"
  case command = "loanha-command"
  case homeSettings = "loanha-settings"
  case endorsement = "loanha-endorsement"
  case assignment = "loanha-assignment"
  case release = "loanha-release"
}

/// A signed message: JWS in general JSON serialization (RFC 7515 §7.2.1), algorithm EdDSA with
/// Ed25519 (RFC 8037 §3.1), so that any JOSE library can check it.
///
/// Reading an envelope believes nothing: it only takes the message apart. `Verifier` believes.
public struct Envelope: Equatable, Sendable {
  /// One signature over protected header and payload.
  public struct Signature: Equatable, Sendable {
    /// The key that is said to have signed.
    public let keyIdentifier: String
    /// The kind of content that is said to be signed.
    public let contentType: ContentType
    /// 64 bytes of Ed25519.
    public let signature: [UInt8]
    /// The protected header in base64url, as it was signed.
    let protectedHeader: String
  }

  /// The signed content, decoded.
  public let payload: [UInt8]
  /// The signatures, at least one.
  public let signatures: [Signature]
  private let encodedPayload: String

  /// The bytes that `signature` covers (RFC 7515 §5.1).
  public func signingInput(of signature: Signature) -> [UInt8] {
    Self.signingInput(protectedHeader: signature.protectedHeader, payload: encodedPayload)
  }

  static func signingInput(protectedHeader: String, payload: String) -> [UInt8] {
    var input: [UInt8] = []
    input.reserveCapacity(protectedHeader.utf8.count + payload.utf8.count + 1)
    input.append(contentsOf: protectedHeader.utf8)
    input.append(0x2E)
    input.append(contentsOf: payload.utf8)
    return input
  }

  /// The envelope that `bytes` spell, taken apart.
  public init(parsing bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Bounds.envelopeBytes else {
      throw Malformed("", "\(bytes.count) bytes, \(Bounds.envelopeBytes) are allowed")
    }
    let reader = try ObjectReader(JSONParser.parse(bytes))
    encodedPayload = try reader.string("payload")
    guard let payload = Base64URL.decode(encodedPayload) else {
      throw Malformed("payload", "not base64url")
    }
    self.payload = payload
    var signatures: [Signature] = []
    for (item, place) in try reader.items("signatures", limit: Bounds.signatures) {
      signatures.append(try Self.signature(ObjectReader(item, at: place)))
    }
    guard !signatures.isEmpty else { throw Malformed("signatures", "nobody signed") }
    self.signatures = signatures
  }

  /// Reads one signature. Of the protected header exactly `alg`, `kid` and `typ` are allowed: a
  /// header that asks for more (`crit`, `b64`, an embedded key) asks for what is not understood.
  private static func signature(_ reader: ObjectReader) throws(Malformed) -> Signature {
    let encoded = try reader.string("protected")
    guard !reader.has("header") else {
      throw Malformed(reader.place(of: "header"), "an unprotected header is not allowed")
    }
    guard let decoded = Base64URL.decode(encoded) else {
      throw Malformed(reader.place(of: "protected"), "not base64url")
    }
    let json = try JSONParser.parse(decoded)
    let header = try ObjectReader(json, at: reader.place(of: "protected"))
    if case .object(let members) = json,
      let other = members.first(where: { !["alg", "kid", "typ"].contains($0.name) })
    {
      throw Malformed(header.place(of: other.name), "this header is not allowed")
    }
    guard try header.string("alg") == "EdDSA" else {
      throw Malformed(header.place(of: "alg"), "EdDSA was expected")
    }
    return Signature(
      keyIdentifier: try header.text("kid", limit: Bounds.identifierBytes),
      contentType: try header.word("typ"),
      signature: try reader.bytes("signature", count: 64), protectedHeader: encoded)
  }
}
