import Hummingbird
import WardContract
import WardDesk

/// The air of the last 24 hours: medians of the homes beside the monitoring station, as charts, as a table
/// and for a spreadsheet.
struct AirCharts {
  let frame: Frame
  /// The oldest first.
  let hours: [AirHour]
  /// What the station has measured, if there is anything that counts.
  let station: StationAir?

  /// What is shown, and by which name the station has it, if it measures that.
  private static let quantities: [Quantity] = [
    Quantity(.pm25, "PM2.5", "µg/m³", station: .pm25),
    Quantity(.pm10, "PM10", "µg/m³", station: .pm10),
    Quantity(.co2, "CO₂", "ppm", decimals: 0),
    Quantity(.temperature, "Nhiệt độ", "°C", english: "Temperature", isFromZero: false),
    Quantity(.humidity, "Độ ẩm", "%", english: "Humidity", decimals: 0),
  ]

  private struct Quantity: Sendable {
    var quantity: AirQuantity
    var vietnamese: String
    var english: String
    var unit: String
    var decimals: Int
    var station: StationAir.Pollutant?
    var isFromZero: Bool

    init(
      _ quantity: AirQuantity, _ name: String, _ unit: String, english: String? = nil,
      decimals: Int = 1, station: StationAir.Pollutant? = nil, isFromZero: Bool = true
    ) {
      self.quantity = quantity
      vietnamese = name
      self.english = english ?? name
      self.unit = unit
      self.decimals = decimals
      self.station = station
      self.isFromZero = isFromZero
    }
  }

  /// One column of numbers, in thousandths.
  private struct Column {
    var quantity: Quantity
    var isStation: Bool
    var values: [Int?]
  }

  /// What was measured at all.
  private var columns: [Column] {
    Self.quantities.flatMap { quantity in
      let homes = Column(
        quantity: quantity, isStation: false, values: hours.map { $0.medians[quantity.quantity] })
      let measured = Column(
        quantity: quantity, isStation: true,
        values: hours.map { hour in
          quantity.station.flatMap { station?.mean(of: $0, at: hour.hour) }
        })
      return [homes, measured].filter { $0.values.contains { $0 != nil } }
    }
  }

  /// Charts and table; nothing if nothing was measured.
  var piece: HTML {
    let columns = columns
    guard !columns.isEmpty else { return .none }
    let charts = Self.quantities.pieces { quantity in
      let own = columns.filter { $0.quantity.quantity == quantity.quantity }
      return LineChart(
        title: "\(name(of: quantity)) (\(quantity.unit))", labels: hours.map(label),
        lines: own.map { column in
          .init(
            name: column.isStation ? stationName : homesName,
            values: column.values.map { value in value.map { Double($0) / 1_000 } })
        }, isFromZero: quantity.isFromZero
      ).piece
    }
    let heads = columns.pieces { column in
      """
      <th class="number">\(name(of: column.quantity))<br><span class="note">\(column.quantity.unit), \
      \(column.isStation ? frame.say("trạm", "station") : frame.say("nhà dân", "homes"))</span></th>
      """
    }
    let rows = hours.enumerated().reversed().pieces { index, hour in
      let cells = columns.pieces { column in
        """
        <td class="number" data-label="\(name(of: column.quantity)), \
        \(column.isStation ? frame.say("trạm", "station") : frame.say("nhà dân", "homes"))">\
        \(column.values[index].map { AirPage.written($0, column.quantity.decimals) } ?? "–")</td>
        """
      }
      return """
        <tr><th scope="row">\(frame.time(hour.hour))</th>
          <td class="number" data-label="\(frame.say("Số nhà", "Homes"))">\(hour.homes)</td>\(cells)</tr>
        """
    }
    return """
      <section id="day" data-live><h2>\(frame.say("24 giờ qua", "The last 24 hours"))</h2>
      <p class="note">\(frame.say(
        "Nhà dân: trung vị của các nhà có số đo trong giờ đó. Một nửa số nhà cao hơn, một nửa thấp hơn.",
        "Homes: the median of those that measured in the hour. Half of them had more, half less."))
        \(station.map { "\(frame.say("Trạm", "Station")): \($0.station) (\($0.source))." } ?? HTML.none)</p>
      <div class="charts">\(charts)</div>
      <p class="actions"><a class="button" href="\(frame.at("/air/hours.csv"))">\(frame.say("Tải bảng CSV", "Table as CSV"))</a></p>
      <details><summary>\(frame.say("Bảng số từng giờ", "The numbers of each hour"))</summary>
      <div class="wide"><table id="hours">
        <thead><tr><th>\(frame.say("Giờ bắt đầu", "Hour from"))</th>
          <th class="number">\(frame.say("Số nhà", "Homes"))</th>\(heads)</tr></thead>
        <tbody>\(rows)</tbody></table></div></details></section>
      """
  }

  /// The same numbers for a spreadsheet.
  var table: [[String]] {
    let columns = columns
    let heads = columns.map {
      "\($0.quantity.quantity.rawValue)_\($0.isStation ? "station" : "homes_median")"
    }
    return [["hour", "homes"] + heads]
      + hours.enumerated().map { index, hour in
        [hour.hour.description, String(hour.homes)]
          + columns.map { column in column.values[index].map(Self.decimal) ?? "" }
      }
  }

  private var homesName: String { frame.say("trung vị các nhà", "median of homes") }
  private var stationName: String {
    frame.say("trạm", "station") + (station.map { " \($0.station)" } ?? "")
  }

  private func name(of quantity: Quantity) -> String {
    frame.say(quantity.vietnamese, quantity.english)
  }

  /// The hour of every sixth hour of the day.
  private func label(_ hour: AirHour) -> String {
    let time = LocalTime(hour.hour)
    return time.hour % 6 == 0 ? "\(time.hour)h" : ""
  }

  /// Thousandths as a decimal number: "20.6".
  private static func decimal(_ thousandths: Int) -> String {
    let (whole, rest) = (thousandths.magnitude / 1_000, thousandths.magnitude % 1_000)
    let digits = String(String(1_000 + rest).dropFirst())
    return "\(thousandths < 0 ? "-" : "")\(whole).\(digits)"
  }
}
