import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What officers do with feedback beside replying; issue 6 row 6.
@Suite("Feedback in officers' hands") struct FeedbackHandlingTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let name = Identifier("00000000000000a1")!
  static let home = Identifier("nha-1")!
  static let subject = Directory.Subject(
    identifier: Identifier("rac-thai")!, name: "Rác thải, môi trường", isAnonymous: false,
    source: .init(text: "UBND", date: LocalDate("2026-11-20")!))

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Self.home, area: Area("01.00004")!, at: Self.now)
    let body = Feedback(
      subject: Self.subject.identifier, title: Self.subject.name, sentence: "Rác chưa thu gom.")
    try store.take(
      Request(identifier: Self.name, kind: .feedback, created: Self.now, body: body.json),
      from: Self.home, at: Self.now)
  }

  @Test("routed to another officer, it is theirs, and a note says from whom and why")
  func route() throws {
    try store.route(
      Self.name, to: "minh", name: "Minh", note: "Việc của tổ 7.", by: "Lan", at: Self.now)
    let handling = try store.handling(of: Self.name)
    #expect(handling.owner == "Minh")
    #expect(handling.notes.map(\.words) == ["→ Minh: Việc của tổ 7."])
    #expect(handling.notes.map(\.author) == ["Lan"])
  }

  @Test("handed on to another unit, the home is told so, and the ward still owes its last word")
  func forward() throws {
    try store.forward(
      Self.name, to: "Công ty Môi trường", "Họ hẹn sáng mai.", by: "Lan", at: Self.now)
    let item = try #require(try FeedbackInbox.item(number: 1, store))
    #expect(item.state == .handling && !item.isDone)
    #expect(item.kept.replies[0].words == "Đã chuyển đến Công ty Môi trường. Họ hẹn sáng mai.")
    #expect(try store.handling(of: Self.name).forwards.map(\.unit) == ["Công ty Môi trường"])
    try store.reply(.answered, "Đã dọn.", to: Self.name, at: Self.now)
    #expect(throws: DeskError.self, "there was a last word already") {
      try store.forward(Self.name, to: "Công an", "", by: "Lan", at: Self.now)
    }
  }

  @Test(
    "what can't be said to the home is not recorded as handed on",
    arguments: ["", "a\nb", String(repeating: "dài ", count: 100)])
  func badForward(unit: String) throws {
    #expect(throws: DeskError.self) {
      try store.forward(Self.name, to: unit, "", by: "Lan", at: Self.now)
    }
    #expect(throws: DeskError.self) {
      try store.forward(
        Self.name, to: "Công an", String(repeating: "dài ", count: 2_000), by: "Lan", at: Self.now)
    }
    #expect(try store.handling(of: Self.name).forwards.isEmpty)
    #expect(try FeedbackInbox.item(number: 1, store)?.kept.replies.isEmpty == true)
  }

  @Test("a report for a caller counts like a home's, is answered by mouth, and goes to no home")
  func report() throws {
    let report = FeedbackReport(
      way: .telephone, caller: "Bà Tư", contact: "024 3733 0000", home: Self.home,
      words: "Cống tắc.\nNước tràn.", officer: "Lan")
    let number = try store.keep(report, about: Self.subject, at: Self.now)
    #expect(number == 2)
    let item = try #require(try FeedbackInbox.item(number: number, store))
    let request = item.kept.request.identifier
    #expect(try store.report(of: request) == report)
    #expect(item.kept.completed != nil && item.kept.terminal == nil)
    #expect(try FeedbackInbox(store).counts(at: Self.now).all == 2)
    try store.reply(.answered, "Đã gọi lại.", to: request, at: Self.now)
    try store.note(
      Presence(online: true, version: "1", boardSequence: 1), of: Self.home, at: Self.now)
    #expect(try store.unreceivedReplies(limit: 10).isEmpty)
    #expect(try FeedbackInbox(store).counts(at: Self.now).done == 1)
  }

  @Test(
    "a report that can't be kept is refused with what to do",
    arguments: [
      ("", "nha-1"), (String(repeating: "a", count: 4_001), "nha-1"), ("Cống tắc.", "nha-9"),
    ])
  func badReport(words: String, home: String) throws {
    let report = FeedbackReport(
      way: .visit, home: Identifier(home), words: words, officer: "Lan")
    #expect(throws: DeskError.self) {
      try store.keep(report, about: Self.subject, at: Self.now)
    }
    #expect(try FeedbackInbox(store).counts(at: Self.now).all == 1)
  }
}
