/// What a terminal's modem says of the mobile network around it.
public struct MobileNetwork: Equatable, Sendable {
  /// Whether the network has taken the modem in (3GPP TS 27.007 §7.2).
  public enum Registration: String, CaseIterable, Sendable {
    case home
    case roaming
    case searching
    /// The network refuses the SIM card.
    case denied
    /// It is not registered, and doesn't look for a network.
    case none
  }

  /// Whether the network has taken the modem in.
  public var registration: Registration
  /// As the network calls itself: "Viettel"; empty if it isn't known.
  public var name: String
  /// How well it is received, 0…100 percent.
  public var signalPercent: Int

  /// A network around a modem. A name that no text may be, or that is too long, counts as unknown.
  public init(registration: Registration, name: String, signalPercent: Int) {
    self.registration = registration
    let isText = TextRules.fault(in: name, limit: Bounds.identifierBytes) == nil
    self.name = isText ? name : ""
    self.signalPercent = min(max(signalPercent, 0), 100)
  }

  /// Whether calls and data can go through it.
  public var isRegistered: Bool { registration == .home || registration == .roaming }

  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      registration: try reader.word("registration"),
      name: try reader.optionalText("name", limit: Bounds.identifierBytes) ?? "",
      signalPercent: Int(try reader.integer("signal", in: 0...100)))
  }

  /// The network that `json` spells.
  public init(json: JSONValue) throws(Malformed) { try self.init(ObjectReader(json)) }

  /// The network as JSON.
  public var json: JSONValue {
    .members([
      "registration": .string(registration.rawValue),
      "name": name.isEmpty ? nil : .string(name), "signal": .integer(Int64(signalPercent)),
    ])
  }
}
