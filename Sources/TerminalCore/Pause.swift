import WardContract

/// A silence that somebody asked for: bounded, and over by itself, whatever becomes of the clock. When
/// it ends by the wall clock stands in `QuietTimes`, for the disk.
struct Pause {
  /// What can be asked for, in hours, the shortest first.
  let hours: [Int]
  /// When it ends, in monotonic milliseconds, however the wall clock is stepped.
  private(set) var endsAt: Int64?

  init(hours: [Int]) { self.hours = hours }

  /// How long it lasts yet, in milliseconds; `nil` without one.
  func milliseconds(_ moment: Moment) -> Int64? {
    guard let endsAt, endsAt > moment.monotonicMilliseconds else { return nil }
    return endsAt - moment.monotonicMilliseconds
  }

  /// Ends it once it is over, and takes up the one that the disk remembered once the time is known;
  /// says whether `until` has changed.
  mutating func settle(
    _ until: inout Instant?, _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Bool {
    if endsAt == nil, let end = until, reading.isKnown {
      let left = end - reading.now
      let longest = Int64(hours[hours.count - 1]) * 3_600_000
      guard 0 < left, left <= longest else { return stop(&until) }
      endsAt = moment.monotonicMilliseconds + left
    }
    guard let endsAt else { return false }
    let isOver = until.map { reading.isKnown && reading.now >= $0 } ?? false
    return isOver || moment.monotonicMilliseconds >= endsAt ? stop(&until) : false
  }

  private mutating func stop(_ until: inout Instant?) -> Bool {
    endsAt = nil
    defer { until = nil }
    return until != nil
  }

  /// The next in turn: none, then each of `hours`, then none; says whether `until` has changed.
  mutating func turn(
    _ until: inout Instant?, _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Bool {
    let now = moment.monotonicMilliseconds
    let left = endsAt.map { max(0, $0 - now) } ?? 0
    // What was asked for last is the shortest that is as long as what is left of it.
    let longer = left == 0 ? hours[...] : hours.drop { Int64($0) * 3_600_000 < left }.dropFirst()
    guard let next = longer.first else { return stop(&until) }
    let length = Int64(next) * 3_600_000
    endsAt = now + length
    until = reading.isKnown ? reading.now + length : nil
    return true
  }
}
