import SQLite
import WardContract

/// A request as the desk keeps it, for ever.
public struct DeskRequest: Sendable {
  /// Counts up from 1 in the order in which requests came.
  public var number: Int64
  /// What a home told the ward or asked of it.
  public var request: Request
  /// The home; `nil` if the ward is not to know it.
  public var terminal: Identifier?
  /// When its first message was stored.
  public var stored: Instant
  /// What was written on a phone (`Request.isWritten`); `nil` if nothing was.
  public var written: String?
  /// When all of it was there; `nil` while its recording is on its way, or nobody has written yet.
  public var completed: Instant?
  /// What the ward said to it, the oldest first.
  public var replies: [DeskReply]
}

/// One thing that the ward said to a request.
public struct DeskReply: Equatable, Sendable {
  /// From 1.
  public var revision: Int
  /// How far the ward has got.
  public var state: Reply.State
  /// What it says; may be empty.
  public var words: String
  /// What the request's kind defines.
  public var details: JSONValue?
  /// The same in an officer's voice (`WardFolder.spokenReplyPath`).
  public var recording: Request.Recording?
  /// When it was said.
  public var time: Instant
  /// What the home said about it last; `nil` before its first word.
  public var receipt: ReplyReceipt.State?
  /// Whether the home has said that it has all of the recording.
  public var isRecordingHome = false
}

/// What homes told the ward and asked of it. Nothing of it is ever deleted or changed, the database
/// itself refuses that, until the words of a feedback are erased as a whole (`erase`); but the way back to
/// the home of an anonymous request stands apart from it, and goes once the home has the ward's last word.
extension DeskStore {
  static let requestTables = """
    CREATE TABLE requests (
      number INTEGER PRIMARY KEY AUTOINCREMENT, identifier TEXT UNIQUE, kind TEXT, terminal TEXT,
      request TEXT, stored INTEGER);
    CREATE TABLE completions (identifier TEXT PRIMARY KEY, time INTEGER) WITHOUT ROWID;
    CREATE TABLE ways_back (identifier TEXT PRIMARY KEY, terminal TEXT) WITHOUT ROWID;
    CREATE TABLE replies (
      identifier TEXT, revision INTEGER, state TEXT, words TEXT, details TEXT, time INTEGER,
      PRIMARY KEY (identifier, revision)) WITHOUT ROWID;
    CREATE TABLE reply_receipts (
      identifier TEXT, revision INTEGER, state TEXT, time INTEGER,
      PRIMARY KEY (identifier, revision, state)) WITHOUT ROWID;
    """
    + ["requests", "completions", "replies", "reply_receipts"].map { table in
      ["DELETE", "UPDATE"].map { change in
        """
        CREATE TRIGGER \(table)_\(change) BEFORE \(change) ON \(table)
          BEGIN SELECT RAISE(ABORT, 'what people told the ward stays'); END;
        """
      }.joined()
    }.joined()

  // MARK: Taking in

  /// Stores a request durably; one that is there already is not stored twice. Throws if another one
  /// has its name, or it came from another home.
  public func take(_ request: Request, from terminal: Identifier, at now: Instant) throws {
    let name = Value.text(request.identifier.description)
    if let known = try self.request(request.identifier) {
      if try erased(request.identifier) != nil { return }
      guard known.request.says(what: request), try comesFrom(terminal, known) else {
        throw DeskError("another request has the name \(request.identifier)")
      }
      return
    }
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        """
        INSERT INTO requests (identifier, kind, terminal, request, stored) VALUES (?, ?, ?, ?, ?)
        """,
        [
          name, .text(request.kind.rawValue),
          request.isAnonymous ? .null : .text(terminal.description), .text(request.json.text),
          .integer(now.milliseconds),
        ])
      try database.query(
        "INSERT INTO ways_back VALUES (?, ?)", [name, .text(terminal.description)])
      if request.recording == nil, !request.isWritten { try complete(name, at: now) }
    }
  }

  /// Whether the home may speak of this request: it is the one that it came from, or nobody knows any
  /// more which one that was, and it knows the name.
  func comesFrom(_ terminal: Identifier, _ request: DeskRequest) throws(DatabaseError) -> Bool {
    if let known = request.terminal { return known == terminal }
    return try wayBack(request.request.identifier).map { $0 == terminal } ?? true
  }

  /// The home that a reply goes to; `nil` once it has the last word on an anonymous request.
  public func wayBack(_ request: Identifier) throws(DatabaseError) -> Identifier? {
    try database.query(
      "SELECT terminal FROM ways_back WHERE identifier = ?", [.text(request.description)]
    ).first?.first?.text.flatMap { Identifier($0) }
  }

  /// All of a request is there.
  public func complete(_ request: Identifier, at now: Instant) throws(DatabaseError) {
    try complete(.text(request.description), at: now)
  }

  func complete(_ name: Value, at now: Instant) throws(DatabaseError) {
    try database.query(
      "INSERT OR IGNORE INTO completions VALUES (?, ?)", [name, .integer(now.milliseconds)])
  }

  // MARK: Replying

  /// Adds what the ward says to a request, and returns its revision. What `also` does, happens with it
  /// or not at all.
  @discardableResult
  public func reply(
    _ state: Reply.State, _ words: String, details: JSONValue? = nil,
    recording: Request.Recording? = nil, to request: Identifier, at now: Instant,
    also: () throws(DatabaseError) -> Void = {}
  ) throws -> Int {
    guard let known = try self.request(request) else {
      throw DeskError("Không có ý kiến hay yêu cầu nào tên \(request).")
    }
    guard known.completed != nil else {
      throw DeskError(
        known.request.isWritten
          ? "Chưa ai viết gì vào ý kiến này."
          : "Lời nói của ý kiến này còn đang tới. Chờ vài phút rồi trả lời.")
    }
    guard try erased(request) == nil else {
      throw DeskError("Lời của ý kiến này đã được xoá theo thời hạn lưu; không trả lời được nữa.")
    }
    guard try wayBack(request) != nil || report(of: request) != nil else {
      throw DeskError(
        "Ý kiến không nêu tên này đã có lời cuối của phường; không còn đường về nhà.")
    }
    guard TextRules.fault(in: words, limit: Bounds.replyWordsBytes) == nil else {
      throw DeskError("Câu trả lời quá dài hoặc có ký tự lạ. Hãy rút gọn, gõ lại.")
    }
    guard !words.isEmpty || (!state.isFinal && recording == nil) else {
      throw DeskError(
        recording == nil
          ? "Ghi câu trả lời trước khi gửi."
          : "Ghi câu trả lời bằng chữ nữa: có người không nghe được lời nói.")
    }
    let revision = (known.replies.last?.revision ?? 0) + 1
    guard revision <= Bounds.replyRevisions else {
      throw DeskError("Ý kiến này đã có \(Bounds.replyRevisions) lần trả lời, không thêm được nữa.")
    }
    // A home has no other way to what was written on a phone.
    let details = details ?? known.written.map { FeedbackAnswer(written: $0).json }
    try database.transaction { () throws(DatabaseError) in
      try add(
        DeskReply(
          revision: revision, state: state, words: words, details: details, recording: recording,
          time: now), to: request)
      try also()
    }
    return revision
  }

  func add(_ reply: DeskReply, to request: Identifier) throws(DatabaseError) {
    try database.query(
      """
      INSERT INTO replies (identifier, revision, state, words, details, time, recording)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(request.description), .integer(Int64(reply.revision)), .text(reply.state.rawValue),
        .text(reply.words), reply.details.map { .text($0.text) } ?? .null,
        // Homes are told in whole seconds.
        .integer(reply.time.milliseconds / 1_000 * 1_000),
        reply.recording.map { .text($0.json.text) } ?? .null,
      ])
  }

  /// Stores what a home says about a reply. The way back to an anonymous home goes with its last word.
  public func note(
    _ receipt: ReplyReceipt, from terminal: Identifier, at now: Instant
  ) throws {
    guard let known = try request(receipt.request), try comesFrom(terminal, known),
      let reply = known.replies.first(where: { $0.revision == receipt.revision })
    else { throw DeskError("it speaks of a reply that was never made") }
    let name = Value.text(receipt.request.description)
    let isLast = reply.revision == known.replies.last?.revision && reply.state.isFinal
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        "INSERT OR IGNORE INTO reply_receipts VALUES (?, ?, ?, ?)",
        [
          name, .integer(Int64(receipt.revision)), .text(receipt.state.rawValue),
          .integer(now.milliseconds),
        ])
      if receipt.pieces == nil, receipt.state != .unknown, reply.recording != nil {
        try database.query(
          "INSERT OR IGNORE INTO recordings_home VALUES (?, ?, ?)",
          [name, .integer(Int64(receipt.revision)), .integer(now.milliseconds)])
      }
      // It leads to the home as long as that lacks a piece.
      if known.request.isAnonymous, isLast, receipt.pieces == nil {
        try database.query("DELETE FROM ways_back WHERE identifier = ?", [name])
      }
    }
  }

  /// The newest replies of which no home has said a word yet, for homes that are connected.
  public func unreceivedReplies(
    limit: Int
  ) throws(DatabaseError) -> [(terminal: Identifier, request: Identifier, reply: DeskReply)] {
    try database.query(
      """
      SELECT ways_back.terminal, r.identifier, \(Self.replyColumns)
      FROM replies AS r
      JOIN ways_back ON ways_back.identifier = r.identifier
      JOIN presences ON presences.terminal = ways_back.terminal AND online = 1
      WHERE r.revision = (SELECT max(revision) FROM replies WHERE identifier = r.identifier)
        AND NOT EXISTS (
          SELECT 1 FROM reply_receipts AS t
          WHERE t.identifier = r.identifier AND t.revision = r.revision)
      ORDER BY r.time, r.identifier LIMIT ?
      """, [.integer(Int64(limit))]
    ).compactMap { row in
      guard let terminal = row[0].text.flatMap({ Identifier($0) }),
        let request = row[1].text.flatMap({ Identifier($0) }),
        let reply = Self.reply(row[2...])
      else { return nil }
      return (terminal, request, reply)
    }
  }

  // MARK: Reading

  /// The request of that name.
  public func request(_ identifier: Identifier) throws(DatabaseError) -> DeskRequest? {
    try requests("requests.identifier = ?", .text(identifier.description)).first
  }

  /// The request of that number.
  public func request(number: Int64) throws(DatabaseError) -> DeskRequest? {
    try requests("number = ?", .integer(number)).first
  }

  /// All requests of a kind, in the order in which they came.
  public func requests(_ kind: Request.Kind) throws(DatabaseError) -> [DeskRequest] {
    try requests("kind = ?", .text(kind.rawValue))
  }

  func requests(
    _ condition: String, _ value: Value
  ) throws(DatabaseError) -> [DeskRequest] {
    let rows = try database.query(
      """
      SELECT number, request, requests.terminal, stored, completions.time, writings.words
      FROM requests
      LEFT JOIN completions ON completions.identifier = requests.identifier
      LEFT JOIN writings ON writings.identifier = requests.identifier
      WHERE \(condition) ORDER BY number
      """, [value])
    var found: [DeskRequest] = []
    for row in rows {
      guard let number = row[0].integer, let text = row[1].text,
        let json = try? JSONParser.parse(Array(text.utf8)), let request = try? Request(json: json)
      else { continue }
      found.append(
        DeskRequest(
          number: number, request: request, terminal: row[2].text.flatMap { Identifier($0) },
          stored: Instant(milliseconds: row[3].integer ?? 0), written: row[5].text,
          completed: row[4].integer.map { Instant(milliseconds: $0) },
          replies: try replies(to: request.identifier)))
    }
    return found
  }

  private func replies(to request: Identifier) throws(DatabaseError) -> [DeskReply] {
    try database.query(
      "SELECT \(Self.replyColumns) FROM replies AS r WHERE r.identifier = ? ORDER BY r.revision",
      [.text(request.description)]
    ).compactMap { Self.reply($0[...]) }
  }

  /// What `reply` reads. The newest of what a home said about a reply counts.
  private static let replyColumns = """
    r.revision, r.state, r.words, r.details, r.time, (
      SELECT t.state FROM reply_receipts AS t
      WHERE t.identifier = r.identifier AND t.revision = r.revision ORDER BY t.time DESC, t.state DESC LIMIT 1),
    r.recording, EXISTS (
      SELECT 1 FROM recordings_home AS h WHERE h.identifier = r.identifier AND h.revision = r.revision)
    """

  private static func reply(_ row: ArraySlice<Value>) -> DeskReply? {
    let row = Array(row)
    guard let revision = row[0].integer, let word = row[1].text,
      let state = Reply.State(rawValue: word)
    else { return nil }
    return DeskReply(
      revision: Int(revision), state: state, words: row[2].text ?? "",
      details: row[3].text.flatMap { try? JSONParser.parse(Array($0.utf8)) },
      recording: row[6].text.flatMap { try? JSONParser.parse(Array($0.utf8)) }
        .flatMap { try? Request.Recording(json: $0) },
      time: Instant(milliseconds: row[4].integer ?? 0),
      receipt: row[5].text.flatMap { ReplyReceipt.State(rawValue: $0) },
      isRecordingHome: row[7].integer == 1)
  }
}
