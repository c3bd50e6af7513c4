import LinuxIO
import SQLite
import WardContract

/// The air of one hour in all homes that measured something in it.
public struct AirHour: Equatable, Sendable {
  /// When the hour began: a whole hour.
  public var hour: Instant
  /// How many homes measured something.
  public var homes: Int
  /// Medians over those homes that measured each quantity, in thousandths of its unit.
  public var medians: AirValues
}

extension DeskStore {
  /// Hours that a day has.
  private static let hours: Int64 = 24

  /// The last 24 whole hours, the oldest first. An hour that was reckoned before is read anew only if
  /// another reading of it has come since.
  public func airDay(at now: Instant) throws(DatabaseError) -> [AirHour] {
    let length = AirReading.hourMilliseconds
    let newest = Instant(milliseconds: now.milliseconds / length * length) + -length
    let hours = (0..<Self.hours).reversed().map { newest + -($0 * length) }
    airHours = airHours.filter { hours.contains($0.key) }
    return try hours.map { hour throws(DatabaseError) in
      let rows =
        try database.query(
          "SELECT count(*) FROM readings WHERE hour = ?", [.integer(hour.milliseconds)]
        ).first?.first?.integer ?? 0
      if let known = airHours[hour], known.rows == rows { return known.air }
      let air = try airHour(hour)
      airHours[hour] = (rows, air)
      return air
    }
  }

  private func airHour(_ hour: Instant) throws(DatabaseError) -> AirHour {
    let rows = try database.query(
      "SELECT terminal, reading FROM readings WHERE hour = ? ORDER BY terminal, sequence",
      [.integer(hour.milliseconds)])
    var homes: [String: AirValues] = [:]
    for row in rows {
      guard let home = row[0].text, let text = row[1].text,
        let json = try? JSONParser.parse(Array(text.utf8)),
        let reading = try? AirReading(json: json)
      else { continue }
      // A clock that was wrong may have filed an hour twice: the highest sequence counts.
      homes[home] = reading.means
    }
    var medians = AirValues()
    for quantity in AirQuantity.allCases {
      medians[quantity] = Self.median(homes.values.compactMap { $0[quantity] })
    }
    return AirHour(hour: hour, homes: homes.count, medians: medians)
  }

  private static func median(_ values: [Int]) -> Int? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension WardFolder {
  /// What a monitoring station near the ward has measured, as homes have it now; `nil` if there is nothing
  /// that counts.
  public func station(now: Instant) throws -> StationAir? {
    guard let envelope = try stationEnvelope(now: now) else { return nil }
    return try? StationAir(json: JSONParser.parse(Envelope(parsing: envelope).payload))
  }
}

extension StationAir {
  /// The mean of the hour that began then, in thousandths of µg/m³; `nil` if it has none.
  public func mean(of pollutant: Pollutant, at hour: Instant) -> Int? {
    let age = (self.hour - hour) / AirReading.hourMilliseconds
    guard let hours = series.first(where: { $0.pollutant == pollutant })?.hours,
      hour <= self.hour, hours.indices.contains(Int(age))
    else { return nil }
    return hours[Int(age)]
  }
}
