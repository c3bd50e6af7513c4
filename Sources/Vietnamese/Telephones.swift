/// Telephone numbers and number plates: digit by digit, in breaths.
extension Reader {
  /// Numbers that everybody knows by their digits.
  private static let shortNumbers: Set<String> = [
    "111", "112", "113", "114", "115", "116", "117", "119", "1022", "1080", "1088",
  ]

  /// Who is called by such a number: "cảnh sát 113".
  private static let called: Set<String> = ["sát", "hỏa", "hoả", "thương", "cứu", "cháy", "an"]

  /// Behind a short number that is no count: "gọi 114 hoặc 112".
  private static let conjunctions: Set<String> = [
    "và", "hoặc", "hay", "để", "khi", "nếu", "ngay", "của", "miễn", "từ", "trong", "gặp",
  ]

  func isShortNumber(_ index: Int) -> Bool {
    guard let row = digits(index), Self.shortNumbers.contains(row) else { return false }
    guard isAboutTelephones || Self.called.contains(governor) else { return false }
    guard let next = word(afterSpace(index + 1)) else { return true }
    return Self.conjunctions.contains(next.lowercased())
  }

  mutating func readTelephone() -> Bool {
    guard let (groups, end) = telephone(position) else { return false }
    sayTelephone(groups, to: end)
    return true
  }

  mutating func sayTelephone(_ groups: [String], to end: Int) {
    let breaths = groups.flatMap { Cardinal.groups($0) }
    sayQuantity(breaths.map(Cardinal.spelled).joined(separator: ", "), to: end)
    isAboutTelephones = true
    isAfterQuantity = false
  }

  /// The groups of digits of a telephone number at `index`, and the token behind it.
  func telephone(_ index: Int) -> ([String], end: Int)? {
    guard let first = digits(index, count: 3...11) else { return nil }
    var groups = [first]
    var end = index + 1
    var found: ([String], end: Int)?
    while true {
      let number = groups.joined()
      if isTelephone(number) { found = (groups, end) }
      guard number.utf8.count < 11, groups.count < 6,
        kind(end) == .space || isMark(end, ".") || isDash(end),
        let next = digits(end + 1, count: 1...7)
      else { return found }
      groups.append(next)
      end += 2
    }
  }

  private func isTelephone(_ number: String) -> Bool {
    let count = number.utf8.count
    switch number.prefix(2) {
    case "03", "05", "07", "08", "09": return count == 10
    case "02": return (10...11).contains(count)
    case "18", "19":
      return (number.hasPrefix("1800") || number.hasPrefix("1900")) && [8, 10].contains(count)
        && (isAboutTelephones || count == 8)
    default: return isAboutTelephones && (7...8).contains(count) && !number.hasPrefix("0")
    }
  }

  /// "(024)35123237" and "(024) 3512 3237", from the bracket on.
  mutating func readAreaCode() -> Bool {
    guard let area = digits(position + 1, count: 2...4), area.hasPrefix("0"),
      isMark(position + 2, ")")
    else { return false }
    var groups = [area]
    var end = position + 3
    var next = isDash(end) || isMark(end, ".") ? end + 1 : afterSpace(end)
    while groups.joined().utf8.count < 11, let more = digits(next, count: 2...8) {
      groups.append(more)
      end = next + 1
      next = isMark(end, ".") || isDash(end) ? end + 1 : afterSpace(end)
    }
    guard isTelephone(groups.joined()) else { return false }
    sayTelephone(groups, to: end)
    return true
  }

  /// "+84 912 345 678", from the plus on.
  mutating func readCountryCode() -> Bool {
    guard let country = digits(position + 1), country.hasPrefix("84") else { return false }
    var groups = [country]
    var end = position + 2
    while groups.joined().utf8.count < 11,
      kind(end) == .space || isMark(end, ".") || isDash(end),
      let more = digits(end + 1, count: 2...9)
    {
      groups.append(more)
      end += 2
    }
    let number = groups.joined()
    guard (11...12).contains(number.utf8.count) else { return false }
    if groups.count == 1 { groups = ["84", String(number.dropFirst(2))] }
    say("cộng")
    sayTelephone(groups, to: end)
    return true
  }

  /// "29A-123.45", "30F1-2345"
  mutating func readPlate() -> Bool {
    guard let province = digits(position, count: 2...2), let series = word(position + 1),
      (1...2).contains(series.count), series == series.uppercased()
    else { return false }
    var end = position + 2
    var letters = Syllable.spelled(series)
    if let digit = digits(end, count: 1...1) {
      letters += " \(Cardinal.spelled(digit))"
      end += 1
    }
    guard isDash(end), let row = digits(end + 1, count: 3...5) else { return false }
    var number = row
    end += 2
    if row.utf8.count == 3 {
      guard isMark(end, "."), let rest = digits(end + 1, count: 2...2) else { return false }
      number += rest
      end += 2
    }
    say("\(Cardinal.spelled(province)) \(letters), \(Cardinal.spelled(number))")
    position = end
    isAfterQuantity = false
    return true
  }
}
