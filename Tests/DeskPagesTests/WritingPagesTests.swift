import LinuxIO
import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// Whoever scans a home's code writes to the ward without an account, and learns nothing of the home.
@Suite("Writing to the ward on a phone") struct WritingPagesTests {
  let office: Office
  let store: DeskStore
  let path = "/f/01.00004/0123456789abcdef"

  init() throws {
    office = try Office()
    store = try DeskStore(path: WardFolder(path: office.folder.file("a")).databasePath)
  }

  private func send(_ name: String = "0123456789abcdef") throws {
    let now = Instant(milliseconds: Clock.wallMilliseconds())
    try store.enrol(Identifier("nha-1")!, area: Office.ward, at: now)
    let feedback = Feedback(subject: Identifier("rac")!, title: "Rác <b>", isWritten: true)
    try store.take(
      Request(
        identifier: Identifier(name)!, kind: .feedback, created: now, body: feedback.json),
      from: Identifier("nha-1")!, at: now)
  }

  @Test("without signing in: a page, the words, and a page that says they are there")
  func story() async throws {
    try send()
    let phone = office.browser()
    try await phone.open(path)
    #expect(await phone.status == .ok)
    #expect(await phone.page.contains("Rác &lt;b&gt;"))
    #expect(await !phone.page.contains("nha-1"), "the page says nothing of the home")
    try await phone.send(path, [("words", "Ngõ tối <script>")])
    #expect(await phone.page.contains("Phường đã nhận"))
    #expect(try FeedbackInbox(store).items.first?.words == "Ngõ tối <script>")
    try await phone.open(path)
    #expect(await !phone.page.contains("Ngõ tối"), "the next who scans the code reads nothing")
  }

  @Test("a code of another ward, of nobody and of nonsense is a sentence; what was written stays")
  func unknown() async throws {
    try send()
    let phone = office.browser()
    for path in [
      "/f/01.00008/0123456789abcdef", "/f/01.00004/0000000000000000", "/f/x/y",
      "/f/01.00004/%00",
    ] {
      try await phone.open(path)
      #expect(await phone.status == .notFound, "\(path)")
      #expect(await phone.page.contains("Phường chưa biết mã này"))
    }
    try await phone.open(path)
    let other = office.browser()
    try await other.open(path)
    try await other.send(path, [("words", "Lời thứ nhất")])
    try await phone.send(path, [("words", "Lời thứ hai")])
    #expect(await phone.status == .conflict)
    #expect(await phone.page.contains("Lời thứ hai"))
    #expect(try FeedbackInbox(store).items.map(\.words) == ["Lời thứ nhất"])
  }

  @Test("nothing, too much, and a form from elsewhere are not taken")
  func refused() async throws {
    try send()
    let phone = office.browser()
    for words in ["  ", String(repeating: "ẵ", count: 1_400)] {
      try await phone.open(path)
      try await phone.send(path, [("words", words)])
      #expect(await phone.status == .unprocessableContent)
      #expect(await phone.page.contains("<textarea"))
    }
    try await phone.post(path, [("words", "Từ trang khác")])
    #expect(await phone.status == .forbidden)
    #expect(try FeedbackInbox(store).items.isEmpty)
  }
}
