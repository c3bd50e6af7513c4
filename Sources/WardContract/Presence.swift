/// Whether a terminal is connected, and what it runs. Retained; offline is its last will.
public struct Presence: Equatable, Sendable {
  /// Connected, or gone.
  public var online: Bool
  /// The version of `loanhad`.
  public var version: String
  /// The highest board sequence the terminal has believed; 0 before the first.
  public var boardSequence: Int64
  /// Parts of the terminal that fail now, by name: "sound", "display", "buttons", "disk" …
  public var faults: [String]
  /// The ways into the network and how they are: "wifi used", "cellular ready", "ethernet down".
  public var networks: [String]
  /// The network around the modem, if there is a modem that telephones.
  public var mobile: MobileNetwork?

  /// The version of the home's settings that is on its disk; 0 is that of its enrolment.
  public var settingsVersion: Int64 = 0
  /// The newest settings that it did not take since.
  public var refusedSettings: RefusedSettings?

  /// A presence.
  public init(
    online: Bool, version: String, boardSequence: Int64, faults: [String] = [],
    networks: [String] = [], mobile: MobileNetwork? = nil
  ) {
    self.online = online
    self.version = version
    self.boardSequence = boardSequence
    self.faults = faults
    self.networks = networks
    self.mobile = mobile
  }

  /// The presence that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    online = try reader.boolean("online")
    version = try reader.text("version", limit: Bounds.identifierBytes)
    boardSequence = try reader.integer("boardSequence", in: 0...Int64.max)
    faults = try reader.texts("faults", limit: Bounds.identifierBytes)
    networks = try reader.texts("networks", limit: Bounds.identifierBytes)
    mobile = reader.has("mobile") ? try MobileNetwork(reader.object("mobile")) : nil
    settingsVersion =
      reader.has("settings") ? try reader.integer("settings", in: 0...Int64.max) : 0
    refusedSettings =
      reader.has("refusedSettings")
      ? try RefusedSettings(reader.object("refusedSettings")) : nil
  }

  /// The presence as JSON.
  public var json: JSONValue {
    .members([
      "online": .boolean(online), "version": .string(version),
      "boardSequence": .integer(boardSequence),
      "faults": faults.isEmpty ? nil : .array(faults.map { .string($0) }),
      "networks": networks.isEmpty ? nil : .array(networks.map { .string($0) }),
      "mobile": mobile?.json,
      "settings": settingsVersion == 0 ? nil : .integer(settingsVersion),
      "refusedSettings": refusedSettings?.json,
    ])
  }
}
