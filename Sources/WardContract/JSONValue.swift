/// A JSON value (RFC 8259) of the contract: numbers are whole, members keep their order, and a
/// member name never stands twice.
public enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A name and its value within an object.
  public struct Member: Equatable, Sendable {
    /// The member's name.
    public var name: String
    /// The member's value.
    public var value: JSONValue

    /// A member.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object from names and values; members whose value is `nil` are left out.
  public static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
    .object(members.compactMap { name, value in value.map { Member(name, $0) } })
  }

  /// The member of that name, or `nil` if this is no object or has none.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

/// Why a text was not what the contract expects: the place within it, and what is wrong there.
public struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
  /// The place: a path of member names, or a byte offset.
  public var place: String
  /// What is wrong, in plain words.
  public var fault: String

  /// A fault at a place.
  public init(_ place: String, _ fault: String) {
    self.place = place
    self.fault = fault
  }

  /// Place and fault on one line.
  public var description: String { place.isEmpty ? fault : "\(place): \(fault)" }
}
