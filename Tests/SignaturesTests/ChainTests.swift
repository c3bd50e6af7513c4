import Foundation
import TestSupport
import Testing
import WardContract

@testable import Signatures

/// An identity that is born in the device; issue 7 item 2.
@Suite("Certificates of a fleet") struct ChainTests {
  private let tool = OpenSSLTool()
  private let root: CertificateAuthority
  private let authority: CertificateAuthority

  init() throws {
    root = try CertificateAuthority(commonName: "root", days: 3_650, isRoot: true)
    authority = try root.intermediate(commonName: "authority", days: 1_825)
  }

  private var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1_000) }

  private func issue(
    _ name: String, _ key: TLSKey, by issuer: CertificateAuthority? = nil, lifeSeconds: Int = 86_400
  ) throws -> Certificate {
    try (issuer ?? authority).issueClient(
      commonName: name, for: CertificateRequest(der: CertificateRequest.make(for: key)),
      lifeSeconds: lifeSeconds)
  }

  @Test("openssl believes a client through the intermediate, strictly, and not without it")
  func chain() throws {
    try tool.put("root.pem", root.certificate.pem())
    try tool.put("between.pem", authority.certificate.pem())
    try tool.put("client.pem", issue("nha-1", TLSKey()).pem())
    let options = ["verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "root.pem"]
    let through = try tool.run(options + ["-untrusted", "between.pem", "client.pem"])
    #expect(through.status == 0, "\(through.text)")
    #expect(try tool.run(options + ["client.pem"]).status != 0)
  }

  @Test("an intermediate can't make another authority that is believed")
  func noFurtherAuthority() throws {
    let further = try authority.intermediate(commonName: "further", days: 10)
    let client = try issue("nha-1", TLSKey(), by: further)
    #expect(
      try !client.isClient(
        through: [further.certificate, authority.certificate], of: root.certificate, at: now))
  }

  @Test(
    "a certificate is ours for its key, its name, its root and its time, as we read it ourselves")
  func reading() throws {
    let key = try TLSKey()
    let client = try issue("nha-1", key)
    let pem = try client.pem() + authority.certificate.pem()
    let chain = try Certificate.chain(pem: pem)
    #expect(chain.count == 2)
    #expect(chain[0].commonName == "nha-1")
    #expect(try chain[0].publicKey().fingerprint() == key.publicKey().fingerprint())
    let between = [chain[1]]
    #expect(try chain[0].isClient(through: between, of: root.certificate, at: now))
    #expect(try !chain[0].isClient(through: [], of: root.certificate, at: now))
    let stranger = try CertificateAuthority(commonName: "root", days: 10, isRoot: true)
    #expect(try !chain[0].isClient(through: between, of: stranger.certificate, at: now))
    for days in [-2, 2] as [Int64] {
      #expect(
        try !chain[0].isClient(
          through: between, of: root.certificate, at: now + days * 86_400_000), "\(days) days")
    }
    let validity = try client.validity()
    #expect(abs(validity.until - now - 86_400_000) < 10_000)
    #expect(abs(now - validity.from - 3_600_000) < 10_000)
    let server = try authority.issue(
      commonName: "nha-1", for: key, purpose: .server(names: ["DNS:localhost"]), days: 1)
    #expect(try !server.isClient(through: between, of: root.certificate, at: now))
  }

  @Test("a chain that is too long, cut off in the middle, or none at all is refused")
  func badChains() throws {
    let pem = try issue("nha-1", TLSKey()).pem()
    #expect(try Certificate.chain(pem: pem + Array("something else\n".utf8)).count == 1)
    #expect(throws: OpenSSLError.self) {
      try Certificate.chain(pem: Array(repeating: pem, count: 5).flatMap(\.self))
    }
    #expect(throws: OpenSSLError.self) { try Certificate.chain(pem: pem + pem.dropLast(40)) }
    #expect(throws: OpenSSLError.self) { try Certificate.chain(pem: []) }
  }

  @Test("openssl believes a request that was made here, and names its key the same")
  func request() throws {
    let key = try TLSKey()
    let der = try CertificateRequest.make(for: key)
    try tool.put("request.pem", der)
    let answer = try tool.run("req", "-verify", "-inform", "DER", "-in", "request.pem", "-noout")
    #expect(answer.status == 0, "\(answer.text)")
    try tool.put("own.key", key.pem())
    _ = try tool.run("pkey", "-in", "own.key", "-pubout", "-outform", "DER", "-out", "public.pem")
    #expect(
      try KeyFingerprint(digest: SHA256.digest(tool.get("public.pem")))
        == CertificateRequest(der: der).publicKey.fingerprint())
  }

  @Test("a request with one changed bit, a piece missing or more behind it is refused")
  func brokenRequest() throws {
    let der = try CertificateRequest.make(for: TLSKey())
    for index in der.indices {
      var changed = der
      changed[index] ^= 4
      #expect(throws: OpenSSLError.self, "byte \(index)") { try CertificateRequest(der: changed) }
      #expect(throws: OpenSSLError.self) { try CertificateRequest(der: Array(der[..<index])) }
    }
    #expect(throws: OpenSSLError.self) { try CertificateRequest(der: der + [0]) }
    #expect(throws: OpenSSLError.self) {
      try CertificateRequest(der: [UInt8](repeating: 0x30, count: 2_000))
    }
  }

  @Test(
    "a request for another kind of key is refused",
    arguments: [["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], ["ed25519"]])
  func otherKind(_ kind: [String]) throws {
    let made = try tool.run(
      ["req", "-new", "-nodes", "-subj", "/CN=x", "-outform", "DER", "-out", "request.pem"]
        + ["-keyout", "own.key", "-newkey"] + kind)
    #expect(made.status == 0, "\(made.text)")
    let der = try tool.get("request.pem")
    #expect(throws: OpenSSLError.self) { try CertificateRequest(der: der) }
  }

  @Test("a sealed letter opens with its key and purpose alone, and not with one bit changed")
  func letter() throws {
    let key = try TLSKey()
    let words = Array("Số 12, ngõ 34 phố Đội Cấn".utf8)
    let letter = try SealedLetter.seal(words, to: key.publicKey(), for: "home")
    #expect(SealedLetter.open(letter, with: key, for: "home") == words)
    #expect(SealedLetter.open(letter, with: key, for: "other") == nil)
    #expect(SealedLetter.open(letter, with: try TLSKey(), for: "home") == nil)
    for index in letter.indices {
      var changed = letter
      changed[index] ^= 1
      #expect(SealedLetter.open(changed, with: key, for: "home") == nil, "byte \(index)")
      #expect(SealedLetter.open(Array(letter[..<index]), with: key, for: "home") == nil)
    }
    #expect(try SealedLetter.seal(words, to: key.publicKey(), for: "home") != letter)
  }

  @Test("openssl refuses a certificate that is on the list, and takes one that is not")
  func revoked() throws {
    let (gone, there) = (try issue("nha-1", TLSKey()), try issue("nha-2", TLSKey()))
    try tool.put("root.pem", root.certificate.pem())
    try tool.put("between.pem", authority.certificate.pem())
    try tool.put("gone.pem", gone.pem())
    try tool.put("there.pem", there.pem())
    try tool.put("list.pem", authority.revocationList([gone], days: 30))
    let options = [
      "verify", "-crl_check", "-CRLfile", "list.pem", "-CAfile", "root.pem", "-untrusted",
      "between.pem",
    ]
    let refused = try tool.run(options + ["gone.pem"])
    #expect(refused.status != 0 && refused.text.contains("certificate revoked"), "\(refused.text)")
    #expect(try tool.run(options + ["there.pem"]).status == 0)
    try tool.put("list.pem", authority.revocationList([], days: 30))
    #expect(try tool.run(options + ["gone.pem"]).status == 0)
  }
}
