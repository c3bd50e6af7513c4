import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import Terminal

/// A device believes what it is told about its home for signatures alone; issue 7 item 2.
@Suite("A new home") struct NewHomeTests {
  /// Certificates are dated by the clock.
  static let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
  static let ward = Area("01.00004")!

  let folder = TemporaryFolder()
  let city = try! Ed25519.PrivateKey()
  let wardRoot = try! Ed25519.PrivateKey()
  let desk = try! Ed25519.PrivateKey()
  let root: CertificateAuthority
  let authority: CertificateAuthority
  let device: DeviceKey
  let nonce = [UInt8](repeating: 7, count: 16)

  init() throws {
    root = try CertificateAuthority(commonName: "root", days: 3_650, isRoot: true)
    authority = try root.intermediate(commonName: "authority", days: 1_825)
    device = try DeviceKey(folder: folder.path)
  }

  private var trust: EnrolmentTrust {
    get throws {
      try folder.write(
        """
        city-key = "\(Base64URL.encode(city.publicKey))"
        host = "loa.example"
        port = 8884
        ca = "fleet-ca.pem"
        page = "https://loa.example"

        """, to: "enrolment.toml")
      return try EnrolmentTrust(folder: folder.path)
    }
  }

  /// What may be wrong with an answer, part by part.
  private struct Parts {
    var endorser: Ed25519.PrivateKey?
    var wardRoot: Ed25519.PrivateKey?
    var role = Role.desk
    var sealedFor: TLSKey?
    var certifiedFor: TLSKey?
    var certificateName = "nha-1"
    var issuer: CertificateAuthority?
    var assignment = Assignment(
      key: KeyFingerprint(digest: [UInt8](repeating: 0, count: 32)), nonce: [], ward: ward,
      terminal: Identifier("nha-1")!, area: Area("01.00004.tdp-7")!, groups: [],
      address: "Số 12, ngõ 34 phố Đội Cấn", host: "loa.example", port: 8_883, issued: now,
      expires: now + 3_600_000)
  }

  private func answer(_ change: (inout Parts) -> Void = { _ in }) throws -> [UInt8] {
    var parts = Parts()
    parts.assignment.key = device.fingerprint
    parts.assignment.nonce = nonce
    change(&parts)
    func signer(_ key: Ed25519.PrivateKey) -> (String, ([UInt8]) -> [UInt8]) {
      (JSONWebKey.thumbprint(key.publicKey), { key.sign($0) })
    }
    let endorsement = Endorsement(
      area: Self.ward, name: "phường \"Ba Đình\"", rootKey: wardRoot.publicKey, version: 1,
      issued: Self.now)
    let keyring = Keyring(
      area: Self.ward, version: 1, issued: Self.now,
      keys: [
        Key(
          keyIdentifier: JSONWebKey.thumbprint(desk.publicKey), publicKey: desk.publicKey,
          holder: Identifier("desk")!, title: "Bàn trực", role: parts.role, areas: [Self.ward],
          validFrom: Self.now + -86_400_000, validUntil: Self.now + 86_400_000)
      ])
    let request = try CertificateRequest(
      der: CertificateRequest.make(for: parts.certifiedFor ?? device.key))
    let issuer = parts.issuer ?? authority
    let certificate = try issuer.issueClient(
      commonName: parts.certificateName, for: request, lifeSeconds: 86_400 * 3_650)
    let answer = EnrolmentAnswer(
      endorsement: Envelope.sign(
        endorsement.json, as: .endorsement, by: [signer(parts.endorser ?? city)]),
      keyring: Envelope.sign(
        keyring.json, as: .keyring, by: [signer(parts.wardRoot ?? wardRoot)]),
      assignment: Envelope.sign(parts.assignment.json, as: .assignment, by: [signer(desk)]),
      certificates: try certificate.pem() + issuer.certificate.pem())
    return try SealedLetter.seal(
      answer.json().bytes, to: (parts.sealedFor ?? device.key).publicKey(),
      for: EnrolmentAnswer.purpose)
  }

  private func fault(
    _ letter: [UInt8], nonce: [UInt8]? = nil, now: Instant = now
  ) throws -> NewHome.Fault? {
    let trust = try trust
    do throws(NewHome.Fault) {
      _ = try NewHome(
        letter, device: device, nonce: nonce ?? self.nonce, trust: trust, root: root.certificate,
        now: now)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "an answer that is right in every part makes the device the home's, and settings come of it")
  func home() throws {
    let home = try NewHome(
      answer(), device: device, nonce: nonce, trust: trust, root: root.certificate, now: Self.now)
    try home.write(to: folder.path, authority: root.certificate)
    let settings = try TerminalSettings(folder: folder.path, version: "0.1.0")
    #expect(settings.profile.terminal.description == "nha-1")
    #expect(settings.profile.wardName == "phường \"Ba Đình\"")
    #expect(settings.profile.rootKey == wardRoot.publicKey)
    #expect(settings.profile.address == "Số 12, ngõ 34 phố Đội Cấn")
    #expect(settings.tls.keyPath == folder.file("device.key"))
  }

  @Test(
    "a clock that has lost the time believes what is signed later than it, one that is late nothing"
  )
  func clocks() throws {
    let letter = try answer()
    #expect(try fault(letter, now: Instant(milliseconds: 0)) == nil)
    #expect(try fault(letter, now: Self.now + 3_600_000) == .expired)
  }

  @Test("an un-endorsed ward, or one endorsed by another city, is refused")
  func notEndorsed() throws {
    #expect(
      try fault(answer { $0.endorser = try! Ed25519.PrivateKey() })
        == .notEndorsed(.badSignature("city")))
    #expect(
      try fault(answer { $0.wardRoot = try! Ed25519.PrivateKey() })
        == .notBelieved(.badSignature("root")))
  }

  @Test("an assignment for another key, another start or another ward, or by no desk, is refused")
  func foreignAssignment() throws {
    let other = KeyFingerprint(digest: [UInt8](repeating: 1, count: 32))
    #expect(try fault(answer { $0.assignment.key = other }) == .notBelieved(.wrongTopic))
    #expect(
      try fault(answer(), nonce: [UInt8](repeating: 8, count: 16)) == .notBelieved(.wrongTopic))
    #expect(
      try fault(
        answer {
          $0.assignment.ward = Area("01.00082")!
          $0.assignment.area = Area("01.00082")!
        }) == .notBelieved(.wrongTopic))
    #expect(try fault(answer { $0.role = .editor }) == .notBelieved(.notEntitled))
  }

  @Test("a certificate for another key or name, or of another fleet, is refused")
  func foreignCertificate() throws {
    #expect(try fault(answer { $0.certifiedFor = try! TLSKey() }) == .foreignCertificate)
    #expect(try fault(answer { $0.certificateName = "nha-2" }) == .foreignCertificate)
    let stranger = try CertificateAuthority(commonName: "root", days: 10)
    #expect(try fault(answer { $0.issuer = stranger }) == .foreignCertificate)
  }

  @Test(
    "a letter for another key, cut off or with a changed byte anywhere is none, and never a crash")
  func garbage() throws {
    #expect(try fault(answer { $0.sealedFor = try! TLSKey() }) == .notForUs)
    let letter = try answer()
    for index in stride(from: 0, to: letter.count, by: 13) {
      var changed = letter
      changed[index] ^= 0x40
      #expect(try fault(changed) == .notForUs, "byte \(index)")
      #expect(try fault(Array(letter[..<index])) == .notForUs)
    }
    // Sealed by somebody who knows our public key, as everybody may.
    for words in [
      "", "{}", "[]", "{\"endorsement\":{},\"keyring\":{},\"assignment\":{},\"certificates\":\"\"}",
    ] {
      let letter = try SealedLetter.seal(
        Array(words.utf8), to: device.key.publicKey(), for: EnrolmentAnswer.purpose)
      switch try fault(letter) {
      case .malformed, .notEndorsed: break
      case let other: Issue.record("\(words): \(String(describing: other))")
      }
    }
  }

  @Test(
    "a device keeps its key, which nobody else may read; a file that holds none gives way to a new one"
  )
  func key() throws {
    #expect(try DeviceKey(folder: folder.path).fingerprint == device.fingerprint)
    let modes = try ChildProcess.run("stat", ["-c", "%a", folder.file("device.key")]).output
    #expect(modes == "600\n")
    try folder.write("-----BEGIN PRIVATE", to: "device.key")
    let new = try DeviceKey(folder: folder.path)
    #expect(new.fingerprint != device.fingerprint)
    #expect(try DeviceKey(folder: folder.path).fingerprint == new.fingerprint)
  }

  @Test("what a device brings along is read strictly, the terminal's own folder first")
  func trustFile() throws {
    let trust = try trust
    #expect(trust.authorityPath == folder.file("fleet-ca.pem"))
    #expect(trust.link(to: device.fingerprint) == "https://loa.example/claim/\(device.fingerprint)")
    #expect(try EnrolmentTrust.find(in: [folder.path, "/nowhere"]) == trust)
    #expect(try EnrolmentTrust.find(in: ["/nowhere"]) == nil)
    for (old, new) in [
      ("port = 8884", "port = 0"), ("city-key = \"", "city-key = \"x"), ("https:", "http:"),
      ("host = \"loa.example\"", "host = \"\""), ("ca = ", "unknown = "),
    ] {
      let text = String(
        decoding: try Files.read(folder.file("enrolment.toml"), limit: 4_096), as: UTF8.self)
      let other = TemporaryFolder()
      try other.write(text.replacing(old, with: new), to: "enrolment.toml")
      #expect(throws: (any Error).self, "\(new)") { try EnrolmentTrust(folder: other.path) }
    }
  }
}
