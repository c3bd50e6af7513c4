import Foundation
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Emergencies at the desk") struct EmergencyTests {
  let office: Office
  init() throws { office = try Office() }

  private func text(_ name: String) throws -> EmergencyText {
    try EmergencyText(path: "\(sourceRoot)/emergency/\(name).toml")
  }

  @Test("every ready text makes a bulletin that homes accept, as real, exercise and test")
  func texts() throws {
    let texts = try EmergencyText.read(
      shared: "\(sourceRoot)/emergency", own: office.ward.emergencyPath)
    #expect(
      Set(texts.map(\.identifier.description)).isSuperset(of: ["bao", "chay", "lu", "so-tan"]))
    let place = String(repeating: "Đ", count: EmergencyText.placeBytes / 2 - 4)
    for text in texts {
      for status in [Status.actual, .exercise, .test] {
        let bulletin = text.bulletin(
          as: status, place: place, areas: [office.ward.area], sender: "UBND phường Ba Đình",
          at: Office.now)
        #expect(try Bulletin(json: JSONParser.parse(bulletin.json.bytes)) == bulletin)
        #expect(bulletin.priority == .emergency && bulletin.status == status)
      }
    }
  }

  @Test("a ward's own text takes the place of the one that came with LoaNha")
  func own() throws {
    try FileManager.default.createDirectory(
      atPath: office.ward.emergencyPath, withIntermediateDirectories: true)
    try """
    name = "Cháy chợ"
    headline = "CHÁY CHỢ"
    instruction = "Ra cổng sau."
    all-clear = "Hết cháy"
    category = "Fire"
    """.write(toFile: "\(office.ward.emergencyPath)/chay.toml", atomically: true, encoding: .utf8)
    let texts = try EmergencyText.read(
      shared: "\(sourceRoot)/emergency", own: office.ward.emergencyPath)
    #expect(texts.first { $0.identifier.description == "chay" }?.name == "Cháy chợ")
    #expect(texts.count > 1)
  }

  @Test(
    "a text that lacks its all-clear, names a strange category or has a strange file name is refused",
    arguments: [
      ("chay.toml", "name = \"a\"\nheadline = \"a\"\ninstruction = \"a\"\ncategory = \"Fire\""),
      (
        "chay.toml",
        "name = \"a\"\nheadline = \"a\"\ninstruction = \"a\"\nall-clear = \"a\"\ncategory = \"Lửa\""
      ),
      (
        "Cháy.toml",
        "name = \"a\"\nheadline = \"a\"\ninstruction = \"a\"\nall-clear = \"a\"\ncategory = \"Fire\""
      ),
    ])
  func refused(name: String, text: String) throws {
    let path = try office.folder.write(text, to: name)
    #expect(throws: (any Error).self) { try EmergencyText(path: path) }
  }

  private func enrol(_ name: String, area: String = "01.00004", address: String? = nil) throws {
    try office.store.enrol(
      Identifier(name)!, area: Area(area)!, address: address, at: Office.now + -86_400_000)
  }

  private func report(
    _ home: String, _ fact: Receipt.Fact, _ bulletin: String, _ sequence: Int64, at time: Instant,
    revision: Int = 1
  ) throws {
    let receipt = Receipt(
      sequence: sequence, bulletin: Identifier(bulletin)!, revision: revision, fact: fact,
      time: time)
    _ = try office.store.store(
      ReceiptBatch(
        ledger: Identifier("so-1")!, terminal: Identifier(home)!, receipts: [receipt]), at: time)
  }

  @Test("who was not reached after a minute and after five is told from receipts, also later on")
  func reach() throws {
    try enrol("nha-1", address: "Số 1")
    try enrol("nha-2", address: "Số 2")
    try enrol("nha-3", address: "Số 3")
    try enrol("nha-4", area: "01.00004.tdp-1")
    let fire = Office.bulletin("chay", .emergency)
    let number = try office.submit(fire)
    // It hangs when it is signed, which may be later than it was written.
    let began = Office.now + 20_000
    try office.sign(number, .emergency, by: "minh", at: began)
    try report("nha-1", .received, "chay", 1, at: began + 2_000)
    try report("nha-1", .confirmed, "chay", 2, at: began + 30_000)
    try report("nha-2", .received, "chay", 1, at: began + 61_000)
    try report("nha-3", .refused(code: "rule", detail: ""), "chay", 1, at: began + 1_000)
    try report("nha-4", .received, "khac", 1, at: began + 1_000)
    func unreached(_ seconds: Int64) throws -> [String] {
      try office.store.reach(of: fire, at: began + seconds * 1_000).unreached.map(\.terminal)
    }
    #expect(try unreached(60) == ["nha-2", "nha-3", "nha-4"])
    #expect(try unreached(300) == ["nha-3", "nha-4"])
    #expect(try unreached(60) == ["nha-2", "nha-3", "nha-4"])
    let reach = try office.store.reach(of: fire, at: began + 300_000)
    #expect(reach.began == began)
    #expect(reach.homes.map(\.address) == ["Số 1", "Số 2", "Số 3", nil])
    #expect(reach.count(atLeast: .received) == 2 && reach.count(atLeast: .confirmed) == 1)
  }

  @Test("homes elsewhere, homes enrolled later and receipts of an older revision don't count")
  func elsewhere() throws {
    try enrol("nha-1")
    try enrol("nha-2", area: "01.00004.tdp-1")
    var fire = Office.bulletin("chay", .emergency)
    fire.areas = [Area("01.00004.tdp-1")!]
    try office.sign(office.submit(fire), .emergency, by: "minh")
    try report("nha-2", .heard, "chay", 1, at: Office.now + 1_000)
    try office.store.enrol(
      Identifier("nha-9")!, area: Area("01.00004.tdp-1")!, at: Office.now + 400_000)
    let first = try office.store.reach(of: fire, at: Office.now + 60_000)
    #expect(first.homes.map(\.terminal) == ["nha-2"] && first.unreached.isEmpty)
    let second = fire.correction(at: Office.now + 60_000)
    #expect(
      try office.store.reach(of: second, at: Office.now + 120_000).unreached.map(\.terminal)
        == ["nha-2"])
  }
}
