/// The version of a terminal's program: three whole numbers, of which the first weighs most.
public struct ReleaseVersion: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// What a version must be, in words.
  public static let rule = "three whole numbers joined by dots, such as 1.4.0, were expected"
  /// The highest of each number.
  static let highest = 999_999

  /// The numbers, the weightiest first.
  private let numbers: [Int]

  /// The version that `text` spells in its only spelling, or `nil`.
  public init?(_ text: String) {
    let words = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let numbers = words.compactMap { word in
      Int(Substring(word)).flatMap { (0...Self.highest).contains($0) ? $0 : nil }
    }
    guard numbers.count == 3 else { return nil }
    self.numbers = numbers
    guard description == text else { return nil }
  }

  /// As it is spelt.
  public var description: String { numbers.map { String($0) }.joined(separator: ".") }

  /// Whether `left` came before `right`.
  public static func < (left: ReleaseVersion, right: ReleaseVersion) -> Bool {
    left.numbers.lexicographicallyPrecedes(right.numbers)
  }
}
