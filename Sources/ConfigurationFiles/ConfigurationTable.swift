/// One table of a configuration file, read key by key. It remembers what was asked for, and
/// `finish` refuses whatever else stands in it.
///
///     var sound = file.table("sound")
///     let pcm = try sound.string("pcm")
///     let buffer = try sound.integer("buffer-ms", in: 100...10_000, standard: 2_000)
///     try sound.finish()
public struct ConfigurationTable: Sendable {
  private let file: String
  /// The table's name; "" for what stands before any table.
  public let name: String
  private let line: Int
  private var entries: [ConfigurationFile.Entry]
  /// What was read already, for faults that show later.
  private var taken: [ConfigurationFile.Entry] = []
  private var asked: [String] = []

  init(file: String, name: String, line: Int, entries: [ConfigurationFile.Entry]) {
    self.file = file
    self.name = name
    self.line = line
    self.entries = entries
  }

  /// Keys of `base` that this table doesn't have, added to it. They keep their file and line.
  public mutating func inherit(_ base: ConfigurationTable) {
    for entry in base.entries where !entries.contains(where: { $0.key == entry.key }) {
      entries.append(entry)
    }
  }

  /// Leaves these keys alone in it, to be inherited.
  public mutating func keep(_ keys: [String]) {
    entries.removeAll { !keys.contains($0.key) }
  }

  private var shown: String { name.isEmpty ? "the file" : "[\(name)]" }

  private mutating func take(_ key: String) -> ConfigurationFile.Entry? {
    asked.append(key)
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    let entry = entries.remove(at: index)
    taken.append(entry)
    return entry
  }

  private func fault(
    at entry: ConfigurationFile.Entry, _ what: String, allowed: String? = nil
  ) -> ConfigurationError {
    ConfigurationError(file: entry.file, line: entry.line, fault: what, allowed: allowed)
  }

  /// A fault of what was read from `key`, which the reader of the table has found; of the table
  /// itself if the key isn't there.
  public func fault(
    _ key: String, _ what: String, allowed: String? = nil
  ) -> ConfigurationError {
    guard let entry = taken.first(where: { $0.key == key }) else {
      return ConfigurationError(file: file, line: line, fault: what, allowed: allowed)
    }
    return fault(at: entry, what, allowed: allowed)
  }

  /// None of `keys` stands in the table, and one must.
  public func missing(_ keys: String...) -> ConfigurationError {
    let listed = keys.map { "\"\($0)\"" }.joined(separator: " or ")
    return ConfigurationError(file: file, line: line, fault: "\(shown) needs a key \(listed)")
  }

  private func text(_ entry: ConfigurationFile.Entry) throws(ConfigurationError) -> String {
    guard case .string(let text) = entry.value else {
      throw fault(at: entry, "\"\(entry.key)\" must be a \"string\"")
    }
    return text
  }

  /// The string of `key`, or `nil` if it isn't there.
  public mutating func optionalString(_ key: String) throws(ConfigurationError) -> String? {
    guard let entry = take(key) else { return nil }
    return try text(entry)
  }

  /// The string of `key`, which must be there.
  public mutating func string(_ key: String) throws(ConfigurationError) -> String {
    guard let text = try optionalString(key) else { throw missing(key) }
    return text
  }

  /// The string of `key`, made into something else; `rule` says what it must be.
  public mutating func string<Made>(
    _ key: String, rule: String, _ make: (String) -> Made?
  ) throws(ConfigurationError) -> Made {
    guard let made = try optionalString(key, rule: rule, make) else { throw missing(key) }
    return made
  }

  /// The string of `key`, made into something else, or `nil` if it isn't there.
  public mutating func optionalString<Made>(
    _ key: String, rule: String, _ make: (String) -> Made?
  ) throws(ConfigurationError) -> Made? {
    guard let entry = take(key) else { return nil }
    guard let made = make(try text(entry)) else { throw fault(at: entry, "\"\(key)\": \(rule)") }
    return made
  }

  /// The name of something of the kernel's that is looked for by it, or `nil` if it isn't there. A
  /// name never leads out of the folder that it is looked for in.
  public mutating func optionalName(_ key: String) throws(ConfigurationError) -> String? {
    try optionalString(key, rule: "a name, neither empty nor a path") { name in
      name.isEmpty || name == "." || name == ".." || name.utf8.contains(UInt8(ascii: "/"))
        ? nil : name
    }
  }

  /// The same, which must be there.
  public mutating func name(_ key: String) throws(ConfigurationError) -> String {
    guard let name = try optionalName(key) else { throw missing(key) }
    return name
  }

  /// The word of `key` out of a vocabulary, or `nil` if it isn't there.
  public mutating func optionalWord<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(ConfigurationError) -> Word? where Word.RawValue == String {
    guard let entry = take(key) else { return nil }
    let text = try text(entry)
    guard let word = Word(rawValue: text) else {
      throw fault(
        at: entry, "\"\(key)\" is \"\(text)\"",
        allowed: Self.listed(Word.allCases.map(\.rawValue)))
    }
    return word
  }

  /// The word of `key` out of a vocabulary; `standard` if it isn't there.
  public mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, standard: Word
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    try optionalWord(key) ?? standard
  }

  /// The word of `key` out of a vocabulary, which must be there.
  public mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String
  ) throws(ConfigurationError) -> Word where Word.RawValue == String {
    guard let word: Word = try optionalWord(key) else { throw missing(key) }
    return word
  }

  /// The array of strings of `key`, each one of `vocabulary` and each once; empty if it isn't there.
  public mutating func strings(
    _ key: String, of vocabulary: [String]
  ) throws(ConfigurationError) -> [String] {
    let entry = entries.first { $0.key == key }
    let strings = try strings(key)
    guard let entry else { return strings }
    if let other = strings.first(where: { !vocabulary.contains($0) }) {
      throw fault(
        at: entry, "\"\(key)\" names \"\(other)\"", allowed: Self.listed(vocabulary))
    }
    for (index, string) in strings.enumerated() where strings[..<index].contains(string) {
      throw fault(at: entry, "\"\(key)\" names \"\(string)\" twice")
    }
    return strings
  }

  /// The words of `key` out of a vocabulary, each once; empty if it isn't there.
  public mutating func words<Word: RawRepresentable & CaseIterable & Equatable>(
    _ key: String
  ) throws(ConfigurationError) -> [Word] where Word.RawValue == String {
    let strings = try strings(key, of: Word.allCases.map(\.rawValue))
    return strings.compactMap(Word.init)
  }

  private static func listed(_ words: [String]) -> String {
    words.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// The truth value of `key`; `standard` if it isn't there.
  public mutating func boolean(
    _ key: String, standard: Bool
  ) throws(ConfigurationError) -> Bool {
    try optionalBoolean(key) ?? standard
  }

  /// The truth value of `key`, or `nil` if it isn't there.
  public mutating func optionalBoolean(_ key: String) throws(ConfigurationError) -> Bool? {
    guard let entry = take(key) else { return nil }
    guard case .boolean(let value) = entry.value else {
      throw fault(at: entry, "\"\(key)\" must be true or false")
    }
    return value
  }

  /// The whole number of `key` within `range`; `standard` if it isn't there.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int>, standard: Int
  ) throws(ConfigurationError) -> Int {
    precondition(range.contains(standard), "what holds by itself is allowed")
    return try optionalInteger(key, in: range) ?? standard
  }

  /// The whole number of `key` within `range`, which must be there.
  public mutating func integer(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int {
    guard let number = try optionalInteger(key, in: range) else { throw missing(key) }
    return number
  }

  /// The whole number of `key` within `range`, or `nil` if it isn't there.
  public mutating func optionalInteger(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> Int? {
    guard let entry = take(key) else { return nil }
    guard case .integer(let number) = entry.value, range.contains(number) else {
      throw fault(
        at: entry,
        "\"\(key)\" must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// The whole number of `key`, one of `choices`.
  public mutating func integer(
    _ key: String, of choices: [Int], standard: Int
  ) throws(ConfigurationError) -> Int {
    precondition(choices.contains(standard), "what holds by itself is allowed")
    guard let entry = take(key) else { return standard }
    guard case .integer(let number) = entry.value, choices.contains(number) else {
      let allowed = choices.map(String.init).joined(separator: ", ")
      throw fault(at: entry, "\"\(key)\" must be one of \(allowed)")
    }
    return number
  }

  /// The array of strings of `key`; empty if it isn't there.
  public mutating func strings(_ key: String) throws(ConfigurationError) -> [String] {
    guard let entry = take(key) else { return [] }
    guard case .strings(let strings) = entry.value else {
      throw fault(at: entry, "\"\(key)\" must be an array of strings such as [\"one\"]")
    }
    return strings
  }

  /// The array of whole numbers of `key`, each within `range`; empty if it isn't there.
  public mutating func integers(
    _ key: String, in range: ClosedRange<Int>
  ) throws(ConfigurationError) -> [Int] {
    guard let entry = take(key) else { return [] }
    if case .strings([]) = entry.value { return [] }
    guard case .integers(let numbers) = entry.value, numbers.allSatisfy(range.contains) else {
      throw fault(
        at: entry,
        "\"\(key)\" must be an array of whole numbers from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return numbers
  }

  /// Refuses keys that nobody asked for.
  public func finish() throws(ConfigurationError) {
    guard let entry = entries.first else { return }
    throw fault(
      at: entry, "unknown key \"\(entry.key)\" in \(shown)",
      allowed: Self.listed(asked))
  }
}
