import Testing

@testable import Panel

/// One sensor, read once.
@Suite("Sensors") struct SensorTests {
  private static func sensor(
    _ quantity: Quantity, _ driver: String, _ channel: String,
    range: ClosedRange<Int> = -1_000_000...1_000_000
  ) -> Sensor {
    Sensor(
      quantity: quantity, kind: channel.hasPrefix("in_") ? .iio : .hwmon, driver: driver,
      channel: channel, range: range)
  }

  private static let folder = "bus/iio/devices/iio:device0"
  private static let file = "\(folder)/in_temp_input"
  private static let thermometer = sensor(.temperature, "tmp117", "in_temp", range: -20...60)

  private func tree(_ files: [String: String]) throws -> SysfsTree {
    try SysfsTree(
      ["name": "tmp117"].merging(files) { $1 }.reduce(into: [:]) {
        $0["\(Self.folder)/\($1.key)"] = $1.value
      })
  }

  @Test(
    arguments: [
      ("bme280-linux-4.17", sensor(.temperature, "bme280", "in_temp"), 26_050),
      ("bme280-linux-4.17", sensor(.humidity, "bme280", "in_humidityrelative"), 49_611),
      ("bme280-linux-4.17", sensor(.pressure, "bme280", "in_pressure"), 1_021_127),
      ("bme680-linux-5.15", sensor(.temperature, "bme680", "in_temp"), 24_510),
      ("bme680-linux-5.15", sensor(.humidity, "bme680", "in_humidityrelative"), 63_827),
      ("bme680-linux-5.15", sensor(.pressure, "bme680", "in_pressure"), 984_630),
      ("raspberry-pi-3", sensor(.temperature, "cpu_thermal", "temp1"), 52_100),
      ("raspberry-pi-4", sensor(.temperature, "cpu_thermal", "temp1"), 62_322),
      ("orange-pi-zero-2", sensor(.temperature, "ve_thermal", "temp1"), 55_000),
      ("household", sensor(.co2, "scd30", "in_concentration_co2"), 712_340),
      ("household", sensor(.temperature, "scd30", "in_temp"), 27_310),
      ("household", sensor(.humidity, "scd30", "in_humidityrelative"), 71_450),
      ("household", sensor(.pm25, "pms7003", "in_massconcentration_pm2p5"), 35_000),
      ("household", sensor(.pm10, "pms7003", "in_massconcentration_pm10"), 48_000),
      ("household", sensor(.pm25, "sps30", "in_massconcentration_pm2p5"), 27_350),
      ("household", sensor(.temperature, "si7020", "in_temp"), 27_156),
      ("household", sensor(.humidity, "si7020", "in_humidityrelative"), 66_483),
      ("household", sensor(.light, "bh1750", "in_illuminance"), 260_000),
      ("household", sensor(.pressure, "bmp280", "in_pressure"), 1_006_533),
      ("household", sensor(.temperature, "sht3x", "temp1"), 26_512),
      ("household", sensor(.humidity, "sht3x", "humidity1"), 68_230),
    ] as [(String, Sensor, Int)])
  func readsTheKernelsNumbers(_ name: String, _ sensor: Sensor, _ thousandths: Int) throws {
    let tree = try SysfsTree(named: name)
    #expect(sensor.read(tree.sysfs) == .success(thousandths))
  }

  @Test("of several with one name, it is the first by number, not by spelling")
  func firstByNumber() throws {
    let tree = try SysfsTree(named: "household")
    let place = Self.sensor(.temperature, "sht3x", "temp1").place(in: tree.sysfs)
    #expect(place == Sensor.Place(folder: "class/hwmon/hwmon2", count: 2))
  }

  @Test("scale and offset may be the channel's, the type's, all inputs' or the device's")
  func shared() throws {
    for name in ["in_temp1_scale", "in_temp_scale", "in_scale", "scale"] {
      let tree = try tree(["in_temp1_raw": "51", name: "500.000000", "in_offset": "-1"])
      let sensor = Self.sensor(.temperature, "tmp117", "in_temp1")
      #expect(sensor.read(tree.sysfs) == .success(25_000), "\(name)")
    }
    // The nearest counts.
    let tree = try tree(["in_temp_raw": "5", "scale": "7", "in_temp_scale": "1000"])
    #expect(Self.sensor(.temperature, "tmp117", "in_temp").read(tree.sysfs) == .success(5_000))
  }

  @Test("what can't be is a lie, to a thousandth")
  func outOfRange() throws {
    let tree = try tree([:])
    for (text, isPossible) in [
      ("60000", true), ("60001", false), ("-20000", true), ("-20001", false), ("85000", false),
      ("-127937", false),
    ] {
      try tree.write(text, to: Self.file)
      let value = try #require(Int(text))
      let expected: Result<Int, NoData> =
        isPossible ? .success(value) : .failure(.outOfRange(value, -20...60))
      #expect(Self.thermometer.read(tree.sysfs) == expected)
    }
  }

  @Test(arguments: [
    "", "nan", "-", "25.5.5", "0x19", String(repeating: "9", count: 18),
    String(repeating: "1", count: 5_000), String(repeating: "x", count: 3_000),
  ])
  func nonsenseIsNoNumber(_ text: String) throws {
    let tree = try tree(["in_temp_raw": text, "in_temp_scale": "999999999999999999"])
    guard case .failure(.unreadable(let reason)) = Self.thermometer.read(tree.sysfs) else {
      Issue.record("\"\(text.prefix(20))\" is a number")
      return
    }
    #expect(reason.utf8.count < 300, "and nobody repeats all of it")
  }

  @Test("a device that isn't there is missing; a channel that isn't is not to be read")
  func missing() throws {
    #expect(
      Self.thermometer.read(Sysfs(root: "/nowhere"))
        == .failure(.missing("no iio device is named tmp117")))
    let other = try tree(["name": "tmp116", "in_temp_input": "25000"])
    #expect(
      Self.thermometer.read(other.sysfs) == .failure(.missing("no iio device is named tmp117")))
    let bare = try tree([:])
    guard case .failure(.unreadable(let reason)) = Self.thermometer.read(bare.sysfs) else {
      Issue.record("a channel from nowhere")
      return
    }
    #expect(reason.contains(bare.path("\(Self.folder)/in_temp_raw")), "\(reason)")
  }

  @Test("it comes, goes and comes back, under another number")
  func returns() throws {
    let tree = try tree(["in_temp_input": "21000"])
    #expect(Self.thermometer.read(tree.sysfs) == .success(21_000))
    try tree.remove(Self.folder)
    #expect(
      Self.thermometer.read(tree.sysfs) == .failure(.missing("no iio device is named tmp117")))
    try tree.write("tmp117", to: "bus/iio/devices/iio:device7/name")
    try tree.write("22000", to: "bus/iio/devices/iio:device7/in_temp_input")
    #expect(Self.thermometer.read(tree.sysfs) == .success(22_000))
  }

  @Test("what the driver itself calls a fault is no reading")
  func fault() throws {
    let tree = try SysfsTree([
      "class/hwmon/hwmon0/name": "max31865", "class/hwmon/hwmon0/temp1_input": "25000",
      "class/hwmon/hwmon0/temp1_fault": "1",
    ])
    let sensor = Self.sensor(.temperature, "max31865", "temp1")
    guard case .failure(.unreadable) = sensor.read(tree.sysfs) else {
      Issue.record("a faulty sensor is believed")
      return
    }
    try tree.write("0", to: "class/hwmon/hwmon0/temp1_fault")
    #expect(sensor.read(tree.sysfs) == .success(25_000))
  }

  @Test("a channel of something else, or one that leads elsewhere, is refused")
  func channels() throws {
    let tree = try tree([
      "in_temp_input": "25000", "in_pressure_input": "100", "in_massconcentration_pm10_input": "9",
      "in_concentration_voc_input": "9",
    ])
    for sensor in [
      Self.sensor(.pm25, "tmp117", "in_massconcentration_pm10"),
      Self.sensor(.co2, "tmp117", "in_concentration_voc"),
      Self.sensor(.temperature, "tmp117", "in_pressure"),
      Self.sensor(.temperature, "tmp117", "in_temp/../in_temp"),
      Sensor(
        quantity: .co2, kind: .hwmon, driver: "tmp117", channel: "temp1", range: 0...1),
    ] {
      let reading = sensor.read(tree.sysfs)
      guard case .failure = reading else {
        Issue.record("\(sensor.channel) gives \(reading)")
        continue
      }
    }
  }

  @Test("a folder full of devices, and files full of nonsense, are borne")
  func crowd() throws {
    let tree = try SysfsTree()
    for number in 0..<100 {
      try tree.write(
        String(repeating: "\u{1B}[2J", count: 2_000),
        to: "bus/iio/devices/iio:device\(number)/name")
    }
    try tree.write("x", to: "bus/iio/devices/iio:device99999999999999999999/name")
    #expect(
      Self.thermometer.read(tree.sysfs) == .failure(.missing("no iio device is named tmp117")))
  }

  @Test("every tree says whether it was captured")
  func origins() throws {
    #expect(SysfsTree.names.count >= 8)
    for name in SysfsTree.names {
      let origin = try SysfsTree.manifest(name).origin
      #expect(origin.hasPrefix("captured: ") || origin.hasPrefix("composed "), "\(name)")
    }
  }
}
