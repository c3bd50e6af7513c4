import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What became of an item is counted from receipts, per home, and nothing is estimated.
@Suite("The ledger of an item") struct LedgerTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let item = Bulletin(
    identifier: Identifier("tin-1")!, senderName: "UBND", sent: now, priority: .ordinary,
    areas: [Area("01.00004")!], expires: now + 86_400_000, headline: "Tin")

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    for (name, area) in [
      ("nha-1", "01.00004"), ("nha-2", "01.00004.tdp-1"), ("nha-3", "01.00004"), ("la", "01.00082"),
    ] {
      try store.enrol(Identifier(name)!, area: Area(area)!, at: Self.now)
    }
    try say("nha-1", [.received, .heard, .confirmed])
    try say("nha-2", [.received, .refused(code: "media", detail: "too long")])
    try say("la", [.received])
  }

  private func say(_ home: String, _ facts: [Receipt.Fact], revision: Int = 1) throws {
    let receipts = facts.enumerated().map { index, fact in
      Receipt(
        sequence: Int64(revision * 100 + index), bulletin: Self.item.identifier,
        revision: revision, fact: fact, time: Self.now + Int64(index) * 1_000)
    }
    _ = try store.store(
      ReceiptBatch(ledger: Identifier("so")!, terminal: Identifier(home)!, receipts: receipts),
      at: Self.now)
  }

  private func homes(_ filter: LedgerFilter, offset: Int = 0, limit: Int = 10) throws -> [String] {
    try store.rows(of: Self.item, filter, offset: offset, limit: limit).rows.map(\.terminal)
  }

  @Test("homes are those of its areas; each is counted once, however often it says a thing")
  func tally() throws {
    try say("nha-1", [.heard], revision: 1)
    let entry = try store.entry(of: Self.item)
    #expect(entry.homes == 3)
    #expect(entry.count("heard") == 1)
    #expect(entry.count("refused") == 1)
    #expect(entry.count("shown") == 0)
  }

  @Test("who has not received, heard or confirmed it, and who refused it")
  func filters() throws {
    #expect(try homes(.all) == ["nha-1", "nha-2", "nha-3"])
    #expect(try homes(.notReceived) == ["nha-3"])
    #expect(try homes(.notHeard) == ["nha-2", "nha-3"])
    #expect(try homes(.notConfirmed) == ["nha-2", "nha-3"])
    #expect(try homes(.refused) == ["nha-2"])
    #expect(try homes(.all, offset: 1, limit: 1) == ["nha-2"])
    #expect(try store.rows(of: Self.item, .notHeard, limit: 1).total == 2)
  }

  @Test("a correction begins with nothing said: facts about the revision before are not its own")
  func revisions() throws {
    var corrected = Self.item
    corrected.revision = 2
    #expect(try store.entry(of: corrected).tally.isEmpty)
    #expect(try store.rows(of: corrected, .notReceived).total == 3)
  }
}
