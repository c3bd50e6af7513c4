import Foundation
import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// Issue 6 row 5: whatever is sent wrongly, a page that is read in Vietnamese says so in Vietnamese.
@Suite("The language of refusals") struct LanguageTests {
  let office: Office
  static let base = "/w/\(Office.ward)"
  /// Words that stand in every English sentence and are no Vietnamese syllables.
  private static let english: Set<String> = [
    "the", "is", "are", "of", "there", "was", "were", "with", "and", "has", "have", "already",
    "expected", "unknown", "error", "must", "cannot", "which", "this", "that", "from", "by",
    "more", "than", "other", "another", "speaks", "missing", "wrong", "allowed",
  ]

  init() throws {
    office = try Office()
    try office.person(
      "lan", .editor, .approver, .operator, .installer, .administrator, isAdministrator: true)
    let ward = try WardFolder(path: office.folder.file("a"))
    let store = try DeskStore(path: ward.databasePath)
    let subject = Directory.Subject(
      identifier: Identifier("rac")!, name: "Rác", isAnonymous: false,
      source: .init(text: "UBND", date: LocalDate("2026-11-20")!))
    _ = try store.keep(
      FeedbackReport(way: .visit, words: "Cống tắc.", officer: "Lan"), about: subject,
      at: office.clock.now)
    try store.enrol(
      Identifier("nha-1")!, area: ward.area, address: "Số 7", at: office.clock.now)
    let bulletin = Bulletin(
      identifier: Identifier("tin-1")!, senderName: "UBND", sent: office.clock.now,
      areas: [ward.area], expires: office.clock.now + 86_400_000, headline: "Họp tổ",
      regulation: .init(contentClass: "thong-tin-thiet-yeu"))
    _ = try ward.submit(bulletin, to: store, by: "lan", at: office.clock.now)
  }

  /// Every place that takes something, with what it can't take.
  private static let sent: [(path: String, fields: [(String, String)])] = [
    ("/feedback/1/reply", [("state", "answered"), ("words", "")]),
    (
      "/feedback/1/reply", [("state", "answered"), ("words", String(repeating: "a", count: 9_000))]
    ),
    ("/feedback/1/reply", [("state", "khac")]), ("/feedback/1/khac", []),
    (
      "/feedback/1/reply",
      [("state", "answered"), ("words", "a"), ("voice", String(repeating: "0", count: 64))]
    ),
    ("/feedback/1/note", [("words", "")]), ("/feedback/1/forward", [("unit", "")]),
    ("/feedback/1/route", [("officer", "khong-co")]), ("/feedback/99/own", []),
    ("/feedback-report", []), ("/feedback-report", [("way", "goi-dien"), ("subject", "x")]),
    ("/approvals/1/return", [("note", "")]), ("/approvals/1/signature", []),
    ("/approvals/1/signature", [("key", "x"), ("signature", "!")]),
    ("/approvals/1/signature", [("key", "x"), ("signature", "AAAA")]),
    ("/approvals/99/withdraw", []), ("/items/khong-co/clear", []),
    ("/items/khong-co/correct", [("headline", "")]), ("/items/khong-co/again", []),
    ("/items/khong-co/copy", []), ("/emergency/real/send", []),
    ("/emergency/real/send", [("payload", "e30"), ("key", ""), ("signature", "")]),
    ("/emergency/khac/send", []), ("/speak/send", []), ("/speak/1/begin", []),
    ("/services/xyz", [("state", "da-tiep-nhan")]),
    ("/services/H26.4-261124-0001", [("state", "da-tra-ket-qua")]), ("/bills", [("biller", "?")]),
    ("/keys", []), ("/keys", [("role", "editor"), ("x", "AA"), ("proof", "AA")]),
    ("/keys/khong-co/lost", []), ("/alarms/nha-1/so-1/1", []), ("/alarms/?/?/x", []),
    ("/drafts/khong-co", [("do", "save"), ("revision", "1")]), ("/drafts/khong-co/ready", []),
    ("/ready-texts/khong-co/remove", []), ("/directory/submit", []),
    ("/directory/import", [("file", "[x]\n")]), ("/directory/copy", [("number", "9")]),
    ("/directory/entries/number", [("number", "1")]), ("/directory/entries/khac", []),
    ("/directory/entries/number/remove", [("key", "1")]),
    ("/directory/submissions/1/signature", []), ("/directory/submissions/1/return", []),
  ]

  private func words(_ page: String) -> [String] {
    var text = page.replacing(
      /<(script|style|code|pre|blockquote)[^>]*>.*?<\/\1>/.dotMatchesNewlines(), with: " ")
    text = text.replacing(/<[^>]*>/, with: " ")
    return text.split { !$0.isLetter }.map { $0.lowercased() }
  }

  @Test("every place that takes something, sent what it can't take, answers in Vietnamese")
  func refusals() async throws {
    let browser = office.browser()
    try await browser.open(Self.base)
    try await office.signIn("lan", browser)
    for (path, fields) in Self.sent {
      try await browser.open("\(Self.base)/feedback/1")
      let token = try await browser.text(between: "name=\"token\" value=\"", and: "\"")
      try await browser.post(Self.base + path, [("token", token)] + fields)
      let page = await browser.page
      let found = words(page).filter { Self.english.contains($0) }
      #expect(found.isEmpty, "\(path) \(fields.map(\.0)): \(found)\n\(page.suffix(600))")
      #expect(await browser.status.code < 500, "\(path)")
      // A minute later: what comes too often is another refusal.
      office.clock.pass(minutes: 1)
    }
  }

  @Test("in English the same places answer in English where they say more than what was written")
  func switched() async throws {
    let browser = office.browser()
    try await browser.open(Self.base)
    try await office.signIn("lan", browser)
    let token = try await browser.text(between: "name=\"token\" value=\"", and: "\"")
    try await browser.post(
      "/language", [("token", token), ("path", Self.base), ("language", "en")])
    try await browser.open("\(Self.base)/approvals/99")
    #expect(await browser.page.contains("There is no such page"))
    let page = await browser.page
    #expect(words(page).contains { Self.english.contains($0) }, "the test above would find English")
  }
}
