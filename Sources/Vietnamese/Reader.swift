/// Walks through the tokens of a text and says them.
///
/// Rules that know more come first: a telephone number before a date, a date before a number. Each
/// looks at the tokens from where the reader stands, and either takes some of them and says
/// something, or leaves them to the next rule; the last one takes anything. So the work is
/// proportional to the length of the text: no rule looks further than a few tokens, or than what it
/// then takes.
struct Reader {
  let tokens: [Token]
  var position = 0
  var phrases = Phrases()
  /// The word, in small letters, that governs what comes: "ngày" in "ngày 5, 6 và 7/3". Empty at
  /// the beginning of a sentence.
  var governor = ""
  /// The word before that.
  var wordBefore = ""
  /// What was said last is a number or a number with its unit, and nothing stands behind it yet.
  var isAfterQuantity = false
  /// What was said last is what a number counts: "buổi" in "2 buổi/ngày".
  var isAfterCounted = false
  /// Numbers are telephone numbers until the end of the sentence.
  var isAboutTelephones = false

  init(_ tokens: [Token]) { self.tokens = tokens }

  mutating func read() -> [SpokenText.Phrase] {
    while position < tokens.count {
      let before = position
      readNext()
      precondition(position > before, "every rule takes what it says")
    }
    phrases.pause(.sentence)
    return phrases.list
  }

  private mutating func readNext() {
    if isAtChunkStart, readNetName() { return }
    switch tokens[position].kind {
    case .space: position += 1
    case .lineBreak: readLineBreak()
    case .digits: readDigits()
    case .word: readWord()
    case .mark: readMark()
    }
  }

  // MARK: Looking

  func kind(_ index: Int) -> Token.Kind? {
    tokens.indices.contains(index) ? tokens[index].kind : nil
  }

  func word(_ index: Int) -> String? { kind(index) == .word ? tokens[index].text : nil }

  func digits(_ index: Int) -> String? { kind(index) == .digits ? tokens[index].text : nil }

  func digits(_ index: Int, count: ClosedRange<Int>) -> String? {
    digits(index).flatMap { count.contains($0.utf8.count) ? $0 : nil }
  }

  /// The number that one or two digits at `index` spell, if it lies in `range`.
  func small(_ index: Int, _ range: ClosedRange<Int64>) -> Int64? {
    digits(index, count: 1...2).flatMap(Int64.init).flatMap { range.contains($0) ? $0 : nil }
  }

  func isMark(_ index: Int, _ marks: String...) -> Bool {
    kind(index) == .mark && marks.contains(tokens[index].text)
  }

  func isDash(_ index: Int) -> Bool {
    kind(index) == .mark && Symbols.dashes.contains(tokens[index].text)
  }

  func afterSpace(_ index: Int) -> Int { kind(index) == .space ? index + 1 : index }

  /// At the beginning of the text or of a line.
  var isAtLineStart: Bool {
    let before = kind(position - 1) == .space ? position - 2 : position - 1
    return before < 0 || kind(before) == .lineBreak
  }

  var isAtChunkStart: Bool {
    switch kind(position - 1) {
    case nil, .space, .lineBreak: true
    case .mark: isMark(position - 1, "(", "[", "\"", "“", "<", ":")
    case .word, .digits: false
    }
  }

  static func isCapitals(_ word: String) -> Bool {
    word.utf8.count > 1 && word == word.uppercased() && word != word.lowercased()
  }

  static func startsWithCapital(_ word: String) -> Bool {
    guard let first = word.first else { return false }
    return first.isUppercase
  }

  // MARK: Saying

  mutating func say(_ words: String) { phrases.say(words) }

  /// Says a word that governs what follows, and goes on behind it.
  mutating func sayWord(_ spoken: String, source: String, to next: Int) {
    say(spoken)
    let source = source.lowercased()
    isAfterCounted = isAfterQuantity || isAfterCounted && Units.money.contains(governor)
    // "ngày 5, 6 và 7/3"
    if !(isAfterQuantity && ["và", "đến", "hoặc", "tới"].contains(source)) {
      wordBefore = governor
      governor = source
    }
    isAfterQuantity = false
    noticeTelephones(source)
    position = next
  }

  mutating func sayQuantity(_ spoken: String, to next: Int) {
    say(spoken)
    isAfterQuantity = true
    isAfterCounted = false
    position = next
  }

  mutating func pause(_ pause: SpokenText.Pause) {
    phrases.pause(pause)
    isAfterCounted = false
    if pause > .short {
      governor = ""
      wordBefore = ""
      isAboutTelephones = false
      isAfterQuantity = false
    }
  }

  private mutating func noticeTelephones(_ word: String) {
    let words = [
      "gọi", "sđt", "đt", "hotline", "máy", "thoại", "nóng", "đài", "liên", "đtdđ", "zalo", "fax",
    ]
    if words.contains(word) { isAboutTelephones = true }
  }

  /// A line that goes on in small letters was only too long for the page; any other break ends a
  /// sentence, an empty line a paragraph.
  private mutating func readLineBreak() {
    let isParagraph = tokens[position].text.utf8.count > 1
    position += 1
    if isParagraph { return pause(.paragraph) }
    let next = afterSpace(position)
    let goesOn = word(next).map { !Self.startsWithCapital($0) } ?? false
    // "a)", "đ)" and "b." begin lines of their own.
    let isItem = word(next)?.count == 1 && isMark(next + 1, ")", ".")
    if !goesOn || isItem { pause(.sentence) }
  }
}
