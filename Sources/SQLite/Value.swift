/// A value of SQLite.
public enum Value: Equatable, Sendable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  /// The number, if it is one.
  public var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }
  /// The text, if it is one.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
  /// The bytes, if it is a blob.
  public var blob: [UInt8]? {
    if case .blob(let bytes) = self { bytes } else { nil }
  }
}
