import SQLite
import TerminalCore
import WardContract

/// The requests of the household in the terminal's database. Replies stand in a column of their own:
/// they come later than the request, and may be larger.
enum StoredRequests {
  static let tables = """
    CREATE TABLE requests (
      number INTEGER PRIMARY KEY, identifier TEXT UNIQUE, request TEXT, committed INTEGER,
      shown INTEGER, reply BLOB);
    """

  /// Adds when the desk had committed each, and takes the place of a mark without a time: what had one
  /// is asked about again.
  static let commitTimes = "ALTER TABLE requests ADD COLUMN committed_at INTEGER"

  /// All of them, the oldest first; what can't be read is passed over.
  static func all(_ database: Database) throws(DatabaseError) -> [StoredRequest] {
    try database.query("SELECT request, committed_at, shown, reply FROM requests ORDER BY number")
      .compactMap { row in
        guard let text = row[0].text, let json = try? JSONParser.parse(Array(text.utf8)),
          let request = try? Request(json: json)
        else { return nil }
        return StoredRequest(
          request: request,
          progress: RequestProgress(
            committed: row[1].integer.map { Instant(milliseconds: $0) },
            shownRevision: Int(row[2].integer ?? 0)),
          reply: row[3].blob)
      }
  }

  static func put(_ request: Request, _ database: Database) throws(DatabaseError) {
    try database.query(
      """
      INSERT INTO requests (identifier, request, shown) VALUES (?, ?, 0)
      ON CONFLICT (identifier) DO NOTHING
      """, [.text(request.identifier.description), .text(request.json.text)])
  }

  static func put(
    _ progress: RequestProgress, of request: Identifier, _ database: Database
  ) throws(DatabaseError) {
    try database.query(
      "UPDATE requests SET committed_at = ?, shown = ? WHERE identifier = ?",
      [
        progress.committed.map { .integer($0.milliseconds) } ?? .null,
        .integer(Int64(progress.shownRevision)),
        .text(request.description),
      ])
  }

  static func put(
    reply envelope: [UInt8], to request: Identifier, _ database: Database
  ) throws(DatabaseError) {
    try database.query(
      "UPDATE requests SET reply = ? WHERE identifier = ?",
      [.blob(envelope), .text(request.description)])
  }

  static func remove(_ request: Identifier, _ database: Database) throws(DatabaseError) {
    try database.query(
      "DELETE FROM requests WHERE identifier = ?", [.text(request.description)])
  }
}
