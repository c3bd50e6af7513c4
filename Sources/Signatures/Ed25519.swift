import CSodium

/// Ed25519 (RFC 8032) by libsodium.
///
/// It checks a signature in less than half of OpenSSL's time, and an emergency waits for that.
public enum Ed25519 {
  /// libsodium chooses the code that suits the processor, once.
  private static let isReady = sodium_init() >= 0

  /// Whether `signature` (64 bytes) over `message` was made with the private key that belongs to
  /// `publicKey` (32 bytes). Anything of another length is no signature.
  ///
  /// libsodium refuses what would let one signature fit many messages, or one message have many
  /// signatures: points of small order, and numbers that aren't written in their shortest form.
  public static func verify(
    publicKey: [UInt8], message: [UInt8], signature: [UInt8]
  ) -> Bool {
    precondition(isReady, "libsodium could not start")
    guard publicKey.count == 32, signature.count == 64 else { return false }
    return crypto_sign_ed25519_verify_detached(
      signature, message, UInt64(message.count), publicKey) == 0
  }

  /// A private key, which signs.
  public final class PrivateKey {
    /// The 32 bytes from which the key follows. Secret.
    public let seed: [UInt8]
    /// The 32 bytes by which everybody can check.
    public let publicKey: [UInt8]
    private var key: [UInt8]

    /// A new key.
    public convenience init() throws(OpenSSLError) {
      self.init(seed: try SecureRandom.bytes(32))
    }

    /// The key that follows from `seed`, which has 32 bytes.
    public init(seed: [UInt8]) {
      precondition(Ed25519.isReady, "libsodium could not start")
      precondition(seed.count == 32, "a seed of Ed25519 has 32 bytes")
      self.seed = seed
      var publicKey = [UInt8](repeating: 0, count: 32)
      key = [UInt8](repeating: 0, count: 64)
      crypto_sign_ed25519_seed_keypair(&publicKey, &key, seed)
      self.publicKey = publicKey
    }

    deinit { sodium_memzero(&key, key.count) }

    /// The signature of `message`, 64 bytes.
    public func sign(_ message: [UInt8]) -> [UInt8] {
      var signature = [UInt8](repeating: 0, count: 64)
      crypto_sign_ed25519_detached(&signature, nil, message, UInt64(message.count), key)
      return signature
    }
  }
}
