import Boards
import LinuxIO
import Panel
import TerminalCore

/// What a board measures: asks for it while the loop is awake anyway, and tells the core what
/// changed.
final class Sensing {
  private let thread: SensorThread
  private let feed: (Event) -> Void
  private let hotThousandths: Int
  private var measurements: [Measurement] = []
  private var supply = Supply()

  /// The gauges of a board; `nil` if it has none.
  init?(
    _ board: Board, _ loop: EventLoop, feed: @escaping (Event) -> Void
  ) throws(SystemError) {
    let gauges = Self.gauges(board)
    guard !gauges.isEmpty else { return nil }
    self.feed = feed
    hotThousandths = (board.thermal?.warnCelsius ?? 0) * 1_000
    thread = try SensorThread(Sysfs(), gauges)
    try loop.watch(thread.descriptor, for: .reading) { [unowned self] _ in tell() }
  }

  /// What a board has to read.
  static func gauges(_ board: Board) -> [Gauge] {
    var gauges = board.sensors.map { Gauge.sensor(Sensor($0)) }
    if let mains = board.power?.mains { gauges.append(.mains(Mains(name: mains))) }
    if let battery = board.power?.battery { gauges.append(.battery(Battery(name: battery))) }
    if let thermal = board.thermal { gauges.append(.thermalZone(ThermalZone(type: thermal.zone))) }
    return gauges
  }

  /// Has read what is due. Returns at once; the answers come through the loop.
  func tick() {
    do throws(SystemError) {
      try thread.ask(at: Clock.monotonicMilliseconds())
      tell()
    } catch {
      feed(.partFailed(.sensors, reason: "\(error)"))
    }
  }

  /// Ends the thread.
  func close() { thread.close() }

  private func tell() {
    let now = Clock.monotonicMilliseconds()
    thread.take(at: now)
    var measurements: [Measurement] = []
    var supply = Supply()
    var faults: [String] = []
    var heat: Int?
    for (index, gauge) in thread.gauges.enumerated() {
      let reading = thread.reading(index, at: now)
      // Nothing was asked for yet.
      if case .failure(.stale) = reading, self.measurements.isEmpty { continue }
      if case .failure(let reason) = reading { faults.append("\(gauge.name): \(reason)") }
      switch (gauge, try? reading.get()) {
      case (.sensor(let sensor), .quantity(let value)):
        measurements.append(Measurement(sensor.quantity, value))
      case (.sensor(let sensor), _): measurements.append(Measurement(sensor.quantity, nil))
      case (_, .mains(let isOnline)): supply.hasMains = isOnline
      case (_, .battery(let charge)): supply.batteryPercent = charge.percent
      case (_, .temperature(let value)): heat = value
      default: break
      }
    }
    report(measurements, supply, faults, heat)
  }

  private func report(
    _ measurements: [Measurement], _ supply: Supply, _ faults: [String], _ heat: Int?
  ) {
    if measurements != self.measurements { feed(.measured(measurements)) }
    if supply != self.supply {
      feed(.supplied(supply))
      feed(
        supply.hasMains == false
          ? .partFailed(.power, reason: "no power from the wall") : .partBack(.power))
    }
    self.measurements = measurements
    self.supply = supply
    feed(
      faults.isEmpty
        ? .partBack(.sensors) : .partFailed(.sensors, reason: faults.joined(separator: "; ")))
    if let heat {
      feed(
        heat < hotThousandths
          ? .partBack(.temperature)
          : .partFailed(.temperature, reason: "\(heat / 1_000) °C"))
    }
  }
}

extension Gauge {
  /// What it is, for the journal.
  fileprivate var name: String {
    switch self {
    case .sensor(let sensor): sensor.quantity.rawValue
    case .mains: "mains"
    case .battery: "battery"
    case .thermalZone(let zone): zone.type
    }
  }
}

extension Sensor {
  /// What a board file says of a sensor.
  init(_ board: Board.Sensor) {
    let quantity: Quantity =
      switch board.quantity {
      case .temperature: .temperature
      case .humidity: .humidity
      case .pressure: .pressure
      case .pm25: .pm25
      case .pm10: .pm10
      case .co2: .co2
      case .light: .light
      }
    self.init(
      quantity: quantity, kind: board.kind == .iio ? .iio : .hwmon, driver: board.driver,
      channel: board.channel, range: board.minimum...board.maximum,
      periodSeconds: board.periodSeconds)
  }
}

extension Measurement {
  /// What a sensor says, in the core's words.
  fileprivate init(_ quantity: Panel.Quantity, _ thousandths: Int?) {
    self.init(quantity: Quantity(quantity), thousandths: thousandths)
  }
}
