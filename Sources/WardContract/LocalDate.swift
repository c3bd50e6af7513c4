/// A day in Việt Nam, from 1970-01-01 to 9999-12-31: it begins at midnight of UTC+7.
public struct LocalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  private let days: Int64

  /// What the text of a date must be, in words.
  public static let rule = "a date such as 2021-03-12, not before 1970, was expected"

  private static let last = LocalTime.daysSince1970(year: 9999, month: 12, day: 31)

  private init(days: Int64) { self.days = min(max(days, 0), Self.last) }

  /// The day of `instant`; the first or the last one for an instant outside of them.
  public init(_ instant: Instant) {
    let seconds = LocalTime.floorDivide(instant.milliseconds, 1000)
    self.init(days: LocalTime.floorDivide(seconds + Int64(LocalTime.offsetMinutes) * 60, 86_400))
  }

  /// The date of the Gregorian calendar, or `nil` if there is none such.
  public init?(year: Int, month: Int, day: Int) {
    guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let days = LocalTime.daysSince1970(year: year, month: month, day: day)
    guard LocalTime.date(daysSince1970: days) == (year, month, day) else { return nil }
    self.init(days: days)
  }

  /// The date that `text` spells, `2021-03-12`; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(Substring(parts[0])), let month = Int(Substring(parts[1])),
      let day = Int(Substring(parts[2]))
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Whether `left` comes before `right`.
  public static func < (left: LocalDate, right: LocalDate) -> Bool { left.days < right.days }

  /// Year, month 1…12, day 1…31 of the Gregorian calendar.
  public var parts: (year: Int, month: Int, day: Int) { LocalTime.date(daysSince1970: days) }

  /// 0 for Monday (thứ Hai) … 6 for Sunday (Chủ nhật).
  public var weekday: Int { Int((days + 3) % 7) }

  /// The moment `minute` minutes after midnight in Việt Nam.
  public func instant(minute: Int) -> Instant {
    Instant(
      milliseconds: (days * 1440 + Int64(minute) - Int64(LocalTime.offsetMinutes)) * 60_000)
  }

  /// The date so many days later; never beyond the first and the last one.
  public func adding(days count: Int) -> LocalDate { LocalDate(days: days + Int64(count)) }
}

extension LocalDate: CustomStringConvertible {
  /// The date as `init(_: String)` reads it.
  public var description: String { String(instant(minute: 0).description.prefix(10)) }
}
