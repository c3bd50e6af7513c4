/// Something of the board that is read now and then.
public enum Gauge: Sendable {
  case sensor(Sensor)
  case mains(Mains)
  case battery(Battery)
  case thermalZone(ThermalZone)

  /// What was read.
  public enum Value: Equatable, Sendable {
    /// Of a sensor, in thousandths of its quantity's unit.
    case quantity(Int)
    /// Whether there is power from the wall.
    case mains(isOnline: Bool)
    /// How the battery is.
    case battery(Battery.Charge)
    /// Of a thermal zone, in thousandths of °C.
    case temperature(Int)
  }

  /// What was read, or why nothing was.
  public typealias Reading = Result<Value, NoData>

  /// How often it is to be read.
  var periodMilliseconds: Int64 {
    switch self {
    case .sensor(let sensor): Int64(sensor.periodSeconds) * 1_000
    case .mains, .battery, .thermalZone: 60_000
    }
  }

  /// Reads it, which may take for ever.
  func read(_ sysfs: Sysfs) -> Reading {
    switch self {
    case .sensor(let sensor): sensor.read(sysfs).map { .quantity($0) }
    case .mains(let mains): mains.read(sysfs).map { .mains(isOnline: $0) }
    case .battery(let battery): battery.read(sysfs).map { .battery($0) }
    case .thermalZone(let zone): zone.read(sysfs).map { .temperature($0) }
    }
  }

  /// What it is, where, and what was read of it, on one line.
  public func describe(_ reading: Reading, in sysfs: Sysfs) -> String {
    "\(what(in: sysfs)): \(text(reading))"
  }

  private func what(in sysfs: Sysfs) -> String {
    switch self {
    case .sensor(let sensor):
      let place = sensor.place(in: sysfs).map { " at \($0)" } ?? ""
      return "\(sensor.quantity) (\(sensor.kind) \(sensor.driver) \(sensor.channel)\(place))"
    case .mains(let mains): return "mains" + (mains.name.map { " (\($0))" } ?? "")
    case .battery(let battery): return "battery" + (battery.name.map { " (\($0))" } ?? "")
    case .thermalZone(let zone): return "thermal zone (\(zone.type))"
    }
  }

  private func text(_ reading: Reading) -> String {
    switch reading {
    case .success(.quantity(let value)), .success(.temperature(let value)):
      return "\(thousandths(value)) \(unit)"
    case .success(.mains(let isOnline)): return isOnline ? "online" : "offline"
    case .success(.battery(let charge)): return "\(charge.percent) %, \(charge.status.rawValue)"
    case .failure(let reason): return "no data, \(reason)"
    }
  }

  private var unit: String {
    if case .sensor(let sensor) = self { sensor.quantity.unit } else { "°C" }
  }
}
