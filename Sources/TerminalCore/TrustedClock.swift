import WardContract

/// Knows what time it is, or that nobody knows.
///
/// A terminal has no battery-backed clock. After power comes back its wall clock may stand in
/// 1970, at the last shutdown, or anywhere. Three witnesses help: the system, if it says that it
/// is synchronised; a board index that was signed just now; and the newest index ever believed,
/// before which it can't be. The desk's signature outweighs the system's word.
struct TrustedClock {
  /// How far system and desk may differ before the system counts as wrong, in milliseconds.
  static let toleranceMilliseconds: Int64 = 60_000

  /// A point in time and where the monotonic clock stood then.
  private struct Mark {
    var instant: Instant
    var monotonic: Int64

    func at(_ moment: Moment) -> Instant { instant + (moment.monotonicMilliseconds - monotonic) }
  }

  /// The signed time of the newest index: it is at least this late.
  private var floor: Mark?
  /// The signed time of an index that came live, not from the broker's memory.
  private var live: Mark?

  /// What the clock says.
  struct Reading {
    /// The best guess at the time.
    var now: Instant
    /// Whether the guess may be relied on.
    var isKnown: Bool
    /// It is certainly not earlier than this.
    var earliest: Instant?
    /// The system's wall clock contradicts the desk.
    var systemIsWrong: Bool
    /// The desk has told the time since the terminal started.
    var isVouched = false

    /// Whether `instant` has certainly passed.
    func hasPassed(_ instant: Instant) -> Bool {
      if isKnown { return now >= instant }
      guard let earliest else { return false }
      return earliest >= instant
    }

    /// Whether `instant` has certainly come; unlike `hasPassed`, an unknown time says no.
    func hasCertainlyCome(_ instant: Instant) -> Bool { isKnown && now >= instant }
  }

  func reading(_ moment: Moment) -> Reading {
    let earliest = floor?.at(moment)
    let tolerance = Self.toleranceMilliseconds
    let plausible = earliest.map { moment.wall >= $0 + -tolerance } ?? true
    if let liveNow = live?.at(moment) {
      let agrees = abs(moment.wall - liveNow) <= tolerance
      return Reading(
        now: agrees ? moment.wall : liveNow, isKnown: true, earliest: earliest,
        systemIsWrong: !agrees, isVouched: true)
    }
    if moment.isSynchronized, plausible {
      return Reading(now: moment.wall, isKnown: true, earliest: earliest, systemIsWrong: false)
    }
    return Reading(
      now: max(moment.wall, earliest ?? moment.wall), isKnown: false, earliest: earliest,
      systemIsWrong: !plausible)
  }

  /// An index was believed that was signed at `time`; `isLive` if it came the moment it was made.
  mutating func sawIndex(signedAt time: Instant, isLive: Bool, _ moment: Moment) {
    let mark = Mark(instant: time, monotonic: moment.monotonicMilliseconds)
    floor = mark
    if isLive { live = mark }
  }
}
