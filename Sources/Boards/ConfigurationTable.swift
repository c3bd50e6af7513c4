/// One table of a configuration file, read key by key. `finish` refuses what nobody asked for.
public struct ConfigurationTable {
  let file: String
  /// The table's name; "" for what stands before any table.
  public let name: String
  let line: Int
  private var entries: [(key: String, entry: ConfigurationFile.Entry)]
  private var asked: [String] = []

  init(
    file: String, name: String, line: Int,
    entries: [(key: String, entry: ConfigurationFile.Entry)]
  ) {
    self.file = file
    self.name = name
    self.line = line
    self.entries = entries
  }

  /// Whether the file has this table.
  public var isThere: Bool { line > 0 }

  /// Keys of `base` that this table doesn't have, added to it.
  mutating func inherit(_ base: ConfigurationTable) {
    for entry in base.entries where !entries.contains(where: { $0.key == entry.key }) {
      entries.append(entry)
    }
  }

  private var shown: String { name.isEmpty ? "the file" : "[\(name)]" }

  private mutating func take(_ key: String) -> ConfigurationFile.Entry? {
    asked.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    return entries.remove(at: index).entry
  }

  private func fault(_ line: Int, _ what: String) -> ConfigurationError {
    ConfigurationError(file: file, line: line, fault: what)
  }

  private func missing(_ key: String) -> ConfigurationError {
    fault(line, "\(shown) needs a key \"\(key)\"")
  }

  /// The string of `key`, or `nil` if it isn't there.
  public mutating func optionalString(_ key: String) throws(ConfigurationError) -> String? {
    guard let entry = take(key) else { return nil }
    guard case .string(let text) = entry.value else {
      throw fault(entry.line, "\"\(key)\" must be a \"string\"")
    }
    return text
  }

  /// The string of `key`.
  public mutating func string(_ key: String) throws(ConfigurationError) -> String {
    guard let text = try optionalString(key) else { throw missing(key) }
    return text
  }

  /// The string of `key`, made into something else; `rule` says what it must be.
  public mutating func string<Made>(
    _ key: String, rule: String, _ make: (String) -> Made?
  ) throws(ConfigurationError) -> Made {
    let line = entries.first { $0.key == key }?.entry.line ?? line
    guard let made = make(try string(key)) else { throw fault(line, "\"\(key)\": \(rule)") }
    return made
  }

  /// The word of `key` out of a vocabulary; `standard` if it isn't there.
  public mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, standard: Word
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    let line = entries.first { $0.key == key }?.entry.line ?? line
    guard let text = try optionalString(key) else { return standard }
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw fault(line, "\"\(key)\" is \"\(text)\"; allowed: \(allowed)")
    }
    return word
  }

  /// The whole number of `key` within `range`; `standard` if it isn't there.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int>, standard: Int
  ) throws(ConfigurationError) -> Int {
    guard let entry = take(key) else { return standard }
    guard case .integer(let number) = entry.value, range.contains(number) else {
      throw fault(
        entry.line,
        "\"\(key)\" must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The array of strings of `key`; empty if it isn't there.
  public mutating func strings(_ key: String) throws(ConfigurationError) -> [String] {
    guard let entry = take(key) else { return [] }
    guard case .strings(let strings) = entry.value else {
      throw fault(entry.line, "\"\(key)\" must be an array of strings such as [\"one\"]")
    }
    return strings
  }

  /// Refuses keys that nobody asked for.
  public func finish() throws(ConfigurationError) {
    guard let (key, entry) = entries.first else { return }
    let allowed = asked.map { "\"\($0)\"" }.joined(separator: ", ")
    throw fault(entry.line, "unknown key \"\(key)\" in \(shown); allowed: \(allowed)")
  }
}
