import Vietnam
import WardContract

/// What the household sees of the air.
extension HomeTerminal {
  /// The hour that was over last.
  private static func lastHour(_ now: Instant) -> Instant {
    let length = AirReading.hourMilliseconds
    return Instant(milliseconds: (now.milliseconds / length - 1) * length)
  }

  /// The home's index in the hours that end with `newest`; `nil` where there is none.
  private func homeIndices(_ count: Int, endingWith newest: Instant) -> [AirNow.Index?] {
    let means = air.hours.means(count + 11, endingWith: newest)
    func hours(_ quantity: AirQuantity) -> [Double?] {
      means.map { $0[quantity].map { Double($0) / 1_000 } }
    }
    return Self.indices(count, [(.pm25, hours(.pm25)), (.pm10, hours(.pm10))]).map { $0?.index }
  }

  /// The index of each hour, reckoned from it and the eleven before, the newest first. An hour without
  /// particles of its own is a gap, though others would give its Nowcast.
  private static func indices(
    _ count: Int, _ hours: [(pollutant: Pollutant, means: [Double?])]
  ) -> [HourlyAirIndex?] {
    (0..<count).map { age in
      let here = hours.map { ($0.pollutant, Array($0.means.dropFirst(age).prefix(12))) }
      let isMeasured = here.contains { pollutant, means in
        (pollutant == .pm25 || pollutant == .pm10) && (means.first ?? nil) != nil
      }
      return isMeasured ? HourlyAirIndex(here) : nil
    }
  }

  private static func hours(_ station: StationAir) -> [(pollutant: Pollutant, means: [Double?])] {
    station.series.map { series in
      (Pollutant(series.pollutant), series.hours.map { $0.map { Double($0) / 1_000 } })
    }
  }

  // MARK: Screens

  func airScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> AirScreen {
    let home = homePlace(reading, moment)
    let station = air.station.current(reading)
    let ward = wardPlace(station, reading)
    var pages: [AirScreen.Page] = [
      .now(AirNow(home: home, ward: ward, room: room(moment)))
    ]
    if let index = ward.index, let station, station.age == .fresh {
      pages += Self.advice(index, of: station.air).map(AirScreen.Page.advice)
    } else if let index = home.index {
      pages.append(.advice(Self.homeAdvice(index)))
    }
    if reading.isKnown {
      let newest = Self.lastHour(reading.now)
      let atHome = homeIndices(24, endingWith: newest)
      if atHome.contains(where: { $0 != nil }) {
        pages.append(
          .day(
            AirDay(
              title: "24 giờ qua trong nhà", note: Words.forReference,
              hours: Self.day(atHome, endingWith: newest))))
      }
      if let station {
        let hours = Self.indices(24, Self.hours(station.air)).map { $0?.index }
        pages.append(
          .day(
            AirDay(
              title:
                "24 giờ đến \(Words.since(station.air.end, now: reading.now)): \(station.air.station)",
              note: "Nguồn: \(station.air.source)",
              hours: Self.day(hours, endingWith: station.air.hour))))
      }
    }
    return AirScreen(pages: pages, page: menu.page, textSize: preferences.textSize)
  }

  private static func day(
    _ indices: [AirNow.Index?], endingWith newest: Instant
  ) -> [AirDay.Hour] {
    indices.enumerated().reversed().map { age, index in
      let begin = newest + -Int64(age) * AirReading.hourMilliseconds
      return AirDay.Hour(begins: LocalTime(begin).hour, index: index)
    }
  }

  private func homePlace(_ reading: TrustedClock.Reading, _ moment: Moment) -> AirNow.Place {
    let title = "Trong nhà"
    if reading.isKnown,
      let index = homeIndices(1, endingWith: Self.lastHour(reading.now)).first ?? nil
    {
      return AirNow.Place(title: title, index: index, note: Words.forReference)
    }
    let reasons = [AirQuantity.pm25, .pm10].map { air.log.value($0, moment) }
    let words: String =
      if reasons.allSatisfy({ $0 == .failure(.absent) }) {
        "Nhà chưa có cảm biến bụi."
      } else if reasons.contains(where: { (try? $0.get()) != nil }) {
        reading.isKnown
          ? "Đang đo. Cần hai giờ để có kết quả." : "Chưa biết giờ đúng nên chưa tính được."
      } else if reasons.contains(.failure(.impossible)) {
        "Cảm biến bụi báo số vô lý, có thể đã hỏng. Xin báo phường."
      } else if reasons.contains(.failure(.stuck)) {
        "Cảm biến bụi đứng yên nhiều giờ, có thể đã hỏng. Xin báo phường."
      } else {
        "Cảm biến bụi không trả lời. Xin báo phường."
      }
    return AirNow.Place(title: title, index: nil, note: words)
  }

  private func wardPlace(
    _ station: (air: StationAir, age: StationWatch.Age)?, _ reading: TrustedClock.Reading
  ) -> AirNow.Place {
    guard let (air, age) = station else {
      return AirNow.Place(
        title: "Ngoài trời", index: nil, note: "Phường chưa gửi số liệu trạm đo.")
    }
    let hourly = HourlyAirIndex(Self.hours(air))
    let time = Words.since(air.end, now: reading.now)
    guard let hourly else {
      return AirNow.Place(
        title: air.station, index: nil, note: "Trạm không có số liệu bụi lúc \(time).")
    }
    let isOld = age == .old
    return AirNow.Place(
      title: air.station, index: hourly.index,
      note: (isOld ? "Số liệu cũ, lúc \(time)" : "\(hourly.pollutant.name) · lúc \(time)")
        + "\nNguồn: \(air.source)", isOld: isOld)
  }

  /// What the room's sensors say, and which of them can't be relied on.
  private func room(_ moment: Moment) -> [String] {
    AirQuantity.allCases.compactMap { quantity in
      guard let named = Measurement.Quantity(rawValue: quantity.rawValue) else { return nil }
      let name = Words.name(named)
      let begin = name.prefix(1).uppercased() + name.dropFirst()
      switch air.log.value(quantity, moment) {
      case .success(let thousandths):
        let value = Words.value(named, thousandths: thousandths)
        switch quantity {
        case .temperature, .humidity, .pressure: return "\(begin) \(value)"
        case .pm25, .pm10, .co2: return value
        }
      case .failure(.absent): return nil
      case .failure: return "\(begin): không đo được"
      }
    }
  }

  private static func advice(_ index: AirNow.Index, of station: StationAir) -> [AirAdvice] {
    let source = "\(Words.method) Nguồn: \(station.source)."
    let (all, sensitive) = (index.band.advice, index.band.adviceForSensitivePeople)
    let everybody = AirAdvice(title: "Mọi người", index: index, text: all, source: source)
    if all == sensitive { return [everybody] }
    return [
      AirAdvice(
        title: "Người già, trẻ em, người bệnh", index: index, text: sensitive, source: source),
      everybody,
    ]
  }

  /// The advice of QĐ 1459 is for being outdoors; of a home there is only what such air does.
  private static func homeAdvice(_ index: AirNow.Index) -> AirAdvice {
    AirAdvice(
      title: "Không khí trong nhà", index: index, text: index.band.effect,
      source: "Cảm biến trong nhà, chỉ để tham khảo. \(Words.method)")
  }

  // MARK: Elsewhere

  /// The line on the rest screen: outdoors if that is fresh, else the home; and how warm the room is.
  func airLine(_ reading: TrustedClock.Reading, _ moment: Moment) -> RestScreen.Air? {
    let outdoors = outdoorIndex(reading)
    let index = outdoors ?? homeIndex(reading)
    var words: [String] = []
    if let index {
      let degree = "\(index.band.name) \(index.value)"
      words.append(
        outdoors == nil ? "Trong nhà: \(degree) (tham khảo)" : "Ngoài trời: \(degree)")
    }
    // With an index the line is full; the humidity has its place on the page of the air.
    for quantity in index == nil ? [AirQuantity.temperature, .humidity] : [.temperature] {
      guard case .success(let thousandths) = air.log.value(quantity, moment),
        let named = Measurement.Quantity(rawValue: quantity.rawValue)
      else { continue }
      let value = Words.value(named, thousandths: thousandths)
      words.append(quantity == .temperature ? "Trong phòng \(value)" : "Độ ẩm \(value)")
    }
    return words.isEmpty ? nil : RestScreen.Air(words: words, band: index?.band)
  }

  private func outdoorIndex(_ reading: TrustedClock.Reading) -> AirNow.Index? {
    guard let (station, age) = air.station.current(reading), age == .fresh else { return nil }
    return HourlyAirIndex(Self.hours(station))?.index
  }

  private func homeIndex(_ reading: TrustedClock.Reading) -> AirNow.Index? {
    guard reading.isKnown else { return nil }
    return homeIndices(1, endingWith: Self.lastHour(reading.now)).first ?? nil
  }

  /// How the air is, in a word, for the list of functions; empty if nobody knows.
  func airWord(_ reading: TrustedClock.Reading) -> String {
    (outdoorIndex(reading) ?? homeIndex(reading))?.band.name ?? ""
  }
}

extension Words {
  static let air = "Không khí"
  static let forReference = "Chỉ để tham khảo"
  static let method = "Theo VN_AQI, QĐ 1459/QĐ-TCMT của Tổng cục Môi trường."
}

extension HourlyAirIndex {
  fileprivate var index: AirNow.Index { AirNow.Index(value: value) }
}

extension Pollutant {
  fileprivate init(_ pollutant: StationAir.Pollutant) {
    self =
      switch pollutant {
      case .pm25: .pm25
      case .pm10: .pm10
      case .ozone: .ozoneOneHour
      case .nitrogenDioxide: .nitrogenDioxide
      case .sulphurDioxide: .sulphurDioxide
      case .carbonMonoxide: .carbonMonoxide
      }
  }
}
