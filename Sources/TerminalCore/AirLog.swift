import WardContract

/// Turns what sensors say into hourly means: a sample a minute, and nothing under a wrong hour.
///
/// What is not to be relied on is no data: a sensor that says nothing, that says what can't be, or
/// that has said the very same for hours.
struct AirLog {
  /// So many minutes with data make an hour: 75 % (Directive 2008/50/EC, annex VII A 2, "one hour
  /// values"; QĐ 1459/QĐ-TCMT asks for hourly means and says nothing of their completeness).
  static let minutesForHour = 45
  /// Dust and carbon dioxide are never still: a sensor that says the very same for so long, in
  /// milliseconds, has got stuck. Temperature, humidity and pressure of a closed room may be.
  static let stuckMilliseconds: Int64 = 6 * 3_600_000

  /// Why there is no number.
  enum NoData: Error, Equatable {
    /// There is no such sensor.
    case absent
    /// The sensor doesn't answer, or its driver doesn't believe it.
    case silent
    /// It says what can't be.
    case impossible
    /// It says the very same for too long.
    case stuck
  }

  /// What the sensor of one quantity said last.
  private struct Last {
    var thousandths: Int?
    /// Since when it says so, in monotonic milliseconds.
    var since: Int64
  }

  private struct OpenHour {
    /// Hours since 1970.
    var number: Int64
    var minute: Int64
    var sums = AirValues()
    var minutes = [Int](repeating: 0, count: AirQuantity.allCases.count)
  }

  private var last = [Last?](repeating: nil, count: AirQuantity.allCases.count)
  private var open: OpenHour?
  /// How far the believed time is ahead of the monotonic clock, in milliseconds.
  private(set) var offset: Int64?

  /// What the sensors say from now on.
  mutating func heard(_ measurements: [Measurement], _ moment: Moment) {
    for (place, quantity) in AirQuantity.allCases.enumerated() {
      guard let said = measurements.first(where: { $0.quantity.rawValue == quantity.rawValue })
      else {
        last[place] = nil
        continue
      }
      if let known = last[place], known.thousandths == said.thousandths { continue }
      last[place] = Last(
        thousandths: said.thousandths, since: moment.monotonicMilliseconds)
    }
  }

  /// What one sensor says now, if that can be relied on.
  func value(_ quantity: AirQuantity, _ moment: Moment) -> Result<Int, NoData> {
    let place = AirQuantity.allCases.firstIndex(of: quantity)
    guard let last = place.flatMap({ self.last[$0] }) else { return .failure(.absent) }
    guard let thousandths = last.thousandths else { return .failure(.silent) }
    guard quantity.thousandths.contains(thousandths) else { return .failure(.impossible) }
    if quantity.isNeverStill, moment.monotonicMilliseconds - last.since >= Self.stuckMilliseconds {
      return .failure(.stuck)
    }
    return .success(thousandths)
  }

  /// Which sensors say what can't be so, for the ward; `nil` if none does.
  func fault(_ moment: Moment) -> String? {
    let lies = AirQuantity.allCases.compactMap { quantity -> String? in
      switch value(quantity, moment) {
      case .failure(.impossible): "\(quantity.rawValue) says what can't be"
      case .failure(.stuck): "\(quantity.rawValue) has stood still for hours"
      case .failure(.absent), .failure(.silent), .success: nil
      }
    }
    return lies.isEmpty ? nil : lies.joined(separator: "; ")
  }

  /// Whether the believed time jumps now against the monotonic clock. An hour over which it does is
  /// nobody's.
  mutating func jumps(_ reading: TrustedClock.Reading, _ moment: Moment) -> Bool {
    guard reading.isKnown else { return false }
    let new = reading.now.milliseconds - moment.monotonicMilliseconds
    let jumps = offset.map { abs(new - $0) > TrustedClock.toleranceMilliseconds } ?? false
    if jumps { open = nil }
    // Within an hour small steps count against where it began.
    if jumps || open == nil { offset = new }
    return jumps
  }

  /// Takes the sample of this minute, if it is a new one, and returns the means of the hour that it
  /// ends. While the time is not known there are no samples.
  mutating func settle(
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> (hour: Instant, means: AirValues)? {
    guard reading.isKnown else { return nil }
    let minute = Self.floor(reading.now.milliseconds, by: 60_000)
    let number = Self.floor(minute, by: 60)
    // A small step back over the end of an hour that is filed already.
    if let open, number < open.number { return nil }
    var closed: (hour: Instant, means: AirValues)?
    if let open, number > open.number {
      let means = Self.means(of: open)
      let begin = Instant(milliseconds: open.number * AirReading.hourMilliseconds)
      if !means.isEmpty { closed = (begin, means) }
      self.open = nil
    }
    var hour = open ?? OpenHour(number: number, minute: minute - 1)
    if minute > hour.minute { sample(minute, into: &hour, moment) }
    open = hour
    return closed
  }

  private func sample(_ minute: Int64, into hour: inout OpenHour, _ moment: Moment) {
    hour.minute = minute
    for (place, quantity) in AirQuantity.allCases.enumerated() {
      guard case .success(let value) = self.value(quantity, moment) else { continue }
      hour.sums[quantity] = (hour.sums[quantity] ?? 0) + value
      hour.minutes[place] += 1
    }
  }

  private static func means(of hour: OpenHour) -> AirValues {
    var means = AirValues()
    for (quantity, minutes) in zip(AirQuantity.allCases, hour.minutes) {
      guard minutes >= minutesForHour, let sum = hour.sums[quantity] else { continue }
      means[quantity] = Int(floor(Int64(sum) + Int64(minutes / 2), by: Int64(minutes)))
    }
    return means
  }

  private static func floor(_ number: Int64, by divisor: Int64) -> Int64 {
    number / divisor - (number % divisor < 0 ? 1 : 0)
  }
}

extension AirQuantity {
  fileprivate var isNeverStill: Bool {
    switch self {
    case .pm25, .pm10, .co2: true
    case .temperature, .humidity, .pressure: false
    }
  }
}
