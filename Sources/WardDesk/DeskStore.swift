import Glibc
import SQLite
import WardContract

/// What the desk knows, in one SQLite file: bulletins with all their revisions, terminals, every
/// receipt, and every request with what was said to it. The command line and the running desk open it side by side.
public final class DeskStore {
  let database: Database
  /// Hours of the last day as they were reckoned, by how many readings.
  var airHours: [Instant: (rows: Int64, air: AirHour)] = [:]

  private static let versions = [
    """
    CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE bulletins (
      identifier TEXT, revision INTEGER, envelope BLOB, sent INTEGER, expires INTEGER,
      hangs INTEGER, PRIMARY KEY (identifier, revision));
    CREATE TABLE terminals (
      identifier TEXT PRIMARY KEY, area TEXT, enrolled INTEGER) WITHOUT ROWID;
    CREATE TABLE presences (
      terminal TEXT PRIMARY KEY, online INTEGER, version TEXT, board INTEGER, time INTEGER)
      WITHOUT ROWID;
    CREATE TABLE receipts (
      terminal TEXT, ledger TEXT, sequence INTEGER, bulletin TEXT, revision INTEGER, fact TEXT,
      receipt TEXT, time INTEGER, stored INTEGER,
      PRIMARY KEY (terminal, ledger, sequence)) WITHOUT ROWID;
    CREATE INDEX receipts_by_bulletin ON receipts (bulletin, terminal);
    """,
    "ALTER TABLE presences ADD COLUMN faults TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE plans (version INTEGER PRIMARY KEY, envelope BLOB)",
    """
    CREATE TABLE directories (
      version INTEGER, part INTEGER, envelope BLOB, PRIMARY KEY (version, part))
    """,
    requestTables,
    """
    CREATE TABLE readings (
      terminal TEXT, ledger TEXT, sequence INTEGER, hour INTEGER, reading TEXT, stored INTEGER,
      PRIMARY KEY (terminal, ledger, sequence)) WITHOUT ROWID;
    CREATE INDEX readings_by_hour ON readings (terminal, hour);
    """,
    "ALTER TABLE presences ADD COLUMN networks TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE terminals ADD COLUMN address TEXT",
    TrialOffice.tables + TrialBiller.tables,
    """
    CREATE INDEX receipts_by_fact ON receipts (bulletin, revision, fact, terminal);
    DROP INDEX receipts_by_bulletin;
    """,
    alarmTables + handlingTables,
    draftTables,
    submissionTables + keyRequestTables,
    "ALTER TABLE presences ADD COLUMN mobile TEXT",
    "ALTER TABLE terminals ADD COLUMN groups TEXT NOT NULL DEFAULT ''",
    deskFeedbackTables,
    "CREATE INDEX readings_by_time ON readings (hour)",
    writingTables,
    erasureTables,
    spokenReplyTables,
    settingsTables,
    claimTables,
    directoryDraftTables + directorySubmissionTables,
    diagnosisTables,
    expulsionTables,
  ]

  /// Opens the file at `path`, or makes it. One of an older program is copied to `PATH.before-N`
  /// before it is brought to version N.
  public init(path: String) throws(DatabaseError) {
    database = try Database(path: path, pageBytes: 4_096, cacheKibibytes: 4_096)
    if (1..<Self.versions.count).contains(try database.version()) {
      try keepCopy("\(path).before-\(Self.versions.count)")
    }
    try database.migrate(Self.versions)
  }

  /// One that is there already was made by a start that did not get further, or of a file that another
  /// program migrates in this moment; either is a copy of the same.
  private func keepCopy(_ path: String) throws(DatabaseError) {
    guard access(path, F_OK) != 0 else { return }
    try database.copy(to: path)
  }

  // MARK: Bulletins

  /// A bulletin as it was signed.
  public struct Post: Sendable {
    /// What was signed.
    public var bulletin: Bulletin
    /// How it was signed.
    public var envelope: [UInt8]
  }

  static func post(_ row: [Value]) -> Post? {
    guard let bytes = row.first?.blob, let envelope = try? Envelope(parsing: bytes),
      let json = try? JSONParser.parse(envelope.payload), let bulletin = try? Bulletin(json: json)
    else { return nil }
    return Post(bulletin: bulletin, envelope: bytes)
  }

  /// Hangs a signed bulletin; its earlier revisions are kept, but hang no more.
  public func hang(_ post: Post) throws {
    try database.transaction { () throws(DatabaseError) in
      try put(post, on: post.bulletin.sent)
    }
  }

  /// The same within a transaction; `hung` is when it happened.
  func put(_ post: Post, on hung: Instant) throws(DatabaseError) {
    let bulletin = post.bulletin
    let identifier = Value.text(bulletin.identifier.description)
    try database.query("UPDATE bulletins SET hangs = 0 WHERE identifier = ?", [identifier])
    try database.query(
      """
      INSERT INTO bulletins (identifier, revision, envelope, sent, expires, hangs, hung)
      VALUES (?, ?, ?, ?, ?, 1, ?)
      """,
      [
        identifier, .integer(Int64(bulletin.revision)), .blob(post.envelope),
        .integer(bulletin.sent.milliseconds), .integer(bulletin.expires.milliseconds),
        .integer(hung.milliseconds),
      ])
    for reference in bulletin.references where bulletin.messageType != .alert {
      try database.query(
        "UPDATE bulletins SET hangs = 0 WHERE identifier = ?", [.text(reference.description)])
    }
  }

  /// What hangs on the board, withdrawals included, the oldest first.
  public func board() throws(DatabaseError) -> [Post] {
    try database.query("SELECT envelope FROM bulletins WHERE hangs = 1 ORDER BY sent, identifier")
      .compactMap(Self.post)
  }

  /// The newest revision of a bulletin.
  public func newest(_ identifier: Identifier) throws(DatabaseError) -> Post? {
    try database.query(
      "SELECT envelope FROM bulletins WHERE identifier = ? ORDER BY revision DESC LIMIT 1",
      [.text(identifier.description)]
    ).first.flatMap(Self.post)
  }

  /// The newest revision of every bulletin, the newest first; from `offset` on, at most `limit`.
  public func newestOfAll(
    offset: Int = 0, limit: Int = .max
  ) throws(DatabaseError) -> [Post] {
    try database.query(
      """
      SELECT envelope FROM bulletins AS b WHERE revision =
        (SELECT max(revision) FROM bulletins WHERE identifier = b.identifier)
      ORDER BY sent DESC, identifier LIMIT ? OFFSET ?
      """, [.integer(Int64(limit)), .integer(Int64(offset))]
    ).compactMap(Self.post)
  }

  /// How many bulletins were ever signed, each with all its revisions.
  public func bulletinCount() throws(DatabaseError) -> Int {
    Int(
      try database.query("SELECT count(DISTINCT identifier) FROM bulletins").first?.first?.integer
        ?? 0)
  }

  /// Every revision of every bulletin that was ever signed, the oldest first.
  public func everyRevision() throws(DatabaseError) -> [Post] {
    try database.query("SELECT envelope FROM bulletins ORDER BY sent, identifier, revision")
      .compactMap(Self.post)
  }

  // MARK: Plans

  /// Keeps a broadcast plan as it was signed: what was broadcast under it is compared with it, even
  /// when another one has taken its place.
  public func keep(_ plan: BroadcastPlan, envelope: [UInt8]) throws(DatabaseError) {
    try database.query(
      "INSERT OR IGNORE INTO plans VALUES (?, ?)", [.integer(plan.version), .blob(envelope)])
  }

  /// Every broadcast plan that was ever signed, the newest last.
  public func plans() throws(DatabaseError) -> [BroadcastPlan] {
    try database.query("SELECT envelope FROM plans ORDER BY version").compactMap { row in
      guard let bytes = row.first?.blob, let envelope = try? Envelope(parsing: bytes),
        let json = try? JSONParser.parse(envelope.payload)
      else { return nil }
      return try? BroadcastPlan(json: json)
    }
  }

  // MARK: Directory

  /// Keeps the parts of a directory as they were signed, all of them or none. The newest version is
  /// the one that homes get.
  public func keep(directory parts: [[UInt8]], version: Int64) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      try put(directory: parts, version: version)
    }
  }

  /// The same within a transaction.
  func put(directory parts: [[UInt8]], version: Int64) throws(DatabaseError) {
    for (index, envelope) in parts.enumerated() {
      try database.query(
        "INSERT INTO directories VALUES (?, ?, ?)",
        [.integer(version), .integer(Int64(index + 1)), .blob(envelope)])
    }
  }

  /// The parts of the newest directory, by number; none if the ward has none yet.
  public func directory() throws(DatabaseError) -> [[UInt8]] {
    try database.query(
      """
      SELECT envelope FROM directories WHERE version = (SELECT max(version) FROM directories)
      ORDER BY part
      """
    ).compactMap { $0.first?.blob }
  }

  /// The version of the newest directory; 0 if there is none yet.
  public func directoryVersion() throws(DatabaseError) -> Int64 {
    try database.query("SELECT max(version) FROM directories").first?.first?.integer ?? 0
  }

  // MARK: The board as time goes on

  /// Takes expired bulletins off the board.
  public func takeOffExpired(now: Instant) throws(DatabaseError) {
    try database.query(
      "UPDATE bulletins SET hangs = 0 WHERE hangs = 1 AND expires <= ?",
      [.integer(now.milliseconds)])
  }

  /// Takes a bulletin off the board that has nothing more to say: homes learn it by the next index.
  func takeOff(_ identifier: Identifier) throws(DatabaseError) {
    try database.query(
      "UPDATE bulletins SET hangs = 0 WHERE identifier = ?", [.text(identifier.description)])
  }

  /// The sequence of the next board index; never given twice.
  public func nextSequence() throws(DatabaseError) -> Int64 {
    let rows = try database.query(
      """
      INSERT INTO settings VALUES ('sequence', 1)
      ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
      """)
    return rows.first?.first?.integer ?? 1
  }

  /// More board indexes than a desk signs between two backups: homes believe none that is older than
  /// what they know, so a desk that comes from a backup goes on well beyond.
  private static let skippedSequences: Int64 = 1_000_000_000

  /// Goes on with sequences that no desk has given before the backup that this file comes from was lost.
  func skipSequences() throws(DatabaseError) {
    _ = try nextSequence()
    try database.query(
      "UPDATE settings SET value = value + ? WHERE name = 'sequence'",
      [.integer(Self.skippedSequences)])
    // Homes may hold settings that nobody remembers: all of them are told anew.
    try database.query(
      "UPDATE issued_settings SET version = version + ?", [.integer(Self.skippedSequences)])
  }

  // MARK: Terminals

  /// Whether the terminal is one of this ward's.
  public func isEnrolled(_ terminal: Identifier) throws(DatabaseError) -> Bool {
    try !database.query(
      "SELECT 1 FROM terminals WHERE identifier = ?", [.text(terminal.description)]
    ).isEmpty
  }

  /// Registers a terminal; `groups` are the areas that it listens to beside its own, `address` is where
  /// its home is, if anybody wrote it down.
  public func enrol(
    _ terminal: Identifier, area: Area, groups: [Area] = [], address: String? = nil, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO terminals (identifier, area, groups, enrolled, address) VALUES (?, ?, ?, ?, ?)",
      [
        .text(terminal.description), .text(area.description),
        .text(groups.map(\.description).joined(separator: " ")), .integer(now.milliseconds),
        address.map { .text($0) } ?? .null,
      ])
    guard let home = try self.terminal(terminal) else { return }
    try keepBaseline(home)
    try issue(home, circles(), at: now)
  }

  /// Where the home of a terminal is; `nil` if nobody wrote it down.
  public func address(of terminal: Identifier) throws(DatabaseError) -> String? {
    try database.query(
      "SELECT address FROM terminals WHERE identifier = ?", [.text(terminal.description)]
    ).first?.first?.text
  }

  /// Notes whether a terminal is connected.
  public func note(
    _ presence: Presence, of terminal: Identifier, at now: Instant
  ) throws(DatabaseError) {
    let refused = presence.refusedSettings.map { Value.text("\($0.version) \($0.code)") } ?? .null
    try database.query(
      """
      INSERT INTO presences (
        terminal, online, version, board, time, faults, networks, mobile, settings, settings_since,
        refused_settings)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?5, ?10)
      ON CONFLICT (terminal) DO UPDATE SET
        online = ?2, version = ?3, board = ?4, time = ?5, faults = ?6, networks = ?7, mobile = ?8
      """,
      [
        .text(terminal.description), .integer(presence.online ? 1 : 0), .text(presence.version),
        .integer(presence.boardSequence), .integer(now.milliseconds),
        .text(presence.faults.joined(separator: " ")),
        .text(presence.networks.joined(separator: ",")),
        presence.mobile.map { .text($0.json.text) } ?? .null, .integer(presence.settingsVersion),
        refused,
      ])
    // What speaks for a home that is gone knows nothing of its settings.
    guard presence.online else { return }
    try database.query(
      """
      UPDATE presences SET settings = ?2, refused_settings = ?3,
        settings_since = CASE WHEN settings = ?2 THEN settings_since ELSE ?4 END
      WHERE terminal = ?1
      """,
      [
        .text(terminal.description), .integer(presence.settingsVersion), refused,
        .integer(now.milliseconds),
      ])
    try goBeyond(presence.settingsVersion, of: terminal)
  }

  // MARK: Receipts

  /// Stores receipts durably; those that are there already are not stored twice. Returns those that
  /// were new.
  public func store(_ batch: ReceiptBatch, at now: Instant) throws(DatabaseError) -> [Receipt] {
    try store([batch], at: now)[0]
  }

  /// The same for what several homes sent, all of it or nothing; returns what was new of each.
  public func store(
    _ batches: [ReceiptBatch], at now: Instant
  ) throws(DatabaseError) -> [[Receipt]] {
    try database.transaction { () throws(DatabaseError) -> [[Receipt]] in
      try batches.map { batch throws(DatabaseError) in
        var new: [Receipt] = []
        for receipt in batch.receipts where try insert(receipt, of: batch, at: now) {
          new.append(receipt)
        }
        return new
      }
    }
  }

  /// Whether it was new.
  private func insert(
    _ receipt: Receipt, of batch: ReceiptBatch, at now: Instant
  ) throws(DatabaseError) -> Bool {
    try database.query(
      "INSERT OR IGNORE INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      [
        .text(batch.terminal.description), .text(batch.ledger.description),
        .integer(receipt.sequence), receipt.bulletin.map { .text($0.description) } ?? .null,
        .integer(Int64(receipt.revision)), .text(receipt.fact.word),
        .text(receipt.json.text), .integer(receipt.time.milliseconds),
        .integer(now.milliseconds),
      ])
    return database.changes > 0
  }

  /// Receipts in the order in which they happened, of one bulletin or of all.
  public func receipts(
    of bulletin: Identifier? = nil
  ) throws(DatabaseError) -> [(terminal: String, receipt: Receipt)] {
    let name = bulletin?.description
    let rows = try database.query(
      """
      SELECT terminal, receipt FROM receipts WHERE ?1 IS NULL OR bulletin = ?1
      ORDER BY bulletin, terminal, ledger, sequence
      """, [name.map { .text($0) } ?? .null])
    return rows.compactMap { row in
      guard let terminal = row[0].text, let receipt = row[1].text.flatMap(Self.receipt) else {
        return nil
      }
      return (terminal, receipt)
    }
  }
}
