import Signatures
import Testing
import WardContract

@Suite("Releases") struct ReleaseTests {
  let ward = Ward()
  let maker = try! Ed25519.PrivateKey()

  static let release = Release(
    kind: .package, version: ReleaseVersion("1.4.0")!, follows: ReleaseVersion("1.2.9")!,
    issued: Ward.now, architecture: Identifier("arm64")!, boards: [Identifier("raspberry-pi-4")!],
    sizeBytes: 2_862_692, digest: MediaDigest(String(repeating: "a7", count: 32))!,
    notes: "Sửa lỗi mất tiếng sau khi có điện lại.")

  private func verify(_ envelope: [UInt8], keys: [[UInt8]]? = nil) -> Result<Release, Refusal> {
    do throws(Refusal) {
      return .success(
        try Verifier.sodium.release(envelope, releaseKeys: keys ?? [maker.publicKey]))
    } catch {
      return .failure(error)
    }
  }

  private func signed(_ json: JSONValue = ReleaseTests.release.json) -> [UInt8] {
    ward.sign(json, [maker], as: .release)
  }

  @Test("a release comes back as it was signed, by any key that the terminal knows")
  func roundTrip() {
    #expect(verify(signed()) == .success(Self.release))
    #expect(
      verify(signed(), keys: [ward.root.publicKey, maker.publicKey]) == .success(Self.release))
  }

  @Test(
    "a ward's keys can't make a release: neither its desk's nor its root's; without keys nobody can"
  )
  func wardKeys() {
    for key in [ward.desk, ward.root, ward.emergency] {
      guard case .failure(.unknownKey) = verify(ward.sign(Self.release.json, [key], as: .release))
      else { return #expect(Bool(false), "a ward's key was believed") }
    }
    guard case .failure(.unknownKey) = verify(signed(), keys: []) else {
      return #expect(Bool(false), "without any key a release was believed")
    }
  }

  @Test("what a release key signed as something else is no release; changed content isn't either")
  func tampered() {
    #expect(
      verify(ward.sign(Self.release.json, [maker], as: .bulletin)) == .failure(.wrongType))
    var other = Self.release
    other.digest = MediaDigest(String(repeating: "00", count: 32))!
    let forged = Envelope.join(
      other.json.bytes, as: .release,
      [(JSONWebKey.thumbprint(maker.publicKey), maker.sign(Self.release.json.bytes))])
    guard case .failure(.unknownKey) = verify(forged) else {
      return #expect(Bool(false), "a changed release was believed")
    }
  }

  @Test(
    "a release that is malformed is refused, and its place named",
    arguments: [
      ("version", "1.4"), ("version", "1.4.0-rc1"), ("version", "01.4.0"),
      ("version", "1.4.1000000"),
      ("version", "1.2.9"), ("version", "-1.4.0"), ("version", "+1.4.0"), ("kind", "script"),
      ("architecture", "../etc"), ("sha256", "A7"), ("notes", ""), ("notes", "a\u{202E}b"),
    ])
  func malformed(name: String, value: String) {
    guard case .object(var members) = Self.release.json else { return }
    for index in members.indices where members[index].name == name {
      members[index].value = .string(value)
    }
    guard case .failure(.malformed) = verify(signed(.object(members))) else {
      return #expect(Bool(false), "\(name) \(value) was believed")
    }
  }

  @Test("a file larger than the bound is refused")
  func size() {
    var release = Self.release
    release.sizeBytes = Bounds.releaseBytes + 1
    guard case .failure(.malformed) = verify(signed(release.json)) else {
      return #expect(Bool(false), "it was believed")
    }
  }

  @Test("a release suits who is behind it, but not too far, and whose board it names")
  func suits() {
    let (arm64, board) = (Identifier("arm64")!, Identifier("raspberry-pi-4"))
    func suits(
      _ version: String, kind: Release.Kind = .package, architecture: Identifier? = nil,
      board other: Identifier? = Identifier("raspberry-pi-4")
    ) -> Bool {
      Self.release.suits(
        kind, architecture ?? arm64, board: other, at: ReleaseVersion(version)!)
    }
    #expect(suits("1.2.9") && suits("1.3.10"))
    #expect(!suits("1.2.8") && !suits("1.4.0") && !suits("1.10.0") && !suits("2.0.0"))
    #expect(!suits("1.3.0", kind: .image))
    #expect(!suits("1.3.0", architecture: Identifier("amd64")))
    #expect(!suits("1.3.0", board: nil) && !suits("1.3.0", board: Identifier("radxa-zero")))
    #expect(board != nil)
  }
}
