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

    /// Whether it listens to what is sent to one of these areas.
    public func listens(to areas: [Area]) -> Bool {
      (groups + [Area(area)].compactMap(\.self)).contains { place in
        areas.contains { $0.covers(place) }
      }
    }
  }

  /// Terminals by name; only those that can't be reached or fail in some part if `needALook`. From
  /// `offset` on, at most `limit`.
  public func terminals(
    needALook: Bool = false, offset: Int = 0, limit: Int = .max
  ) throws(DatabaseError) -> [Terminal] {
    try terminals(
      needALook ? Self.needALook : "1", [.integer(Int64(limit)), .integer(Int64(offset))],
      "LIMIT ? OFFSET ?")
  }

  /// The terminal of that name.
  public func terminal(_ identifier: Identifier) throws(DatabaseError) -> Terminal? {
    try terminals("identifier = ?", [.text(identifier.description)]).first
  }

  /// How many terminals there are, how many are connected, and how many need a look.
  public func fleet() throws(DatabaseError) -> (all: Int, online: Int, needALook: Int) {
    let row =
      try database.query(
        """
        SELECT count(*), coalesce(sum(online = 1), 0), coalesce(sum(\(Self.needALook)), 0)
        FROM terminals LEFT JOIN presences ON terminal = identifier
        """
      ).first ?? []
    let counts = row.map { Int($0.integer ?? 0) }
    return counts.count == 3 ? (counts[0], counts[1], counts[2]) : (0, 0, 0)
  }

  private static let needALook = "(online IS NOT 1 OR faults <> '')"

  private func terminals(
    _ condition: String, _ values: [Value], _ part: String = ""
  ) throws(DatabaseError) -> [Terminal] {
    try database.query(
      """
      SELECT identifier, area, enrolled, online, version, time, faults, networks, address, mobile,
        groups
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
        })
    }
  }

  /// Areas as they stand in a column, divided by spaces.
  static func areas(_ column: Value) -> [Area] {
    (column.text ?? "").split(separator: " ").compactMap { Area($0) }
  }
}
