import SQLite
import Signatures
import TerminalCore
import WardContract

/// The terminal's database: what `Memory` remembers, in one SQLite file.
///
/// A memory card wears by what is written, so a transaction touches few pages. Envelopes stand in
/// a table of their own: what becomes of a bulletin changes often and is small, the envelope never
/// changes and is large. They have numbers and no index, so that new ones share a page, as do
/// receipts.
final class TerminalDatabase {
  let database: Database
  /// The name of the ledger whose sequences stand in it.
  let ledger: Identifier

  private static let versions = [
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE records (
      identifier TEXT PRIMARY KEY, revision INTEGER, priority TEXT, expires INTEGER, area TEXT,
      course TEXT, heard INTEGER, shown INTEGER, confirmed INTEGER) WITHOUT ROWID;
    CREATE TABLE envelopes (identifier TEXT PRIMARY KEY, envelope BLOB);
    CREATE TABLE outbox (sequence INTEGER PRIMARY KEY, receipt TEXT);
    """,
    // Envelopes get numbers: their index cost the card a page more for each bulletin.
    """
    ALTER TABLE envelopes RENAME TO named;
    CREATE TABLE envelopes (number INTEGER PRIMARY KEY, envelope BLOB);
    INSERT INTO envelopes SELECT rowid, envelope FROM named;
    ALTER TABLE records ADD COLUMN envelope INTEGER;
    UPDATE records SET envelope = (
      SELECT rowid FROM named WHERE named.identifier = records.identifier);
    DROP TABLE named;
    """,
    """
    ALTER TABLE records ADD COLUMN noted_from INTEGER;
    ALTER TABLE records ADD COLUMN noted_to INTEGER;
    CREATE TABLE airings (
      bulletin TEXT, date TEXT, session TEXT, milliseconds INTEGER,
      PRIMARY KEY (bulletin, date, session)) WITHOUT ROWID;
    """,
    "CREATE TABLE directory (part INTEGER PRIMARY KEY, envelope BLOB)",
    StoredRequests.tables,
    "CREATE TABLE air (sequence INTEGER PRIMARY KEY, acknowledged INTEGER, reading TEXT)",
    StoredRequests.commitTimes,
    StoredNotice.table,
  ]

  /// Pages that the log takes before it is folded into the file, those of some 150 bulletins. More
  /// would spare the card a little more, and have every start read them.
  private static let logPages = 2_048

  /// Opens the file at `path`, or makes it under `newLedger`.
  init(path: String, newLedger: Identifier) throws {
    let database = try Database(path: path, logPages: Self.logPages)
    self.database = database
    let faults = try database.faults()
    guard faults.isEmpty else {
      throw DatabaseError.corrupt(faults.joined(separator: "; "), path)
    }
    try database.migrate(Self.versions)
    if try Self.setting("ledger", database) == nil {
      try Self.set("ledger", .text(newLedger.description), database)
    }
    guard let name = try Self.setting("ledger", database)?.text, let ledger = Identifier(name)
    else {
      throw DatabaseError.corrupt("the ledger has no name", "settings")
    }
    self.ledger = ledger
  }

  /// A name for a new ledger, drawn at random.
  static func drawLedger() throws -> Identifier {
    let digits = Array("0123456789abcdef".utf8)
    let random = try SecureRandom.bytes(16).map { digits[Int($0 & 15)] }
    guard let ledger = Identifier(String(decoding: random, as: UTF8.self)) else {
      preconditionFailure("hexadecimal digits spell an identifier")
    }
    return ledger
  }

  private static func setting(
    _ name: String, _ database: Database
  ) throws(DatabaseError) -> Value? {
    try database.query("SELECT value FROM settings WHERE name = ?", [.text(name)]).first?.first
  }

  private static func set(
    _ name: String, _ value: Value, _ database: Database
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      [.text(name), value])
  }

  func setting(_ name: String) throws(DatabaseError) -> Value? {
    try Self.setting(name, database)
  }

  func set(_ name: String, _ value: Value) throws(DatabaseError) {
    try Self.set(name, value, database)
  }

  private func remove(_ name: String) throws(DatabaseError) {
    try database.query("DELETE FROM settings WHERE name = ?", [.text(name)])
  }

  /// Everything that was ever answered for.
  func memory() throws(DatabaseError) -> Memory {
    var memory = Memory(ledger: ledger)
    memory.volumePercent = try setting("volume")?.integer.map(Int.init)
    if let text = try setting("quiet")?.text { memory.quietTimes = QuietTimes(stored: text) }
    if let text = try setting("preferences")?.text {
      memory.preferences = Preferences(stored: text)
    }
    if let text = try setting("watch-over")?.text {
      memory.watchOver = WatchOverAgreement(stored: text)
    }
    memory.diagnosis = try setting("diagnosis")?.text.flatMap { StoredDiagnosis(stored: $0) }
    memory.sos = try setting("sos")?.text.flatMap { OpenSOS(stored: $0) }
    memory.notices = try StoredNotice.all(database)
    if let text = try setting("bills")?.text, let json = try? JSONParser.parse(Array(text.utf8)),
      let bills = try? BillMemory(json: json)
    {
      memory.bills = bills
    }
    memory.closedSessions = (try setting("closed-sessions")?.text ?? "")
      .split(separator: "\n").compactMap { BroadcastSlot(String($0)) }
    memory.airings = try database.query(
      "SELECT bulletin, date, session, milliseconds FROM airings ORDER BY date, bulletin"
    ).compactMap(Self.airing)
    memory.keyring = try setting("keyring")?.blob
    memory.board = try setting("board")?.blob
    memory.plan = try setting("plan")?.blob
    memory.settings = try setting("home-settings")?.blob
    memory.directory = try database.query("SELECT envelope FROM directory ORDER BY part")
      .compactMap { $0.first?.blob }
    memory.outbox = try database.query("SELECT receipt FROM outbox ORDER BY sequence")
      .compactMap { row in
        guard let text = row[0].text, let json = try? JSONParser.parse(Array(text.utf8)) else {
          return nil
        }
        return try? Receipt(json: json)
      }
    memory.nextReceipt = try nextReceipt()
    memory.requests = try StoredRequests.all(database)
    memory.readings = try readings()
    memory.nextReading = try nextReading()
    memory.draft = try setting("draft")?.text.flatMap { try? JSONParser.parse(Array($0.utf8)) }
      .flatMap { try? Request(json: $0) }
    memory.records = try database.query(
      """
      SELECT identifier, revision, priority, expires, area, course, heard, shown, confirmed,
        envelopes.envelope, noted_from, noted_to
      FROM records LEFT JOIN envelopes ON number = records.envelope ORDER BY identifier
      """
    ).compactMap(Self.record)
    return memory
  }

  /// The number behind every receipt that was ever written: behind the last one there, or, once
  /// that is removed, what was written down then.
  private func nextReceipt() throws(DatabaseError) -> Int64 {
    let last = try database.query("SELECT max(sequence) FROM outbox").first?.first?.integer ?? 0
    return max(try setting("next-receipt")?.integer ?? 1, last + 1)
  }

  private static func record(_ row: [Value]) -> StoredRecord? {
    guard let identifier = row[0].text.flatMap({ Identifier($0) }), let revision = row[1].integer,
      let priority = row[2].text.flatMap(Priority.init(rawValue:)), let expires = row[3].integer,
      let area = row[4].text.flatMap({ Area($0) }),
      let course = row[5].text.flatMap(Progress.Course.init(rawValue:))
    else { return nil }
    return StoredRecord(
      identifier: identifier, revision: Int(revision), priority: priority,
      expires: Instant(milliseconds: expires), area: area,
      progress: Progress(
        course: course, wasHeard: row[6] == .integer(1), wasShown: row[7] == .integer(1),
        wasConfirmed: row[8] == .integer(1), noted: Self.piece(row[10], row[11])),
      envelope: row[9].blob)
  }

  private static func piece(_ from: Value, _ to: Value) -> Progress.Piece? {
    guard let from = from.integer, let to = to.integer, from >= 0 else { return nil }
    return Progress.Piece(fromMilliseconds: Int(from), toMilliseconds: Int(to))
  }

  private static func airing(_ row: [Value]) -> Airing? {
    guard let bulletin = row[0].text.flatMap({ Identifier($0) }),
      let date = row[1].text.flatMap({ LocalDate($0) }), let session = row[2].text,
      let milliseconds = row[3].integer, milliseconds >= 0
    else { return nil }
    return Airing(
      bulletin: bulletin, date: date, session: Session(rawValue: session),
      milliseconds: Int(milliseconds))
  }

  private static func key(_ airing: Airing) -> [Value] {
    [
      .text(airing.bulletin.description), .text(airing.date.description),
      .text(airing.session?.rawValue ?? ""),
    ]
  }

  /// Writes all of `transactions` durably, or nothing.
  func write(_ transactions: [[StoreOperation]]) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      for operations in transactions {
        for operation in operations { try write(operation) }
      }
    }
  }

  private func write(_ operation: StoreOperation) throws(DatabaseError) {
    switch operation {
    case .putRecord(let record): try put(record)
    case .putProgress(let identifier, let progress):
      try database.query(
        """
        UPDATE records SET course = ?, heard = ?, shown = ?, confirmed = ?, noted_from = ?,
          noted_to = ?
        WHERE identifier = ?
        """, Self.values(progress) + [.text(identifier.description)])
    case .removeRecord(let identifier):
      let name = Value.text(identifier.description)
      try removeEnvelope(of: name)
      try database.query("DELETE FROM records WHERE identifier = ?", [name])
    case .putKeyring(let envelope): try set("keyring", .blob(envelope))
    case .putBoard(let envelope): try set("board", .blob(envelope))
    case .putPlan(let envelope): try set("plan", .blob(envelope))
    case .removePlan: try remove("plan")
    case .putDirectory(let parts):
      try database.query("DELETE FROM directory")
      for (index, envelope) in parts.enumerated() {
        try database.query(
          "INSERT INTO directory VALUES (?, ?)", [.integer(Int64(index + 1)), .blob(envelope)])
      }
    case .putBills(let bills): try set("bills", .text(bills.json.text))
    case .putSettings(let envelope?): try set("home-settings", .blob(envelope))
    case .putSettings(nil): try remove("home-settings")
    case .putVolume(let percent): try set("volume", .integer(Int64(percent)))
    case .putQuietTimes(let times): try set("quiet", .text(times.stored))
    case .putPreferences(let preferences): try set("preferences", .text(preferences.stored))
    case .putWatchOver(let agreement): try set("watch-over", .text(agreement.stored))
    case .putSOS(let sos?): try set("sos", .text(sos.stored))
    case .putSOS(nil): try remove("sos")
    case .putNotices(let notices): try StoredNotice.put(notices, database)
    case .putClosedSessions(let slots):
      try set("closed-sessions", .text(slots.map(\.description).joined(separator: "\n")))
    case .putAiring(let airing):
      try database.query(
        "INSERT OR REPLACE INTO airings VALUES (?, ?, ?, ?)",
        Self.key(airing) + [.integer(Int64(airing.milliseconds))])
    case .removeAiring(let airing):
      try database.query(
        "DELETE FROM airings WHERE bulletin = ? AND date = ? AND session = ?", Self.key(airing))
    case .putRequest(let request): try StoredRequests.put(request, database)
    case .putRequestProgress(let request, let progress):
      try StoredRequests.put(progress, of: request, database)
    case .putReply(let request, let envelope):
      try StoredRequests.put(reply: envelope, to: request, database)
    case .putDraft(let draft?): try set("draft", .text(draft.json.text))
    case .putDraft(nil): try remove("draft")
    case .putDiagnosis(let diagnosis): try set("diagnosis", .text(diagnosis.stored))
    case .removeRequest(let request): try StoredRequests.remove(request, database)
    case .putReceipt(let receipt):
      try database.query(
        "INSERT OR REPLACE INTO outbox VALUES (?, ?)",
        [.integer(receipt.sequence), .text(receipt.json.text)])
    case .putReading, .acknowledgeReadings, .removeReadings: try writeAir(operation)
    case .removeReceipts(let sequences):
      // Even when the outbox is empty again, a number is never given twice.
      let next = try nextReceipt()
      if sequences.contains(next - 1) { try set("next-receipt", .integer(next)) }
      for sequence in sequences {
        try database.query("DELETE FROM outbox WHERE sequence = ?", [.integer(sequence)])
      }
    }
  }

  private static func values(_ progress: Progress) -> [Value] {
    [
      .text(progress.course.rawValue), .integer(progress.wasHeard ? 1 : 0),
      .integer(progress.wasShown ? 1 : 0), .integer(progress.wasConfirmed ? 1 : 0),
      progress.noted.map { .integer(Int64($0.fromMilliseconds)) } ?? .null,
      progress.noted.map { .integer(Int64($0.toMilliseconds)) } ?? .null,
    ]
  }

  private func put(_ record: StoredRecord) throws(DatabaseError) {
    let identifier = Value.text(record.identifier.description)
    try removeEnvelope(of: identifier)
    var number: Int64?
    if let envelope = record.envelope {
      number = try database.query(
        "INSERT INTO envelopes (envelope) VALUES (?) RETURNING number", [.blob(envelope)]
      ).first?.first?.integer
    }
    try database.query(
      """
      INSERT OR REPLACE INTO records (
        identifier, revision, priority, expires, area, course, heard, shown, confirmed,
        noted_from, noted_to, envelope)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        identifier, .integer(Int64(record.revision)), .text(record.priority.rawValue),
        .integer(record.expires.milliseconds), .text(record.area.description),
      ] + Self.values(record.progress) + [number.map(Value.integer) ?? .null])
  }

  private func removeEnvelope(of identifier: Value) throws(DatabaseError) {
    try database.query(
      "DELETE FROM envelopes WHERE number = (SELECT envelope FROM records WHERE identifier = ?)",
      [identifier])
  }
}
