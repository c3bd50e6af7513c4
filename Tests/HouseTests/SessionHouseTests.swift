import Foundation
import TestSupport
import Testing
import WardContract

/// A ward's session with the real programs, at the ward's time: their wall clock is shifted to it
/// from outside (`ShiftedClock`).
@Suite("A session in the house", .serialized) struct SessionHouseTests {
  private struct Row: Decodable {
    struct Receipt: Decodable {
      var bulletin: String?
      var fact: String
      var time: String
      var slot: String?
    }
    var receipt: Receipt
  }

  private func receipts(_ house: House) throws -> [Row.Receipt] {
    let text = try house.loanha("receipts", "--ward", house.ward, "--json")
    return try JSONDecoder().decode([Row].self, from: Data(text.utf8)).map(\.receipt)
  }

  @Test("R-21: the ward moves its session; what is written before it sounds then, and not before")
  func session() throws {
    // Next Tuesday, 14:00: a day and an hour that have sessions.
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    let today = LocalDate(now)
    let tuesday = today.adding(days: 8 - today.weekday)
    let shift = tuesday.instant(minute: 14 * 60) - now
    let house = try House(clockShiftSeconds: shift / 1000)
    try house.start()
    #expect(
      try house.loanha("ward", "plan", "--ward", house.ward, "--show").contains("chieu\t17:00"))

    // The session begins with a minute that is far enough away to write for it.
    let there = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000) + shift
    let minute = (there + 30_000 - tuesday.instant(minute: 0)) / 60_000 + 1
    let opening = tuesday.instant(minute: Int(minute))
    let plan = "\(house.ward)/plan.toml"
    let start = String(opening.description.dropFirst(11).prefix(5))
    try String(contentsOfFile: plan, encoding: .utf8)
      .replacingOccurrences(of: "17:00", with: start)
      .replacingOccurrences(of: "spread-seconds = 60", with: "spread-seconds = 3")
      .write(toFile: plan, atomically: true, encoding: .utf8)
    try house.loanha("ward", "plan", "--ward", house.ward)
    #expect(
      eventually { house.terminal?.log.contains("broadcast plan version 2") ?? false },
      "\(house.logs)")

    for (name, seconds) in [("tin-1", 1.5), ("tin-2", 0.5)] {
      let words = try house.loanha(
        "bulletin", "publish", "--ward", house.ward, "--id", name, "--title", "Bản tin \(name)",
        "--class", "thong-tin-thiet-yeu", "--audio", try house.tone(seconds: seconds))
      #expect(words.contains("phát buổi chiều"), "\(words)")
      #expect(house.hasFact("received 1", of: name), "\(house.logs)")
    }
    #expect(try receipts(house).allSatisfy { $0.fact == "received" })
    #expect(
      eventually(within: 150) { try receipts(house).count { $0.fact == "heard" } == 2 },
      "\(house.logs)")
    let played = try receipts(house).filter { $0.fact == "played" }
    #expect(played.compactMap(\.bulletin).sorted() == ["tin-1", "tin-2"])
    for receipt in played {
      #expect(receipt.slot == "\(tuesday) chieu")
      let time = try #require(Instant(receipt.time))
      #expect(time >= opening && time < opening + 60_000, "\(receipt.time), opening \(opening)")
    }
    #expect(house.terminal?.stop() == 0)
    #expect(house.desk?.stop() == 0)
  }
}
