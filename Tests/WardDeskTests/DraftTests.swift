import BroadcastRules
import Foundation
import SQLite
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// A ward of its own for one test.
final class TestWard {
  let temporary = TemporaryFolder()
  let folder: WardFolder
  /// Tuesday, before the morning session at 07:00.
  static let now = Instant("2026-11-24T06:00:00+07:00")!
  static let area = Area("01.00004")!

  init() throws {
    folder = try Founding(
      path: temporary.file("ward"), area: Self.area, name: "phường Ba Đình",
      areasWithin: [Area("01.00004.tdp-7")!], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .district, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
  }

  func store() throws -> DeskStore { try DeskStore(path: folder.databasePath) }

  /// A draft to which nothing is lacking.
  static func draft(_ change: (inout Draft) -> Void = { _ in }) -> Draft {
    var draft = Draft(identifier: Identifier("tin-1")!, areas: [area])
    draft.contentClass = "thong-tin-thiet-yeu"
    draft.headline = "Lịch cắt điện"
    draft.text = "Từ 8 giờ đến 11 giờ sáng mai, phố Đội Cấn mất điện."
    change(&draft)
    return draft
  }
}

@Suite("Drafts") struct DraftTests {
  let ward: TestWard
  let folder: WardFolder
  let now = TestWard.now

  init() throws {
    ward = try TestWard()
    folder = ward.folder
  }

  private func faults(_ change: (inout Draft) -> Void) -> [Draft.Field] {
    TestWard.draft(change).faults(media: [:], now: now).map(\.field)
  }

  @Test("a draft with everything in it comes back from the disk as it was kept")
  func kept() throws {
    let digest = MediaDigest(String(repeating: "a", count: 64))!
    let draft = TestWard.draft {
      $0.status = .exercise
      $0.priority = .priority
      $0.areas = [TestWard.area, Area("01.00004.tdp-7")!]
      $0.session = .afternoon
      $0.effective = now + 3_600_000
      $0.expires = now + 7_200_000
      $0.eventTime = now + 86_400_000
      $0.documentNumber = "12/KH-UBND"
      $0.approvingBody = "UBND phường"
      $0.programmeSource = .approvedRecording
      $0.origin = .city
      $0.music = .embedded
      $0.directive.issuer = "Ban Tuyên giáo Thành ủy"
      $0.directive.number = "45-CV/BTGTU"
      $0.directive.from = now
      $0.directive.until = now + 86_400_000
      $0.directive.lifts = [.duration, .weekdays]
      $0.instruction = "Tắt bếp."
      $0.media = [digest]
    }
    try ward.store().begin(draft, by: "lan", at: now)
    let kept = try #require(try ward.store().draft(draft.identifier))
    #expect(kept.draft == draft && kept.revision == 1 && kept.author == "lan")
    #expect(try ward.store().drafts() == [kept])
  }

  @Test("two who change a draft: the second is told by whom, and nothing is overwritten")
  func twoEditors() throws {
    let store = try ward.store()
    try store.begin(TestWard.draft(), by: "lan", at: now)
    let first = TestWard.draft { $0.headline = "Lịch cắt điện ngày mai" }
    #expect(try store.save(first, over: 1, by: "lan", at: now) == .saved(revision: 2))
    let second = TestWard.draft { $0.text = "Không cắt điện nữa." }
    guard case .outdated(let kept) = try ward.store().save(second, over: 1, by: "minh", at: now)
    else {
      Issue.record("the second change was taken")
      return
    }
    #expect(kept.draft == first && kept.editor == "lan" && kept.revision == 2)
    #expect(try store.draft(first.identifier)?.draft == first)
    // What says the same is no change, and makes nobody's page outdated.
    #expect(try store.save(first, over: 2, by: "minh", at: now) == .saved(revision: 2))
    #expect(try !store.remove(first.identifier, revision: 1))
    #expect(try store.remove(first.identifier, revision: 2))
    #expect(try store.save(first, over: 2, by: "lan", at: now) == .gone)
  }

  @Test("nothing half is refused: an empty draft is kept, and says what is missing")
  func incomplete() throws {
    let empty = Draft(identifier: Identifier("tin-2")!, areas: [])
    try ward.store().begin(empty, by: "lan", at: now)
    let kept = try #require(try ward.store().draft(empty.identifier))
    let faults = kept.draft.faults(media: [:], now: now)
    #expect(faults.map(\.field) == [.headline, .areas, .contentClass])
    #expect(faults.first?.description == "Chưa có tiêu đề.")
    #expect(throws: DraftRefusal.self) {
      try folder.bulletin(of: kept.draft, media: [:], now: now)
    }
    // What was pasted too long is kept, to be shortened.
    let long = TestWard.draft { $0.text = String(repeating: "ă", count: 20_000) }
    try ward.store().begin(long, by: "lan", at: now)
    #expect(try ward.store().draft(long.identifier)?.draft == long)
    #expect(long.faults(media: [:], now: now).map(\.field) == [.text])
    // What could not be read again is refused before it takes anything's place.
    let endless = TestWard.draft { $0.text = String(repeating: "ă", count: 100_000) }
    #expect(throws: DeskError.self) {
      try ward.store().save(endless, over: 1, by: "lan", at: now)
    }
    #expect(try ward.store().draft(long.identifier)?.draft == long)
  }

  @Test("every fault stands at its field")
  func faultFields() {
    #expect(faults { _ in } == [])
    #expect(faults { $0.headline = "Một\nhai" } == [.headline])
    #expect(faults { $0.headline = String(repeating: "ă", count: 300) } == [.headline])
    #expect(faults { $0.text = "Họp lúc {giờ} ngày {ngày}." } == [.text])
    #expect(faults { $0.text = "\u{E000}" } == [.text])
    #expect(
      faults {
        $0.text = String(repeating: "a", count: 30_000)
        $0.instruction = String(repeating: "b", count: 30_000)
      } == [.text])
    #expect(faults { $0.priority = .emergency } == [.instruction])
    #expect(faults { $0.media = [MediaDigest(String(repeating: "b", count: 64))!] } == [.media])
    #expect(faults { $0.expires = now } == [.expires])
    #expect(
      faults {
        $0.effective = now + 10_000
        $0.expires = now + 5_000
      } == [.expires])
    #expect(faults { $0.expires = now + 500 * 86_400_000 } == [.expires])
    #expect(faults { $0.directive.number = "45" } == [.directive])
  }

  @Test("a whole draft becomes a bulletin that homes believe, at a time in whole seconds")
  func bulletin() throws {
    let draft = TestWard.draft { $0.areas = [Area("01.00004.tdp-7")!] }
    let bulletin = try folder.bulletin(of: draft, media: [:], now: now + 123)
    #expect(bulletin.sent == now && bulletin.headline == draft.headline)
    // A day after its session, at 07:00.
    #expect(bulletin.expires == Instant("2026-11-25T07:00:00+07:00"))
    let post = try folder.sign(bulletin, keyPaths: folder.usualKeyPaths(.ordinary))
    #expect(post.bulletin == bulletin)
    let abroad = TestWard.draft { $0.areas = [Area("01.00082")!] }
    #expect(throws: DraftRefusal.self) { try folder.bulletin(of: abroad, media: [:], now: now) }
  }

  @Test("a directive without an end of its own ends with the bulletin")
  func directive() throws {
    let draft = TestWard.draft {
      $0.directive.issuer = "Ban Tuyên giáo Thành ủy"
      $0.directive.number = "45-CV/BTGTU"
      $0.directive.lifts = [.duration]
    }
    let bulletin = try folder.bulletin(of: draft, media: [:], now: now)
    #expect(bulletin.regulation.directive?.until == bulletin.expires)
    #expect(bulletin.regulation.directive?.from == now)
  }

  @Test(
    "R-20: the check says which rule breaks, when it is heard, and what is left of each session")
  func check() throws {
    let ready = folder.check(TestWard.draft(), media: [:], now: now)
    #expect(ready.isReady && ready.isGuessed && ready.soundMilliseconds > 3_000)
    #expect(ready.opening == Instant("2026-11-24T07:00:00+07:00"))
    let own = ready.sessions.filter { $0.ownMilliseconds > 0 }
    #expect(own.map(\.opening) == [ready.opening])
    #expect(own.first?.ownMilliseconds == ready.soundMilliseconds)
    #expect(own.first?.remaining.leftMilliseconds == 15 * 60_000)
    // Once it hangs, it takes its minutes from the next one.
    _ = try folder.sign(
      folder.bulletin(of: TestWard.draft(), media: [:], now: now),
      keyPaths: folder.usualKeyPaths(.ordinary))
    let other = TestWard.draft { $0.identifier = Identifier("tin-2")! }
    let next = folder.check(other, media: [:], now: now).sessions.first
    #expect(next?.remaining.usedMilliseconds == ready.soundMilliseconds)

    let broken = folder.check(
      TestWard.draft {
        $0.contentClass = "viec-co-moc-thoi-gian"
        $0.music = .pure
      }, media: [:], now: now)
    let rules = broken.hearing?.verdict.breaches.map(\.rule) ?? []
    #expect(Set(rules) == [.eventTime, .music] && !broken.isReady)
  }

  @Test("without a plan the check says so, and nothing is ready; an emergency and a test need none")
  func noPlan() throws {
    try FileManager.default.removeItem(atPath: folder.planPath)
    let check = folder.check(TestWard.draft(), media: [:], now: now)
    #expect(check.problem != nil && !check.isReady)
    let test = folder.check(TestWard.draft { $0.status = .test }, media: [:], now: now)
    #expect(test.isReady)
  }

  @Test("what was pasted is cleaned of what can't be seen, and nothing else")
  func cleaned() {
    #expect(
      Draft.cleaned("Tie\u{302}\u{301}ng\tViệt\r\n\u{F0B7} một\u{200B}") == "Tiếng Việt\n• một")
    #expect(TextRules.fault(in: Draft.cleaned("\u{202E}abc\u{7}"), limit: 100) == nil)
    let plain = "Giá 10.000 ₫ – “hai” & <ba>\n{giờ}"
    #expect(Draft.cleaned(plain) == plain)
  }

  @Test("a copy of an item that was sent says the same under another name, and takes no time over")
  func copy() throws {
    var bulletin = try folder.bulletin(
      of: TestWard.draft { $0.eventTime = now + 86_400_000 }, media: [:], now: now)
    bulletin.instruction = "Tắt bếp."
    let copy = Draft(copyOf: bulletin, identifier: Identifier("tin-9")!)
    #expect(copy.headline == bulletin.headline && copy.instruction == "Tắt bếp.")
    #expect(copy.identifier != bulletin.identifier && copy.contentClass == "thong-tin-thiet-yeu")
    #expect(copy.eventTime == nil && copy.expires == nil)
  }

  @Test("every ready text that comes with LoaNha can be begun with, has blanks and a class")
  func readyTexts() throws {
    let texts = try folder.readyTexts(shared: "\(sourceRoot)/ready-texts")
    #expect(texts.count >= 6)
    let rules = try folder.broadcasting()
    let set = try #require(rules.book.ruleSet(on: LocalDate(now)))
    for text in texts {
      let draft = text.begin(as: Identifier("tin-3")!, areas: [TestWard.area])
      #expect(set.content(draft.contentClass) != nil, "\(text.identifier)")
      #expect(draft.faults(media: [:], now: now).map(\.field) == [.text], "\(text.identifier)")
    }
  }

  @Test("the ward keeps ready texts of its own, changes and removes them")
  func ownTexts() throws {
    let store = try ward.store()
    let draft = TestWard.draft()
    try store.keepReadyText(of: draft, title: "Cắt điện", by: "lan", at: now)
    #expect(try store.readyTexts().map(\.title) == ["Cắt điện"])
    try store.keepReadyText(of: draft, title: "Cắt điện phố ta", by: "lan", at: now)
    #expect(try store.readyTexts().map(\.title) == ["Cắt điện phố ta"])
    #expect(try store.readyTexts().first?.isOwn == true)
    try store.removeReadyText(draft.identifier)
    #expect(try store.readyTexts().isEmpty)
  }
}
