import Vietnamese
import WardContract

extension Bulletin {
  /// How long the bulletin sounds when it is heard once, in milliseconds: its sounds by their decoded
  /// length; a live programme as long as it may last; without either about as long as a terminal takes
  /// to read out its words.
  public var soundMilliseconds: Int {
    if let live { return live.longestMilliseconds }
    let lengths = sounds.compactMap(\.durationMilliseconds)
    return lengths.isEmpty ? speechMilliseconds() : lengths.reduce(0, +)
  }

  /// About how long its words take, at a rate of 80…300 words a minute, in milliseconds.
  public func speechMilliseconds(wordsPerMinute: Int = SpokenText.usualWordsPerMinute) -> Int {
    Announcement(self).words.estimatedMilliseconds(wordsPerMinute: wordsPerMinute)
  }
}
