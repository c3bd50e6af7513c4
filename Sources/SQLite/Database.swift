import CSQLite

/// A connection to one SQLite file, for one thread.
///
/// Opened for a memory card that may lose power at any time: write-ahead log, and every
/// transaction on the disk before `transaction` returns (`synchronous=FULL`).
public final class Database {
  private let path: String
  private var handle: OpaquePointer?
  private var statements: [String: OpaquePointer] = [:]

  /// Opens or makes the file at `path`. `pageBytes` counts only for a new file; small pages make
  /// small writes. `cacheKibibytes` bounds the memory for pages. `logPages`: nobody else opens the
  /// file, and its log is laid out on the disk for so many pages; see `keepLog`.
  public init(
    path: String, pageBytes: Int = 1_024, cacheKibibytes: Int = 256, logPages: Int? = nil
  ) throws(DatabaseError) {
    self.path = path
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
    let answer = sqlite3_open_v2(path, &handle, flags, nil)
    do throws(DatabaseError) {
      guard answer == SQLITE_OK else { throw error(path, answer) }
      let defended = loanha_defend(handle)
      guard defended == SQLITE_OK else { throw error(path, defended) }
      sqlite3_busy_timeout(handle, 5_000)
      if logPages != nil {
        // Alone, SQLite would open a file that it can only read.
        guard sqlite3_db_readonly(handle, "main") == 0 else { throw error(path, SQLITE_READONLY) }
        try run("PRAGMA locking_mode=EXCLUSIVE")
      }
      try run("PRAGMA page_size=\(pageBytes)")
      try run("PRAGMA journal_mode=WAL")
      try run("PRAGMA synchronous=FULL")
      try run("PRAGMA cache_size=-\(cacheKibibytes)")
      try run("PRAGMA journal_size_limit=1048576")
      try run("PRAGMA wal_autocheckpoint=256")
      try run("PRAGMA foreign_keys=ON")
      // What is deleted is meant to be gone, whatever this build of SQLite does by itself.
      try run("PRAGMA secure_delete=ON")
      if let logPages { try keepLog(pages: logPages, pageBytes) }
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// Makes the log cost a memory card as little as it can.
  ///
  /// - Its index is in memory (`locking_mode=EXCLUSIVE`), not a file that the kernel writes back.
  /// - It is folded into the file seldom: a page that changed often meanwhile is written there once.
  /// - It is laid out beforehand (`LogReserve`) and stays when the file is closed.
  /// - What is removed is not worth a page; some builds of SQLite fill its place with zeros.
  private func keepLog(pages: Int, _ pageBytes: Int) throws(DatabaseError) {
    let kept = loanha_keep_log(handle)
    guard kept == SQLITE_OK else { throw error(path, kept) }
    // The last transaction before it is folded in goes beyond.
    let bytes = LogReserve.bytes(pages: pages + pages / 16, pageBytes: pageBytes)
    try run("PRAGMA journal_size_limit=\(bytes)")
    try run("PRAGMA wal_autocheckpoint=\(pages)")
    try run("PRAGMA secure_delete=OFF")
    // Opens the log.
    try query("SELECT count(*) FROM sqlite_master")
    LogReserve.lay(out: "\(path)-wal", bytes: bytes)
  }

  private func close() {
    for statement in statements.values { sqlite3_finalize(statement) }
    statements = [:]
    sqlite3_close(handle)
    handle = nil
  }

  private func error(
    _ subject: String, _ code: Int32, _ ourMessage: String? = nil
  ) -> DatabaseError {
    let message =
      ourMessage ?? handle.map { String(cString: sqlite3_errmsg($0)) }
      ?? String(cString: sqlite3_errstr(code))
    return DatabaseError(code: code & 0xFF, message: message, subject: subject)
  }

  /// Runs statements that take and give no values.
  public func run(_ sql: String) throws(DatabaseError) {
    let answer = sqlite3_exec(handle, sql, nil, nil, nil)
    guard answer == SQLITE_OK else { throw error(sql, answer) }
  }

  /// Runs one statement with `values` in the place of its question marks, as many as there are,
  /// and returns its rows.
  @discardableResult
  public func query(_ sql: String, _ values: [Value] = []) throws(DatabaseError) -> [[Value]] {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    guard sqlite3_bind_parameter_count(statement) == values.count else {
      throw error(sql, SQLITE_RANGE, "\(values.count) values do not fit")
    }
    for (index, value) in values.enumerated() {
      let answer = bind(value, to: statement, at: Int32(index + 1))
      guard answer == SQLITE_OK else { throw error(sql, answer) }
    }
    var rows: [[Value]] = []
    while true {
      let answer = sqlite3_step(statement)
      if answer == SQLITE_DONE { return rows }
      guard answer == SQLITE_ROW else { throw error(sql, answer) }
      rows.append((0..<sqlite3_column_count(statement)).map { column(statement, $0) })
    }
  }

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  public var changes: Int { Int(sqlite3_changes(handle)) }

  /// Runs `body` whole or not at all.
  public func transaction<Answer>(
    _ body: () throws(DatabaseError) -> Answer
  ) throws(DatabaseError) -> Answer {
    try run("BEGIN IMMEDIATE")
    do throws(DatabaseError) {
      let answer = try body()
      try run("COMMIT")
      return answer
    } catch {
      // SQLite may have rolled back by itself already; then this says so, and that is fine.
      sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// Brings the file to the newest of `versions`, each a list of statements that leads from the
  /// one before it. A file that is newer than this program is refused and left alone.
  public func migrate(_ versions: [String]) throws(DatabaseError) {
    let version = try version()
    guard version >= 0 else { throw DatabaseError.corrupt("version \(version)", path) }
    guard version <= versions.count else {
      throw DatabaseError(
        code: SQLITE_ERROR,
        message:
          "written by a newer program (version \(version), this one knows \(versions.count))",
        subject: path)
    }
    for (index, statements) in versions.enumerated().dropFirst(version) {
      try transaction { () throws(DatabaseError) in
        try run(statements)
        try run("PRAGMA user_version=\(index + 1)")
      }
    }
  }

  /// Writes all of it, as of now, into a new file at `path`; whoever writes into it meanwhile goes on.
  public func copy(to path: String) throws(DatabaseError) {
    try query("VACUUM INTO ?", [.text(path)])
  }

  /// How many of `migrate`'s versions the file has been through.
  public func version() throws(DatabaseError) -> Int {
    Int(try query("PRAGMA user_version").first?.first?.integer ?? 0)
  }

  /// What SQLite finds wrong with the file; empty if it is sound.
  public func faults() throws(DatabaseError) -> [String] {
    try query("PRAGMA quick_check").compactMap { $0.first?.text }.filter { $0 != "ok" }
  }

  private func prepared(_ sql: String) throws(DatabaseError) -> OpaquePointer {
    if let statement = statements[sql] { return statement }
    var statement: OpaquePointer?
    let (answer, isAlone) = sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      let answer = sqlite3_prepare_v3(
        handle, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
      return (answer, tail.map { $0.pointee == 0 } ?? true)
    }
    guard answer == SQLITE_OK, let statement else { throw error(sql, answer) }
    guard isAlone else {
      sqlite3_finalize(statement)
      throw error(sql, SQLITE_MISUSE, "one statement at a time")
    }
    statements[sql] = statement
    return statement
  }

  private func bind(_ value: Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(statement, index)
    case .integer(let number): return sqlite3_bind_int64(statement, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          guard let start = characters.baseAddress else {
            return loanha_bind_text(statement, index, "", 0)
          }
          return loanha_bind_text(statement, index, start, Int32(characters.count))
        }
      }
    case .blob(let bytes):
      if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
      return loanha_bind_blob(statement, index, bytes, Int32(bytes.count))
    }
  }

  private func column(_ statement: OpaquePointer, _ index: Int32) -> Value {
    switch sqlite3_column_type(statement, index) {
    case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
    case SQLITE_TEXT:
      let count = Int(sqlite3_column_bytes(statement, index))
      guard let start = sqlite3_column_text(statement, index) else { return .text("") }
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let count = Int(sqlite3_column_bytes(statement, index))
      guard let start = sqlite3_column_blob(statement, index) else { return .blob([]) }
      return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
    default: return .null
    }
  }
}
