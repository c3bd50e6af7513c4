import Testing

@testable import Panel

/// Lamps and backlights: what is written, and what happens if nobody takes it.
@Suite("Lamps") struct LampTests {
  private static let folder = "class/leds/green:status"

  private func texts(_ tree: SysfsTree, _ names: String...) throws -> [String] {
    try names.map { try tree.text("\(Self.folder)/\($0)") }
  }

  /// What the kernel does once the trigger is "timer".
  private func addDelays(_ tree: SysfsTree) throws {
    for name in ["delay_on", "delay_off"] { try tree.write("500", to: "\(Self.folder)/\(name)") }
  }

  @Test func shinesAsBrightlyAsItCanOrNotAtAll() throws {
    let tree = try SysfsTree(named: "household")
    var lamp = Lamp(tree.sysfs, name: "green:status")
    try lamp.show(.on)
    #expect(try texts(tree, "trigger", "brightness") == ["none", "255"])
    #expect(lamp.describe() == "green:status, brightness 255 of 255")
    try lamp.show(.off)
    #expect(try texts(tree, "trigger", "brightness") == ["none", "0"])
  }

  @Test("it blinks by the kernel's timer, and stops when it is to shine")
  func blinks() throws {
    let tree = try SysfsTree(named: "household")
    try addDelays(tree)
    var lamp = Lamp(tree.sysfs, name: "green:status")
    try lamp.show(.blinking(onMilliseconds: 100, offMilliseconds: 900))
    #expect(
      try texts(tree, "brightness", "trigger", "delay_on", "delay_off")
        == ["255", "timer", "100", "900"])
    try lamp.show(.on)
    #expect(try texts(tree, "trigger", "brightness") == ["none", "255"])
    try lamp.show(.blinking(onMilliseconds: 10, offMilliseconds: 60_000))
    #expect(try texts(tree, "trigger", "delay_on", "delay_off") == ["timer", "10", "60000"])
  }

  @Test("a lamp that is missing is a fault, and shines once it comes; each time anew")
  func comes() throws {
    let tree = try SysfsTree()
    var lamp = Lamp(tree.sysfs, name: "green:status")
    #expect(throws: SysfsFault.missing("no lamp is named green:status")) { try lamp.show(.on) }
    #expect(throws: SysfsFault.self) { try lamp.look() }
    for number in 0..<3 {
      for (name, text) in [("max_brightness", "1"), ("brightness", "0"), ("trigger", "mmc0")] {
        try tree.write(text, to: "\(Self.folder)/\(name)")
      }
      try lamp.look()
      #expect(try texts(tree, "trigger", "brightness") == ["none", "1"])
      // Another device takes the name, and nobody looks in between.
      try tree.move(Self.folder, to: "pulled-out-\(number)")
    }
  }

  @Test("a second try doesn't set the trigger again: the kernel would tell of it for ever")
  func secondTry() throws {
    let tree = try SysfsTree(named: "household")
    var lamp = Lamp(tree.sysfs, name: "green:status")
    let state = Lamp.State.blinking(onMilliseconds: 200, offMilliseconds: 200)
    #expect(throws: SysfsFault.self, "there is no delay_on yet") { try lamp.show(state) }
    try tree.write("[timer]", to: "\(Self.folder)/trigger")
    #expect(throws: SysfsFault.self) { try lamp.look() }
    try addDelays(tree)
    try lamp.look()
    #expect(try texts(tree, "trigger", "delay_on") == ["[timer]\n", "200"])
  }

  @Test("a lamp that blinks as the kernel begins asks for no rights on files that are root's yet")
  func asItBegins() throws {
    let tree = try SysfsTree(named: "household")
    try addDelays(tree)
    var lamp = Lamp(tree.sysfs, name: "green:status")
    try lamp.show(.blinking(onMilliseconds: 500, offMilliseconds: 200))
    // What it writes has no line feed.
    #expect(try texts(tree, "delay_on", "delay_off") == ["500\n", "200"])
  }

  @Test("what was shown isn't written again")
  func quiet() throws {
    let tree = try SysfsTree(named: "household")
    var lamp = Lamp(tree.sysfs, name: "green:status")
    try lamp.show(.on)
    try tree.write("untouched", to: "\(Self.folder)/brightness")
    try lamp.show(.on)
    try lamp.look()
    #expect(try texts(tree, "brightness") == ["untouched\n"])
  }

  @Test(arguments: [
    "", ".", "..", "../leds/green:status", "green:status/", "green:status/../green:status",
    String(repeating: "x", count: 65),
  ])
  func aNameIsNoPath(_ name: String) throws {
    let tree = try SysfsTree(named: "household")
    var lamp = Lamp(tree.sysfs, name: name)
    #expect(throws: SysfsFault.missing("no lamp is named \(name)")) { try lamp.show(.on) }
    let backlight = Backlight(tree.sysfs, name: name)
    #expect(throws: SysfsFault.missing("no backlight is named \(name)")) {
      try backlight.set(percent: 1)
    }
  }

  @Test("a brightness that can't be is a fault, not a write")
  func nonsense() throws {
    let tree = try SysfsTree(named: "household")
    for text in ["", "-1", "0", "nan", "99999999999"] {
      try tree.write(text, to: "\(Self.folder)/max_brightness")
      var lamp = Lamp(tree.sysfs, name: "green:status")
      #expect(throws: SysfsFault.self) { try lamp.show(.on) }
      #expect(try texts(tree, "brightness") == ["0\n"])
    }
  }
}

@Suite("Backlights") struct BacklightTests {
  private static let folder = "class/backlight/10-0045"

  @Test(arguments: [
    (100, "31", "0"), (50, "16", "0"), (3, "1", "0"), (1, "1", "0"), (0, "0", "4"),
  ])
  func percentsOfTheBrightest(_ percent: Int, _ level: String, _ power: String) throws {
    let tree = try SysfsTree(named: "raspberry-pi-5-display")
    for name in [nil, "10-0045"] {
      try Backlight(tree.sysfs, name: name).set(percent: percent)
      #expect(try tree.text("\(Self.folder)/brightness") == level)
      #expect(try tree.text("\(Self.folder)/bl_power") == power)
    }
  }

  @Test func oneThatIsMissingOrAmbiguousIsAFault() throws {
    let tree = try SysfsTree()
    let any = Backlight(tree.sysfs, name: nil)
    #expect(throws: SysfsFault.missing("no backlight")) { try any.set(percent: 50) }
    #expect(any.describe() == "no backlight")
    try tree.write("255", to: "class/backlight/a/max_brightness")
    try tree.write("255", to: "class/backlight/b/max_brightness")
    #expect(throws: SysfsFault.failed("which backlight? There are a, b")) {
      try any.set(percent: 50)
    }
    try tree.remove("class/backlight/b")
    for (name, text) in [("brightness", "12"), ("bl_power", "0")] {
      try tree.write(text, to: "class/backlight/a/\(name)")
    }
    #expect(any.describe() == "a, brightness 12 of 255")
    try any.set(percent: 50)
    #expect(try tree.text("class/backlight/a/brightness") == "128")
  }
}
