/// What one key is asked to sign: a payload under the protected header that names the key
/// (RFC 7515 §5.1). Whoever holds the key, a file or a browser, needs `signingInput` and gives back
/// 64 bytes.
public struct SigningRequest: Equatable, Sendable {
  /// The bytes that people agree to.
  public let payload: [UInt8]
  /// What they are.
  public let contentType: ContentType
  /// The key that is to sign.
  public let keyIdentifier: String

  /// A request to one key.
  public init(_ payload: [UInt8], as contentType: ContentType, by keyIdentifier: String) {
    self.payload = payload
    self.contentType = contentType
    self.keyIdentifier = keyIdentifier
  }

  /// The protected header in base64url.
  var protectedHeader: String {
    let header: JSONValue = .members([
      "alg": .string("EdDSA"), "kid": .string(keyIdentifier),
      "typ": .string(contentType.rawValue),
    ])
    return Base64URL.encode(header.bytes)
  }

  /// The bytes that Ed25519 is to sign.
  public var signingInput: [UInt8] {
    Envelope.signingInput(
      protectedHeader: protectedHeader, payload: Base64URL.encode(payload))
  }
}

extension Envelope {
  /// The envelope of `payload` with signatures that were made elsewhere. Believes none of them.
  public static func join(
    _ payload: [UInt8], as type: ContentType,
    _ signatures: [(keyIdentifier: String, signature: [UInt8])]
  ) -> [UInt8] {
    JSONValue.members([
      "payload": .string(Base64URL.encode(payload)),
      "signatures": .array(
        signatures.map { made in
          let request = SigningRequest(payload, as: type, by: made.keyIdentifier)
          return .members([
            "protected": .string(request.protectedHeader),
            "signature": .string(Base64URL.encode(made.signature)),
          ])
        }),
    ]).bytes
  }

  /// Signs `payload` with every signer in turn and gives the envelope's bytes. A signer gets the
  /// signing input and returns 64 bytes of Ed25519.
  public static func sign(
    _ payload: JSONValue, as type: ContentType,
    by signers: [(keyIdentifier: String, sign: ([UInt8]) -> [UInt8])]
  ) -> [UInt8] {
    let bytes = payload.bytes
    let signatures = signers.map { signer in
      let request = SigningRequest(bytes, as: type, by: signer.keyIdentifier)
      return (signer.keyIdentifier, signer.sign(request.signingInput))
    }
    return join(bytes, as: type, signatures)
  }
}
