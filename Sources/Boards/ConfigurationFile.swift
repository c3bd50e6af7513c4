/// A configuration file in a strict subset of TOML 1.0: tables, and keys with a string, a whole
/// number, a truth value or an array of strings. Each on one line; comments begin with `#`.
///
/// Strict, because a slip of the keyboard in a file must be found where it was made and not in a
/// home that stays silent: what nobody reads is an error (`finish`).
public struct ConfigurationFile: Sendable {
  /// What may stand behind a key.
  public enum Value: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case strings([String])
  }

  struct Entry: Sendable {
    var value: Value
    var line: Int
  }

  /// Largest file, in bytes.
  public static let maximumBytes = 64 * 1024

  /// The file's name, for faults.
  public let name: String
  private(set) var tables: [(name: String, line: Int, entries: [(key: String, entry: Entry)])] = []

  /// Reads `text`, which stands in the file `name`.
  public init(_ bytes: [UInt8], name: String) throws(ConfigurationError) {
    self.name = name
    guard bytes.count <= Self.maximumBytes else {
      throw ConfigurationError(file: name, line: 0, fault: "more than \(Self.maximumBytes) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(file: name, line: 0, fault: "not UTF-8")
    }
    tables.append(("", 1, []))
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      try read(line, number)
    }
  }

  private func fault(_ line: Int, _ what: String) -> ConfigurationError {
    ConfigurationError(file: name, line: line, fault: what)
  }

  private mutating func read(_ line: Substring, _ number: Int) throws(ConfigurationError) {
    var scanner = LineScanner(line)
    scanner.skipSpace()
    if scanner.isAtEnd { return }
    if scanner.take("[") {
      let table = scanner.word()
      guard !table.isEmpty, scanner.take("]"), scanner.isDone else {
        throw fault(number, "a table such as [sound] was expected")
      }
      guard !tables.contains(where: { $0.name == table }) else {
        throw fault(number, "the table [\(table)] stands twice")
      }
      tables.append((table, number, []))
      return
    }
    let key = scanner.word()
    scanner.skipSpace()
    guard !key.isEmpty, scanner.take("=") else {
      throw fault(number, "a line such as key = value was expected")
    }
    scanner.skipSpace()
    guard let value = scanner.value(), scanner.isDone else {
      throw fault(
        number, "the value of \"\(key)\" is no \"string\", whole number, true, false or [\"array\"]"
      )
    }
    let last = tables.count - 1
    guard !tables[last].entries.contains(where: { $0.key == key }) else {
      throw fault(number, "the key \"\(key)\" stands twice")
    }
    tables[last].entries.append((key, Entry(value: value, line: number)))
  }

  /// The names of all tables, in their order; the first is "", what stands before any table.
  public var tableNames: [String] { tables.map(\.name) }

  /// The table of that name, to read; an empty one if the file has none.
  public func table(_ name: String) -> ConfigurationTable {
    let found = tables.first { $0.name == name }
    return ConfigurationTable(
      file: self.name, name: name, line: found?.line ?? 0, entries: found?.entries ?? [])
  }

  /// Refuses tables other than `known`.
  public func allowTables(_ known: [String]) throws(ConfigurationError) {
    for table in tables where !table.name.isEmpty && !known.contains(table.name) {
      let allowed = known.map { "[\($0)]" }.joined(separator: ", ")
      throw fault(table.line, "unknown table [\(table.name)]; allowed: \(allowed)")
    }
  }
}

/// Reads one line from left to right.
private struct LineScanner {
  private var rest: Substring

  init(_ line: Substring) { rest = line }

  mutating func skipSpace() { rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\r" } }

  /// Whether nothing follows but space or a comment.
  var isAtEnd: Bool { rest.isEmpty || rest.first == "#" }

  var isDone: Bool {
    var copy = self
    copy.skipSpace()
    return copy.isAtEnd
  }

  mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  /// Letters, digits, hyphens and dots.
  mutating func word() -> String {
    let word = rest.prefix { character in
      character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
    }
    rest.removeFirst(word.count)
    return String(word)
  }

  mutating func value() -> ConfigurationFile.Value? {
    switch rest.first {
    case "\"": return string().map { .string($0) }
    case "[": return strings().map { .strings($0) }
    default: break
    }
    let word = rest.prefix { !" \t\r#".contains($0) }
    rest.removeFirst(word.count)
    if word == "true" { return .boolean(true) }
    if word == "false" { return .boolean(false) }
    return Int(word).map { .integer($0) }
  }

  /// A basic string of TOML; of its escapes `\"`, `\\` and `\n`.
  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var text = ""
    while let character = rest.popFirst() {
      if character == "\"" { return text }
      guard character == "\\" else {
        text.append(character)
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

  private mutating func strings() -> [String]? {
    guard take("[") else { return nil }
    var strings: [String] = []
    skipSpace()
    if take("]") { return [] }
    while let string = string() {
      strings.append(string)
      skipSpace()
      if take("]") { return strings }
      guard take(",") else { return nil }
      skipSpace()
    }
    return nil
  }
}
