import Hummingbird
import LinuxIO
import Signatures
import Testing
import WardContract
import WardDesk

@testable import DeskPages

@Suite("Signing on the pages") struct SigningPagesTests {
  let office: Office
  let ward: WardFolder
  let store: DeskStore
  let now = Instant(milliseconds: Clock.wallMilliseconds() / 1000 * 1000)
  let place = "/w/\(Office.ward)"

  init() throws {
    office = try Office()
    ward = try WardFolder(path: office.folder.file("a"))
    store = try DeskStore(path: ward.databasePath)
  }

  /// A key of somebody's that the root has taken up.
  private func key(_ name: String, _ role: Role) throws -> Ed25519.PrivateKey {
    let (key, holder) = (try Ed25519.PrivateKey(), try #require(Identifier(name)))
    let proof = key.sign(
      KeyRequest.proof(area: ward.area, holder: holder, role: role, publicKey: key.publicKey))
    try store.requestKey(
      key.publicKey, holder: holder, title: name, role: role, proof: proof, area: ward.area,
      by: name, at: now)
    let request = try #require(try store.keyRequests().first)
    _ = try ward.accept(request, code: KeyRequest.code(of: key.publicKey), now: now)
    return key
  }

  private func submit(_ name: String, _ headline: String) throws -> Int64 {
    let directive = Directive(
      issuer: "Ban Tuyên giáo Thành ủy", number: "1", from: now, until: now + 86_400_000,
      lifts: [.hours, .sessions, .weekdays, .duration])
    return try ward.submit(
      Bulletin(
        identifier: try #require(Identifier(name)), senderName: "UBND", sent: now,
        areas: [ward.area], expires: now + 86_400_000, headline: headline,
        regulation: .init(contentClass: "thong-tin-thiet-yeu", directive: directive)),
      to: store, by: "lan", at: now)
  }

  /// The page's form with the signature that a browser's script would make of it.
  private func sign(
    _ browser: Browser, _ action: String, _ key: Ed25519.PrivateKey, spoilt: Bool = false
  ) async throws {
    let payload = try await browser.text(between: "name=\"payload\" value=\"", and: "\"")
    let name = JSONWebKey.thumbprint(key.publicKey)
    let bytes = try #require(Base64URL.decode(payload))
    var signature = key.sign(SigningRequest(bytes, as: .bulletin, by: name).signingInput)
    if spoilt { signature[0] ^= 1 }
    let token = try await browser.text(between: "name=\"token\" value=\"", and: "\"")
    try await browser.post(
      action,
      [
        ("token", token), ("payload", payload), ("key", name),
        ("signature", Base64URL.encode(signature)),
      ])
  }

  private func browser(_ name: String, at path: String) async throws -> Browser {
    let browser = office.browser()
    try await browser.open("\(place)\(path)")
    try await office.signIn(name, browser)
    try await browser.open("\(place)\(path)")
    return browser
  }

  @Test("an editor and an approver sign in their browsers, it hangs, and the audit log has both")
  func approval() async throws {
    try office.person("lan", .editor)
    try office.person("minh", .approver)
    let (lan, minh) = (try key("lan", .editor), try key("minh", .approver))
    let number = try submit("tin-1", "Họp <b>tổ</b> & \"dân phố\"")
    let path = "/approvals/\(number)"
    let editor = try await browser("lan", at: path)
    #expect(await editor.page.contains("Họp &lt;b&gt;tổ&lt;/b&gt; &amp; &quot;dân phố&quot;"))
    try await sign(editor, "\(place)\(path)/signature", lan)
    #expect(await editor.status == .ok)
    #expect(try store.board().isEmpty)
    let approver = try await browser("minh", at: path)
    try await sign(approver, "\(place)\(path)/signature", minh, spoilt: true)
    #expect(await approver.status == .conflict)
    #expect(try store.board().isEmpty)
    try await approver.open("\(place)\(path)")
    try await sign(approver, "\(place)\(path)/signature", minh)
    #expect(await approver.path == "\(place)/items/tin-1")
    #expect(try store.board().count == 1)
    // Each act is one row, before it is done; what came to nothing is another.
    let rows = try office.store().audit(ward: ward.area).reversed().map {
      "\($0.entry.origin.account?.description ?? "") \($0.entry.action)"
    }
    #expect(
      rows.filter { !$0.hasSuffix("roles-changed") } == [
        "lan signed-item", "minh signed-item", "minh failed", "minh signed-item",
      ])
  }

  @Test("a second approver is told who was quicker; who only reads can't sign")
  func late() async throws {
    try office.person("hoa", .approver)
    try office.person("xem", .viewer)
    let (lan, minh) = (try key("lan", .editor), try key("minh", .approver))
    let hoa = try key("hoa", .approver)
    let number = try submit("tin-1", "Họp tổ dân phố")
    let path = "/approvals/\(number)"
    let second = try await browser("hoa", at: path)
    let reader = try await browser("xem", at: path)
    for (name, key) in [("lan", lan), ("minh", minh)] {
      let kid = JSONWebKey.thumbprint(key.publicKey)
      let input = try store.submission(number).request(to: kid).signingInput
      _ = try ward.add(key.sign(input), of: kid, to: number, in: store, by: name, at: now)
    }
    try await sign(second, "\(place)\(path)/signature", hoa)
    #expect(await second.status == .conflict)
    #expect(await second.page.contains("minh đã ký duyệt và phát tin này"))
    try await sign(reader, "\(place)\(path)/signature", hoa)
    #expect(await reader.status == .forbidden)
  }

  @Test("a note goes back with what is returned; without one it is not returned")
  func returned() async throws {
    try office.person("minh", .approver)
    let number = try submit("tin-1", "Họp tổ dân phố")
    let browser = try await browser("minh", at: "/approvals/\(number)")
    try await browser.send("\(place)/approvals/\(number)/return", [("note", "")])
    #expect(await browser.status == .unprocessableContent)
    try await browser.open("\(place)/approvals/\(number)")
    try await browser.send("\(place)/approvals/\(number)/return", [("note", "Thiếu địa điểm")])
    #expect(await browser.page.contains("Thiếu địa điểm"))
    #expect(try store.submission(number).state == .returned)
  }

  @Test("an emergency: from the hazard to the list of homes not reached, only from its own place")
  func emergency() async throws {
    try office.person("hoa", .operator)
    let hoa = try key("hoa", .emergency)
    try store.enrol(
      try #require(Identifier("nha-1")), area: ward.area, address: "Số 7 <i>Ngọc Hà</i>",
      at: now + -1_000)
    let confirm = "/emergency/real/confirm?text=chay&place=ng%C3%B5+12"
    let browser = try await browser("hoa", at: confirm)
    #expect(await browser.page.contains("NGAY LẬP TỨC"))
    #expect(await browser.page.contains("CHÁY tại ngõ 12"))
    try await sign(browser, "\(place)/emergency/exercise/send", hoa)
    #expect(await browser.status == .badRequest)
    #expect(try store.board().isEmpty)
    try await browser.open("\(place)\(confirm)")
    try await sign(browser, "\(place)/emergency/real/send", hoa)
    #expect(await browser.path.hasSuffix("/reach"))
    #expect(await browser.page.contains("Số 7 &lt;i&gt;Ngọc Hà&lt;/i&gt;"))
    let bulletin = try #require(try store.board().first?.bulletin)
    #expect(bulletin.priority == .emergency && bulletin.status == .actual)
    try await browser.open("\(place)/items/\(bulletin.identifier)/clear")
    #expect(await browser.page.contains("Đám cháy đã được dập tắt"))
    try await sign(browser, "\(place)/items/\(bulletin.identifier)/clear", hoa)
    #expect(try store.newest(bulletin.identifier)?.bulletin.messageType == .cancel)
  }

  @Test("the places of emergencies are for those on duty; hazards that are not there are no page")
  func places() async throws {
    try office.person("lan", .editor)
    try office.person("hoa", .operator)
    let editor = try await browser("lan", at: "/emergency/real")
    #expect(await editor.status == .forbidden)
    let onDuty = try await browser("hoa", at: "/emergency")
    for (path, status) in [
      ("/emergency/real", HTTPResponse.Status.ok), ("/emergency/exercise", .ok),
      ("/emergency/test", .ok), ("/emergency/other", .notFound),
      ("/emergency/real/confirm?text=khong-co", .notFound), ("/items/khong-co/reach", .notFound),
    ] {
      try await onDuty.open("\(place)\(path)")
      #expect(await onDuty.status == status, "\(path)")
    }
  }

  @Test(
    "a key that is asked for waits for the root; somebody else's or an unproven one isn't taken")
  func keys() async throws {
    try office.person("lan", .editor)
    let browser = try await browser("lan", at: "/keys")
    let key = try Ed25519.PrivateKey()
    func ask(_ role: Role, proving proven: Role) async throws {
      let proof = key.sign(
        KeyRequest.proof(
          area: ward.area, holder: try #require(Identifier("lan")), role: proven,
          publicKey: key.publicKey))
      try await browser.open("\(place)/keys")
      try await browser.post(
        "\(place)/keys",
        [
          ("token", try await browser.text(between: "name=\"token\" value=\"", and: "\"")),
          ("role", role.rawValue), ("x", Base64URL.encode(key.publicKey)),
          ("proof", Base64URL.encode(proof)),
        ])
    }
    try await ask(.approver, proving: .approver)
    #expect(await browser.status == .forbidden)
    try await ask(.editor, proving: .approver)
    #expect(await browser.status == .unprocessableContent)
    #expect(try store.keyRequests().isEmpty)
    try await ask(.editor, proving: .editor)
    #expect(await browser.page.contains("Chờ cấp"))
    #expect(try store.keyRequests().map(\.holder.description) == ["lan"])
    // The code to read out is never in what the server sends.
    let code = KeyRequest.code(of: key.publicKey)
    #expect(await !browser.page.contains(code))
  }
}
