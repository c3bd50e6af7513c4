import SQLite
import Signatures
import WardContract

/// What is written down of what people do at the desk.
public enum AuditAction: String, Sendable, CaseIterable {
  /// An account was made.
  case accountMade = "account-made"
  /// An account got a link to set itself up, its first or a new one.
  case invited
  /// Somebody set up the account's password and second factor.
  case setUp = "set-up"
  /// The account's password was changed by its owner.
  case passwordChanged = "password-changed"
  /// The account's second factor was changed by its owner.
  case secondFactorChanged = "second-factor-changed"
  /// What an account may do at a ward was changed.
  case rolesChanged = "roles-changed"
  /// An account became, or is no more, an administrator.
  case administratorChanged = "administrator-changed"
  /// An account was locked.
  case locked
  /// An account was unlocked.
  case unlocked
  /// Somebody signed in.
  case signedIn = "signed-in"
  /// Somebody signed in with a recovery code instead of a second factor.
  case signedInByRecoveryCode = "signed-in-by-recovery-code"
  /// A password or a code was wrong.
  case signInFailed = "sign-in-failed"
  /// A session was ended by its owner, there or from elsewhere.
  case signedOut = "signed-out"
  /// A bulletin was submitted, to be signed.
  case submitted
  /// Somebody signed a submission.
  case signedItem = "signed-item"
  /// A submission was sent back.
  case returnedItem = "returned-item"
  /// A submission was taken back.
  case withdrawnItem = "withdrawn-item"
  /// An item was sent to the broker once more, for a home that had not got it.
  case sentAgain = "sent-again"
  /// Somebody asked for a key of theirs to be taken up.
  case keyRequested = "key-requested"
  /// A key was reported lost.
  case keyLost = "key-lost"
  /// What people said in feedback is erased; the details are its numbers.
  case feedbackErased = "feedback-erased"
  /// What homes asked of public services and billers was erased by the rule of retention.
  case requestsErased = "requests-erased"
  /// Nothing came of what the row before it says of the same subject; the details are its action.
  case failed
  /// Somebody began to speak into the homes.
  case liveBegan = "live-began"
  /// A live programme from a browser ended; the details say why.
  case liveEnded = "live-ended"
  /// Somebody sent something from a page of a ward; the subject is where to.
  case acted
}

/// Who did something, and from where.
public struct AuditOrigin: Equatable, Sendable {
  /// The account; `nil` for whoever runs the program on the server, and for who is not signed in.
  public var account: Identifier?
  /// The network address; empty on the server itself.
  public var address: String

  /// Who, and from where.
  public init(account: Identifier?, address: String) {
    self.account = account
    self.address = address
  }

  /// Whoever runs the program on the server.
  public static let server = AuditOrigin(account: nil, address: "")
}

/// One thing that somebody did.
public struct AuditEntry: Equatable, Sendable {
  /// When.
  public var time: Instant
  /// Who, and from where.
  public var origin: AuditOrigin
  /// The ward that it concerns, if it is one ward's.
  public var ward: Area?
  /// What, by the word of an `AuditAction`, or of a newer program's.
  public var action: String
  /// The account, item or terminal that it was done to; may be empty.
  public var subject: String
  /// More about it in words; may be empty.
  public var details: String

  /// Longest subject or details that are kept, in characters.
  static let longestText = 400

  /// One thing that somebody did.
  public init(
    _ action: AuditAction, of subject: String = "", ward: Area? = nil, details: String = "",
    by origin: AuditOrigin, at time: Instant
  ) {
    self.time = time
    self.origin = origin
    self.ward = ward
    self.action = action.rawValue
    self.subject = String(subject.prefix(Self.longestText))
    self.details = String(details.prefix(Self.longestText))
  }

  /// What stands in a row of the table.
  init?(_ row: [Value]) {
    guard let time = row[1].integer, let action = row[5].text else { return nil }
    self.time = Instant(milliseconds: time)
    origin = AuditOrigin(
      account: row[2].text.flatMap { Identifier($0) }, address: row[3].text ?? "")
    ward = row[4].text.flatMap { Area($0) }
    self.action = action
    subject = row[6].text ?? ""
    details = row[7].text ?? ""
  }

  /// The database itself refuses to change or remove a row. Whoever can write the file can do so all
  /// the same; then the chain is broken, and `verifyAudit` says where.
  static let table =
    """
    CREATE TABLE audit (
      number INTEGER PRIMARY KEY, time INTEGER NOT NULL, account TEXT, address TEXT NOT NULL,
      ward TEXT, action TEXT NOT NULL, subject TEXT NOT NULL, details TEXT NOT NULL,
      digest BLOB NOT NULL);
    CREATE INDEX audit_by_ward ON audit (ward, number);
    CREATE TRIGGER audit_REPLACE BEFORE INSERT ON audit
      WHEN NEW.number <= (SELECT max(number) FROM audit)
      BEGIN SELECT RAISE(ABORT, 'what was written down stays'); END;
    """
    + ["DELETE", "UPDATE"].map { change in
      """
      CREATE TRIGGER audit_\(change) BEFORE \(change) ON audit
        BEGIN SELECT RAISE(ABORT, 'what was written down stays'); END;
      """
    }.joined()

  static let columns = "number, time, account, address, ward, action, subject, details, digest"

  /// The row's place in the table, but for number and digest.
  var values: [Value] {
    [
      .integer(time.milliseconds), origin.account.map { .text($0.description) } ?? .null,
      .text(origin.address), ward.map { .text($0.description) } ?? .null, .text(action),
      .text(subject), .text(details),
    ]
  }
}

/// An entry as it stands in the audit log.
public struct AuditRow: Equatable, Sendable {
  /// Counts up from 1 without gaps.
  public var number: Int64
  /// What was done.
  public var entry: AuditEntry
  /// SHA-256 over the digest of the row before it and this row, 32 bytes.
  public var digest: [UInt8]

  init?(_ row: [Value]) {
    guard let number = row[0].integer, let entry = AuditEntry(row), let digest = row[8].blob else {
      return nil
    }
    self.number = number
    self.entry = entry
    self.digest = digest
  }

  /// The digest of a row whose columns up to the details are `columns`, behind a row with that one.
  static func digest(_ columns: ArraySlice<Value>, after previous: [UInt8]) -> [UInt8] {
    let json = columns.map { value -> JSONValue in
      switch value {
      case .integer(let number): .integer(number)
      case .text(let text): .string(text)
      case .null, .blob: .null
      }
    }
    return SHA256.digest(previous + JSONValue.array(json).bytes)
  }
}

/// What is wrong with the chain of the audit log.
public enum AuditFault: Error, Equatable, Sendable {
  /// No row has this number, but later ones are there.
  case missing(Int64)
  /// The row of this number, or its digest, is not what was written.
  case changed(Int64)
}

extension OfficeStore {
  /// Digest before the first row.
  private static let beginning = [UInt8](repeating: 0, count: 32)
  /// Rows that are read at once.
  private static let batch: Int64 = 1_000

  /// Writes down what somebody did; it is on the disk when this returns.
  public func record(_ entry: AuditEntry) throws {
    try transaction { try append(entry) }
  }

  /// Writes down what somebody did, in the transaction that it is done in.
  func append(_ entry: AuditEntry) throws(DatabaseError) {
    let last = try database.query(
      "SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1"
    ).first
    let columns: [Value] = [.integer((last?[0].integer ?? 0) + 1)] + entry.values
    let digest = AuditRow.digest(columns[...], after: last?[1].blob ?? Self.beginning)
    try database.query(
      "INSERT INTO audit (\(AuditEntry.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      columns + [.blob(digest)])
  }

  /// Rows with smaller numbers than `before`, the newest first; of one ward, or of all and the
  /// server.
  public func audit(
    before: Int64 = .max, ward: Area? = nil, limit: Int = 100
  ) throws(DatabaseError) -> [AuditRow] {
    try database.query(
      """
      SELECT \(AuditEntry.columns) FROM audit WHERE number < ?1 AND (?2 IS NULL OR ward = ?2)
      ORDER BY number DESC LIMIT ?3
      """,
      [
        .integer(before), ward.map { .text($0.description) } ?? .null, .integer(Int64(limit)),
      ]
    ).compactMap(AuditRow.init)
  }

  /// When somebody last signed in with an app's code, which nobody can while the clock is wrong; `nil`:
  /// nobody has.
  public func lastSignIn() throws(DatabaseError) -> Instant? {
    try database.query(
      "SELECT time FROM audit WHERE action = ? ORDER BY number DESC LIMIT 1",
      [.text(AuditAction.signedIn.rawValue)]
    ).first?.first?.integer.map { Instant(milliseconds: $0) }
  }

  /// Computes the chain anew over all rows: the first fault, or `nil` if it holds. Rows that were cut
  /// off at the end are not missed: who wants to notice that, notes down the newest digest now and
  /// then.
  public func verifyAudit() throws(DatabaseError) -> AuditFault? {
    var (number, digest) = (Int64(0), Self.beginning)
    while true {
      let rows = try database.query(
        "SELECT \(AuditEntry.columns) FROM audit WHERE number > ? ORDER BY number LIMIT ?",
        [.integer(number), .integer(Self.batch)])
      if rows.isEmpty { return nil }
      for row in rows {
        number += 1
        guard row[0].integer == number else { return .missing(number) }
        digest = AuditRow.digest(row[..<8], after: digest)
        guard row[8].blob == digest else { return .changed(number) }
      }
    }
  }
}
