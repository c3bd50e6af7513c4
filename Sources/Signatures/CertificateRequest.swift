import COpenSSL
import WardContract

/// The public half of a key for TLS.
public final class TLSPublicKey {
  let key: OpaquePointer

  init(owning key: OpaquePointer) { self.key = key }

  deinit { EVP_PKEY_free(key) }

  /// The key that its SubjectPublicKeyInfo spells in DER (RFC 5280 §4.1.2.7); one of another kind than
  /// P-256 is refused, and so is what is left over.
  public init(der: [UInt8]) throws(OpenSSLError) {
    key = try required(
      Self.read(der, { d2i_PUBKEY(nil, $0, $1) }, EVP_PKEY_free), "reading a public key")
    guard loanha_is_p256(key) == 1 else {
      throw OpenSSLError("reading a public key that is not on the curve P-256")
    }
  }

  /// The key's SubjectPublicKeyInfo in DER, 91 bytes.
  public func der() throws(OpenSSLError) -> [UInt8] { try Self.written { i2d_PUBKEY(key, $0) } }

  /// SHA-256 of `der`: names this key and no other.
  public func fingerprint() throws(OpenSSLError) -> KeyFingerprint {
    KeyFingerprint(digest: SHA256.digest(try der()))
  }

  /// What `parse` makes of all of `bytes`; `nil`, and it is let go, if some are left over.
  static func read(
    _ bytes: [UInt8],
    _ parse: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
    _ letGo: (OpaquePointer?) -> Void
  ) -> OpaquePointer? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var place: UnsafePointer<UInt8>? = start
      guard let made = parse(&place, buffer.count) else { return nil }
      guard place == start + buffer.count else {
        letGo(made)
        return nil
      }
      return made
    }
  }

  /// What `write` allocates and fills.
  static func written(
    _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>) -> Int32
  ) throws(OpenSSLError) -> [UInt8] {
    var start: UnsafeMutablePointer<UInt8>?
    let count = write(&start)
    guard count > 0, let start else { throw OpenSSLError("writing DER") }
    defer { loanha_free(start) }
    return Array(UnsafeBufferPointer(start: start, count: Int(count)))
  }
}

extension TLSKey {
  /// The public half, as everybody may know it.
  public func publicKey() throws(OpenSSLError) -> TLSPublicKey {
    try TLSPublicKey(der: TLSPublicKey.written { i2d_PUBKEY(key, $0) })
  }
}

/// A request for a certificate (PKCS #10, RFC 2986), whose signature shows that whoever made it holds the
/// key. Names and extensions in it are not read: the issuer says what a certificate is for.
public final class CertificateRequest {
  /// Largest request that is read, in bytes of DER; one for P-256 takes about 250.
  public static let maximumBytes = 1_024

  /// The key that a certificate is asked for.
  public let publicKey: TLSPublicKey

  /// The request that `der` spells, signed by its own key on P-256.
  public init(der: [UInt8]) throws(OpenSSLError) {
    let what = "reading a request for a certificate"
    guard der.count <= Self.maximumBytes else { throw OpenSSLError(what) }
    let request = try required(
      TLSPublicKey.read(der, { d2i_X509_REQ(nil, $0, $1) }, X509_REQ_free), what)
    defer { X509_REQ_free(request) }
    let key = try required(X509_REQ_get_pubkey(request), what)
    publicKey = TLSPublicKey(owning: key)
    guard loanha_is_p256(key) == 1 else { throw OpenSSLError(what) }
    try succeed(X509_REQ_verify(request, key), what)
  }

  /// A request for `key`, in DER.
  public static func make(for key: TLSKey) throws(OpenSSLError) -> [UInt8] {
    let what = "making a request for a certificate"
    let request = try required(X509_REQ_new(), what)
    defer { X509_REQ_free(request) }
    try succeed(X509_REQ_set_version(request, 0), what)
    try succeed(X509_REQ_set_pubkey(request, key.key), what)
    guard X509_REQ_sign(request, key.key, EVP_sha256()) > 0 else { throw OpenSSLError(what) }
    return try TLSPublicKey.written { i2d_X509_REQ(request, $0) }
  }
}
