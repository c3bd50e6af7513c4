import Glibc
import LinuxIO
import SQLite
import TerminalCore
import WardContract

/// Opens the database of a terminal, now or, if the disk takes nothing now, later.
///
/// SQLite can't open a database of its write-ahead log where it can't write. Then a copy in memory
/// is read, log included, so that a home with a full or read-only card still shows what hangs on
/// its wall, and every transaction tries the real one again.
struct StoreOpening {
  /// What the store remembers.
  let memory: Memory
  /// What was wrong, for the journal.
  let warning: String?
  private let path: String
  private var opened: TerminalDatabase?

  /// The store can be read again, and is not the one that this run began with.
  struct Changed: Error, CustomStringConvertible {
    var description: String
  }

  /// Opens the store in `folder`, or makes it. Throws only for a store of a newer program.
  init(folder: String) throws {
    path = "\(folder)/store.db"
    let ledger = try TerminalDatabase.drawLedger()
    var warning: String?
    var memory: Memory?
    do {
      try Files.makeFolder(folder)
      do {
        opened = try TerminalDatabase(path: path, newLedger: ledger)
      } catch let error as DatabaseError where error.isCorrupt {
        warning = "the store was damaged and is put aside: \(error)"
        try Self.putAside(path)
        opened = try TerminalDatabase(path: path, newLedger: ledger)
      }
      memory = try opened?.memory()
    } catch let error as DatabaseError where !error.isOfTheDisk {
      throw error
    } catch {
      opened = nil
      warning = "the store can't be written: \(error)"
      do { memory = try StoreCopy.memory(of: path) } catch { warning? += ", nor read: \(error)" }
    }
    self.memory = memory ?? Memory(ledger: ledger)
    self.warning = warning
  }

  /// Whether the database is open for writing.
  var isWritable: Bool { opened != nil }

  /// The database, opened for writing.
  mutating func database() throws -> TerminalDatabase {
    if let opened { return opened }
    try Files.makeFolder(Files.folder(of: path))
    let database = try TerminalDatabase(path: path, newLedger: memory.ledger)
    guard database.ledger == memory.ledger else {
      throw Changed(description: "the store can be read again")
    }
    opened = database
    return database
  }

  private static func putAside(_ path: String) throws(SystemError) {
    for suffix in ["", "-wal", "-shm"] where Files.exists(path + suffix) {
      let bytes = try Files.read(path + suffix, limit: 1 << 28)
      try Files.replace("\(path).damaged\(suffix)", bytes)
      try Files.remove(path + suffix)
    }
  }
}

/// A copy of a store in memory, to be read where the real one can't be opened or shouldn't be.
enum StoreCopy {
  private static let maximumBytes = 1 << 26

  /// What the store at `path` remembers; `nil` if there is none.
  static func memory(of path: String) throws -> Memory? {
    guard Files.exists(path) else { return nil }
    let folder = try makeFolder()
    defer {
      for suffix in ["", "-wal", "-shm"] { try? Files.remove("\(folder)/store.db\(suffix)") }
      rmdir(folder)
    }
    for suffix in ["", "-wal"] where Files.exists(path + suffix) {
      let bytes = try Files.read(path + suffix, limit: maximumBytes)
      let copy = try Descriptor.open("\(folder)/store.db\(suffix)", O_WRONLY | O_CREAT | O_EXCL)
      try copy.writeAll(bytes)
    }
    let ledger = try TerminalDatabase.drawLedger()
    return try TerminalDatabase(path: "\(folder)/store.db", newLedger: ledger).memory()
  }

  /// A folder in memory that is nobody else's.
  private static func makeFolder() throws(SystemError) -> String {
    var template = Array(("/dev/shm/loanha-" + String(repeating: "X", count: 6)).utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", "/dev/shm") }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension TerminalDisk {
  /// What the store in `folder` remembers, without touching it; `nil` if there is none.
  public static func memory(in folder: String) throws -> Memory? {
    try StoreCopy.memory(of: "\(folder)/store.db")
  }
}
