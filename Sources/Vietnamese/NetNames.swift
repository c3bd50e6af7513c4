/// Addresses of web pages and mail boxes: the name as one would tell it to somebody on the
/// telephone. Whatever stands behind the name of a page is left to the screen, and that is said.
extension Reader {
  private static let endings: [String: String] = [
    "vn": "vê nờ", "com": "com", "net": "nét", "org": "oóc", "gov": "gốp", "edu": "e đu",
    "info": "in phô",
  ]
  /// Longest address that is looked at, in tokens.
  private static let longest = 120

  /// Reads an address if one begins here.
  mutating func readNetName() -> Bool {
    guard kind(position) == .word || kind(position) == .digits else { return false }
    var end = position
    var hasSign = false
    while end < position + Self.longest, let kind = kind(end), kind != .space, kind != .lineBreak {
      hasSign = hasSign || isMark(end, "@", ".", ":")
      end += 1
    }
    guard hasSign else { return false }
    // Punctuation of the sentence is none of the address.
    while end > position, kind(end - 1) == .mark, !isMark(end - 1, "/") || isMark(end - 2, ".") {
      end -= 1
    }
    return readMailBox(to: end) || readPage(to: end)
  }

  private mutating func readMailBox(to end: Int) -> Bool {
    guard let at = (position..<end).first(where: { isMark($0, "@") }), at > position,
      let name = domain(at + 1, end), name.end == end
    else { return false }
    say("\(label(position, at)) a còng \(name.words)")
    return finish(at: end)
  }

  private mutating func readPage(to end: Int) -> Bool {
    var start = position
    let hasScheme =
      ["http", "https"].contains(word(start)?.lowercased()) && isMark(start + 1, ":")
      && isMark(start + 2, "/") && isMark(start + 3, "/")
    if hasScheme { start += 4 }
    let isWeb = word(start)?.lowercased() == "www" && isMark(start + 1, ".")
    if isWeb { start += 2 }
    guard let name = domain(start, end) else { return false }
    // "hanoi.gov.vn/tin-tuc"
    let hasMore = name.end < end
    guard !hasMore || isMark(name.end, "/", "?", "#", ":") else { return false }
    say(name.words)
    if name.end + 1 < end {
      pause(.short)
      say("phần sau của địa chỉ xem trên màn hình")
    }
    return finish(at: end)
  }

  private mutating func finish(at end: Int) -> Bool {
    position = end
    isAfterQuantity = false
    isAfterCounted = false
    return true
  }

  /// "hanoi.gov.vn" at `index`: labels with full stops between them, the last one known.
  private func domain(_ index: Int, _ end: Int) -> (words: String, end: Int)? {
    var labels: [String] = []
    var next = index
    var last = ""
    while next < end {
      var stop = next
      while stop < end, kind(stop) == .word || kind(stop) == .digits || isMark(stop, "-", "_") {
        stop += 1
      }
      guard stop > next else { break }
      last = stop == next + 1 ? tokens[next].text.lowercased() : ""
      labels.append(Self.endings[last] ?? label(next, stop))
      next = stop
      guard isMark(next, "."), next + 1 < end else { break }
      next += 1
    }
    guard labels.count > 1, Self.endings[last] != nil else { return nil }
    return (labels.joined(separator: " chấm "), next)
  }

  /// One label, or the part before "@".
  private func label(_ start: Int, _ end: Int) -> String {
    var words: [String] = []
    for index in start..<end {
      let text = tokens[index].text
      switch tokens[index].kind {
      case .word: words.append(Self.labelWord(text))
      case .digits: words.append(Cardinal.words(digits: text))
      case .mark:
        switch text {
        case ".": words.append("chấm")
        case "_": words.append("gạch dưới")
        case "+": words.append("cộng")
        case let dash where Symbols.dashes.contains(dash): words.append("gạch ngang")
        default: break
        }
      case .space, .lineBreak: break
      }
    }
    return words.joined(separator: " ")
  }

  private static func labelWord(_ text: String) -> String {
    let small = text.lowercased()
    if let words = Abbreviations.loanwords[small] { return words }
    let isSayable =
      Syllable.isSyllable(small) || Syllable.hasVowel(small) && small.count > 4
      || small.count > 12
    return isSayable ? small : Syllable.spelled(small)
  }
}
