import SQLite
import WardContract

/// The ward's directory while it is being written: each entry by itself, so that two who write different
/// entries are not in each other's way. What homes have is another one until it is signed.
extension DeskStore {
  static let directoryDraftTables = """
    CREATE TABLE directory_draft (
      kind TEXT, key TEXT, position INTEGER, content TEXT, revision INTEGER, editor TEXT, changed INTEGER,
      PRIMARY KEY (kind, key)) WITHOUT ROWID;
    """

  /// An entry as the desk keeps it.
  public struct DraftEntry: Equatable, Sendable {
    /// What it says.
    public var entry: Directory.Entry
    /// Counts the changes, from 1.
    public var revision: Int64
    /// The account that changed it last.
    public var editor: String
    /// When.
    public var changed: Instant
  }

  /// What came of keeping an entry.
  public enum EntrySaving: Equatable, Sendable {
    case saved
    /// Somebody has changed it since; nothing was overwritten.
    case outdated(DraftEntry)
    /// Somebody has removed it.
    case gone
    /// Another entry has its code, number, name or area.
    case taken
    /// The directory is as large as it may be.
    case full
  }

  /// All entries, in the order in which they were written.
  public func directoryDraft() throws(DatabaseError) -> [DraftEntry] {
    try database.query(
      "SELECT kind, content, revision, editor, changed FROM directory_draft ORDER BY position, kind, key"
    ).compactMap(Self.draftEntry)
  }

  /// The entry of that kind and key.
  public func draftEntry(
    _ kind: Directory.Entry.Kind, _ key: String
  ) throws(DatabaseError) -> DraftEntry? {
    try database.query(
      """
      SELECT kind, content, revision, editor, changed FROM directory_draft WHERE kind = ? AND key = ?
      """, [.text(kind.rawValue), .text(key)]
    ).first.flatMap(Self.draftEntry)
  }

  private static func draftEntry(_ row: [Value]) -> DraftEntry? {
    guard let kind = row[0].text.flatMap({ Directory.Entry.Kind(rawValue: $0) }),
      let json = row[1].text.flatMap({ try? JSONParser.parse(Array($0.utf8)) }),
      let entry = try? Directory.Entry(kind, json: json), let revision = row[2].integer
    else { return nil }
    return DraftEntry(
      entry: entry, revision: revision, editor: row[3].text ?? "",
      changed: Instant(milliseconds: row[4].integer ?? 0))
  }

  /// Keeps an entry: a new one, or in the place of revision `revision` of the one that has the key `old`.
  public func save(
    _ entry: Directory.Entry, over old: (key: String, revision: Int64)?, by editor: String,
    at now: Instant
  ) throws(DatabaseError) -> EntrySaving {
    try database.transaction { () throws(DatabaseError) -> EntrySaving in
      var position: Value = .null
      if let old {
        guard let kept = try draftEntry(entry.kind, old.key) else { return .gone }
        guard kept.revision == old.revision else { return .outdated(kept) }
        if kept.entry == entry { return .saved }
        position = try self.position(entry.kind, old.key)
      }
      if old?.key != entry.key, try draftEntry(entry.kind, entry.key) != nil { return .taken }
      if old == nil, try directoryDraft().count >= Bounds.directoryEntries { return .full }
      if let old { try remove(entry.kind, old.key) }
      try put(
        entry, at: position, revision: (old?.revision ?? 0) + 1, by: editor, on: now)
      return .saved
    }
  }

  /// Removes an entry, if its revision is still `revision`; false if it isn't, or is gone.
  public func remove(
    _ kind: Directory.Entry.Kind, _ key: String, revision: Int64
  ) throws(DatabaseError) -> Bool {
    try database.transaction { () throws(DatabaseError) -> Bool in
      guard try draftEntry(kind, key)?.revision == revision else { return false }
      try remove(kind, key)
      return true
    }
  }

  /// Puts a whole directory into the place of what was being written.
  public func replaceDirectoryDraft(
    by directory: Directory, by editor: String, at now: Instant
  ) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      try database.query("DELETE FROM directory_draft")
      for entry in directory.entries {
        try put(entry, at: .null, revision: 1, by: editor, on: now)
      }
    }
  }

  /// Adds the entries of another directory; one with a key that is there takes that one's place. Returns how
  /// many were new and how many were changed, or `nil` if there would be too many: then nothing was.
  public func merge(
    _ directory: Directory, by editor: String, at now: Instant
  ) throws(DatabaseError) -> (new: Int, changed: Int)? {
    try database.transaction { () throws(DatabaseError) -> (new: Int, changed: Int)? in
      var (new, changed) = (0, 0)
      let kept = try directory.entries.map { (entry) throws(DatabaseError) in
        (entry, try draftEntry(entry.kind, entry.key), try position(entry.kind, entry.key))
      }
      let count = try directoryDraft().count + kept.count { $0.1 == nil }
      guard count <= Bounds.directoryEntries else { return nil }
      for (entry, before, position) in kept where before?.entry != entry {
        if before == nil { new += 1 } else { changed += 1 }
        try remove(entry.kind, entry.key)
        try put(
          entry, at: position, revision: (before?.revision ?? 0) + 1, by: editor, on: now)
      }
      return (new, changed)
    }
  }

  private func position(
    _ kind: Directory.Entry.Kind, _ key: String
  ) throws(DatabaseError) -> Value {
    try database.query(
      "SELECT position FROM directory_draft WHERE kind = ? AND key = ?",
      [.text(kind.rawValue), .text(key)]
    ).first?.first ?? .null
  }

  private func remove(_ kind: Directory.Entry.Kind, _ key: String) throws(DatabaseError) {
    try database.query(
      "DELETE FROM directory_draft WHERE kind = ? AND key = ?", [.text(kind.rawValue), .text(key)])
  }

  /// At the end, if it has no place yet.
  private func put(
    _ entry: Directory.Entry, at position: Value, revision: Int64, by editor: String,
    on now: Instant
  ) throws(DatabaseError) {
    try database.query(
      """
      INSERT INTO directory_draft VALUES (
        ?, ?, coalesce(?, (SELECT 1 + coalesce(max(position), 0) FROM directory_draft)), ?, ?, ?, ?)
      """,
      [
        .text(entry.kind.rawValue), .text(entry.key), position, .text(entry.json.text),
        .integer(revision), .text(editor), .integer(now.milliseconds),
      ])
  }
}
