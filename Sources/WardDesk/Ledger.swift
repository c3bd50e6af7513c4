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
  /// What a terminal listens to, its area first: where `listeners` looks.
  private static let places = "trim(area || ' ' || groups)"

  /// What terminals listen to, as `places` has it, with how many listen to just that.
  private struct Listeners {
    var places: String
    var areas: [Area]
    var count: Int
  }

  private func listeners() throws(DatabaseError) -> [Listeners] {
    try database.query(
      "SELECT \(Self.places), count(*) FROM terminals GROUP BY 1 ORDER BY 1"
    ).map { row in
      Listeners(
        places: row[0].text ?? "", areas: Self.areas(row[0]), count: Int(row[1].integer ?? 0))
    }
  }

  /// Those of `listeners` that listen to one of these areas.
  private func homes(_ listeners: [Listeners], listeningTo areas: [Area]) -> [Listeners] {
    listeners.filter { homes in
      homes.areas.contains { place in areas.contains { $0.covers(place) } }
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
    let homes = homes(listeners, listeningTo: bulletin.areas)
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
    ]
    let places = homes(try listeners(), listeningTo: bulletin.areas).map(\.places)
    guard !places.isEmpty else { return (0, []) }
    // Areas are small letters, digits, hyphens and dots.
    let within = places.map { "'\($0)'" }.joined(separator: ", ")
    let condition =
      "FROM terminals AS t WHERE \(Self.places) IN (\(within)) AND \(filter.condition)"
    // Both parameters are named whether the condition needs them or not.
    let total =
      try database.query(
        "SELECT count(*), ?1, ?2 \(condition)", key
      ).first?.first?.integer ?? 0
    let homes = try database.query(
      """
      SELECT t.identifier, t.area, t.address, ?1, ?2 \(condition)
      ORDER BY t.identifier LIMIT ?3 OFFSET ?4
      """, key + [.integer(Int64(limit)), .integer(Int64(offset))])
    var rows: [LedgerRow] = []
    for home in homes {
      let said = try database.query(
        """
        SELECT receipt FROM receipts WHERE bulletin = ?1 AND revision = ?2 AND terminal = ?3
        ORDER BY time, ledger, sequence
        """, key + [home[0]])
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
