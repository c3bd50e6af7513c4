/// The name of a bulletin, a terminal, a person or a message: small letters, digits and hyphens,
/// beginning with a letter or digit, at most `Bounds.identifierBytes` long. Safe in a topic, in
/// a file name and in a CAP document.
public struct Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name itself.
  public let description: String

  /// What an identifier must be, in words.
  public static let rule =
    "1 to \(Bounds.identifierBytes) small letters, digits and hyphens were expected"

  /// The identifier that `text` spells, or `nil`.
  public init?(_ text: some StringProtocol) {
    guard (1...Bounds.identifierBytes).contains(text.utf8.count), text.utf8.first != 0x2D,
      text.utf8.allSatisfy({ Self.allowed($0) })
    else { return nil }
    description = String(text)
  }

  static func allowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x2D: true
    default: false
    }
  }

  /// Whether `left` sorts before `right`, byte by byte.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}
