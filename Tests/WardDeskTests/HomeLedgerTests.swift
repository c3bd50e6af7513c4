import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What each item did in one home; issue 6 row 5.
@Suite("The ledger of a home") struct HomeLedgerTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Self.home, area: Area("01.00004.tdp-1")!, at: Self.now)
  }

  private func hang(
    _ name: String, in area: String = "01.00004", sent: Instant = now, revision: Int = 1,
    _ type: MessageType = .alert
  ) throws {
    var bulletin = Bulletin(
      identifier: Identifier(name)!, senderName: "UBND", sent: sent, priority: .ordinary,
      areas: [Area(area)!], expires: sent + 3_600_000, headline: "\(name), bản \(revision)")
    bulletin.revision = revision
    bulletin.messageType = type
    let envelope = Envelope.sign(
      bulletin.json, as: .bulletin, by: [("k", { _ in [UInt8](repeating: 0, count: 64) })])
    try store.hang(.init(bulletin: bulletin, envelope: envelope))
  }

  private func say(_ item: String, _ facts: [Receipt.Fact], revision: Int, from sequence: Int64)
    throws
  {
    let receipts = facts.enumerated().map { index, fact in
      Receipt(
        sequence: sequence + Int64(index), bulletin: Identifier(item)!, revision: revision,
        fact: fact, time: Self.now + Int64(index) * 1_000)
    }
    _ = try store.store(
      ReceiptBatch(ledger: Identifier("so")!, terminal: Self.home, receipts: receipts), at: Self.now
    )
  }

  private func items() throws -> [HomeItem] {
    try store.items(of: #require(try store.terminal(Self.home)))
  }

  @Test("only items that are for the home stand there, the newest first, whether it spoke or not")
  func whichItems() throws {
    try hang("tin-1")
    try hang("tin-2", in: "01.00004.tdp-2")
    try hang("tin-3", in: "01.00004.tdp-1", sent: Self.now + 1_000)
    try hang("tin-0", sent: Self.now + -86_400_000)
    #expect(try items().map(\.bulletin.identifier.description) == ["tin-3", "tin-1"])
    #expect(try items().allSatisfy { $0.outcome == .nothing })
  }

  @Test("what was said of an earlier revision is kept, and doesn't count for the newest one")
  func outcome() throws {
    try hang("tin-1")
    try say("tin-1", [.received, .heard], revision: 1, from: 1)
    #expect(try items().map(\.outcome) == [.heard])
    try hang("tin-1", revision: 2, .update)
    #expect(try items().map(\.outcome) == [.nothing])
    #expect(try items()[0].receipts.count == 2)
    try say("tin-1", [.refused(code: "media", detail: "too long")], revision: 2, from: 3)
    #expect(try items().map(\.outcome) == [.refused])
  }

  @Test("of an item that was withdrawn, a copy has its last words and not the withdrawal's")
  func wordsBeforeWithdrawal() throws {
    try hang("tin-1")
    try hang("tin-1", revision: 2, .update)
    try hang("tin-1", revision: 3, .cancel)
    #expect(try store.newestWords(Identifier("tin-1")!)?.headline == "tin-1, bản 2")
    #expect(try store.newestWords(Identifier("tin-9")!) == nil)
  }
}
