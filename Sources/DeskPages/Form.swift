import Hummingbird
import WardContract

/// What a form brought (application/x-www-form-urlencoded, WHATWG URL §5.1), in its order. Text is in
/// normalisation form C, and a line ends with a line feed.
public struct Form: Sendable {
  private let fields: [(name: String, value: String)]

  /// Fields that are read at most.
  static let mostFields = 1_000
  /// No fields.
  static let none = Form(fields: [])

  private init(fields: [(name: String, value: String)]) { self.fields = fields }

  /// Reads a body; `nil` if it has too many fields, or isn't text in UTF-8.
  init?(_ body: some Collection<UInt8>) {
    let pairs = body.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= Self.mostFields else { return nil }
    var fields: [(name: String, value: String)] = []
    for pair in pairs {
      let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      guard let name = Self.decoded(pair[..<end]),
        let value = Self.decoded(pair[end...].dropFirst())
      else { return nil }
      fields.append((name, value))
    }
    self.init(fields: fields)
  }

  /// Whether a request brings a form.
  static func isIn(_ request: Request) -> Bool {
    request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
  }

  /// The first value of that name; empty if there is none.
  public subscript(name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

  /// All values of that name, as boxes to tick have them.
  public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// Every field but that one as a hidden one of another form.
  func hidden(without name: String) -> [HTML] {
    fields.filter { $0.name != name }.pieces {
      "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n"
    }
  }

  private static func decoded(_ bytes: some Collection<UInt8>) -> String? {
    var text: [UInt8] = []
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+"): text.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
          return nil
        }
        text.append(high << 4 | low)
      default: text.append(byte)
      }
    }
    // A text field ends its lines with carriage return and line feed.
    text.removeAll { $0 == 0x0D }
    return String(validating: text, as: UTF8.self).map(TextRules.normalised)
  }

  private static func digit(_ letter: UInt8) -> UInt8? {
    Character(UnicodeScalar(letter)).hexDigitValue.map { UInt8($0) }
  }
}

/// Where a browser is sent on to.
enum OurPath {
  private static let longestBytes = 2_000

  /// `path` if it is one of this server, and not another server's address; otherwise "/". Browsers
  /// take a backslash for a slash.
  static func checked(_ path: String) -> String {
    let bytes = Array(path.utf8)
    let isOurs =
      bytes.first == UInt8(ascii: "/") && bytes.dropFirst().first != UInt8(ascii: "/")
      && bytes.count <= longestBytes
      && bytes.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    return isOurs ? path : "/"
  }
}
