import COpenSSL
import WardContract

extension CertificateAuthority {
  /// The signed list of those certificates of this authority that count no more (RFC 5280 §5), as PEM, good
  /// for so many days: whoever reads a list that is too old refuses everybody.
  public func revocationList(
    _ revoked: [Certificate], days: Int
  ) throws(OpenSSLError) -> [UInt8] {
    let what = "making a revocation list"
    let list = try required(X509_CRL_new(), what)
    defer { X509_CRL_free(list) }
    let now = try required(X509_time_adj_ex(nil, 0, -Self.backdatingSeconds, nil), what)
    defer { ASN1_TIME_free(now) }
    let next = try required(X509_time_adj_ex(nil, Int32(days), 0, nil), what)
    defer { ASN1_TIME_free(next) }
    try succeed(X509_CRL_set_version(list, 1), what)
    try succeed(
      X509_CRL_set_issuer_name(list, X509_get_subject_name(certificate.certificate)), what)
    try succeed(X509_CRL_set1_lastUpdate(list, now), what)
    try succeed(X509_CRL_set1_nextUpdate(list, next), what)
    for certificate in revoked {
      let entry = try required(X509_REVOKED_new(), what)
      guard
        X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate.certificate)) == 1,
        X509_REVOKED_set_revocationDate(entry, now) == 1, X509_CRL_add0_revoked(list, entry) == 1
      else {
        X509_REVOKED_free(entry)
        throw OpenSSLError(what)
      }
    }
    try succeed(X509_CRL_sort(list), what)
    guard X509_CRL_sign(list, key.key, EVP_sha256()) > 0 else { throw OpenSSLError(what) }
    return try TLSKey.written { PEM_write_bio_X509_CRL($0, list) }
  }
}
