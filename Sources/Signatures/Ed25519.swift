import COpenSSL

/// Ed25519 (RFC 8032) through OpenSSL's EVP.
public enum Ed25519 {
  /// Whether `signature` (64 bytes) over `message` was made with the private key that belongs to
  /// `publicKey` (32 bytes). Anything of another length is no signature.
  ///
  /// A public key of small order is refused: under it one signature fits many messages.
  public static func verify(
    publicKey: [UInt8], message: [UInt8], signature: [UInt8]
  ) -> Bool {
    guard publicKey.count == 32, signature.count == 64, !isSmallOrder(publicKey),
      let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, 32)
    else { return false }
    defer { EVP_PKEY_free(key) }
    guard let context = EVP_MD_CTX_new() else { return false }
    defer {
      EVP_MD_CTX_free(context)
      ERR_clear_error()
    }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
      && EVP_DigestVerify(context, signature, 64, message, message.count) == 1
  }

  /// The y coordinates of the eight points of small order (the table of libsodium and of
  /// draft-irtf-cfrg-curve25519 agree on them), without their sign bit.
  private static let smallOrder: [[UInt8]] = {
    func point(_ hexadecimal: String) -> [UInt8] {
      let digits = Array(hexadecimal.utf8).map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
      return stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
    return [
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ].map(point)
  }()

  private static func isSmallOrder(_ key: [UInt8]) -> Bool {
    var key = key
    key[31] &= 0x7F
    return smallOrder.contains(key)
  }

  /// A private key, which signs.
  public final class PrivateKey {
    private let key: OpaquePointer
    /// The 32 bytes from which the key follows. Secret.
    public let seed: [UInt8]
    /// The 32 bytes by which everybody can check.
    public let publicKey: [UInt8]

    /// A new key.
    public convenience init() throws(OpenSSLError) {
      try self.init(seed: SecureRandom.bytes(32))
    }

    /// The key that follows from `seed`, which has 32 bytes.
    public init(seed: [UInt8]) throws(OpenSSLError) {
      precondition(seed.count == 32, "a seed of Ed25519 has 32 bytes")
      let key = try required(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, 32), "taking a private key")
      var publicKey = [UInt8](repeating: 0, count: 32)
      var count = 32
      guard EVP_PKEY_get_raw_public_key(key, &publicKey, &count) == 1 else {
        EVP_PKEY_free(key)
        throw OpenSSLError("deriving a public key")
      }
      self.key = key
      self.seed = seed
      self.publicKey = publicKey
    }

    deinit { EVP_PKEY_free(key) }

    /// The signature of `message`, 64 bytes.
    public func sign(_ message: [UInt8]) -> [UInt8] {
      var signature = [UInt8](repeating: 0, count: 64)
      var count = 64
      let context = EVP_MD_CTX_new()
      defer { EVP_MD_CTX_free(context) }
      let signed =
        EVP_DigestSignInit(context, nil, nil, nil, key) == 1
        && EVP_DigestSign(context, &signature, &count, message, message.count) == 1
      precondition(signed && count == 64, "Ed25519 signs any message")
      return signature
    }
  }
}

/// Random bytes fit for keys.
public enum SecureRandom {
  /// `count` random bytes.
  public static func bytes(_ count: Int) throws(OpenSSLError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try succeed(RAND_bytes(&bytes, Int32(count)), "drawing random bytes")
    return bytes
  }
}
