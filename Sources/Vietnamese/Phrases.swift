/// Collects what is read, phrase by phrase.
struct Phrases {
  private(set) var list: [SpokenText.Phrase] = []
  private var words = ""

  /// Whether nothing has been said since the last pause.
  var isAtPause: Bool { words.isEmpty }

  mutating func say(_ more: String) {
    if more.isEmpty { return }
    if !words.isEmpty { words += " " }
    words += more
  }

  /// Ends the phrase; a pause right behind another makes that one longer, if anything.
  mutating func pause(_ pause: SpokenText.Pause) {
    if words.isEmpty {
      if let last = list.indices.last { list[last].pause = max(list[last].pause, pause) }
    } else {
      // Breaths within a long number are commas.
      let parts = words.split(separator: ",", omittingEmptySubsequences: true)
      for part in parts {
        let trimmed = part.drop { $0 == " " }
        list.append(.init(words: String(trimmed), pause: .short))
      }
      if let last = list.indices.last { list[last].pause = pause }
      words = ""
    }
  }
}
