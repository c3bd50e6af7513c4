/// Words and abbreviations.
extension Reader {
  mutating func readWord() {
    if readTimes() || readSetPhrase() || readCompound() || readCode() || readKind() || readDotted()
      || readRoman()
      || readArea() || readUnitAlone()
    {
      return
    }
    let source = tokens[position].text
    sayWord(spoken(source), source: source, to: position + 1)
  }

  /// How one word is said by itself.
  private func spoken(_ source: String) -> String {
    let small = source.lowercased()
    if let words = Abbreviations.words[source] { return words }
    if source.count == 1 {
      return Syllable.hasVowel(small) ? source : source.first.map(Syllable.name) ?? source
    }
    if let words = Abbreviations.loanwords[small] { return words }
    let isSyllable = Syllable.isSyllable(small)
    if source.count > 2, !isSyllable, let words = Abbreviations.words[source.uppercased()] {
      return words
    }
    if Self.isCapitals(source) {
      // "CO2" is no syllable, whatever it looks like.
      let isFormula = digits(position + 1) != nil && source.utf8.count == source.count
      if isSyllable, !isFormula { return small }
      return source.count <= 5 || !Syllable.hasVowel(small) ? Syllable.spelled(source) : small
    }
    if isSyllable || !Self.isLatin(source) { return source }
    let capitals = source.reduce(0) { $0 + ($1.isUppercase ? 1 : 0) }
    let isShort = source.count <= 6
    return isShort && (capitals > 1 || !Syllable.hasVowel(small))
      ? Syllable.spelled(source) : source
  }

  /// Whether Vietnamese could be written with these letters.
  private static func isLatin(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) }
  }

  /// "3 x 4"
  private mutating func readTimes() -> Bool {
    guard tokens[position].text == "x", isAfterQuantity, digits(afterSpace(position + 1)) != nil
    else { return false }
    say("nhân")
    position += 1
    return true
  }

  /// "v.v.", "V/v", "đ/c"
  private mutating func readSetPhrase() -> Bool {
    guard kind(position + 1) == .mark, let second = word(position + 2) else { return false }
    let phrase = "\(tokens[position].text)\(tokens[position + 1].text)\(second)".lowercased()
    guard let words = Abbreviations.phrases[phrase] else { return false }
    sayWord(words, source: phrase, to: position + 3)
    // The last full stop of "v.v." within a sentence.
    if phrase == "v.v", isMark(position, "."), let next = word(afterSpace(position + 1)),
      !Self.startsWithCapital(next)
    {
      position += 1
    }
    return true
  }

  /// "GD&ĐT", "KT-XH", "LĐ-TB&XH": the longest that is known.
  private mutating func readCompound() -> Bool {
    var joined = tokens[position].text
    var end = position + 1
    var found: (String, end: Int)?
    while end < position + 7, isMark(end, "&", "-"), let next = word(end + 1) {
      joined += tokens[end].text + next
      end += 2
      if let words = Abbreviations.compounds[joined] { found = (words, end) }
    }
    guard let (words, end) = found else { return false }
    sayWord(words, source: joined, to: end)
    return true
  }

  /// "P. Ba Đình", "TP.Hà Nội", "Q.1", "TM. ỦY BAN".
  private mutating func readDotted() -> Bool {
    guard isMark(position + 1, "."), let short = word(position) else { return false }
    let next = afterSpace(position + 2)
    let follower = word(next)
    if isAtLineStart, let follower, Self.isCapitals(follower),
      let words = Abbreviations.signatures[short]
    {
      sayWord(words, source: short, to: position + 2)
      return true
    }
    let isNamed = follower.map(Self.startsWithCapital) ?? (digits(next) != nil)
    guard isNamed, let words = Abbreviations.dotted[short] else { return false }
    sayWord(words, source: short, to: position + 2)
    return true
  }

  /// "Quý III", "khóa XIV", "II. NỘI DUNG".
  private mutating func readRoman() -> Bool {
    let numeral = tokens[position].text
    guard let number = Roman.number(numeral) else { return false }
    let isHeading = isAtLineStart && isMark(position + 1, ".", ")")
    let isGoverned = Roman.governors.contains(governor) && kind(position + 1) != .digits
    guard isHeading || isGoverned || Roman.isUnmistakable(numeral) else { return false }
    let isOrdinal = governor == "thứ"
    let words =
      isOrdinal && number == 1 ? "nhất" : isOrdinal && number == 4 ? "tư" : Cardinal.words(number)
    sayQuantity(words, to: position + 1)
    if isHeading {
      position += 1
      pause(.short)
    } else if isMark(position, "/"), let written = digits(position + 1, count: 4...4),
      let year = Int64(written)
    {
      sayQuantity("năm \(Cardinal.words(year))", to: position + 2)
    }
    return true
  }

  /// "P12", "Q1": a ward, a district; "P101" is a room.
  private mutating func readArea() -> Bool {
    guard let row = digits(position + 1, count: 1...4) else { return false }
    let words: String
    switch tokens[position].text {
    case "P": words = row.utf8.count > 2 ? "phòng" : "phường"
    case "Q" where row.utf8.count <= 2: words = "quận"
    default: return false
    }
    sayWord(words, source: words, to: position + 1)
    return true
  }

  /// "m2", "µg/m³" without a number before them.
  private mutating func readUnitAlone() -> Bool {
    let unit = tokens[position].text
    let hasPower = Units.lengths.contains(unit) && kind(position + 1) != nil
    let power = hasPower ? Units.power[tokens[position + 1].text] : nil
    let isUnit =
      unit.count > 1 && unit != "tr" && Units.spaced[unit] != nil && !Syllable.isSyllable(unit)
    guard power != nil || isUnit, let (words, end) = unitWords(position, isAttached: true) else {
      return false
    }
    sayWord(words, source: unit, to: end)
    readPer(unit)
    return true
  }
}
