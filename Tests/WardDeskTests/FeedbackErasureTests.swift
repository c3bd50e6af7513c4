import LinuxIO
import SQLite
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Deletion leaves the count and not the words; issue 6 row 6, decision 31.
@Suite("Erasing feedback") struct FeedbackErasureTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let name = Identifier("00000000000000a1")!
  static let home = Identifier("nha-1")!
  static let words = "Ông hàng xóm đổ rác."
  static let answer = "Đã nhắc ông hàng xóm."

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Self.home, area: Area("01.00004")!, at: Self.now)
    try store.take(request, from: Self.home, at: Self.now)
  }

  private var request: Request {
    let body = Feedback(
      subject: Identifier("rac-thai")!, title: "Rác thải, môi trường", sentence: Self.words)
    return Request(identifier: Self.name, kind: .feedback, created: Self.now, body: body.json)
  }

  private func isInFile(_ text: String) throws -> Bool {
    try store.database.query("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try Files.read(folder.file("desk.db"), limit: 1 << 24)
    let text = Array(text.utf8)
    return bytes.indices.contains { bytes[$0...].starts(with: text) }
  }

  @Test(
    "words, home, notes and answers are gone from the file; the count, the times and states stay")
  func erased() throws {
    try store.note("Gọi cho bà Tư.", on: Self.name, by: "Lan", at: Self.now)
    try store.reply(.answered, Self.answer, to: Self.name, at: Self.now)
    let before = try FeedbackInbox(store).counts(at: Self.now)
    #expect(try isInFile(Self.words) && isInFile("bà Tư") && isInFile(Self.answer))
    try store.erase(1, at: Self.now + 1_000)
    for text in [Self.words, "bà Tư", Self.answer] { #expect(try !isInFile(text), "\(text)") }
    let item = try #require(try FeedbackInbox.item(number: 1, store))
    #expect(item.isDone && item.kept.terminal == nil && item.feedback.sentence == nil)
    #expect(item.kept.replies.map(\.words) == [""] && item.kept.stored == Self.now)
    #expect(item.feedback.title == "Rác thải, môi trường")
    #expect(try store.wayBack(Self.name) == nil)
    #expect(try FeedbackInbox(store).counts(at: Self.now) == before)
    #expect(try store.erased(Self.name) == Self.now + 1_000 && store.erasedCount(.feedback) == 1)
  }

  @Test("what has no last word is not erased, nor what got it lately; each is due once")
  func due() throws {
    let day: Int64 = 86_400_000
    func numbers(_ now: Instant) throws -> [Int64] {
      try store.answered(.feedback, before: now, most: 10).map(\.number)
    }
    #expect(try numbers(Self.now + 9_999 * day).isEmpty)
    #expect(throws: DatabaseError.self) { try store.erase(1, at: Self.now) }
    try store.reply(.answered, Self.answer, to: Self.name, at: Self.now)
    #expect(try numbers(Self.now).isEmpty)
    #expect(try numbers(Self.now + 1_000) == [1])
    try store.reply(.handling, "Làm tiếp.", to: Self.name, at: Self.now)
    #expect(try numbers(Self.now + day).isEmpty, "the ward has taken it up again")
    try store.reply(.refused, "Không phải việc của phường.", to: Self.name, at: Self.now)
    try store.erase(1, at: Self.now)
    #expect(try numbers(Self.now + 9_999 * day).isEmpty)
  }

  @Test(
    "the file refuses everything else: words that are changed, and an erasure that is undone",
    arguments: [
      "UPDATE replies SET words = 'khác'", "UPDATE replies SET words = '', details = NULL",
      "UPDATE requests SET terminal = NULL", "DELETE FROM requests", "DELETE FROM replies",
    ])
  func refused(change: String) throws {
    try store.reply(.answered, Self.answer, to: Self.name, at: Self.now)
    #expect(throws: DatabaseError.self) { try store.database.run(change) }
    try store.erase(1, at: Self.now)
    for change in [
      "UPDATE replies SET words = 'khác'", "UPDATE replies SET recording = '{}'",
      "UPDATE replies SET state = 'refused'",
      "UPDATE requests SET stored = 0", "DELETE FROM erasures", "DELETE FROM requests",
    ] {
      #expect(throws: DatabaseError.self, "\(change)") { try store.database.run(change) }
    }
  }

  @Test(
    "a home that sends an erased feedback once more is told that it is there, and nothing comes back"
  )
  func again() throws {
    try store.reply(.answered, Self.answer, to: Self.name, at: Self.now)
    try store.erase(1, at: Self.now)
    try store.take(request, from: Self.home, at: Self.now)
    #expect(try !isInFile(Self.words))
    #expect(try FeedbackInbox(store).counts(at: Self.now).all == 1)
    #expect(throws: DeskError.self) {
      try store.reply(.answered, "Thêm.", to: Self.name, at: Self.now)
    }
  }

  @Test("what an officer said in their own voice goes with the words, sent or not")
  func spokenReply() throws {
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    let digests = ["0a", "0b"].map { MediaDigest(String(repeating: $0, count: 32))! }
    let others = Identifier("00000000000000a2")!
    try Files.makeFolder(ward.recordingsPath)
    let paths =
      digests.map { ward.spokenReplyPath(Self.name, $0) } + [ward.recordingPath(Self.name)]
    for path in paths + [ward.spokenReplyPath(others, digests[0])] { try Files.replace(path, [1]) }
    let voice = Request.Recording(digest: digests[0], sizeBytes: 1, durationMilliseconds: 1)
    try store.reply(.answered, Self.answer, recording: voice, to: Self.name, at: Self.now)
    try store.note(
      ReplyReceipt(request: Self.name, revision: 1, state: .held), from: Self.home, at: Self.now)
    #expect(throws: DatabaseError.self) { try store.database.run("DELETE FROM recordings_home") }
    try ward.removeErasedRecordings(store)
    #expect(paths.allSatisfy { Files.exists($0) })
    try store.erase(1, at: Self.now + 1_000)
    try ward.removeErasedRecordings(store)
    #expect(paths.allSatisfy { !Files.exists($0) })
    #expect(try store.request(Self.name)?.replies.last?.recording == nil)
    #expect(Files.exists(ward.spokenReplyPath(others, digests[0])))
  }
}
