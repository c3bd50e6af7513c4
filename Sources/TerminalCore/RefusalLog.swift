import WardContract

/// Counts what was not believed, and decides which refusals the ward is told of: each kind of
/// each bulletin once, and only so many an hour, so that garbage can't fill the outbox.
struct RefusalLog {
  static let maximumRemembered = 64
  static let reportsPerHour = 30

  private var reported: [String] = []
  private var hourBegan: Int64 = .min
  private var reportsThisHour = 0
  /// Refusals since the start.
  private(set) var count = 0

  /// Counts a refusal and says whether to report it.
  mutating func add(_ refusal: Refusal, of name: String, _ moment: Moment) -> Bool {
    count += 1
    let key = "\(refusal.code) \(name)"
    guard !reported.contains(key) else { return false }
    if hourBegan == .min || moment.monotonicMilliseconds - hourBegan >= 3_600_000 {
      hourBegan = moment.monotonicMilliseconds
      reportsThisHour = 0
    }
    guard reportsThisHour < Self.reportsPerHour else { return false }
    reportsThisHour += 1
    if reported.count == Self.maximumRemembered { reported.removeFirst() }
    reported.append(key)
    return true
  }
}
