import SQLite
import TestSupport
import Testing

/// Transactions and the way from one version of a file to the next.
@Suite("SQLite, transactions and versions") struct TransactionTests {
  private let folder = TemporaryFolder()
  private let database: Database

  init() throws {
    database = try Database(path: folder.file("a.db"))
    try database.run("CREATE TABLE t (v)")
  }

  private func version() throws -> Int64? {
    try database.query("PRAGMA user_version")[0][0].integer
  }

  @Test("a transaction gives what its body gives")
  func answer() throws {
    let answer = try database.transaction { () throws(DatabaseError) -> Int in
      try database.query("INSERT INTO t VALUES (1)")
      return database.changes
    }
    #expect(answer == 1)
  }

  @Test("an error of the body itself undoes all and comes out as it went in")
  func ownError() throws {
    let own = DatabaseError.corrupt("no sense", "row 1")
    #expect(throws: own) {
      try database.transaction { () throws(DatabaseError) in
        try database.query("INSERT INTO t VALUES (1)")
        throw own
      }
    }
    #expect(try database.query("SELECT v FROM t").isEmpty)
  }

  @Test("a transaction within a transaction is refused, and the outer one undone")
  func nested() throws {
    #expect(throws: DatabaseError.self) {
      try database.transaction { () throws(DatabaseError) in
        try database.query("INSERT INTO t VALUES (1)")
        try database.transaction { () throws(DatabaseError) in }
      }
    }
    #expect(try database.query("SELECT v FROM t").isEmpty)
    try database.transaction { () throws(DatabaseError) in }
  }

  @Test("a full disk within a transaction undoes all of it, and the next transaction works")
  func full() throws {
    try database.query("INSERT INTO t VALUES ('before')")
    try database.run("PRAGMA max_page_count=20")
    let error = #expect(throws: DatabaseError.self) {
      try database.transaction { () throws(DatabaseError) in
        for _ in 0..<100 { try database.query("INSERT INTO t VALUES (zeroblob(1000))") }
      }
    }
    #expect(error?.isFull == true)
    #expect(try database.query("SELECT v FROM t") == [[.text("before")]])
    try database.transaction { () throws(DatabaseError) in
      _ = try database.query("INSERT INTO t VALUES ('after')")
    }
    #expect(try database.faults().isEmpty)
  }

  @Test("a commit that can't be made (a reference left open) undoes all")
  func failingCommit() throws {
    try database.run(
      """
      CREATE TABLE a (id PRIMARY KEY);
      CREATE TABLE b (a REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)
      """)
    #expect(throws: DatabaseError.self) {
      try database.transaction { () throws(DatabaseError) in
        _ = try database.query("INSERT INTO b VALUES (1)")
      }
    }
    #expect(try database.query("SELECT * FROM b").isEmpty)
    try database.transaction { () throws(DatabaseError) in }
  }

  @Test("a file goes through the versions that it lacks, each once, in their order")
  func migrate() throws {
    let versions = [
      "CREATE TABLE m (a)", "ALTER TABLE m ADD COLUMN b", "INSERT INTO m VALUES (1,2)",
    ]
    try database.migrate([versions[0]])
    #expect(try version() == 1)
    try database.migrate(versions)
    try database.migrate(versions)
    #expect(try version() == 3)
    #expect(try database.query("SELECT a, b FROM m") == [[.integer(1), .integer(2)]])
  }

  @Test("a version that fails half-way leaves the file at the version before it, whole")
  func failingVersion() throws {
    let first = "CREATE TABLE m (a)"
    #expect(throws: DatabaseError.self) {
      try database.migrate([first, "CREATE TABLE n (a); CREATE TABLE m (a)"])
    }
    #expect(try version() == 1)
    #expect(try database.query("SELECT name FROM sqlite_master WHERE name = 'n'").isEmpty)
    try database.migrate([first, "CREATE TABLE n (a)"])
    #expect(try version() == 2)
  }

  @Test("no versions leave a new file at 0")
  func noVersions() throws {
    try database.migrate([])
    #expect(try version() == 0)
  }

  @Test("the newest version that a file may have is told when it is newer, with its path")
  func newer() throws {
    try database.run("PRAGMA user_version=5")
    let error = #expect(throws: DatabaseError.self) { try database.migrate(["CREATE TABLE m (a)"]) }
    #expect(error?.subject == folder.file("a.db"))
    #expect(error?.message.contains("version 5, this one knows 1") == true)
    #expect(try version() == 5)
    #expect(try database.query("SELECT name FROM sqlite_master") == [[.text("t")]])
  }
}
