import SQLite
import Signatures
import WardContract

/// Somebody at a browser.
public struct SignInSession: Equatable, Sendable {
  /// Names it where its token must not be.
  public var number: Int64
  /// Who they say they are, proven by a password at least.
  public var account: Account
  /// Whether the second factor was shown, too; before that it is good for nothing else.
  public var isConfirmed: Bool
  /// When it began.
  public var created: Instant
  /// When it was last used, to the minute.
  public var lastSeen: Instant
  /// The network address that it began from.
  public var address: String
  /// What the browser calls itself.
  public var browser: String

  /// A session that nobody uses for so long ends: half an hour, in milliseconds.
  public static let idleMilliseconds: Int64 = 30 * 60_000
  /// Every session ends so long after it began: twelve hours, a long shift, in milliseconds.
  public static let longestMilliseconds: Int64 = 12 * 3_600_000
  /// Time between password and second factor: five minutes, in milliseconds.
  public static let confirmationMilliseconds: Int64 = 5 * 60_000

  /// Whether it is over. A clock that was put back by more than a minute ends it, too.
  func isOver(at now: Instant) -> Bool {
    let age = now - created
    let longest = isConfirmed ? Self.longestMilliseconds : Self.confirmationMilliseconds
    return age < -60_000 || age >= longest || now - lastSeen >= Self.idleMilliseconds
  }
}

extension OfficeStore {
  static let sessionTables = """
    CREATE TABLE sessions (
      number INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE,
      account TEXT NOT NULL REFERENCES accounts, confirmed INTEGER NOT NULL,
      created INTEGER NOT NULL, last_seen INTEGER NOT NULL, address TEXT NOT NULL,
      browser TEXT NOT NULL, offered BLOB);
    CREATE INDEX sessions_by_account ON sessions (account);
    CREATE TABLE failures (
      subject TEXT PRIMARY KEY, count INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
    """
  private static let columns =
    "number, account, confirmed, created, last_seen, address, browser"
  /// How exactly it is noted when a session was last used: writing costs more than reading.
  private static let noteMilliseconds: Int64 = 60_000
  /// Longest name of a browser that is kept, in characters.
  private static let browserLength = 200

  /// Begins a session and returns its token. Those that are over go.
  func begin(
    _ name: Identifier, isConfirmed: Bool, from address: String, browser: String, at now: Instant
  ) throws -> String {
    let token = Base64URL.encode(try SecureRandom.bytes(32))
    for session in try sessions("1", []) where session.isOver(at: now) {
      try database.query("DELETE FROM sessions WHERE number = ?", [.integer(session.number)])
    }
    try database.query(
      """
      INSERT INTO sessions (digest, account, confirmed, created, last_seen, address, browser)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .blob(Self.digest(token)), .text(name.description), .integer(isConfirmed ? 1 : 0),
        .integer(now.milliseconds), .integer(now.milliseconds), .text(address),
        .text(String(browser.prefix(Self.browserLength))),
      ])
    return token
  }

  /// The session with this token, if it still stands; it is in use now.
  public func session(_ token: String, at now: Instant) throws(DatabaseError) -> SignInSession? {
    guard
      let session = try sessions("digest = ?", [.blob(Self.digest(token))]).first,
      !session.isOver(at: now)
    else { return nil }
    if now - session.lastSeen >= Self.noteMilliseconds || now < session.lastSeen {
      try database.query(
        "UPDATE sessions SET last_seen = ? WHERE number = ?",
        [.integer(now.milliseconds), .integer(session.number)])
    }
    return session
  }

  /// Where somebody is signed in, the newest first.
  public func sessions(of name: Identifier, at now: Instant) throws(DatabaseError)
    -> [SignInSession]
  {
    try sessions("account = ? AND confirmed = 1", [.text(name.description)])
      .filter { !$0.isOver(at: now) }.reversed()
  }

  /// Ends a session of an account; one of somebody else's, or none, stays as it is.
  public func end(
    _ number: Int64, of name: Identifier, by origin: AuditOrigin, at now: Instant
  ) throws {
    try transaction {
      try database.query(
        "DELETE FROM sessions WHERE number = ? AND account = ?",
        [.integer(number), .text(name.description)])
      guard database.changes == 1 else { return }
      try append(AuditEntry(.signedOut, of: name.description, by: origin, at: now))
    }
  }

  func sessions(_ condition: String, _ values: [Value]) throws(DatabaseError) -> [SignInSession] {
    let rows = try database.query(
      "SELECT \(Self.columns) FROM sessions WHERE \(condition) ORDER BY number", values)
    var sessions: [SignInSession] = []
    for row in rows {
      guard let number = row[0].integer, let name = row[1].text.flatMap({ Identifier($0) }),
        let account = try account(name), !account.isLocked
      else { continue }
      sessions.append(
        SignInSession(
          number: number, account: account, isConfirmed: row[2].integer == 1,
          created: Instant(milliseconds: row[3].integer ?? 0),
          lastSeen: Instant(milliseconds: row[4].integer ?? 0), address: row[5].text ?? "",
          browser: row[6].text ?? ""))
    }
    return sessions
  }
}
