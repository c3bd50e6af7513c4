import LinuxIO
import SQLite
import WardContract

/// What was told and asked is counted for ever, what people said in it is not kept: some time after the ward's
/// last word the words go, and whatever tells who said them. Number, subject or procedure, times and states
/// stay, so every count stays (decision 31).
extension DeskStore {
  /// Only what has the ward's last word can be erased, and only as a whole.
  static let erasureTables =
    """
    CREATE TABLE erasures (request TEXT PRIMARY KEY, time INTEGER) WITHOUT ROWID;
    CREATE TRIGGER erasures_INSERT BEFORE INSERT ON erasures WHEN NOT EXISTS (
      SELECT 1 FROM replies WHERE identifier = NEW.request AND state IN ('answered', 'refused'))
      BEGIN SELECT RAISE(ABORT, 'what has no last word stays'); END;
    """
    + ["DELETE", "UPDATE"].map { change in
      """
      CREATE TRIGGER erasures_\(change) BEFORE \(change) ON erasures
        BEGIN SELECT RAISE(ABORT, 'what is erased stays so'); END;
      """
    }.joined() + erasable.map(\.trigger).joined()

  /// A table with words of people: which columns say whose they are and what became of them, and so stay,
  /// and what the others are once the words are gone.
  private struct Erasable: Sendable {
    var table: String
    var key = "request"
    var kept: [String]
    var erased: String

    /// Lets through what erases, and nothing else.
    var trigger: String {
      let unchanged = ([key] + kept).map { "NEW.\($0) IS OLD.\($0)" }.joined(separator: " AND ")
      return """
        DROP TRIGGER \(table)_UPDATE;
        CREATE TRIGGER \(table)_UPDATE BEFORE UPDATE ON \(table) WHEN NOT (
          EXISTS (SELECT 1 FROM erasures WHERE request = OLD.\(key)) AND \(unchanged) AND \(erased))
          BEGIN SELECT RAISE(ABORT, 'what people told the ward stays'); END;
        """
    }
  }

  private static let erasable = [
    Erasable(
      table: "requests", key: "identifier", kept: ["number", "kind", "stored"],
      erased: "NEW.terminal IS NULL"),
    Erasable(
      table: "replies", key: "identifier", kept: ["revision", "state", "time"],
      erased: "NEW.words = '' AND NEW.details IS NULL"),
    Erasable(table: "writings", key: "identifier", kept: [], erased: "NEW.words = ''"),
    Erasable(
      table: "feedback_notes", kept: ["number", "author", "time"], erased: "NEW.words = ''"),
    Erasable(
      table: "feedback_forwards", kept: ["number", "unit", "officer", "time"],
      erased: "NEW.words = ''"),
    Erasable(
      table: "feedback_reports", kept: ["way", "officer"],
      erased: "NEW.caller = '' AND NEW.contact = '' AND NEW.words = '' AND NEW.home IS NULL"),
  ]

  /// Replies that somebody has spoken, and which of them are in the home. What is erased has no voice either.
  static let spokenReplyTables =
    """
    ALTER TABLE replies ADD COLUMN recording TEXT;
    CREATE TABLE recordings_home (
      identifier TEXT, revision INTEGER, time INTEGER, PRIMARY KEY (identifier, revision)) WITHOUT ROWID;
    """
    + ["DELETE", "UPDATE"].map { change in
      """
      CREATE TRIGGER recordings_home_\(change) BEFORE \(change) ON recordings_home
        BEGIN SELECT RAISE(ABORT, 'what a home said stays'); END;
      """
    }.joined()
    + Erasable(
      table: "replies", key: "identifier", kept: ["revision", "state", "time"],
      erased: "NEW.words = '' AND NEW.details IS NULL AND NEW.recording IS NULL"
    ).trigger

  /// When the words of a feedback were erased; `nil` if they are there.
  public func erased(_ request: Identifier) throws(DatabaseError) -> Instant? {
    try database.query(
      "SELECT time FROM erasures WHERE request = ?", [.text(request.description)]
    ).first?.first?.integer.map { Instant(milliseconds: $0) }
  }

  /// How many of a kind have had their words erased.
  public func erasedCount(_ kind: Request.Kind) throws(DatabaseError) -> Int {
    let rows = try database.query(
      """
      SELECT count(*) FROM erasures JOIN requests ON requests.identifier = erasures.request
      WHERE kind = ?
      """, [.text(kind.rawValue)])
    return Int(rows.first?.first?.integer ?? 0)
  }

  /// What of a kind has as the newest word of the ward is a last one and was said before `limit`, and whose words are
  /// still there: numbers and names, the oldest first, at most `most`.
  public func answered(
    _ kind: Request.Kind, before limit: Instant, most: Int
  ) throws(DatabaseError) -> [(number: Int64, request: Identifier)] {
    try database.query(
      """
      SELECT number, requests.identifier FROM requests
      JOIN replies AS r ON r.identifier = requests.identifier AND r.revision =
        (SELECT max(revision) FROM replies WHERE identifier = r.identifier)
      WHERE kind = ? AND r.state IN ('answered', 'refused') AND r.time < ?
        AND NOT EXISTS (SELECT 1 FROM erasures WHERE request = requests.identifier)
      ORDER BY number LIMIT ?
      """,
      [
        .text(kind.rawValue), .integer(limit.milliseconds), .integer(Int64(most)),
      ]
    ).compactMap { row in
      guard let number = row[0].integer, let request = row[1].text.flatMap({ Identifier($0) })
      else { return nil }
      return (number, request)
    }
  }

  /// Erases what people said in a request and who they were, all of it or nothing. Its recordings are
  /// other files, which `WardFolder.removeErasedRecordings` removes.
  public func erase(_ number: Int64, at now: Instant) throws(DatabaseError) {
    guard let known = try self.request(number: number) else { return }
    var request = known.request
    request.body = Self.counted(request)
    request.recording = nil
    let (name, json) = (Value.text(request.identifier.description), request.json.text)
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        "INSERT OR IGNORE INTO erasures VALUES (?, ?)", [name, .integer(now.milliseconds)])
      try database.query(
        "UPDATE requests SET terminal = NULL, request = ? WHERE identifier = ?",
        [.text(json), name])
      for change in [
        "replies SET words = '', details = NULL, recording = NULL WHERE identifier = ?",
        "writings SET words = '' WHERE identifier = ?",
        "feedback_notes SET words = '' WHERE request = ?",
        "feedback_forwards SET words = '' WHERE request = ?",
        "feedback_reports SET caller = '', contact = '', words = '', home = NULL WHERE request = ?",
      ] {
        try database.query("UPDATE \(change)", [name])
      }
      try database.query("DELETE FROM ways_back WHERE identifier = ?", [name])
      try forgetTrial(known)
    }
  }

  /// What stays of a request's form: what it was about, and not whose.
  private static func counted(_ request: Request) -> JSONValue {
    switch request.kind {
    case .feedback:
      guard let form = try? Feedback(json: request.body) else { return .members([:]) }
      return Feedback(subject: form.subject, title: form.title).json
    case .service:
      guard case .application = try? ServiceForm(json: request.body) else { return .members([:]) }
      return request.body
    case .bill:
      guard let form = try? BillForm(json: request.body) else { return .members([:]) }
      return .members([
        "biller": .string(form.biller.description), "service": .string(form.service),
      ])
    }
  }

  /// The trial's office and biller forget it as well.
  private func forgetTrial(_ known: DeskRequest) throws(DatabaseError) {
    let name = Value.text(known.request.identifier.description)
    try database.query("DELETE FROM trial_dossiers WHERE request = ?", [name])
    guard let form = try? BillForm(json: known.request.body), let last = known.replies.last else {
      return
    }
    try database.query(
      "DELETE FROM trial_payments WHERE biller = ? AND code = ? AND paid <= ?",
      [.text(form.biller.description), .text(form.code), .integer(last.time.milliseconds)])
  }

  fileprivate func erasedRequests() throws(DatabaseError) -> [Identifier] {
    try database.query("SELECT request FROM erasures").compactMap {
      $0.first?.text.flatMap { Identifier($0) }
    }
  }
}

extension WardFolder {
  /// Removes the recordings of erased feedback, those as well that a power cut had left.
  public func removeErasedRecordings(_ store: DeskStore) throws {
    let erased = Set(try store.erasedRequests())
    guard !erased.isEmpty, Files.exists(recordingsPath) else { return }
    // A request's own recording, what came of it, and the replies to it begin with its name.
    for file in try Files.list(recordingsPath) {
      guard let name = file.split(separator: ".").first.flatMap({ Identifier($0) }),
        erased.contains(name)
      else { continue }
      try Files.remove("\(recordingsPath)/\(file)")
    }
  }
}
