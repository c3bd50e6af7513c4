import ConfigurationFiles

extension Board {
  /// `[sensor.temperature]` and its like
  public struct Sensor: Sendable {
    /// What is measured.
    public enum Quantity: String, CaseIterable, Sendable {
      case temperature
      case humidity
      case pressure
      /// Particles up to 2.5 µm.
      case pm25
      /// Particles up to 10 µm.
      case pm10
      /// Carbon dioxide.
      case co2
      case light

      var table: String { "sensor.\(rawValue)" }

      /// The unit of readings and of bounds.
      public var unit: String {
        switch self {
        case .temperature: "°C"
        case .humidity: "%"
        case .pressure: "hPa"
        case .pm25, .pm10: "µg/m³"
        case .co2: "ppm"
        case .light: "lx"
        }
      }

      /// What any sensor of the quantity may read in or outside of a home, in `unit`.
      public var range: ClosedRange<Int> {
        switch self {
        case .temperature: -40...85
        case .humidity: 0...100
        case .pressure: 300...1_100
        case .pm25, .pm10: 0...1_000
        case .co2: 0...40_000
        case .light: 0...200_000
        }
      }
    }

    /// Which interface of the kernel gives readings.
    public enum Kind: String, CaseIterable, Sendable {
      /// Industrial I/O: /sys/bus/iio/devices.
      case iio
      /// Hardware monitoring: /sys/class/hwmon.
      case hwmon
    }

    /// What is measured.
    public var quantity: Quantity
    /// Which interface of the kernel gives readings.
    public var kind: Kind
    /// What the device's `name` file says, such as "sht4x".
    public var driver: String
    /// The channel, as files begin: "temp1" of hwmon, "in_temp" of iio.
    public var channel: String
    /// Readings below are no data, in the quantity's unit.
    public var minimum: Int
    /// Readings above are no data, in the quantity's unit.
    public var maximum: Int
    /// How often it is read, 1…3,600 s.
    public var periodSeconds: Int

    init(_ quantity: Quantity, _ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      let range = quantity.range
      self.quantity = quantity
      kind = try table.word("kind")
      driver = try table.name("driver")
      channel = try table.name("channel")
      minimum = try table.integer(
        "minimum", in: range.lowerBound...range.upperBound - 1, standard: range.lowerBound)
      maximum = try table.integer(
        "maximum", in: minimum + 1...range.upperBound, standard: range.upperBound)
      periodSeconds = try table.integer("period-s", in: 1...3_600, standard: 60)
      try table.finish()
    }
  }
}
