import CSodium

/// A key under which small secrets lie in a file: XChaCha20-Poly1305 by libsodium, whose nonces may be
/// drawn at random (draft-irtf-cfrg-xchacha-03 §2.1).
public struct SealingKey: Sendable {
  /// 32.
  public static let byteCount = 32
  /// What sealing adds to a secret: a nonce and an authentication tag.
  public static let addedBytes = nonceBytes + tagBytes
  private static let nonceBytes = 24
  private static let tagBytes = 16
  private static let isReady = sodium_init() >= 0

  /// The key, for a file of its own.
  public let bytes: [UInt8]

  /// A new key.
  public init() {
    precondition(Self.isReady, "libsodium could not start")
    bytes = Self.random(Self.byteCount)
  }

  /// The key that `bytes` are; `nil` if they aren't 32.
  public init?(_ bytes: [UInt8]) {
    precondition(Self.isReady, "libsodium could not start")
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  private static func random(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }

  /// `secret` as nobody without the key can read or change it. It opens under the same `purpose` alone, so
  /// it can't be put to another's place.
  public func seal(_ secret: [UInt8], for purpose: String) -> [UInt8] {
    let nonce = Self.random(Self.nonceBytes)
    let purpose = Array(purpose.utf8)
    var sealed = [UInt8](repeating: 0, count: secret.count + Self.tagBytes)
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      &sealed, nil, secret, UInt64(secret.count), purpose, UInt64(purpose.count), nil, nonce, bytes)
    return nonce + sealed
  }

  /// The secret; `nil` if it was sealed by another key, for another purpose, or was changed.
  public func open(_ sealed: [UInt8], for purpose: String) -> [UInt8]? {
    guard sealed.count >= Self.addedBytes else { return nil }
    let nonce = Array(sealed.prefix(Self.nonceBytes))
    let content = Array(sealed.dropFirst(Self.nonceBytes))
    let purpose = Array(purpose.utf8)
    var secret = [UInt8](repeating: 0, count: content.count - Self.tagBytes)
    let answer = crypto_aead_xchacha20poly1305_ietf_decrypt(
      &secret, nil, nil, content, UInt64(content.count), purpose, UInt64(purpose.count), nonce,
      bytes)
    return answer == 0 ? secret : nil
  }
}
