import SQLite
import WardContract

/// An address as a map of streets needs it: "Số 12, ngõ 34, phố Đội Cấn, phường Ba Đình" is number 12 on
/// the line "ngõ 34 phố Đội Cấn". What can't be read so for certain isn't read at all: "12/34" may be a
/// number in an alley or an alley's number.
public struct StreetAddress: Equatable, Sendable {
  /// The street or alley, with all that it lies on.
  public var line: String
  /// The house number, from 1.
  public var number: Int
  /// What stands behind it: "B", or nothing.
  public var suffix: String

  private static let largestNumber = 9_999
  /// What begins a part that is no street.
  private static let wider = [
    "phường", "xã", "quận", "tổ", "tdp", "khu", "thành", "tp", "tp.", "hà",
  ]

  /// Reads an address; `nil` if number or street can't be told.
  public init?(_ address: String) {
    let parts = address.split(separator: ",").map { $0.split(separator: " ") }
      .filter { !$0.isEmpty }
    guard var first = parts.first else { return nil }
    if first[0].lowercased() == "số" { first.removeFirst() }
    guard let house = first.first else { return nil }
    let digits = house.prefix { ("0"..."9").contains($0) }
    let suffix = house.dropFirst(digits.count)
    guard let number = Int(digits), (1...Self.largestNumber).contains(number), suffix.count <= 1,
      suffix.allSatisfy(\.isLetter)
    else { return nil }
    let streets =
      [Array(first.dropFirst())]
      + parts.dropFirst().prefix { part in
        !Self.wider.contains(part[0].lowercased())
      }
    let line = streets.flatMap(\.self).joined(separator: " ")
    guard !line.isEmpty else { return nil }
    (self.line, self.number, self.suffix) = (line, number, suffix.uppercased())
  }

  /// "12B".
  public var house: String { "\(number)\(suffix)" }

  /// Whether `left` stands before `right` on one line.
  public static func areInOrder(_ left: StreetAddress, _ right: StreetAddress) -> Bool {
    (left.number, left.suffix) < (right.number, right.suffix)
  }
}

/// How a home is, as far as the desk knows.
public enum HomeState: String, CaseIterable, Sendable {
  /// Connected, and nothing fails.
  case inOrder = "in-order"
  /// Connected, and a part of it fails.
  case fails
  /// It was connected once, and isn't now.
  case notReached = "not-reached"
  /// It has never been heard of.
  case neverHeard = "never-heard"
  /// It is no longer in use.
  case retired

  fileprivate static let column = """
    CASE WHEN retired IS NOT NULL THEN 'retired' WHEN online IS NULL THEN 'never-heard'
      WHEN online = 0 THEN 'not-reached' WHEN faults <> '' THEN 'fails' ELSE 'in-order' END
    """
}

/// A home as a map shows it.
public struct MappedHome: Equatable, Sendable {
  /// The terminal's name.
  public var terminal: String
  /// The home's leaf area.
  public var area: String
  /// Where it is, as it was written down.
  public var address: String?
  /// How it is.
  public var state: HomeState
}

extension DeskStore {
  /// How many homes of each state there are, by leaf area.
  public func mappedCounts() throws(DatabaseError) -> [String: [HomeState: Int]] {
    var counts: [String: [HomeState: Int]] = [:]
    for row in try database.query(
      """
      SELECT area, \(HomeState.column), count(*)
      FROM terminals LEFT JOIN presences ON terminal = identifier GROUP BY 1, 2
      """)
    {
      guard let area = row[0].text, let state = row[1].text.flatMap({ HomeState(rawValue: $0) })
      else { continue }
      counts[area, default: [:]][state] = Int(row[2].integer ?? 0)
    }
    return counts
  }

  /// The homes of a leaf area in one state or in any, by address, from `offset` on, at most `limit`.
  public func mappedHomes(
    in area: String, _ state: HomeState?, offset: Int, limit: Int
  ) throws(DatabaseError) -> [MappedHome] {
    try database.query(
      """
      SELECT identifier, area, address, \(HomeState.column) AS state
      FROM terminals LEFT JOIN presences ON terminal = identifier
      WHERE area = ?1 AND (?2 IS NULL OR state = ?2)
      ORDER BY address, identifier LIMIT ?3 OFFSET ?4
      """,
      [
        .text(area), state.map { .text($0.rawValue) } ?? .null, .integer(Int64(limit)),
        .integer(Int64(offset)),
      ]
    ).compactMap { row in
      guard let terminal = row[0].text, let area = row[1].text,
        let state = row[3].text.flatMap({ HomeState(rawValue: $0) })
      else { return nil }
      return MappedHome(terminal: terminal, area: area, address: row[2].text, state: state)
    }
  }
}
