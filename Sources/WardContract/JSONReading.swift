/// Reads one JSON object member by member and names the place of whatever is wrong.
public struct ObjectReader {
  private let value: JSONValue
  private let place: String

  /// A reader of `value`, which must be an object; `place` leads every fault it reports.
  public init(_ value: JSONValue, at place: String = "") throws(Malformed) {
    guard case .object = value else { throw Malformed(place, "an object was expected") }
    self.value = value
    self.place = place
  }

  /// Where member `name` stands, for a fault of the caller's own.
  public func place(of name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

  private func missing(_ name: String, _ kind: String) -> Malformed {
    Malformed(place(of: name), "\(kind) was expected")
  }

  /// Whether member `name` is there and not `null`.
  public func has(_ name: String) -> Bool {
    switch value[name] {
    case nil, .null: false
    default: true
    }
  }

  /// The text of member `name` as it stands, unchecked but for its type.
  public func string(_ name: String) throws(Malformed) -> String {
    guard case .string(let text) = value[name] else { throw missing(name, "a string") }
    return text
  }

  /// Text for people: normalised, without control characters, at most `limit` bytes.
  public func text(_ name: String, limit: Int) throws(Malformed) -> String {
    let text = try string(name)
    if let fault = TextRules.fault(in: text, limit: limit) {
      throw Malformed(place(of: name), fault)
    }
    return text
  }

  /// Text for people that may be absent.
  public func optionalText(_ name: String, limit: Int) throws(Malformed) -> String? {
    has(name) ? try text(name, limit: limit) : nil
  }

  /// The whole number of member `name` within `range`.
  public func integer(_ name: String, in range: ClosedRange<Int64>) throws(Malformed) -> Int64 {
    guard case .integer(let number) = value[name] else { throw missing(name, "a whole number") }
    guard range.contains(number) else {
      throw Malformed(
        place(of: name), "\(number) is outside \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// The truth value of member `name`.
  public func boolean(_ name: String) throws(Malformed) -> Bool {
    guard case .boolean(let truth) = value[name] else { throw missing(name, "true or false") }
    return truth
  }

  /// The time of member `name`.
  public func instant(_ name: String) throws(Malformed) -> Instant {
    let text = try string(name)
    guard let instant = Instant(text) else {
      throw Malformed(place(of: name), "not a time such as 2026-11-24T08:05:00+07:00")
    }
    return instant
  }

  /// A time that may be absent.
  public func optionalInstant(_ name: String) throws(Malformed) -> Instant? {
    has(name) ? try instant(name) : nil
  }

  /// The word of member `name` out of the vocabulary `Word`.
  public func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, of: Word.Type = Word.self
  ) throws(Malformed) -> Word where Word.RawValue == String {
    let text = try string(name)
    guard let word = Word(rawValue: text) else {
      let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Malformed(place(of: name), "\"\(text.prefix(40))\" is none of \(allowed)")
    }
    return word
  }

  /// A word that may be absent.
  public func optionalWord<Word: RawRepresentable & CaseIterable>(
    _ name: String, of: Word.Type = Word.self
  ) throws(Malformed) -> Word? where Word.RawValue == String {
    has(name) ? try word(name) : nil
  }

  /// The words of array `name` out of the vocabulary `Word`, each once.
  public func words<Word: RawRepresentable & CaseIterable & Equatable>(
    _ name: String, of: Word.Type = Word.self
  ) throws(Malformed) -> [Word] where Word.RawValue == String {
    var words: [Word] = []
    for (item, place) in try items(name, limit: Word.allCases.count) {
      guard case .string(let text) = item, let word = Word(rawValue: text) else {
        let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
        throw Malformed(place, "none of \(allowed)")
      }
      guard !words.contains(word) else { throw Malformed(place, "\(text) stands twice") }
      words.append(word)
    }
    return words
  }

  /// The identifier of member `name`.
  public func identifier(_ name: String) throws(Malformed) -> Identifier {
    guard let identifier = Identifier(try string(name)) else {
      throw Malformed(place(of: name), Identifier.rule)
    }
    return identifier
  }

  /// The area of member `name`.
  public func area(_ name: String) throws(Malformed) -> Area {
    guard let area = Area(try string(name)) else { throw Malformed(place(of: name), Area.rule) }
    return area
  }

  /// The bytes of member `name`, spelt in base64url, of exactly `count` bytes.
  public func bytes(_ name: String, count: Int) throws(Malformed) -> [UInt8] {
    guard let bytes = Base64URL.decode(try string(name)), bytes.count == count else {
      throw Malformed(place(of: name), "\(count) bytes in base64url were expected")
    }
    return bytes
  }

  /// The bytes of member `name`, spelt in base64url, at least one and at most `limit`.
  public func bytes(_ name: String, limit: Int) throws(Malformed) -> [UInt8] {
    guard let bytes = Base64URL.decode(try string(name)), (1...limit).contains(bytes.count) else {
      throw Malformed(place(of: name), "1 to \(limit) bytes in base64url were expected")
    }
    return bytes
  }

  /// The items of array `name`, at most `limit`, each with its place. Absent is empty.
  public func items(_ name: String, limit: Int) throws(Malformed) -> [(JSONValue, String)] {
    guard has(name) else { return [] }
    guard case .array(let items) = value[name] else { throw missing(name, "an array") }
    guard items.count <= limit else {
      throw Malformed(place(of: name), "\(items.count) items, \(limit) are allowed")
    }
    return items.enumerated().map { ($1, "\(place(of: name))[\($0)]") }
  }

  /// The texts of array `name`, each at most `limit` bytes.
  public func texts(_ name: String, limit: Int) throws(Malformed) -> [String] {
    var texts: [String] = []
    for (item, place) in try items(name, limit: Bounds.listedPerBulletin) {
      guard case .string(let text) = item else { throw Malformed(place, "a string was expected") }
      if let fault = TextRules.fault(in: text, limit: limit) { throw Malformed(place, fault) }
      texts.append(text)
    }
    return texts
  }

  /// The areas of array `name`.
  public func areas(_ name: String) throws(Malformed) -> [Area] {
    var areas: [Area] = []
    for (item, place) in try items(name, limit: Bounds.listedPerBulletin) {
      guard case .string(let text) = item, let area = Area(text) else {
        throw Malformed(place, Area.rule)
      }
      areas.append(area)
    }
    return areas
  }

  /// The identifiers of array `name`.
  public func identifiers(_ name: String) throws(Malformed) -> [Identifier] {
    var identifiers: [Identifier] = []
    for (item, place) in try items(name, limit: Bounds.listedPerBulletin) {
      guard case .string(let text) = item, let identifier = Identifier(text) else {
        throw Malformed(place, Identifier.rule)
      }
      identifiers.append(identifier)
    }
    return identifiers
  }

  /// The value of member `name`.
  public func member(_ name: String) throws(Malformed) -> JSONValue {
    guard let member = value[name] else { throw missing(name, "a value") }
    return member
  }

  /// The object of member `name`.
  public func object(_ name: String) throws(Malformed) -> ObjectReader {
    guard let member = value[name] else { throw missing(name, "an object") }
    return try ObjectReader(member, at: place(of: name))
  }
}
