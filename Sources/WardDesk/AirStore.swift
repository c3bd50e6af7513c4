import SQLite
import Vietnam
import WardContract

extension DeskStore {
  /// How long hours of a home's air are kept, in milliseconds: three months. They tell when somebody
  /// is at home, and the ward needs no longer memory of that.
  static let readingLifeMilliseconds: Int64 = 92 * 86_400_000

  /// Stores readings durably; those that are there already are not stored twice.
  public func store(_ batch: ReadingBatch, at now: Instant) throws(DatabaseError) {
    let terminal = Value.text(batch.terminal.description)
    try database.transaction { () throws(DatabaseError) in
      for reading in batch.readings {
        try database.query(
          "INSERT OR IGNORE INTO readings VALUES (?, ?, ?, ?, ?, ?)",
          [
            terminal, .text(batch.ledger.description), .integer(reading.sequence),
            .integer(reading.hour.milliseconds), .text(reading.json.text),
            .integer(now.milliseconds),
          ])
      }
      try database.query(
        "DELETE FROM readings WHERE terminal = ? AND hour < ?",
        [terminal, .integer((now + -Self.readingLifeMilliseconds).milliseconds)])
    }
  }

  /// The air in one home.
  public struct Air: Equatable, Sendable {
    /// The terminal's name.
    public var terminal: String
    /// The newest hour that the desk has, and what was measured in it; `nil` if there is none in the
    /// last day.
    public var newest: AirReading?
    /// Its index, for reference only: a sensor in a home is no station. `nil` without enough hours.
    public var index: HourlyAirIndex?
  }

  /// How many homes have measured something in the last day.
  public func measuringHomes(at now: Instant) throws(DatabaseError) -> Int {
    Int(
      try database.query(
        "SELECT count(DISTINCT terminal) FROM readings WHERE hour >= ?",
        [.integer((now + -86_400_000).milliseconds)]
      ).first?.first?.integer ?? 0)
  }

  /// The air in homes that have measured something in the last day, by name, from `offset` on, at most
  /// `limit`.
  public func measuredAir(
    at now: Instant, offset: Int, limit: Int
  ) throws(DatabaseError) -> [Air] {
    let names = try database.query(
      "SELECT DISTINCT terminal FROM readings WHERE hour >= ? ORDER BY terminal LIMIT ? OFFSET ?",
      [
        .integer((now + -86_400_000).milliseconds), .integer(Int64(limit)), .integer(Int64(offset)),
      ])
    return try air(of: names.compactMap { $0.first?.text }, at: now)
  }

  /// The air in every home, by name. Hours that are still to come, which a clock that was wrong had
  /// filed, don't count.
  public func air(at now: Instant) throws(DatabaseError) -> [Air] {
    try air(of: terminals().map(\.identifier), at: now)
  }

  private func air(of terminals: [String], at now: Instant) throws(DatabaseError) -> [Air] {
    try terminals.map { terminal throws(DatabaseError) in
      let rows = try database.query(
        """
        SELECT reading FROM readings WHERE terminal = ? AND hour BETWEEN ? AND ?
        ORDER BY hour DESC, sequence DESC
        """,
        [
          .text(terminal), .integer((now + -86_400_000).milliseconds),
          .integer((now + -AirReading.hourMilliseconds).milliseconds),
        ])
      let readings = rows.compactMap { row -> AirReading? in
        guard let text = row[0].text, let json = try? JSONParser.parse(Array(text.utf8)) else {
          return nil
        }
        return try? AirReading(json: json)
      }
      return Air(
        terminal: terminal, newest: readings.first, index: Self.index(readings))
    }
  }

  /// The index of the newest hour, of readings the newest first.
  private static func index(_ readings: [AirReading]) -> HourlyAirIndex? {
    guard let newest = readings.first?.hour else { return nil }
    func means(_ quantity: AirQuantity) -> [Double?] {
      (0..<12).map { age in
        let hour = newest + -Int64(age) * AirReading.hourMilliseconds
        let reading = readings.first { $0.hour == hour }
        return reading?.means[quantity].map { Double($0) / 1_000 }
      }
    }
    return HourlyAirIndex([(.pm25, means(.pm25)), (.pm10, means(.pm10))])
  }
}
