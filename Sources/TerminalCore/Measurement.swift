/// What one sensor of this home says.
public struct Measurement: Equatable, Sendable {
  /// What is measured.
  public enum Quantity: String, CaseIterable, Sendable {
    case temperature
    case humidity
    case pressure
    case pm25
    case pm10
    case co2
    case light
  }

  /// What is measured.
  public var quantity: Quantity
  /// Thousandths of °C, %, hPa, µg/m³, ppm or lx; `nil` while there is no reading to rely on.
  public var thousandths: Int?

  /// What one sensor says.
  public init(quantity: Quantity, thousandths: Int?) {
    self.quantity = quantity
    self.thousandths = thousandths
  }
}

extension Words {
  /// "25,5 °C"
  static func value(_ quantity: Measurement.Quantity, thousandths: Int) -> String {
    switch quantity {
    case .temperature: "\(tenths(thousandths)) °C"
    case .humidity: "\(rounded(thousandths)) %"
    case .pressure: "\(rounded(thousandths)) hPa"
    case .pm25: "PM2.5 \(rounded(thousandths)) µg/m³"
    case .pm10: "PM10 \(rounded(thousandths)) µg/m³"
    case .co2: "CO₂ \(rounded(thousandths)) ppm"
    case .light: "\(rounded(thousandths)) lx"
    }
  }

  /// "nhiệt độ"
  static func name(_ quantity: Measurement.Quantity) -> String {
    switch quantity {
    case .temperature: "nhiệt độ"
    case .humidity: "độ ẩm"
    case .pressure: "áp suất"
    case .pm25: "bụi PM2.5"
    case .pm10: "bụi PM10"
    case .co2: "CO₂"
    case .light: "ánh sáng"
    }
  }

  /// All readings on one line; what can't be read comes first.
  static func measurements(_ all: [Measurement]) -> String {
    let missing = all.filter { $0.thousandths == nil }.map { name($0.quantity) }
    let values = all.compactMap { measurement in
      measurement.thousandths.map { value(measurement.quantity, thousandths: $0) }
    }
    let fault = missing.isEmpty ? [] : ["Không đo được \(missing.joined(separator: ", "))"]
    return (fault + values).joined(separator: " · ")
  }

  private static func rounded(_ thousandths: Int) -> String {
    String((thousandths + (thousandths < 0 ? -500 : 500)) / 1_000)
  }

  /// With one decimal, as Vietnamese writes it: "-0,5".
  private static func tenths(_ thousandths: Int) -> String {
    let tenths = (thousandths + (thousandths < 0 ? -50 : 50)) / 100
    let (whole, rest) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return "\(tenths < 0 ? "-" : "")\(whole),\(rest)"
  }
}
