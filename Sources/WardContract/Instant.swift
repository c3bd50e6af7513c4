/// A point in time: milliseconds since 1970-01-01T00:00:00 UTC, without leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01T00:00:00 UTC.
  public var milliseconds: Int64

  /// The point `milliseconds` after 1970-01-01T00:00:00 UTC.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Whether `left` comes before `right`.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// The point `milliseconds` later.
  public static func + (instant: Instant, milliseconds: Int64) -> Instant {
    Instant(milliseconds: instant.milliseconds + milliseconds)
  }

  /// Milliseconds from `earlier` to `later`.
  public static func - (later: Instant, earlier: Instant) -> Int64 {
    later.milliseconds - earlier.milliseconds
  }
}

/// A date and time of day in Việt Nam: UTC+7 all year.
public struct LocalTime: Equatable, Sendable {
  /// Year of the Gregorian calendar, month 1…12, day 1…31.
  public var year: Int, month: Int, day: Int
  /// Hour 0…23, minute 0…59, second 0…59.
  public var hour: Int, minute: Int, second: Int
  /// 0 for Monday (thứ Hai) … 6 for Sunday (Chủ nhật).
  public var weekday: Int

  /// Minutes that the clocks of Việt Nam are ahead of UTC.
  public static let offsetMinutes = 420

  /// The local time at `instant`.
  public init(_ instant: Instant) {
    let seconds =
      Self.floorDivide(instant.milliseconds, 1000) + Int64(Self.offsetMinutes) * 60
    let days = Self.floorDivide(seconds, 86_400)
    let ofDay = Int(seconds - days * 86_400)
    (year, month, day) = Self.date(daysSince1970: days)
    (hour, minute, second) = (ofDay / 3600, ofDay / 60 % 60, ofDay % 60)
    // 1 January 1970 was a Thursday.
    weekday = Int((days + 3) - Self.floorDivide(days + 3, 7) * 7)
  }

  static func floorDivide(_ number: Int64, _ by: Int64) -> Int64 {
    number % by < 0 ? number / by - 1 : number / by
  }

  /// Days from 1970-01-01 to the date, in the proleptic Gregorian calendar. The year is reckoned
  /// from March, so that the leap day comes last.
  static func daysSince1970(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = floorDivide(shifted, 400)
    let ofEra = shifted - era * 400
    let ofYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  static func date(daysSince1970 days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = floorDivide(shifted, 146_097)
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let day = Int(ofYear - (153 * shiftedMonth + 2) / 5 + 1)
    let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
    return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Instant: CustomStringConvertible {
  /// The time as CAP 1.2 §3.3.2 writes it: local date and time with its offset, whole seconds.
  public var description: String {
    let local = LocalTime(self)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let year = String(repeating: "0", count: max(0, 4 - String(local.year).count)) + "\(local.year)"
    return "\(year)-\(two(local.month))-\(two(local.day))"
      + "T\(two(local.hour)):\(two(local.minute)):\(two(local.second))+07:00"
  }

  /// The time that `text` names in the form of CAP 1.2 §3.3.2: `2026-11-24T08:05:00+07:00`, with
  /// an offset, without "Z" and without fractions. `nil` for anything else, 30 February included.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 25, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"),
      bytes[19] == UInt8(ascii: "+") || bytes[19] == UInt8(ascii: "-")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var number = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        number = number * 10 + Int(byte - 0x30)
      }
      return number
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      let offsetHours = number(20..<22), let offsetMinutes = number(23..<25),
      (1...12).contains(month), day >= 1, hour < 24, minute < 60, second < 60, offsetHours < 15,
      offsetMinutes < 60
    else { return nil }
    let days = LocalTime.daysSince1970(year: year, month: month, day: day)
    guard LocalTime.date(daysSince1970: days) == (year, month, day) else { return nil }
    let offset = (offsetHours * 60 + offsetMinutes) * (bytes[19] == UInt8(ascii: "+") ? 60 : -60)
    let ofDay = hour * 3600 + minute * 60 + second - offset
    milliseconds = (days * 86_400 + Int64(ofDay)) * 1000
  }
}
