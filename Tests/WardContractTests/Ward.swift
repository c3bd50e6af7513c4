import Signatures
import WardContract

/// A ward with real keys, for tests of what is believed.
struct Ward {
  static let area = Area("01.00004")!
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  let root = try! Ed25519.PrivateKey()
  let editor = try! Ed25519.PrivateKey()
  let approver = try! Ed25519.PrivateKey()
  let emergency = try! Ed25519.PrivateKey()
  let desk = try! Ed25519.PrivateKey()
  let stranger = try! Ed25519.PrivateKey()
  var keyring: Keyring

  init() {
    keyring = Keyring(area: Self.area, version: 1, issued: Self.now, keys: [])
    keyring.keys = [
      key(editor, "lan", .editor), key(approver, "minh", .approver),
      key(emergency, "truc-ban", .emergency), key(desk, "ban-truc", .desk),
    ]
  }

  func key(
    _ key: Ed25519.PrivateKey, _ holder: String, _ role: Role, area: Area = Ward.area
  ) -> Key {
    Key(
      keyIdentifier: JSONWebKey.thumbprint(key.publicKey), publicKey: key.publicKey,
      holder: Identifier(holder)!, title: holder, role: role, areas: [area],
      validFrom: Self.now + -86_400_000, validUntil: Self.now + 86_400_000)
  }

  func bulletin(_ priority: Priority = .ordinary) -> Bulletin {
    Bulletin(
      identifier: Identifier("tin-1")!, senderName: "UBND phường Ba Đình", sent: Self.now,
      priority: priority, areas: [Self.area], expires: Self.now + 3_600_000,
      headline: "Họp tổ dân phố", description: "19 giờ tối nay.")
  }

  func sign(
    _ json: JSONValue, _ keys: [Ed25519.PrivateKey], as type: ContentType = .bulletin
  ) -> [UInt8] {
    Envelope.sign(
      json, as: type,
      by: keys.map { key in (JSONWebKey.thumbprint(key.publicKey), { key.sign($0) }) })
  }

  func sign(_ bulletin: Bulletin, _ keys: [Ed25519.PrivateKey]) -> [UInt8] {
    sign(bulletin.json, keys)
  }

  func verify(
    _ envelope: [UInt8], area: Area = Ward.area, identifier: String = "tin-1"
  ) -> Result<Bulletin, Refusal> {
    do throws(Refusal) {
      return .success(
        try Verifier.sodium.bulletin(
          envelope, topicArea: area, identifier: Identifier(identifier)!, keyrings: [keyring]))
    } catch {
      return .failure(error)
    }
  }
}
