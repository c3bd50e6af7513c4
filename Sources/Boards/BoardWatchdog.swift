import ConfigurationFiles

extension Board {
  /// `[watchdog]`: it is systemd that feeds it.
  public struct Watchdog: Sendable {
    /// What `identity` in /sys/class/watchdog/watchdog0 says.
    public var identity: String

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      identity = try table.name("identity")
      try table.finish()
    }
  }
}
