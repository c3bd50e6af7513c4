/// A piece of a page. What is interpolated is text and is escaped, unless it is a piece itself: a
/// name with a script in it stays a name.
///
///     HTML("<td title=\"\(note)\">\(name)</td>")
///
/// Attributes stand in double quotes.
public struct HTML: ExpressibleByStringInterpolation, Sendable {
  /// The piece as it is sent.
  public private(set) var markup: String

  /// Markup of our own.
  public init(stringLiteral markup: String) { self.markup = markup }

  /// Markup with what was interpolated.
  public init(stringInterpolation: Interpolation) { markup = stringInterpolation.markup }

  /// Nothing.
  public static let none: HTML = ""

  /// `text` as markup that shows it.
  public static func escaped(_ text: String) -> String {
    var markup = ""
    markup.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": markup += "&amp;"
      case "<": markup += "&lt;"
      case ">": markup += "&gt;"
      case "\"": markup += "&quot;"
      case "'": markup += "&#39;"
      default: markup.unicodeScalars.append(scalar)
      }
    }
    return markup
  }

  /// Collects a literal.
  public struct Interpolation: StringInterpolationProtocol {
    var markup = ""

    /// As the compiler calls it.
    public init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + 32 * interpolationCount)
    }

    /// Markup of our own.
    public mutating func appendLiteral(_ literal: String) { markup += literal }
    /// Text.
    public mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }
    /// Text.
    public mutating func appendInterpolation(_ text: some CustomStringConvertible) {
      markup += HTML.escaped(text.description)
    }
    /// A piece.
    public mutating func appendInterpolation(_ piece: HTML) { markup += piece.markup }
    /// Pieces, one after another.
    public mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
    /// A piece, if the condition holds.
    public mutating func appendInterpolation(_ piece: HTML, if condition: Bool) {
      if condition { markup += piece.markup }
    }
  }
}

extension Sequence {
  /// A piece for each element.
  func pieces(_ piece: (Element) throws -> HTML) rethrows -> [HTML] { try map(piece) }
}
