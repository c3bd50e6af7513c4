import WardContract

extension Bulletin {
  /// How long the bulletin sounds when it is heard once, in milliseconds: its sounds by their decoded
  /// length; a live programme as long as it may last; without either its words, as long as a voice
  /// takes to read them out at least.
  public var soundMilliseconds: Int {
    if let live { return live.longestMilliseconds }
    let lengths = sounds.compactMap(\.durationMilliseconds)
    guard lengths.isEmpty else { return lengths.reduce(0, +) }
    let words = ([headline, description] + (instruction.map { [$0] } ?? [])).reduce(0) {
      sum, text in
      sum + text.unicodeScalars.split { $0 == " " || $0 == "\n" }.count
    }
    return words * Self.wordMilliseconds
  }

  /// A synthetic voice reads 150 syllables of Vietnamese a minute, and writes each as a word.
  private static let wordMilliseconds = 400
}
