import SQLite
import WardContract

/// What the desk notes about a feedback for itself; homes never see it.
public struct FeedbackHandling: Sendable {
  /// A note by somebody at the desk.
  public struct Note: Sendable {
    /// Who wrote it, by name.
    public var author: String
    /// What it says.
    public var words: String
    /// When.
    public var time: Instant
  }

  /// Another unit that it was handed on to.
  public struct Forward: Sendable {
    /// The unit, as the officer named it.
    public var unit: String
    /// What was said with it; may be empty.
    public var words: String
    /// The officer, by name.
    public var officer: String
    /// When.
    public var time: Instant
  }

  /// Who looks after it, by name; `nil`: nobody yet.
  public var owner: String?
  /// Units that it was handed on to, the first first.
  public var forwards: [Forward]
  /// The report that an officer wrote down; `nil` if a home sent it.
  public var report: FeedbackReport?
  /// When what people said was erased; `nil` if it is there.
  public var erased: Instant?
  /// The notes, the oldest first.
  public var notes: [Note]
}

extension DeskStore {
  /// Owners and notes stay as they were written: the newest owner counts.
  static let handlingTables = """
    CREATE TABLE feedback_owners (
      number INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT, account TEXT, name TEXT, time INTEGER);
    CREATE INDEX feedback_owners_by_request ON feedback_owners (request, number);
    CREATE TABLE feedback_notes (
      number INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT, author TEXT, words TEXT, time INTEGER);
    CREATE INDEX feedback_notes_by_request ON feedback_notes (request, number);
    """
    + ["feedback_owners", "feedback_notes"].map { table in
      ["DELETE", "UPDATE"].map { change in
        """
        CREATE TRIGGER \(table)_\(change) BEFORE \(change) ON \(table)
          BEGIN SELECT RAISE(ABORT, 'what the desk noted stays'); END;
        """
      }.joined()
    }.joined()

  /// Longest note, in bytes.
  public static let noteBytes = 4_000

  /// Who looks after a feedback, and what was noted.
  public func handling(of request: Identifier) throws(DatabaseError) -> FeedbackHandling {
    let key: [Value] = [.text(request.description)]
    let forwards = try database.query(
      """
      SELECT unit, words, officer, time FROM feedback_forwards WHERE request = ? ORDER BY number
      """, key)
    let notes = try database.query(
      "SELECT author, words, time FROM feedback_notes WHERE request = ? ORDER BY number", key)
    return FeedbackHandling(
      owner: try owner(of: request),
      forwards: forwards.map {
        .init(
          unit: $0[0].text ?? "", words: $0[1].text ?? "", officer: $0[2].text ?? "",
          time: Instant(milliseconds: $0[3].integer ?? 0))
      }, report: try report(of: request),
      erased: try erased(request),
      notes: notes.map {
        .init(
          author: $0[0].text ?? "", words: $0[1].text ?? "",
          time: Instant(milliseconds: $0[2].integer ?? 0))
      })
  }

  /// Who looks after a feedback, by name; `nil`: nobody yet.
  public func owner(of request: Identifier) throws(DatabaseError) -> String? {
    try database.query(
      "SELECT name FROM feedback_owners WHERE request = ? ORDER BY number DESC LIMIT 1",
      [.text(request.description)]
    ).first?.first?.text
  }

  /// Hands a feedback on to another officer, with a note for them, which says from whom.
  public func route(
    _ request: Identifier, to account: String, name: String, note words: String, by officer: String,
    at now: Instant
  ) throws {
    let line = "→ \(name)" + (words.isEmpty ? "" : ": \(words)")
    try checkNote(line)
    try database.transaction { () throws(DatabaseError) in
      try own(request, account: account, name: name, at: now)
      try add(note: line, on: request, by: officer, at: now)
    }
  }

  /// Hands a feedback on to another unit, and says so to the home, if it came from one.
  public func forward(
    _ request: Identifier, to unit: String, _ words: String, by officer: String, at now: Instant
  ) throws {
    guard !unit.isEmpty, TextRules.fault(in: unit, limit: FeedbackReport.lineBytes) == nil,
      !unit.utf8.contains(0x0A)
    else { throw DeskError("Ghi tên đơn vị nhận, ngắn gọn, trên một dòng.") }
    guard let known = try self.request(request), known.replies.last?.state.isFinal != true else {
      throw DeskError("Ý kiến này đã có lời cuối của phường, không chuyển được nữa.")
    }
    let said = "Đã chuyển đến \(unit)." + (words.isEmpty ? "" : " \(words)")
    try reply(.handling, said, to: request, at: now) { () throws(DatabaseError) in
      try database.query(
        """
        INSERT INTO feedback_forwards (request, unit, words, officer, time) VALUES (?, ?, ?, ?, ?)
        """,
        [
          .text(request.description), .text(unit), .text(words), .text(officer),
          .integer(now.milliseconds),
        ])
    }
  }

  /// Somebody looks after a feedback from now on.
  public func own(
    _ request: Identifier, account: String, name: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO feedback_owners (request, account, name, time) VALUES (?, ?, ?, ?)",
      [.text(request.description), .text(account), .text(name), .integer(now.milliseconds)])
  }

  /// Adds a note.
  public func note(
    _ words: String, on request: Identifier, by author: String, at now: Instant
  ) throws {
    try checkNote(words)
    try add(note: words, on: request, by: author, at: now)
  }

  private func checkNote(_ words: String) throws(DeskError) {
    guard !words.isEmpty else { throw DeskError("Ghi chú còn trống.") }
    guard TextRules.fault(in: words, limit: Self.noteBytes) == nil else {
      throw DeskError("Ghi chú quá dài hoặc có ký tự lạ. Hãy rút gọn, gõ lại.")
    }
  }

  private func add(
    note words: String, on request: Identifier, by author: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO feedback_notes (request, author, words, time) VALUES (?, ?, ?, ?)",
      [
        .text(request.description), .text(author), .text(words), .integer(now.milliseconds),
      ])
  }
}
