import Vietnam

@testable import TerminalCore

/// The air in every state that a home can see, with the longest words that there are.
extension Gallery {
  private static let station = AirNow.Place(
    title: "Trạm Nguyễn Văn Cừ (Long Biên)", index: .init(value: 167),
    note: "PM2.5 · lúc 20:00\nNguồn: moitruongthudo.vn")
  private static let home = AirNow.Place(
    title: "Trong nhà", index: .init(value: 87), note: "Chỉ để tham khảo")
  private static let room = [
    "Nhiệt độ 28,5 °C", "Độ ẩm: không đo được", "Áp suất 1007 hPa", "PM2.5 43 µg/m³",
    "PM10 61 µg/m³", "CO₂ 812 ppm",
  ]
  private static let source =
    "Theo VN_AQI, QĐ 1459/QĐ-TCMT của Tổng cục Môi trường. Nguồn: moitruongthudo.vn."

  private static func advice(_ band: AirBand, value: Int) -> AirScreen.Page {
    .advice(
      AirAdvice(
        title: "Người già, trẻ em, người bệnh", index: .init(value: value),
        text: band.adviceForSensitivePeople, source: source))
  }
  private static let day = AirScreen.Page.day(
    AirDay(
      title: "24 giờ qua trong nhà", note: "Chỉ để tham khảo",
      hours: [
        41, 38, 44, 52, 60, nil, nil, 95, 118, 131, 149, 160, 171, 163, 140, 122, 104, 99, 87, nil,
        76, 66, 58, 49,
      ].enumerated().map { number, value in
        .init(begins: (21 + number) % 24, index: value.map { .init(value: $0) })
      }))
  private static let worstDay = AirScreen.Page.day(
    AirDay(
      title: "24 giờ đến 20:00: Trạm Nguyễn Văn Cừ (Long Biên)", note: "Nguồn: moitruongthudo.vn",
      hours: (0..<24).map { .init(begins: (20 + $0) % 24, index: .init(value: $0 * 21)) }))

  private static func air(_ page: Int, _ pages: [AirScreen.Page]) -> Screen {
    .air(AirScreen(pages: pages, page: page))
  }

  static let airNow = air(
    0, [.now(AirNow(home: home, ward: station, room: room)), advice(.bad, value: 167), day])
  static let airAdvice = air(
    1,
    [
      .now(AirNow(home: home, ward: station, room: room)), advice(.poor, value: 127), day,
    ])
  static let airDay = air(2, [.now(AirNow(home: home, ward: station, room: room)), day, day])
  static let airWorstDay = air(1, [.now(AirNow(home: home, ward: station, room: room)), worstDay])
  /// Nothing is there, or what is there has failed.
  static let airNothing = air(
    0,
    [
      .now(
        AirNow(
          home: .init(
            title: "Trong nhà", index: nil,
            note: "Cảm biến bụi đứng yên nhiều giờ, có thể đã hỏng. Xin báo phường."),
          ward: .init(
            title: "Ngoài trời", index: nil, note: "Phường chưa gửi số liệu trạm đo."),
          room: ["Nhiệt độ 28,5 °C"]))
    ])
  static let airOld = air(
    0,
    [
      .now(
        AirNow(
          home: .init(title: "Trong nhà", index: .init(value: 312), note: "Chỉ để tham khảo"),
          ward: .init(
            title: "Trạm Hàng Đậu", index: .init(value: 42),
            note: "Số liệu cũ, lúc 14:00\nNguồn: Phường nhập tay", isOld: true), room: []))
    ])
}
