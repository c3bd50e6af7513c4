import SQLite
import TerminalCore
import WardContract

extension TerminalDatabase {
  /// The hours of the home's air, by sequence.
  func readings() throws(DatabaseError) -> [StoredReading] {
    try database.query("SELECT acknowledged, reading FROM air ORDER BY sequence")
      .compactMap { row in
        guard let text = row[1].text, let json = try? JSONParser.parse(Array(text.utf8)),
          let reading = try? AirReading(json: json)
        else { return nil }
        return StoredReading(reading, isAcknowledged: row[0] == .integer(1))
      }
  }

  /// The number behind every hour that was ever written: behind the last one there, or, once that is
  /// removed, what was written down then.
  func nextReading() throws(DatabaseError) -> Int64 {
    let last = try database.query("SELECT max(sequence) FROM air").first?.first?.integer ?? 0
    return max(try setting("next-reading")?.integer ?? 1, last + 1)
  }

  /// Writes one change to the hours of the home's air.
  func writeAir(_ operation: StoreOperation) throws(DatabaseError) {
    switch operation {
    case .putReading(let reading):
      try database.query(
        "INSERT OR REPLACE INTO air VALUES (?, 0, ?)",
        [.integer(reading.sequence), .text(reading.json.text)])
    case .acknowledgeReadings(let sequences):
      for sequence in sequences {
        try database.query(
          "UPDATE air SET acknowledged = 1 WHERE sequence = ?", [.integer(sequence)])
      }
    case .removeReadings(let sequences):
      let next = try nextReading()
      if sequences.contains(next - 1) { try set("next-reading", .integer(next)) }
      for sequence in sequences {
        try database.query("DELETE FROM air WHERE sequence = ?", [.integer(sequence)])
      }
    default: preconditionFailure("not an operation on the air")
    }
  }
}
