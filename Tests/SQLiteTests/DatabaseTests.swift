import Foundation
import SQLite
import TestSupport
import Testing

@Suite("SQLite") struct DatabaseTests {
  let folder = TemporaryFolder()

  private func open(_ name: String = "a.db") throws -> Database {
    try Database(path: folder.file(name))
  }

  private struct Trouble: Error {}

  @Test("text with NUL and emoji, empty blobs and the largest number round-trip")
  func values() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v)")
    let values: [Value] = [
      .null, .integer(.max), .integer(.min), .text(""), .text("ẫ\u{0}😀"), .blob([]),
      .blob([0, 255, 0]),
    ]
    for value in values { try database.query("INSERT INTO t VALUES (?)", [value]) }
    #expect(try database.query("SELECT v FROM t").map { $0[0] } == values)
  }

  @Test("what was deleted can't be found in the file any more")
  func deleted() throws {
    let secret = "số 12 ngõ 34 đã gửi phản ánh"
    do {
      let database = try open("secret.db")
      try database.run("CREATE TABLE t (v)")
      for _ in 0..<40 { try database.query("INSERT INTO t VALUES (?)", [.text(secret)]) }
      try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
      let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("secret.db")))
      #expect(before.range(of: Data(secret.utf8)) != nil, "it stood there")
      try database.run("DELETE FROM t")
    }
    let after = try Data(contentsOf: URL(fileURLWithPath: folder.file("secret.db")))
    #expect(after.range(of: Data(secret.utf8)) == nil)
  }

  @Test("a transaction that fails leaves nothing behind, and the next one works")
  func rollback() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v UNIQUE)")
    #expect(throws: DatabaseError.self) {
      try database.transaction { () throws(DatabaseError) in
        try database.query("INSERT INTO t VALUES (1)")
        try database.query("INSERT INTO t VALUES (1)")
      }
    }
    #expect(try database.query("SELECT count(*) FROM t").first == [.integer(0)])
    try database.transaction { () throws(DatabaseError) in
      _ = try database.query("INSERT INTO t VALUES (2)")
    }
    #expect(try database.query("SELECT v FROM t") == [[.integer(2)]])
  }

  @Test("a full disk is said to be one, and the database goes on")
  func full() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v); PRAGMA max_page_count=20")
    do throws(DatabaseError) {
      for _ in 0..<100 { try database.query("INSERT INTO t VALUES (zeroblob(1000))") }
      Issue.record("no end of room")
    } catch {
      #expect(error.isFull && error.name == "SQLITE_FULL")
    }
    try database.run("DELETE FROM t")
    try database.query("INSERT INTO t VALUES (1)")
    #expect(try database.faults().isEmpty)
  }

  @Test("a file that is no database is refused as one")
  func notADatabase() throws {
    try folder.write(String(repeating: "not a database ", count: 100), to: "b.db")
    do {
      let database = try open("b.db")
      _ = try database.query("SELECT * FROM sqlite_master")
      Issue.record("opened")
    } catch let error as DatabaseError {
      #expect(error.isCorrupt && error.name == "SQLITE_NOTADB")
    }
  }

  @Test("a version below zero is damage, and no reason to crash")
  func negativeVersion() throws {
    let database = try open()
    try database.run("PRAGMA user_version=-1")
    do throws(DatabaseError) {
      try database.migrate(["CREATE TABLE a (v)"])
      Issue.record("accepted")
    } catch {
      #expect(error.isCorrupt)
    }
  }
}
