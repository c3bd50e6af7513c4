import Testing
import Vietnam

@Suite("The lunar calendar") struct LunarDateTests {
  @Test(
    "known days",
    arguments: [
      ((2026, 11, 23), "15 tháng 10 năm Bính Ngọ"), ((2026, 2, 17), "1 tháng 1 năm Bính Ngọ"),
      ((2027, 2, 6), "1 tháng 1 năm Đinh Mùi"), ((2025, 1, 29), "1 tháng 1 năm Ất Tỵ"),
      ((2025, 7, 25), "1 tháng 6 nhuận năm Ất Tỵ"), ((2025, 8, 23), "1 tháng 7 năm Ất Tỵ"),
      // A day earlier than in China.
      ((2007, 2, 17), "1 tháng 1 năm Đinh Hợi"), ((1985, 1, 21), "1 tháng 1 năm Ất Sửu"),
    ] as [((Int, Int, Int), String)])
  func known(_ date: (Int, Int, Int), _ expected: String) throws {
    let lunar = try #require(LunarDate(year: date.0, month: date.1, day: date.2))
    #expect(lunar.text == expected)
  }

  @Test("days follow one another through four centuries: no day is lost, no month is too long")
  func steady() throws {
    var before: LunarDate?
    for year in LunarDate.years {
      for month in 1...12 {
        let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        for day in 1...lengths[month - 1] {
          let lunar = try #require(LunarDate(year: year, month: month, day: day))
          defer { before = lunar }
          guard let before else { continue }
          if lunar.day != 1 {
            #expect(lunar.day == before.day + 1 && lunar.month == before.month)
          } else {
            #expect(before.day == 29 || before.day == 30, "\(year)-\(month)-\(day)")
            let next = lunar.isLeapMonth ? before.month : before.month % 12 + 1
            #expect(lunar.month == next, "\(year)-\(month)-\(day): \(lunar) after \(before)")
          }
        }
      }
    }
  }

  @Test("years that nobody vouches for have no lunar date")
  func bounds() {
    #expect(LunarDate(year: 1799, month: 12, day: 31) == nil)
    #expect(LunarDate(year: 2200, month: 1, day: 1) == nil)
  }
}
