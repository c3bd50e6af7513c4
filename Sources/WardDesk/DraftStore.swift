import SQLite
import WardContract

extension DeskStore {
  /// Drafts, ready texts of the ward's own, and the media that the desk has taken in.
  static let draftTables = """
    CREATE TABLE drafts (
      identifier TEXT PRIMARY KEY, revision INTEGER, content TEXT, author TEXT, created INTEGER,
      editor TEXT, changed INTEGER, submission INTEGER) WITHOUT ROWID;
    CREATE TABLE ready_texts (
      identifier TEXT PRIMARY KEY, title TEXT, content TEXT, editor TEXT, changed INTEGER)
      WITHOUT ROWID;
    CREATE TABLE media (
      digest TEXT PRIMARY KEY, resource TEXT, title TEXT, correction TEXT, author TEXT,
      taken INTEGER) WITHOUT ROWID;
    """

  /// A draft as the desk keeps it.
  public struct KeptDraft: Equatable, Sendable {
    /// What it says so far.
    public var draft: Draft
    /// Counts the changes, from 1.
    public var revision: Int64
    /// Who began it.
    public var author: String
    /// When it was begun.
    public var created: Instant
    /// Who changed it last.
    public var editor: String
    /// When.
    public var changed: Instant
    /// The number under which it was submitted last; `nil` if it never was.
    public var submission: Int64?
  }

  /// What came of keeping a draft.
  public enum DraftSaving: Equatable, Sendable {
    case saved(revision: Int64)
    /// Somebody has changed it since; nothing was overwritten.
    case outdated(KeptDraft)
    /// Somebody has removed it, or submitted it.
    case gone
  }

  /// Begins a draft.
  public func begin(_ draft: Draft, by author: String, at now: Instant) throws {
    try draft.checkSize()
    try database.query(
      "INSERT INTO drafts VALUES (?, 1, ?, ?, ?, ?, ?, NULL)",
      [
        .text(draft.identifier.description), .text(draft.json.text), .text(author),
        .integer(now.milliseconds), .text(author), .integer(now.milliseconds),
      ])
  }

  /// Keeps a change that was made to the draft's revision `revision`, if that is still the newest.
  public func save(
    _ draft: Draft, over revision: Int64, by editor: String, at now: Instant
  ) throws -> DraftSaving {
    try draft.checkSize()
    return try database.transaction { () throws(DatabaseError) -> DraftSaving in
      guard let kept = try self.draft(draft.identifier) else { return .gone }
      guard kept.revision == revision else { return .outdated(kept) }
      if kept.draft == draft { return .saved(revision: revision) }
      try database.query(
        """
        UPDATE drafts SET revision = revision + 1, content = ?, editor = ?, changed = ?
        WHERE identifier = ?
        """,
        [
          .text(draft.json.text), .text(editor), .integer(now.milliseconds),
          .text(draft.identifier.description),
        ])
      return .saved(revision: revision + 1)
    }
  }

  /// The draft of that name.
  public func draft(_ identifier: Identifier) throws(DatabaseError) -> KeptDraft? {
    try database.query(
      """
      SELECT content, revision, author, created, editor, changed, submission FROM drafts
      WHERE identifier = ?
      """, [.text(identifier.description)]
    ).first.flatMap(Self.keptDraft)
  }

  /// All drafts, the one that was changed last first.
  public func drafts() throws(DatabaseError) -> [KeptDraft] {
    try database.query(
      """
      SELECT content, revision, author, created, editor, changed, submission FROM drafts
      ORDER BY changed DESC, identifier
      """
    ).compactMap(Self.keptDraft)
  }

  /// Removes a draft, if its revision is still `revision`; false if it isn't, or is gone.
  public func remove(_ draft: Identifier, revision: Int64) throws(DatabaseError) -> Bool {
    try database.query(
      "DELETE FROM drafts WHERE identifier = ? AND revision = ?",
      [.text(draft.description), .integer(revision)])
    return database.changes > 0
  }

  /// Notes that the draft was submitted under that number.
  public func note(submission: Int64, of draft: Identifier) throws(DatabaseError) {
    try database.query(
      "UPDATE drafts SET submission = ? WHERE identifier = ?",
      [.integer(submission), .text(draft.description)])
  }

  private static func keptDraft(_ row: [Value]) -> KeptDraft? {
    guard let text = row[0].text, let json = try? JSONParser.parse(Array(text.utf8)),
      let draft = try? Draft(json: json)
    else { return nil }
    func time(_ value: Value) -> Instant { Instant(milliseconds: value.integer ?? 0) }
    return KeptDraft(
      draft: draft, revision: row[1].integer ?? 0, author: row[2].text ?? "",
      created: time(row[3]), editor: row[4].text ?? "", changed: time(row[5]),
      submission: row[6].integer)
  }

  // MARK: Media

  /// Keeps what is known of a medium that was taken in; what is known already stays.
  public func keep(
    _ medium: TakenMedium, by author: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT OR IGNORE INTO media VALUES (?, ?, ?, ?, ?, ?)",
      [
        .text(medium.resource.digest.description), .text(medium.resource.json.text),
        .text(medium.title), medium.correction.map { .text($0.json.text) } ?? .null, .text(author),
        .integer(now.milliseconds),
      ])
  }

  /// What is known of these media, as far as the desk has taken them in or sent them.
  public func media(
    _ digests: [MediaDigest]
  ) throws(DatabaseError) -> [MediaDigest: TakenMedium] {
    var media: [MediaDigest: TakenMedium] = [:]
    for digest in digests {
      let rows = try database.query(
        "SELECT resource, title, correction FROM media WHERE digest = ?",
        [.text(digest.description)])
      media[digest] = rows.first.flatMap(Self.medium)
    }
    return media
  }

  private static func medium(_ row: [Value]) -> TakenMedium? {
    guard let text = row[0].text, let json = try? JSONParser.parse(Array(text.utf8)),
      let reader = try? ObjectReader(json), let resource = try? Resource(reader)
    else { return nil }
    let correction = row[2].text.flatMap { text in
      (try? JSONParser.parse(Array(text.utf8))).flatMap { try? SoundCorrection(json: $0) }
    }
    return TakenMedium(resource: resource, title: row[1].text ?? "", correction: correction)
  }
}

extension Draft {
  /// Refuses what could not be read again.
  fileprivate func checkSize() throws(DeskError) {
    guard [headline, text, instruction].allSatisfy({ $0.utf8.count <= Self.textBytes }) else {
      throw DeskError("Bài dài hơn \(Self.textBytes >> 10) KB. Hãy chia thành nhiều tin.")
    }
  }
}
