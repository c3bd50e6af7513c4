/// Supplies of power, of the kernel's power_supply class.
enum PowerSupply {
  private static let folder = "class/power_supply"

  /// Folders of the supplies of these types ("USB" is "USB_C" and "USB_PD", too), or of that name
  /// alone. Those of somebody else's device (a wireless mouse) count only by their name.
  static func folders(_ sysfs: Sysfs, name: String?, types: [String]) -> [String] {
    if let name {
      let folder = "\(folder)/\(name)"
      return Sysfs.isName(name) && sysfs.exists("\(folder)/type") ? [folder] : []
    }
    return sysfs.names(in: folder).map { "\(folder)/\($0)" }.filter { folder in
      guard let type = try? sysfs.text("\(folder)/type") else { return false }
      let isFitting = types.contains { type == $0 || type.hasPrefix("\($0)_") }
      return isFitting && (try? sysfs.text("\(folder)/scope")) != "Device"
    }
  }
}

/// Power from the wall.
public struct Mains: Sendable {
  private static let types = ["Mains", "USB", "Wireless"]

  /// Its name in /sys/class/power_supply; `nil` is whatever supplies from outside.
  public var name: String?

  /// The supply of that name, or all of them.
  public init(name: String? = nil) { self.name = name }

  /// Whether there is power: from any of them.
  public func read(_ sysfs: Sysfs) -> Result<Bool, NoData> {
    let folders = PowerSupply.folders(sysfs, name: name, types: Self.types)
    guard !folders.isEmpty else {
      return .failure(.missing(name.map { "no power supply is named \($0)" } ?? "no mains supply"))
    }
    var fault: SysfsFault?
    for folder in folders {
      do throws(SysfsFault) {
        // 2 is online, too, with a voltage that can be set.
        if try sysfs.integer("\(folder)/online", in: 0...2) > 0 { return .success(true) }
      } catch {
        fault = error
      }
    }
    return fault.map { .failure(.unreadable($0.description)) } ?? .success(false)
  }
}

/// A battery, or an uninterruptible supply with one.
public struct Battery: Sendable {
  /// What it does.
  public enum Status: String, CaseIterable, Sendable {
    case unknown = "Unknown"
    case charging = "Charging"
    case discharging = "Discharging"
    case notCharging = "Not charging"
    case full = "Full"
  }

  /// How it is.
  public struct Charge: Equatable, Sendable {
    /// 0…100 percent of what it holds.
    public var percent: Int
    /// What it does.
    public var status: Status

    /// A charge.
    public init(percent: Int, status: Status) {
      self.percent = percent
      self.status = status
    }
  }

  private static let types = ["Battery", "UPS"]

  /// Its name in /sys/class/power_supply; `nil` is the first by name.
  public var name: String?

  /// The battery of that name, or the first.
  public init(name: String? = nil) { self.name = name }

  /// How it is.
  public func read(_ sysfs: Sysfs) -> Result<Charge, NoData> {
    let folders = PowerSupply.folders(sysfs, name: name, types: Self.types)
    guard let folder = folders.first else {
      return .failure(.missing(name.map { "no battery is named \($0)" } ?? "no battery"))
    }
    do throws(SysfsFault) {
      if sysfs.exists("\(folder)/present"), try sysfs.integer("\(folder)/present", in: 0...1) == 0 {
        return .failure(.missing("\(folder): the battery was taken out"))
      }
      // A mere gauge (max17048) knows how much there is, and not what happens to it.
      let path = "\(folder)/status"
      let text = sysfs.exists(path) ? try sysfs.text(path) : Status.unknown.rawValue
      guard let status = Status(rawValue: text) else {
        return .failure(.unreadable("\(path): \"\(text)\" is no status of a battery"))
      }
      let percent = try sysfs.integer("\(folder)/capacity", in: 0...100)
      return .success(Charge(percent: percent, status: status))
    } catch {
      return .failure(.unreadable(error.description))
    }
  }
}
