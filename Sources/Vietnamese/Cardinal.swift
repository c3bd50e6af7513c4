/// Numbers in the words of the North.
enum Cardinal {
  static let digits = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
  ]

  /// Numbers above this are read digit by digit.
  static let maximum: Int64 = 1_000_000_000_000_000

  /// "hai nghìn không trăm hai mươi sáu"; 0…`maximum`.
  static func words(_ number: Int64) -> String {
    precondition((0...maximum).contains(number), "a number that has words")
    if number == 0 { return digits[0] }
    let billions = number / 1_000_000_000
    var words: [String] = []
    if billions > 0 { words = [belowBillion(billions, isInside: false), "tỷ"] }
    let rest = number % 1_000_000_000
    if rest > 0 { words.append(belowBillion(rest, isInside: billions > 0)) }
    return words.joined(separator: " ")
  }

  private static func belowBillion(_ number: Int64, isInside: Bool) -> String {
    var words: [String] = []
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] as [(Int64, String)] {
      let group = Int(number / unit % 1_000)
      // A group of zeros is passed over: "một triệu không trăm linh năm".
      if group == 0 { continue }
      words.append(hundreds(group, isInside: isInside || !words.isEmpty))
      if !name.isEmpty { words.append(name) }
    }
    return words.joined(separator: " ")
  }

  /// 1…999; inside a larger number its hundreds are said even if there are none.
  private static func hundreds(_ number: Int, isInside: Bool) -> String {
    let (hundred, ten, one) = (number / 100, number / 10 % 10, number % 10)
    var words: [String] = []
    if hundred > 0 || isInside { words += [digits[hundred], "trăm"] }
    switch (ten, one) {
    case (0, 0): break
    case (0, _): words += words.isEmpty ? [digits[one]] : ["linh", digits[one]]
    case (1, 0): words.append("mười")
    case (1, 5): words += ["mười", "lăm"]
    case (1, _): words += ["mười", digits[one]]
    case (_, 0): words += [digits[ten], "mươi"]
    case (_, 1): words += [digits[ten], "mươi", "mốt"]
    case (_, 4): words += [digits[ten], "mươi", "tư"]
    case (_, 5): words += [digits[ten], "mươi", "lăm"]
    default: words += [digits[ten], "mươi", digits[one]]
    }
    return words.joined(separator: " ")
  }

  /// A row of digits as a number. One that is too long, or begins with a zero as only codes of
  /// three digits and more do, is read digit by digit.
  static func words(digits row: String) -> String {
    let isCode = row.utf8.count > 2 && row.utf8.first == UInt8(ascii: "0")
    guard !isCode, row.utf8.count <= 16, let number = Int64(row), number <= maximum else {
      return groups(row).map(spelled).joined(separator: ", ")
    }
    return words(number)
  }

  /// "không chín một hai"
  static func spelled(_ row: some StringProtocol) -> String {
    row.utf8.map { digits[Int($0 - UInt8(ascii: "0"))] }.joined(separator: " ")
  }

  /// What follows the decimal comma: one or two digits as a number, more one by one.
  static func fraction(_ row: String) -> String {
    guard row.utf8.count == 2, row.utf8.first != UInt8(ascii: "0"), let number = Int64(row) else {
      return spelled(row)
    }
    return words(number)
  }

  /// A long row of digits in breaths of three or four.
  static func groups(_ row: String) -> [String] {
    let bytes = Array(row.utf8)
    let sizes: [Int]
    switch bytes.count {
    case 0...5: return [row]
    case 8: sizes = [4, 4]
    case 10: sizes = [4, 3, 3]
    case 11: sizes = [3, 4, 4]
    default:
      let (threes, rest) = bytes.count.quotientAndRemainder(dividingBy: 3)
      // No single digit is left over: 7 is 4 and 3, 8 is 4 and 4.
      sizes = [Int](repeating: 4, count: rest) + [Int](repeating: 3, count: threes - rest)
    }
    var groups: [String] = []
    var position = 0
    for size in sizes {
      groups.append(String(decoding: bytes[position..<position + size], as: UTF8.self))
      position += size
    }
    return groups
  }
}
