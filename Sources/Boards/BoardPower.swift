import ConfigurationFiles

extension Board {
  /// `[power]`: one of the two or both
  public struct Power: Sendable {
    /// The mains' name in /sys/class/power_supply; `nil` if nothing tells of them.
    public var mains: String?
    /// The battery's name there; `nil` if there is none.
    public var battery: String?

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      mains = try table.optionalName("mains")
      battery = try table.optionalName("battery")
      try table.finish()
      if mains == nil, battery == nil { throw table.missing("mains", "battery") }
    }
  }
}
