/// Roman numerals.
enum Roman {
  /// After these words a row of I, V and X is a number, even a single one.
  static let governors: Set<String> = [
    "quý", "khóa", "khoá", "kỷ", "kỉ", "hội", "thứ", "phần", "chương", "kỳ", "đợt", "hạng", "loại",
    "cấp", "mục", "nhóm", "lần", "tập", "phụ", "lục", "vùng", "bậc", "đai", "giai", "đoạn", "bảng",
  ]

  /// These are read as numbers wherever they stand: no word is written like them.
  private static let unmistakable: Set<String> = [
    "II", "III", "IV", "VII", "VIII", "IX", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII",
    "XIX", "XX", "XXI", "XXII",
  ]

  static func isUnmistakable(_ word: String) -> Bool { unmistakable.contains(word) }

  /// The number that `word` spells by the rules, 1…89; `nil` for anything else. Hundreds are not
  /// written in ward notices: C and D are letters.
  static func number(_ word: String) -> Int64? {
    guard word.utf8.count <= 8, word.utf8.allSatisfy({ "IVXL".utf8.contains($0) }) else {
      return nil
    }
    return (1...89).first { numeral($0) == word }
  }

  private static func numeral(_ number: Int64) -> String {
    var rest = number
    var word = ""
    for (value, numeral) in [
      (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ] as [(Int64, String)] {
      while rest >= value {
        word += numeral
        rest -= value
      }
    }
    return word
  }
}
