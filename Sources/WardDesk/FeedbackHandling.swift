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

  /// Who looks after it, by name; `nil`: nobody yet.
  public var owner: String?
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
    let owner = try database.query(
      "SELECT name FROM feedback_owners WHERE request = ? ORDER BY number DESC LIMIT 1", key)
    let notes = try database.query(
      "SELECT author, words, time FROM feedback_notes WHERE request = ? ORDER BY number", key)
    return FeedbackHandling(
      owner: owner.first?.first?.text,
      notes: notes.map {
        .init(
          author: $0[0].text ?? "", words: $0[1].text ?? "",
          time: Instant(milliseconds: $0[2].integer ?? 0))
      })
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
    guard !words.isEmpty else { throw DeskError("a note says something") }
    if let fault = TextRules.fault(in: words, limit: Self.noteBytes) {
      throw DeskError("the note can't be kept: \(fault)")
    }
    try database.query(
      "INSERT INTO feedback_notes (request, author, words, time) VALUES (?, ?, ?, ?)",
      [
        .text(request.description), .text(author), .text(words), .integer(now.milliseconds),
      ])
  }
}
