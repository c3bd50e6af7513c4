import Glibc
import LinuxIO
import SQLite
import TerminalCore
import WardContract

/// What somebody told an officer, who wrote it down: the ward owes it an answer like any other feedback,
/// but gives it by itself, since no home has asked.
public struct FeedbackReport: Equatable, Sendable {
  /// How it came.
  public enum Way: String, CaseIterable, Sendable {
    /// Somebody telephoned.
    case telephone = "goi-dien"
    /// Somebody came to the office.
    case visit = "den-phuong"
  }

  /// How it came.
  public var way: Way
  /// Who told it; empty if they would not say.
  public var caller: String
  /// How they can be reached: a telephone number, an address; may be empty.
  public var contact: String
  /// The home that it concerns, if it is one with a terminal.
  public var home: Identifier?
  /// What they told, as the officer wrote it down.
  public var words: String
  /// The officer, by name.
  public var officer: String

  /// A report.
  public init(
    way: Way, caller: String = "", contact: String = "", home: Identifier? = nil, words: String,
    officer: String
  ) {
    self.way = way
    self.caller = caller
    self.contact = contact
    self.home = home
    self.words = words
    self.officer = officer
  }

  /// Longest words, in bytes.
  public static let wordsBytes = 4_000
  /// Longest name or contact, in bytes.
  public static let lineBytes = 200

  /// What is wrong with it, in a sentence for whoever writes it; `nil` if it can be kept.
  public var fault: String? {
    if words.isEmpty { return "Ghi lại điều người dân phản ánh." }
    if TextRules.fault(in: words, limit: Self.wordsBytes) != nil {
      return "Phần phản ánh quá dài hoặc có ký tự lạ. Hãy rút gọn, gõ lại."
    }
    let isLine = [caller, contact].allSatisfy { line in
      TextRules.fault(in: line, limit: Self.lineBytes) == nil && !line.utf8.contains(0x0A)
    }
    return isLine ? nil : "Tên hoặc số liên hệ quá dài. Hãy ghi ngắn lại."
  }
}

extension WardFolder {
  /// What feedback can be about: the subjects of the ward's directory, or the usual ones that every
  /// terminal knows.
  public func feedbackSubjects() -> [Directory.Subject] {
    let listed = (try? directory())??.entries.subjects ?? []
    return listed.isEmpty ? FeedbackSubjects.usual : listed
  }
}

extension DeskStore {
  /// What officers do with feedback beside replying: reports that they wrote down, and units that they
  /// handed it on to. None of it is changed or deleted.
  static let deskFeedbackTables =
    """
    CREATE TABLE feedback_reports (
      request TEXT PRIMARY KEY, way TEXT, caller TEXT, contact TEXT, home TEXT, words TEXT,
      officer TEXT) WITHOUT ROWID;
    CREATE TABLE feedback_forwards (
      number INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT, unit TEXT, words TEXT, officer TEXT,
      time INTEGER);
    CREATE INDEX feedback_forwards_by_request ON feedback_forwards (request, number);
    """
    + ["feedback_reports", "feedback_forwards"].map { table in
      ["DELETE", "UPDATE"].map { change in
        """
        CREATE TRIGGER \(table)_\(change) BEFORE \(change) ON \(table)
          BEGIN SELECT RAISE(ABORT, 'what people told the ward stays'); END;
        """
      }.joined()
    }.joined()

  /// Keeps a report about `subject` as a feedback, and returns its number.
  public func keep(
    _ report: FeedbackReport, about subject: Directory.Subject, at now: Instant
  ) throws -> Int64 {
    if let fault = report.fault { throw DeskError(fault) }
    if let home = report.home, try !isEnrolled(home) {
      throw DeskError("Không có máy nào tên \(home). Xem lại tên, hoặc để trống.")
    }
    let request = Request(
      identifier: Request.identifier(drawnFrom: Clock.entropy()), kind: .feedback,
      created: now + -(now.milliseconds % 1_000),
      body: Feedback(subject: subject.identifier, title: subject.name).json)
    let name = Value.text(request.identifier.description)
    return try database.transaction { () throws(DatabaseError) in
      try database.query(
        "INSERT INTO requests (identifier, kind, request, stored) VALUES (?, ?, ?, ?)",
        [
          name, .text(request.kind.rawValue), .text(request.json.text),
          .integer(now.milliseconds),
        ])
      let number = try database.query("SELECT last_insert_rowid()").first?.first?.integer ?? 0
      try database.query(
        "INSERT INTO feedback_reports VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
          name, .text(report.way.rawValue), .text(report.caller), .text(report.contact),
          report.home.map { .text($0.description) } ?? .null, .text(report.words),
          .text(report.officer),
        ])
      try complete(request.identifier, at: now)
      return number
    }
  }

  /// The report that an officer wrote down as this feedback; `nil` if a home sent it.
  public func report(of request: Identifier) throws(DatabaseError) -> FeedbackReport? {
    let row = try database.query(
      """
      SELECT way, caller, contact, home, words, officer FROM feedback_reports WHERE request = ?
      """, [.text(request.description)]
    ).first
    guard let row, let way = row[0].text.flatMap({ FeedbackReport.Way(rawValue: $0) }) else {
      return nil
    }
    return FeedbackReport(
      way: way, caller: row[1].text ?? "", contact: row[2].text ?? "",
      home: row[3].text.flatMap { Identifier($0) }, words: row[4].text ?? "",
      officer: row[5].text ?? "")
  }
}
