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
  /// When the second speaker is heard again; `nil` unless somebody turned it off.
  public var secondSpeakerUntil: Instant?

  /// Never quiet, and the hours of a night to begin with.
  public init() {}

  /// The hour at which it ends, 0…23.
  public var endsHour: Int { (beginsHour + hours) % 24 }
}

/// Keeps ordinary items silent for a while. It ends by itself, it is seen while it lasts, and
/// neither priority items nor emergencies and their exercises ask for it.
struct Quiet {
  private(set) var times: QuietTimes
  private var pause = Pause(hours: [1, 2, 4])
  /// The second speaker says nothing ordinary meanwhile: a child sleeps there, or somebody ill.
  private var secondSpeakerPause = Pause(hours: [1, 4, 10])

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
  func pauseMilliseconds(_ moment: Moment) -> Int64? { pause.milliseconds(moment) }

  /// How long the second speaker is off yet, in milliseconds; `nil` if it isn't.
  func secondSpeakerMilliseconds(_ moment: Moment) -> Int64? {
    secondSpeakerPause.milliseconds(moment)
  }

  func isQuiet(_ reading: TrustedClock.Reading, _ moment: Moment) -> Bool {
    state(reading, moment) != .none
  }

  /// Ends what is over, and takes up what the disk remembered once the time is known.
  mutating func settle(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) {
    let pauseChanged = pause.settle(&times.pauseUntil, reading, moment)
    let secondChanged = secondSpeakerPause.settle(&times.secondSpeakerUntil, reading, moment)
    if pauseChanged || secondChanged { journal.add(.putQuietTimes(times)) }
  }

  /// The next pause in turn.
  mutating func turnPause(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) {
    if pause.turn(&times.pauseUntil, reading, moment) { journal.add(.putQuietTimes(times)) }
  }

  /// Turns the second speaker off for longer, or on again.
  mutating func turnSecondSpeaker(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) {
    if secondSpeakerPause.turn(&times.secondSpeakerUntil, reading, moment) {
      journal.add(.putQuietTimes(times))
    }
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
    let ends = [pause.endsAt, secondSpeakerPause.endsAt].compactMap { $0 }.min()
    guard times.isDaily, reading.isKnown else { return ends }
    let today = LocalDate(reading.now)
    let changes = [-1, 0, 1].flatMap { days -> [Instant] in
      let begins = today.adding(days: days).instant(minute: times.beginsHour * 60)
      return [begins, begins + Int64(times.hours) * 3_600_000]
    }.filter { $0 > reading.now }.map { moment.monotonicMilliseconds + ($0 - reading.now) }
    return (changes + [ends].compactMap { $0 }).min()
  }
}
