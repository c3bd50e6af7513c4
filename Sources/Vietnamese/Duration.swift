/// How long a text takes to be spoken.
extension SpokenText {
  /// Words a minute, as espeak-ng counts, at which terminals speak: slow enough for an old ear.
  public static let usualWordsPerMinute = 140

  /// Measured with espeak-ng 1.51, voice "vi", at the usual rate, over the founding decree of Hanoi's
  /// ward stations; milliseconds, a little on the long side.
  private static let syllableMilliseconds = 278
  private static let shortPauseMilliseconds = 330
  private static let sentencePauseMilliseconds = 460
  private static let paragraphPauseMilliseconds = 780

  /// About how long the text takes at a rate of 80…300 words a minute, in milliseconds, rounded up
  /// to a whole second; 0 if there is nothing to say. From 50 syllables on it is within a tenth.
  public func estimatedMilliseconds(wordsPerMinute: Int = usualWordsPerMinute) -> Int {
    precondition((80...300).contains(wordsPerMinute), "a rate that can be listened to")
    guard !phrases.isEmpty else { return 0 }
    var milliseconds = syllables * Self.syllableMilliseconds
    for phrase in phrases {
      switch phrase.pause {
      case .short: milliseconds += Self.shortPauseMilliseconds
      case .sentence: milliseconds += Self.sentencePauseMilliseconds
      case .paragraph: milliseconds += Self.paragraphPauseMilliseconds
      }
    }
    // Vowels shrink faster than the rate grows.
    let usual = Self.usualWordsPerMinute
    let scaled =
      milliseconds * usual / wordsPerMinute * (1_400 + usual - wordsPerMinute) / 1_400
    return (scaled + 999) / 1_000 * 1_000
  }
}
