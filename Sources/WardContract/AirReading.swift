/// What is measured of the air in a home. Light is not among it: it would tell the ward when a family
/// goes to bed.
public enum AirQuantity: String, CaseIterable, Sendable {
  /// In °C.
  case temperature
  /// Relative, in %.
  case humidity
  /// In hPa.
  case pressure
  /// Particles of up to 2.5 µm, in µg/m³.
  case pm25
  /// Particles of up to 10 µm, in µg/m³.
  case pm10
  /// Carbon dioxide, in ppm.
  case co2

  /// What can be in a home, in thousandths of the unit; a sensor that says something else lies.
  public var thousandths: ClosedRange<Int> {
    switch self {
    case .temperature: -20_000...60_000
    case .humidity: 0...100_000
    case .pressure: 850_000...1_100_000
    case .pm25, .pm10: 0...1_000_000
    // Outdoors it is more than 400 ppm everywhere.
    case .co2: 300_000...40_000_000
    }
  }

  fileprivate var place: Int {
    switch self {
    case .temperature: 0
    case .humidity: 1
    case .pressure: 2
    case .pm25: 3
    case .pm10: 4
    case .co2: 5
    }
  }
}

/// A number for each quantity that has one, in thousandths of its unit.
public struct AirValues: Equatable, Sendable {
  private var thousandths = [Int?](repeating: nil, count: AirQuantity.allCases.count)

  /// Nothing is known.
  public init() {}

  /// The number of one quantity; `nil` is no data.
  public subscript(quantity: AirQuantity) -> Int? {
    get { thousandths[quantity.place] }
    set { thousandths[quantity.place] = newValue }
  }

  /// Whether there is no number at all.
  public var isEmpty: Bool { thousandths.allSatisfy { $0 == nil } }
}

/// The means of one hour in one home.
public struct AirReading: Equatable, Sendable {
  /// An hour, in milliseconds.
  public static let hourMilliseconds: Int64 = 3_600_000

  /// Counts up from 1 over all readings of one ledger.
  public var sequence: Int64
  /// When the hour began: a whole hour.
  public var hour: Instant
  /// Means over the minutes that had a reading to rely on; a quantity with too few has none.
  public var means: AirValues

  /// A reading.
  public init(sequence: Int64, hour: Instant, means: AirValues) {
    self.sequence = sequence
    self.hour = hour
    self.means = means
  }

  /// When the hour was over.
  public var end: Instant { hour + Self.hourMilliseconds }

  /// The reading that `json` spells.
  public init(json: JSONValue) throws(Malformed) { try self.init(ObjectReader(json)) }

  init(_ reader: ObjectReader) throws(Malformed) {
    sequence = try reader.integer("sequence", in: 1...Int64.max)
    hour = try reader.hour("hour")
    means = AirValues()
    for quantity in AirQuantity.allCases where reader.has(quantity.rawValue) {
      let range = quantity.thousandths
      means[quantity] = Int(
        try reader.integer(quantity.rawValue, in: Int64(range.lowerBound)...Int64(range.upperBound))
      )
    }
    guard !means.isEmpty else { throw Malformed(reader.place(of: "hour"), "nothing was measured") }
  }

  /// The reading as JSON.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("sequence", .integer(sequence)), .init("hour", .string(hour.description)),
    ]
    for quantity in AirQuantity.allCases {
      if let mean = means[quantity] {
        members.append(.init(quantity.rawValue, .integer(Int64(mean))))
      }
    }
    return .object(members)
  }
}

/// Readings of one terminal on their way to the desk.
public struct ReadingBatch: Equatable, Sendable {
  /// The terminal's ledger, the one of its receipts.
  public var ledger: Identifier
  /// The terminal that speaks.
  public var terminal: Identifier
  /// At most `Bounds.readingsPerMessage`.
  public var readings: [AirReading]

  /// A batch.
  public init(ledger: Identifier, terminal: Identifier, readings: [AirReading]) {
    self.ledger = ledger
    self.terminal = terminal
    self.readings = readings
  }

  /// The batch that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    ledger = try reader.identifier("ledger")
    terminal = try reader.identifier("terminal")
    var readings: [AirReading] = []
    for (item, place) in try reader.items("readings", limit: Bounds.readingsPerMessage) {
      readings.append(try AirReading(ObjectReader(item, at: place)))
    }
    self.readings = readings
  }

  /// The batch as JSON.
  public var json: JSONValue {
    .members([
      "ledger": .string(ledger.description), "terminal": .string(terminal.description),
      "readings": .array(readings.map(\.json)),
    ])
  }
}

extension ObjectReader {
  /// The beginning of a whole hour.
  func hour(_ name: String) throws(Malformed) -> Instant {
    let instant = try instant(name)
    guard instant.milliseconds % AirReading.hourMilliseconds == 0 else {
      throw Malformed(place(of: name), "not the beginning of an hour")
    }
    return instant
  }
}
