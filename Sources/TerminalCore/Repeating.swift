/// ▲, ▼ and the volume go on for as long as they are held: slowly at first, so that nobody overshoots
/// the digit that was meant, faster once it is a long way.
struct Repeating {
  /// How long a button is held before it goes on, how soon it does so again, and how soon after
  /// `slowSteps`, in milliseconds.
  static let firstMilliseconds: Int64 = 500
  static let slowMilliseconds: Int64 = 150
  static let fastMilliseconds: Int64 = 70
  static let slowSteps = 12
  /// A button that nobody lets go of is leant on, in milliseconds.
  static let longestMilliseconds: Int64 = 15_000

  private struct Hold {
    var button: Button
    /// Where it was pressed: what appears under a finger is not what the finger meant.
    var place: Menu.Place
    var overlay: Menu.Overlay
    var ends: Int64
    var next: Int64
    var steps = 0
  }

  private var hold: Hold?

  /// Back goes on through the characters of a code, and nowhere else.
  private static func repeats(_ button: Button, inCode: Bool) -> Bool {
    switch button {
    case .up, .down, .volumeUp, .volumeDown: true
    case .back: inCode
    case .ok, .sos: false
    }
  }

  /// A button went down there, perhaps while a code is entered.
  mutating func press(
    _ button: Button, at place: Menu.Place, under overlay: Menu.Overlay, inCode: Bool,
    _ moment: Moment
  ) {
    hold = nil
    guard Self.repeats(button, inCode: inCode) else { return }
    let now = moment.monotonicMilliseconds
    hold = Hold(
      button: button, place: place, overlay: overlay, ends: now + Self.longestMilliseconds,
      next: now + Self.firstMilliseconds)
  }

  /// A button came up, or what is held means nothing any more.
  mutating func cancel() { hold = nil }

  /// The button whose turn it is again, if the household is still where it was pressed.
  mutating func takeDue(
    at place: Menu.Place, under overlay: Menu.Overlay, inCode: Bool, _ moment: Moment
  ) -> Button? {
    let now = moment.monotonicMilliseconds
    guard var hold, now >= hold.next else { return nil }
    guard hold.place == place, hold.overlay == overlay, now < hold.ends,
      Self.repeats(hold.button, inCode: inCode)
    else {
      self.hold = nil
      return nil
    }
    hold.steps += 1
    // From now on, not from when it was due: on a slow machine nothing piles up.
    hold.next = now + (hold.steps < Self.slowSteps ? Self.slowMilliseconds : Self.fastMilliseconds)
    self.hold = hold
    return hold.button
  }

  /// When it goes on, in monotonic milliseconds.
  var deadline: Int64? { hold?.next }
}
