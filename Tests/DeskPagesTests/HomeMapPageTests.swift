import Foundation
import LinuxIO
import SQLite
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// Issue 6 row 8: a map without coordinates, since there are none.
@Suite("The map of homes") struct HomeMapPageTests {
  let folder = TemporaryFolder()

  private func office(_ fill: (DeskStore, Instant) throws -> Void) throws -> WardOffice {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Area("01.00004.tdp-7")!], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: now)
    try fill(DeskStore(path: ward.databasePath), now)
    return try WardOffice(ward)
  }

  private func client(_ office: WardOffice) -> WardClient {
    WardClient(office, roles: [.viewer]) { group in
      HomePages.add(to: group, simulators: nil)
      HomeMapPage.add(to: group)
    }
  }

  @Test(
    "an address is read as number and street, or not at all",
    arguments: [
      ("Số 12, ngõ 34, phố Đội Cấn, phường Ba Đình", "ngõ 34 phố Đội Cấn 12"),
      ("Số 12, ngõ 34 phố Đội Cấn", "ngõ 34 phố Đội Cấn 12"),
      ("số 5b phố Đội Cấn, tổ dân phố 7, Hà Nội", "phố Đội Cấn 5B"),
      ("7 Hàng Bông", "Hàng Bông 7"), ("Số 12", nil), ("12/34 phố Đội Cấn", nil),
      ("Số 0, phố X", nil), ("Nhà ông Minh", nil), ("", nil), (", ,", nil), ("Số", nil),
      ("Số 12ab, phố X", nil), ("Số 99999999999999999999, phố X", nil),
      ("Số 3, phường Ba Đình", nil),
    ] as [(String, String?)])
  func address(text: String, expected: String?) {
    let read = StreetAddress(text)
    #expect(read.map { "\($0.line) \($0.house)" } == expected)
  }

  @Test(
    "homes stand in the order of their numbers, odd above and even below, each with its state in words"
  )
  func map() async throws {
    let office = try office { store, now in
      for (name, address) in [
        ("a", "Số 12, phố Đội Cấn"), ("b", "Số 3, phố Đội Cấn"), ("c", "Số 10, phố Đội Cấn"),
        ("d", "Nhà <b>ông Minh</b>"), ("e", "Số 1, phố Đội Cấn"),
      ] {
        try store.enrol(
          Identifier(name)!, area: Area("01.00004")!, address: address, at: now)
      }
      let presence = { (online: Bool, faults: [String]) in
        Presence(online: online, version: "1", boardSequence: 1, faults: faults)
      }
      try store.note(presence(true, []), of: Identifier("a")!, at: now)
      try store.note(presence(true, ["sound"]), of: Identifier("b")!, at: now)
      try store.note(presence(false, []), of: Identifier("c")!, at: now)
      try store.retire(Identifier("e")!, at: now)
    }
    let viewer = client(office)
    let page = try await viewer.ask("/homes/map").text
    func place(_ text: String) throws -> String.Index {
      try #require(page.range(of: text)?.lowerBound, "\(text)")
    }
    #expect(try place("1: Thôi dùng, e") < place("3: Hỏng một phần, b"))
    #expect(try place("10: Mất kết nối, c") < place("12: Tốt, a"))
    #expect(try place("Địa chỉ chưa ghi") > place("phố Đội Cấn (4)"))
    #expect(page.contains("Nhà &lt;b&gt;ông Minh") && !page.contains("<b>ông"))
    #expect(page.contains("Danh sách cùng nội dung"))
    let lost = try await viewer.ask("/homes/map?filter=not-reached").text
    #expect(lost.contains("/homes/c\"") && !lost.contains("/homes/a\""))
    #expect(try await viewer.ask("/homes/map/01.00004.tdp-7").status == .notFound)
    #expect(try await viewer.ask("/homes/map/x..y").status == .notFound)
  }

  @Test("a ward without homes says so")
  func empty() async throws {
    let page = try await client(office { _, _ in }).ask("/homes/map")
    #expect(page.status == .ok && page.text.contains("Chưa lắp máy"))
  }

  @Test("of ten thousand homes a page has a thousand, and the way to the others")
  func many() async throws {
    let office = try office { store, now in
      try store.database.transaction { () throws(DatabaseError) in
        for number in 1...10_000 {
          try store.database.query(
            "INSERT INTO terminals (identifier, area, enrolled, address) VALUES (?, ?, 0, ?)",
            [
              .text("nha-\(number)"), .text("01.00004"),
              .text("Số \(number % 200 + 1), ngõ \(number / 200), phố Đội Cấn"),
            ])
        }
      }
    }
    let page = try await client(office).ask("/homes/map?page=2").text
    #expect(page.contains("2/10") && page.contains("<b>10000</b>"))
    #expect(page.components(separatedBy: "<title>").count == 1_002)
  }
}
