import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// A call for help is taken on by somebody who looks after broadcasts, and by nobody who only reads.
@Suite("Calls for help on the pages") struct AlarmPagesTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let path = "/alarms/nha-1/so-1/5"

  private func office() throws -> WardOffice {
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    let store = try DeskStore(path: ward.databasePath)
    try store.enrol(Identifier("nha-1")!, area: ward.area, at: Self.now)
    let pressed = Receipt(
      sequence: 5, bulletin: nil, revision: 0, fact: .sos(SOSReport(sos: 5, stage: .pressed)),
      time: Self.now)
    _ = try store.store(
      ReceiptBatch(
        ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!, receipts: [pressed]),
      at: Self.now)
    return try WardOffice(ward)
  }

  @Test("who only reads closes no call for help")
  func viewer() async throws {
    let office = try office()
    let reader = WardClient(office, roles: [.viewer], AlarmPages.add)
    #expect(try await reader.send([], to: Self.path).status == .forbidden)
    #expect(try await office.read { try $0.openAlarms().count } == 1)
    let officer = WardClient(office, roles: [.operator], AlarmPages.add)
    #expect(try await officer.send([], to: Self.path).status == .seeOther)
    #expect(try await office.read { try $0.openAlarms().count } == 0)
  }

  @Test("an alarm that nobody raised, or that somebody took on before, is a sentence and no fault")
  func strange() async throws {
    let officer = WardClient(try office(), roles: [.operator], AlarmPages.add)
    for path in ["/alarms/nha-9/so-1/5", "/alarms/nha-1/so-1/6"] {
      #expect(try await officer.send([], to: path).status == .unprocessableContent, "\(path)")
    }
    #expect(try await officer.send([], to: "/alarms/nha-1/so-1/x").status == .notFound)
    _ = try await officer.send([], to: Self.path)
    let again = try await officer.send([], to: Self.path)
    #expect(again.status == .unprocessableContent)
    #expect(again.text.contains("Nguyễn Thị Lan"))
  }
}
