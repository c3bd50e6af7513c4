import LinuxIO
import Signatures
import WardContract

/// New certificates for clients that have one.
extension BrokerFolder {
  /// A new certificate for the key that `name` has already, with the chain to the fleet's root, as PEM; the
  /// last one again while half of its life is still to come: who asks wildly gets nothing new.
  func renewClient(
    _ name: String, for request: CertificateRequest, at now: Instant
  ) throws -> [UInt8] {
    guard let newest = try newestIssued(to: name),
      try newest.publicKey().fingerprint() == request.publicKey.fingerprint()
    else { throw DeskError("\(name) asks for a certificate for a key that is not its own") }
    let (from, until) = try newest.validity()
    if now < from + (until - from) / 2 { return try newest.pem() + authority().chain }
    return try issueClient(name, for: request)
  }
}

extension WardFolder {
  /// Renews the desk's own certificate once half of its life is over; the next connection uses it.
  func renewDeskCertificate(_ broker: BrokerFolder, at now: Instant) throws {
    let old = try Files.read(certificatePath, limit: Bounds.certificateChainBytes)
    let (from, until) = try Certificate(pem: old).validity()
    guard now >= from + (until - from) / 2 else { return }
    let key = try TLSKey(pem: Files.read(certificateKeyPath, limit: Bounds.certificateChainBytes))
    let request = try CertificateRequest(der: CertificateRequest.make(for: key))
    let new = try broker.renewClient(deskName, for: request, at: now)
    try Files.replace(certificatePath, new, mode: 0o644)
  }
}
