/// OK means two things: it acts when it comes up, and held for a second it has the screen read out.
struct Holding {
  static let readingMilliseconds: Int64 = 1_000

  private struct Hold {
    var since: Int64
    /// What stood over the menu: what appears under a finger is not what the finger meant.
    var overlay: Menu.Overlay
    /// Its long meaning has been acted on, or it has lost its meaning.
    var isSpent = false

    var due: Int64 { since + Holding.readingMilliseconds }
  }

  private var hold: Hold?

  /// OK went down.
  mutating func press(over overlay: Menu.Overlay, _ moment: Moment) {
    // The keyboard's repetition is no new press.
    if hold == nil { hold = Hold(since: moment.monotonicMilliseconds, overlay: overlay) }
  }

  /// Another button was pressed: what is held means nothing any more.
  mutating func cancel() { hold?.isSpent = true }

  /// OK came up; whether that was a short press on what stood there when it went down.
  mutating func release(over overlay: Menu.Overlay) -> Bool {
    defer { hold = nil }
    return hold.map { !$0.isSpent && $0.overlay == overlay } ?? false
  }

  /// Whether it has now been held for long enough; once.
  mutating func takeDue(_ moment: Moment) -> Bool {
    guard let hold, !hold.isSpent, moment.monotonicMilliseconds >= hold.due else { return false }
    self.hold?.isSpent = true
    return true
  }

  /// When it will have been held for long enough, in monotonic milliseconds.
  var deadline: Int64? { hold.flatMap { $0.isSpent ? nil : $0.due } }
}
