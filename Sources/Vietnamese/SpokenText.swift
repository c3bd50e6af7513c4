/// A written text as an announcer of Hanoi's radio would read it out: numbers, dates, times, money,
/// abbreviations and signs in words, split into phrases with pauses. What a speech synthesiser is
/// given consists of letters, spaces, commas, full stops and line breaks only.
///
/// Nothing that is unknown vanishes: a word that isn't known stays as it is, capitals that are no
/// word are spelled. Only what has no words (emoji, ornaments, rules) is left out.
public struct SpokenText: Equatable, Sendable {
  /// How long to pause after a phrase.
  public enum Pause: Int, Comparable, Sendable {
    /// As at a comma.
    case short
    /// As at the end of a sentence.
    case sentence
    /// As at the end of a paragraph.
    case paragraph

    /// Whether `left` is shorter than `right`.
    public static func < (left: Pause, right: Pause) -> Bool { left.rawValue < right.rawValue }
  }

  /// Words that are read in one breath.
  public struct Phrase: Equatable, Sendable {
    /// One or more words with single spaces between them.
    public var words: String
    /// The pause behind them.
    public var pause: Pause
  }

  /// Longest text that is read, in bytes of UTF-8: all that fits into an envelope. Of a longer one
  /// the rest is left out, and that is said.
  public static let maximumBytes = 64 * 1024
  /// Most bytes that one byte of a written text can become. "%" is the worst.
  public static let maximumGrowth = 16

  /// What is read, in its order.
  public private(set) var phrases: [Phrase]

  /// Expands a text in any normalisation form.
  public init(_ written: String) {
    var text = written
    let isCut = written.utf8.count > Self.maximumBytes
    if isCut {
      text = String(decoding: written.utf8.prefix(Self.maximumBytes), as: UTF8.self)
    }
    var reader = Reader(Token.tokens(of: text))
    phrases = reader.read()
    if isCut { phrases.append(Phrase(words: "phần còn lại xem trên màn hình", pause: .sentence)) }
  }

  /// Several texts one after another, such as a headline and what follows; empty ones are skipped.
  public init(paragraphs: [String]) {
    phrases = []
    for paragraph in paragraphs {
      phrases += Self(paragraph).phrases
      if let last = phrases.indices.last { phrases[last].pause = .paragraph }
    }
  }

  /// The whole of it for a synthesiser, or to be looked at: one sentence a line, an empty line
  /// between paragraphs.
  public var text: String {
    var text = ""
    for (index, phrase) in phrases.enumerated() {
      text += phrase.words
      let isLast = index == phrases.count - 1
      switch phrase.pause {
      case .short: text += isLast ? "." : ", "
      case .sentence: text += isLast ? "." : ".\n"
      case .paragraph: text += isLast ? "." : ".\n\n"
      }
    }
    return text
  }

  /// How many syllables are spoken.
  public var syllables: Int {
    phrases.reduce(0) { sum, phrase in
      sum + phrase.words.utf8.lazy.filter { $0 == UInt8(ascii: " ") }.count + 1
    }
  }
}
