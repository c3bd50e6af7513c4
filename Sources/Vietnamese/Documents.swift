/// Numbers of documents. An announcer reads them to the letter, so that the document can be found
/// again: the number as a number, a slash as "trên", hyphens not at all, abbreviations in full.
/// "1246/QĐ-UBND" is "một nghìn hai trăm bốn mươi sáu trên quyết định ủy ban nhân dân".
extension Reader {
  mutating func readDocumentNumber() -> Bool {
    guard let number = digits(position, count: 1...6), let value = Int64(number) else {
      return false
    }
    var words = Cardinal.words(value)
    var next = position + 1
    if isMark(next, "/") {
      // "49/2024/NĐ-CP"
      if let written = digits(next + 1, count: 4...4), let year = Int64(written),
        isMark(next + 2, "/")
      {
        words += " trên \(Cardinal.words(year))"
        next += 2
      }
      guard let (code, end) = code(next + 1) else { return false }
      say("\(words) trên \(code)")
      next = end
    } else if isDash(next), let (code, end) = code(next + 1), isMark(next + 2, "/") {
      // "720-TB/TU", the way of the party.
      say("\(words) \(code)")
      next = end
    } else {
      return false
    }
    position = next
    isAfterQuantity = false
    return true
  }

  /// "NĐ-CP", "TT-BTTTT" without a number.
  mutating func readCode() -> Bool {
    guard let kind = word(position), Abbreviations.documents[kind] != nil, isDash(position + 1),
      word(position + 2).map(isCode) == true, let (code, end) = code(position)
    else { return false }
    sayWord(code, source: kind, to: end)
    return true
  }

  /// "TT số 39", "KH 179/KH-UBND": the kind of a document before its number.
  mutating func readKind() -> Bool {
    guard let kind = word(position), let words = Abbreviations.documents[kind] else { return false }
    let next = afterSpace(position + 1)
    let isNumbered =
      word(next)?.lowercased() == "số" || digits(next) != nil && isMark(next + 1, "/", "-", ":")
    guard isNumbered, next > position + 1 else { return false }
    sayWord(words, source: kind, to: position + 1)
    return true
  }

  private func isCode(_ word: String) -> Bool {
    Abbreviations.documents[word] != nil || Self.isCapitals(word)
      || Abbreviations.words[word] != nil && Self.startsWithCapital(word)
  }

  /// The words of "QĐ-UBND", "STTTT-BCXBTT", "QH13" at `index`, and the token behind them.
  private func code(_ index: Int) -> (String, end: Int)? {
    guard let first = word(index), first.count > 1, isCode(first) else { return nil }
    var words = part(first)
    var end = index + 1
    while true {
      if let row = digits(end, count: 1...3) {
        words += " \(Cardinal.words(digits: row))"
        end += 1
      }
      guard isDash(end) || isMark(end, "/", "&"), let next = word(end + 1), isCode(next) else {
        return (words, end)
      }
      words += isMark(end, "/") ? " trên \(part(next))" : " \(part(next))"
      end += 2
    }
  }

  private func part(_ word: String) -> String {
    Abbreviations.documents[word] ?? Abbreviations.words[word] ?? Syllable.spelled(word)
  }
}
