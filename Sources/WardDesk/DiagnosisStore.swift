import SQLite
import WardContract

extension DeskStore {
  static let diagnosisTables = """
    CREATE TABLE diagnoses (
      terminal TEXT, ledger TEXT, sequence INTEGER, time INTEGER, command TEXT, diagnosis TEXT,
      stored INTEGER, PRIMARY KEY (terminal, ledger, sequence)) WITHOUT ROWID;
    CREATE INDEX diagnoses_by_time ON diagnoses (terminal, stored);
    """

  /// Diagnoses of each terminal that are kept; beyond them the oldest goes.
  static let keptDiagnoses = 50

  /// Stores a diagnosis durably; one that is there already is not stored twice.
  public func store(_ diagnosis: Diagnosis, at now: Instant) throws(DatabaseError) {
    let terminal = Value.text(diagnosis.terminal.description)
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        "INSERT OR IGNORE INTO diagnoses VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          terminal, .text(diagnosis.ledger.description), .integer(diagnosis.sequence),
          .integer(diagnosis.time.milliseconds),
          diagnosis.command.map { .text($0.description) } ?? .null, .text(diagnosis.json.text),
          .integer(now.milliseconds),
        ])
      try database.query(
        """
        DELETE FROM diagnoses WHERE terminal = ?1 AND stored < (
          SELECT stored FROM diagnoses WHERE terminal = ?1 ORDER BY stored DESC LIMIT 1 OFFSET ?2)
        """, [terminal, .integer(Int64(Self.keptDiagnoses - 1))])
    }
  }

  /// The newest diagnoses of a terminal, at most `limit`, the newest first.
  public func diagnoses(
    of terminal: Identifier, limit: Int
  ) throws(DatabaseError) -> [Diagnosis] {
    try database.query(
      """
      SELECT diagnosis FROM diagnoses WHERE terminal = ?
      ORDER BY stored DESC, sequence DESC LIMIT ?
      """, [.text(terminal.description), .integer(Int64(limit))]
    ).compactMap { row in
      row[0].text.flatMap { try? JSONParser.parse(Array($0.utf8)) }
        .flatMap { try? Diagnosis(json: $0) }
    }
  }
}
