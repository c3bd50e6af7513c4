import Configuration

extension Board {
  /// `[lamp.alert]` or `[lamp.ready]`
  public struct Lamp: Sendable {
    /// What a lamp tells.
    public enum Role: String, CaseIterable, Sendable {
      /// An emergency.
      case alert
      /// That the terminal lives.
      case ready

      var table: String { "lamp.\(rawValue)" }
    }

    /// What it tells.
    public var role: Role
    /// Its name in /sys/class/leds.
    public var led: String

    init(_ role: Role, _ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      self.role = role
      led = try table.name("led")
      try table.finish()
    }
  }
}
