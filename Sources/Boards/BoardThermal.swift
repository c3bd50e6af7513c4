import ConfigurationFiles

extension Board {
  /// `[thermal]`
  public struct Thermal: Sendable {
    /// The `type` of a zone in /sys/class/thermal, such as "cpu-thermal".
    public var zone: String
    /// From this on the board is too hot, 40…120 °C.
    public var warnCelsius: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      zone = try table.name("zone")
      warnCelsius = try table.integer("warn-c", in: 40...120, standard: 80)
      try table.finish()
    }
  }
}
