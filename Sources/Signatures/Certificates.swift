import COpenSSL
import WardContract

/// A private key for TLS on the curve P-256.
public final class TLSKey {
  let key: OpaquePointer

  /// A new key.
  public init() throws(OpenSSLError) { key = try required(loanha_new_p256(), "making a key") }

  /// The key of a PEM file (PKCS#8, not encrypted); one of another kind or curve is refused.
  public init(pem: [UInt8]) throws(OpenSSLError) {
    let bio = try Self.reading(pem, "reading a key")
    defer { BIO_free(bio) }
    // Without this, OpenSSL would ask whoever sits at the terminal for a pass phrase.
    let read = try required(
      PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil), "reading a key")
    guard loanha_is_p256(read) == 1 else {
      EVP_PKEY_free(read)
      throw OpenSSLError("reading a key that is not on the curve P-256")
    }
    key = read
  }

  deinit { EVP_PKEY_free(key) }

  /// The key as PEM (PKCS#8, not encrypted). Secret.
  public func pem() throws(OpenSSLError) -> [UInt8] {
    try Self.written { PEM_write_bio_PKCS8PrivateKey($0, key, nil, nil, 0, nil, nil) }
  }

  /// A BIO with a copy of `bytes`: an array has a pointer only as long as the call that takes it.
  static func reading(_ bytes: [UInt8], _ what: String) throws(OpenSSLError) -> OpaquePointer {
    let bio = try required(BIO_new(BIO_s_mem()), what)
    guard BIO_write(bio, bytes, Int32(bytes.count)) == bytes.count else {
      BIO_free(bio)
      throw OpenSSLError(what)
    }
    return bio
  }

  /// What `write` puts into a memory BIO.
  static func written(_ write: (OpaquePointer) -> Int32) throws(OpenSSLError) -> [UInt8] {
    let bio = try required(BIO_new(BIO_s_mem()), "writing PEM")
    defer { BIO_free(bio) }
    try succeed(write(bio), "writing PEM")
    var start: UnsafeMutablePointer<CChar>?
    let count = loanha_bio_bytes(bio, &start)
    return Array(UnsafeRawBufferPointer(start: start, count: Int(count)))
  }
}

/// An X.509 certificate.
public final class Certificate {
  let certificate: OpaquePointer

  init(owning certificate: OpaquePointer) { self.certificate = certificate }

  /// The first certificate of a PEM file.
  public init(pem: [UInt8]) throws(OpenSSLError) {
    let bio = try TLSKey.reading(pem, "reading a certificate")
    defer { BIO_free(bio) }
    certificate = try required(PEM_read_bio_X509(bio, nil, nil, nil), "reading a certificate")
  }

  deinit { X509_free(certificate) }

  /// The certificate as PEM.
  public func pem() throws(OpenSSLError) -> [UInt8] {
    try TLSKey.written { PEM_write_bio_X509($0, certificate) }
  }
}

/// Issues certificates: a fleet's root those of intermediates, an intermediate those of the broker, of desks
/// and of terminals.
public final class CertificateAuthority {
  /// What a certificate is for.
  public enum Purpose: Sendable {
    /// A server under these names and addresses, in the form of OpenSSL's subjectAltName:
    /// "DNS:localhost", "IP:127.0.0.1".
    case server(names: [String])
    /// A client, known by its common name.
    case client
  }

  /// Seconds that a certificate is dated back, so that a clock that is a little slow accepts it.
  static let backdatingSeconds = 3_600

  let key: TLSKey
  /// The authority's own certificate.
  public let certificate: Certificate

  /// The authority with that key and certificate.
  public init(key: TLSKey, certificate: Certificate) {
    self.key = key
    self.certificate = certificate
  }

  /// A new authority, which signs itself, valid for so many days. Only a root's intermediates may be
  /// authorities (RFC 5280 §4.2.1.9).
  public init(commonName: String, days: Int, isRoot: Bool = false) throws(OpenSSLError) {
    let key = try TLSKey()
    self.key = key
    certificate = try Self.make(
      commonName: commonName, subjectKey: key.key, lifeSeconds: Self.seconds(days), issuer: nil,
      issuerKey: key, extensions: Self.authorityExtensions(pathLength: isRoot ? 1 : 0))
  }

  /// A new intermediate of this root, valid for so many days: it issues while the root's key is away.
  public func intermediate(
    commonName: String, days: Int
  ) throws(OpenSSLError) -> CertificateAuthority {
    let subject = try TLSKey()
    let made = try Self.make(
      commonName: commonName, subjectKey: subject.key, lifeSeconds: Self.seconds(days),
      issuer: certificate, issuerKey: key,
      extensions: Self.authorityExtensions(pathLength: 0)
        + [(NID_authority_key_identifier, "keyid:always")])
    return CertificateAuthority(key: subject, certificate: made)
  }

  private static func authorityExtensions(pathLength: Int) -> [(Int32, String)] {
    [
      (NID_basic_constraints, "critical,CA:TRUE,pathlen:\(pathLength)"),
      (NID_key_usage, "critical,keyCertSign,cRLSign"), (NID_subject_key_identifier, "hash"),
    ]
  }

  private static func seconds(_ days: Int) -> Int { days * 86_400 }

  /// The authority's private key as PEM. Secret; best kept offline.
  public func keyPEM() throws(OpenSSLError) -> [UInt8] { try key.pem() }

  /// A certificate for `subjectKey` under `commonName`, valid for so many days.
  public func issue(
    commonName: String, for subjectKey: TLSKey, purpose: Purpose, days: Int
  ) throws(OpenSSLError) -> Certificate {
    try issue(
      commonName: commonName, subjectKey: subjectKey.key, purpose: purpose,
      lifeSeconds: Self.seconds(days))
  }

  /// A client's certificate for the key that `request` proved to hold, valid for so many seconds. What
  /// else the request asks for counts for nothing.
  public func issueClient(
    commonName: String, for request: CertificateRequest, lifeSeconds: Int
  ) throws(OpenSSLError) -> Certificate {
    try issue(
      commonName: commonName, subjectKey: request.publicKey.key, purpose: .client,
      lifeSeconds: lifeSeconds)
  }

  private func issue(
    commonName: String, subjectKey: OpaquePointer, purpose: Purpose, lifeSeconds: Int
  ) throws(OpenSSLError) -> Certificate {
    var extensions: [(Int32, String)] = [
      (NID_basic_constraints, "critical,CA:FALSE"),
      (NID_key_usage, "critical,digitalSignature"),
      (NID_subject_key_identifier, "hash"), (NID_authority_key_identifier, "keyid:always"),
    ]
    switch purpose {
    case .server(let names):
      extensions.append((NID_ext_key_usage, "serverAuth"))
      extensions.append((NID_subject_alt_name, names.joined(separator: ",")))
    case .client: extensions.append((NID_ext_key_usage, "clientAuth"))
    }
    return try Self.make(
      commonName: commonName, subjectKey: subjectKey, lifeSeconds: lifeSeconds,
      issuer: certificate, issuerKey: key, extensions: extensions)
  }

  private static func make(
    commonName: String, subjectKey: OpaquePointer, lifeSeconds: Int, issuer: Certificate?,
    issuerKey: TLSKey, extensions: [(Int32, String)]
  ) throws(OpenSSLError) -> Certificate {
    let certificate = Certificate(owning: try required(X509_new(), "making a certificate"))
    let x509 = certificate.certificate
    try succeed(X509_set_version(x509, 2), "making a certificate")
    try setSerial(x509)
    X509_gmtime_adj(X509_getm_notBefore(x509), -backdatingSeconds)
    X509_time_adj_ex(
      X509_getm_notAfter(x509), Int32(lifeSeconds / 86_400), lifeSeconds % 86_400, nil)
    try succeed(X509_set_pubkey(x509, subjectKey), "making a certificate")
    let name = X509_get_subject_name(x509)
    let bytes = Array(commonName.utf8)
    try succeed(
      X509_NAME_add_entry_by_NID(
        name, NID_commonName, MBSTRING_UTF8, bytes, Int32(bytes.count), -1, 0),
      "naming a certificate")
    let issuing = issuer?.certificate ?? x509
    try succeed(
      X509_set_issuer_name(x509, X509_get_subject_name(issuing)), "naming an issuer")
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuing, x509, nil, nil, 0)
    for (kind, value) in extensions {
      let made = try required(
        X509V3_EXT_conf_nid(nil, &context, kind, value), "an extension \(value)")
      defer { X509_EXTENSION_free(made) }
      try succeed(X509_add_ext(x509, made, -1), "an extension \(value)")
    }
    guard X509_sign(x509, issuerKey.key, EVP_sha256()) > 0 else {
      throw OpenSSLError("signing a certificate")
    }
    return certificate
  }

  /// A random serial of 127 bits (CA/Browser Forum Baseline Requirements §7.1 asks for 64).
  private static func setSerial(_ x509: OpaquePointer) throws(OpenSSLError) {
    var bytes = try SecureRandom.bytes(16)
    bytes[0] &= 0x7F
    let number = try required(BN_bin2bn(bytes, 16, nil), "a serial number")
    defer { BN_free(number) }
    guard BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != nil else {
      throw OpenSSLError("a serial number")
    }
  }
}
