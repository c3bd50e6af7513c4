import SQLite
import TestSupport
import Testing

/// Statements, their values and what goes wrong with them.
@Suite("SQLite, statements") struct StatementTests {
  private let folder = TemporaryFolder()
  private let database: Database

  init() throws {
    database = try Database(path: folder.file("a.db"))
    try database.run("CREATE TABLE t (v)")
  }

  @Test("a value is bound, never read as SQL")
  func injection() throws {
    let text = "'); DROP TABLE t; --"
    try database.query("INSERT INTO t VALUES (?)", [.text(text)])
    #expect(try database.query("SELECT v FROM t WHERE v = ?", [.text(text)]) == [[.text(text)]])
  }

  @Test("a statement used again doesn't remember the values or the rows of before")
  func again() throws {
    let insert = "INSERT INTO t VALUES (?)"
    for number in 1...3 as ClosedRange<Int64> {
      try database.query(insert, [.integer(number)])
    }
    try database.query(insert, [.null])
    let select = "SELECT v FROM t WHERE v > ? ORDER BY v"
    #expect(try database.query(select, [.integer(1)]) == [[.integer(2)], [.integer(3)]])
    #expect(try database.query(select, [.integer(2)]) == [[.integer(3)]])
    #expect(try database.query(select, [.integer(3)]).isEmpty)
    #expect(try database.query("SELECT count(*) FROM t WHERE v IS NULL") == [[.integer(1)]])
  }

  @Test("a statement that failed can be used again")
  func afterFailure() throws {
    try database.run("CREATE UNIQUE INDEX u ON t (v)")
    let insert = "INSERT INTO t VALUES (?)"
    try database.query(insert, [.integer(1)])
    let error = #expect(throws: DatabaseError.self) {
      try database.query(insert, [.integer(1)])
    }
    #expect(error?.name == "SQLITE_CONSTRAINT")
    #expect(error?.subject == insert)
    try database.query(insert, [.integer(2)])
    #expect(try database.query("SELECT v FROM t") == [[.integer(1)], [.integer(2)]])
  }

  @Test("a statement outlives a change of the table that it reads")
  func changedTable() throws {
    try database.query("INSERT INTO t VALUES (1)")
    let select = "SELECT * FROM t"
    #expect(try database.query(select) == [[.integer(1)]])
    try database.run("ALTER TABLE t ADD COLUMN w DEFAULT 'x'")
    #expect(try database.query(select) == [[.integer(1), .text("x")]])
  }

  @Test("more values than question marks are an error and nothing is written")
  func tooManyValues() throws {
    #expect(throws: DatabaseError.self) {
      try database.query("INSERT INTO t VALUES (?)", [.integer(1), .integer(2)])
    }
    #expect(try database.query("SELECT v FROM t").isEmpty)
  }

  @Test("fewer values than question marks are an error: NULL was not meant")
  func tooFewValues() throws {
    try database.run("CREATE TABLE two (a, b)")
    #expect(throws: DatabaseError.self) {
      try database.query("INSERT INTO two VALUES (?, ?)", [.integer(1)])
    }
  }

  @Test("a second statement in one query is an error, not left out in silence")
  func secondStatement() {
    #expect(throws: DatabaseError.self) {
      try database.query("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)")
    }
  }

  @Test("a slip in SQL is told with the statement and SQLite's message")
  func slip() {
    let error = #expect(throws: DatabaseError.self) { try database.query("SELEKT 1") }
    #expect(error?.description == "SELEKT 1: SQLITE_ERROR: near \"SELEKT\": syntax error")
    let second = #expect(throws: DatabaseError.self) { try database.run("SELECT x FROM t") }
    #expect(second?.message == "no such column: x")
  }

  @Test("a query of no statement at all is an error", arguments: ["", " ", "-- comment"])
  func nothing(_ sql: String) {
    #expect(throws: DatabaseError.self) { try database.query(sql) }
  }

  @Test("numbers with a fraction are no value of ours: they read as NULL, not as a wrong number")
  func fraction() throws {
    #expect(try database.query("SELECT 1.5") == [[.null]])
  }

  @Test("text that is not UTF-8 is read without a crash")
  func notUTF8() throws {
    let rows = try database.query("SELECT CAST(x'41FF42' AS TEXT)")
    #expect(rows == [[.text("A\u{FFFD}B")]])
  }

  @Test("a value of a megabyte round-trips")
  func large() throws {
    let bytes = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let text = String(repeating: "ạ", count: 350_000)
    try database.query("INSERT INTO t VALUES (?), (?)", [.blob(bytes), .text(text)])
    #expect(try database.query("SELECT v FROM t") == [[.blob(bytes)], [.text(text)]])
  }

  @Test("a value gives itself under its own kind and nil under the others")
  func kinds() {
    #expect(Value.integer(7).integer == 7)
    #expect(Value.text("a").text == "a")
    #expect(Value.blob([1]).blob == [1])
    for value in [Value.null, .text("7"), .blob([7])] { #expect(value.integer == nil) }
    for value in [Value.null, .integer(7), .blob([0x61])] { #expect(value.text == nil) }
    for value in [Value.null, .integer(7), .text("a")] { #expect(value.blob == nil) }
  }

  @Test("the rows that a statement changed are counted")
  func changes() throws {
    try database.query("INSERT INTO t VALUES (1), (2), (3)")
    #expect(database.changes == 3)
    try database.query("UPDATE t SET v = 0 WHERE v > ?", [.integer(1)])
    #expect(database.changes == 2)
    try database.query("DELETE FROM t WHERE v = 99")
    #expect(database.changes == 0)
  }

  @Test("a reference to a row that isn't there is refused")
  func foreignKeys() throws {
    try database.run("CREATE TABLE a (id PRIMARY KEY); CREATE TABLE b (a REFERENCES a (id))")
    let error = #expect(throws: DatabaseError.self) {
      try database.query("INSERT INTO b VALUES (1)")
    }
    #expect(error?.name == "SQLITE_CONSTRAINT")
  }

  @Test("a file full, a file damaged and a plain mistake are told apart")
  func errorKinds() {
    func error(_ code: Int32) -> DatabaseError {
      DatabaseError(code: code, message: "m", subject: "s")
    }
    #expect(error(13).isFull && !error(13).isCorrupt)
    for code in [11, 26] as [Int32] { #expect(error(code).isCorrupt && !error(code).isFull) }
    #expect(!error(1).isFull && !error(1).isCorrupt)
    #expect(error(99).description == "s: SQLite result 99: m")
    #expect(DatabaseError.corrupt("m", "s").description == "s: SQLITE_CORRUPT: m")
  }
}
