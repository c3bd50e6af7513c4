import WardContract

/// An Ed25519 key as JSON Web Key (RFC 8037 §2), the form in which keys lie in files.
public enum JSONWebKey {
  /// A private key's JWK: whoever reads it can sign.
  public static func encode(_ key: Ed25519.PrivateKey) -> JSONValue {
    .members([
      "crv": .string("Ed25519"), "d": .string(Base64URL.encode(key.seed)),
      "kid": .string(thumbprint(key.publicKey)), "kty": .string("OKP"),
      "x": .string(Base64URL.encode(key.publicKey)),
    ])
  }

  /// The private key that a JWK spells.
  public static func privateKey(_ json: JSONValue) throws(Malformed) -> Ed25519.PrivateKey {
    let reader = try ObjectReader(json)
    guard try reader.string("kty") == "OKP", try reader.string("crv") == "Ed25519" else {
      throw Malformed("crv", "an Ed25519 key was expected")
    }
    let seed = try reader.bytes("d", count: 32)
    let key = Ed25519.PrivateKey(seed: seed)
    guard try reader.bytes("x", count: 32) == key.publicKey else {
      throw Malformed("x", "this public key belongs to another private key")
    }
    return key
  }

  /// The name of a key: the SHA-256 thumbprint of its public JWK (RFC 7638 §3, RFC 8037 §2).
  public static func thumbprint(_ publicKey: [UInt8]) -> String {
    let members: JSONValue = .members([
      "crv": .string("Ed25519"), "kty": .string("OKP"),
      "x": .string(Base64URL.encode(publicKey)),
    ])
    return Base64URL.encode(SHA256.digest(members.bytes))
  }
}

extension Verifier {
  /// A verifier that checks signatures with libsodium.
  public static let sodium = Verifier { key, message, signature in
    Ed25519.verify(publicKey: key, message: message, signature: signature)
  }
}
