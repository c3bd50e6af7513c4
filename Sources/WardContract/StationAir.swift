/// What a monitoring station near the ward has measured: hourly means of its newest hours. The index
/// is for the reader to compute (QĐ 1459/QĐ-TCMT), by the one method for all.
public struct StationAir: Equatable, Sendable {
  /// What a station measures, in µg/m³.
  public enum Pollutant: String, CaseIterable, Sendable {
    case pm25
    case pm10
    case ozone = "o3"
    case nitrogenDioxide = "no2"
    case sulphurDioxide = "so2"
    case carbonMonoxide = "co"
  }

  /// One pollutant's hourly means.
  public struct Series: Equatable, Sendable {
    /// What was measured.
    public var pollutant: Pollutant
    /// Thousandths of µg/m³, the newest hour first, at most `Bounds.stationHours`; `nil` is a missing
    /// hour.
    public var hours: [Int?]

    /// The hourly means of one pollutant.
    public init(_ pollutant: Pollutant, hours: [Int?]) {
      self.pollutant = pollutant
      self.hours = hours
    }
  }

  /// The highest concentration that is believed, in thousandths of µg/m³: well above the last step
  /// that QĐ 1459 has for any pollutant.
  public static let thousandths: ClosedRange<Int> = 0...1_000_000_000

  /// The ward whose desk says so.
  public var area: Area
  /// The station as people know it.
  public var station: String
  /// Where the numbers come from.
  public var source: String
  /// When the desk signed this; only grows.
  public var issued: Instant
  /// When the newest hour began: a whole hour.
  public var hour: Instant
  /// From then on nobody should go by it, in any way.
  public var expires: Instant
  /// At least one, each pollutant once.
  public var series: [Series]

  /// What a station has measured.
  public init(
    area: Area, station: String, source: String, issued: Instant, hour: Instant, expires: Instant,
    series: [Series]
  ) {
    self.area = area
    self.station = station
    self.source = source
    self.issued = issued
    self.hour = hour
    self.expires = expires
    self.series = series
  }

  /// When the newest hour was over.
  public var end: Instant { hour + AirReading.hourMilliseconds }

  /// What the station has measured, as `json` spells it.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    area = try reader.area("area")
    station = try reader.text("station", limit: Bounds.nameBytes)
    source = try reader.text("source", limit: Bounds.nameBytes)
    issued = try reader.instant("issued")
    hour = try reader.hour("hour")
    expires = try reader.instant("expires")
    series = []
    guard !station.isEmpty else { throw Malformed("station", "a name was expected") }
    guard end <= issued else { throw Malformed("hour", "not over when it was signed") }
    guard expires > issued, expires - end <= Bounds.stationLifeMilliseconds else {
      throw Malformed("expires", "not after issued, or later than a day after the newest hour")
    }
    for (item, place) in try reader.items("series", limit: Pollutant.allCases.count) {
      let one = try Series(ObjectReader(item, at: place))
      guard !series.contains(where: { $0.pollutant == one.pollutant }) else {
        throw Malformed(place, "\(one.pollutant.rawValue) stands twice")
      }
      series.append(one)
    }
    guard !series.isEmpty else { throw Malformed("series", "nothing was measured") }
  }

  /// What the station has measured as JSON, ready to be signed by the desk.
  public var json: JSONValue {
    .members([
      "area": .string(area.description), "station": .string(station), "source": .string(source),
      "issued": .string(issued.description), "hour": .string(hour.description),
      "expires": .string(expires.description), "series": .array(series.map(\.json)),
    ])
  }
}

extension StationAir.Series {
  init(_ reader: ObjectReader) throws(Malformed) {
    pollutant = try reader.word("pollutant")
    hours = []
    for (item, place) in try reader.items("hours", limit: Bounds.stationHours) {
      switch item {
      case .null: hours.append(nil)
      case .integer(let number) where StationAir.thousandths.contains(Int(number)):
        hours.append(Int(number))
      default: throw Malformed(place, "no concentration")
      }
    }
    guard hours.contains(where: { $0 != nil }) else {
      throw Malformed(reader.place(of: "hours"), "nothing was measured")
    }
  }

  var json: JSONValue {
    .members([
      "pollutant": .string(pollutant.rawValue),
      "hours": .array(hours.map { hour in hour.map { .integer(Int64($0)) } ?? .null }),
    ])
  }
}
