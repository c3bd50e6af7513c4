import SQLite
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Receipts that come together are stored together") struct ReceiptIntakeTests {
  private func batch(_ home: String, _ sequence: Int64, _ fact: Receipt.Fact = .received)
    -> ReceiptBatch
  {
    ReceiptBatch(
      ledger: Identifier("so")!, terminal: Identifier(home)!,
      receipts: [
        Receipt(
          sequence: sequence, bulletin: Identifier("tin-1"), revision: 1, fact: fact,
          time: Instant(milliseconds: 1_790_000_000_000))
      ])
  }

  @Test("none is due before its time, all are at it, and none twice")
  func patience() {
    var intake = ReceiptIntake()
    intake.add(batch("nha-1", 1), Identifier("a")!, at: 100)
    intake.add(batch("nha-2", 1), Identifier("b")!, at: 110)
    #expect(intake.deadline == 120)
    #expect(intake.due(at: 119).isEmpty)
    #expect(intake.due(at: 120).map { "\($0.batch.terminal)" } == ["nha-1", "nha-2"])
    #expect(intake.deadline == nil)
    #expect(intake.due(at: 500).isEmpty)
  }

  @Test("a call for help waits for nobody, and what is full does not grow")
  func urgency() {
    var intake = ReceiptIntake()
    intake.add(batch("nha-1", 1), Identifier("a")!, at: 100)
    intake.add(
      batch("nha-2", 1, .sos(SOSReport(sos: 1, stage: .pressed))), Identifier("b")!, at: 101)
    #expect(intake.due(at: 101).count == 2)
    for number in 1...ReceiptIntake.most {
      intake.add(batch("nha-3", Int64(number)), Identifier("c")!, at: 200)
    }
    #expect(intake.due(at: 200).count == ReceiptIntake.most)
  }

  @Test("of several homes' receipts each learns what was new of its own; nothing is stored twice")
  func stored() throws {
    let folder = TemporaryFolder()
    let store = try DeskStore(path: folder.file("desk.db"))
    let now = Instant(milliseconds: 1_790_000_000_500)
    #expect(
      try store.store([batch("nha-1", 1), batch("nha-2", 1)], at: now).map(\.count) == [1, 1])
    let again = [batch("nha-1", 1), batch("nha-1", 2), batch("nha-1", 2), batch("nha-2", 2)]
    #expect(try store.store(again, at: now).map(\.count) == [0, 1, 0, 1])
    #expect(try store.receipts().count == 4)
  }
}
