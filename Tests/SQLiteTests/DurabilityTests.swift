import Foundation
import SQLite
import TestSupport
import Testing

/// What stays of a database when power goes, the file is damaged, or another program holds it.
@Suite("SQLite, durable") struct DurabilityTests {
  private let folder = TemporaryFolder()

  private func open(_ name: String = "a.db") throws -> Database {
    try Database(path: folder.file(name))
  }

  /// Copies the database as a card would hold it if power went now: the file and its log, not
  /// the memory that the program shares with itself.
  private func cutPower(to name: String) throws {
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: folder.file("a.db\(end)"), toPath: folder.file("\(name)\(end)"))
    }
  }

  @Test("what was committed is on the disk when the call returns, what was not is gone")
  func power() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v)")
    for number in 0..<20 as Range<Int64> {
      try database.transaction { () throws(DatabaseError) in
        _ = try database.query("INSERT INTO t VALUES (?)", [.integer(number)])
      }
    }
    try database.run("BEGIN IMMEDIATE")
    try database.query("INSERT INTO t VALUES (99)")
    try cutPower(to: "b.db")
    let found = try open("b.db")
    #expect(try found.query("SELECT v FROM t") == (0..<20).map { [.integer($0)] })
    #expect(try found.faults().isEmpty)
  }

  @Test("a log that power cut anywhere gives a whole number of transactions, in their order")
  func torn() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v, filling)")
    for number in 0..<8 as Range<Int64> {
      try database.transaction { () throws(DatabaseError) in
        // Two rows each, so that half a transaction can be told.
        for _ in 0..<2 {
          try database.query("INSERT INTO t VALUES (?, zeroblob(700))", [.integer(number)])
        }
      }
    }
    try cutPower(to: "whole.db")
    let log = try Data(contentsOf: URL(fileURLWithPath: folder.file("whole.db-wal")))
    let file = try Data(contentsOf: URL(fileURLWithPath: folder.file("whole.db")))
    var seen: Set<Int> = []
    for length in stride(from: 0, through: log.count, by: 509) {
      let name = "cut-\(length).db"
      try file.write(to: URL(fileURLWithPath: folder.file(name)))
      try log.prefix(length).write(to: URL(fileURLWithPath: folder.file("\(name)-wal")))
      let cut = try open(name)
      #expect(try cut.faults().isEmpty)
      guard try !cut.query("SELECT 1 FROM sqlite_master").isEmpty else { continue }
      let rows = try cut.query("SELECT v FROM t").compactMap { $0[0].integer }
      #expect(rows == (0..<Int64(rows.count / 2)).flatMap { [$0, $0] }, "\(length) bytes")
      seen.insert(rows.count)
    }
    #expect(seen.count > 4, "the cuts fell between transactions: \(seen)")
  }

  @Test("a file is opened with a write-ahead log, and every commit waits for the disk")
  func pragmas() throws {
    let database = try Database(
      path: folder.file("a.db"), pageBytes: 2_048, cacheKibibytes: 128)
    func pragma(_ name: String) throws -> Value? { try database.query("PRAGMA \(name)")[0][0] }
    #expect(try pragma("journal_mode") == .text("wal"))
    #expect(try pragma("synchronous") == .integer(2))
    #expect(try pragma("page_size") == .integer(2_048))
    #expect(try pragma("cache_size") == .integer(-128))
    #expect(try pragma("foreign_keys") == .integer(1))
    #expect(try pragma("trusted_schema") == .integer(0))
  }

  @Test("the size of a file's pages stays as it was made, and its rows with it")
  func pageSizeStays() throws {
    try Database(path: folder.file("a.db"), pageBytes: 1_024).run(
      "CREATE TABLE t (v); INSERT INTO t VALUES (7)")
    let again = try Database(path: folder.file("a.db"), pageBytes: 4_096)
    #expect(try again.query("PRAGMA page_size") == [[.integer(1_024)]])
    #expect(try again.query("SELECT v FROM t") == [[.integer(7)]])
  }

  @Test("many transactions don't let the log grow without end")
  func logIsBounded() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v)")
    for _ in 0..<1_500 {
      try database.query("DELETE FROM t")
      try database.query("INSERT INTO t VALUES (zeroblob(3000))")
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("a.db-wal"))
    let bytes = try #require(attributes[.size] as? Int)
    #expect(bytes <= 1 << 20, "\(bytes) bytes")
  }

  @Test("damage within a file is found and told, and never taken for rows")
  func damage() throws {
    do {
      let database = try open()
      try database.run("CREATE TABLE t (v); CREATE INDEX i ON t (v)")
      for number in 0..<400 as Range<Int64> {
        try database.query("INSERT INTO t VALUES (?)", [.integer(number)])
      }
    }
    let path = folder.file("a.db")
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(bytes.count > 6 * 1_024, "the log was not folded into the file at the end")
    for index in (3 * 1_024)..<(4 * 1_024) { bytes[index] = 0xA5 }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    var told = false
    do {
      told = try !open().faults().isEmpty
    } catch let error as DatabaseError {
      told = error.isCorrupt
    }
    #expect(told)
  }

  @Test("a sound file has no faults, an empty one neither")
  func noFaults() throws {
    let database = try open()
    #expect(try database.faults() == [])
    try database.run("CREATE TABLE t (v)")
    #expect(try database.faults() == [])
  }

  @Test("statements can't write into the schema or switch the log off, whatever they say")
  func defended() throws {
    let database = try open()
    try database.run("CREATE TABLE t (v); PRAGMA writable_schema=ON; PRAGMA journal_mode=OFF")
    let error = #expect(throws: DatabaseError.self) {
      try database.query("UPDATE sqlite_master SET sql = 'x'")
    }
    #expect(error?.name == "SQLITE_ERROR")
    #expect(try database.query("PRAGMA journal_mode") == [[.text("wal")]])
  }

  @Test("two connections see each other's commits, and only commits")
  func twoConnections() throws {
    let (one, two) = (try open(), try open())
    try one.run("CREATE TABLE t (v)")
    try one.run("BEGIN IMMEDIATE")
    try one.query("INSERT INTO t VALUES (1)")
    #expect(try two.query("SELECT v FROM t").isEmpty)
    try one.run("COMMIT")
    #expect(try two.query("SELECT v FROM t") == [[.integer(1)]])
  }

  @Test("a database that another connection goes on writing is busy, and says so by its name")
  func busy() throws {
    let (one, two) = (try open(), try open())
    try one.run("CREATE TABLE t (v)")
    try two.run("PRAGMA busy_timeout=0")
    try one.run("BEGIN IMMEDIATE")
    let error = #expect(throws: DatabaseError.self) {
      try two.transaction { () throws(DatabaseError) in Issue.record("began") }
    }
    #expect(error?.name == "SQLITE_BUSY")
    try one.run("ROLLBACK")
    try two.transaction { () throws(DatabaseError) in }
  }

  @Test("a folder that isn't there, a folder in the file's place: the error names the path")
  func cannotOpen() {
    for path in [folder.file("none/a.db"), folder.path] {
      let error = #expect(throws: DatabaseError.self) { try Database(path: path) }
      #expect(error?.name == "SQLITE_CANTOPEN")
      #expect(error?.description.hasPrefix("\(path): SQLITE_CANTOPEN: ") == true)
    }
  }

  @Test("a file can be opened, closed and opened without end: nothing stays open")
  func descriptors() throws {
    func count() throws -> Int {
      let links = "/proc/self/fd"
      return try FileManager.default.contentsOfDirectory(atPath: links).filter {
        let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(links)/\($0)")
        return target?.hasPrefix(folder.path) == true
      }.count
    }
    for _ in 0..<50 {
      let database = try open()
      try database.run("CREATE TABLE IF NOT EXISTS t (v)")
      try database.query("SELECT v FROM t")
    }
    try folder.write(String(repeating: "no database ", count: 100), to: "b.db")
    for _ in 0..<50 { _ = try? open("b.db") }
    #expect(try count() == 0)
  }
}
