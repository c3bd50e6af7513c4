import CSQLite

/// What SQLite answered when it could not do something, under SQLite's own name for it.
public struct DatabaseError: Error, Equatable, Sendable, CustomStringConvertible {
  /// SQLite's primary result code, as in https://www.sqlite.org/rescode.html.
  public var code: Int32
  /// SQLite's own message.
  public var message: String
  /// The file or the statement that it was about.
  public var subject: String

  /// A failure with SQLite's primary result code.
  public init(code: Int32, message: String, subject: String) {
    self.code = code
    self.message = message
    self.subject = subject
  }

  /// A file that is a database, but not one that makes sense.
  public static func corrupt(_ message: String, _ subject: String) -> DatabaseError {
    DatabaseError(code: SQLITE_CORRUPT, message: message, subject: subject)
  }

  /// Whether the disk, or the allowed size of the file, is full. Nothing was changed; the same
  /// may succeed later.
  public var isFull: Bool { code == SQLITE_FULL }
  /// Whether the file is no database, or a damaged one.
  public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

  /// Whether the disk is to blame, not what is on it: full, read-only, failing. The same may
  /// succeed later.
  public var isOfTheDisk: Bool {
    [SQLITE_FULL, SQLITE_READONLY, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_BUSY].contains(code)
  }

  /// SQLite's name for the code.
  public var name: String {
    switch code {
    case SQLITE_ERROR: "SQLITE_ERROR"
    case SQLITE_BUSY: "SQLITE_BUSY"
    case SQLITE_LOCKED: "SQLITE_LOCKED"
    case SQLITE_NOMEM: "SQLITE_NOMEM"
    case SQLITE_READONLY: "SQLITE_READONLY"
    case SQLITE_IOERR: "SQLITE_IOERR"
    case SQLITE_CORRUPT: "SQLITE_CORRUPT"
    case SQLITE_FULL: "SQLITE_FULL"
    case SQLITE_CANTOPEN: "SQLITE_CANTOPEN"
    case SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT"
    case SQLITE_NOTADB: "SQLITE_NOTADB"
    default: "SQLite result \(code)"
    }
  }

  /// Subject, name and message on one line.
  public var description: String { "\(subject): \(name): \(message)" }
}
