import WardContract

/// When a household wants no ordinary news, as it stands on disk.
public struct QuietTimes: Equatable, Sendable {
  /// Most hours of a day.
  public static let maximumHours = 10
  /// The hour at which it begins, 0…23, and for how many hours, 1…`maximumHours`.
  public var beginsHour = 21
  /// For how many hours, 1…`maximumHours`.
  public var hours = 9
  /// Whether it is quiet at these hours every day.
  public var isDaily = false
  /// When a pause ends that somebody asked for; `nil` without one.
  public var pauseUntil: Instant?

  /// Never quiet, and the hours of a night to begin with.
  public init() {}

  /// The hour at which it ends, 0…23.
  public var endsHour: Int { (beginsHour + hours) % 24 }
}

/// Keeps ordinary items silent for a while. It ends by itself, it is seen while it lasts, and
/// neither priority items nor emergencies and their exercises ask for it.
struct Quiet {
  /// The pauses that can be asked for, in hours.
  static let pauseHours = [1, 2, 4]

  private(set) var times: QuietTimes
  /// When the pause ends, in monotonic milliseconds, however the wall clock is stepped.
  private var pauseEndsAt: Int64?

  init(_ times: QuietTimes = QuietTimes()) {
    self.times = times
    self.times.beginsHour = min(max(times.beginsHour, 0), 23)
    self.times.hours = min(max(times.hours, 1), QuietTimes.maximumHours)
  }

  /// What keeps silence now.
  enum State: Equatable {
    case none
    /// Until then; `nil` while the time isn't known.
    case quiet(until: Instant?)
  }

  func state(_ reading: TrustedClock.Reading, _ moment: Moment) -> State {
    if let left = pauseMilliseconds(moment) {
      return .quiet(until: reading.isKnown ? reading.now + left : nil)
    }
    guard times.isDaily, reading.isKnown else { return .none }
    let today = LocalDate(reading.now)
    for date in [today.adding(days: -1), today] {
      let begins = date.instant(minute: times.beginsHour * 60)
      let ends = begins + Int64(times.hours) * 3_600_000
      if begins <= reading.now, reading.now < ends { return .quiet(until: ends) }
    }
    return .none
  }

  /// How long the pause lasts yet, in milliseconds; `nil` without one.
  func pauseMilliseconds(_ moment: Moment) -> Int64? {
    guard let pauseEndsAt, pauseEndsAt > moment.monotonicMilliseconds else { return nil }
    return pauseEndsAt - moment.monotonicMilliseconds
  }

  func isQuiet(_ reading: TrustedClock.Reading, _ moment: Moment) -> Bool {
    state(reading, moment) != .none
  }

  /// Ends a pause that is over, and takes up one that the disk remembered once the time is known.
  mutating func settle(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) {
    if pauseEndsAt == nil, let until = times.pauseUntil, reading.isKnown {
      let left = until - reading.now
      let longest = Int64(Self.pauseHours[Self.pauseHours.count - 1]) * 3_600_000
      if 0 < left, left <= longest { pauseEndsAt = moment.monotonicMilliseconds + left }
      if pauseEndsAt == nil { endPause(&journal) }
    }
    guard let ends = pauseEndsAt else { return }
    let isOver = times.pauseUntil.map { reading.isKnown && reading.now >= $0 } ?? false
    if isOver || moment.monotonicMilliseconds >= ends { endPause(&journal) }
  }

  private mutating func endPause(_ journal: inout Journal) {
    pauseEndsAt = nil
    guard times.pauseUntil != nil else { return }
    times.pauseUntil = nil
    journal.add(.putQuietTimes(times))
  }

  /// The next pause in turn: none, then each of `pauseHours`, then none.
  mutating func turnPause(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) {
    let now = moment.monotonicMilliseconds
    let left = pauseEndsAt.map { max(0, $0 - now) } ?? 0
    guard let hours = Self.pauseHours.first(where: { Int64($0) * 3_600_000 > left }) else {
      return endPause(&journal)
    }
    let length = Int64(hours) * 3_600_000
    pauseEndsAt = now + length
    times.pauseUntil = reading.isKnown ? reading.now + length : nil
    journal.add(.putQuietTimes(times))
  }

  mutating func turnDaily(_ journal: inout Journal) {
    times.isDaily.toggle()
    journal.add(.putQuietTimes(times))
  }

  /// Begins an hour later and ends when it did; the shortest quiet pushes its end along.
  mutating func turnBegin(_ journal: inout Journal) {
    times.beginsHour = (times.beginsHour + 1) % 24
    times.hours = max(1, times.hours - 1)
    journal.add(.putQuietTimes(times))
  }

  /// Ends an hour later; after the longest comes the shortest.
  mutating func turnEnd(_ journal: inout Journal) {
    times.hours = times.hours % QuietTimes.maximumHours + 1
    journal.add(.putQuietTimes(times))
  }

  /// When it ends or begins next, in monotonic milliseconds.
  func deadline(_ reading: TrustedClock.Reading, _ moment: Moment) -> Int64? {
    if let pauseEndsAt { return pauseEndsAt }
    guard times.isDaily, reading.isKnown else { return nil }
    let today = LocalDate(reading.now)
    return [-1, 0, 1].flatMap { days -> [Instant] in
      let begins = today.adding(days: days).instant(minute: times.beginsHour * 60)
      return [begins, begins + Int64(times.hours) * 3_600_000]
    }.filter { $0 > reading.now }.min().map { moment.monotonicMilliseconds + ($0 - reading.now) }
  }
}
