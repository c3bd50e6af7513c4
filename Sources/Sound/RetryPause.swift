/// Pauses between attempts to get a lost card back: short at first, then ever longer, so that a
/// card which is there and fails each time is not opened until it dies of that.
struct RetryPause {
  static let firstMilliseconds: Int64 = 1_000
  static let longestMilliseconds: Int64 = 30_000

  private var milliseconds = RetryPause.firstMilliseconds

  /// The pause before the next attempt; the one after that will be twice as long.
  mutating func next() -> Int64 {
    defer { milliseconds = min(milliseconds * 2, Self.longestMilliseconds) }
    return milliseconds
  }

  /// The card plays, or another one came: the next pause is a short one.
  mutating func reset() { milliseconds = Self.firstMilliseconds }
}
