/// Reads JSON that strangers may have written: strict, bounded in depth and count, and without
/// recursion deeper than `Bounds.jsonDepth`.
///
/// Stricter than RFC 8259 where the contract needs it: numbers are whole and fit 64 bits, a
/// name twice in one object is refused (two readers could see two different messages), and text
/// must be valid UTF-8.
public struct JSONParser {
  private let bytes: [UInt8]
  private var index = 0
  private var values = 0

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The value that `bytes` spell, or why they spell none.
  public static func parse(_ bytes: [UInt8]) throws(Malformed) -> JSONValue {
    var parser = JSONParser(bytes)
    parser.skipSpace()
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.index == bytes.count else { throw parser.fault("something follows the value") }
    return value
  }

  private func fault(_ what: String) -> Malformed { Malformed("byte \(index)", what) }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(Malformed) -> JSONValue {
    guard depth <= Bounds.jsonDepth else { throw fault("nested deeper than \(Bounds.jsonDepth)") }
    values += 1
    guard values <= Bounds.jsonValues else { throw fault("more than \(Bounds.jsonValues) values") }
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some: return .integer(try integer())
    case nil: throw fault("ends too early")
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Malformed)
    -> JSONValue
  {
    for offset in 0..<word.utf8CodeUnitCount {
      guard take(word.utf8Start[offset]) else { throw fault("not a JSON value") }
    }
    return value
  }

  private mutating func object(depth: Int) throws(Malformed) -> JSONValue {
    index += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw fault("a member name was expected") }
      let name = try string()
      guard members.count < Bounds.jsonMembers else {
        throw fault("more than \(Bounds.jsonMembers) members in one object")
      }
      guard !members.contains(where: { $0.name == name }) else {
        throw fault("the name \"\(name)\" stands twice")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw fault("a colon was expected") }
      skipSpace()
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or } was expected") }
    }
  }

  private mutating func array(depth: Int) throws(Malformed) -> JSONValue {
    index += 1
    var items: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      skipSpace()
      items.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(items) }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or ] was expected") }
    }
  }

  private mutating func integer() throws(Malformed) -> Int64 {
    let negative = take(UInt8(ascii: "-"))
    let start = index
    var number: Int64 = 0
    while let byte = next, byte >= 0x30, byte <= 0x39 {
      let digit = Int64(byte - 0x30)
      let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(negative ? -digit : digit)
      guard !overflow, !carry else { throw fault("a number that does not fit 64 bits") }
      number = sum
      index += 1
    }
    guard index > start else { throw fault("not a JSON value") }
    guard index - start == 1 || bytes[start] != 0x30 else { throw fault("a leading zero") }
    if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      throw fault("numbers of the contract are whole")
    }
    return number
  }

  private mutating func string() throws(Malformed) -> String {
    index += 1
    let start = index
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      index += 1
    }
    if next == UInt8(ascii: "\"") {
      let text = String(validating: bytes[start..<index], as: UTF8.self)
      guard let text else { throw fault("text that is not UTF-8") }
      index += 1
      return text
    }
    return try escapedString(from: start)
  }

  /// The slow path: a string with at least one escape.
  private mutating func escapedString(from start: Int) throws(Malformed) -> String {
    var unescaped = Array(bytes[start..<index])
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw fault("text that is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(into: &unescaped)
      case 0..<0x20: throw fault("a bare control character in a string")
      default: unescaped.append(byte)
      }
    }
    throw fault("a string without its end")
  }

  private mutating func escape(into unescaped: inout [UInt8]) throws(Malformed) {
    guard let byte = next else { throw fault("a string without its end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
    case UInt8(ascii: "b"): unescaped.append(0x08)
    case UInt8(ascii: "f"): unescaped.append(0x0C)
    case UInt8(ascii: "n"): unescaped.append(0x0A)
    case UInt8(ascii: "r"): unescaped.append(0x0D)
    case UInt8(ascii: "t"): unescaped.append(0x09)
    case UInt8(ascii: "u"): unescaped.append(contentsOf: Array(String(try scalar()).utf8))
    default: throw fault("an unknown escape")
    }
  }

  /// A `\u` escape, or the pair of them that spells one scalar beyond the basic plane.
  private mutating func scalar() throws(Malformed) -> Character {
    let first = try hexUnit()
    if let scalar = Unicode.Scalar(first) { return Character(scalar) }
    guard first < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw fault("half of a surrogate pair")
    }
    let second = try hexUnit()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault("half of a surrogate pair") }
    return Character(scalar)
  }

  private mutating func hexUnit() throws(Malformed) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue,
        byte < 0x80
      else { throw fault("four hexadecimal digits were expected") }
      unit = unit << 4 | UInt32(digit)
      index += 1
    }
    return unit
  }
}
