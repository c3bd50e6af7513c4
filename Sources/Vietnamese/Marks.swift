/// Punctuation and signs.
extension Reader {
  mutating func readMark() {
    let mark = tokens[position].text
    if readRule(mark) { return }
    switch mark {
    case ".", "…": readStops()
    case "!", "?":
      position += 1
      pause(.sentence)
    case "/": readSlash()
    case "+": readPlus()
    case "*", "#": readDialled(mark)
    case "~":
      let isCrossedOut = isMark(position + 1, "~") || isMark(position - 1, "~")
      position += 1
      if !isCrossedOut, digits(afterSpace(position)) != nil { say("khoảng") }
    case "^":
      position += 1
      if digits(position) != nil { say("mũ") }
    case "(":
      if !readAreaCode() { takePause() }
    case "<", ">":
      if digits(afterSpace(position + 1)) != nil { readSign(mark) } else { takePause() }
    default:
      if Symbols.currencies.contains(mark) { return readCurrency(mark) }
      if Symbols.dashes.contains(mark) { return readDash() }
      if Symbols.pauses.contains(mark) { return takePause() }
      readSign(mark)
    }
  }

  private mutating func takePause() {
    position += 1
    pause(.short)
  }

  /// Rows of one sign are ornaments: "-----", "*****", "____".
  private mutating func readRule(_ mark: String) -> Bool {
    guard mark != ".", isMark(position + 1, mark), isMark(position + 2, mark) else { return false }
    while isMark(position, mark) { position += 1 }
    pause(.short)
    return true
  }

  private mutating func readSign(_ mark: String) {
    position += 1
    guard let words = Symbols.words[mark] else { return }
    say(words)
    isAfterQuantity = mark == "%" || mark == "‰"
    if isAfterQuantity { isAfterCounted = true }
  }

  /// Full stops. Several, or an ellipsis, end a sentence only if a new one begins.
  private mutating func readStops() {
    let isItem = isAfterItem
    var count = 0
    while isMark(position, ".", "…") {
      count += tokens[position].text == "…" ? 3 : 1
      position += 1
    }
    // "./.", the end of a document.
    if isMark(position, "/") {
      position += 1
      while isMark(position, ".") { position += 1 }
      return pause(.sentence)
    }
    let next = word(afterSpace(position))
    let goesOn = next.map { !Self.startsWithCapital($0) } ?? false
    let isGlued = kind(position) == .word || kind(position) == .digits
    pause(isItem || (count > 1 || isGlued) && goesOn || isGlued && next == nil ? .short : .sentence)
  }

  /// Behind the letter of "a. Hồ sơ" at the beginning of a line.
  private var isAfterItem: Bool {
    guard word(position - 1)?.count == 1 else { return false }
    let before = kind(position - 2) == .space ? position - 3 : position - 2
    return before < 0 || kind(before) == .lineBreak
  }

  private mutating func readSlash() {
    position += 1
    if isMark(position, ".") {
      while isMark(position, ".") { position += 1 }
      return pause(.sentence)
    }
    if isShortNumber(position) { return pause(.short) }
    if kind(position) == .digits { return say("trên") }
    // "12A/QĐ-UBND"
    if let code = word(position), Abbreviations.documents[code] != nil, isDash(position + 1) {
      return say("trên")
    }
    guard let next = word(position), isAfterQuantity || isAfterCounted else {
      return pause(.short)
    }
    if let (words, end) = unitWords(position, isAttached: true) {
      sayWord("một \(words)", source: next, to: end)
    } else if Units.counted.contains(next.lowercased()) {
      say("một")
      // What is counted by may be counted by something else: "đồng/người/tháng".
      isAfterQuantity = true
    } else {
      pause(.short)
    }
  }

  private mutating func readPlus() {
    if isAtLineStart, kind(position + 1) != .digits {
      position += 1
      return
    }
    if readCountryCode() { return }
    position += 1
    if isAfterQuantity || digits(afterSpace(position)) != nil { say("cộng") } else { pause(.short) }
  }

  /// In codes to dial, "*101*5#"; elsewhere an ornament.
  private mutating func readDialled(_ mark: String) {
    var end = position + 1
    while end < position + 12, digits(end) != nil || isMark(end, "*") && digits(end + 1) != nil {
      end += 1
    }
    let isDialled =
      mark == "#" ? digits(position - 1) != nil : end > position + 1 && isMark(end, "#")
    position += 1
    if isDialled { say(mark == "#" ? "thăng" : "sao") }
  }

  /// "$100" is "một trăm đô la Mỹ".
  private mutating func readCurrency(_ mark: String) {
    let words = Symbols.words[mark] ?? ""
    let index = position + 1
    if digits(index) != nil, !isAfterQuantity {
      let number = written(index)
      sayQuantity("\(number.words) \(words)", to: number.end)
    } else {
      sayQuantity(words, to: index)
    }
  }

  /// A dash is "âm", "đến", a pause, or nothing within a word.
  private mutating func readDash() {
    let isBullet = isAtLineStart
    let isGlued = kind(position - 1) == .word || kind(position - 1) == .digits
    position += 1
    if digits(position) != nil, !isGlued, isTemperature(position) { return say("âm") }
    if isBullet { return }
    let next = afterSpace(position)
    if governor == "số", ["tỷ", "tỉ"].contains(wordBefore) { return pause(.short) }
    let isNumber = digits(next) != nil || word(next).map { Roman.number($0) != nil } == true
    if isNumber, isAfterQuantity || isAfterCounted && digits(next) != nil { return say("đến") }
    if !isGlued || next > position { pause(.short) }
  }

  private func isTemperature(_ index: Int) -> Bool {
    let next = afterSpace(written(index).end)
    return isMark(next, "°", "º", "℃") || word(next) == "độ"
  }
}
