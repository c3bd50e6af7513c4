import Glibc
import SQLite
import Signatures
import WardContract

/// Why somebody does not get in.
public enum SignInRefusal: Error, Equatable, Sendable {
  /// Name and password, or the code, don't fit. Which of them, nobody is told.
  case wrong
  /// Too many wrong tries: whatever is tried before so many seconds have passed isn't looked at.
  case wait(seconds: Int)
  /// The password is right, but the account is locked.
  case locked
  /// Too much time has passed since the password.
  case expired
}

/// A try to sign in. It counts as a failed one until it turns out well, so that neither tries side by
/// side nor a power cut make more of them.
public struct SignInAttempt: Sendable {
  /// What the password has to fit; of an account that isn't there, a hash that nothing fits. To be
  /// compared by `PasswordHash.verify` on a thread that nobody waits for.
  public let passwordHash: String
  let account: Account?
  let address: String

  /// Comparing with it takes as long as with a real one, so that nobody finds out which accounts are
  /// there.
  static let nobody = PasswordHash.make("nobody") ?? ""
}

/// Pauses that grow with every wrong try; they are in the database, so that they outlive a restart.
enum Pauses {
  /// Wrong tries on an account without a pause.
  static let freeForAccount: Int64 = 4
  /// Wrong tries from an address without a pause: an office is behind one.
  static let freeForAddress: Int64 = 20
  /// The longest pause: a quarter of an hour, in milliseconds. Longer ones would help those who want
  /// to keep somebody out.
  static let longestMilliseconds: Int64 = 15 * 60_000
  /// Wrong tries are forgotten a day after the last one, in milliseconds.
  static let rememberedMilliseconds: Int64 = 86_400_000
  /// Accounts and addresses that are remembered; then the oldest is forgotten.
  static let remembered: Int64 = 10_000

  /// The pause after so many wrong tries, in milliseconds: 2 s, 4 s, 8 s and so on.
  static func milliseconds(failures: Int64, free: Int64) -> Int64 {
    guard failures >= free else { return 0 }
    return min(longestMilliseconds, 2_000 << min(failures - free, 20))
  }

  /// Whom an address is counted for: an IPv6 network (/64) belongs to one household or office.
  static func subject(address: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    guard inet_pton(AF_INET6, address, &bytes) == 1, !bytes.starts(with: mapped) else {
      return "address \(address)"
    }
    return "network \(Base64URL.encode(Array(bytes.prefix(8))))"
  }

  static func subject(account: Identifier) -> String { "account \(account)" }
}

extension OfficeStore {
  // MARK: Password

  /// Begins a try with a name, which need not be anybody's.
  public func beginSignIn(
    name: String, from address: String, at now: Instant
  ) throws -> SignInAttempt {
    let identifier = Identifier(name)
    try count(identifier, address, at: now)
    let row = try identifier.flatMap { identifier in
      try database.query(
        "SELECT password FROM accounts WHERE name = ? AND secret IS NOT NULL",
        [.text(identifier.description)]
      ).first
    }
    guard let identifier, let hash = row?[0].text, let account = try account(identifier) else {
      return SignInAttempt(passwordHash: SignInAttempt.nobody, account: nil, address: address)
    }
    return SignInAttempt(passwordHash: hash, account: account, address: address)
  }

  /// Ends a try, of which is known now whether the password fits. Returns the token of a session that
  /// is good for showing the second factor.
  public func finishPassword(
    _ attempt: SignInAttempt, isRight: Bool, browser: String, at now: Instant
  ) throws -> String {
    guard let account = attempt.account else { throw SignInRefusal.wrong }
    let origin = AuditOrigin(account: nil, address: attempt.address)
    guard isRight else {
      try record(AuditEntry(.signInFailed, of: account.name.description, by: origin, at: now))
      throw SignInRefusal.wrong
    }
    guard !account.isLocked else { throw SignInRefusal.locked }
    return try transaction {
      try forgive(account.name, attempt.address)
      return try begin(
        account.name, isConfirmed: false, from: attempt.address, browser: browser, at: now)
    }
  }

  /// The password of a try was right, and nothing else was wanted of it.
  public func accept(_ attempt: SignInAttempt) throws {
    guard let account = attempt.account else { return }
    try transaction { try forgive(account.name, attempt.address) }
  }

  // MARK: Second factor

  /// Confirms a session with what the app shows, or with a recovery code, each of which counts once.
  /// Returns the token of the session that takes its place.
  public func confirm(
    _ token: String, code: String, from address: String, browser: String, at now: Instant
  ) throws -> String {
    guard let session = try session(token, at: now), !session.isConfirmed else {
      throw SignInRefusal.expired
    }
    let name = session.account.name
    try count(name, address, at: now)
    let origin = AuditOrigin(account: name, address: address)
    let confirmed = try transaction { () -> String? in
      guard let action = try use(SecondFactor.plain(code), of: name, at: now) else { return nil }
      try forgive(name, address)
      try forget(failuresOf: name)
      try append(AuditEntry(action, of: name.description, by: origin, at: now))
      try database.query("DELETE FROM sessions WHERE number = ?", [.integer(session.number)])
      return try begin(name, isConfirmed: true, from: address, browser: browser, at: now)
    }
    guard let confirmed else {
      try record(AuditEntry(.signInFailed, of: name.description, by: origin, at: now))
      throw SignInRefusal.wrong
    }
    return confirmed
  }

  /// Whether `code` is one of the account's, which it then is no more.
  private func use(
    _ code: String, of name: Identifier, at now: Instant
  ) throws(DatabaseError) -> AuditAction? {
    let person = Value.text(name.description)
    let row = try database.query("SELECT secret, step FROM accounts WHERE name = ?", [person]).first
    guard let row, let last = row[1].integer else { return nil }
    // One that was sealed with a lost key is like a lost telephone: a recovery code still counts.
    let secret = sealing.open(row[0], of: name, as: .account)
    let step = secret.flatMap {
      TimeCode.step(of: code, secret: $0, atMilliseconds: now.milliseconds, after: last)
    }
    if let step {
      try database.query(
        "UPDATE accounts SET step = ? WHERE name = ?", [.integer(step), person])
      return .signedIn
    }
    try database.query(
      "DELETE FROM recovery_codes WHERE account = ? AND digest = ?",
      [person, .blob(Self.digest(code))])
    return database.changes == 1 ? .signedInByRecoveryCode : nil
  }

  /// Begins a session for somebody who has just set the account up, with a second factor shown.
  public func beginSession(
    _ name: Identifier, from address: String, browser: String, at now: Instant
  ) throws -> String {
    try transaction {
      let origin = AuditOrigin(account: name, address: address)
      try append(AuditEntry(.signedIn, of: name.description, by: origin, at: now))
      return try begin(name, isConfirmed: true, from: address, browser: browser, at: now)
    }
  }

  // MARK: Wrong tries

  /// Counts a try on an account from an address, or refuses to look at it.
  private func count(_ name: Identifier?, _ address: String, at now: Instant) throws {
    try transaction {
      // A clock that was put back would make pauses of hours.
      try database.query(
        "UPDATE failures SET last = ?1 WHERE last > ?1", [.integer(now.milliseconds)])
      try database.query(
        "DELETE FROM failures WHERE last < ?",
        [.integer(now.milliseconds - Pauses.rememberedMilliseconds)])
      let wait = max(
        try name.map {
          try pause(Pauses.subject(account: $0), Pauses.freeForAccount, at: now)
        } ?? 0,
        try pause(Pauses.subject(address: address), Pauses.freeForAddress, at: now))
      guard wait <= 0 else { throw SignInRefusal.wait(seconds: Int((wait + 999) / 1000)) }
      for subject in Self.subjects(name, address) {
        try database.query(
          """
          INSERT INTO failures VALUES (?1, 1, ?2)
          ON CONFLICT (subject) DO UPDATE SET count = count + 1, last = ?2
          """, [.text(subject), .integer(now.milliseconds)])
      }
      try database.query(
        """
        DELETE FROM failures WHERE subject IN (
          SELECT subject FROM failures ORDER BY last DESC LIMIT -1 OFFSET ?)
        """, [.integer(Pauses.remembered)])
    }
  }

  /// How long the subject still has to wait, in milliseconds.
  private func pause(
    _ subject: String, _ free: Int64, at now: Instant
  ) throws(DatabaseError) -> Int64 {
    let row = try database.query(
      "SELECT count, last FROM failures WHERE subject = ?", [.text(subject)]
    ).first
    guard let count = row?[0].integer, let last = row?[1].integer else { return 0 }
    return last + Pauses.milliseconds(failures: count, free: free) - now.milliseconds
  }

  /// The try that was counted last was no wrong one, and the pause before it was waited for: what
  /// belongs to the same sign-in need not wait again.
  private func forgive(_ name: Identifier, _ address: String) throws(DatabaseError) {
    for subject in Self.subjects(name, address) {
      try database.query(
        "UPDATE failures SET count = max(0, count - 1), last = last - ? WHERE subject = ?",
        [.integer(Pauses.longestMilliseconds), .text(subject)])
    }
  }

  /// Somebody has proven to be the account's owner.
  func forget(failuresOf name: Identifier) throws(DatabaseError) {
    try database.query(
      "DELETE FROM failures WHERE subject = ?", [.text(Pauses.subject(account: name))])
  }

  private static func subjects(_ name: Identifier?, _ address: String) -> [String] {
    (name.map { [Pauses.subject(account: $0)] } ?? []) + [Pauses.subject(address: address)]
  }
}
