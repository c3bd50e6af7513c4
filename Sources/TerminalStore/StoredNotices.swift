import SQLite
import TerminalCore
import WardContract

/// Ends of emergencies that nobody has acknowledged: few, and all of them written anew each time.
extension StoredNotice {
  static let table =
    "CREATE TABLE notices (number INTEGER PRIMARY KEY, identifier TEXT, area TEXT, envelope BLOB)"

  static func all(_ database: Database) throws(DatabaseError) -> [StoredNotice] {
    try database.query("SELECT identifier, area, envelope FROM notices ORDER BY number")
      .compactMap { row in
        guard let identifier = row[0].text.flatMap({ Identifier($0) }),
          let area = row[1].text.flatMap({ Area($0) }), let envelope = row[2].blob
        else { return nil }
        return StoredNotice(identifier: identifier, area: area, envelope: envelope)
      }
  }

  static func put(_ notices: [StoredNotice], _ database: Database) throws(DatabaseError) {
    try database.query("DELETE FROM notices")
    for notice in notices {
      try database.query(
        "INSERT INTO notices (identifier, area, envelope) VALUES (?, ?, ?)",
        [
          .text(notice.identifier.description), .text(notice.area.description),
          .blob(notice.envelope),
        ])
    }
  }
}
