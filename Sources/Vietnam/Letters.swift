/// The Vietnamese alphabet: what sorts before what, what a search should find, and one way to write each
/// letter.
public enum Letters {
  /// Vowels with their tones: ngang, huyền, hỏi, ngã, sắc, nặng.
  private static let vowels = [
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ",
    "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
  ]
  private static let alphabet: [Character] = Array("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")

  private struct Letter {
    /// As Unicode's NFC writes it.
    var composed: Character
    /// Without its marks, in a–z.
    var plain: Character
    /// Its place in the alphabet.
    var rank: Int
    /// 0 ngang … 5 nặng.
    var tone: Int
  }

  /// Characters compare as people see them: a letter and its marks apart are the same key.
  private static let letters: [Character: Letter] = {
    let plain: [Character: Character] = [
      "ă": "a", "â": "a", "đ": "d", "ê": "e", "ô": "o", "ơ": "o", "ư": "u",
    ]
    var letters: [Character: Letter] = [:]
    func add(_ character: Character, of base: Character, tone: Int) {
      guard let rank = alphabet.firstIndex(of: base) else { return }
      letters[character] = Letter(
        composed: character, plain: plain[base] ?? base, rank: rank, tone: tone)
    }
    for letter in alphabet { add(letter, of: letter, tone: 0) }
    for row in vowels {
      guard let base = row.first else { continue }
      for (tone, vowel) in row.enumerated() { add(vowel, of: base, tone: tone) }
    }
    return letters
  }()

  private static func letter(_ character: Character) -> Letter? {
    letters[character] ?? Character.lowercase(character).flatMap { letters[$0] }
  }

  /// The text in Unicode's normal form C as far as Vietnamese letters go: what is signed, hashed,
  /// measured or compared by its bytes.
  public static func composed(_ text: String) -> String {
    String(
      text.map { character in
        guard let letter = letter(character) else { return character }
        return character.isUppercase ? Character.uppercase(letter.composed) : letter.composed
      })
  }

  /// The text without marks: "TIỀN ĐIỆN" is "TIEN DIEN". What is no Vietnamese letter stays.
  public static func withoutMarks(_ text: String) -> String {
    String(
      text.map { character in
        guard let letter = letter(character) else { return character }
        return character.isUppercase ? Character.uppercase(letter.plain) : letter.plain
      })
  }

  /// The letter under which a name stands in a list: "ở đâu" stands under "Ơ", "Đường" under "Đ". What
  /// begins with no Vietnamese letter stands under its first character; an empty name under none.
  public static func initial(of name: String) -> String {
    guard let first = name.first else { return "" }
    guard let letter = letter(first) else { return String(first).uppercased() }
    return String(alphabet[letter.rank]).uppercased()
  }

  /// Whether `words` are found in `text` by somebody who types no marks and no capitals, or some.
  public static func finds(_ words: String, in text: String) -> Bool {
    let text = Array(withoutMarks(text.lowercased()))
    return withoutMarks(words.lowercased()).split(separator: " ").allSatisfy { word in
      text.indices.contains { text[$0...].starts(with: word) }
    }
  }

  /// Whether `left` stands before `right` in a Vietnamese list: by letters, where they are alike by
  /// tones, and where those are too, capitals first.
  public static func areInOrder(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.map(key), right.map(key))
    for part in [\Key.rank, \Key.tone, \Key.form] {
      let (first, second) = (left.map { $0[keyPath: part] }, right.map { $0[keyPath: part] })
      if first != second { return first.lexicographicallyPrecedes(second) }
    }
    return false
  }

  private struct Key {
    var rank, tone, form: Int
  }

  private static func key(_ character: Character) -> Key {
    guard let letter = letter(character) else {
      // Spaces, signs and digits before letters, other scripts behind them.
      let value = Int(character.unicodeScalars.first?.value ?? 0)
      return Key(rank: character.isASCII ? value : 1_000 + value, tone: 0, form: 0)
    }
    return Key(rank: 200 + letter.rank, tone: letter.tone, form: character.isUppercase ? 0 : 1)
  }
}

extension Character {
  /// The capital of a letter that has one of a single character; the letter itself otherwise.
  fileprivate static func uppercase(_ letter: Character) -> Character {
    let text = letter.uppercased()
    return text.count == 1 ? Character(text) : letter
  }

  fileprivate static func lowercase(_ letter: Character) -> Character? {
    let text = letter.lowercased()
    return text.count == 1 ? Character(text) : nil
  }
}
