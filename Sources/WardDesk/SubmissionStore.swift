import SQLite
import WardContract

extension DeskStore {
  static let submissionTables = """
    CREATE TABLE submissions (
      number INTEGER PRIMARY KEY AUTOINCREMENT, bulletin TEXT NOT NULL, revision INTEGER NOT NULL,
      payload BLOB NOT NULL, state TEXT NOT NULL, submitted_by TEXT NOT NULL,
      submitted INTEGER NOT NULL, decided_by TEXT, decided INTEGER, note TEXT NOT NULL DEFAULT '');
    CREATE UNIQUE INDEX submissions_waiting ON submissions (bulletin, revision)
      WHERE state = 'cho-ky';
    CREATE TABLE submission_signatures (
      submission INTEGER NOT NULL REFERENCES submissions, key TEXT NOT NULL,
      signature BLOB NOT NULL, account TEXT NOT NULL, time INTEGER NOT NULL,
      PRIMARY KEY (submission, key)) WITHOUT ROWID;
    ALTER TABLE bulletins ADD COLUMN hung INTEGER;
    DROP INDEX receipts_by_fact;
    CREATE INDEX receipts_by_fact ON receipts (bulletin, revision, fact, terminal, stored);
    """

  /// Runs `body` whole or not at all; what it decides against has changed nothing.
  func deciding<Answer>(
    _ body: () throws(DatabaseError) -> Result<Answer, SubmissionFault>
  ) throws -> Answer {
    try database.transaction(body).get()
  }

  /// Takes a bulletin to be signed. Returns the submission's number.
  func submit(_ bulletin: Bulletin, by account: String, at now: Instant) throws -> Int64 {
    let payload = bulletin.json.bytes
    guard let json = try? JSONParser.parse(payload), (try? Bulletin(json: json)) == bulletin else {
      throw SubmissionFault.changesWhenRead
    }
    guard bulletin.expires > now else { throw SubmissionFault.expired(bulletin.expires) }
    let name = Value.text(bulletin.identifier.description)
    let revision = Value.integer(Int64(bulletin.revision))
    return try deciding { () throws(DatabaseError) -> Result<Int64, SubmissionFault> in
      if let newest = try newest(bulletin.identifier)?.bulletin.revision,
        newest >= bulletin.revision
      {
        return .failure(.superseded(revision: newest))
      }
      let waiting = try database.query(
        "SELECT number FROM submissions WHERE bulletin = ? AND revision = ? AND state = ?",
        [name, revision, .text(Submission.State.waiting.rawValue)])
      if let number = waiting.first?.first?.integer { return .failure(.waitsAlready(number)) }
      let rows = try database.query(
        """
        INSERT INTO submissions (bulletin, revision, payload, state, submitted_by, submitted)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING number
        """,
        [
          name, revision, .blob(payload), .text(Submission.State.waiting.rawValue),
          .text(account), .integer(now.milliseconds),
        ])
      return .success(rows.first?.first?.integer ?? 0)
    }
  }

  /// The submissions that are in one of these states, the newest first.
  public func submissions(
    in states: [Submission.State], limit: Int = 200
  ) throws(DatabaseError) -> [Submission] {
    var found: [Submission] = []
    for state in states {
      let rows = try database.query(
        "SELECT number FROM submissions WHERE state = ? ORDER BY number DESC LIMIT ?",
        [.text(state.rawValue), .integer(Int64(limit))])
      for row in rows {
        if let submission = try row[0].integer.flatMap(readSubmission) { found.append(submission) }
      }
    }
    return found.sorted { $0.number > $1.number }
  }

  /// The submission of that number.
  public func submission(_ number: Int64) throws -> Submission {
    guard let submission = try readSubmission(number) else {
      throw SubmissionFault.unknown(number)
    }
    return submission
  }

  /// The submission of which a revision of a bulletin came; `nil` if it was signed with key files.
  public func submission(
    of identifier: Identifier, revision: Int
  ) throws(DatabaseError) -> Submission? {
    try database.query(
      "SELECT number FROM submissions WHERE bulletin = ? AND revision = ? AND state = ?",
      [
        .text(identifier.description), .integer(Int64(revision)),
        .text(Submission.State.hung.rawValue),
      ]
    ).first?.first?.integer.flatMap(readSubmission)
  }

  private func readSubmission(_ number: Int64) throws(DatabaseError) -> Submission? {
    let rows = try database.query(
      """
      SELECT payload, state, submitted_by, submitted, decided_by, decided, note
      FROM submissions WHERE number = ?
      """, [.integer(number)])
    guard let row = rows.first, let payload = row[0].blob,
      let json = try? JSONParser.parse(payload), let bulletin = try? Bulletin(json: json),
      let state = row[1].text.flatMap(Submission.State.init), let submittedBy = row[2].text,
      let submitted = row[3].integer
    else { return nil }
    let signatures = try database.query(
      """
      SELECT key, signature, account, time FROM submission_signatures WHERE submission = ?
      ORDER BY time, key
      """, [.integer(number)]
    ).map { row in
      Submission.Signature(
        keyIdentifier: row[0].text ?? "", signature: row[1].blob ?? [], account: row[2].text ?? "",
        time: Instant(milliseconds: row[3].integer ?? 0))
    }
    return Submission(
      number: number, payload: payload, bulletin: bulletin, state: state,
      submittedBy: submittedBy, submitted: Instant(milliseconds: submitted),
      decidedBy: row[4].text, decided: row[5].integer.map { Instant(milliseconds: $0) },
      note: row[6].text ?? "", signatures: signatures)
  }

  /// The submission of that number if it waits, or why nothing can be done with it.
  private func waiting(
    _ number: Int64
  ) throws(DatabaseError) -> Result<Submission, SubmissionFault> {
    guard let submission = try readSubmission(number) else { return .failure(.unknown(number)) }
    guard submission.state == .waiting else {
      return .failure(
        .decided(
          submission.state, by: submission.decidedBy ?? submission.submittedBy,
          at: submission.decided ?? submission.submitted))
    }
    return .success(submission)
  }

  /// Sends a submission back with a note, or takes it back. Whoever comes second is told by whom it
  /// was decided.
  public func decide(
    _ number: Int64, as state: Submission.State, note: String = "", by account: String,
    at now: Instant
  ) throws {
    precondition(state == .returned || state == .withdrawn, "signatures decide that it hangs")
    try deciding { () throws(DatabaseError) -> Result<Void, SubmissionFault> in
      switch try waiting(number) {
      case .failure(let fault): return .failure(fault)
      case .success:
        try close(number, as: state, note: note, by: account, at: now)
        return .success(())
      }
    }
  }

  private func close(
    _ number: Int64, as state: Submission.State, note: String, by account: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "UPDATE submissions SET state = ?, decided_by = ?, decided = ?, note = ? WHERE number = ?",
      [
        .text(state.rawValue), .text(account), .integer(now.milliseconds), .text(note),
        .integer(number),
      ])
  }

  /// Keeps a signature that is believed, and hangs the bulletin if nothing is lacking any more, in
  /// one transaction: two who sign at once see each other's signature, and of two who would finish
  /// it one does. Returns the bulletin if it hangs now.
  func add(
    _ signature: [UInt8], of keyIdentifier: String, to number: Int64, by account: String,
    under keyring: Keyring, at now: Instant
  ) throws -> Post? {
    try deciding { () throws(DatabaseError) -> Result<Post?, SubmissionFault> in
      let submission: Submission
      switch try waiting(number) {
      case .failure(let fault): return .failure(fault)
      case .success(let found): submission = found
      }
      do throws(SubmissionFault) {
        try submission.check(signature, of: keyIdentifier, under: keyring, at: now)
      } catch {
        return .failure(error)
      }
      let bulletin = submission.bulletin
      if let newest = try newest(bulletin.identifier)?.bulletin.revision,
        newest >= bulletin.revision
      {
        return .failure(.superseded(revision: newest))
      }
      // One of a key that is believed no more gives way.
      try database.query(
        "INSERT OR REPLACE INTO submission_signatures VALUES (?, ?, ?, ?, ?)",
        [
          .integer(number), .text(keyIdentifier), .blob(signature), .text(account),
          .integer(now.milliseconds),
        ])
      guard let signed = try readSubmission(number), let area = bulletin.areas.first else {
        return .failure(.unknown(number))
      }
      let envelope = signed.signed(under: keyring).envelope
      guard
        (try? Verifier.sodium.bulletin(
          envelope, topicArea: area, identifier: bulletin.identifier, keyrings: [keyring]))
          == bulletin
      else { return .success(nil) }
      let post = Post(bulletin: bulletin, envelope: envelope)
      try put(post, on: now)
      try close(number, as: .hung, note: "", by: account, at: now)
      return .success(post)
    }
  }

  /// When a revision of a bulletin was hung; `nil` if there is none such.
  public func hung(_ identifier: Identifier, revision: Int) throws(DatabaseError) -> Instant? {
    try database.query(
      "SELECT coalesce(hung, sent) FROM bulletins WHERE identifier = ? AND revision = ?",
      [.text(identifier.description), .integer(Int64(revision))]
    ).first?.first?.integer.map { Instant(milliseconds: $0) }
  }
}

extension Submission {
  /// Refuses a signature that homes would not believe, or that is of no use here.
  fileprivate func check(
    _ signature: [UInt8], of keyIdentifier: String, under keyring: Keyring, at now: Instant
  ) throws(SubmissionFault) {
    guard bulletin.expires > now else { throw .expired(bulletin.expires) }
    let key: Key
    do {
      key = try Verifier.sodium.signer(
        of: request(to: keyIdentifier), signature: signature, areas: bulletin.areas,
        at: bulletin.sent, keyrings: [keyring])
    } catch {
      throw .notBelieved(error)
    }
    try Self.check(
      key, beside: signed(under: keyring).keys, roles: Self.roles(bulletin.priority), at: now)
  }

  /// Refuses a key that has nothing to sign beside those that have signed already.
  static func check(
    _ key: Key, beside signed: [Key], roles: [Role], at now: Instant
  ) throws(SubmissionFault) {
    guard key.validUntil > now else { throw .notBelieved(.expiredKey(key.keyIdentifier)) }
    guard roles.contains(key.role) else { throw .notNeeded(key.role) }
    guard !signed.contains(where: { $0.keyIdentifier == key.keyIdentifier }) else {
      throw .signedAlready
    }
    guard !signed.contains(where: { $0.role != key.role && $0.holder == key.holder }) else {
      throw .notBelieved(.samePerson)
    }
    guard !signed.contains(where: { $0.role == key.role }) else { throw .notNeeded(key.role) }
  }
}
