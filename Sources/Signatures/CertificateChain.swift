import COpenSSL
import Glibc
import WardContract

extension Certificate {
  /// All certificates of a PEM file in their order, at most `limit`. Text between them is passed over, as
  /// OpenSSL passes it over.
  public static func chain(pem: [UInt8], limit: Int = 4) throws(OpenSSLError) -> [Certificate] {
    let bio = try TLSKey.reading(pem, "reading a chain of certificates")
    defer { BIO_free(bio) }
    var chain = [
      Certificate(
        owning: try required(
          PEM_read_bio_X509(bio, nil, nil, nil), "reading a chain of certificates"))
    ]
    while let next = PEM_read_bio_X509(bio, nil, nil, nil) {
      chain.append(Certificate(owning: next))
      guard chain.count <= limit else {
        throw OpenSSLError("reading a chain of more than \(limit) certificates")
      }
    }
    // The end of a file is an error to OpenSSL as well: no line begins another certificate.
    let error = ERR_peek_last_error()
    ERR_clear_error()
    guard loanha_is_end_of_pem(error) == 1 else {
      throw OpenSSLError("reading a chain of certificates")
    }
    return chain
  }

  /// The name that the broker knows its holder by; `nil` if it has none or several.
  public var commonName: String? {
    let name = X509_get_subject_name(certificate)
    let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard index >= 0, X509_NAME_get_index_by_NID(name, NID_commonName, index) < 0 else {
      return nil
    }
    let data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, index))
    return String(
      validating: UnsafeBufferPointer(
        start: ASN1_STRING_get0_data(data), count: Int(ASN1_STRING_length(data))),
      as: UTF8.self)
  }

  /// The key that it is for.
  public func publicKey() throws(OpenSSLError) -> TLSPublicKey {
    TLSPublicKey(owning: try required(X509_get_pubkey(certificate), "a certificate's key"))
  }

  /// The first and the last moment at which it is valid.
  public func validity() throws(OpenSSLError) -> (from: Instant, until: Instant) {
    (
      try Self.instant(X509_get0_notBefore(certificate)),
      try Self.instant(X509_get0_notAfter(certificate))
    )
  }

  private static func instant(_ time: UnsafePointer<ASN1_TIME>?) throws(OpenSSLError) -> Instant {
    var parts = tm()
    let what = "a certificate's time"
    try succeed(ASN1_TIME_to_tm(try required(time, what), &parts), what)
    return Instant(milliseconds: Int64(timegm(&parts)) * 1_000)
  }

  /// Whether this is a client's certificate that `root` stands behind, through what is in `chain`, at
  /// that time (RFC 5280 §6).
  public func isClient(
    through chain: [Certificate], of root: Certificate, at time: Instant
  ) throws(OpenSSLError) -> Bool {
    let what = "verifying a certificate"
    let store = try required(X509_STORE_new(), what)
    defer { X509_STORE_free(store) }
    try succeed(X509_STORE_add_cert(store, root.certificate), what)
    let between = try required(loanha_new_certificates(), what)
    defer { loanha_free_certificates(between) }
    for certificate in chain {
      guard loanha_push_certificate(between, certificate.certificate) > 0 else {
        throw OpenSSLError(what)
      }
    }
    let context = try required(X509_STORE_CTX_new(), what)
    defer { X509_STORE_CTX_free(context) }
    try succeed(X509_STORE_CTX_init(context, store, certificate, between), what)
    try succeed(X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_CLIENT), what)
    X509_VERIFY_PARAM_set_time(
      X509_STORE_CTX_get0_param(context), time_t(time.milliseconds / 1_000))
    let isGood = X509_verify_cert(context) == 1
    ERR_clear_error()
    return isGood
  }
}
