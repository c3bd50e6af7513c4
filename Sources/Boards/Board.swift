import ConfigurationFiles

/// What a terminal is built of, in roles; from a file `boards/<board>.toml`. Nothing in it is
/// about a home.
///
/// A role that neither the file nor one that it inherits from has a table for is a part that the
/// board doesn't have.
public struct Board: Sendable {
  /// How far a board file can be trusted.
  public enum Status: String, CaseIterable, Sendable {
    /// Written from data sheets.
    case sketch
    /// Checked against captured files of the real board.
    case captured
    /// Run.
    case tested
  }

  /// The board's name; its file is `boards/<name>.toml`.
  public var name: String
  /// How far this very file can be trusted; it is never inherited.
  public var status: Status
  /// Names of machines that the file is for, of which the running one must have one: device-tree
  /// "compatible" strings, or the product names of DMI. Empty is any machine. Never inherited.
  public var machines: [String]
  /// The sound card.
  public var sound: Sound
  /// The card of a loudspeaker in another room; `nil` if there is none.
  public var secondSound: Sound?
  /// The voice that reads out what has no recording.
  public var speech: Speech
  /// The microphone; `nil` if there is none.
  public var microphone: Microphone?
  /// The display.
  public var display: Display
  /// The buttons.
  public var buttons: Buttons
  /// The telephone; `nil` if there is none.
  public var telephone: Telephone?
  /// The lamps, each role once.
  public var lamps: [Lamp]
  /// The sensors, each quantity once.
  public var sensors: [Sensor]
  /// Mains and battery; `nil` if nothing tells of them.
  public var power: Power?
  /// The temperature of the processor; `nil` if nothing tells of it.
  public var thermal: Thermal?
  /// The watchdog; `nil` if there is none.
  public var watchdog: Watchdog?
  /// What the board must not be asked for.
  public var limits: Limits

  private static let tableNames =
    ["sound", "second-sound", "speech", "microphone", "display", "buttons", "telephone"]
    + Lamp.Role.allCases.map(\.table) + Sensor.Quantity.allCases.map(\.table)
    + ["power", "thermal", "watchdog", "limits"]

  /// Reads the board file at `path`; `read` gives the bytes of a file, and throws if there is
  /// none. `inherit` names another board of the same folder, whose tables count key by key where
  /// this file has none of its own; `without` lists tables of the inherited boards that don't.
  public init(
    path: String, read: (String) throws(ConfigurationError) -> [UInt8]
  ) throws(ConfigurationError) {
    let files = try BoardFiles(path: path, tables: Self.tableNames, read: read)
    name = files.name
    status = files.status
    machines = files.machines
    sound = try Sound(files.table("sound"))
    secondSound = nil
    if let table = files.optionalTable("second-sound") { secondSound = try Sound(table) }
    speech = try Speech(files.table("speech"))
    microphone = nil
    if let table = files.optionalTable("microphone") { microphone = try Microphone(table) }
    display = try Display(files.table("display"))
    buttons = try Buttons(files.table("buttons"))
    telephone = nil
    if let table = files.optionalTable("telephone") { telephone = try Telephone(table) }
    lamps = []
    for role in Lamp.Role.allCases {
      if let table = files.optionalTable(role.table) { lamps.append(try Lamp(role, table)) }
    }
    sensors = []
    for quantity in Sensor.Quantity.allCases {
      guard let table = files.optionalTable(quantity.table) else { continue }
      sensors.append(try Sensor(quantity, table))
    }
    power = nil
    if let table = files.optionalTable("power") { power = try Power(table) }
    thermal = nil
    if let table = files.optionalTable("thermal") { thermal = try Thermal(table) }
    watchdog = nil
    if let table = files.optionalTable("watchdog") { watchdog = try Watchdog(table) }
    limits = try Limits(files.table("limits"))
  }
}
