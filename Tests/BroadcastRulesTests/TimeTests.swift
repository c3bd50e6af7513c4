import BroadcastRules
import Foundation
import TestSupport
import Testing
import WardContract

@Suite("Days and hours in Việt Nam") struct TimeTests {
  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600)!
    return calendar
  }()

  @Test("every day from 1970 to 2110 is what Foundation's calendar says, leap days among them")
  func calendar() {
    var date = day("1970-01-01")
    var moment = Date(timeIntervalSince1970: -7 * 3600)
    while date < day("2110-01-01") {
      let parts = Self.calendar.dateComponents([.year, .month, .day, .weekday], from: moment)
      #expect(date.parts == (parts.year!, parts.month!, parts.day!))
      // Foundation counts from Sunday, 1.
      #expect(date.weekday == (parts.weekday! + 5) % 7)
      #expect(date == LocalDate(year: parts.year!, month: parts.month!, day: parts.day!))
      #expect(LocalDate(date.description) == date)
      #expect(date.instant(minute: 0).milliseconds == Int64(moment.timeIntervalSince1970) * 1000)
      #expect(LocalDate(date.instant(minute: 1439)) == date)
      date = date.adding(days: 1)
      moment += 86_400
    }
  }

  @Test(
    "dates that don't exist are none",
    arguments: [
      "2021-02-29", "2100-02-29", "2024-02-30", "2024-04-31", "2024-13-01", "2024-00-10",
      "2024-01-00", "1969-12-31", "10000-01-01", "2024-1-1", "2024-01-01 ", "24-01-01", "",
      "2024/01/01", "+024-01-01", "२०२४-०१-०१",
    ])
  func noDate(_ text: String) {
    #expect(LocalDate(text) == nil)
  }

  @Test("the days before the first and after the last are the first and the last")
  func ends() {
    #expect(LocalDate(Instant(milliseconds: .min)) == day("1970-01-01"))
    #expect(LocalDate(Instant(milliseconds: .max)) == day("9999-12-31"))
    #expect(day("9999-12-31").adding(days: 400) == day("9999-12-31"))
    #expect(day("1970-01-01").adding(days: -1) == day("1970-01-01"))
  }

  @Test(
    "a time with another offset falls on the day that it has in Hà Nội",
    arguments: [
      // 23:30 of Friday in London is 06:30 of Saturday in Hà Nội: the next session is Monday's.
      ("2026-11-27T23:30:00+00:00", "2026-11-30 sang"),
      // 23:59:59 of Sunday in Greenwich is 06:59:59 of Monday: one second early enough.
      ("2026-11-29T23:59:59+00:00", "2026-11-30 sang"),
      ("2026-11-30T00:00:00+00:00", "2026-11-30 sang"),
      ("2026-11-30T00:00:01+00:00", "2026-11-30 chieu"),
      // The same moment in New York, Tokyo and Kiritimati.
      ("2026-11-26T19:00:00-05:00", "2026-11-27 sang"),
      ("2026-11-27T09:00:00+09:00", "2026-11-27 sang"),
      ("2026-11-27T14:00:00+14:00", "2026-11-27 sang"),
      // 01:00 of Saturday in Tokyo is 23:00 of Friday in Hà Nội: both sessions are over.
      ("2026-11-28T01:00:00+09:00", "2026-11-30 sang"),
      // Leap days are days: Thursday 29 February 2024; and Saturday 29 February 2020 is no weekday.
      ("2024-02-28T23:00:00+00:00", "2024-02-29 sang"),
      ("2024-02-29T17:00:01+07:00", "2024-03-01 sang"),
      ("2020-02-28T20:00:00+07:00", "2020-03-02 sang"),
    ])
  func offsets(_ begins: String, _ expected: String) throws {
    let begins = try #require(Instant(begins))
    let name = begins < at("2021-03-12 00:00") ? "cong-viec-chung" : "thong-tin-thiet-yeu"
    let bulletin = notice(begins: begins, content: name)
    #expect(ward(.district).turn(of: bulletin) == .slot(slot(expected)))
    #expect(
      ward(.district).broken(BroadcastItem(bulletin, soundMilliseconds: 1, slot: slot(expected)))
        == [])
  }

  @Test("R-27: midnight in Hà Nội, not in Greenwich, changes the rule set")
  func midnight() {
    let rules = ward(.district)
    // 17:30 of 11 March in Greenwich is 00:30 of the 12th in Hà Nội.
    let essential = notice(begins: Instant("2021-03-11T17:30:00+00:00")!)
    #expect(rules.turn(of: essential) == .slot(slot("2021-03-12 sang")))
    #expect(rules.broken(item(essential, "2021-03-12 sang")) == [])
    #expect(rules.broken(item(essential, "2021-03-11 chieu")) == ["noi-dung"])
  }
}
