import COpenSSL

/// Words for the holder of one key alone: ECDH (SP 800-56A) of a key that is drawn for the letter with the
/// holder's, one SHA-256 over what both share and both public keys (SP 800-56C §4.1), and under that the
/// seal of `SealingKey`. Nobody can tell from a letter who wrote it: what is in it is signed.
public enum SealedLetter {
  /// Bytes of a P-256 public key in DER, which lead a letter.
  private static let publicKeyBytes = 91

  /// `words` as only the holder of `publicKey` can read them, for one `purpose`.
  public static func seal(
    _ words: [UInt8], to publicKey: TLSPublicKey, for purpose: String
  ) throws(OpenSSLError) -> [UInt8] {
    let drawn = try TLSKey()
    let name = try drawn.publicKey().der()
    let shared = try agree(drawn, publicKey, name + publicKey.der())
    return name + shared.seal(words, for: purpose)
  }

  /// The words; `nil` if they are for another key or purpose, or were changed.
  public static func open(_ letter: [UInt8], with key: TLSKey, for purpose: String) -> [UInt8]? {
    let name = Array(letter.prefix(publicKeyBytes))
    guard let drawn = try? TLSPublicKey(der: name), let own = try? key.publicKey().der(),
      let shared = try? agree(key, drawn, name + own)
    else { return nil }
    return shared.open(Array(letter.dropFirst(publicKeyBytes)), for: purpose)
  }

  private static func agree(
    _ own: TLSKey, _ other: TLSPublicKey, _ names: [UInt8]
  ) throws(OpenSSLError) -> SealingKey {
    let what = "agreeing on a key"
    let context = try required(EVP_PKEY_CTX_new(own.key, nil), what)
    defer { EVP_PKEY_CTX_free(context) }
    try succeed(EVP_PKEY_derive_init(context), what)
    try succeed(EVP_PKEY_derive_set_peer(context, other.key), what)
    var shared = [UInt8](repeating: 0, count: 32)
    var count = shared.count
    try succeed(EVP_PKEY_derive(context, &shared, &count), what)
    guard count == shared.count,
      let key = SealingKey(SHA256.digest([0, 0, 0, 1] + shared + names))
    else { throw OpenSSLError(what) }
    return key
  }
}
