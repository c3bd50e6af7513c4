import Foundation
import SQLite
import TestSupport
import Testing

/// The log of a database that one program has to itself on a memory card.
@Suite("SQLite, a log that stays") struct LogTests {
  private let folder = TemporaryFolder()
  private static let pages = 64

  private func open(_ name: String = "a.db") throws -> Database {
    try Database(path: folder.file(name), logPages: Self.pages)
  }

  private func size(_ name: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder.file(name))
    return attributes?[.size] as? Int
  }

  private func fill(_ database: Database, _ count: Int64) throws {
    for number in 0..<count {
      try database.query("INSERT INTO t VALUES (?, zeroblob(300))", [.integer(number)])
    }
  }

  @Test("transactions change neither the log's length nor, until it is folded in, the file")
  func inPlace() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v, filling)")
    let (log, file) = (size("a.db-wal"), size("a.db"))
    #expect(try #require(log) > Self.pages * 1_024)
    try fill(database, 20)
    #expect(size("a.db-wal") == log && size("a.db") == file)
    try fill(database, 400)
    #expect(size("a.db-wal") == log)
    #expect(try #require(size("a.db")) > 60_000, "never folded in")
  }

  @Test("the log stays when the file is closed, and what is in it is read at the next opening")
  func closing() throws {
    var database: Database? = try open()
    try database?.run("CREATE TABLE t (v, filling)")
    try database.map { try fill($0, 20) }
    let (log, file) = (size("a.db-wal"), size("a.db"))
    database = nil
    #expect(size("a.db-wal") == log && size("a.db") == file)
    let again = try open()
    #expect(try again.query("SELECT count(*) FROM t") == [[.integer(20)]])
    #expect(try again.faults().isEmpty)
    #expect(size("a.db-wal") == log)
  }

  @Test("a transaction that outgrows the log is whole, and the log is cut back after it")
  func outgrown() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v, filling)")
    let log = size("a.db-wal")
    try database.query("INSERT INTO t VALUES (1, randomblob(300000))")
    #expect(try #require(size("a.db-wal")) > 300_000)
    try fill(database, 1)
    #expect(size("a.db-wal") == log)
    #expect(try database.query("SELECT count(*) FROM t") == [[.integer(2)]])
  }

  @Test("the log's index lies in memory, not in a file that is written back again and again")
  func index() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v, filling)")
    #expect(size("a.db-wal") != nil && size("a.db-shm") == nil)
  }

  @Test("what was removed from a card is not written over with zeros")
  func removed() throws {
    #expect(try open().query("PRAGMA secure_delete") == [[.integer(0)]])
  }
}
