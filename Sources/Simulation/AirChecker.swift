import TerminalCore
import WardContract

/// What must hold for the air of a home, restated without the terminal's words: every hour for which
/// there were power, sensors and the time is at the desk exactly once, with the plain mean of what the
/// sensors said; no other hour has a number from nowhere.
struct AirChecker {
  /// The clock is right within this, in milliseconds: samples are 30 s away from a change.
  static let toleranceMilliseconds: Int64 = 10_000
  /// What ended so shortly before the story does may still be on its way, in milliseconds.
  static let onTheWayMilliseconds: Int64 = 1_800_000
  /// Minutes after which dust that doesn't move is no data.
  static let stuckMinutes = 360

  /// A minute's sample, if it is to be relied on.
  private struct Sample {
    var minute: Int64
    var dust: Int?
    var temperature: Int?
  }

  /// Samples since power and time were last in doubt.
  private var samples: [Sample] = []
  /// How long the dust sensor has said what it says.
  private var lastDust: Int?
  private var sameMinutes = 0
  /// Every hour in which a sensor said something, by hours since 1970.
  private var measured: [Int64: [Int]] = [:]
  private var measuredTemperatures: [Int64: [Int]] = [:]
  /// What should be at the desk.
  private var expected: [Int64: AirValues] = [:]
  /// Hours that the disk has taken.
  private var durable: [String: AirReading] = [:]
  /// Hours under which a home files whose clock is wrong without its knowing.
  private var doubtful = Set<Int64>()

  var expectedCount: Int { expected.count }

  /// Power went: what was not on disk is gone, and an hour that was under way has a gap.
  mutating func poweredOff() {
    let kept = Set(durable.values.map { $0.hour.milliseconds / AirReading.hourMilliseconds })
    expected = expected.filter { kept.contains($0.key) }
    interrupted()
    (lastDust, sameMinutes) = (nil, 0)
  }

  /// Time was in doubt.
  mutating func interrupted() { samples = [] }

  /// The sensors have said this; the minute that begins next samples it.
  mutating func said(
    _ measurements: [Measurement], truth: Instant, believed: Instant, isKnown: Bool
  ) {
    let minute = truth.milliseconds / 60_000 + 1
    let dust = measurements.first { $0.quantity == .pm25 }?.thousandths
    sameMinutes = dust != nil && dust == lastDust ? sameMinutes + 1 : 1
    lastDust = dust
    // Stuck for six hours means that it was first said 360 minutes before the sample's minute.
    let isStuck = sameMinutes > Self.stuckMinutes
    let sample = Sample(
      minute: minute, dust: isStuck ? nil : dust.flatMap { $0 > 1_000_000 ? nil : $0 },
      temperature: measurements.first { $0.quantity == .temperature }?.thousandths
        .flatMap { $0 > 60_000 ? nil : $0 })
    if let dust = sample.dust { measured[minute / 60, default: []].append(dust) }
    if let degrees = sample.temperature {
      measuredTemperatures[minute / 60, default: []].append(degrees)
    }
    let isRight = isKnown && abs(believed - truth) <= Self.toleranceMilliseconds
    if isKnown, !isRight {
      let hour = believed.milliseconds / AirReading.hourMilliseconds
      for near in hour - 1...hour + 1 { doubtful.insert(near) }
    }
    guard isRight else { return interrupted() }
    if let last = samples.last, last.minute + 1 != minute { samples = [] }
    samples.append(sample)
    // The first sample after an hour has closed it.
    if minute % 60 == 1 { expect(hour: minute / 60 - 1) }
  }

  private mutating func expect(hour: Int64) {
    let all = samples.filter { $0.minute / 60 == hour }
    samples.removeAll { $0.minute / 60 <= hour }
    guard all.count == 60 else { return }
    func mean(_ numbers: [Int]) -> Int? {
      guard numbers.count * 4 >= 60 * 3 else { return nil }
      let sum = numbers.reduce(0, +)
      return Int((Double(sum) / Double(numbers.count)).rounded(.toNearestOrAwayFromZero))
    }
    var means = AirValues()
    means[.pm25] = mean(all.compactMap(\.dust))
    means[.temperature] = mean(all.compactMap(\.temperature))
    if !means.isEmpty { expected[hour] = means }
  }

  mutating func durable(_ operations: [StoreOperation], ledger: Identifier) {
    for case .putReading(let reading) in operations {
      durable["\(ledger) \(reading.sequence)"] = reading
    }
  }

  /// What is wrong at the end.
  func atRest(_ readings: [String: AirReading], truth: Instant) -> [String] {
    var faults: [String] = []
    func isOnTheWay(_ hour: Int64) -> Bool {
      truth.milliseconds - (hour + 1) * AirReading.hourMilliseconds < Self.onTheWayMilliseconds
    }
    for (hour, means) in expected.sorted(by: { $0.key < $1.key })
    where !isOnTheWay(hour) && !doubtful.contains(hour) {
      let there = readings.values.filter { $0.hour.milliseconds / 3_600_000 == hour }
      if there.map(\.means) != [means] {
        faults.append("the air of hour \(hour) should be \(means) once, is \(there)")
      }
    }
    for reading in readings.values {
      let hour = reading.hour.milliseconds / 3_600_000
      if doubtful.contains(hour) { continue }
      for (mean, numbers) in [
        (reading.means[.pm25], measured[hour]),
        (reading.means[.temperature], measuredTemperatures[hour]),
      ] {
        guard let mean else { continue }
        if let least = numbers?.min(), let most = numbers?.max(), (least...most).contains(mean) {
          continue
        }
        faults.append("\(mean) was never measured in hour \(hour)")
      }
    }
    return faults
  }
}

extension SimulatedHome {
  /// The sensors of every second home speak, half a minute before the sample.
  mutating func sensorsSpeak() {
    timeline.add(.sensorsSpeak, at: now + 60_000)
    guard isOn else { return }
    let said = sensors.next()
    tell(.measured(said))
    let isSilent = said.contains { $0.thousandths == nil }
    tell(isSilent ? .partFailed(.sensors, reason: "it doesn't answer") : .partBack(.sensors))
    let clock = core.time(
      at: Moment(
        monotonicMilliseconds: now - startedAt + 5_000, wall: truth + wallError,
        isSynchronized: isSynchronised, entropy: 0))
    check.air.said(said, truth: truth, believed: clock.now, isKnown: clock.isKnown)
  }
}
