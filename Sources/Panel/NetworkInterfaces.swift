import LinuxIO

/// The machine's ways into the network, as the kernel tells of them: which there are, which are up, and
/// which one the default route takes.
public struct NetworkInterfaces: Sendable {
  /// What an interface is made of.
  public enum Kind: Sendable {
    case ethernet
    case wifi
    case cellular
  }

  /// One interface.
  public struct Interface: Equatable, Sendable {
    /// Its name: "wlan0".
    public var name: String
    /// What it is made of.
    public var kind: Kind
    /// Something can go through it.
    public var isUp: Bool
    /// The default route goes through it.
    public var isUsed: Bool
  }

  private static let folder = "class/net"
  /// Most bytes of a table of routes that are read.
  private static let maximumBytes = 64 * 1024

  private let sysfs: Sysfs
  private let routePath: String

  /// The interfaces of this machine; in tests those of another tree.
  public init(_ sysfs: Sysfs = Sysfs(), routePath: String = "/proc/net/route") {
    self.sysfs = sysfs
    self.routePath = routePath
  }

  /// All interfaces with a device behind them, by name: neither the loopback nor bridges and tunnels.
  public func read() -> [Interface] {
    let used = defaultRoute()
    return sysfs.names(in: Self.folder).compactMap { name in
      let path = "\(Self.folder)/\(name)"
      guard sysfs.exists("\(path)/device") else { return nil }
      let state = (try? sysfs.text("\(path)/operstate")) ?? ""
      // Drivers of modems don't say whether they are up, but whether there is a carrier.
      let carries = (try? sysfs.integer("\(path)/carrier", in: 0...1)) == 1
      let isUp = state == "up" || state == "unknown" && carries
      return Interface(name: name, kind: kind(path, name), isUp: isUp, isUsed: isUp && name == used)
    }
  }

  private func kind(_ path: String, _ name: String) -> Kind {
    if sysfs.exists("\(path)/wireless") || sysfs.exists("\(path)/phy80211") { return .wifi }
    // The kernel's drivers of modems (qmi_wwan, cdc_mbim, option) name their interfaces so.
    return name.hasPrefix("wwan") || name.hasPrefix("wwp") ? .cellular : .ethernet
  }

  /// The interface of the default route with the least metric (proc(5), /proc/net/route: interface,
  /// destination, gateway, flags, reference count, use, metric, mask …; destination and flags in
  /// hexadecimal).
  private func defaultRoute() -> String? {
    guard let bytes = try? Files.read(routePath, limit: Self.maximumBytes) else { return nil }
    var best: (name: String, metric: Int)?
    for line in bytes.split(separator: 0x0A).dropFirst() {
      let fields = line.split { $0 == 0x09 || $0 == 0x20 }.map {
        String(decoding: $0, as: UTF8.self)
      }
      guard fields.count >= 8, fields[1] == "00000000", fields[7] == "00000000",
        let flags = Int(fields[3], radix: 16), flags & 1 == 1, let metric = Int(fields[6])
      else { continue }
      if best.map({ metric < $0.metric }) ?? true { best = (fields[0], metric) }
    }
    return best?.name
  }
}
