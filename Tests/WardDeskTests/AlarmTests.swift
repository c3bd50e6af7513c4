import SQLite
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Calls for help can't be overlooked at the desk, and somebody answers for each by name.
@Suite("Alarms at the desk") struct AlarmTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!
  static let ledger = Identifier("so-1")!

  init() throws {
    store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(
      Self.home, area: Area("01.00004")!, address: "Số 12, ngõ 34 phố Đội Cấn", at: Self.now)
  }

  private func say(_ sequence: Int64, _ fact: Receipt.Fact) throws {
    _ = try store.store(
      ReceiptBatch(
        ledger: Self.ledger, terminal: Self.home,
        receipts: [
          Receipt(
            sequence: sequence, bulletin: nil, revision: 0, fact: fact,
            time: Self.now + sequence * 1_000)
        ]), at: Self.now)
  }

  private func take(_ sequence: Int64, _ name: String) throws {
    try store.take(
      alarmOf: Self.home, Self.ledger, sequence, account: "ba", name: name, at: Self.now)
  }

  @Test("the steps of one call for help are one alarm, with the address; a second call is another")
  func gathered() throws {
    try say(5, .sos(SOSReport(sos: 5, stage: .pressed)))
    try say(6, .sos(SOSReport(sos: 5, stage: .dialled, call: 1, number: "115")))
    try say(7, .partFailed(part: "sound", reason: "gone"))
    try say(9, .sos(SOSReport(sos: 9, stage: .pressed)))
    let alarms = try store.openAlarms()
    #expect(alarms.map(\.sequence) == [5, 9])
    #expect(alarms.map(\.receipts.count) == [2, 1])
    #expect(alarms[0].address == "Số 12, ngõ 34 phố Đội Cấn")
  }

  @Test(
    "a home that nobody touches is an alarm; whoever takes one on closes it, steps that come later too"
  )
  func taken() throws {
    try say(3, .untouched(hours: 24))
    try say(5, .sos(SOSReport(sos: 5, stage: .pressed)))
    try take(5, "Bà Tư")
    try say(6, .sos(SOSReport(sos: 5, stage: .closed, reason: "ended")))
    #expect(try store.openAlarms().map(\.sequence) == [3])
    let all = try store.alarms(since: Self.now)
    #expect(all.map { $0.taken?.by } == [nil, "Bà Tư"])
  }

  @Test("two take on the same alarm: the second is told who was first, and nobody can undo it")
  func twice() throws {
    try say(5, .sos(SOSReport(sos: 5, stage: .pressed)))
    try take(5, "Bà Tư")
    let told = refusal { try take(5, "Ông Năm") }
    #expect(told.contains("Bà Tư"), "\(told)")
    #expect(throws: DatabaseError.self) { try store.database.run("DELETE FROM taken_alarms") }
    #expect(throws: DeskError.self) { try take(77, "Ông Năm") }
  }
}
