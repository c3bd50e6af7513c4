/// What a sensor measures.
public enum Quantity: String, CaseIterable, Sendable {
  /// Of the air, in °C.
  case temperature
  /// Relative, in %.
  case humidity
  /// Of the air, in hPa.
  case pressure
  /// Particles of up to 2.5 µm, in µg/m³.
  case pm25
  /// Particles of up to 10 µm, in µg/m³.
  case pm10
  /// Carbon dioxide, in ppm.
  case co2
  /// Illuminance, in lx.
  case light

  /// The unit, as it is written.
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

  /// How the kernel says it: what names of channels begin and end with, and how many thousandths
  /// of `unit` its number one is.
  struct Channel {
    var prefix: String
    var suffix = ""
    var thousandths: Int
    /// Some drivers don't keep to the kernel's units. Numbers that can't be in those, and how
    /// many thousandths one is then.
    var misunderstood: (numbers: ClosedRange<Int>, thousandths: Int)?

    /// Whether that is the name of one of its channels.
    func isName(_ name: String) -> Bool {
      name.hasPrefix(prefix) && name.hasSuffix(suffix) && Sysfs.isName(name)
    }

    /// The kernel's number in thousandths of `unit`; `nil` if it doesn't fit.
    func value(_ number: SysfsNumber) -> Int? {
      guard let whole = number.rounded else { return nil }
      let isMisunderstood = misunderstood?.numbers.contains(whole) ?? false
      let thousandths = isMisunderstood ? misunderstood?.thousandths : self.thousandths
      return number.multiplied(by: SysfsNumber(thousandths ?? self.thousandths))?.rounded
    }
  }

  /// As in the kernel's Documentation/ABI/testing/sysfs-bus-iio: milli degrees Celsius, milli
  /// percent, kilopascal, µg/m³, percent (of a substance), lux.
  var industrialChannel: Channel {
    switch self {
    case .temperature: Channel(prefix: "in_temp", thousandths: 1)
    case .humidity:
      // Percent: bme680 to this day, bme280 up to Linux 4.17. No air in a home is as dry as 0.1 %.
      Channel(prefix: "in_humidityrelative", thousandths: 1, misunderstood: (1...100, 1_000))
    case .pressure:
      // Hectopascal: bme680 in Linux 5.15. No air in a home has two atmospheres.
      Channel(prefix: "in_pressure", thousandths: 10_000, misunderstood: (200...2_000, 1_000))
    case .pm25: Channel(prefix: "in_massconcentration", suffix: "_pm2p5", thousandths: 1_000)
    case .pm10: Channel(prefix: "in_massconcentration", suffix: "_pm10", thousandths: 1_000)
    case .co2: Channel(prefix: "in_concentration", suffix: "_co2", thousandths: 10_000_000)
    case .light: Channel(prefix: "in_illuminance", thousandths: 1_000)
    }
  }

  /// As in the kernel's Documentation/hwmon/sysfs-interface: milli degrees Celsius and milli
  /// percent; hwmon has none of the others.
  var monitorChannel: Channel? {
    switch self {
    case .temperature: Channel(prefix: "temp", thousandths: 1)
    case .humidity: Channel(prefix: "humidity", thousandths: 1)
    case .pressure, .pm25, .pm10, .co2, .light: nil
    }
  }
}
