import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 7 row 7: the pilot is made by one call, and what is wrong with it is found.
@Suite("The pilot of five wards") struct PilotTests {
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  @Test("fifty homes in each of five wards on one broker are whole; what is broken is named")
  func whole() throws {
    let folder = TemporaryFolder()
    let pilot = Pilot(path: folder.file("pilot"))
    try pilot.make(
      host: "localhost", port: 8_883, rulesPath: "\(sourceRoot)/rules", now: Self.now)
    #expect(try pilot.faults().isEmpty)
    #expect(throws: DeskError.self) {
      try pilot.make(
        host: "localhost", port: 8_883, rulesPath: "\(sourceRoot)/rules", now: Self.now)
    }
    let store = try DeskStore(path: folder.file("pilot/cua-nam/desk/desk.db"))
    let homes = try store.terminals()
    #expect(homes.count == 50 && homes.allSatisfy { $0.address?.contains("địa chỉ mẫu") == true })
    #expect(homes.count { !$0.groups.isEmpty } == 10)

    try Files.remove(folder.file("pilot/ba-dinh/terminals/ba-dinh-7/identity.key"))
    try store.set(
      HomePlace(area: Area("01.00082.tdp-2")!, address: "Số 1, phố Mẫu"), HomeDefaults(),
      of: Identifier("cua-nam-1")!, by: "Lan", at: Self.now)
    try store.retire(Identifier("cua-nam-2")!, at: Self.now)
    let faults = try pilot.faults()
    for words in ["ba-dinh-7: identity.key", "cua-nam-1: its settings", "49 homes of 50"] {
      #expect(faults.contains { $0.contains(words) }, "\(words): \(faults)")
    }
  }
}
