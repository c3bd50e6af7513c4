import LinuxIO
import SQLite
import WardContract

/// What a server with pages knows of its people, in one SQLite file that its owner alone can read:
/// accounts, their roles and sessions, tries to sign in, and the audit log.
///
/// Whatever is enough to come in (a session's token, an invitation, a recovery code) is kept as its
/// SHA-256 only, a password as its Argon2id hash. The secret of a second factor must be there to be
/// compared with (RFC 6238 §5.1); it lies there sealed (`SecondFactorSealing`).
public final class OfficeStore {
  let database: Database
  let sealing: SecondFactorSealing

  private static let versions = [
    accountTables + sessionTables + AuditEntry.table,
    // From here on secrets are sealed: an older program, which would take them as they are, opens it no
    // more.
    "",
  ]

  /// Opens the file at `path`, or makes it.
  public init(path: String) throws {
    if !Files.exists(path) { try Files.replace(path, []) }
    database = try Database(path: path, pageBytes: 4_096, cacheKibibytes: 2_048)
    try database.migrate(Self.versions)
    sealing = try SecondFactorSealing.open(database, path: path)
  }

  /// How many second factors can't be read with the key that is there: their owners need a recovery code,
  /// or a new link.
  public func unreadableSecondFactors() throws(DatabaseError) -> Int {
    try sealing.strangers(in: database)
  }

  /// Runs `body` whole or not at all; what it throws comes out as it went in.
  func transaction<Answer>(_ body: () throws -> Answer) throws -> Answer {
    try database.run("BEGIN IMMEDIATE")
    do {
      let answer = try body()
      try database.run("COMMIT")
      return answer
    } catch {
      // SQLite may have rolled back by itself already; then this says so, and that is fine.
      try? database.run("ROLLBACK")
      throw error
    }
  }
}
