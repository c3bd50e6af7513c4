import SQLite
import Signatures
import WardContract

/// Somebody who works at the desk.
public struct Account: Equatable, Sendable {
  /// The name to sign in with.
  public var name: Identifier
  /// How people call them.
  public var fullName: String
  /// Whether they look after the server: its people, for every ward. It gives no role at any ward.
  public var isAdministrator: Bool
  /// Whether they may not come in.
  public var isLocked: Bool
  /// Whether they have a password and a second factor.
  public var isSetUp: Bool
  /// When the account was made.
  public var created: Instant
  /// What they may do, by ward.
  public var roles: [Area: Set<OfficeRole>]

  /// Whether they have one of these roles at a ward.
  public func has(_ roles: OfficeRole..., in ward: Area) -> Bool {
    self.roles[ward]?.isDisjoint(with: roles) == false
  }
}

/// Why something could not be done to an account.
public enum AccountFault: Error, Equatable, Sendable {
  /// No account has that name.
  case unknown
  /// Another account has that name.
  case nameTaken
  /// The full name is empty, too long or has characters that don't belong in it.
  case fullName
  /// Nobody would be left to look after the server.
  case lastAdministrator
  /// The invitation was never given, is used or has expired.
  case invitation
  /// The code is not the one that the app shows now.
  case code
}

extension OfficeStore {
  /// Longest full name, in bytes.
  public static let fullNameBytes = 120

  static let accountTables = """
    CREATE TABLE accounts (
      name TEXT PRIMARY KEY, full_name TEXT NOT NULL, administrator INTEGER NOT NULL,
      locked INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL, password TEXT, secret BLOB,
      step INTEGER NOT NULL DEFAULT -1) WITHOUT ROWID;
    CREATE TABLE roles (
      account TEXT NOT NULL REFERENCES accounts, ward TEXT NOT NULL, role TEXT NOT NULL,
      PRIMARY KEY (account, ward, role)) WITHOUT ROWID;
    CREATE TABLE recovery_codes (
      account TEXT NOT NULL REFERENCES accounts, digest BLOB NOT NULL,
      PRIMARY KEY (account, digest)) WITHOUT ROWID;
    CREATE TABLE invitations (
      account TEXT PRIMARY KEY REFERENCES accounts, digest BLOB NOT NULL UNIQUE,
      secret BLOB NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
    """

  // MARK: Reading

  /// The account of that name.
  public func account(_ name: Identifier) throws(DatabaseError) -> Account? {
    try accounts("name = ?", [.text(name.description)]).first
  }

  /// All accounts, by name.
  public func accounts() throws(DatabaseError) -> [Account] { try accounts("1", []) }

  private func accounts(
    _ condition: String, _ values: [Value]
  ) throws(DatabaseError) -> [Account] {
    var accounts: [Account] = []
    let rows = try database.query(
      """
      SELECT name, full_name, administrator, locked, created,
        password IS NOT NULL AND secret IS NOT NULL
      FROM accounts WHERE \(condition) ORDER BY name
      """, values)
    for row in rows {
      guard let text = row[0].text, let name = Identifier(text) else { continue }
      accounts.append(
        Account(
          name: name, fullName: row[1].text ?? "", isAdministrator: row[2].integer == 1,
          isLocked: row[3].integer != 0, isSetUp: row[5].integer == 1,
          created: Instant(milliseconds: row[4].integer ?? 0), roles: try roles(of: name)))
    }
    return accounts
  }

  private func roles(of name: Identifier) throws(DatabaseError) -> [Area: Set<OfficeRole>] {
    var roles: [Area: Set<OfficeRole>] = [:]
    let rows = try database.query(
      "SELECT ward, role FROM roles WHERE account = ?", [.text(name.description)])
    for row in rows {
      guard let ward = row[0].text.flatMap({ Area($0) }),
        let role = row[1].text.flatMap({ OfficeRole(rawValue: $0) })
      else { continue }
      roles[ward, default: []].insert(role)
    }
    return roles
  }

  // MARK: Changing

  /// Makes an account, which nobody can sign in with before it was invited and set up.
  public func makeAccount(
    _ name: Identifier, fullName: String, isAdministrator: Bool = false, by origin: AuditOrigin,
    at now: Instant
  ) throws {
    let fullName = try Self.checked(fullName: fullName)
    try transaction {
      guard try account(name) == nil else { throw AccountFault.nameTaken }
      try database.query(
        "INSERT INTO accounts (name, full_name, administrator, created) VALUES (?, ?, ?, ?)",
        [
          .text(name.description), .text(fullName), .integer(isAdministrator ? 1 : 0),
          .integer(now.milliseconds),
        ])
      try append(
        AuditEntry(
          .accountMade, of: name.description, details: fullName, by: origin, at: now))
    }
  }

  /// Sets what an account may do at a ward; nothing for somebody who left it.
  public func setRoles(
    _ roles: Set<OfficeRole>, of name: Identifier, in ward: Area, by origin: AuditOrigin,
    at now: Instant
  ) throws {
    try transaction {
      guard let account = try account(name) else { throw AccountFault.unknown }
      guard account.roles[ward] ?? [] != roles else { return }
      let (person, place) = (Value.text(name.description), Value.text(ward.description))
      try database.query("DELETE FROM roles WHERE account = ? AND ward = ?", [person, place])
      let words = OfficeRole.allCases.filter(roles.contains).map(\.rawValue)
      for word in words {
        try database.query("INSERT INTO roles VALUES (?, ?, ?)", [person, place, .text(word)])
      }
      try append(
        AuditEntry(
          .rolesChanged, of: name.description, ward: ward, details: words.joined(separator: " "),
          by: origin, at: now))
    }
  }

  /// Locks an account, whose sessions end at once, or unlocks it.
  public func setLocked(
    _ isLocked: Bool, _ name: Identifier, by origin: AuditOrigin, at now: Instant
  ) throws {
    try transaction {
      guard let account = try account(name) else { throw AccountFault.unknown }
      guard account.isLocked != isLocked else { return }
      if isLocked { try keepAnotherAdministrator(than: account) }
      let person = Value.text(name.description)
      try database.query(
        "UPDATE accounts SET locked = ? WHERE name = ?", [.integer(isLocked ? 1 : 0), person])
      if isLocked { try database.query("DELETE FROM sessions WHERE account = ?", [person]) }
      try append(
        AuditEntry(isLocked ? .locked : .unlocked, of: name.description, by: origin, at: now))
    }
  }

  /// Makes an account an administrator, or takes that from it.
  public func setAdministrator(
    _ isAdministrator: Bool, _ name: Identifier, by origin: AuditOrigin, at now: Instant
  ) throws {
    try transaction {
      guard let account = try account(name) else { throw AccountFault.unknown }
      guard account.isAdministrator != isAdministrator else { return }
      if !isAdministrator { try keepAnotherAdministrator(than: account) }
      try database.query(
        "UPDATE accounts SET administrator = ? WHERE name = ?",
        [.integer(isAdministrator ? 1 : 0), .text(name.description)])
      try append(
        AuditEntry(
          .administratorChanged, of: name.description, details: isAdministrator ? "+" : "−",
          by: origin, at: now))
    }
  }

  private func keepAnotherAdministrator(than account: Account) throws {
    guard account.isAdministrator else { return }
    let others = try accounts(
      "administrator = 1 AND locked = 0 AND name != ?",
      [
        .text(account.name.description)
      ])
    guard others.contains(where: \.isSetUp) else { throw AccountFault.lastAdministrator }
  }

  static func checked(fullName text: String) throws(AccountFault) -> String {
    let name = TextRules.normalised(text)
    let isEmpty = name.allSatisfy { $0 == " " }
    guard !isEmpty, name.utf8.allSatisfy({ $0 != 0x0A }),
      TextRules.fault(in: name, limit: fullNameBytes) == nil
    else { throw .fullName }
    return name
  }
}
