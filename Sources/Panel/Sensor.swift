/// A sensor that a driver of the kernel reads, found by the driver's name. Sensors on a serial line
/// (pms7003, sps30) have such drivers, too: to us they are IIO devices like any other.
///
/// Reading may take as long as the bus takes, and for ever if that hangs: never on the loop.
public struct Sensor: Sendable {
  /// How the kernel offers it.
  public enum Kind: String, CaseIterable, Sendable {
    /// The industrial I/O subsystem, /sys/bus/iio/devices/iio:device0 and so on.
    case iio
    /// Hardware monitoring, /sys/class/hwmon/hwmon0 and so on.
    case hwmon

    var folder: String { self == .iio ? "bus/iio/devices" : "class/hwmon" }
    var prefix: String { self == .iio ? "iio:device" : "hwmon" }
  }

  /// What it measures.
  public var quantity: Quantity
  /// How the kernel offers it.
  public var kind: Kind
  /// What the device's file `name` says, such as "sht3x". Of several with one name, it is the
  /// first by number.
  public var driver: String
  /// The channel: for IIO "in_temp", "in_massconcentration_pm2p5"; for hwmon "temp1".
  public var channel: String
  /// What can be, in whole units of the quantity; everything else is a lie.
  public var range: ClosedRange<Int>
  /// How often it is to be read, in seconds.
  public var periodSeconds: Int

  /// A sensor with that name.
  public init(
    quantity: Quantity, kind: Kind, driver: String, channel: String, range: ClosedRange<Int>,
    periodSeconds: Int = 60
  ) {
    self.quantity = quantity
    self.kind = kind
    self.driver = driver
    self.channel = channel
    self.range = range
    self.periodSeconds = periodSeconds
  }

  /// Where it is.
  struct Place: Equatable, CustomStringConvertible {
    /// The folder of its device, below the root.
    var folder: String
    /// How many devices have the driver's name.
    var count: Int

    /// The device's name, and whether there are others like it.
    var description: String {
      let name = folder.split(separator: "/").last ?? ""
      return count == 1 ? "\(name)" : "\(name), the first of \(count)"
    }
  }

  /// Where it is now; `nil` if there is no such device. Doesn't ask the sensor.
  func place(in sysfs: Sysfs) -> Place? {
    let folders = sysfs.names(in: kind.folder, prefix: kind.prefix).map { "\(kind.folder)/\($0)" }
    let fitting = folders.filter { (try? sysfs.text("\($0)/name")) == driver }
    return fitting.first.map { Place(folder: $0, count: fitting.count) }
  }

  /// The value, in thousandths of the quantity's unit.
  public func read(_ sysfs: Sysfs) -> Result<Int, NoData> {
    guard let place = place(in: sysfs) else {
      return .failure(.missing("no \(kind) device is named \(driver)"))
    }
    let channel = kind == .iio ? quantity.industrialChannel : quantity.monitorChannel
    guard let channel, channel.isName(self.channel) else {
      return .failure(.unreadable("\(self.channel) is no \(kind) channel of \(quantity)"))
    }
    do throws(SysfsFault) {
      let path = "\(place.folder)/\(self.channel)"
      let number =
        kind == .iio ? try industrial(sysfs, place.folder) : try monitored(sysfs, path)
      guard let number, let value = channel.value(number) else {
        return .failure(.unreadable("\(path): too big a number"))
      }
      return isPossible(value) ? .success(value) : .failure(.outOfRange(value, range))
    } catch {
      // The device was there a moment ago: what is missing is part of it.
      return .failure(.unreadable(error.description))
    }
  }

  /// Whether the value, in thousandths, lies within the range.
  private func isPossible(_ value: Int) -> Bool {
    let (whole, rest) = value.quotientAndRemainder(dividingBy: 1_000)
    return whole >= range.lowerBound && (whole > range.lowerBound || rest >= 0)
      && whole <= range.upperBound && (whole < range.upperBound || rest <= 0)
  }

  private func monitored(_ sysfs: Sysfs, _ path: String) throws(SysfsFault) -> SysfsNumber? {
    if sysfs.exists("\(path)_fault"), try sysfs.integer("\(path)_fault", in: 0...1) == 1 {
      throw .failed("\(path): the driver says that the sensor is faulty")
    }
    return try sysfs.number("\(path)_input")
  }

  /// The processed value if the driver has one; else (raw + offset) × scale.
  private func industrial(_ sysfs: Sysfs, _ folder: String) throws(SysfsFault) -> SysfsNumber? {
    if sysfs.exists("\(folder)/\(channel)_input") {
      return try sysfs.number("\(folder)/\(channel)_input")
    }
    let raw = try sysfs.number("\(folder)/\(channel)_raw")
    let offset = try shared(sysfs, folder, "offset") ?? SysfsNumber(0)
    let scale = try shared(sysfs, folder, "scale") ?? SysfsNumber(1)
    return raw.adding(offset)?.multiplied(by: scale)
  }

  /// A number of the channel or, if it has none of its own, of its type, of all inputs, or of
  /// everything that the device has: "in_temp0_scale", "in_temp_scale", "in_scale", "scale".
  private func shared(
    _ sysfs: Sysfs, _ folder: String, _ name: String
  ) throws(SysfsFault) -> SysfsNumber? {
    let type = quantity.industrialChannel.prefix
    for file in ["\(channel)_\(name)", "\(type)_\(name)", "in_\(name)", name]
    where sysfs.exists("\(folder)/\(file)") {
      return try sysfs.number("\(folder)/\(file)")
    }
    return nil
  }
}
