import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// A group is an area within the ward that homes listen to beside their own; issue 6 row 2.
@Suite("Groups of homes") struct GroupTests {
  let folder = TemporaryFolder()
  let ward: WardFolder
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let group = Area("01.00004.cao-tuoi")!

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Self.group, Area("01.00004.tdp-7")!], host: "localhost", port: 8883,
      brokerPath: nil, areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    for (name, groups) in [("nha-1", [Self.group]), ("nha-2", [])] {
      try ward.enrol(
        Identifier(name)!, area: Area("01.00004.tdp-7")!, groups: groups, home: folder.file(name),
        now: Self.now)
    }
  }

  @Test("an item for a group is for the homes in it, in the ledger and where homes are not reached")
  func ledger() throws {
    let store = try DeskStore(path: ward.databasePath)
    let item = Bulletin(
      identifier: Identifier("tin-1")!, senderName: "UBND", sent: Self.now, priority: .emergency,
      areas: [Self.group], expires: Self.now + 86_400_000, headline: "Tin")
    #expect(try store.entry(of: item).homes == 1)
    #expect(try store.rows(of: item, .notReceived).rows.map(\.terminal) == ["nha-1"])
    #expect(try store.reach(of: item, at: Self.now).homes.map(\.terminal) == ["nha-1"])
    var forBoth = item
    forBoth.areas = [Self.group, Area("01.00004.tdp-7")!]
    #expect(try store.entry(of: forBoth).homes == 2, "each home counts once")
  }

  @Test("a home's settings name its groups, and one that the ward doesn't have is refused")
  func settings() throws {
    let text = String(
      decoding: try Files.read(folder.file("nha-1/settings.toml"), limit: 4_096), as: UTF8.self)
    #expect(text.split(separator: "\n").contains("groups = [\"01.00004.cao-tuoi\"]"))
    #expect(throws: DeskError.self) {
      try ward.enrol(
        Identifier("nha-3")!, area: ward.area, groups: [Area("01.00004.khac")!],
        home: folder.file("nha-3"), now: Self.now)
    }
    #expect(try !DeskStore(path: ward.databasePath).isEnrolled(Identifier("nha-3")!))
  }

  @Test("areas have the names that the directory gives them, and none before there is one")
  func names() throws {
    #expect(ward.areaNames().isEmpty)
    let path = try folder.write(
      """
      source = "UBND"
      date = "2026-11-20"

      [area.01.00004.cao-tuoi]
      name = "Hội người cao tuổi"

      """, to: "a.toml")
    _ = try ward.publishDirectory(
      [path], keyPaths: ward.usualKeyPaths(.ordinary), now: Self.now)
    #expect(ward.areaNames() == [Self.group: "Hội người cao tuổi"])
  }
}
