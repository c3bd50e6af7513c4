import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What an installer may accept, and what the desk keeps of devices that ask; issue 7 item 2.
@Suite("Accepting devices") struct AcceptingTests {
  let office: Office
  let city: CityFolder
  static let address = "Số 12, ngõ 34 phố Đội Cấn"

  init() throws {
    office = try Office()
    city = try CityFolder.make(path: office.folder.file("city"))
    try office.ward.take(
      endorsement: city.endorse(office.ward.nextEndorsement(now: Office.now)),
      of: city.publicKey)
  }

  private func key(_ byte: UInt8) -> KeyFingerprint {
    KeyFingerprint(digest: [UInt8](repeating: byte, count: 32))
  }

  @discardableResult
  private func accept(
    _ key: KeyFingerprint, as name: String? = nil, area: String = "01.00004.tdp-1",
    address: String = address, scanned: Bool = false, at now: Instant = Office.now
  ) throws -> Acceptance {
    try office.ward.accept(
      scanned ? .key(key) : .code(key.code), as: name.flatMap { Identifier($0) },
      area: Area(area)!, address: address, in: office.store, by: "lan", at: now)
  }

  private func issue(_ key: KeyFingerprint, at now: Instant = Office.now) throws {
    let acceptance = try #require(try office.store.acceptance(of: key))
    try office.store.note(Array("pem".utf8), issuedTo: key, for: acceptance, at: now)
  }

  @Test("a code is accepted for a home, which is registered once its certificate is issued")
  func accepting() throws {
    let accepted = try accept(key(1), as: "nha-7")
    #expect(accepted.code == key(1).code)
    #expect(try !office.store.isEnrolled(Identifier("nha-7")!))
    try issue(key(1))
    let home = try #require(try office.store.terminal(Identifier("nha-7")!))
    #expect(home.address == Self.address && home.area == "01.00004.tdp-1")
    #expect(try office.store.acceptance(of: Identifier("nha-7")!)?.key == key(1))
  }

  @Test("a home without a name gets one after its code")
  func name() throws {
    #expect(
      try accept(key(1)).terminal.description == "nha-" + key(1).code.letters.lowercased())
  }

  @Test("a code that belongs to a home is refused with a sentence, until that was revoked")
  func taken() throws {
    try accept(key(1), as: "nha-7")
    try issue(key(1))
    let error = #expect(throws: DeskError.self) { try accept(key(1), as: "nha-8") }
    #expect(error?.description.contains("nha-7") == true)
    #expect(error?.description.contains("Thu hồi") == true)
    try office.store.retire(Identifier("nha-7")!, at: Office.now)
    #expect(try office.store.acceptance(of: key(1)) == nil, "a retired terminal is not answered")
    #expect(throws: DeskError.self, "its name is not given again") {
      try accept(key(1), as: "nha-7")
    }
    try accept(key(1), as: "nha-8")
    #expect(try office.store.acceptance(of: key(1))?.terminal.description == "nha-8")
    #expect(try office.store.acceptance(of: key(1))?.issued == nil)
  }

  @Test("a home that waits for another code, or has its terminal, is not given a second one")
  func twice() throws {
    try accept(key(1), as: "nha-7")
    #expect(throws: DeskError.self) { try accept(key(2), as: "nha-7") }
    // A day later the first one has led to nothing.
    let later = Office.now + Acceptance.lifeMilliseconds
    try accept(key(2), as: "nha-7", at: later)
    try issue(key(2), at: later)
    #expect(throws: DeskError.self) { try accept(key(3), as: "nha-7", at: later) }
  }

  @Test(
    "an area outside the ward, an address with quotation marks, a ward without endorsement are refused"
  )
  func refused() throws {
    #expect(throws: DeskError.self) { try accept(key(1), area: "01.00082") }
    #expect(throws: DeskError.self) { try accept(key(1), address: "a\"b") }
    try Files.remove(office.ward.endorsementPath)
    let error = #expect(throws: DeskError.self) { try accept(key(1)) }
    #expect(error?.description.contains("loanha city endorse") == true)
  }

  @Test("what was scanned names a whole key: another one with the same code is not meant")
  func scanned() throws {
    try accept(key(1), as: "nha-7", scanned: true)
    var digest = key(1).digest
    digest[31] ^= 1
    let twin = KeyFingerprint(digest: digest)
    #expect(twin.code == key(1).code)
    #expect(try office.store.acceptance(of: twin) == nil)
    #expect(try office.store.acceptance(of: key(1))?.terminal.description == "nha-7")
  }

  @Test(
    "the first key with a typed code is the one; a later one with the same code is not answered")
  func firstKey() throws {
    try accept(key(1), as: "nha-7")
    try issue(key(1))
    var digest = key(1).digest
    digest[31] ^= 1
    #expect(try office.store.acceptance(of: KeyFingerprint(digest: digest)) == nil)
  }

  @Test(
    "a flood of devices fills a list and no more, those in it stay, and the silent ones leave it")
  func flood() throws {
    let claim = Claim(
      request: [1], nonce: [UInt8](repeating: 0, count: 16), board: "x", version: "0.1.0")
    let first = key(9)
    try office.store.hear(claim, of: first, at: Office.now)
    for number in 0..<300 {
      let digest = [UInt8(number / 256), UInt8(number % 256)] + [UInt8](repeating: 0, count: 30)
      try office.store.hear(claim, of: KeyFingerprint(digest: digest), at: Office.now + 1_000)
    }
    try office.store.hear(claim, of: first, at: Office.now + 60_000)
    let listed = try office.store.claims(at: Office.now + 60_000)
    #expect(listed.count == DeskStore.maximumClaims)
    #expect(listed.first?.key == first)
    let later = Office.now + 1_000 + DeskStore.claimLifeMilliseconds + 1
    try office.store.hear(claim, of: key(8), at: later)
    #expect(try office.store.claims(at: later).map(\.key) == [first, key(8)])
  }

  @Test("what an installer scans or types names a device; anything else names none")
  func names() {
    let key = key(5)
    func named(_ text: String) -> String? {
      switch ClaimName(text) {
      case .code(let code)?: "code \(code)"
      case .key(let key)?: "key \(key)"
      case nil: nil
      }
    }
    #expect(named("https://loa.example/claim/\(key)") == "key \(key)")
    #expect(named("\(key)") == "key \(key)")
    #expect(named("\(key.code)") == "code \(key.code)")
    #expect(ClaimName("https://loa.example/") == nil)
    #expect(ClaimName("") == nil)
  }

  @Test("a city's key is made once, signs for its ward alone, and another's is refused")
  func cities() throws {
    #expect(throws: DeskError.self) { try CityFolder.make(path: city.path) }
    let other = try CityFolder.make(path: office.folder.file("other"))
    let next = try office.ward.nextEndorsement(now: Office.now)
    #expect(next.version == 2)
    #expect(throws: DeskError.self) { try city.endorse(next, keyPath: other.keyPath) }
    let foreign = try other.endorse(next)
    #expect(throws: DeskError.self) {
      try office.ward.take(endorsement: foreign, of: city.publicKey)
    }
    var stranger = next
    stranger.area = Area("01.00082")!
    let forStranger = try city.endorse(stranger)
    #expect(throws: DeskError.self) {
      try office.ward.take(endorsement: forStranger, of: city.publicKey)
    }
    let old = try city.endorse(next)
    var newer = next
    newer.version = 5
    try office.ward.take(endorsement: city.endorse(newer), of: city.publicKey)
    #expect(throws: DeskError.self) { try office.ward.take(endorsement: old, of: city.publicKey) }
  }

  @Test("certificates are issued while the fleet's root key is in a safe")
  func rootAway() throws {
    let broker = try BrokerFolder(path: office.ward.brokerPath)
    try Files.remove(broker.rootKeyPath)
    let identity = try broker.issueClient("nha-1")
    let chain = try Certificate.chain(pem: identity.certificates)
    let root = try Certificate(pem: Files.read(broker.authorityPath, limit: 16_384))
    let now = Instant(milliseconds: Clock.wallMilliseconds())
    #expect(try chain[0].isClient(through: Array(chain.dropFirst()), of: root, at: now))
  }
}
