import Glibc

/// A day of the Vietnamese lunar calendar (âm lịch), reckoned for UTC+7.
///
/// After Hồ Ngọc Đức, "Thuật toán tính âm lịch": months begin with the day of the new moon, and month 11
/// has the winter solstice; new moons after Meeus, "Astronomical Algorithms" (1991). Good for years 1800
/// to 2199.
public struct LunarDate: Equatable, Sendable {
  /// Years of the Gregorian calendar for which it holds.
  public static let years = 1800...2199

  /// 1…30.
  public let day: Int
  /// 1…12.
  public let month: Int
  /// The year in which its first month began.
  public let year: Int
  /// The month is a second one of that number (tháng nhuận).
  public let isLeapMonth: Bool

  /// The lunar date of a day of the Gregorian calendar; `nil` outside of `years`. The day must exist.
  public init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year) else { return nil }
    let number = Self.dayNumber(year: year, month: month, day: day)
    // The mean moon is up to 14 hours ahead of the true one, or behind it.
    var lunation = Self.lunation(before: Double(number)) + 1
    while Self.newMoonDay(lunation) > number { lunation -= 1 }
    let begin = Self.newMoonDay(lunation)
    var solstice = Self.eleventhMonth(year)
    var next = solstice
    var lunarYear = year
    if solstice >= begin {
      solstice = Self.eleventhMonth(year - 1)
    } else {
      lunarYear = year + 1
      next = Self.eleventhMonth(year + 1)
    }
    let months = (begin - solstice) / 29
    var lunarMonth = months + 11
    var isLeap = false
    if next - solstice > 365 {
      let leap = Self.leapMonth(after: solstice)
      if months >= leap { lunarMonth -= 1 }
      isLeap = months == leap
    }
    if lunarMonth > 12 { lunarMonth -= 12 }
    if lunarMonth >= 11, months < 4 { lunarYear -= 1 }
    self.day = number - begin + 1
    self.month = lunarMonth
    self.year = lunarYear
    isLeapMonth = isLeap
  }

  private static let stems = [
    "Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý",
  ]
  private static let branches = [
    "Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi",
  ]

  /// The name of the year: "Bính Ngọ".
  public var yearName: String { "\(Self.stems[(year + 6) % 10]) \(Self.branches[(year + 8) % 12])" }

  /// "15 tháng 10 năm Bính Ngọ".
  public var text: String { "\(day) tháng \(month)\(isLeapMonth ? " nhuận" : "") năm \(yearName)" }

  // MARK: Sun and moon

  private static let newMoonOf1900 = 2_415_021.076998695
  private static let lunationDays = 29.530588853
  private static let zoneDays = 7.0 / 24

  /// The Julian day number.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shift = (14 - month) / 12
    let years = year + 4_800 - shift
    let months = month + 12 * shift - 3
    return day + (153 * months + 2) / 5 + 365 * years + years / 4 - years / 100 + years / 400
      - 32_045
  }

  private static func lunation(before day: Double) -> Int {
    Int(((day - newMoonOf1900) / lunationDays).rounded(.down))
  }

  /// The day in Việt Nam on which lunation `number` since 1900-01-01 begins.
  private static func newMoonDay(_ number: Int) -> Int {
    Int((newMoon(Double(number)) + 0.5 + zoneDays).rounded(.down))
  }

  /// Julian day of a new moon.
  private static func newMoon(_ k: Double) -> Double {
    func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
    let t = k / 1236.85
    let t2 = t * t
    let t3 = t2 * t
    let mean =
      2415020.75933 + 29.53058868 * k + 0.0001178 * t2 - 0.000000155 * t3
      + 0.00033 * sine(166.56 + 132.87 * t - 0.009173 * t2)
    let sun = 359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3
    let moon = 306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3
    let node = 21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3
    var change = (0.1734 - 0.000393 * t) * sine(sun) + 0.0021 * sine(2 * sun)
    change += -0.4068 * sine(moon) + 0.0161 * sine(2 * moon) - 0.0004 * sine(3 * moon)
    change += 0.0104 * sine(2 * node) - 0.0051 * sine(sun + moon) - 0.0074 * sine(sun - moon)
    change += 0.0004 * sine(2 * node + sun) - 0.0004 * sine(2 * node - sun)
    change += -0.0006 * sine(2 * node + moon) + 0.0010 * sine(2 * node - moon)
    change += 0.0005 * sine(2 * moon + sun)
    let early = 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
    let clock = t < -11 ? early : -0.000278 + 0.000265 * t + 0.000262 * t2
    return mean + change - clock
  }

  /// In which twelfth of its way the sun is as that day begins in Việt Nam; 0 begins with the spring
  /// equinox.
  private static func sunSector(_ day: Int) -> Int {
    let t = (Double(day) - 0.5 - zoneDays - 2451545) / 36525
    let t2 = t * t
    let anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * .pi / 180
    let mean = 280.46645 + 36000.76983 * t + 0.0003032 * t2
    let centre =
      (1.914600 - 0.004817 * t - 0.000014 * t2) * sin(anomaly)
      + (0.019993 - 0.000101 * t) * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    let turns = (mean + centre) / 360
    return Int((turns - turns.rounded(.down)) * 12)
  }

  /// The first day of the lunar month that has the winter solstice of a year.
  private static func eleventhMonth(_ year: Int) -> Int {
    let days = Double(dayNumber(year: year, month: 12, day: 31) - 2_415_021)
    let lunation = Int((days / lunationDays).rounded(.down))
    let begin = newMoonDay(lunation)
    return sunSector(begin) >= 9 ? newMoonDay(lunation - 1) : begin
  }

  /// How many months after month 11 the leap month comes: the first in which the sun stays in a twelfth.
  private static func leapMonth(after solstice: Int) -> Int {
    let lunation = Int(((Double(solstice) - newMoonOf1900) / lunationDays + 0.5).rounded(.down))
    var month = 1
    var sector = sunSector(newMoonDay(lunation + month))
    while month < 14 {
      month += 1
      let next = sunSector(newMoonDay(lunation + month))
      if next == sector { break }
      sector = next
    }
    return month - 1
  }
}
