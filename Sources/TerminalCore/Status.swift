import WardContract

/// "Why is it silent": what works and what doesn't.
extension HomeTerminal {
  private func measurementRows(_ moment: Moment) -> [StatusScreen.Row] {
    guard !measurements.isEmpty else { return [] }
    let measurements = measurements.map { measurement in
      guard let quantity = AirQuantity(rawValue: measurement.quantity.rawValue),
        case .failure = air.log.value(quantity, moment)
      else { return measurement }
      return Measurement(quantity: measurement.quantity, thousandths: nil)
    }
    return [
      .init(
        name: "Trong nhà", value: Words.measurements(measurements),
        isGood: measurements.allSatisfy { $0.thousandths != nil })
    ]
  }

  private func secondSpeakerRows(
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> [StatusScreen.Row] {
    guard profile.hasSecondSpeaker else { return [] }
    let isFailing = parts.isFailing(.secondSpeaker)
    let left = quiet.secondSpeakerMilliseconds(moment)
    let off = left.map { reading.isKnown ? "Tắt đến \(Words.time(reading.now + $0))" : "Đang tắt" }
    return [
      .init(
        name: "Loa thứ hai",
        value: isFailing ? "Không hoạt động" : off ?? "Hoạt động", isGood: !isFailing)
    ]
  }

  func statusScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> StatusScreen {
    let connectionRow: StatusScreen.Row =
      switch connection(reading, moment) {
      case .connected:
        .init(name: "Kết nối phường", value: "Đang nghe \(profile.wardName)", isGood: true)
      case .connecting: .init(name: "Kết nối phường", value: "Đang kết nối…", isGood: true)
      case .cutOff(let since):
        .init(
          name: "Kết nối phường",
          value: since.map { "Mất liên lạc từ \($0)" } ?? "Mất liên lạc với phường",
          isGood: false)
      }
    let sound = !parts.isFailing(.sound)
    let speech = !parts.isFailing(.speech)
    let disk = journal.failure == nil && media.failure == nil
    return StatusScreen(
      title: Words.status,
      rows: [
        connectionRow
      ] + networkRows + [
        broadcastRow(reading, moment),
        .init(
          name: "Loa", value: !sound ? Words.noSound : speech ? "Hoạt động" : Words.noSpeech,
          isGood: sound && speech),
      ] + secondSpeakerRows(reading, moment) + [
        .init(
          name: "Âm lượng", value: "\(menu.volumePercent) %", isGood: menu.volumePercent > 0),
        .init(
          name: "Đồng hồ",
          value: reading.isKnown
            ? "\(Words.time(reading.now)), \(Words.date(reading.now))" : Words.clockUnknown,
          isGood: reading.isKnown),
        .init(
          name: "Nút bấm", value: parts.isFailing(.buttons) ? Words.noButtons : "Hoạt động",
          isGood: !parts.isFailing(.buttons)),
        telephoneRow,
        .init(name: "Bộ nhớ", value: disk ? "Hoạt động" : Words.diskFailing, isGood: disk),
        .init(
          name: "Tin tức",
          value: board.withheldCount > 0
            ? Words.withheld(board.withheldCount)
            : refusals.count > 0
              ? Words.refused(refusals.count) : "\(wall.items.filter(\.isPublic).count) tin",
          isGood: board.withheldCount == 0 && refusals.count == 0),
      ] + measurementRows(moment) + [
        .init(name: "Mã thiết bị", value: profile.terminal.description, isGood: true)
      ], page: menu.page)
  }
}
