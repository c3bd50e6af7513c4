import Testing

@testable import Panel

/// Power, temperature of the board, watchdogs.
@Suite("Power, heat and watchdogs") struct SupplyTests {
  @Test func anUninterruptibleSupplyOfABoard() throws {
    let tree = try SysfsTree(named: "household")
    let charge = Battery.Charge(percent: 97, status: .notCharging)
    // The mouse's battery isn't ours, though it comes first.
    #expect(Battery().read(tree.sysfs) == .success(charge))
    #expect(Battery(name: "ups-battery").read(tree.sysfs) == .success(charge))
    #expect(
      Battery(name: "hidpp_battery_0").read(tree.sysfs)
        == .success(Battery.Charge(percent: 5, status: .discharging)))
    #expect(Mains().read(tree.sysfs) == .success(true))
    try tree.write("0", to: "class/power_supply/ups-ac/online")
    #expect(Mains(name: "ups-ac").read(tree.sysfs) == .success(false))
  }

  @Test("a mere gauge doesn't know what happens to its battery")
  func gauge() throws {
    let tree = try SysfsTree(named: "max17048-battery")
    #expect(
      Battery().read(tree.sysfs) == .success(Battery.Charge(percent: 36, status: .unknown)))
    #expect(Mains().read(tree.sysfs) == .success(false))
  }

  @Test("power from any of several supplies is power, even beside one that talks nonsense")
  func severalMains() throws {
    let tree = try SysfsTree(named: "household")
    for type in ["USB", "USB_PD", "Wireless"] {
      try tree.write("0", to: "class/power_supply/ups-ac/online")
      try tree.write(type, to: "class/power_supply/zz/type")
      for (online, isOnline) in [("1", true), ("2", true), ("0", false)] {
        try tree.write(online, to: "class/power_supply/zz/online")
        #expect(Mains().read(tree.sysfs) == .success(isOnline), "\(type)")
      }
      try tree.write("1", to: "class/power_supply/zz/online")
      try tree.write("nonsense", to: "class/power_supply/ups-ac/online")
      #expect(Mains().read(tree.sysfs) == .success(true))
    }
  }

  @Test("nothing is made up: not for supplies that are missing, nor for those that talk nonsense")
  func noData() throws {
    let tree = try SysfsTree(named: "raspberry-pi-4")
    #expect(Mains().read(tree.sysfs) == .failure(.missing("no mains supply")))
    #expect(Battery().read(tree.sysfs) == .failure(.missing("no battery")))
    #expect(
      Mains(name: "../hwmon/hwmon0").read(tree.sysfs)
        == .failure(.missing("no power supply is named ../hwmon/hwmon0")))
    let house = try SysfsTree(named: "household")
    let folder = "class/power_supply/ups-battery"
    for (file, text) in [
      ("capacity", "101"), ("capacity", "-1"), ("capacity", ""), ("status", "Charging!"),
      ("present", "0"), ("present", "2"),
    ] {
      let before = try house.text("\(folder)/\(file)")
      try house.write(text, to: "\(folder)/\(file)")
      let reading = Battery().read(house.sysfs)
      if case .success = reading { Issue.record("\(file) = \"\(text)\" gives \(reading)") }
      try house.write(before, to: "\(folder)/\(file)")
    }
    try house.write("3", to: "class/power_supply/ups-ac/online")
    if case .success = Mains().read(house.sysfs) { Issue.record("online is 0, 1 or 2") }
  }

  @Test func thermalZonesByType() throws {
    let tree = try SysfsTree(named: "orange-pi-zero-2")
    #expect(ThermalZone(type: "cpu-thermal").read(tree.sysfs) == .success(55_200))
    #expect(ThermalZone(type: "ve-thermal").read(tree.sysfs) == .success(55_000))
    #expect(
      ThermalZone(type: "cpufreq-cpu0").read(tree.sysfs)
        == .failure(.missing("no thermal zone is of type cpufreq-cpu0")))
    // A zone without trip points speaks so.
    try tree.write("-274000", to: "class/thermal/thermal_zone0/temp")
    #expect(
      ThermalZone(type: "cpu-thermal").read(tree.sysfs)
        == .failure(.outOfRange(-274_000, -50...200)))
  }

  @Test func watchdogsDescribeThemselves() throws {
    let tree = try SysfsTree(named: "household")
    #expect(
      WatchdogDevice.all(tree.sysfs).map { $0.describe() } == [
        "watchdog0: Broadcom BCM2835 Watchdog timer, active, 15 s",
        "watchdog1: the kernel doesn't tell its identity, nobody feeds it",
      ])
    #expect(WatchdogDevice.all(try SysfsTree().sysfs).isEmpty)
  }
}
