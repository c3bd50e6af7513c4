import HTTPTypes
import Hummingbird
import Testing
import WardContract

@testable import DeskPages

@Suite("Forms from elsewhere") struct FormGuardTests {
  let office: Office

  init() throws {
    office = try Office()
    try office.person("lan", .editor)
  }

  /// What becomes of a sign-out form that comes with these fields and headers.
  private func status(
    _ headers: HTTPFields = [:],
    _ fields: (Browser) async throws -> [(String, String)]
  ) async throws -> HTTPResponse.Status {
    let browser = office.browser()
    try await browser.open("/account")
    try await office.signIn("lan", browser)
    try await browser.post("/sign-out", fields(browser), headers)
    return await browser.status
  }

  private static func token(_ browser: Browser) async throws -> [(String, String)] {
    [("token", FormGuard.formToken(try #require(await browser.cookies[FormGuard.cookie])))]
  }

  @Test("a form without the page's token, or with another browser's, is refused")
  func tokens() async throws {
    #expect(try await status { try await Self.token($0) } == .ok)
    #expect(try await status { _ in [] } == .forbidden)
    #expect(try await status { _ in [("token", "")] } == .forbidden)
    #expect(
      try await status { _ in
        [("token", FormGuard.formToken(String(repeating: "A", count: 43)))]
      } == .forbidden)
    #expect(
      try await status { [("token", try #require(await $0.cookies[FormGuard.cookie]))] }
        == .forbidden)
  }

  @Test(
    "a form that a browser says comes from elsewhere is refused, whatever token it has",
    arguments: [
      ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://localhost:81"),
      ("Origin", "http://localhost.evil.example"), ("Sec-Fetch-Site", "cross-site"),
      ("Sec-Fetch-Site", "same-site"),
    ])
  func origins(_ name: String, _ value: String) async throws {
    let field = try #require(HTTPField.Name(name))
    #expect(try await status([field: value]) { try await Self.token($0) } == .forbidden)
  }

  @Test(
    "a form that says it comes from here is taken",
    arguments: [
      ("Origin", "http://localhost"), ("Origin", "https://localhost"),
      ("Sec-Fetch-Site", "same-origin"),
    ])
  func here(_ name: String, _ value: String) async throws {
    let field = try #require(HTTPField.Name(name))
    #expect(try await status([field: value]) { try await Self.token($0) } == .ok)
  }

  @Test(
    "what is no form, or too much of one, is refused with its reason",
    arguments: [
      ("a=%", .badRequest), ("a=%4", .badRequest), ("a=%FF", .badRequest),
      (String(repeating: "a&", count: 1_001), .badRequest),
      (String(repeating: "a", count: DeskServer.largestFormBytes + 1), .contentTooLarge),
      ("token=%00", .forbidden),
    ] as [(String, HTTPResponse.Status)])
  func broken(_ body: String, _ expected: HTTPResponse.Status) async throws {
    let browser = office.browser()
    try await browser.send(body, to: "/sign-in")
    #expect(await browser.status == expected)
    #expect(await browser.page.contains("<h1>"))
  }

  @Test("a form is read as it was filled in: marks, signs, lines, boxes")
  func reading() throws {
    let form = try #require(
      Form(Array("a=Ti%C3%AAu+%C4%91%E1%BB%81%0D%0A2&r=x&r=y&e=&n&u=La%CC%82n&q=a=b".utf8)))
    #expect(form["a"] == "Tiêu đề\n2")
    #expect(form.all("r") == ["x", "y"])
    #expect(form["e"].isEmpty && form["n"].isEmpty && form["absent"].isEmpty)
    #expect(form["u"].unicodeScalars.count == 3)
    #expect(form["q"] == "a=b")
  }
}
