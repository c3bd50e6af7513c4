import SQLite
import WardContract

/// What became of one revision of a bulletin in the homes that it is for.
public struct LedgerEntry: Sendable {
  /// The bulletin.
  public var bulletin: Bulletin
  /// Homes that it is for.
  public var homes: Int
  /// In how many of them each thing happened, by `Receipt.Fact.word`.
  public var tally: [String: Int]

  /// In how many homes that happened.
  public func count(_ word: String) -> Int { tally[word] ?? 0 }
}

/// What is asked of the homes of one bulletin.
public enum LedgerFilter: String, CaseIterable, Sendable {
  /// All of them.
  case all
  /// It has not arrived.
  case notReceived = "not-received"
  /// It arrived and was neither heard to its end nor opened.
  case notHeard = "not-heard"
  /// Nobody pressed "Đã nghe".
  case notConfirmed = "not-confirmed"
  /// The terminal did not believe it.
  case refused

  /// With the bulletin as ?1 and its revision as ?2.
  fileprivate var condition: String {
    func lacks(_ words: String) -> String {
      """
      NOT EXISTS (SELECT 1 FROM receipts AS r WHERE r.bulletin = ?1 AND r.revision = ?2
        AND r.fact IN (\(words)) AND r.terminal = t.identifier)
      """
    }
    return switch self {
    case .all: "1"
    case .notReceived: lacks("'received', 'shown', 'played', 'heard', 'confirmed'")
    case .notHeard: lacks("'heard', 'shown', 'confirmed'")
    case .notConfirmed: lacks("'confirmed'")
    case .refused:
      """
      EXISTS (SELECT 1 FROM receipts AS r WHERE r.bulletin = ?1 AND r.revision = ?2
        AND r.fact = 'refused' AND r.terminal = t.identifier)
      """
    }
  }
}

/// One home and what it said of a bulletin.
public struct LedgerRow: Sendable {
  /// The terminal's name.
  public var terminal: String
  /// The home's area.
  public var area: String
  /// Where the home is; `nil` if nobody wrote it down.
  public var address: String?
  /// What it said, the first first.
  public var receipts: [Receipt]
}

extension DeskStore {
  /// What a terminal listened to when the item was sent (?3), its area first.
  private static let places = """
    CASE WHEN t.moved IS NULL OR t.moved <= ?3 THEN trim(t.area || ' ' || t.groups) ELSE (
      SELECT trim(p.area || ' ' || p.groups) FROM places AS p
      WHERE p.terminal = t.identifier AND p.since <= ?3 ORDER BY p.since DESC LIMIT 1) END
    """
  /// Terminals that were in use then, or are still.
  private static let inUse = "(t.retired IS NULL OR t.retired > ?3)"

  /// Terminals that have always listened to the same.
  private struct Listeners {
    /// From when on they listened to what, as `places` has it, the earliest first.
    var spans: [(since: Int64, places: String)]
    /// When they were retired, in milliseconds; `nil` while they are in use.
    var retired: Int64?
    var count: Int

    /// What they listened to at that moment; `nil` if they were in use no longer.
    func places(at moment: Instant) -> String? {
      guard retired.map({ $0 > moment.milliseconds }) ?? true else { return nil }
      return (spans.last { $0.since <= moment.milliseconds } ?? spans.first)?.places
    }
  }

  private func listeners() throws(DatabaseError) -> [Listeners] {
    try database.query(
      """
      SELECT trim(area || ' ' || groups), retired, count(*), CASE WHEN moved IS NULL THEN NULL ELSE (
        SELECT group_concat(since || ' ' || trim(area || ' ' || groups), '|') FROM (
          SELECT * FROM places WHERE terminal = t.identifier ORDER BY since)) END
      FROM terminals AS t GROUP BY 1, 2, 4 ORDER BY 1, 2, 4
      """
    ).map { row in
      let earlier = (row[3].text ?? "").split(separator: "|").compactMap { span in
        let words = span.split(separator: " ", maxSplits: 1)
        return words.first.flatMap { Int64($0) }.map {
          ($0, words.count > 1 ? String(words[1]) : "")
        }
      }
      return Listeners(
        spans: earlier.isEmpty ? [(0, row[0].text ?? "")] : earlier, retired: row[1].integer,
        count: Int(row[2].integer ?? 0))
    }
  }

  /// How many of `listeners` an item is for, by what they listened to when it was sent.
  private func homes(
    _ listeners: [Listeners], of bulletin: Bulletin
  ) -> [(places: String, count: Int)] {
    listeners.compactMap { homes in
      guard let places = homes.places(at: bulletin.sent),
        Self.areas(.text(places)).contains(where: { place in
          bulletin.areas.contains { $0.covers(place) }
        })
      else { return nil }
      return (places, homes.count)
    }
  }

  /// What became of a bulletin.
  public func entry(of bulletin: Bulletin) throws(DatabaseError) -> LedgerEntry {
    try entry(of: bulletin, listeners())
  }

  /// What became of each of these bulletins.
  public func entries(of bulletins: [Bulletin]) throws(DatabaseError) -> [LedgerEntry] {
    // Terminals are many, and the same for all.
    let listeners = try listeners()
    return try bulletins.map { bulletin throws(DatabaseError) in try entry(of: bulletin, listeners)
    }
  }

  private func entry(
    of bulletin: Bulletin, _ listeners: [Listeners]
  ) throws(DatabaseError) -> LedgerEntry {
    let rows = try database.query(
      """
      SELECT fact, count(DISTINCT terminal) FROM receipts
      WHERE bulletin = ? AND revision = ? GROUP BY fact
      """, [.text(bulletin.identifier.description), .integer(Int64(bulletin.revision))])
    var tally: [String: Int] = [:]
    for row in rows { tally[row[0].text ?? ""] = Int(row[1].integer ?? 0) }
    let homes = homes(listeners, of: bulletin)
    return LedgerEntry(
      bulletin: bulletin, homes: homes.reduce(0) { $0 + $1.count }, tally: tally)
  }

  /// The homes that a bulletin is for, by name, and what they said of it. How many there are in
  /// all, and those from `offset` on, at most `limit`.
  public func rows(
    of bulletin: Bulletin, _ filter: LedgerFilter, offset: Int = 0, limit: Int = Int.max
  ) throws(DatabaseError) -> (total: Int, rows: [LedgerRow]) {
    let key: [Value] = [
      .text(bulletin.identifier.description), .integer(Int64(bulletin.revision)),
      .integer(bulletin.sent.milliseconds),
    ]
    let places = homes(try listeners(), of: bulletin).map(\.places)
    guard !places.isEmpty else { return (0, []) }
    // Areas are small letters, digits, hyphens and dots.
    let within = places.map { "'\($0)'" }.joined(separator: ", ")
    let condition = """
      FROM terminals AS t WHERE \(Self.inUse) AND \(Self.places) IN (\(within))
        AND \(filter.condition)
      """
    // Every parameter is named whether the condition needs it or not.
    let total =
      try database.query(
        "SELECT count(*), ?1, ?2, ?3 \(condition)", key
      ).first?.first?.integer ?? 0
    let homes = try database.query(
      """
      SELECT t.identifier, t.area, t.address, ?1, ?2, ?3 \(condition)
      ORDER BY t.identifier LIMIT ?4 OFFSET ?5
      """, key + [.integer(Int64(limit)), .integer(Int64(offset))])
    var rows: [LedgerRow] = []
    for home in homes {
      let said = try database.query(
        """
        SELECT receipt FROM receipts WHERE bulletin = ?1 AND revision = ?2 AND terminal = ?3
        ORDER BY time, ledger, sequence
        """, Array(key.prefix(2)) + [home[0]])
      rows.append(
        LedgerRow(
          terminal: home[0].text ?? "", area: home[1].text ?? "", address: home[2].text,
          receipts: said.compactMap { $0.first?.text.flatMap(Self.receipt) }))
    }
    return (Int(total), rows)
  }

  /// The newest receipts of one terminal, the newest first.
  public func newestReceipts(
    of terminal: Identifier, limit: Int
  ) throws(DatabaseError) -> [Receipt] {
    try database.query(
      "SELECT receipt FROM receipts WHERE terminal = ? ORDER BY time DESC, sequence DESC LIMIT ?",
      [.text(terminal.description), .integer(Int64(limit))]
    ).compactMap { $0.first?.text.flatMap(Self.receipt) }
  }

  static func receipt(_ text: String) -> Receipt? {
    guard let json = try? JSONParser.parse(Array(text.utf8)) else { return nil }
    return try? Receipt(json: json)
  }

  /// Changes whenever somebody else has written into the database.
  public func foreignChanges() throws(DatabaseError) -> Int64 {
    try database.query("PRAGMA data_version").first?.first?.integer ?? 0
  }
}
