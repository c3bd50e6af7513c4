import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// What somebody says on the telephone becomes a feedback that officers hand on; issue 6 row 6.
@Suite("Feedback on the pages") struct FeedbackPagesTests {
  let office: Office
  static let base = "/w/\(Office.ward)"

  init() throws {
    office = try Office()
    try office.person("lan", .editor)
    try office.person("minh", .approver)
    try office.person("xem", .viewer)
    try office.person("khac", .editor, in: Office.other)
  }

  private func signedIn(_ name: String) async throws -> Browser {
    let browser = office.browser()
    try await browser.open("/")
    try await office.signIn(name, browser)
    return browser
  }

  private static let report = [
    ("way", "goi-dien"), ("subject", "rac-thai"), ("words", "Cống tắc <b>từ hôm qua</b>."),
    ("caller", "Bà Tư"), ("contact", "024 3733 0000"), ("home", ""),
  ]

  @Test("a caller's report is written down, routed to an officer of this ward, and handed on")
  func report() async throws {
    let lan = try await signedIn("lan")
    try await lan.open("\(Self.base)/feedback-report")
    try await lan.send("\(Self.base)/feedback-report", Self.report)
    #expect(await lan.status == .ok)
    #expect(await lan.page.contains("Cống tắc &lt;b&gt;từ hôm qua&lt;/b&gt;."))
    #expect(await lan.page.contains("024 3733 0000"))
    let choice = try await lan.text(between: "name=\"officer\"", and: "</select>")
    #expect(choice.contains("value=\"minh\"") && choice.contains("value=\"lan\""))
    #expect(!choice.contains("value=\"xem\"") && !choice.contains("value=\"khac\""))
    let path = "\(Self.base)/feedback/1"
    try await lan.send("\(path)/route", [("officer", "minh"), ("words", "Nhờ anh.")])
    #expect(await lan.page.contains("→ Bà minh: Nhờ anh."))
    try await lan.send("\(path)/route", [("officer", "khac"), ("words", "")])
    #expect(await lan.status == .badRequest)
    try await lan.open(path)
    try await lan.send("\(path)/forward", [("unit", "Công ty Thoát nước"), ("words", "")])
    #expect(await lan.page.contains("Đã chuyển đến Công ty Thoát nước."))
    try await lan.open("\(Self.base)/feedback")
    #expect(await lan.page.contains("Bà Tư, gọi điện"))
    #expect(await lan.page.contains("Bà minh"))
  }

  @Test("what is missing in a report is said, and nothing of it is lost")
  func missing() async throws {
    let lan = try await signedIn("lan")
    for (name, value) in [("words", ""), ("home", "nha-9"), ("home", "Nhà 9!"), ("subject", "x")] {
      try await lan.open("\(Self.base)/feedback-report")
      let fields = Self.report.map { $0.0 == name ? (name, value) : $0 }
      try await lan.send("\(Self.base)/feedback-report", fields)
      #expect(await lan.status == .unprocessableContent, "\(name) \(value)")
      #expect(await lan.page.contains("value=\"Bà Tư\""))
    }
    try await lan.open("\(Self.base)/feedback?filter=all")
    #expect(await lan.page.contains("Không có ý kiến nào ở đây"))
  }

  @Test("who only reads neither writes reports down nor hands anything on")
  func viewer() async throws {
    let lan = try await signedIn("lan")
    try await lan.open("\(Self.base)/feedback-report")
    try await lan.send("\(Self.base)/feedback-report", Self.report)
    let viewer = try await signedIn("xem")
    try await viewer.open("\(Self.base)/feedback-report")
    #expect(await viewer.status == .forbidden)
    try await viewer.open("\(Self.base)/feedback/1")
    #expect(await viewer.status == .ok)
    #expect(await !viewer.page.contains("<textarea"))
    #expect(await !viewer.page.contains("/feedback/1/route"))
  }
}
