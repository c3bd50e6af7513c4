/// Reads one line of a configuration file from left to right.
///
/// It works on Unicode scalars, not on characters: a quotation mark followed by a combining accent
/// is one character, and must still be seen as a quotation mark.
struct LineScanner {
  private var rest: Substring.UnicodeScalarView

  /// A scanner before the first scalar of `line`.
  init(_ line: Substring.UnicodeScalarView) { rest = line }

  mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" } }

  /// Whether nothing follows but space or a comment.
  var isAtEnd: Bool {
    var copy = self
    copy.skipSpace()
    return copy.rest.isEmpty || copy.rest.first == "#"
  }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  /// ASCII letters, digits, hyphens, underscores and dots; "" if something else comes next.
  mutating func word() -> String {
    let word = rest.prefix { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
      default: false
      }
    }
    rest.removeFirst(word.count)
    return String(Substring(word))
  }

  /// The value that comes next, or `nil` if it is none of the subset's.
  mutating func value() -> ConfigurationFile.Value? {
    switch rest.first {
    case "\"": return string().map { .string($0) }
    case "[": return array()
    default: break
    }
    if let integer = integer() { return .integer(integer) }
    switch word() {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default: return nil
    }
  }

  /// A decimal whole number as TOML writes it: no leading zeros. Takes nothing if it is none.
  private mutating func integer() -> Int? {
    let word = String(Substring(rest.prefix { $0 == "-" || ("0"..."9").contains($0) }))
    let digits = word.drop { $0 == "-" }
    guard !digits.hasPrefix("0") || digits.utf8.count == 1, let number = Int(word) else {
      return nil
    }
    rest.removeFirst(word.unicodeScalars.count)
    return number
  }

  /// A basic string of TOML; of its escapes `\"`, `\\` and `\n`.
  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\"": text.append("\"")
      case "\\": text.append("\\")
      case "n": text.append("\n")
      default: return nil
      }
    }
    return nil
  }

  /// An array of strings or of whole numbers; the two don't mix. An empty one counts as strings.
  private mutating func array() -> ConfigurationFile.Value? {
    guard take("[") else { return nil }
    var strings: [String] = []
    var integers: [Int] = []
    skipSpace()
    if take("]") { return .strings([]) }
    while true {
      if let string = string() {
        strings.append(string)
      } else if let integer = integer() {
        integers.append(integer)
      } else {
        return nil
      }
      skipSpace()
      if take("]") { break }
      guard take(",") else { return nil }
      skipSpace()
    }
    if strings.isEmpty { return .integers(integers) }
    return integers.isEmpty ? .strings(strings) : nil
  }
}
