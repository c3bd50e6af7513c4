import LinuxIO
import MQTTLink
import Signatures
import TestSupport
import Testing
import WardContract

@testable import Terminal

/// A certificate renews itself over the connection that it has; issue 7 item 2.
@Suite("Renewal of a certificate") struct RenewalTests {
  let folder = TemporaryFolder()
  let root: CertificateAuthority
  let authority: CertificateAuthority
  let key: TLSKey
  static let terminal = Identifier("nha-1")!
  static let hour: Int64 = 3_600_000
  static let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)

  init() throws {
    root = try CertificateAuthority(commonName: "root", days: 3_650, isRoot: true)
    authority = try root.intermediate(commonName: "authority", days: 1_825)
    key = try TLSKey()
    try Files.replace(folder.file("ca.pem"), root.certificate.pem())
    try Files.replace(folder.file("device.key"), key.pem())
    try Files.replace(folder.file("device.pem"), chain(days: 30))
  }

  private func chain(
    days: Int, for other: TLSKey? = nil, name: String = "nha-1",
    by issuer: CertificateAuthority? = nil
  ) throws -> [UInt8] {
    let issuer = issuer ?? authority
    let request = try CertificateRequest(der: CertificateRequest.make(for: other ?? key))
    return try issuer.issueClient(
      commonName: name, for: request, lifeSeconds: days * 86_400
    ).pem() + issuer.certificate.pem()
  }

  private func renewal() throws -> Renewal {
    try Renewal(
      Self.terminal,
      LinkSettings.TLS(
        authorityPath: folder.file("ca.pem"), certificatePath: folder.file("device.pem"),
        keyPath: folder.file("device.key")))
  }

  private func read(_ name: String) throws -> [UInt8] {
    try Files.read(folder.file(name), limit: 16_384)
  }

  private let day: Int64 = 86_400_000

  @Test(
    "it asks at two thirds of the life by what the ward has signed, once an hour, and never by its own clock"
  )
  func due() throws {
    let renewal = try renewal()
    #expect(try renewal.request(earliest: nil, atMonotonicMilliseconds: 0) == nil)
    #expect(try renewal.request(earliest: Self.now, atMonotonicMilliseconds: 0) == nil)
    let due = Self.now + 20 * day
    #expect(try renewal.request(earliest: due + -day, atMonotonicMilliseconds: 0) == nil)
    let der = try #require(try renewal.request(earliest: due, atMonotonicMilliseconds: 0))
    #expect(
      try CertificateRequest(der: der).publicKey.fingerprint() == key.publicKey().fingerprint())
    #expect(try renewal.request(earliest: due, atMonotonicMilliseconds: Self.hour - 1) == nil)
    #expect(try renewal.request(earliest: due, atMonotonicMilliseconds: Self.hour) != nil)
  }

  @Test(
    "a new certificate is used beside the old one until it has let us in, and lasts over a restart")
  func takenUp() throws {
    let renewal = try renewal()
    let (old, new) = (try read("device.pem"), try chain(days: 60))
    #expect(renewal.pathToConnect() == folder.file("device.pem"))
    #expect(try renewal.receive(new, earliest: Self.now))
    #expect(try read("device.pem") == old)
    // The broker does not let us in with it: the old one has its turn.
    #expect(renewal.pathToConnect() == folder.file("device.pem.next"))
    #expect(renewal.pathToConnect() == folder.file("device.pem"))
    try renewal.connected()
    #expect(try read("device.pem") == old)
    let again = try self.renewal()
    #expect(try again.request(earliest: Self.now + 20 * day, atMonotonicMilliseconds: 0) == nil)
    #expect(again.pathToConnect() == folder.file("device.pem.next"))
    try again.connected()
    #expect(try read("device.pem") == new)
    #expect(!Files.exists(folder.file("device.pem.next")))
    #expect(again.pathToConnect() == folder.file("device.pem"))
  }

  @Test("a certificate for another key, name or fleet, an older one, or garbage is passed over")
  func refused() throws {
    let renewal = try renewal()
    let stranger = try CertificateAuthority(commonName: "root", days: 100)
    for chain in [
      try chain(days: 60, for: TLSKey()), try chain(days: 60, name: "nha-2"),
      try chain(days: 60, by: stranger), try chain(days: 20), [], Array("-----BEGIN".utf8),
      [UInt8](repeating: 0x41, count: Bounds.certificateChainBytes + 1),
    ] {
      #expect(try !renewal.receive(chain, earliest: Self.now))
    }
    #expect(try !renewal.receive(chain(days: 60), earliest: nil))
    #expect(try !renewal.receive(read("device.pem"), earliest: Self.now), "what we have already")
    #expect(!Files.exists(folder.file("device.pem.next")))
  }
}
