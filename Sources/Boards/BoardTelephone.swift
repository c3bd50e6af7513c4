import ConfigurationFiles

extension Board {
  /// `[telephone]`, which may be left out: a modem that calls for help, through ModemManager.
  public struct Telephone: Sendable {
    /// The D-Bus on which ModemManager is.
    public enum Bus: String, CaseIterable, Sendable {
      /// The machine's own.
      case system
      /// The user's (DBUS_SESSION_BUS_ADDRESS), for trials without a modem.
      case session
    }

    /// The D-Bus on which ModemManager is.
    public var bus: Bus

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      bus = try table.word("bus", standard: .system)
      try table.finish()
    }
  }
}
