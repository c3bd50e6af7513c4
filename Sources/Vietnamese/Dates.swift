/// Dates and times of day.
extension Reader {
  /// A date as written in figures, and the token behind it.
  struct Figures {
    var day: Int64
    var month: Int64
    var year: Int64?
    var end: Int

    /// "hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu"
    func words(after governor: String = "ngày") -> String {
      let isSaid = governor == "mùng" || governor == "mồng"
      let words = "\(isSaid ? Cardinal.words(day) : Self.day(day)) tháng \(Self.month(month))"
      return year.map { "\(words) năm \(Cardinal.words($0))" } ?? words
    }

    static func day(_ day: Int64) -> String {
      day <= 10 ? "mùng \(Cardinal.words(day))" : Cardinal.words(day)
    }

    static func month(_ month: Int64) -> String { month == 4 ? "tư" : Cardinal.words(month) }
  }

  private static let longestMonths: [Int64] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  /// "23/11/2026", "23-11-2026", "23.11.26", "23/11".
  func figures(_ index: Int) -> Figures? {
    guard let day = small(index, 1...31), kind(index + 1) == .mark,
      let month = small(index + 2, 1...12), day <= Self.longestMonths[Int(month) - 1]
    else { return nil }
    let separator = tokens[index + 1].text
    guard separator == "/" || separator == "." || isDash(index + 1) else { return nil }
    if isMark(index + 3, separator), let written = digits(index + 4), let year = Int64(written),
      !isMark(index + 5, "/"), kind(index + 5) != .word
    {
      if (1_000...2_999).contains(year), written.utf8.count == 4 {
        return Figures(day: day, month: month, year: year, end: index + 5)
      }
      if written.utf8.count == 2 {
        return Figures(day: day, month: month, year: 2_000 + year, end: index + 5)
      }
    }
    // Without a year only the slash makes a date; with more behind it, it is an address.
    guard separator == "/", !(isMark(index + 3, "/") && isJoined(index + 4)),
      kind(index + 3) != .word
    else { return nil }
    return Figures(day: day, month: month, year: nil, end: index + 3)
  }

  private func isJoined(_ index: Int) -> Bool { kind(index) == .digits || kind(index) == .word }

  /// After these words a row of figures with slashes is an address.
  private static let addresses: Set<String> = [
    "số", "ngõ", "ngách", "hẻm", "nhà", "kiệt", "phòng", "lô", "căn", "thửa", "tờ", "đường", "phố",
    "cột", "tổ", "kiốt",
  ]

  var isInAddress: Bool { Self.addresses.contains(governor) }

  mutating func readDate() -> Bool {
    readDays() || readFigures() || readHyphenated() || readMonth()
  }

  /// "ngày 20-11": no row of days, since it doesn't rise.
  private mutating func readHyphenated() -> Bool {
    guard governor == "ngày", let day = small(position, 1...31), isDash(position + 1),
      let month = small(position + 2, 1...12), month < day, !isMark(position + 3, "/")
    else { return false }
    let date = Figures(day: day, month: month, year: nil, end: position + 3)
    sayQuantity(date.words(), to: date.end)
    return true
  }

  /// "15-20/12", "15–20/12/2026".
  private mutating func readDays() -> Bool {
    guard let first = small(position, 1...31), !isInAddress, isDash(afterSpace(position + 1)),
      let last = figures(afterSpace(afterSpace(position + 1) + 1)), first < last.day
    else { return false }
    sayDay()
    sayQuantity("\(Figures.day(first)) đến ngày \(last.words())", to: last.end)
    return true
  }

  private mutating func readFigures() -> Bool {
    guard let date = figures(position), !isInAddress else { return false }
    let isDated = ["ngày", "mùng", "mồng"].contains(governor)
    // All day, all week.
    if date.day == 24, date.month == 7, date.year == nil, !isDated { return false }
    if !isDated, isFraction(date) {
      sayQuantity(
        "\(Cardinal.words(date.day)) phần \(Figures.month(date.month))", to: date.end)
      return true
    }
    sayDay()
    sayQuantity(date.words(after: governor), to: date.end)
    return true
  }

  private mutating func sayDay() {
    if !["ngày", "mùng", "mồng", "hôm"].contains(governor) { say("ngày") }
  }

  /// "1/2 số hộ", "3/4 diện tích"
  private func isFraction(_ date: Figures) -> Bool {
    guard date.year == nil, date.day < date.month, date.month <= 10,
      !tokens[position].text.hasPrefix("0"), let next = word(afterSpace(date.end))
    else { return false }
    return Self.wholes.contains(next.lowercased())
  }

  /// What a fraction is a part of.
  private static let wholes: Set<String> = [
    "số", "diện", "dân", "thời", "tổng", "quãng", "chiều", "đại", "thành", "lượng", "cử", "hộ",
    "ủy", "vốn", "giá", "mức", "khối", "cốc", "thìa", "viên", "quân",
  ]

  /// "11/2026", behind "tháng" or alone; "3/2026" behind "quý".
  private mutating func readMonth() -> Bool {
    guard let month = small(position, 1...12), isMark(position + 1, "/"),
      let written = digits(position + 2, count: 4...4), let year = Int64(written),
      (1_900...2_199).contains(year), !isMark(position + 3, "/", "-"), !isInAddress
    else { return false }
    let isQuarter = ["quý", "kỳ", "đợt", "khóa", "lần", "quí"].contains(governor)
    if governor != "tháng", !isQuarter { say("tháng") }
    let number = isQuarter ? Cardinal.words(month) : Figures.month(month)
    sayQuantity("\(number) năm \(Cardinal.words(year))", to: position + 3)
    return true
  }

  // MARK: Times of day

  mutating func readClock() -> Bool { readColonTime() || readHours() }

  /// "07:30", "07:30:15".
  private mutating func readColonTime() -> Bool {
    guard let hour = small(position, 0...24), isMark(position + 1, ":"),
      let written = digits(position + 2, count: 2...2), let minute = Int64(written), minute < 60,
      !(isMark(position + 3, ".", ",") && digits(position + 4) != nil)
    else { return false }
    var words = Self.time(hour, minute)
    var end = position + 3
    if isMark(end, ":"), let more = digits(end + 1, count: 2...2), let second = Int64(more),
      second < 60
    {
      words += " \(Cardinal.words(second)) giây"
      end += 2
    }
    sayQuantity(words, to: end)
    return true
  }

  /// "7h30", "19h", "7h30'", "8g30".
  private mutating func readHours() -> Bool {
    guard let hour = small(position, 0...24), let unit = word(position + 1),
      ["h", "H", "g", "giờ"].contains(unit)
    else { return false }
    var end = position + 2
    var minutes: Int64?
    if let minute = small(end, 0...59) {
      minutes = minute
      end += 1
      if isMark(end, "'", "’", "′") {
        end += 1
      } else if let word = word(afterSpace(end)), ["p", "ph", "phút"].contains(word) {
        end = afterSpace(end) + 1
      }
    }
    if unit == "g", minutes == nil, !isHourLikely { return false }
    sayQuantity(Self.time(hour, minutes ?? 0), to: end)
    return true
  }

  /// Whether "8g" is eight o'clock and no weight.
  private var isHourLikely: Bool {
    let heavy: Set<String> = [
      "nặng", "cân", "gói", "lượng", "chứa", "hộp", "khoảng", "thêm", "dùng", "ăn", "muối",
      "đường", "quá", "dưới", "trên",
    ]
    return !heavy.contains(governor)
  }

  private static func time(_ hour: Int64, _ minute: Int64) -> String {
    let hours = "\(Cardinal.words(hour)) giờ"
    return minute == 0 ? hours : "\(hours) \(Cardinal.words(minute)) phút"
  }
}
