import Hummingbird
import LinuxIO
import Signatures
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// Issue 6.7: a live programme that is spoken in a browser; its sound is heard in the browser's story.
@Suite("Speaking live on the pages") struct SpeakPagesTests {
  private let office: Office
  private let ward: WardFolder
  private let store: DeskStore
  private let place = "/w/\(Office.ward)"
  /// The key that the browser makes for the programme.
  private let voice = Ed25519.PrivateKey(seed: [UInt8](1...32))

  init() throws {
    office = try Office()
    ward = try WardFolder(path: office.folder.file("a"))
    store = try DeskStore(path: ward.databasePath)
    try office.person("hoa", .operator)
    try office.person("minh", .operator)
  }

  private func emergencyKey(of name: String) throws -> Ed25519.PrivateKey {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1000 * 1000)
    let (key, holder) = (try Ed25519.PrivateKey(), try #require(Identifier(name)))
    let proof = key.sign(
      KeyRequest.proof(area: ward.area, holder: holder, role: .emergency, publicKey: key.publicKey))
    try store.requestKey(
      key.publicKey, holder: holder, title: name, role: .emergency, proof: proof, area: ward.area,
      by: name, at: now)
    let request = try #require(try store.keyRequests().first)
    _ = try ward.accept(request, code: KeyRequest.code(of: key.publicKey), now: now)
    return key
  }

  private func browser(_ name: String, at path: String) async throws -> Browser {
    let browser = office.browser()
    try await browser.open("\(place)\(path)")
    try await office.signIn(name, browser)
    try await browser.open("\(place)\(path)")
    return browser
  }

  private var confirmation: String {
    "/speak/confirm?headline=Bao&priority=khan-cap&minutes=3&key="
      + Base64URL.encode(voice.publicKey)
  }

  /// Hoa announces an emergency and signs it; the page of the studio stands open.
  private func announced() async throws -> Browser {
    let key = try emergencyKey(of: "hoa")
    let hoa = try await browser("hoa", at: confirmation)
    #expect(await hoa.page.contains("NGAY LẬP TỨC"))
    let payload = try await hoa.text(between: "name=\"payload\" value=\"", and: "\"")
    let token = try await hoa.text(between: "name=\"token\" value=\"", and: "\"")
    let name = JSONWebKey.thumbprint(key.publicKey)
    let bytes = try #require(Base64URL.decode(payload))
    let signature = key.sign(SigningRequest(bytes, as: .bulletin, by: name).signingInput)
    try await hoa.post(
      "\(place)/speak/send",
      [
        ("token", token), ("payload", payload), ("key", name),
        ("signature", Base64URL.encode(signature)),
      ])
    return hoa
  }

  @Test(
    "one signature of the emergency key, and the browser's key hangs on the board; the microphone's page is next"
  )
  func emergency() async throws {
    let hoa = try await announced()
    #expect(await hoa.path == "\(place)/speak/1")
    #expect(await hoa.page.contains("DỪNG PHÁT"))
    let live = try #require(try store.board().first?.bulletin.live)
    #expect(live.publicKey == voice.publicKey && live.longestMilliseconds == 180_000)
    try await hoa.open("\(place)/speak/1/state")
    #expect(await hoa.page.contains("\"ready\""))
    // Nobody else can speak with it, nor open its page.
    let minh = try await browser("minh", at: "/speak/1")
    #expect(await minh.status == .forbidden)
  }

  @Test(
    "it begins once, is written down, and ends by itself: nothing that is not signed by its key is passed on"
  )
  func onAir() async throws {
    let hoa = try await announced()
    let token = try await hoa.text(between: "data-token=\"", and: "\"")
    try await hoa.post("\(place)/speak/1/sound", [("token", token)])
    #expect(await hoa.status == .gone)
    try await hoa.post("\(place)/speak/1/begin", [("token", token)])
    #expect(await hoa.status == .ok)
    #expect(await hoa.page.contains("\"longestMilliseconds\":180000"))
    try await hoa.post("\(place)/speak/1/begin", [("token", token)])
    #expect(await hoa.status == .conflict)
    try await hoa.post("\(place)/speak/1/sound", [("token", token)])
    #expect(await hoa.status == .badRequest)
    try await hoa.open("\(place)/speak/1/state")
    #expect(await hoa.page.contains("\"air\""))
    let acts = try office.store().audit(before: .max).map(\.entry.action)
    #expect(acts.contains("live-began"))
  }

  @Test("without a session, a directive or a class of content it is refused with the rule")
  func refused() async throws {
    let hoa = try await browser(
      "hoa", at: "/speak/confirm?headline=Hop&key=\(Base64URL.encode(voice.publicKey))")
    #expect(await hoa.status == .conflict)
    #expect(await hoa.page.contains("Chưa nói trực tiếp được"))
    try await hoa.open("\(place)/speak/confirm?headline=Hop&priority=khan-cap&key=AAAA")
    #expect(await hoa.status == .unprocessableContent)
    try office.person("lan", .editor)
    let lan = try await browser("lan", at: "/speak")
    #expect(await lan.status == .forbidden)
  }
}
