import Signatures
import Testing
import WardContract

struct JSONWebKeyTests {
  /// RFC 8037, appendix A.1.
  private static let appendix: JSONValue = .members([
    "kty": .string("OKP"), "crv": .string("Ed25519"),
    "d": .string("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"),
    "x": .string("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
  ])

  /// The appendix's key with one member changed, or left out.
  private static func changed(_ name: String, _ value: JSONValue?) -> JSONValue {
    guard case .object(let members) = appendix else { return appendix }
    return .object(
      members.filter { $0.name != name } + (value.map { [JSONValue.Member(name, $0)] } ?? []))
  }

  @Test("a public key's name is the thumbprint of RFC 8037, appendix A.3")
  func thumbprint() throws {
    let key = try JSONWebKey.privateKey(Self.appendix)
    #expect(
      JSONWebKey.thumbprint(key.publicKey) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
  }

  @Test("the key of RFC 8037 signs with the signature of its appendix A.4")
  func signature() throws {
    let key = try JSONWebKey.privateKey(Self.appendix)
    let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    #expect(
      Base64URL.encode(key.sign(Array(input.utf8)))
        == "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
  }

  @Test("a key written and read again is the same key under its own name")
  func roundTrip() throws {
    let key = try Ed25519.PrivateKey()
    let written = JSONWebKey.encode(key)
    let read = try JSONWebKey.privateKey(JSONParser.parse(written.bytes))
    #expect(read.seed == key.seed)
    #expect(read.publicKey == key.publicKey)
    #expect(written["kid"] == .string(JSONWebKey.thumbprint(key.publicKey)))
  }

  @Test("a public key beside another private key is refused at x")
  func mismatch() throws {
    let other = Base64URL.encode(try Ed25519.PrivateKey().publicKey)
    let error = #expect(throws: Malformed.self) {
      try JSONWebKey.privateKey(Self.changed("x", .string(other)))
    }
    #expect(error?.place == "x")
  }

  @Test(
    "a key of another kind is refused",
    arguments: [("kty", "EC"), ("kty", "okp"), ("crv", "X25519"), ("crv", "Ed448")])
  func otherKind(_ name: String, _ value: String) {
    #expect(throws: Malformed.self) {
      try JSONWebKey.privateKey(Self.changed(name, .string(value)))
    }
  }

  @Test("a key that lacks a member is refused and the member is named", arguments: ["d", "x"])
  func missing(_ name: String) {
    let error = #expect(throws: Malformed.self) {
      try JSONWebKey.privateKey(Self.changed(name, nil))
    }
    #expect(error?.description.contains(name) == true)
  }

  @Test(
    "a private key that has not 32 bytes in base64url is refused before OpenSSL sees it",
    arguments: [
      "", "AA", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=",
      "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
      "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2AA",
    ])
  func length(_ d: String) {
    let error = #expect(throws: Malformed.self) {
      try JSONWebKey.privateKey(Self.changed("d", .string(d)))
    }
    #expect(error?.place == "d")
  }

  @Test("what is no object is no key", arguments: [JSONValue.null, .array([]), .string("OKP")])
  func noObject(_ value: JSONValue) {
    #expect(throws: Malformed.self) { try JSONWebKey.privateKey(value) }
  }
}
