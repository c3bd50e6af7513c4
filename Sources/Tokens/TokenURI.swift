/// The name of a private key on a token (RFC 7512):
/// `pkcs11:token=duyet;object=khoa?module-path=/usr/lib/…/libsofthsm2.so&pin-source=file:/run/pin`.
///
/// It names one key or is refused: what is not understood could be what tells two keys apart. A PIN
/// in it (`pin-value`) is refused, since everybody on the machine can read what a program is given.
public struct TokenURI: Equatable, Sendable {
  /// How a URI begins that names something on a token.
  public static let scheme = "pkcs11:"
  /// Longest URI, in bytes.
  static let maximumBytes = 2_048
  /// Longest identifier of a key, in bytes.
  static let maximumIdentifierBytes = 128
  /// What stands for every module that is registered on this machine: p11-kit's own.
  static let usualModulePath = "libp11-kit.so.0"

  /// Attributes of the token, as it gives them; `nil` is any.
  public var token, manufacturer, model, serial: String?
  /// The key's label.
  public var object: String?
  /// The key's identifier, 1 to 128 bytes.
  public var identifier: [UInt8]?
  /// The PKCS#11 module to load.
  public var modulePath: String
  /// The file that holds the PIN; `nil` has it asked for.
  public var pinPath: String?

  /// Whether `text` means a key on a token.
  public static func isMeant(by text: String) -> Bool { text.hasPrefix(scheme) }

  /// The name that `text` spells.
  public init(_ text: String) throws(TokenFault) {
    guard Self.isMeant(by: text), text.utf8.count <= Self.maximumBytes else {
      throw .malformed("a URI such as pkcs11:token=duyet;object=khoa was expected")
    }
    let halves = text.utf8.dropFirst(Self.scheme.utf8.count)
      .split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    var path = try Self.attributes(halves[0], separator: ";", free: Self.pathCharacters)
    var query =
      halves.count == 1
      ? [:] : try Self.attributes(halves[1], separator: "&", free: Self.queryCharacters)
    token = try path.take("token")
    manufacturer = try path.take("manufacturer")
    model = try path.take("model")
    serial = try path.take("serial")
    object = try path.take("object")
    identifier = path.removeValue(forKey: "id")
    let type = try path.take("type")
    guard type == nil || type == "private" else {
      throw .malformed("type must be private: a private key signs")
    }
    guard query["pin-value"] == nil else {
      throw .malformed(
        "a PIN in the URI could be read by everybody: leave pin-value out and type the PIN, or name "
          + "a file with pin-source=file:/path")
    }
    let module = try query.take("module-path")
    guard module?.hasPrefix("/") != false else {
      throw .malformed("module-path must begin with /")
    }
    modulePath = module ?? Self.usualModulePath
    pinPath = try query.take("pin-source").map(Self.path)
    if let stranger = (Array(path.keys) + Array(query.keys)).min() {
      throw .malformed("\(stranger) is not understood; \(Self.known) are")
    }
    guard object != nil || identifier != nil else {
      throw .malformed("object (the key's label) or id is needed")
    }
    guard (1...Self.maximumIdentifierBytes).contains(identifier?.count ?? 1) else {
      throw .malformed("id takes 1 to \(Self.maximumIdentifierBytes) bytes, as %01%A3")
    }
  }

  private static let known =
    "token, manufacturer, model, serial, object, id, type, and after ? module-path and pin-source"

  /// The file of `file:/run/pin`. A program to run (`|…`), which the standard knows as well, is refused.
  private static func path(ofSource source: String) throws(TokenFault) -> String {
    guard source.hasPrefix("file:/") else {
      throw .malformed("pin-source names a file: pin-source=file:/run/pin, or file:/dev/fd/3")
    }
    return String(source.dropFirst("file:".count))
  }

  /// Characters that stand for themselves besides letters and digits (RFC 7512 §2.3).
  private static let pathCharacters = Set("-._~:[]@!$'()*+,=&".utf8)
  private static let queryCharacters = Set("-._~:[]@!$'()*+,=/?|".utf8)

  /// Attributes by name, each once; their values without percent-encoding.
  private static func attributes(
    _ text: Substring.UTF8View.SubSequence, separator: Unicode.Scalar, free: Set<UInt8>
  ) throws(TokenFault) -> [String: [UInt8]] {
    var attributes: [String: [UInt8]] = [:]
    guard !text.isEmpty else { return attributes }
    for part in text.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false) {
      let sides = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(decoding: sides[0], as: UTF8.self)
      guard sides.count == 2, !name.isEmpty else {
        throw .malformed(
          "name=value was expected in place of \"\(String(decoding: part, as: UTF8.self))\"")
      }
      guard let value = decoded(sides[1], free: free) else {
        throw .malformed("the value of \(name) has characters that must be written as %XX")
      }
      guard attributes.updateValue(value, forKey: name) == nil else {
        throw .malformed("\(name) is there twice")
      }
    }
    return attributes
  }

  /// `text` without percent-encoding; `nil` if it is not encoded as it must be.
  private static func decoded(
    _ text: Substring.UTF8View.SubSequence, free: Set<UInt8>
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      default:
        guard free.contains(byte) else { return nil }
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}

extension [String: [UInt8]] {
  /// Takes an attribute out whose value is text.
  fileprivate mutating func take(_ name: String) throws(TokenFault) -> String? {
    guard let bytes = removeValue(forKey: name) else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.isEmpty, !bytes.contains(0)
    else { throw .malformed("the value of \(name) is no text") }
    return text
  }
}
