import Hummingbird
import Vietnam
import WardContract
import WardDesk

/// The air in the homes: for reference only, a sensor in a home is no station.
enum AirPage {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("air") { request, context in
      let frame = try context.frame(request)
      let now = frame.now
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let (total, homes) = try await frame.ward.read { store in
        (
          try store.measuringHomes(at: now),
          try store.measuredAir(at: now, offset: paging.offset, limit: paging.size)
        )
      }
      return page(frame, try await day(frame), homes, paging.links(of: total, frame))
    }
    group.get("air/hours.csv") { request, context in
      CSV.response(named: "khong-khi.csv", try await day(context.frame(request)).table)
    }
  }

  private static let quantities: [(AirQuantity, name: String, unit: String, decimals: Int)] = [
    (.pm25, "PM2.5", "µg/m³", 1), (.pm10, "PM10", "µg/m³", 1), (.co2, "CO₂", "ppm", 0),
    (.temperature, "°C", "", 1), (.humidity, "%", "", 0),
  ]

  private static func day(_ frame: Frame) async throws -> AirCharts {
    let now = frame.now
    return AirCharts(
      frame: frame, hours: try await frame.ward.read { try $0.airDay(at: now) },
      station: try frame.ward.folder.station(now: now))
  }

  private static func page(
    _ frame: Frame, _ day: AirCharts, _ homes: [DeskStore.Air], _ links: HTML
  ) -> Response {
    let heads = quantities.pieces { "<th class=\"number\">\($0.name) \($0.unit)</th>" }
    let rows = homes.pieces { home in
      let cells = quantities.pieces { quantity, name, _, decimals in
        let mean = home.newest?.means[quantity].map { written($0, decimals) } ?? "–"
        return "<td class=\"number\" data-label=\"\(name)\">\(mean)</td>"
      }
      let index = home.index.map { "\($0.value) · \($0.band.name)" }
      return """
        <tr><td><a href="\(frame.at("/homes/\(home.terminal)"))">\(home.terminal)</a></td>
          <td>\(home.newest.map { frame.time($0.hour) } ?? .none)</td>
          <td class="band-\(home.index.map { "\($0.band)" } ?? "none")">
            \(index ?? frame.say("chưa đủ giờ", "not enough hours"))</td>\(cells)</tr>
        """
    }
    return frame.page(
      frame.say("Không khí", "Air"),
      """
      <p class="note">\(frame.say(
        "VN_AQI giờ từ cảm biến trong nhà, để tham khảo: cảm biến trong nhà không phải trạm quan trắc.",
        "Hourly VN_AQI from sensors in homes, for reference: a sensor in a home is no station."))</p>
      \(day.piece)
      <h2>\(frame.say("Giờ mới nhất ở từng nhà", "The newest hour in each home"))</h2>
      <div class="wide"><table id="air" data-live>
        <thead><tr><th>\(frame.say("Nhà", "Home"))</th><th>\(frame.say("Giờ", "Hour"))</th>
          <th>VN_AQI \(frame.say("tham khảo", "for reference"))</th>\(heads)</tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Trong 24 giờ qua không nhà nào có số đo.", "No home has measured anything in the last 24 hours."))</p>", if: homes.isEmpty)
      \(links)
      """)
  }

  /// A mean in thousandths as people write it in Vietnam: "20,6".
  static func written(_ thousandths: Int, _ decimals: Int) -> String {
    if decimals == 0 { return "\((thousandths + 500) / 1_000)" }
    let tenths = (thousandths.magnitude + 50) / 100
    return "\(thousandths < 0 ? "-" : "")\(tenths / 10),\(tenths % 10)"
  }
}
