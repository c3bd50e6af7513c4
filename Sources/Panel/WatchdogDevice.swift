/// A watchdog of the kernel, as it describes itself. systemd feeds it; it is only looked at here.
public struct WatchdogDevice: Equatable, Sendable {
  private static let folder = "class/watchdog"

  /// Its name, such as "watchdog0".
  public var name: String
  /// What it says it is, such as "Broadcom BCM2835 Watchdog timer"; `nil` if the kernel is built
  /// without CONFIG_WATCHDOG_SYSFS.
  public var identity: String?
  /// Whether somebody feeds it.
  public var isActive: Bool?
  /// How long it waits to be fed, in seconds.
  public var timeoutSeconds: Int?

  /// All of them, by number.
  public static func all(_ sysfs: Sysfs) -> [WatchdogDevice] {
    sysfs.names(in: folder, prefix: "watchdog").map { name in
      let state = try? sysfs.text("\(folder)/\(name)/state")
      return WatchdogDevice(
        name: name, identity: try? sysfs.text("\(folder)/\(name)/identity"),
        isActive: state.map { $0 == "active" },
        timeoutSeconds: try? sysfs.integer("\(folder)/\(name)/timeout", in: 0...1_000_000))
    }
  }

  /// What the kernel says of it, on one line.
  public func describe() -> String {
    var parts = ["\(name): \(identity ?? "the kernel doesn't tell its identity")"]
    if let isActive { parts.append(isActive ? "active" : "nobody feeds it") }
    if let timeoutSeconds { parts.append("\(timeoutSeconds) s") }
    return parts.joined(separator: ", ")
  }
}
