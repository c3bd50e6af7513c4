import SQLite
import Signatures
import WardContract

/// An account that waits to be set up by whoever has the link.
public struct Invitation: Equatable, Sendable {
  /// The account.
  public var account: Account
  /// The second factor's secret, to be taken over into an app.
  public var secret: [UInt8]

  /// How long a link stands, in milliseconds: three days.
  public static let milliseconds: Int64 = 3 * 86_400_000
}

/// The secret of a second factor as authenticator apps take it over.
public enum SecondFactor {
  /// The address that an app reads from a QR code (the key URI format of Google Authenticator).
  /// `place` tells several servers apart in the app.
  public static func address(_ secret: [UInt8], account: Identifier, place: String) -> String {
    let issuer = PercentEncoding.escaped("LoaNha \(place)")
    return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.encode(secret))&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(TimeCode.digits)&period=\(TimeCode.stepSeconds)"
  }

  /// What somebody typed, without the spaces and hyphens that make it easy to read, in capitals.
  static func plain(_ code: String) -> String {
    code.filter { $0 != " " && $0 != "-" }.uppercased()
  }
}

extension OfficeStore {
  /// Recovery codes that an account gets at once.
  public static let recoveryCodes = 10

  /// Name of the administrator that a new server begins with.
  public static let firstAdministrator = "quan-tri"

  // MARK: Inviting

  /// The code for whoever first looks after this server, or `nil` if somebody does already. Each call
  /// gives a new code, and the one before it counts no more: it may stand in a console's memory.
  public func firstInvitation(at now: Instant) throws -> String? {
    let administrators = try accounts().filter(\.isAdministrator)
    guard !administrators.contains(where: \.isSetUp) else { return nil }
    guard let name = administrators.first?.name ?? Identifier(Self.firstAdministrator) else {
      preconditionFailure("the name is an identifier")
    }
    if administrators.isEmpty {
      try makeAccount(
        name, fullName: "Quản trị", isAdministrator: true, by: .server, at: now)
    }
    return try invite(name, by: .server, at: now)
  }

  /// A code with which the account can be set up, once, within three days; an earlier one counts no
  /// more. What the account has now stays until then.
  public func invite(_ name: Identifier, by origin: AuditOrigin, at now: Instant) throws -> String {
    let code = Base64URL.encode(try SecureRandom.bytes(20))
    let secret = try SecureRandom.bytes(TimeCode.secretBytes)
    try transaction {
      guard try account(name) != nil else { throw AccountFault.unknown }
      try database.query(
        "INSERT OR REPLACE INTO invitations VALUES (?, ?, ?, ?)",
        [
          .text(name.description), .blob(Self.digest(code)),
          sealing.seal(secret, of: name, as: .invitation),
          .integer(now.milliseconds + Invitation.milliseconds),
        ])
      try append(AuditEntry(.invited, of: name.description, by: origin, at: now))
    }
    return code
  }

  /// The invitation of that code, if it still stands.
  public func invitation(_ code: String, at now: Instant) throws -> Invitation? {
    let row = try database.query(
      "SELECT account, secret FROM invitations WHERE digest = ? AND expires > ?",
      [.blob(Self.digest(code)), .integer(now.milliseconds)]
    ).first
    guard let row, let name = row[0].text.flatMap({ Identifier($0) }),
      let secret = sealing.open(row[1], of: name, as: .invitation),
      let account = try account(name), !account.isLocked
    else { return nil }
    return Invitation(account: account, secret: secret)
  }

  // MARK: Setting up

  /// Sets an account up: `passwordHash` is what `PasswordHash.make` made of a password that
  /// `PasswordRules` lets pass, `code` what the app shows. Its earlier sessions end. Returns its
  /// recovery codes, which can't be had again.
  public func setUp(
    invitation invitationCode: String, fullName: String, passwordHash: String, code: String,
    from address: String, at now: Instant
  ) throws -> (account: Identifier, recoveryCodes: [String]) {
    let fullName = try Self.checked(fullName: fullName)
    let codes = try Self.newRecoveryCodes()
    return try transaction {
      guard let invitation = try invitation(invitationCode, at: now) else {
        throw AccountFault.invitation
      }
      let name = invitation.account.name
      let person = Value.text(name.description)
      try database.query("DELETE FROM invitations WHERE account = ?", [person])
      try database.query(
        "UPDATE accounts SET full_name = ?, password = ? WHERE name = ?",
        [.text(fullName), .text(passwordHash), person])
      try setSecondFactor(invitation.secret, of: name, code: code, codes, at: now)
      try database.query("DELETE FROM sessions WHERE account = ?", [person])
      try forget(failuresOf: name)
      let origin = AuditOrigin(account: name, address: address)
      try append(AuditEntry(.setUp, of: name.description, by: origin, at: now))
      return (name, codes)
    }
  }

  /// Gives an account another password. Its other sessions end.
  public func setPassword(
    hash: String, of session: SignInSession, by origin: AuditOrigin, at now: Instant
  ) throws {
    try transaction {
      let person = Value.text(session.account.name.description)
      try database.query("UPDATE accounts SET password = ? WHERE name = ?", [.text(hash), person])
      try database.query(
        "DELETE FROM sessions WHERE account = ? AND number != ?",
        [person, .integer(session.number)])
      try append(AuditEntry(.passwordChanged, by: origin, at: now))
    }
  }

  /// A new second factor that a session may take over into an app; it counts after
  /// `takeSecondFactor`.
  public func offerSecondFactor(to session: SignInSession) throws -> [UInt8] {
    let secret = try SecureRandom.bytes(TimeCode.secretBytes)
    try database.query(
      "UPDATE sessions SET offered = ? WHERE number = ?",
      [sealing.seal(secret, of: session.account.name, as: .offer), .integer(session.number)])
    return secret
  }

  /// Replaces an account's second factor by the one that was offered, if the app shows `code` for it.
  /// Returns new recovery codes; the old ones count no more.
  public func takeSecondFactor(
    _ code: String, in session: SignInSession, by origin: AuditOrigin, at now: Instant
  ) throws -> [String] {
    let codes = try Self.newRecoveryCodes()
    return try transaction {
      let offered = try database.query(
        "SELECT offered FROM sessions WHERE number = ?", [.integer(session.number)]
      ).first?.first.flatMap { sealing.open($0, of: session.account.name, as: .offer) }
      guard let offered else { throw AccountFault.code }
      try setSecondFactor(offered, of: session.account.name, code: code, codes, at: now)
      try database.query(
        "UPDATE sessions SET offered = NULL WHERE number = ?", [.integer(session.number)])
      try append(AuditEntry(.secondFactorChanged, by: origin, at: now))
      return codes
    }
  }

  private func setSecondFactor(
    _ secret: [UInt8], of name: Identifier, code: String, _ recoveryCodes: [String], at now: Instant
  ) throws {
    let person = Value.text(name.description)
    let step = TimeCode.step(
      of: SecondFactor.plain(code), secret: secret, atMilliseconds: now.milliseconds, after: -1)
    guard let step else { throw AccountFault.code }
    try database.query(
      "UPDATE accounts SET secret = ?, step = ? WHERE name = ?",
      [sealing.seal(secret, of: name, as: .account), .integer(step), person])
    try database.query("DELETE FROM recovery_codes WHERE account = ?", [person])
    for code in recoveryCodes {
      try database.query(
        "INSERT INTO recovery_codes VALUES (?, ?)",
        [person, .blob(Self.digest(SecondFactor.plain(code)))])
    }
  }

  /// Recovery codes that an account has not used yet.
  public func recoveryCodesLeft(_ name: Identifier) throws(DatabaseError) -> Int {
    let rows = try database.query(
      "SELECT count(*) FROM recovery_codes WHERE account = ?", [.text(name.description)])
    return Int(rows.first?.first?.integer ?? 0)
  }

  /// 80 random bits each, in four groups of four.
  private static func newRecoveryCodes() throws -> [String] {
    try (0..<recoveryCodes).map { _ in
      let letters = Array(Base32.encode(try SecureRandom.bytes(10)))
      return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<$0 + 4]) }
        .joined(separator: "-")
    }
  }

  /// What is kept of a code or token: they are drawn from so many that a plain digest can't be
  /// guessed back.
  static func digest(_ code: String) -> [UInt8] { SHA256.digest(Array(code.utf8)) }
}
