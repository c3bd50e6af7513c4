import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// what is written on a phone is taken in once, whole, and never from a stranger.
@Suite("Feedback that is written on a phone, at the desk") struct WrittenFeedbackTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!
  let name = Identifier("0123456789abcdef")!
  let store: DeskStore

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Self.home, area: Area("01.00004")!, at: Self.now)
  }

  private func send(isAnonymous: Bool = true) throws {
    let feedback = Feedback(subject: Identifier("rac")!, title: "Rác", isWritten: true)
    try store.take(
      Request(
        identifier: name, kind: .feedback, isAnonymous: isAnonymous, created: Self.now,
        body: feedback.json), from: Self.home, at: Self.now)
  }

  private func write(_ words: String, after milliseconds: Int64 = 0) throws {
    try store.write(words, into: name, at: Self.now + milliseconds)
  }

  private func inbox() throws -> [FeedbackInbox.Item] { try FeedbackInbox(store).items }

  @Test("a form is no feedback before somebody has written; then it is due from that moment")
  func becomesFeedback() throws {
    try send()
    #expect(try inbox().isEmpty)
    #expect(throws: DeskError.self) { try store.reply(.handling, "", to: name, at: Self.now) }
    try write("Ngõ tối quá.", after: 3_600_000)
    let item = try #require(try inbox().first)
    #expect(item.words == "Ngõ tối quá." && item.kept.terminal == nil)
    #expect(item.due == Self.now + 3_600_000 + 5 * 86_400_000)
    let replies = try #require(try store.request(name)?.replies)
    #expect(replies.map(\.state) == [.received])
    try store.reply(.answered, "Mai sửa.", to: name, at: Self.now)
    let last = try #require(try store.request(name)?.replies.last?.details)
    #expect(
      try FeedbackAnswer(json: last).written == "Ngõ tối quá.", "the home has no other way to it")
  }

  @Test("the same words twice are taken once; others are not taken, and the first ones stay")
  func once() throws {
    try send()
    for _ in 0..<2 { try write("Ngõ tối quá.") }
    #expect(throws: WritingFault.written) { try write("Không phải.") }
    #expect(try store.request(name)?.written == "Ngõ tối quá.")
    #expect(try store.request(name)?.replies.count == 1)
  }

  @Test("a form that no home sent, a feedback that isn't one, and one of yesterday take nothing")
  func strangers() throws {
    #expect(throws: WritingFault.unknown) { try write("a") }
    try send()
    #expect(throws: WritingFault.lapsed) { try write("a", after: Bounds.writingMilliseconds + 1) }
    let spoken = Identifier("fedcba9876543210")!
    let body = Feedback(subject: Identifier("rac")!, title: "Rác", sentence: "Rác.").json
    try store.take(
      Request(identifier: spoken, kind: .feedback, created: Self.now, body: body),
      from: Self.home, at: Self.now)
    #expect(throws: WritingFault.unknown) { try store.write("a", into: spoken, at: Self.now) }
  }

  @Test(
    "whatever a phone sends is text that homes can read, or a fault with a name",
    arguments: [
      ("", WritingFault.empty, nil), (" \r\n\t ", .empty, nil),
      (String(repeating: "ă", count: 2_001), .long, nil),
      ("  Dòng một\r\nDòng\u{200B} hai\u{202E}\u{0000} \n", nil, "Dòng một\nDòng hai"),
      ("Ngo\u{0303} tô\u{0301}i", nil, "Ngõ tối"),
      (String(repeating: "\"", count: 4_000), nil, String(repeating: "\"", count: 4_000)),
    ] as [(String, WritingFault?, String?)])
  func text(words: String, fault: WritingFault?, kept: String?) throws {
    try send()
    if let fault {
      #expect(throws: fault) { try write(words) }
      #expect(try store.request(name)?.written == nil)
      return
    }
    try write(words)
    let details = try #require(try store.request(name)?.replies.last?.details)
    #expect(try FeedbackAnswer(json: details).written == kept)
    #expect(details.bytes.count <= Bounds.replyDetailsBytes)
  }

  @Test("a form that nobody wrote into ends after a day, and its home is told once")
  func lapses() throws {
    try send()
    try store.endLapsedForms(at: Self.now + Bounds.writingMilliseconds)
    #expect(try store.request(name)?.replies.isEmpty == true)
    for _ in 0..<2 { try store.endLapsedForms(at: Self.now + Bounds.writingMilliseconds + 1) }
    #expect(try store.request(name)?.replies.map(\.state) == [.refused])
    #expect(throws: WritingFault.lapsed) { try write("a") }
    #expect(try inbox().isEmpty)
  }
}
