import Signatures
import TestSupport
import Testing
import Tokens

/// Issue 6.3: a key on a token (PKCS#11), with SoftHSM as the real module. One test after another: a
/// module has one state in a process.
@Suite("Keys on tokens", .serialized) struct TokenKeyTests {
  /// Where a private key is.
  enum Place: CaseIterable { case file, token }

  private static let seed = [UInt8](1...32)

  private func signer(_ place: Place) throws -> (
    publicKey: [UInt8], sign: ([UInt8]) throws -> [UInt8]
  ) {
    switch place {
    case .file:
      let key = Ed25519.PrivateKey(seed: Self.seed)
      return (key.publicKey, { key.sign($0) })
    case .token:
      let token = try SoftToken(shared: "hop-dong")
      try token.put(Self.seed, "khoa", id: "01")
      let key = try token.open("object=khoa")
      return (key.publicKey, { try key.sign($0) })
    }
  }

  @Test(
    "the contract of a private key, wherever it is: the signatures of RFC 8032, whatever the length",
    arguments: Place.allCases)
  func contract(place: Place) throws {
    let key = try signer(place)
    let known = Ed25519.PrivateKey(seed: Self.seed)
    #expect(key.publicKey == known.publicKey)
    for count in [1, 32, 1_000, 100_000] {
      let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      #expect(try key.sign(message) == known.sign(message), "\(count) bytes")
    }
  }

  @Test(
    "a key that the token made itself signs, named by label or by id, with either form of point")
  func ownKey() throws {
    let token = try SoftToken(shared: "duyet")
    try token.make("khoa", id: "01")
    try token.make("khoa-khac", id: "02")
    let message = Array("tin".utf8)
    let byLabel = try token.open("object=khoa")
    let signature = try byLabel.sign(message)
    #expect(Ed25519.verify(publicKey: byLabel.publicKey, message: message, signature: signature))
    #expect(try token.open("id=%01").publicKey == byLabel.publicKey)
    #expect(try token.open("id=%02").publicKey != byLabel.publicKey)
  }

  @Test("a key that wants the PIN anew for every signature gets it")
  func alwaysAuthenticates() throws {
    let token = try SoftToken(shared: "luon-hoi")
    try token.make("khoa", id: "01", asksAlways: true)
    let key = try token.open("object=khoa")
    for text in ["một", "hai"] {
      let message = Array(text.utf8)
      #expect(
        try Ed25519.verify(
          publicKey: key.publicKey, message: message, signature: key.sign(message)))
    }
  }

  @Test(
    "a wrong PIN, a key or token that is not there or not the only one, and another kind of key")
  func notThere() throws {
    let token = try SoftToken(shared: "le")
    try token.make("khoa", id: "01")
    try token.make("doi", id: "02")
    try token.make("doi", id: "03")
    try token.make("p256", id: "04", kind: "EC:prime256v1")
    #expect(throws: TokenFault.wrongPIN(token: "le", isOneTryLeft: false)) {
      try token.open("object=khoa", pin: Array("0000".utf8))
    }
    #expect(throws: TokenFault.noKey(token: "le")) { try token.open("object=khoa;id=%02") }
    #expect(throws: TokenFault.noKey(token: "le")) { try token.open("object=p256") }
    #expect(throws: TokenFault.severalKeys(token: "le")) { try token.open("object=doi") }
    let another = try SoftToken(shared: "le")
    #expect {
      try another.open("object=khoa")
    } throws: { fault in
      if case .severalTokens(let labels) = fault as? TokenFault { labels.count == 2 } else { false }
    }
    let stranger = try TokenURI("pkcs11:token=xa;object=khoa?module-path=\(SoftTokenFolder.module)")
    #expect {
      try TokenKey(stranger) { _, _ in Array(SoftToken.pin.utf8) }
    } throws: { fault in
      if case .otherTokens(let labels) = fault as? TokenFault {
        labels.contains("le")
      } else {
        false
      }
    }
  }

  @Test(
    "what is no PKCS#11 module is not taken for one",
    arguments: [
      "/usr/lib/none.so", "/etc/hostname", "libc.so.6",
    ])
  func noModule(path: String) throws {
    var uri = try TokenURI("pkcs11:object=khoa")
    uri.modulePath = path
    #expect {
      try TokenKey(uri) { _, _ in Array(SoftToken.pin.utf8) }
    } throws: { fault in
      if case .noModule(path, _) = fault as? TokenFault { true } else { false }
    }
  }

  /// A fault of a token, and what is said of it.
  static let faults: [(String, TokenFault)] = [
    ("PIN_LOCKED", .pinLocked(token: "hong")), ("LOCKS_NOW", .pinLocked(token: "hong")),
    ("NO_PIN_YET", .pinNotSet(token: "hong")), ("NO_MECHANISM", .noMechanism(token: "hong")),
    ("NO_TOKEN", .noToken), ("PULLED_OUT", .removed(token: "hong")),
    ("SHORT_MESSAGES", .messageTooLong(token: "hong", bytes: 5_000)),
    ("SHORT_SIGNATURE", .failed(function: "C_Sign", code: 0xC1)),
    ("ODD_POINT", .noPublicKey(token: "hong")), ("LONG_ATTRIBUTE", .noPublicKey(token: "hong")),
  ]

  @Test("every fault of a token is a typed one", arguments: faults)
  func faulty(name: String, fault: TokenFault) throws {
    let token = try SoftToken(shared: "hong")
    defer { token.remove() }
    try token.make("khoa", id: "01")
    let module = try SoftToken.module(with: name)
    #expect(throws: fault) {
      try token.open("object=khoa", module: module).sign([UInt8](repeating: 7, count: 5_000))
    }
  }

  @Test("a token that is about to be locked says so before and after the PIN")
  func oneTryLeft() throws {
    let token = try SoftToken(shared: "sap-khoa")
    try token.make("khoa", id: "01")
    let module = try SoftToken.module(with: "ONE_TRY_LEFT")
    let uri = try TokenURI("pkcs11:token=sap-khoa;object=khoa?module-path=\(module)")
    #expect(throws: TokenFault.wrongPIN(token: "sap-khoa", isOneTryLeft: true)) {
      try TokenKey(uri) { _, isLastTry in
        #expect(isLastTry)
        return Array("0000".utf8)
      }
    }
  }

  @Test("a token with keys of its own for the PIN is not given one")
  func pinPad() throws {
    let token = try SoftToken(shared: "ban-phim")
    try token.make("khoa", id: "01")
    let uri = try TokenURI(
      "pkcs11:token=ban-phim;object=khoa?module-path=\(SoftToken.module(with: "PIN_PAD"))")
    let key = try TokenKey(uri) { _, _ in
      Issue.record("the PIN is asked for")
      return []
    }
    #expect(try key.sign([1]).count == 64)
  }

  @Test("a count of slots that can't be is not believed, a label does not write on the screen")
  func hostile() throws {
    let token = try SoftToken(shared: "thua")
    try token.make("khoa", id: "01")
    let endless = try SoftToken.module(with: "ENDLESS_SLOTS")
    #expect(try token.open("object=khoa", module: endless).sign([1]).count == 64)
    let rude = try SoftToken.module(with: "RUDE_LABEL")
    #expect {
      try token.open("object=khoa", module: rude)
    } throws: { fault in
      if case .otherTokens(let labels) = fault as? TokenFault {
        labels.allSatisfy { $0.hasPrefix("\u{FFFD}[2J") }
      } else {
        false
      }
    }
  }
}
