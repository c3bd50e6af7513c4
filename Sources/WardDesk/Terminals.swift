import SQLite
import WardContract

/// The terminals of a ward as its desk knows them.
extension DeskStore {
  /// A terminal and what is known of it.
  public struct Terminal: Sendable {
    /// The terminal's name.
    public var identifier: String
    /// The home's leaf area.
    public var area: String
    /// The groups that it listens to beside its own area.
    public var groups: [Area] = []
    /// Where the home is; `nil` if nobody wrote it down.
    public var address: String?
    /// When it was enrolled.
    public var enrolled: Instant
    /// `nil` if it was never heard of.
    public var isOnline: Bool?
    /// The version of its `loanhad`; empty if it was never heard of.
    public var version: String
    /// When it was last heard of.
    public var lastHeard: Instant?
    /// What it said fails in it, by name.
    public var faults: [String]
    /// Its ways into the network and how they are: "wifi used".
    public var networks: [String]
    /// The network around its modem, if it has one that telephones.
    public var mobile: MobileNetwork?

    /// When its home was moved to other areas last; `nil` if it never was.
    public var moved: Instant?
    /// Since when it is no longer in use; `nil` while it is.
    public var retired: Instant?
    /// The terminal that has taken its place.
    public var successor: String?
    /// The version of its settings that it holds, 0 for those of its enrolment, and since when.
    public var settings: (version: Int64, since: Instant?) = (0, nil)
    /// The newest settings that it refused, and why: "3 malformed".
    public var refusedSettings: String?

    /// Where its home belongs; `nil` if that can't be read.
    public var place: HomePlace? {
      Area(area).map { HomePlace(area: $0, groups: groups, address: address) }
    }
  }

  /// Where the home of `terminal` belonged at `moment`: it may have been moved since.
  func place(
    of terminal: Terminal, at moment: Instant
  ) throws(DatabaseError) -> HomePlace? {
    guard let moved = terminal.moved, moment < moved else { return terminal.place }
    let row = try database.query(
      """
      SELECT area, groups FROM places WHERE terminal = ? AND since <= ?
      ORDER BY since DESC LIMIT 1
      """, [.text(terminal.identifier), .integer(moment.milliseconds)]
    ).first
    return row?[0].text.flatMap { Area($0) }.map {
      HomePlace(area: $0, groups: Self.areas(row?[1] ?? .null), address: terminal.address)
    }
  }

  /// Where homes that were moved belonged, from when on, by terminal; the earliest first.
  func earlierPlaces() throws(DatabaseError) -> [String: [(since: Instant, place: HomePlace)]] {
    var found: [String: [(since: Instant, place: HomePlace)]] = [:]
    for row in try database.query(
      "SELECT terminal, since, area, groups FROM places ORDER BY terminal, since")
    {
      guard let name = row[0].text, let area = row[2].text.flatMap({ Area($0) }) else { continue }
      let place = HomePlace(area: area, groups: Self.areas(row[3]))
      found[name, default: []].append((Instant(milliseconds: row[1].integer ?? 0), place))
    }
    return found
  }

  /// Which terminals are asked for.
  public enum TerminalFilter: String, Sendable {
    /// Those in use.
    case inUse = "in-use"
    /// Those in use that can't be reached or fail in some part.
    case needALook = "faulty"
    /// Those that are in use no longer.
    case retired
    /// Every terminal that there ever was.
    case all

    fileprivate var condition: String {
      switch self {
      case .inUse: "retired IS NULL"
      case .needALook: "retired IS NULL AND (online IS NOT 1 OR faults <> '')"
      case .retired: "retired IS NOT NULL"
      case .all: "1"
      }
    }
  }

  /// Terminals by name, from `offset` on, at most `limit`.
  public func terminals(
    _ filter: TerminalFilter = .inUse, offset: Int = 0, limit: Int = .max
  ) throws(DatabaseError) -> [Terminal] {
    try terminals(
      filter.condition, [.integer(Int64(limit)), .integer(Int64(offset))], "LIMIT ? OFFSET ?")
  }

  /// Terminals in use that listen to an area or are in a group, by name: how many, and those from `offset`
  /// on, at most `limit`.
  public func homes(
    in area: Area, offset: Int = 0, limit: Int = .max
  ) throws(DatabaseError) -> (total: Int, homes: [Terminal]) {
    let condition = """
      retired IS NULL AND (
        area = ?1 OR area LIKE ?1 || '.%' OR ' ' || groups || ' ' LIKE '% ' || ?1 || ' %')
      """
    let name = Value.text(area.description)
    let total = try database.query("SELECT count(*) FROM terminals WHERE \(condition)", [name])
      .first?.first?.integer
    let homes = try terminals(
      condition, [name, .integer(Int64(limit)), .integer(Int64(offset))], "LIMIT ?2 OFFSET ?3")
    return (Int(total ?? 0), homes)
  }

  /// The terminal of that name.
  public func terminal(_ identifier: Identifier) throws(DatabaseError) -> Terminal? {
    try terminals("identifier = ?", [.text(identifier.description)]).first
  }

  /// How many terminals are in use, how many of them are connected, how many need a look, and how many are
  /// in use no longer.
  public func fleet() throws(DatabaseError) -> (
    all: Int, online: Int, needALook: Int, retired: Int
  ) {
    func sum(_ filter: TerminalFilter, _ more: String = "1") -> String {
      "coalesce(sum(\(filter.condition) AND \(more)), 0)"
    }
    let row =
      try database.query(
        """
        SELECT \(sum(.inUse)), \(sum(.inUse, "online IS 1")), \(sum(.needALook)), \(sum(.retired))
        FROM terminals LEFT JOIN presences ON terminal = identifier
        """
      ).first ?? []
    let counts = row.map { Int($0.integer ?? 0) }
    return counts.count == 4 ? (counts[0], counts[1], counts[2], counts[3]) : (0, 0, 0, 0)
  }

  private func terminals(
    _ condition: String, _ values: [Value], _ part: String = ""
  ) throws(DatabaseError) -> [Terminal] {
    try database.query(
      """
      SELECT identifier, area, enrolled, online, version, time, faults, networks, address, mobile,
        groups, moved, retired, successor, settings, settings_since, refused_settings
      FROM terminals LEFT JOIN presences ON terminal = identifier
      WHERE \(condition) ORDER BY identifier \(part)
      """, values
    ).map { row in
      Terminal(
        identifier: row[0].text ?? "", area: row[1].text ?? "",
        groups: Self.areas(row[10]), address: row[8].text,
        enrolled: Instant(milliseconds: row[2].integer ?? 0),
        isOnline: row[3].integer.map { $0 == 1 }, version: row[4].text ?? "",
        lastHeard: row[5].integer.map { Instant(milliseconds: $0) },
        faults: (row[6].text ?? "").split(separator: " ").map(String.init),
        networks: (row[7].text ?? "").split(separator: ",").map(String.init),
        mobile: row[9].text.flatMap { text in
          (try? JSONParser.parse(Array(text.utf8))).flatMap { try? MobileNetwork(json: $0) }
        },
        moved: row[11].integer.map { Instant(milliseconds: $0) },
        retired: row[12].integer.map { Instant(milliseconds: $0) }, successor: row[13].text,
        settings: (row[14].integer ?? 0, row[15].integer.map { Instant(milliseconds: $0) }),
        refusedSettings: row[16].text)
    }
  }

  /// Areas as they stand in a column, divided by spaces.
  static func areas(_ column: Value) -> [Area] {
    (column.text ?? "").split(separator: " ").compactMap { Area($0) }
  }
}
