/// Buttons whose meaning depends on how long they are held: OK acts when it comes up, and held for a
/// second it has the screen read out; SOS acts once it has been held for three seconds, since nobody
/// calls for help by brushing past.
struct Holding {
  static let readingMilliseconds: Int64 = 1_000
  static let sosMilliseconds: Int64 = 3_000

  private struct Hold {
    var button: Button
    var since: Int64
    /// What stood over the menu: what appears under a finger is not what the finger meant.
    var overlay: Menu.Overlay
    /// Its long meaning has been acted on, or it has lost its meaning.
    var isSpent = false

    var due: Int64 {
      since + (button == .sos ? Holding.sosMilliseconds : Holding.readingMilliseconds)
    }
  }

  private var hold: Hold?

  /// A button went down. A second one takes the meaning of the first.
  mutating func press(_ button: Button, over overlay: Menu.Overlay, _ moment: Moment) {
    // The keyboard's repetition is no new press.
    if let hold, hold.button == button { return }
    hold = Hold(button: button, since: moment.monotonicMilliseconds, overlay: overlay)
  }

  /// Another button was pressed: what is held means nothing any more.
  mutating func cancel() { hold?.isSpent = true }

  /// A button came up; whether that was a short press on what stood there when it went down.
  mutating func release(_ button: Button, over overlay: Menu.Overlay) -> Bool {
    guard let hold, hold.button == button else { return false }
    self.hold = nil
    return !hold.isSpent && hold.overlay == overlay
  }

  /// The button that has now been held for long enough; once.
  mutating func takeDue(_ moment: Moment) -> Button? {
    guard let hold, !hold.isSpent, moment.monotonicMilliseconds >= hold.due else { return nil }
    self.hold?.isSpent = true
    return hold.button
  }

  /// When a button will have been held for long enough, in monotonic milliseconds.
  var deadline: Int64? { hold.flatMap { $0.isSpent ? nil : $0.due } }
}
