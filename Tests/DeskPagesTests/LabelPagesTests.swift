import Foundation
import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// Issue 7.1: the label on the back of a terminal.
@Suite("Labels for terminals") struct LabelPagesTests {
  @Test("a label names the terminal and its ward, leads to its page, and gives no address away")
  func labels() async throws {
    let folder = TemporaryFolder()
    let now = Instant(milliseconds: Clock.wallMilliseconds())
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: now)
    let store = try DeskStore(path: ward.databasePath)
    for number in 1...30 {
      try store.enrol(
        Identifier("nha-\(number)")!, area: ward.area, address: "Số \(number), ngõ 34 phố Đội Cấn",
        at: now)
    }
    let office = try WardOffice(ward)
    let installer = WardClient(office, roles: [.installer]) { LabelPages.add(to: $0) }
    let sheet = try await installer.ask("/homes/labels")
    #expect(sheet.status == .ok)
    #expect(
      sheet.text.components(separatedBy: "class=\"qr\"").count == LabelPages.labelsPerSheet + 1)
    #expect(sheet.text.contains("<strong>nha-1</strong>"))
    #expect(!sheet.text.contains("Đội Cấn"))
    let second = try await installer.ask("/homes/labels?page=2")
    #expect(second.text.components(separatedBy: "class=\"qr\"").count == 6 + 1)
    let viewer = WardClient(office, roles: [.viewer]) { LabelPages.add(to: $0) }
    #expect(try await viewer.ask("/homes/labels").status == .forbidden)
  }
}
