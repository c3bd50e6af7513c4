import BroadcastRules
import WardContract

/// When the sessions around today begin and end in this home: the ward's time, and a little later
/// by a spread that differs from home to home.
struct Timetable {
  /// A session in this home.
  struct Window {
    let slot: BroadcastSlot
    /// The ward's time.
    let opening: Instant
    let begins: Instant
    let ends: Instant
  }

  private let terminal: Identifier
  private var date: LocalDate?
  /// Sessions of yesterday, since one may go on over midnight, of today and of tomorrow.
  private(set) var windows: [Window] = []

  init(terminal: Identifier) { self.terminal = terminal }

  /// Forgets all of it: there is another plan.
  mutating func forget() { (date, windows) = (nil, []) }

  /// Looks up the days around `now`.
  mutating func keep(_ now: Instant, _ rules: Broadcasting) {
    let today = LocalDate(now)
    guard date != today else { return }
    forget()
    date = today
    windows = [-1, 0, 1].flatMap { days in
      [.morning, .afternoon].compactMap { session in
        window(BroadcastSlot(date: today.adding(days: days), session: session), rules)
      }
    }
  }

  /// A session of any day; `nil` if the plan has no such session.
  func window(_ slot: BroadcastSlot, _ rules: Broadcasting) -> Window? {
    if let known = windows.first(where: { $0.slot == slot }) { return known }
    guard let opening = rules.opening(of: slot), let closing = rules.closing(of: slot) else {
      return nil
    }
    let begins = opening + spread(slot, seconds: rules.plan.spreadSeconds)
    let ends = begins + (closing - opening) + Programme.slackMilliseconds
    return Window(slot: slot, opening: opening, begins: begins, ends: ends)
  }

  /// How much later than the ward's time this home begins, in milliseconds: drawn from its name
  /// and the session (FNV-1a), the same after every restart.
  private func spread(_ slot: BroadcastSlot, seconds: Int) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in "\(terminal) \(slot)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int64((hash ^ hash >> 32) % UInt64(seconds * 1000 + 1))
  }
}
