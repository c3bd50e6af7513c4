import Testing

@testable import Panel

@Suite("Ways into the network") struct NetworkInterfacesTests {
  private static let header =
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"

  private func read(_ routes: String, _ files: [String: String] = [:]) throws -> [String] {
    let usual = [
      "class/net/lo/operstate": "unknown", "class/net/eth0/operstate": "down",
      "class/net/eth0/device/vendor": "0x1af4", "class/net/wlan0/operstate": "up",
      "class/net/wlan0/device/vendor": "0x02d0", "class/net/wlan0/wireless/status": "0",
      "class/net/wwan0/operstate": "unknown", "class/net/wwan0/carrier": "1",
      "class/net/wwan0/device/vendor": "0x1e0e", "class/net/docker0/operstate": "up",
    ]
    let tree = try SysfsTree(usual.merging(files) { $1 })
    try tree.write(routes, to: "route")
    let interfaces = NetworkInterfaces(tree.sysfs, routePath: tree.path("route"))
    return interfaces.read().map {
      "\($0.name) \($0.kind) \($0.isUp ? "up" : "down")\($0.isUsed ? " used" : "")"
    }
  }

  private func route(_ name: String, metric: Int, flags: String = "0003") -> String {
    "\(name)\t00000000\t0101A8C0\t\(flags)\t0\t0\t\(metric)\t00000000\t0\t0\t0\n"
  }

  @Test("the route with the least metric says which way is used; the others stand ready")
  func leastMetric() throws {
    let routes = Self.header + route("wwan0", metric: 700) + route("wlan0", metric: 600)
    #expect(
      try read(routes) == ["eth0 ethernet down", "wlan0 wifi up used", "wwan0 cellular up"])
  }

  @Test("when Wi-Fi goes, the modem's route is what is used")
  func failOver() throws {
    let routes = Self.header + route("wwan0", metric: 700)
    #expect(
      try read(routes, ["class/net/wlan0/operstate": "dormant"]) == [
        "eth0 ethernet down", "wlan0 wifi down", "wwan0 cellular up used",
      ])
  }

  @Test(
    "a table of routes that is empty, cut or absurd uses no way",
    arguments: [
      "", "Iface", "wlan0\t00000000", Self.header + "wlan0\t00000000\tx\tzz\t0\t0\ty\t00000000\n",
      Self.header + "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n",
    ])
  func badTables(routes: String) throws {
    #expect(try read(routes).allSatisfy { !$0.hasSuffix("used") })
  }

  @Test("a route through what is down, or down itself, is none")
  func deadRoutes() throws {
    let down = Self.header + route("eth0", metric: 1) + route("wlan0", metric: 2, flags: "0002")
    #expect(try read(down).allSatisfy { !$0.hasSuffix("used") })
  }
}
