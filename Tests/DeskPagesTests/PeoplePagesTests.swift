import Hummingbird
import SQLite
import Testing
import WardContract
import WardDesk

@testable import DeskPages

@Suite("Who may see what") struct PeoplePagesTests {
  let office: Office

  init() throws { office = try Office() }

  @Test("to somebody of one ward another ward and the server's own pages don't exist")
  func otherWard() async throws {
    try office.person("lan", .editor, .approver, .operator, .installer, .viewer)
    let browser = office.browser()
    try await browser.open("/account")
    try await office.signIn("lan", browser)
    for path in [
      "/w/\(Office.other)", "/w/\(Office.other)/homes", "/w/\(Office.other)/items", "/w/01",
      "/people", "/people/lan", "/audit",
    ] {
      try await browser.open(path)
      #expect(await browser.status == .notFound, "\(path)")
    }
    for path in ["/w/\(Office.ward)", "/account"] {
      try await browser.open(path)
      #expect(await browser.status == .ok, "\(path)")
    }
    let token = FormGuard.formToken(try #require(await browser.cookies[FormGuard.cookie]))
    for path in ["/people", "/people/lan/administrator", "/people/lan/roles", "/audit/check"] {
      try await browser.post(path, [("token", token), ("value", "1")])
      #expect(await browser.status == .notFound, "\(path)")
    }
    #expect(try office.store().account(Identifier("lan")!)?.isAdministrator == false)
  }

  @Test("somebody is added, gets a link, roles, is locked; a script in their name stays a name")
  func people() async throws {
    try office.person("quan", isAdministrator: true)
    let name = "<script>alert(1)</script>"
    let browser = office.browser()
    try await browser.open("/people")
    try await office.signIn("quan", browser)
    try await browser.send("/people", [("full-name", name), ("name", "Không Hợp Lệ")])
    #expect(await browser.status == .unprocessableContent)
    try await browser.send("/people", [("full-name", name), ("name", "mai")])
    let link = try await browser.text(between: "http://localhost", and: "</code>")
    try await office.browser().open(link)
    #expect(try office.store().invitation(String(link.dropFirst(8)), at: office.clock.now) != nil)
    try await browser.open("/people/mai")
    try await browser.post(
      "/people/mai/roles",
      [
        ("token", FormGuard.formToken(try #require(await browser.cookies[FormGuard.cookie]))),
        ("ward", Office.other.description), ("role", "editor"), ("role", "operator"),
      ])
    #expect(await browser.page.ranges(of: " checked").count == 2)
    try await browser.send("/people/mai/locked", [])
    #expect(await browser.page.contains("Đã khoá"))
    for path in ["/people", "/people/mai", "/audit"] {
      try await browser.open(path)
      #expect(await browser.page.contains("&lt;script&gt;alert(1)"), "\(path)")
      #expect(await !browser.page.contains("<script>alert"), "\(path)")
    }
    let account = try #require(try office.store().account(Identifier("mai")!))
    #expect(account.roles == [Office.other: [.editor, .operator]] && account.isLocked)
    try await browser.open("/people/quan")
    try await browser.send("/people/quan/locked", [])
    #expect(await browser.page.contains("người quản trị cuối cùng"))
  }

  @Test("an administrator of a ward looks after its people, and their rights end there")
  func wardAdministrator() async throws {
    try office.person("quan-a", .administrator)
    try office.person("lan", .editor)
    try office.person("hai-noi", .editor)
    try office.store().setRoles(
      [.editor], of: Identifier("hai-noi")!, in: Office.other, by: .server, at: office.clock.now)
    try office.person("khac", .editor, in: Office.other)
    try office.person("truong", .viewer, isAdministrator: true)
    let lan = office.browser()
    try await lan.open("/account")
    try await office.signIn("lan", lan)
    let browser = office.browser()
    try await browser.open("/people")
    try await office.signIn("quan-a", browser)
    #expect(await browser.page.contains("/people/lan\""))
    #expect(await !browser.page.contains("/people/khac\""))
    // Somebody new belongs to the ward at once.
    try await browser.send(
      "/people", [("full-name", "Mai"), ("name", "mai"), ("ward", Office.ward.description)])
    #expect(await browser.page.contains("/set-up/"))
    #expect(try office.store().account(Identifier("mai")!)?.roles == [Office.ward: [.viewer]])
    try await browser.open("/people")
    try await browser.send(
      "/people", [("full-name", "Tư"), ("name", "tu"), ("ward", Office.other.description)])
    #expect(await browser.status == .badRequest)
    #expect(try office.store().account(Identifier("tu")!) == nil)
    // Lan works here alone: signed out, she has to sign in again.
    try await browser.open("/people/lan")
    try await browser.send("/people/lan/sessions/end", [])
    try await lan.open("/account")
    #expect(await lan.path.hasPrefix("/sign-in"))
    let token = FormGuard.formToken(try #require(await browser.cookies[FormGuard.cookie]))
    func post(_ path: String, _ fields: [(String, String)]) async throws -> HTTPResponse.Status {
      try await browser.post(path, [("token", token)] + fields)
      return await browser.status
    }
    // Who works elsewhere, too, or looks after the server, has only their roles here changed.
    for name in ["hai-noi", "truong", "khac"] {
      #expect(try await post("/people/\(name)/invite", []) == .notFound, "\(name)")
      #expect(try await post("/people/\(name)/locked", [("value", "1")]) == .notFound, "\(name)")
      #expect(
        try await post("/people/\(name)/sessions/end", [("number", "1")]) == .notFound, "\(name)")
    }
    #expect(try await post("/people/lan/administrator", [("value", "1")]) == .notFound)
    let elsewhere = [("ward", Office.other.description), ("role", "administrator")]
    #expect(try await post("/people/lan/roles", elsewhere) == .notFound)
    #expect(try await post("/people/quan-a/roles", elsewhere) == .notFound)
    let here = [("ward", Office.ward.description), ("role", "viewer")]
    #expect(try await post("/people/hai-noi/roles", here) == .ok)
    #expect(try await post("/people/khac/roles", here) == .notFound)
    let roles = try office.store().account(Identifier("hai-noi")!)?.roles
    #expect(roles == [Office.ward: [.viewer], Office.other: [.editor]])
    try await browser.open("/audit")
    #expect(await browser.status == .notFound)
  }

  @Test("one sees where one is signed in, and can sign out there")
  func sessions() async throws {
    try office.person("lan", .viewer)
    let (here, there) = (office.browser(), office.browser())
    for browser in [there, here] {
      try await browser.open("/account")
      try await office.signIn("lan", browser)
    }
    #expect(await here.page.ranges(of: "Đăng xuất ở đó").count == 1)
    try await here.send("/account/sessions/end", [])
    #expect(await here.page.ranges(of: "Đăng xuất ở đó").count == 0)
    try await there.open("/account")
    #expect(await there.path.hasPrefix("/sign-in"))
  }

  @Test("password and second factor are changed by who knows the present password only")
  func changes() async throws {
    try office.person("lan", .viewer)
    let browser = office.browser()
    try await browser.open("/account")
    try await office.signIn("lan", browser)
    let new = "mưa rơi nhè nhẹ"
    let fields = [("new", new), ("again", new)]
    try await browser.send("/account/password", fields + [("current", "không phải đâu")])
    #expect(await browser.page.contains("Mật khẩu hiện tại không đúng."))
    try await browser.send("/account/second-factor", [("current", "không phải đâu")])
    #expect(await browser.page.contains("Mật khẩu hiện tại không đúng."))
    try await browser.send("/account/second-factor", [("current", Office.password)])
    try await browser.send("/account/second-factor/take", [("code", "000000")])
    #expect(await browser.page.contains("Mã không đúng."))
    try await browser.send("/account/password", fields + [("current", Office.password)])
    #expect(await browser.page.contains("Đã đổi mật khẩu"))
    try await browser.send("/account/password", fields + [("current", new)])
    #expect(await browser.page.contains("Đã đổi mật khẩu"))
  }

  @Test("the check of the audit log says that it is whole, or which row was changed")
  func audit() async throws {
    try office.person("quan", isAdministrator: true)
    let browser = office.browser()
    try await browser.open("/audit")
    try await office.signIn("quan", browser)
    #expect(await browser.page.contains("Đăng nhập"))
    try await browser.send("/audit/check", [])
    #expect(await browser.page.contains("Chuỗi nguyên vẹn: 4 dòng."))
    let database = try Database(path: office.folder.file("office/office.db"))
    try database.run(
      "DROP TRIGGER audit_UPDATE; UPDATE audit SET account = 'mai' WHERE number = 2")
    try await browser.open("/audit")
    try await browser.send("/audit/check", [])
    #expect(await browser.page.contains("Dòng 2 đã bị sửa."))
  }

  @Test(
    "what is sent from a ward's page is written down even if it fails; a draft's own saving isn't")
  func acts() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/account")
    try await office.signIn("lan", browser)
    let token = FormGuard.formToken(try #require(await browser.cookies[FormGuard.cookie]))
    for path in ["feedback/77/take", "drafts/77/autosave"] {
      try await browser.post("/w/\(Office.ward)/\(path)", [("token", token)])
      #expect(await browser.status != .ok)
    }
    let acts = try office.store().audit(ward: Office.ward).filter { $0.entry.action == "acted" }
    #expect(acts.map(\.entry.subject) == ["/w/\(Office.ward)/feedback/77/take"])
    #expect(acts.first?.entry.origin.account?.description == "lan")
  }

  @Test(
    "a browser is called as people call it",
    arguments: [
      (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge, Windows"
      ),
      ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
      (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
          + "Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome, Android"
      ),
      ("", "không rõ"), ("curl/8", "không rõ"),
    ])
  func browsers(_ name: String, _ expected: String) {
    #expect(AccountWords.browser(name, .vietnamese) == expected)
  }
}
