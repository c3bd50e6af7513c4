import Foundation
import TestSupport
import Testing

@testable import Vietnamese

/// The table of `spoken.txt`.
enum Table {
  struct Case: Sendable, CustomStringConvertible {
    var group: String
    var written: String
    var spoken: String
    var description: String { "\(group): \(written)" }
  }

  static let cases: [Case] = {
    let path = "\(sourceRoot)/Tests/VietnameseTests/spoken.txt"
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    var group = ""
    var cases: [Case] = []
    for line in text.components(separatedBy: "\n") where !line.isEmpty {
      let sides = line.components(separatedBy: " ⟹ ")
      if sides.count == 2 {
        let written = sides[0].replacingOccurrences(of: "¶", with: "\n")
        cases.append(Case(group: group, written: written, spoken: sides[1]))
      } else {
        group = String(line.dropFirst(2))
      }
    }
    return cases
  }()

  static let groups = cases.map(\.group).reduce(into: [String]()) { groups, group in
    if groups.last != group { groups.append(group) }
  }

  static func spoken(_ text: String) -> String {
    SpokenText(text).text.split(separator: "\n").joined(separator: " / ")
  }
}

@Suite("A text is read out as on Hanoi's radio") struct SpokenTextTests {
  @Test("the table has its cases")
  func isWhole() {
    #expect(Table.cases.count >= 150 && Table.groups.count >= 12)
    #expect(Set(Table.cases.map(\.written)).count == Table.cases.count, "a case stands twice")
  }

  @Test("every case of the table", arguments: Table.groups)
  func table(group: String) {
    for example in Table.cases where example.group == group {
      #expect(Table.spoken(example.written) == example.spoken, "\(example.written)")
    }
  }

  @Test("letters and their marks, written apart, are read like letters with marks")
  func decomposed() {
    for example in Table.cases {
      let apart = example.written.decomposedStringWithCanonicalMapping
      #expect(Table.spoken(apart) == example.spoken, "\(example.written)")
    }
  }

  @Test("what is read out is in form C, and reads as itself")
  func stable() {
    for example in Table.cases {
      let text = SpokenText(example.written).text
      #expect(
        text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars)
      )
      #expect(SpokenText(text).text == text, "\(example.written)")
    }
  }

  @Test("lines and paragraphs are pauses, the longer one counts")
  func pauses() {
    let text = SpokenText("Kính gửi:\n\n- Các hộ dân;\n- TDP số 5.\nXin cảm ơn!")
    #expect(text.phrases.map(\.pause) == [.paragraph, .sentence, .sentence, .sentence])
    #expect(text.text == "Kính gửi.\n\nCác hộ dân.\ntổ dân phố số năm.\nXin cảm ơn.")
    let together = SpokenText(paragraphs: ["Mất nước", "", "Từ 8h"])
    #expect(together.text == "Mất nước.\n\nTừ tám giờ.")
    #expect(together.syllables == 5)
  }

  @Test("a text without words says nothing", arguments: ["", " ", "\n\n", "🎉🇻🇳", "—…!", "\u{200D}"])
  func nothing(text: String) {
    #expect(SpokenText(text).phrases.isEmpty)
    #expect(SpokenText(text).estimatedMilliseconds() == 0)
  }

  @Test("a text that is too long is read as far as it may be, and says so")
  func tooLong() {
    let whole = String(repeating: "an ", count: SpokenText.maximumBytes / 3)
    #expect(!SpokenText(whole).text.contains("phần còn lại"))
    let long = String(repeating: "ở ", count: SpokenText.maximumBytes)
    #expect(SpokenText(long).text.hasSuffix("phần còn lại xem trên màn hình."))
    #expect(SpokenText(long).text.utf8.count < SpokenText.maximumBytes + 100)
  }
}

@Suite("Numbers in words") struct CardinalTests {
  /// What the words of a number mean, worked out by other rules than those that made them.
  static func value(_ words: String) -> Int64? {
    var total: Int64 = 0
    var millions: Int64 = 0
    var group: Int64 = 0
    var ones: Int64?
    let digits = Cardinal.digits + ["mốt", "tư", "lăm"]
    let values: [Int64] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 4, 5]
    for word in words.split(separator: " ").map(String.init) {
      if let index = digits.firstIndex(of: word) {
        group += ones ?? 0
        ones = values[index]
        continue
      }
      switch word {
      case "mười":
        group += ones ?? 0
        ones = 10
      case "mươi": ones = (ones ?? 0) * 10
      case "trăm": ones = (ones ?? 0) * 100
      case "linh": break
      case "nghìn":
        millions += (group + (ones ?? 0)) * 1_000
        (group, ones) = (0, nil)
      case "triệu":
        millions += (group + (ones ?? 0)) * 1_000_000
        (group, ones) = (0, nil)
      case "tỷ":
        total += (millions + group + (ones ?? 0)) * 1_000_000_000
        (millions, group, ones) = (0, 0, nil)
      default: return nil
      }
    }
    return total + millions + group + (ones ?? 0)
  }

  @Test("every number up to 20,000 and many up to a million billions mean themselves again")
  func roundTrip() {
    let wrong = (0...20_000).first { Self.value(Cardinal.words($0)) != $0 }
    #expect(wrong == nil, "\(Cardinal.words(wrong ?? 0))")
    var random = Seeded(state: 11)
    for _ in 0..<20_000 {
      let shift = random.next() % 40
      let number = Int64(random.next() >> (14 + shift)) % (Cardinal.maximum + 1)
      #expect(Self.value(Cardinal.words(number)) == number, "\(number)")
    }
    #expect(Self.value(Cardinal.words(Cardinal.maximum)) == Cardinal.maximum)
  }

  @Test("rows of digits keep every digit and leave none alone")
  func rows() {
    for count in 1...60 {
      let row = String((0..<count).map { Character(String($0 % 10)) })
      let groups = Cardinal.groups(row)
      #expect(groups.joined() == row)
      #expect(count <= 5 || groups.allSatisfy { (3...4).contains($0.count) }, "\(groups)")
    }
  }

  @Test("Roman numerals are those that the rules write", arguments: 1...89)
  func roman(number: Int64) {
    var words: [String] = []
    let fifty = ["", "X", "XX", "XX" + "X", "XL"]
    for tens in fifty + ["L", "LX", "LXX", "LXX" + "X"] {
      for ones in ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"] {
        words.append(tens + ones)
      }
    }
    #expect(Roman.number(words[Int(number)]) == number)
    for wrong in ["IIII", "VV", "IC", "LL", "IIX", "VX", "XM", "", "i"] {
      #expect(Roman.number(wrong) == nil, "\(wrong)")
    }
  }
}

/// SplitMix64: the same numbers for the same seed.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Any text can be read") struct FuzzTests {
  /// Pieces that rules look for, so that chance meets them.
  static let pieces = [
    "1", "12", "024", "2026", "1246", "/", "-", ".", ",", ":", "h", "g", "đ", "%", "°", "C", "QĐ",
    "UBND", "ngày", "thứ", "tháng", "Quý", "IV", "P", "Q", "TP", "v", "@", "gov", "vn", "www", "(",
    ")", "+", "84", "*", "#", "²", "m", "km", "'", " ", " ", " ", "\n", "\n\n", "…", "🎉", "\u{301}",
    "日本", "a", "Z", "&", "$", "~", "A\u{30A}", "đồng", "người", "số", "gọi", "113", "–", "\u{0}",
  ]

  static func text(_ random: inout Seeded) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      if Int.random(in: 0..<4, using: &random) > 0 {
        text += pieces.randomElement(using: &random) ?? ""
      } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10_FFFF, using: &random)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// Whether a synthesiser may be given it: letters, single spaces, commas, full stops, lines.
  static func isSpeakable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      " ,.\n".unicodeScalars.contains(scalar) || scalar.properties.isAlphabetic
        || [.modifierLetter, .spacingMark].contains(scalar.properties.generalCategory)
    } && !text.contains("  ") && !text.contains(",,")
  }

  @Test("20,000 texts of pieces and any characters: letters only, bounded, nothing lost")
  func fuzz() {
    var random = Seeded(state: 2_026)
    for number in 0..<20_000 {
      let written = Self.text(&random)
      let spoken = SpokenText(written)
      #expect(Self.isSpeakable(spoken.text), "\(number): \(written.debugDescription)")
      let most = SpokenText.maximumGrowth * written.utf8.count + 64
      #expect(spoken.text.utf8.count <= most, "\(number): \(written.debugDescription)")
      let hasWords = written.unicodeScalars.contains { ("0"..."9").contains($0) }
      #expect(!hasWords || !spoken.phrases.isEmpty, "\(number): \(written.debugDescription)")
      #expect(spoken.phrases.allSatisfy { !$0.words.isEmpty && $0.words.first != " " })
    }
  }

  @Test(
    "the longest text of one piece over and over stays within its bound",
    arguments: [
      "%", "9", "≥ ", "W", "m2", "CP ", "½", "1/", "1h", "a@b.vn ", "( 0", "1.", "₫", "\n",
    ])
  func growth(piece: String) {
    let count = SpokenText.maximumBytes / piece.utf8.count
    let text = SpokenText(String(repeating: piece, count: count)).text
    #expect(text.utf8.count <= SpokenText.maximumGrowth * SpokenText.maximumBytes)
  }
}
