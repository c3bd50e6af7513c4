import TerminalCore

/// The two sensors of a simulated home, and what goes wrong with them: they say what can't be, get
/// stuck, fall silent, and come back. Their story has a seed of its own, so that a home without them
/// lives as it did.
struct SimulatedSensors {
  enum Trouble: CaseIterable {
    case none, impossible, stuck, silent
  }

  /// What one sensor says, and how it is.
  private struct Sensor {
    var quantity: Measurement.Quantity
    var thousandths: Int
    var trouble = Trouble.none
    /// Minutes until that ends.
    var minutesLeft: Int64
  }

  private var random: Random
  private var sensors: [Sensor]

  init(seed: UInt64) {
    random = Random(seed: seed ^ 0xA1_2B)
    sensors = [
      Sensor(quantity: .pm25, thousandths: 40_000, minutesLeft: 120),
      Sensor(quantity: .temperature, thousandths: 25_000, minutesLeft: 300),
    ]
  }

  /// What they say in the next minute.
  mutating func next() -> [Measurement] {
    for index in sensors.indices { sensors[index] = advanced(sensors[index]) }
    return sensors.map { sensor in
      let said: Int? =
        switch sensor.trouble {
        case .none, .stuck: sensor.thousandths
        case .impossible: 9_000_000
        case .silent: nil
        }
      return Measurement(quantity: sensor.quantity, thousandths: said)
    }
  }

  private mutating func advanced(_ before: Sensor) -> Sensor {
    var sensor = before
    sensor.minutesLeft -= 1
    if sensor.minutesLeft <= 0 {
      sensor.trouble = sensor.trouble == .none ? random.pick(Trouble.allCases) : .none
      sensor.minutesLeft =
        sensor.trouble == .none ? random.integer(30...900) : random.integer(1...600)
    }
    guard sensor.trouble != .stuck else { return sensor }
    // Dust is never still; a room may be.
    let step = Int(random.integer(1...9_000))
    if sensor.quantity == .pm25 {
      sensor.thousandths = (sensor.thousandths + step) % 180_000
    } else if step < 3_000 {
      sensor.thousandths = 20_000 + step * 4
    }
    return sensor
  }
}
