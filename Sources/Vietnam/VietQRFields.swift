/// Why a string is no VietQR payload, or a payment can't be written as one.
public struct VietQRFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The identifiers of the data object, outermost first: "38.01.00"; empty for the payload.
  public var place: String
  /// What is wrong with it.
  public var fault: String

  init(_ place: String, _ fault: String) {
    self.place = place
    self.fault = fault
  }

  /// Both, on one line.
  public var description: String { place.isEmpty ? fault : "field \(place): \(fault)" }
}

/// Data objects of EMVCo's Merchant-Presented QR (EMV QRCPS 1.1, section 3): identifier of two digits,
/// length of two digits in characters, value.
struct VietQRFields {
  /// Identifiers and values, in their order.
  private(set) var fields: [(identifier: String, value: String)] = []
  private let place: String

  /// No field yet; of the whole payload if `place` is empty.
  init(place: String = "") { self.place = place }

  /// Reads all of `text`: no field may be left over, cut off, empty or there twice.
  init(_ text: String, place: String = "") throws(VietQRFault) {
    self.init(place: place)
    var rest = Array(text.unicodeScalars)[...]
    while !rest.isEmpty {
      guard let identifier = Self.digits(rest.prefix(2)) else {
        throw VietQRFault(
          place, "an identifier of two digits was expected before “\(Self.text(rest.prefix(8)))”")
      }
      rest = rest.dropFirst(2)
      let inner = path(identifier)
      guard let length = Self.digits(rest.prefix(2)).flatMap({ Int($0) }), length > 0 else {
        throw VietQRFault(inner, "a length of 01 to 99 was expected")
      }
      rest = rest.dropFirst(2)
      guard rest.count >= length else {
        throw VietQRFault(inner, "is said to have \(length) characters, \(rest.count) are left")
      }
      guard self[identifier] == nil else { throw VietQRFault(inner, "is there twice") }
      fields.append((identifier, Self.text(rest.prefix(length))))
      rest = rest.dropFirst(length)
    }
  }

  private static func digits(_ scalars: ArraySlice<Unicode.Scalar>) -> String? {
    guard scalars.count == 2, scalars.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return text(scalars)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  /// Where a field of this template stands.
  func path(_ identifier: String) -> String {
    place.isEmpty ? identifier : "\(place).\(identifier)"
  }

  /// The value of a field.
  subscript(identifier: String) -> String? { fields.first { $0.identifier == identifier }?.value }

  /// The value of a field that must be there.
  func required(_ identifier: String) throws(VietQRFault) -> String {
    guard let value = self[identifier] else { throw VietQRFault(path(identifier), "is missing") }
    return value
  }

  /// Refuses what is longer than that, and what isn't printable ASCII unless `isAnyText`.
  func check(
    _ identifier: String, atMost count: Int, isAnyText: Bool = false
  ) throws(VietQRFault) {
    guard let value = self[identifier] else { return }
    guard value.unicodeScalars.count <= count else {
      throw VietQRFault(
        path(identifier), "may have \(count) characters, not \(value.unicodeScalars.count)")
    }
    guard isAnyText || value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw VietQRFault(path(identifier), "may have letters without marks, digits and signs only")
    }
  }

  /// Refuses every identifier that isn't one of these.
  func check(only known: [String]) throws(VietQRFault) {
    for field in fields where !known.contains(field.identifier) {
      throw VietQRFault(path(field.identifier), "is not known here")
    }
  }

  /// Adds a field behind the others; `nil` and empty values are left out.
  mutating func add(_ identifier: String, _ value: String?) throws(VietQRFault) {
    guard let value, !value.isEmpty else { return }
    guard value.unicodeScalars.count <= 99 else {
      throw VietQRFault(
        path(identifier), "may have 99 characters, not \(value.unicodeScalars.count)")
    }
    fields.append((identifier, value))
  }

  /// The fields as they are written.
  var text: String {
    fields.map { field in
      let length = field.value.unicodeScalars.count
      return field.identifier + (length < 10 ? "0" : "") + String(length) + field.value
    }.joined()
  }
}
