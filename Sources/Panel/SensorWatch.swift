/// What is known of gauges, and since when: which of them are due, which hang, and what each says.
/// Times are monotonic milliseconds; nobody else's clock is asked.
struct SensorWatch {
  /// How long an answer may take. The slowest driver, a particle sensor's, gives up after 6 s.
  static let patienceMilliseconds: Int64 = 30_000
  /// The loop asks when it is awake anyway, once a minute; what would be due before it asks again
  /// is due now.
  private static let earlinessMilliseconds: Int64 = 30_000
  /// How often the loop asks at least.
  private static let askingMilliseconds: Int64 = 60_000
  /// How many periods a reading counts for, or rounds of the loop's if these are longer.
  private static let maximumAgePeriods: Int64 = 3

  private struct Entry {
    var periodMilliseconds: Int64
    var askedAt: Int64?
    var isAnswered = true
    var answer: (reading: Gauge.Reading, at: Int64)?
  }

  private var entries: [Entry]

  /// Gauges that are to be read so often.
  init(periodsMilliseconds: [Int64]) {
    entries = periodsMilliseconds.map { Entry(periodMilliseconds: $0) }
  }

  /// Those to be asked now. One that hasn't answered yet isn't asked again.
  func due(at now: Int64) -> [Int] {
    entries.indices.filter { index in
      let entry = entries[index]
      guard entry.isAnswered else { return false }
      guard let askedAt = entry.askedAt else { return true }
      return now - askedAt + Self.earlinessMilliseconds >= entry.periodMilliseconds
    }
  }

  /// These are asked now.
  mutating func asked(_ indices: [Int], at now: Int64) {
    for index in indices {
      entries[index].askedAt = now
      entries[index].isAnswered = false
    }
  }

  /// One has answered.
  mutating func answered(_ index: Int, _ reading: Gauge.Reading, at now: Int64) {
    entries[index].isAnswered = true
    entries[index].answer = (reading, now)
  }

  /// Whether nobody is waited for.
  var isAnswered: Bool { entries.allSatisfy(\.isAnswered) }

  /// Whether one has been asked and takes too long.
  func isLate(_ index: Int, at now: Int64) -> Bool {
    guard !entries[index].isAnswered, let askedAt = entries[index].askedAt else { return false }
    return now - askedAt >= Self.patienceMilliseconds
  }

  /// What one says now.
  func reading(_ index: Int, at now: Int64) -> Gauge.Reading {
    if isLate(index, at: now) { return .failure(.late) }
    let entry = entries[index]
    let maximumAge =
      Self.maximumAgePeriods * max(entry.periodMilliseconds, Self.askingMilliseconds)
    guard let answer = entry.answer, now - answer.at < maximumAge else {
      return .failure(.stale)
    }
    return answer.reading
  }
}
