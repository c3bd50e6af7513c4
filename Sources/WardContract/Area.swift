/// A place that can be spoken to: a path of official unit codes joined by dots, such as `01`
/// (Hà Nội), `01.00004` (phường Ba Đình) or `01.00004.tdp-12` (a tổ dân phố, the neighbourhood
/// group within a ward). No level is special: districts came and went.
public struct Area: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The path, codes joined by dots.
  public let description: String

  /// What an area must be, in words.
  public static let rule = "a path of unit codes such as 01.00004 was expected"
  /// Most codes in a path.
  public static let maximumDepth = 8

  /// The area that `text` spells, or `nil`.
  public init?(_ text: some StringProtocol) {
    let codes = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...Self.maximumDepth).contains(codes.count), codes.allSatisfy({ Self.isCode($0.utf8) })
    else { return nil }
    description = String(text)
  }

  private static func isCode(_ code: some Collection<UInt8>) -> Bool {
    (1...16).contains(code.count) && code.first != 0x2D
      && code.allSatisfy { Identifier.allowed($0) }
  }

  /// Whether `other` is this area or lies within it.
  public func covers(_ other: Area) -> Bool {
    other.description == description
      || other.description.utf8.starts(with: Array(description.utf8) + [0x2E])
  }

  /// This area and everything above it, the widest first: `01`, `01.00004`, …
  public var andAncestors: [Area] {
    var areas: [Area] = []
    for (index, byte) in description.utf8.enumerated() where byte == 0x2E {
      if let area = Area(description.prefix(index)) { areas.append(area) }
    }
    return areas + [self]
  }

  /// Whether `left` sorts before `right`, byte by byte.
  public static func < (left: Area, right: Area) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}
