import Boards
import TestSupport
import Testing

/// The roles of a board: what each table holds, and what it refuses.
@Suite("Roles of a board") struct RolesTests {
  static let least = "name = \"a\"\n[sound]\npcm = \"null\"\n"

  /// A board with the least that one needs and these lines, of which the first is line 4.
  func role(_ lines: String) throws -> Board { try board(["boards/a.toml": Self.least + lines]) }

  func fault(_ lines: String) -> String { refusal { _ = try role(lines) } }

  @Test("a part without a table is a part that the board doesn't have")
  func absent() throws {
    let board = try role("")
    #expect(board.machines.isEmpty && board.microphone == nil && board.sound.mixer == nil)
    #expect(board.lamps.isEmpty && board.sensors.isEmpty)
    #expect(board.power == nil && board.thermal == nil && board.watchdog == nil)
    #expect(board.display.backlight == nil && board.limits.volumeMaximumPercent == 100)
  }

  @Test("the voice is espeak-ng at a calm rate, unless the board says otherwise")
  func speech() throws {
    let usual = try role("").speech
    #expect(usual.program == "/usr/bin/espeak-ng" && usual.wordsPerMinute == 140)
    let other = try role("[speech]\nprogram = \"/opt/voice\"\nwords-per-minute = 120\n").speech
    #expect(other.program == "/opt/voice" && other.wordsPerMinute == 120)
    #expect(fault("[speech]\nwords-per-minute = 79\n").contains("a.toml:5"))
    #expect(fault("[speech]\nprogram = \"espeak-ng\"\n").contains("a path from the root"))
    #expect(fault("[speech]\nvoice = \"vi\"\n").contains("a.toml:5"))
  }

  @Test("a telephone is a modem on the machine's bus, and there is none unless the board has one")
  func telephone() throws {
    #expect(try role("").telephone == nil)
    #expect(try role("[telephone]\n").telephone?.bus == .system)
    #expect(try role("[telephone]\nbus = \"session\"\n").telephone?.bus == .session)
    #expect(fault("[telephone]\nbus = \"usb\"\n").contains("a.toml:5"))
  }

  @Test("every role of a whole board is read")
  func whole() throws {
    let board = try board([
      "boards/a.toml": """
      name = "a"
      machine = ["maker,board", "PC"]
      [sound]
      pcm = "hw:CARD=Amp"
      volume = "mixer"
      mixer = "Digital"
      mixer-index = 1
      mixer-min-db = -48
      mixer-max-db = 6
      peak-dbfs = -3
      [microphone]
      pcm = "hw:CARD=Mic"
      rate-hz = 48000
      channels = 2
      mixer = "Capture"
      gain-db = -6
      [display]
      kind = "drm"
      backlight = "any"
      brightness-percent = 80
      night-brightness-percent = 10
      [lamp.alert]
      led = "loanha:red:alarm"
      [sensor.temperature]
      kind = "hwmon"
      driver = "lm75"
      channel = "temp1"
      minimum = -10
      maximum = 60
      period-s = 30
      [sensor.pm25]
      kind = "iio"
      driver = "sps30"
      channel = "in_massconcentration_pm2p5"
      [power]
      battery = "BAT0"
      [thermal]
      zone = "cpu-thermal"
      warn-c = 75
      [watchdog]
      identity = "Broadcom BCM2835 Watchdog timer"
      [limits]
      volume-max-percent = 90
      """
    ])
    #expect(board.machines == ["maker,board", "PC"])
    #expect(board.sound.volume == .mixer && board.sound.peakDecibels == -3)
    let mixer = try #require(board.sound.mixer)
    #expect(mixer.element == "Digital" && mixer.index == 1)
    #expect(mixer.minimumDecibels == -48 && mixer.maximumDecibels == 6)
    let microphone = try #require(board.microphone)
    #expect(microphone.pcm == "hw:CARD=Mic" && microphone.rateHertz == 48_000)
    #expect(microphone.channels == 2 && microphone.mixer == "Capture")
    #expect(microphone.gainDecibels == -6)
    #expect(board.display.backlight == "any" && board.display.brightnessPercent == 80)
    #expect(board.display.nightBrightnessPercent == 10)
    #expect(board.lamps.map(\.role) == [.alert] && board.lamps[0].led == "loanha:red:alarm")
    #expect(board.sensors.map(\.quantity) == [.temperature, .pm25])
    let temperature = board.sensors[0]
    #expect(temperature.kind == .hwmon && temperature.driver == "lm75")
    #expect(temperature.channel == "temp1" && temperature.periodSeconds == 30)
    #expect(temperature.minimum == -10 && temperature.maximum == 60)
    #expect(board.sensors[1].minimum == 0 && board.sensors[1].maximum == 1_000)
    #expect(board.sensors[1].periodSeconds == 60, "a minute, where the board says nothing")
    #expect(board.power?.battery == "BAT0" && board.power?.mains == nil)
    #expect(board.thermal?.zone == "cpu-thermal" && board.thermal?.warnCelsius == 75)
    #expect(board.watchdog?.identity == "Broadcom BCM2835 Watchdog timer")
    #expect(board.limits.volumeMaximumPercent == 90)
  }

  @Test("an unknown role is refused, and those that there are are told")
  func unknownRole() {
    for name in ["sensor.temprature", "lamp.red", "sensor", "lamp", "sensor.", "button.ok"] {
      let told = fault("\n[\(name)]")
      #expect(told.hasPrefix("boards/a.toml:5: unknown table [\(name)]; allowed: "), "\(told)")
      for role in ["[sound]", "[sensor.temperature]", "[lamp.alert]", "[watchdog]"] {
        #expect(told.contains(role))
      }
    }
  }

  @Test(
    "a key that a role doesn't have is refused on its line",
    arguments: [
      "microphone", "display", "buttons", "lamp.alert", "lamp.ready", "sensor.temperature",
      "sensor.humidity", "sensor.pressure", "sensor.pm25", "sensor.pm10", "sensor.co2",
      "sensor.light", "power", "thermal", "watchdog", "limits",
    ])
  func unknownKey(_ table: String) {
    // Every key that some role must have, so that only the unknown one is left.
    let needs =
      switch table.split(separator: ".")[0] {
      case "microphone": ["pcm = \"null\""]
      case "lamp": ["led = \"x\""]
      case "sensor": ["kind = \"iio\"", "driver = \"x\"", "channel = \"x\""]
      case "power": ["mains = \"x\""]
      case "thermal": ["zone = \"x\""]
      case "watchdog": ["identity = \"x\""]
      default: [] as [String]
      }
    let lines = (["[\(table)]"] + needs).joined(separator: "\n")
    #expect(fault(lines) == "")
    #expect(
      fault(lines + "\nlenght = 1")
        .hasPrefix("boards/a.toml:\(5 + needs.count): unknown key \"lenght\" in [\(table)]"))
    if !needs.isEmpty {
      #expect(fault("[\(table)]").hasPrefix("boards/a.toml:4: [\(table)] needs a key "))
    }
  }

  @Test("a volume in the mixer needs a mixer; what is said of a mixer needs one, too")
  func mixer() {
    #expect(fault("volume = \"mixer\"") == "boards/a.toml:2: [sound] needs a key \"mixer\"")
    #expect(
      fault("mixer-max-db = 0").hasPrefix("boards/a.toml:4: unknown key \"mixer-max-db\""))
  }

  @Test(
    "a range that is upside down is refused on the line of its end",
    arguments: [
      ("mixer = \"M\"\nmixer-min-db = -5\nmixer-max-db = -5", "mixer-max-db", "-4 to 30"),
      (
        """
        [sensor.temperature]
        kind = "iio"
        driver = "x"
        channel = "x"
        minimum = 30
        maximum = 20
        """, "maximum", "31 to 85"
      ),
    ])
  func upsideDown(_ lines: String, _ key: String, _ range: String) {
    let last = 3 + lines.split(separator: "\n").count
    #expect(
      fault(lines) == "boards/a.toml:\(last): \"\(key)\" must be a whole number from \(range)")
  }

  @Test("bounds below zero are read, and those out of the quantity's range refused")
  func bounds() throws {
    func sensor(_ quantity: String, _ bounds: String) -> String {
      "[sensor.\(quantity)]\nkind = \"iio\"\ndriver = \"x\"\nchannel = \"x\"\n\(bounds)"
    }
    let board = try role(sensor("temperature", "minimum = -40\nmaximum = -39"))
    #expect(board.sensors[0].minimum == -40 && board.sensors[0].maximum == -39)
    #expect(fault(sensor("temperature", "minimum = -41")).hasPrefix("boards/a.toml:8: "))
    #expect(fault(sensor("humidity", "maximum = 101")).hasPrefix("boards/a.toml:8: "))
    for quantity in Board.Sensor.Quantity.allCases {
      let range = quantity.range
      let widest = "minimum = \(range.lowerBound)\nmaximum = \(range.upperBound)"
      #expect(fault(sensor(quantity.rawValue, widest)) == "", "\(quantity)")
      let narrowest = "minimum = \(range.upperBound - 1)"
      #expect(fault(sensor(quantity.rawValue, narrowest)) == "", "\(quantity)")
    }
  }

  @Test(
    "a name never leads out of its folder",
    arguments: ["", ".", "..", "../../etc", "a/b", "/dev/null"])
  func names(_ name: String) {
    let rule = "a name, neither empty nor a path"
    #expect(fault("[lamp.alert]\nled = \"\(name)\"") == "boards/a.toml:5: \"led\": \(rule)")
    #expect(
      fault("[display]\nbacklight = \"\(name)\"") == "boards/a.toml:5: \"backlight\": \(rule)")
    #expect(fault("[power]\nmains = \"\(name)\"") == "boards/a.toml:5: \"mains\": \(rule)")
    #expect(
      fault("[sensor.light]\nkind = \"iio\"\ndriver = \"x\"\nchannel = \"\(name)\"")
        == "boards/a.toml:7: \"channel\": \(rule)")
  }

  @Test("a sensor of no interface of the kernel's is refused, and the interfaces are told")
  func kind() {
    #expect(
      fault("[sensor.light]\nkind = \"i2c\"")
        == "boards/a.toml:5: \"kind\" is \"i2c\"; allowed: \"iio\", \"hwmon\"")
    #expect(fault("[power]") == "boards/a.toml:4: [power] needs a key \"mains\" or \"battery\"")
  }

  static let base = """
    name = "b"
    machine = ["maker,b"]
    [sound]
    pcm = "null"
    mixer = "M"
    [microphone]
    pcm = "null"
    [lamp.alert]
    led = "x"
    [sensor.light]
    kind = "iio"
    driver = "x"
    channel = "x"
    minimum = 5
    """

  @Test("a board has the parts of the one that it inherits from, but not its machines")
  func inherited() throws {
    let board = try board([
      "boards/a.toml": "name = \"a\"\ninherit = \"b\"\n[sensor.light]\nmaximum = 9",
      "boards/b.toml": Self.base,
    ])
    #expect(board.machines.isEmpty && board.microphone != nil && board.lamps.count == 1)
    #expect(board.sensors[0].minimum == 5 && board.sensors[0].maximum == 9)
  }

  @Test("an inherited part can be left out, or described anew, also by a board in between")
  func without() throws {
    func heir(_ tables: String, then lines: String = "") throws -> Board {
      try board([
        "boards/a.toml": "name = \"a\"\ninherit = \"m\"\n" + lines,
        "boards/m.toml": "name = \"m\"\ninherit = \"b\"\nwithout = [\(tables)]",
        "boards/b.toml": Self.base,
      ])
    }
    let bare = try heir("\"microphone\", \"lamp.alert\", \"sensor.light\"")
    #expect(bare.microphone == nil && bare.lamps.isEmpty && bare.sensors.isEmpty)
    #expect(bare.sound.mixer?.element == "M", "what isn't named stays")
    let anew = try heir("\"sound\", \"lamp.alert\"", then: "[sound]\npcm = \"hw:CARD=X\"")
    #expect(anew.sound.pcm == "hw:CARD=X" && anew.sound.mixer == nil && anew.lamps.isEmpty)
    let back = try heir("\"lamp.alert\"", then: "[lamp.alert]\nled = \"y\"")
    #expect(back.lamps.map(\.led) == ["y"])
  }

  @Test("only tables that there are can be left out, and only of an inherited board")
  func withoutWhat() {
    let told = refusal {
      _ = try board([
        "boards/a.toml": "name = \"a\"\ninherit = \"b\"\nwithout = [\"lamp.red\"]",
        "boards/b.toml": Self.base,
      ])
    }
    #expect(told.hasPrefix("boards/a.toml:3: \"without\" names \"lamp.red\"; allowed: \"sound\""))
    let alone = "name = \"a\"\nwithout = [\"lamp.alert\"]\n[sound]\npcm = \"null\""
    #expect(
      refusal { _ = try board(["boards/a.toml": alone]) }
        .hasPrefix("boards/a.toml:2: unknown key \"without\""))
  }
}
