import SQLite
import WardContract

/// A directory that somebody has written and others are asked to sign. Its parts are signed together: one act
/// of a person covers all of them.
public struct DirectorySubmission: Sendable {
  /// What one key has made: a signature for each part, in their order.
  public struct Signatures: Sendable {
    /// The key that made them.
    public let keyIdentifier: String
    /// 64 bytes of Ed25519 for each part.
    public let bytes: [[UInt8]]
    /// The account that brought them.
    public let account: String
    /// When they were brought.
    public let time: Instant
  }

  /// Counts up from 1, never given twice.
  public let number: Int64
  /// The bytes that are signed, by number of the part.
  public let payloads: [[UInt8]]
  /// What they say.
  public let parts: [DirectoryPart]
  /// Where it stands; `hung` is that homes get it.
  public let state: Submission.State
  /// The account that submitted it.
  public let submittedBy: String
  /// When it did.
  public let submitted: Instant
  /// The account that decided it; `nil` while it waits.
  public let decidedBy: String?
  /// When it was decided.
  public let decided: Instant?
  /// Why it was returned; empty if nobody said.
  public let note: String
  /// Who has signed so far, the first one first.
  public let signatures: [Signatures]

  /// The version that it becomes.
  public var version: Int64 { parts[0].version }
  /// When it was submitted, as homes read it: keys must be valid then.
  public var issued: Instant { parts[0].issued }
  /// Its entries.
  public var directory: Directory { DirectoryPart.joined(parts) ?? Directory() }

  /// Its envelopes as far as they are signed by keys that are still believed, and their holders' keys.
  func signed(under keyring: Keyring) -> (envelopes: [[UInt8]], keys: [Key]) {
    var believed: [Signatures] = []
    var keys: [Key] = []
    for made in signatures {
      guard let key = try? key(of: made.keyIdentifier, made.bytes, under: keyring) else { continue }
      believed.append(made)
      keys.append(key)
    }
    let envelopes = payloads.enumerated().map { index, payload in
      Envelope.join(
        payload, as: .directory, believed.map { ($0.keyIdentifier, $0.bytes[index]) })
    }
    return (envelopes, keys)
  }

  /// The key that has made these signatures; refuses them if one is not believed.
  func key(
    of keyIdentifier: String, _ signatures: [[UInt8]], under keyring: Keyring
  ) throws(Refusal) -> Key {
    guard signatures.count == payloads.count else { throw .badSignature(keyIdentifier) }
    var found: Key?
    for (payload, signature) in zip(payloads, signatures) {
      found = try Verifier.sodium.signer(
        of: SigningRequest(payload, as: .directory, by: keyIdentifier), signature: signature,
        areas: [parts[0].area], at: issued, keyrings: [keyring])
    }
    guard let found else { throw .badSignature(keyIdentifier) }
    return found
  }

  /// The roles whose signatures are lacking, of an editor's and an approver's.
  public func missingRoles(under keyring: Keyring) -> [Role] {
    let signed = signed(under: keyring).keys.map(\.role)
    return Submission.roles(.ordinary).filter { !signed.contains($0) }
  }
}

extension DeskStore {
  static let directorySubmissionTables = """
    CREATE TABLE directory_submissions (
      number INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, submitted_by TEXT NOT NULL,
      submitted INTEGER NOT NULL, decided_by TEXT, decided INTEGER, note TEXT NOT NULL DEFAULT '');
    CREATE UNIQUE INDEX directory_submissions_waiting ON directory_submissions (state)
      WHERE state = 'cho-ky';
    CREATE TABLE directory_submission_parts (
      submission INTEGER NOT NULL REFERENCES directory_submissions, part INTEGER NOT NULL,
      payload BLOB NOT NULL, PRIMARY KEY (submission, part)) WITHOUT ROWID;
    CREATE TABLE directory_submission_signatures (
      submission INTEGER NOT NULL REFERENCES directory_submissions, key TEXT NOT NULL,
      signatures BLOB NOT NULL, account TEXT NOT NULL, time INTEGER NOT NULL,
      PRIMARY KEY (submission, key)) WITHOUT ROWID;
    """

  /// Takes the parts of a directory to be signed; one directory waits at a time. Returns the number.
  func submit(
    directory parts: [DirectoryPart], by account: String, at now: Instant
  ) throws -> Int64 {
    let payloads = parts.map(\.json.bytes)
    for (part, payload) in zip(parts, payloads) {
      guard (try? DirectoryPart(json: JSONParser.parse(payload))) == part else {
        throw SubmissionFault.changesWhenRead
      }
    }
    return try deciding { () throws(DatabaseError) -> Result<Int64, SubmissionFault> in
      if let waiting = try waitingDirectory() { return .failure(.waitsAlready(waiting.number)) }
      let rows = try database.query(
        """
        INSERT INTO directory_submissions (state, submitted_by, submitted) VALUES (?, ?, ?)
        RETURNING number
        """,
        [
          .text(Submission.State.waiting.rawValue), .text(account), .integer(now.milliseconds),
        ])
      let number = rows.first?.first?.integer ?? 0
      for (index, payload) in payloads.enumerated() {
        try database.query(
          "INSERT INTO directory_submission_parts VALUES (?, ?, ?)",
          [.integer(number), .integer(Int64(index + 1)), .blob(payload)])
      }
      return .success(number)
    }
  }

  /// The directory that waits to be signed.
  public func waitingDirectory() throws(DatabaseError) -> DirectorySubmission? {
    try database.query(
      "SELECT number FROM directory_submissions WHERE state = ?",
      [.text(Submission.State.waiting.rawValue)]
    ).first?.first?.integer.flatMap(directorySubmission)
  }

  /// What was submitted, the newest first, at most `limit`.
  public func directorySubmissions(limit: Int) throws(DatabaseError) -> [DirectorySubmission] {
    var found: [DirectorySubmission] = []
    for row in try database.query(
      "SELECT number FROM directory_submissions ORDER BY number DESC LIMIT ?",
      [.integer(Int64(limit))])
    {
      if let one = try row[0].integer.flatMap(directorySubmission) { found.append(one) }
    }
    return found
  }

  /// The submission of that number; `nil` if there is none.
  public func directorySubmission(
    _ number: Int64
  ) throws(DatabaseError) -> DirectorySubmission? {
    let key: [Value] = [.integer(number)]
    guard
      let row = try database.query(
        """
        SELECT state, submitted_by, submitted, decided_by, decided, note FROM directory_submissions
        WHERE number = ?
        """, key
      ).first, let state = row[0].text.flatMap(Submission.State.init)
    else { return nil }
    let payloads = try database.query(
      "SELECT payload FROM directory_submission_parts WHERE submission = ? ORDER BY part", key
    ).compactMap { $0[0].blob }
    let parts = payloads.compactMap { try? DirectoryPart(json: JSONParser.parse($0)) }
    guard !parts.isEmpty, parts.count == payloads.count else { return nil }
    let signatures = try database.query(
      """
      SELECT key, signatures, account, time FROM directory_submission_signatures
      WHERE submission = ? ORDER BY time, key
      """, key
    ).map { row in
      let bytes = row[1].blob ?? []
      return DirectorySubmission.Signatures(
        keyIdentifier: row[0].text ?? "",
        bytes: stride(from: 0, to: bytes.count, by: Self.signatureBytes).map {
          Array(bytes[$0..<min($0 + Self.signatureBytes, bytes.count)])
        }, account: row[2].text ?? "", time: Instant(milliseconds: row[3].integer ?? 0))
    }
    return DirectorySubmission(
      number: number, payloads: payloads, parts: parts, state: state,
      submittedBy: row[1].text ?? "", submitted: Instant(milliseconds: row[2].integer ?? 0),
      decidedBy: row[3].text, decided: row[4].integer.map { Instant(milliseconds: $0) },
      note: row[5].text ?? "", signatures: signatures)
  }

  private static let signatureBytes = 64

  private func waitingDirectory(
    _ number: Int64
  ) throws(DatabaseError) -> Result<DirectorySubmission, SubmissionFault> {
    guard let found = try directorySubmission(number) else { return .failure(.unknown(number)) }
    guard found.state == .waiting else {
      return .failure(
        .decided(
          found.state, by: found.decidedBy ?? found.submittedBy,
          at: found.decided ?? found.submitted
        ))
    }
    return .success(found)
  }

  /// Sends a directory back with a note, or takes it back.
  public func decide(
    directory number: Int64, as state: Submission.State, note: String = "", by account: String,
    at now: Instant
  ) throws {
    precondition(state == .returned || state == .withdrawn, "signatures decide that homes get it")
    try deciding { () throws(DatabaseError) -> Result<Void, SubmissionFault> in
      switch try waitingDirectory(number) {
      case .failure(let fault): return .failure(fault)
      case .success: return .success(try closeDirectory(number, as: state, note, account, now))
      }
    }
  }

  private func closeDirectory(
    _ number: Int64, as state: Submission.State, _ note: String, _ account: String, _ now: Instant
  ) throws(DatabaseError) {
    try database.query(
      """
      UPDATE directory_submissions SET state = ?, decided_by = ?, decided = ?, note = ?
      WHERE number = ?
      """,
      [
        .text(state.rawValue), .text(account), .integer(now.milliseconds), .text(note),
        .integer(number),
      ])
  }

  /// Keeps signatures that are believed; if nothing is lacking any more, homes get the directory with the
  /// same transaction. Returns whether they do.
  func add(
    _ signatures: [[UInt8]], of keyIdentifier: String, toDirectory number: Int64,
    by account: String, under keyring: Keyring, at now: Instant
  ) throws -> Bool {
    try deciding { () throws(DatabaseError) -> Result<Bool, SubmissionFault> in
      let waiting: DirectorySubmission
      switch try waitingDirectory(number) {
      case .failure(let fault): return .failure(fault)
      case .success(let found): waiting = found
      }
      do throws(SubmissionFault) {
        try waiting.check(signatures, of: keyIdentifier, under: keyring, at: now)
      } catch { return .failure(error) }
      let newest = try directoryVersion()
      guard newest < waiting.version else { return .failure(.superseded(revision: Int(newest))) }
      try database.query(
        "INSERT OR REPLACE INTO directory_submission_signatures VALUES (?, ?, ?, ?, ?)",
        [
          .integer(number), .text(keyIdentifier), .blob(signatures.flatMap { $0 }), .text(account),
          .integer(now.milliseconds),
        ])
      guard let signed = try directorySubmission(number) else { return .failure(.unknown(number)) }
      let envelopes = signed.signed(under: keyring).envelopes
      let isWhole = zip(signed.parts, envelopes).allSatisfy { part, envelope in
        (try? Verifier.sodium.directoryPart(
          envelope, area: part.area, number: part.number, keyrings: [keyring])) == part
      }
      guard isWhole else { return .success(false) }
      try put(directory: envelopes, version: signed.version)
      try closeDirectory(number, as: .hung, "", account, now)
      return .success(true)
    }
  }
}

extension DirectorySubmission {
  /// Refuses signatures that homes would not believe, or that are of no use here.
  fileprivate func check(
    _ signatures: [[UInt8]], of keyIdentifier: String, under keyring: Keyring, at now: Instant
  ) throws(SubmissionFault) {
    let key: Key
    do { key = try self.key(of: keyIdentifier, signatures, under: keyring) } catch {
      throw .notBelieved(error)
    }
    try Submission.check(
      key, beside: signed(under: keyring).keys, roles: Submission.roles(.ordinary), at: now)
  }
}

extension WardFolder {
  /// Takes the directory that is being written to be signed by the people it takes. Returns the number.
  public func submitDirectory(
    to store: DeskStore, by account: String, at now: Instant
  ) throws -> Int64 {
    let directory = Directory(try store.directoryDraft().map(\.entry))
    guard directory != (try? self.directory())??.entries else {
      throw DeskError("Danh bạ đang soạn không khác bản nhà dân đang có. Sửa rồi mới trình.")
    }
    let version = try store.directoryVersion() + 1
    let parts: [DirectoryPart]
    do throws(Malformed) {
      parts = try DirectoryPart.divided(
        directory, area: area, version: version, issued: now, author: "UBND \(name)")
    } catch {
      throw DeskError("Danh bạ quá lớn. Bớt mục hoặc viết ngắn lại.")
    }
    return try store.submit(directory: parts, by: account, at: now)
  }

  /// Adds signatures that were made outside of the desk. Returns whether homes get the directory now; the desk
  /// is still to be told (`tellDesk`).
  public func add(
    _ signatures: [[UInt8]], of keyIdentifier: String, toDirectory number: Int64,
    in store: DeskStore, by account: String, at now: Instant
  ) throws -> Bool {
    try store.add(
      signatures, of: keyIdentifier, toDirectory: number, by: account, under: keyring(), at: now)
  }
}
