import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 7 row 7: areas that are merged, and codes that are reused, from a day on.
@Suite("Areas that change") struct AreaChangesTests {
  let folder = TemporaryFolder()
  let ward: WardFolder
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: ["tdp-1", "tdp-2", "tdp-3"].map { Area("01.00004.\($0)")! }, host: "localhost",
      port: 8883, brokerPath: nil, areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    store = try DeskStore(path: ward.databasePath)
    for (name, area) in [("nha-1", "tdp-1"), ("nha-2", "tdp-2"), ("nha-3", "tdp-3")] {
      try store.enrol(
        Identifier(name)!, area: Area("01.00004.\(area)")!,
        groups: name == "nha-3" ? [Area("01.00004.tdp-1")!, Area("01.00004.tdp-2")!] : [],
        at: Self.now + -86_400_000)
    }
  }

  private func changes(_ areas: [(String, String)], date: String = "2026-11-24") throws
    -> AreaChanges
  {
    let tables = areas.map { "[area.01.00004.\($0)]\nbecomes = \"\($1)\"\n" }
    let path = try folder.write(
      "source = \"QĐ 12/QĐ-UBND\"\ndate = \"\(date)\"\n\n" + tables.joined(separator: "\n"),
      to: "changes.toml")
    return try AreaChanges(path: path)
  }

  private func area(_ name: String) throws -> String? {
    try store.terminal(Identifier(name)!)?.area
  }

  @Test("two groups become one and its old code goes to a third, all at once and only once")
  func reused() throws {
    let changes = try changes([("tdp-2", "01.00004.tdp-1"), ("tdp-3", "01.00004.tdp-2")])
    let explanation = try changes.explain(in: ward, at: Self.now)
    #expect(explanation.faults.isEmpty)
    #expect(explanation.lines.contains { $0.contains("mã 01.00004.tdp-2 dùng lại") })
    #expect(try changes.apply(to: ward, by: "Lan", at: Self.now) == 2)
    #expect(try area("nha-1") == "01.00004.tdp-1" && area("nha-2") == "01.00004.tdp-1")
    #expect(try area("nha-3") == "01.00004.tdp-2")
    #expect(try store.terminal(Identifier("nha-3")!)?.groups == [Area("01.00004.tdp-1")!])
    #expect(try store.settingsHistory(of: .home(Identifier("nha-2")!), limit: 9).count == 2)
    #expect(throws: DeskError.self) { try changes.apply(to: ward, by: "Lan", at: Self.now) }
    #expect(try area("nha-3") == "01.00004.tdp-2")
  }

  @Test("before its day, for another ward or an unknown area, nothing moves and the reason is said")
  func refused() throws {
    for (areas, date, words) in [
      ([("tdp-2", "01.00004.tdp-1")], "2026-11-25", "Chưa đến ngày"),
      ([("tdp-2", "01.00008")], "2026-11-24", "phường khác"),
      ([("tdp-2", "01.00004.tdp-9")], "2026-11-24", "chưa có trong"),
    ] {
      let changes = try changes(areas, date: date)
      #expect(try changes.explain(in: ward, at: Self.now).faults.contains { $0.contains(words) })
      #expect(throws: DeskError.self) { try changes.apply(to: ward, by: "Lan", at: Self.now) }
    }
    #expect(try area("nha-2") == "01.00004.tdp-2")
  }

  @Test("a file that can't be read says why")
  func strict() {
    #expect(throws: DeskError.self) { try changes([]) }
    #expect(throws: DeskError.self) { try changes([("tdp-2", "01.00004.tdp-2")]) }
    #expect(throws: (any Error).self) { try changes([("tdp-2", "Ba Đình")]) }
    #expect(throws: (any Error).self) { try changes([("tdp-2", "01.00004")], date: "2026-13-01") }
  }
}
