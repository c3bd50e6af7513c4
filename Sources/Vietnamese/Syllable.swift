/// What a Vietnamese syllable looks like, and how letters are called.
enum Syllable {
  private static let onsets: Set<String> = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
  ]

  private static let rimes: Set<String> = {
    let list = """
      a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em \
      en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt \
      iêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo \
      oet oi om on ong oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung \
      up ut uân uâng uât uây uê uêch uênh uơ uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uynh \
      uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu
      """
    return Set(list.split(separator: " ").map(String.init))
  }()

  /// Every vowel with a tone, and the vowel without.
  private static let toneless: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for group in [
      "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ",
      "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ",
    ] {
      for vowel in group.unicodeScalars { table[vowel] = group.unicodeScalars.first }
    }
    return table
  }()

  /// Whether `word`, in small letters, can be said as one syllable.
  static func isSyllable(_ word: String) -> Bool {
    guard word.utf8.count <= 16 else { return false }
    var plain = String.UnicodeScalarView()
    for letter in word.unicodeScalars { plain.append(toneless[letter] ?? letter) }
    let letters = String(plain)
    for length in 0...3 {
      let onset = letters.prefix(length)
      guard onset.count == length else { return false }
      if onsets.contains(String(onset)), rimes.contains(String(letters.dropFirst(length))) {
        return true
      }
    }
    return false
  }

  static func hasVowel(_ word: String) -> Bool {
    word.unicodeScalars.contains { toneless[$0] != nil }
  }

  /// Names of letters as announcers say them in abbreviations: "u bê nờ dê".
  private static let names: [Character: String] = [
    "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "f": "ép", "g": "giê", "h": "hát", "j": "gi",
    "k": "ca", "l": "lờ", "m": "mờ", "n": "nờ", "p": "pê", "q": "quy", "r": "rờ", "s": "ét",
    "t": "tê", "v": "vê", "w": "vê kép", "x": "ích", "z": "dét",
  ]

  /// A consonant's name; anything else is its own.
  static func name(_ letter: Character) -> String {
    names[Character(letter.lowercased())] ?? letter.lowercased()
  }

  static func spelled(_ word: String) -> String { word.map(name).joined(separator: " ") }
}
