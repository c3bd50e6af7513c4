import Foundation
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("The directory at the desk") struct DirectoryTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  private func found() throws -> WardFolder {
    try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [], host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
  }

  private func publish(_ ward: WardFolder, _ paths: [String]) throws -> DirectoryPart {
    try ward.publishDirectory(
      paths, keyPaths: ward.usualKeyPaths(.ordinary), now: Self.now
    ).first
  }

  @Test("the directory that comes with the program is one that homes believe, and says its sources")
  func shipped() throws {
    let ward = try found()
    #expect(try ward.directory() == nil)
    let names = ["thu-tuc", "hoa-don", "phuong"]
    let first = try publish(ward, names.map { "\(sourceRoot)/directory/\($0).toml" })
    #expect(first.version == 1 && first.author == "UBND phường Ba Đình")
    let entries = try #require(try ward.directory()?.entries)
    #expect(entries.procedures.count > 25 && entries.billers.count == 3)
    #expect(entries.subjects.isEmpty, "every home knows the usual ones")
    let birth = try #require(entries.procedures.first { $0.code == "1.001193" })
    #expect(birth.papers.isEmpty && birth.level == nil, "what nobody has verified is left out")
    #expect(entries.billers[0].format.accepts("PD03000000001"))
  }

  @Test(
    "a newer directory takes the place of the older one, which is kept; an empty one is allowed")
  func newer() throws {
    let ward = try found()
    let path = try folder.write(
      "source = \"UBND\"\ndate = \"2026-11-20\"\n\n[number.113]\nname = \"Công an\"\n", to: "a.toml"
    )
    _ = try publish(ward, [path])
    let empty = try folder.write("# nothing\n", to: "b.toml")
    #expect(try publish(ward, [empty]).version == 2)
    #expect(try ward.directory()?.entries.count == 0)
  }

  @Test(
    "a slip in a directory's file is found where it was made",
    arguments: [
      ("[number.113]\nname = \"Công an\"\n", "needs a key \"source\""),
      ("surce = \"x\"\n", "unknown key \"surce\""),
      (
        "source = \"a\"\ndate = \"2026-11-20\"\n[writing-form]\naddress = \"http://a.vn\"\n",
        "an address with https://"
      ),
      ("[procedure.1.00119]\nname = \"a\"\n", "a code such as 1.001193"),
      ("[thu-tuc.1]\n", "unknown table"),
      (
        "[biller.dien]\nname = \"a\"\nservice = \"b\"\nformat = \"pd\"\nhelp = \"c\"\n",
        "a format such as"
      ),
      (
        "source = \"a\"\ndate = \"2026-02-30\"\n[number.113]\nname = \"b\"\n",
        "a date such as"
      ),
    ])
  func slips(text: String, what: String) throws {
    let ward = try found()
    let path = try folder.write(text, to: "a.toml")
    do {
      _ = try publish(ward, [path])
      Issue.record("it was published")
    } catch {
      #expect("\(error)".contains(what), "\(error)")
    }
    #expect(try ward.directory() == nil)
  }

  @Test("a directory that one person signed is not kept")
  func onePerson() throws {
    let ward = try found()
    let path = try folder.write("# nothing\n", to: "b.toml")
    #expect(throws: DeskError.self) {
      try ward.publishDirectory([path], keyPaths: [ward.keyPath("editor")], now: Self.now)
    }
    #expect(try ward.directory() == nil)
  }
}
