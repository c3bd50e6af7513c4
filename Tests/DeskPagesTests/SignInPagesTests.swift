import HTTPTypes
import Hummingbird
import Signatures
import Testing
import WardContract
import WardDesk

@testable import DeskPages

@Suite("Signing in at the pages") struct SignInPagesTests {
  let office: Office

  init() throws { office = try Office() }

  @Test("who is not signed in is led to sign-in and then to where they wanted to go")
  func wayBack() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/w/\(Office.ward)/homes?filter=faulty")
    #expect(await browser.path.hasPrefix("/sign-in?to="))
    try await office.signIn("lan", browser)
    #expect(await browser.path == "/w/\(Office.ward)/homes?filter=faulty")
    #expect(await browser.status == .ok)
    #expect(await browser.page.contains("Bà lan"))
  }

  @Test(
    "nobody is led to another server after signing in",
    arguments: [
      "//evil.example/", "/\\evil.example/", "https://evil.example/", "javascript:alert(1)",
      "/a\r\nSet-Cookie: x=y", "",
    ])
  func elsewhere(_ path: String) async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/sign-in?to=\(Browser.escaped(path))")
    try await office.signIn("lan", browser)
    #expect(await browser.path == "/w/\(Office.ward)")
    #expect(await browser.headers[.setCookie] == nil)
  }

  @Test("the cookie is out of reach for scripts and other sites, and changes with each step")
  func cookie() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/sign-in")
    try await office.signIn("lan", browser)
    let lines = await browser.cookieLines
    #expect(lines.count == 3 && Set(lines).count == 3)
    for line in lines {
      #expect(line.contains("HttpOnly") && line.contains("SameSite=Strict"))
      #expect(!line.contains("Max-Age") && !line.contains("Expires"))
    }
    let policy = try #require(HTTPField.Name("Content-Security-Policy"))
    #expect(await browser.headers[policy]?.contains("default-src 'none'") == true)
  }

  @Test("a wrong password says so and nothing more; after four tries one has to wait")
  func wrong() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/sign-in")
    for name in ["lan", "lan", "lan", "lan", "khong-co"] {
      try await browser.send("/sign-in", [("name", name), ("password", "mưa rơi nhè nhẹ")])
      #expect(await browser.status == .unprocessableContent)
      #expect(await browser.page.contains("Tên hoặc mật khẩu không đúng."))
    }
    try await browser.send("/sign-in", [("name", "Lan "), ("password", Office.password)])
    #expect(await browser.status == .tooManyRequests)
    #expect(await browser.page.contains("Chờ 2 giây"))
  }

  @Test("what was sent when the session had ended goes along through sign-in and is sent again")
  func heldForm() async throws {
    try office.person("quan", isAdministrator: true)
    let name = "Bà <Ba> & \"Tư\" +1%"
    let browser = office.browser()
    try await browser.open("/people")
    try await office.signIn("quan", browser)
    #expect(await browser.path == "/people")
    office.clock.pass(minutes: 31)
    try await browser.send("/people", [("full-name", name), ("name", "ba-tu")])
    #expect(await browser.status == .unauthorized)
    #expect(await browser.page.contains("Nội dung bạn vừa gửi vẫn còn"))
    // A wrong code on the way doesn't lose it.
    try await browser.send("/sign-in", [("name", "quan"), ("password", Office.password)])
    try await browser.send("/sign-in/code", [("code", "000000")])
    #expect(await browser.status == .unprocessableContent)
    try await office.confirm("quan", browser)
    #expect(await browser.page.contains("Bạn đã đăng nhập lại"))
    #expect(try office.store().account(Identifier("ba-tu")!) == nil)
    try await browser.send("/people", [])
    #expect(await browser.status == .ok)
    #expect(try office.store().account(Identifier("ba-tu")!)?.fullName == name)
  }

  @Test("a script is told that the session has ended, and is not led anywhere")
  func script() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/")
    try await office.signIn("lan", browser)
    try await browser.open("/session")
    #expect(await browser.status == .noContent)
    office.clock.pass(minutes: 29)
    try await browser.open("/session")
    office.clock.pass(minutes: 29)
    try await browser.open("/session")
    #expect(await browser.status == .noContent)
    office.clock.pass(minutes: 30)
    let mode = try #require(HTTPField.Name("Sec-Fetch-Mode"))
    for path in ["/session", "/w/\(Office.ward)/homes", "/w/\(Office.ward)/live"] {
      try await browser.open(path, [mode: "cors"])
      #expect(await browser.status == .unauthorized)
      #expect(await browser.path == path)
    }
  }

  @Test("after signing out the cookie is worth nothing, even to who kept a copy")
  func out() async throws {
    try office.person("lan", .editor)
    let browser = office.browser()
    try await browser.open("/account")
    try await office.signIn("lan", browser)
    #expect(await browser.path == "/account")
    try await browser.send("/sign-out", [])
    #expect(await browser.path == "/sign-in")
    try await browser.open("/account")
    #expect(await browser.path.hasPrefix("/sign-in"))
  }

  @Test("the first administrator sets up the account with the console's link, in one form")
  func first() async throws {
    let code = try #require(try office.store().firstInvitation(at: office.clock.now))
    let browser = office.browser()
    let path = "/set-up/\(code)"
    try await browser.open(path)
    #expect(await browser.page.contains("<svg class=\"qr\""))
    let key = try await browser.text(between: "<code class=\"secret\">", and: "</code>")
    let secret = try #require(try office.store().invitation(code, at: office.clock.now)).secret
    #expect(key.filter { $0 != " " } == Base32.encode(secret))
    func fields(_ new: String, _ again: String, _ code: String) -> [(String, String)] {
      [("full-name", "Nguyễn Văn An"), ("new", new), ("again", again), ("code", code)]
    }
    try await browser.send(path, fields("quan-tri-1234", "quan-tri-1234", office.code(secret)))
    #expect(await browser.page.contains("Mật khẩu không được là tên của bạn."))
    try await browser.send(path, fields(Office.password, "khác hẳn", office.code(secret)))
    #expect(await browser.page.contains("Hai lần nhập mật khẩu không giống nhau."))
    try await browser.send(path, fields(Office.password, Office.password, "000000"))
    #expect(await browser.page.contains("Mã không đúng."))
    #expect(await browser.page.contains("value=\"Nguyễn Văn An\""))
    try await browser.send(path, fields(Office.password, Office.password, office.code(secret)))
    #expect(await browser.page.ranges(of: "<li><code>").count == 10)
    try await browser.open("/people")
    #expect(await browser.status == .ok)
    #expect(await browser.page.contains("Nguyễn Văn An"))
    try await browser.open(path)
    #expect(await browser.status == .notFound)
  }
}
