import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What a desk issues to those who have a certificate, and to whom no more; issue 7 item 2.
@Suite("Certificates of clients") struct CertificateRenewalTests {
  let office: Office
  let broker: BrokerFolder
  let key: TLSKey
  let request: CertificateRequest
  private var now: Instant { Instant(milliseconds: Clock.wallMilliseconds()) }
  private let day: Int64 = 86_400_000

  init() throws {
    office = try Office()
    broker = try BrokerFolder(path: office.ward.brokerPath)
    key = try TLSKey()
    request = try CertificateRequest(der: CertificateRequest.make(for: key))
  }

  @Test("a young certificate is given again, one past half of its life is renewed for the same key")
  func renewal() throws {
    let first = try broker.issueClient("nha-1", for: request)
    #expect(try broker.renewClient("nha-1", for: request, at: now) == first)
    let later = try broker.renewClient("nha-1", for: request, at: now + 91 * day)
    #expect(later != first)
    #expect(
      try Certificate(pem: later).publicKey().fingerprint() == key.publicKey().fingerprint())
    #expect(try Certificate(pem: later).commonName == "nha-1")
  }

  @Test("a request for another key, by a name that has none or was revoked, is refused")
  func refused() throws {
    _ = try broker.issueClient("nha-1", for: request)
    let other = try CertificateRequest(der: CertificateRequest.make(for: TLSKey()))
    #expect(throws: DeskError.self) { try broker.renewClient("nha-1", for: other, at: now) }
    #expect(throws: DeskError.self) { try broker.renewClient("nha-2", for: request, at: now) }
    try broker.revoke("nha-1")
    #expect(throws: DeskError.self) { try broker.renewClient("nha-1", for: request, at: now) }
    // Revoked twice, or a name that never was: nothing happens.
    try broker.revoke("nha-1")
    try broker.revoke("nha-9")
    #expect(!broker.reload(), "no broker runs here")
  }

  @Test("the desk's own certificate is renewed in time, for the same key")
  func desk() throws {
    let before = try Files.read(office.ward.certificatePath, limit: 16_384)
    try office.ward.renewDeskCertificate(broker, at: now)
    #expect(try Files.read(office.ward.certificatePath, limit: 16_384) == before)
    try office.ward.renewDeskCertificate(broker, at: now + 91 * day)
    let after = try Files.read(office.ward.certificatePath, limit: 16_384)
    #expect(after != before)
    #expect(
      try Certificate(pem: after).publicKey().fingerprint()
        == Certificate(pem: before).publicKey().fingerprint())
  }
}
