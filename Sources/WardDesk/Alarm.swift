import SQLite
import WardContract

/// A home where somebody may need help: SOS was held, or nobody has touched the terminal for as long
/// as its household agreed.
public struct Alarm: Sendable {
  /// The terminal, its ledger, and the sequence of the receipt that began it: names the alarm.
  public var terminal: Identifier
  /// See `terminal`.
  public var ledger: Identifier
  /// See `terminal`.
  public var sequence: Int64
  /// Where the home is; `nil` if nobody wrote it down.
  public var address: String?
  /// What the home said, the first first.
  public var receipts: [Receipt]
  /// Who at the desk took it on, by name, and when; `nil`: nobody has yet.
  public var taken: (by: String, at: Instant)?

  /// When it began.
  public var began: Instant { receipts.first?.time ?? Instant(milliseconds: 0) }
}

extension DeskStore {
  /// Who took on which alarm stays, the database itself refuses to change it.
  static let alarmTables = """
    CREATE TABLE taken_alarms (
      terminal TEXT, ledger TEXT, sequence INTEGER, account TEXT, name TEXT, time INTEGER,
      PRIMARY KEY (terminal, ledger, sequence)) WITHOUT ROWID;
    CREATE TRIGGER taken_alarms_DELETE BEFORE DELETE ON taken_alarms
      BEGIN SELECT RAISE(ABORT, 'who took on an alarm stays'); END;
    CREATE TRIGGER taken_alarms_UPDATE BEFORE UPDATE ON taken_alarms
      BEGIN SELECT RAISE(ABORT, 'who took on an alarm stays'); END;
    CREATE INDEX receipts_of_alarms ON receipts (time) WHERE fact IN ('sos', 'untouched');
    """

  /// Each step of a call for help names the receipt that began it.
  private static let alarms = """
    SELECT r.terminal, r.ledger, coalesce(json_extract(r.receipt, '$.sos'), r.sequence) AS began,
      t.address, r.receipt, k.name, k.time
    FROM receipts AS r LEFT JOIN terminals AS t ON t.identifier = r.terminal
    LEFT JOIN taken_alarms AS k ON k.terminal = r.terminal AND k.ledger = r.ledger
      AND k.sequence = coalesce(json_extract(r.receipt, '$.sos'), r.sequence)
    WHERE r.fact IN ('sos', 'untouched')
    """

  /// Alarms that nobody has taken on yet, the oldest first.
  public func openAlarms() throws(DatabaseError) -> [Alarm] {
    Self.gathered(
      try database.query(
        "\(Self.alarms) AND k.time IS NULL ORDER BY r.terminal, r.ledger, began, r.sequence"))
  }

  /// Every alarm since then, the oldest first.
  public func alarms(since: Instant) throws(DatabaseError) -> [Alarm] {
    Self.gathered(
      try database.query(
        "\(Self.alarms) AND r.time >= ? ORDER BY r.terminal, r.ledger, began, r.sequence",
        [.integer(since.milliseconds)]))
  }

  private static func gathered(_ rows: [[Value]]) -> [Alarm] {
    var alarms: [Alarm] = []
    for row in rows {
      guard let terminal = row[0].text.flatMap({ Identifier($0) }),
        let ledger = row[1].text.flatMap({ Identifier($0) }), let sequence = row[2].integer,
        let receipt = row[4].text.flatMap(receipt)
      else { continue }
      if let last = alarms.last,
        (last.terminal, last.ledger, last.sequence) == (terminal, ledger, sequence)
      {
        alarms[alarms.count - 1].receipts.append(receipt)
        continue
      }
      let taken = row[5].text.map { ($0, Instant(milliseconds: row[6].integer ?? 0)) }
      alarms.append(
        Alarm(
          terminal: terminal, ledger: ledger, sequence: sequence, address: row[3].text,
          receipts: [receipt], taken: taken))
    }
    return alarms.sorted { $0.began < $1.began }
  }

  /// Takes an alarm on in somebody's name. Throws if there is none of that name, or somebody else was
  /// quicker, and says who.
  public func take(
    alarmOf terminal: Identifier, _ ledger: Identifier, _ sequence: Int64, account: String,
    name: String, at now: Instant
  ) throws {
    let key: [Value] = [
      .text(terminal.description), .text(ledger.description), .integer(sequence),
    ]
    let began = try database.query(
      """
      SELECT 1 FROM receipts WHERE terminal = ? AND ledger = ? AND sequence = ?
        AND fact IN ('sos', 'untouched')
      """, key)
    guard !began.isEmpty else {
      throw DeskError("Máy \(terminal) không có cuộc gọi giúp đỡ nào như vậy.")
    }
    try database.query(
      "INSERT OR IGNORE INTO taken_alarms VALUES (?, ?, ?, ?, ?, ?)",
      key + [.text(account), .text(name), .integer(now.milliseconds)])
    guard database.changes == 0 else { return }
    let other = try database.query(
      "SELECT name FROM taken_alarms WHERE terminal = ? AND ledger = ? AND sequence = ?", key)
    throw DeskError("\(other.first?.first?.text ?? "Người khác") đã nhận việc này rồi.")
  }
}
