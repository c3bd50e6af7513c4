/// A configuration file in a strict subset of TOML 1.0 (https://toml.io/en/v1.0.0): tables, and
/// keys with a string, a whole number, a truth value, or an array of strings or of whole numbers.
/// Each on one line; comments begin with `#`.
///
/// Strict, because a slip of the keyboard in a file must be found where it was made and not in a
/// home that stays silent: what nobody reads is an error (`ConfigurationTable.finish`).
public struct ConfigurationFile: Sendable {
  /// What may stand behind a key.
  public enum Value: Equatable, Sendable {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case strings([String])
    case integers([Int])
  }

  /// A key with its value and where it stands; inherited keys stand in other files.
  struct Entry: Sendable {
    var key: String
    var value: Value
    var file: String
    var line: Int
  }

  private struct Table: Sendable {
    var name: String
    var line: Int
    var entries: [Entry] = []
  }

  /// Largest file, in bytes.
  public static let maximumBytes = 64 * 1024

  /// The file's name, for faults.
  public let name: String
  /// The first is what stands before any table.
  private var tables: [Table]

  /// Reads the bytes of the file `name`. Throws at the first line that is not of the subset, or
  /// that says something twice.
  public init(_ bytes: [UInt8], name: String) throws(ConfigurationError) {
    self.name = name
    tables = [Table(name: "", line: 0)]
    guard bytes.count <= Self.maximumBytes else {
      throw fault(0, "the file has more than \(Self.maximumBytes) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        .firstIndex { String(validating: $0, as: UTF8.self) == nil }
      throw fault(line.map { $0 + 1 } ?? 0, "the text is not UTF-8")
    }
    let lines = Substring(text).unicodeScalars
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      try read(line.last == "\r" ? line.dropLast() : line, index + 1)
    }
  }

  private func fault(
    _ line: Int, _ what: String, allowed: String? = nil
  ) -> ConfigurationError {
    ConfigurationError(file: name, line: line, fault: what, allowed: allowed)
  }

  private mutating func read(
    _ line: Substring.UnicodeScalarView, _ number: Int
  ) throws(ConfigurationError) {
    // Invisible, and therefore never what somebody meant: control characters, a byte order mark.
    let isInvisible: (Unicode.Scalar) -> Bool = {
      ($0.value < 0x20 && $0 != "\t") || $0.value == 0x7F || $0.value == 0xFEFF
    }
    if let scalar = line.first(where: isInvisible) {
      throw fault(number, "an invisible character, U+\(String(scalar.value, radix: 16))")
    }
    var scanner = LineScanner(line)
    if scanner.isAtEnd { return }
    scanner.skipSpace()
    if scanner.take("[") { return try readTable(&scanner, number) }
    let key = scanner.word()
    scanner.skipSpace()
    guard !key.isEmpty, scanner.take("=") else {
      throw fault(number, "this is no line of a configuration", allowed: "key = value, or [table]")
    }
    scanner.skipSpace()
    guard let value = scanner.value(), scanner.isAtEnd else {
      throw fault(
        number, "the value of \"\(key)\" can't be read",
        allowed: "a \"string\", a whole number, true, false, [\"strings\"] or [1, 2]")
    }
    let last = tables.count - 1
    guard !tables[last].entries.contains(where: { $0.key == key }) else {
      throw fault(number, "the key \"\(key)\" stands twice")
    }
    let path = Self.path(of: key, in: tables[last])
    guard !tables.contains(where: { Self.lies($0.name, in: path) }) else {
      throw fault(number, "\"\(key)\" is a table already, [\(path)]")
    }
    tables[last].entries.append(Entry(key: key, value: value, file: name, line: number))
  }

  private mutating func readTable(
    _ scanner: inout LineScanner, _ number: Int
  ) throws(ConfigurationError) {
    let table = scanner.word()
    guard !table.isEmpty, scanner.take("]"), scanner.isAtEnd else {
      throw fault(number, "this is no table", allowed: "one such as [sound]")
    }
    guard !tables.contains(where: { $0.name == table }) else {
      throw fault(number, "the table [\(table)] stands twice")
    }
    for other in tables {
      guard
        let key = other.entries.first(where: {
          Self.lies(table, in: Self.path(of: $0.key, in: other))
        })
      else { continue }
      throw fault(number, "\"\(key.key)\" has a value in line \(key.line) and is no table")
    }
    tables.append(Table(name: table, line: number))
  }

  /// What TOML calls a key by from the top of the file.
  private static func path(of key: String, in table: Table) -> String {
    table.name.isEmpty ? key : "\(table.name).\(key)"
  }

  /// Whether a table is the one at `path` or lies within it.
  private static func lies(_ table: String, in path: String) -> Bool {
    table == path || table.utf8.starts(with: "\(path).".utf8)
  }

  /// The table of that name, to read; an empty one if the file has none. The name "" is what
  /// stands before any table.
  public func table(_ name: String) -> ConfigurationTable {
    let found = tables.first { $0.name == name }
    return ConfigurationTable(
      file: self.name, name: name, line: found?.line ?? 0, entries: found?.entries ?? [])
  }

  /// The names under which the file has tables `prefix.name`, in their order.
  public func names(under prefix: String) -> [String] {
    tables.compactMap { table in
      table.name.utf8.starts(with: "\(prefix).".utf8)
        ? String(table.name.dropFirst(prefix.count + 1)) : nil
    }
  }

  /// Whether the file has a table of that name.
  public func hasTable(_ name: String) -> Bool { tables.contains { $0.name == name } }

  /// Refuses tables other than `known`.
  public func allowTables(_ known: [String]) throws(ConfigurationError) {
    for table in tables.dropFirst() where !known.contains(table.name) {
      throw fault(
        table.line, "unknown table [\(table.name)]",
        allowed: known.map { "[\($0)]" }.joined(separator: ", "))
    }
  }
}
