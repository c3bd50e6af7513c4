/// Digits, by themselves.
extension Reader {
  mutating func readDigits() {
    if readPlate() || readTelephone() || readDocumentNumber() || readDate() || readClock() {
      return
    }
    readNumber()
  }

  /// A number as it is written: "1.234.567", "1.234,56", "1 500 000", "2.1.3".
  struct Written {
    /// Its words, without a unit.
    var words: String
    /// Its value if it is a plain whole number.
    var value: Int64?
    /// The token behind it.
    var end: Int
  }

  /// Reads the number at `index`.
  func written(_ index: Int) -> Written {
    guard let first = digits(index) else { return Written(words: "", value: nil, end: index) }
    if let joined = spacedThousands(index) { return joined }
    var rows = [first]
    var separators: [String] = []
    var end = index + 1
    // Longer rows are no number, and are read part by part.
    while rows.count < 8, isMark(end, ".", ","), let next = digits(end + 1),
      !(isAboutTelephones && isMark(end, ","))
    {
      separators.append(tokens[end].text)
      rows.append(next)
      end += 2
    }
    guard let separator = separators.first else {
      return Written(words: row(first, to: end), value: Int64(first), end: end)
    }
    let fraction = separators.last == separator ? nil : rows.last
    let groups = fraction == nil ? rows : rows.dropLast()
    let isGrouped =
      groups.dropFirst().allSatisfy { $0.utf8.count == 3 } && first.utf8.count <= 3
      && !first.hasPrefix("0") && separators.dropLast().allSatisfy { $0 == separator }
    // "1.234.567" or "1.234,56"; a comma alone is the decimal one.
    if isGrouped, fraction != nil || separators.count > 1 || separator == "." {
      let whole = groups.joined()
      guard let fraction else {
        return Written(words: Cardinal.words(digits: whole), value: Int64(whole), end: end)
      }
      return Written(
        words: "\(Cardinal.words(digits: whole)) phẩy \(Cardinal.fraction(fraction))", value: nil,
        end: end)
    }
    if separators.count == 1, separator == "," || !isHeading(end) {
      return Written(
        words: "\(Cardinal.words(digits: first)) phẩy \(Cardinal.fraction(rows[1]))", value: nil,
        end: end)
    }
    let sign = separator == "." ? " chấm " : ", "
    return Written(words: rows.map(Cardinal.words(digits:)).joined(separator: sign), end: end)
  }

  /// A row of digits without separators. Amounts of money have them from a million on; a long row
  /// without is the number of an account or a paper.
  private func row(_ row: String, to end: Int) -> String {
    let isMoney = word(afterSpace(end)).map(Units.money.contains) ?? false
    guard row.utf8.count > 8, !isMoney else { return Cardinal.words(digits: row) }
    return Cardinal.groups(row).map(Cardinal.spelled).joined(separator: ", ")
  }

  /// "2.1 Sắp xếp": a number at the beginning of a line with a capital behind it.
  private func isHeading(_ end: Int) -> Bool {
    isAtLineStart && (word(afterSpace(end)).map(Self.startsWithCapital) ?? isMark(end, ".", ")"))
  }

  /// "1 500 000": at least two groups of three behind the first.
  private func spacedThousands(_ index: Int) -> Written? {
    guard let first = digits(index, count: 1...3), !first.hasPrefix("0") else { return nil }
    var whole = first
    var end = index + 1
    while whole.utf8.count < 15, kind(end) == .space, let next = digits(end + 1, count: 3...3) {
      whole += next
      end += 2
    }
    guard end > index + 3 else { return nil }
    return Written(words: Cardinal.words(digits: whole), value: Int64(whole), end: end)
  }

  /// A number and its unit.
  mutating func readNumber() {
    let number = written(position)
    if number.end == position + 1, let value = number.value, readGoverned(value, to: number.end) {
      return
    }
    say(number.words)
    isAfterQuantity = true
    let isAtLineStart = isAtLineStart
    position = number.end
    // "1. Căn cứ": the number of a paragraph.
    if isAtLineStart, isMark(position, ".", ")"), kind(position + 1) != .digits {
      position += 1
      return pause(.short)
    }
    readUnit()
  }

  /// Numbers that are said otherwise because of the word before them.
  private mutating func readGoverned(_ value: Int64, to end: Int) -> Bool {
    switch governor {
    case "thứ" where value == 1 || value == 4 && (!isAfterQuantity || isListed(end)):
      sayQuantity(value == 1 ? "nhất" : "tư", to: end)
    case "tháng" where value == 4 && (!isAfterQuantity || isListed(end)):
      sayQuantity("tư", to: end)
    case "ngày" where (1...10).contains(value) && isListed(end) && !isEvery:
      sayQuantity("mùng \(Cardinal.words(value))", to: end)
    default:
      guard isShortNumber(position), end == position + 1 else { return false }
      sayQuantity(Cardinal.spelled(tokens[position].text), to: end)
    }
    return true
  }

  private var isEvery: Bool { ["mỗi", "một", "trong", "số", "hai", "ba"].contains(wordBefore) }

  /// Behind a number of a day or a weekday: not the thing that it counts.
  private func isListed(_ end: Int) -> Bool {
    let next = afterSpace(end)
    switch kind(next) {
    case nil, .lineBreak: return true
    case .mark: return !isMark(next, "/", "%", ":")
    case .word:
      return ["tháng", "và", "đến", "tới", "âm", "hằng", "hàng", "hoặc", "tuần", "này", "tết"]
        .contains(tokens[next].text.lowercased())
    case .digits, .space: return false
    }
  }

  // MARK: Units

  /// The unit behind a number, if there is one, and what it is counted by: "đồng/tháng".
  mutating func readUnit() {
    if readDegrees() || readSpokenSign() { return }
    let next = afterSpace(position)
    guard let unit = word(next) else { return }
    let isAttached = next == position
    guard let (words, end) = unitWords(next, isAttached: isAttached) else {
      if isAttached { readLetter() }
      return
    }
    say(words)
    position = end
    // "500k đồng" is not said twice.
    if words.hasSuffix("đồng") {
      let again = afterSpace(position)
      if let currency = word(again), ["đồng", "đ", "VNĐ", "VND"].contains(currency) {
        position = again + 1
      }
    }
    readPer(unit)
  }

  /// The unit at `index`, with its power, and the token behind it.
  func unitWords(_ index: Int, isAttached: Bool) -> (String, end: Int)? {
    guard let unit = word(index) else { return nil }
    if ["k", "K"].contains(unit), digits(index - 1)?.utf8.count == 1, unit == "K" { return nil }
    guard let words = Units.spaced[unit] ?? (isAttached ? Units.attached[unit] : nil) else {
      return nil
    }
    if Units.lengths.contains(unit), let next = kind(index + 1), next == .digits || next == .mark,
      let power = Units.power[tokens[index + 1].text]
    {
      return ("\(words) \(power)", index + 2)
    }
    // "m" and "l" are also letters, "đ" a point of a law.
    if !isAttached, ["l", "m", "h"].contains(unit), digits(index + 1) != nil { return nil }
    return (words, index + 1)
  }

  /// "/tháng", "/kg", "/m³", several times.
  mutating func readPer(_ first: String) {
    var unit = first
    while isMark(position, "/"), let counted = word(position + 1) {
      let isMoney = Units.money.contains(unit) || Units.counted.contains(unit)
      if let (words, end) = unitWords(position + 1, isAttached: true) {
        say(isMoney ? "một \(words)" : "trên \(words)")
        position = end
      } else if Units.counted.contains(counted.lowercased()) {
        say("một \(counted)")
        position += 2
      } else {
        return
      }
      unit = counted
    }
  }

  private mutating func readDegrees() -> Bool {
    let next = afterSpace(position)
    guard isMark(next, "°", "º", "℃") else { return false }
    var words = "độ"
    position = next + 1
    if isMark(next, "℃") {
      words = "độ xê"
    } else if let scale = word(position), ["C", "F"].contains(scale) {
      words = scale == "C" ? "độ xê" : "độ ép"
      position += 1
    }
    say(words)
    return true
  }

  /// Minutes and seconds as strokes, and money signs behind the number.
  private mutating func readSpokenSign() -> Bool {
    if isMark(position, "'", "’", "′") {
      say("phút")
    } else if isMark(position, "″") {
      say("giây")
    } else {
      return false
    }
    position += 1
    return true
  }

  /// The letter of "nhà 5B", "lớp 7A1", and the one of "4G".
  private mutating func readLetter() {
    guard let letter = word(position), letter.count == 1, let character = letter.first else {
      return
    }
    let isTimes = letter == "x" && digits(position + 1) != nil
    say(isTimes ? "nhân" : Syllable.name(character))
    position += 1
    if isTimes { return }
    if let more = digits(position) {
      say(Cardinal.words(digits: more))
      position += 1
    }
  }
}
