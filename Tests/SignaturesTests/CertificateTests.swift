import Foundation
import TestSupport
import Testing

@testable import Signatures

@Suite(.timeLimit(.minutes(10)))
struct CertificateTests {
  private let tool = OpenSSLTool()
  private let authority: CertificateAuthority

  init() throws {
    authority = try CertificateAuthority(commonName: "Quảng Phú test authority", days: 3_650)
    try tool.put("ca.pem", authority.certificate.pem())
  }

  /// A server's certificate in the file `server.pem`.
  private func issueServer(
    names: [String] = ["DNS:localhost", "IP:127.0.0.1"], days: Int = 825
  ) throws -> TLSKey {
    let key = try TLSKey()
    let certificate = try authority.issue(
      commonName: "localhost", for: key, purpose: .server(names: names), days: days)
    try tool.put("server.pem", certificate.pem())
    return key
  }

  /// A client's certificate in the file `client.pem`.
  private func issueClient(commonName: String = "terminal-7") throws -> TLSKey {
    let key = try TLSKey()
    let certificate = try authority.issue(
      commonName: commonName, for: key, purpose: .client, days: 30)
    try tool.put("client.pem", certificate.pem())
    return key
  }

  /// The moment that `openssl x509` prints after `notBefore=` or `notAfter=`.
  private func moment(_ option: String, _ file: String) throws -> Date {
    let answer = try tool.run(
      "x509", "-in", file, "-noout", option, "-dateopt", "iso_8601")
    #expect(answer.status == 0, "\(answer.text)")
    let text = answer.text.split(separator: "=").last.map(String.init) ?? ""
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss'Z'"
    return try #require(
      formatter.date(from: text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(text)")
  }

  @Test("openssl accepts a server's certificate, strictly, for each of its names and as a server")
  func server() throws {
    _ = try issueServer()
    for name in [["-verify_hostname", "localhost"], ["-verify_ip", "127.0.0.1"]] {
      let answer = try tool.run(
        "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.pem", name[0], name[1],
        "server.pem")
      #expect(answer.status == 0, "\(answer.text)")
    }
  }

  @Test("a server's certificate is refused under a name that it doesn't have")
  func otherName() throws {
    _ = try issueServer()
    for name in [["-verify_hostname", "example.org"], ["-verify_ip", "127.0.0.2"]] {
      let answer = try tool.run(
        "verify", "-CAfile", "ca.pem", name[0], name[1], "server.pem")
      #expect(answer.status != 0, "\(answer.text)")
    }
  }

  @Test("a client can't pass for a server, nor a server for a client")
  func purposes() throws {
    _ = try issueServer()
    _ = try issueClient()
    func status(_ purpose: String, _ file: String) throws -> Int32 {
      try tool.run("verify", "-purpose", purpose, "-CAfile", "ca.pem", file).status
    }
    #expect(try status("sslclient", "client.pem") == 0)
    #expect(try status("sslserver", "client.pem") != 0)
    #expect(try status("sslclient", "server.pem") != 0)
    #expect(try status("sslserver", "server.pem") == 0)
  }

  @Test("a certificate of another authority of the same name is refused")
  func otherAuthority() throws {
    _ = try issueClient()
    let other = try CertificateAuthority(commonName: "Quảng Phú test authority", days: 30)
    try tool.put("other.pem", other.certificate.pem())
    #expect(try tool.run("verify", "-CAfile", "other.pem", "client.pem").status != 0)
  }

  @Test("a terminal's certificate can't issue certificates itself")
  func clientIsNoAuthority() throws {
    let key = try TLSKey()
    let client = try authority.issue(
      commonName: "terminal-7", for: key, purpose: .client, days: 30)
    try tool.put("client.pem", client.pem())
    let rogue = CertificateAuthority(key: key, certificate: client)
    let forged = try rogue.issue(
      commonName: "desk", for: TLSKey(), purpose: .client, days: 30)
    try tool.put("forged.pem", forged.pem())
    let answer = try tool.run(
      "verify", "-CAfile", "ca.pem", "-untrusted", "client.pem", "forged.pem")
    #expect(answer.status != 0, "\(answer.text)")
  }

  @Test("the authority says what it is: an authority, of leaves alone, that signs nothing else")
  func authorityExtensions() throws {
    let answer = try tool.run(
      "x509", "-in", "ca.pem", "-noout", "-ext",
      "basicConstraints,keyUsage,subjectKeyIdentifier")
    #expect(answer.text.contains("Basic Constraints: critical"))
    #expect(answer.text.contains("CA:TRUE, pathlen:0"))
    #expect(answer.text.contains("Key Usage: critical"))
    #expect(answer.text.contains("Certificate Sign, CRL Sign\n"))
    #expect(answer.text.contains("Subject Key Identifier"))
  }

  @Test("a certificate is of version 3, on P-256, signed with SHA-256, with its usages and names")
  func leafExtensions() throws {
    _ = try issueServer()
    let text = try tool.run("x509", "-in", "server.pem", "-noout", "-text").text
    #expect(text.contains("Version: 3 (0x2)"))
    #expect(text.contains("ASN1 OID: prime256v1"))
    #expect(text.contains("Signature Algorithm: ecdsa-with-SHA256"))
    #expect(text.contains("CA:FALSE"))
    #expect(text.contains("Digital Signature\n"))
    #expect(text.contains("TLS Web Server Authentication\n"))
    #expect(text.contains("DNS:localhost, IP Address:127.0.0.1"))
    #expect(text.contains("Authority Key Identifier"))
  }

  @Test("a name in Vietnamese survives into subject and issuer as UTF-8")
  func vietnamese() throws {
    _ = try issueClient(commonName: "máy nhà bà Bảy")
    let answer = try tool.run(
      "x509", "-in", "client.pem", "-noout", "-subject", "-issuer", "-nameopt",
      "utf8,sep_comma_plus,sname")
    #expect(answer.text.contains("CN=máy nhà bà Bảy"), "\(answer.text)")
    #expect(answer.text.contains("CN=Quảng Phú test authority"), "\(answer.text)")
  }

  @Test("a certificate counts from an hour ago, for a clock that is slow, to its last day")
  func validity() throws {
    _ = try issueServer(days: 825)
    let now = Date()
    let start = try moment("-startdate", "server.pem")
    let end = try moment("-enddate", "server.pem")
    #expect(abs(start.timeIntervalSince(now) + 3_600) < 60)
    #expect(abs(end.timeIntervalSince(now) - 825 * 86_400) < 60)
  }

  @Test("a certificate whose days are over is refused, and one of today is not", arguments: [0, 1])
  func expired(_ days: Int) throws {
    _ = try issueServer(days: days)
    let tomorrow = Int(Date().timeIntervalSince1970) + 3_600
    let answer = try tool.run(
      "verify", "-attime", "\(tomorrow)", "-CAfile", "ca.pem", "server.pem")
    #expect((answer.status == 0) == (days == 1), "\(answer.text)")
  }

  @Test("an end after 2049, where the form of dates changes, is written right")
  func farEnd() throws {
    let far = try CertificateAuthority(commonName: "far", days: 40 * 366)
    try tool.put("far.pem", far.certificate.pem())
    let end = try moment("-enddate", "far.pem")
    #expect(abs(end.timeIntervalSinceNow - 40 * 366 * 86_400) < 60)
    #expect(try tool.run("verify", "-x509_strict", "-CAfile", "far.pem", "far.pem").status == 0)
  }

  @Test("no two certificates bear the same serial, and none a negative or an overlong one")
  func serials() throws {
    var serials: Set<String> = []
    for _ in 0..<32 {
      _ = try issueClient()
      let text = try tool.run("x509", "-in", "client.pem", "-noout", "-serial").text
      #expect(!text.contains("-"), "\(text)")
      #expect(text.count <= "serial=".count + 32 + 1, "\(text)")
      serials.insert(text)
    }
    #expect(serials.count == 32)
  }

  @Test("the certificate bears the key that it was issued for, and openssl reads that key")
  func keyBelongs() throws {
    let key = try issueServer()
    try tool.put("server.key", key.pem())
    let fromKey = try tool.run("pkey", "-in", "server.key", "-pubout")
    let fromCertificate = try tool.run("x509", "-in", "server.pem", "-noout", "-pubkey")
    #expect(fromKey.status == 0)
    #expect(fromKey.text == fromCertificate.text)
    #expect(try tool.run("pkey", "-in", "server.key", "-check", "-noout").status == 0)
  }

  @Test("an authority read back from its files goes on issuing")
  func readBack() throws {
    let again = CertificateAuthority(
      key: try TLSKey(pem: authority.keyPEM()),
      certificate: try Certificate(pem: authority.certificate.pem()))
    let certificate = try again.issue(
      commonName: "desk", for: TLSKey(), purpose: .client, days: 30)
    try tool.put("desk.pem", certificate.pem())
    let answer = try tool.run(
      "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem", "desk.pem")
    #expect(answer.status == 0, "\(answer.text)")
    #expect(try again.certificate.pem() == authority.certificate.pem())
    #expect(try again.keyPEM() == authority.keyPEM())
  }

  @Test("a key that openssl made on P-256 is taken")
  func foreignKey() throws {
    #expect(
      try tool.run(
        "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "own.key"
      ).status == 0)
    let key = try TLSKey(pem: tool.get("own.key"))
    let certificate = try authority.issue(
      commonName: "own", for: key, purpose: .client, days: 30)
    try tool.put("own.pem", certificate.pem())
    #expect(
      try tool.run("x509", "-in", "own.pem", "-noout", "-pubkey").text
        == tool.run("pkey", "-in", "own.key", "-pubout").text)
  }

  @Test(
    "a key that is not on P-256 is refused",
    arguments: [
      ["RSA", "rsa_keygen_bits:2048"], ["EC", "ec_paramgen_curve:P-384"], ["ED25519"],
    ])
  func otherKind(_ kind: [String]) throws {
    let options = kind.dropFirst().flatMap { ["-pkeyopt", $0] }
    let made = try tool.run(["genpkey", "-algorithm", kind[0], "-out", "own.key"] + options)
    #expect(made.status == 0, "\(made.text)")
    let pem = try tool.get("own.key")
    #expect(throws: OpenSSLError.self) { try TLSKey(pem: pem) }
  }

  @Test("a key under a pass phrase is refused and nobody is asked for it", .timeLimit(.minutes(10)))
  func encryptedKey() throws {
    let made = try tool.run(
      "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes128", "-pass",
      "pass:secret", "-out", "own.key")
    #expect(made.status == 0, "\(made.text)")
    let pem = try tool.get("own.key")
    #expect(throws: OpenSSLError.self) { try TLSKey(pem: pem) }
  }

  @Test(
    "no name of a server at all, or one that is none, is refused",
    arguments: [
      [], ["localhost"], ["IP:a.b"], ["IP:300.0.0.1"], ["@section"], ["DNS:ok", "nonsense:x"],
      ["DNS:"],
    ])
  func badNames(_ names: [String]) throws {
    let key = try TLSKey()
    #expect(throws: OpenSSLError.self) {
      try authority.issue(
        commonName: "localhost", for: key, purpose: .server(names: names), days: 30)
    }
  }

  @Test("a common name that X.509 has no room for (64 letters) is refused, an empty one too")
  func commonNames() throws {
    let key = try TLSKey()
    _ = try authority.issue(
      commonName: String(repeating: "ạ", count: 64), for: key, purpose: .client, days: 30)
    for name in ["", String(repeating: "ạ", count: 65)] {
      let error = #expect(throws: OpenSSLError.self) {
        try authority.issue(commonName: name, for: key, purpose: .client, days: 30)
      }
      #expect(error?.operation == "naming a certificate")
      #expect(error?.reason.isEmpty == false)
    }
  }

  @Test("what is no PEM is refused with OpenSSL's reason", arguments: ["", "-", "-----BEGIN"])
  func noPEM(_ text: String) {
    let keyError = #expect(throws: OpenSSLError.self) { try TLSKey(pem: Array(text.utf8)) }
    #expect(keyError?.operation == "reading a key")
    let error = #expect(throws: OpenSSLError.self) { try Certificate(pem: Array(text.utf8)) }
    #expect(error?.operation == "reading a certificate")
    #expect(error?.reason.isEmpty == false)
  }

  @Test("a certificate is no key, and a key is no certificate")
  func swapped() throws {
    let key = try TLSKey().pem()
    let certificate = try authority.certificate.pem()
    #expect(throws: OpenSSLError.self) { try Certificate(pem: key) }
    #expect(throws: OpenSSLError.self) { try TLSKey(pem: certificate) }
  }

  @Test("a PEM file that was cut off anywhere is refused")
  func cut() throws {
    let key = try TLSKey().pem()
    let certificate = try authority.certificate.pem()
    for count in stride(from: 0, to: key.count - 1, by: 7) {
      #expect(throws: OpenSSLError.self) { try TLSKey(pem: Array(key.prefix(count))) }
    }
    for count in stride(from: 0, to: certificate.count - 1, by: 11) {
      #expect(throws: OpenSSLError.self) { try Certificate(pem: Array(certificate.prefix(count))) }
    }
  }

  @Test("an error of OpenSSL is told once, on one line")
  func errorText() {
    let error = #expect(throws: OpenSSLError.self) { try Certificate(pem: []) }
    #expect(error?.description.hasPrefix("reading a certificate: error:") == true)
    #expect(error?.description.contains("\n") == false)
    #expect(OpenSSLError("later").reason.isEmpty)
  }
}
