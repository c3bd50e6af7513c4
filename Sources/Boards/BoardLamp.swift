import ConfigurationFiles

extension Board {
  /// `[lamp.alert]`, `[lamp.ready]` or `[lamp.recording]`
  public struct Lamp: Sendable {
    /// What a lamp tells.
    public enum Role: String, CaseIterable, Sendable {
      /// An emergency.
      case alert
      /// That the terminal lives.
      case ready
      /// That the microphone is open; without it the lamp of `ready` blinks.
      case recording

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
