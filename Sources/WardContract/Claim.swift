/// What a terminal without a home says of itself, again and again until it is answered. Whoever has the
/// private key of `request` made it; the rest is what it says, and no reason to believe anything.
public struct Claim: Equatable, Sendable {
  /// Bytes of a nonce.
  public static let nonceBytes = 16

  /// A request for a certificate (PKCS #10) in DER, signed by the terminal's own key.
  public var request: [UInt8]
  /// Drawn at each start: an answer to an earlier start is none to this one.
  public var nonce: [UInt8]
  /// The board file that it runs with.
  public var board: String
  /// The version of `loanhad`.
  public var version: String

  /// A claim.
  public init(request: [UInt8], nonce: [UInt8], board: String, version: String) {
    self.request = request
    self.nonce = nonce
    self.board = board
    self.version = version
  }

  /// The claim that `bytes` spell.
  public init(parsing bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Bounds.claimBytes else {
      throw Malformed("", "\(bytes.count) bytes, \(Bounds.claimBytes) are allowed")
    }
    let reader = try ObjectReader(JSONParser.parse(bytes))
    request = try reader.bytes("request", limit: Bounds.certificateRequestBytes)
    nonce = try reader.bytes("nonce", count: Self.nonceBytes)
    board = try reader.text("board", limit: Bounds.identifierBytes)
    version = try reader.text("version", limit: Bounds.identifierBytes)
  }

  /// The claim as JSON.
  public var json: JSONValue {
    .members([
      "request": .string(Base64URL.encode(request)), "nonce": .string(Base64URL.encode(nonce)),
      "board": .string(board), "version": .string(version),
    ])
  }
}

/// What a desk answers, sealed for the terminal's key. Each part is believed for its own signature.
public struct EnrolmentAnswer: Equatable, Sendable {
  /// What answers are sealed for.
  public static let purpose = "loanha-enrolment"

  /// The city's word for the ward's root key: an envelope.
  public var endorsement: [UInt8]
  /// The ward's keyring: an envelope.
  public var keyring: [UInt8]
  /// Which home it is: an envelope.
  public var assignment: [UInt8]
  /// The terminal's certificate and what stands between it and the fleet's root, as PEM.
  public var certificates: [UInt8]

  /// An answer.
  public init(
    endorsement: [UInt8], keyring: [UInt8], assignment: [UInt8], certificates: [UInt8]
  ) {
    self.endorsement = endorsement
    self.keyring = keyring
    self.assignment = assignment
    self.certificates = certificates
  }

  /// The answer that `bytes` spell.
  public init(parsing bytes: [UInt8]) throws(Malformed) {
    guard bytes.count <= Bounds.enrolmentAnswerBytes else {
      throw Malformed("", "\(bytes.count) bytes, \(Bounds.enrolmentAnswerBytes) are allowed")
    }
    let reader = try ObjectReader(JSONParser.parse(bytes))
    endorsement = try reader.member("endorsement").bytes
    keyring = try reader.member("keyring").bytes
    assignment = try reader.member("assignment").bytes
    let certificates = Array(try reader.string("certificates").utf8)
    guard certificates.count <= Bounds.certificateChainBytes else {
      throw Malformed("certificates", "larger than \(Bounds.certificateChainBytes) bytes")
    }
    self.certificates = certificates
  }

  /// The answer as JSON; throws if a part is none.
  public func json() throws(Malformed) -> JSONValue {
    .members([
      "endorsement": try JSONParser.parse(endorsement), "keyring": try JSONParser.parse(keyring),
      "assignment": try JSONParser.parse(assignment),
      "certificates": .string(String(decoding: certificates, as: UTF8.self)),
    ])
  }
}
