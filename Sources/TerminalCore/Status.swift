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

  private func connectionRow(
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> StatusScreen.Row {
    let name = "Kết nối phường"
    return switch connection(reading, moment) {
    case .connected: .init(name: name, value: "Đang nghe \(profile.wardName)", isGood: true)
    case .connecting: .init(name: name, value: "Đang kết nối…", isGood: true)
    case .cutOff(let since?): .init(name: name, value: "Mất liên lạc từ \(since)", isGood: false)
    case .cutOff(nil): .init(name: name, value: "Mất liên lạc với phường", isGood: false)
    }
  }

  private var speakerRow: StatusScreen.Row {
    let name = "Loa"
    if parts.isFailing(.sound) { return .init(name: name, value: Words.noSound, isGood: false) }
    if parts.isFailing(.speech) { return .init(name: name, value: Words.noSpeech, isGood: false) }
    return .init(name: name, value: "Hoạt động", isGood: true)
  }

  private func clockRow(_ reading: TrustedClock.Reading) -> StatusScreen.Row {
    let now = "\(Words.time(reading.now)), \(Words.date(reading.now))"
    return .init(
      name: "Đồng hồ", value: reading.isKnown ? now : Words.clockUnknown, isGood: reading.isKnown)
  }

  private var newsRow: StatusScreen.Row {
    let name = "Tin tức"
    if board.withheldCount > 0 {
      return .init(name: name, value: Words.withheld(board.withheldCount), isGood: false)
    }
    if refusals.count > 0 {
      return .init(name: name, value: Words.refused(refusals.count), isGood: false)
    }
    let count = wall.items.filter(\.isPublic).count
    return .init(name: name, value: "\(count) tin", isGood: true)
  }

  /// What to do about what is wrong; `nil` if nothing is, or if its own words say it.
  private func advice(
    _ rows: [StatusScreen.Row], _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> String? {
    if case .cutOff = connection(reading, moment) { return Words.mendConnection }
    let isBroken = rows.contains { !$0.isGood && $0.value != Words.muted }
    return isBroken ? Words.callWard : nil
  }

  func statusScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> StatusScreen {
    let buttons = !parts.isFailing(.buttons)
    let disk = journal.failure == nil && media.failure == nil
    var rows = [connectionRow(reading, moment)]
    rows += networkRows
    rows += [broadcastRow(reading, moment), speakerRow]
    rows += secondSpeakerRows(reading, moment)
    rows += [
      .init(
        name: "Âm lượng", value: menu.volumePercent > 0 ? "\(menu.volumePercent) %" : Words.muted,
        isGood: menu.volumePercent > 0),
      clockRow(reading),
      .init(name: "Nút bấm", value: buttons ? "Hoạt động" : Words.noButtons, isGood: buttons),
      telephoneRow,
      .init(name: "Bộ nhớ", value: disk ? "Hoạt động" : Words.diskFailing, isGood: disk),
      newsRow,
    ]
    rows += measurementRows(moment)
    if let name = directory.phoneBook.name(of: profile.area) {
      rows.append(.init(name: "Khu vực", value: name, isGood: true))
    }
    if let advice = advice(rows, reading, moment) {
      rows.append(.init(name: "Cần làm", value: advice, isGood: false))
    }
    rows.append(.init(name: "Mã thiết bị", value: profile.terminal.description, isGood: true))
    return StatusScreen(
      title: Words.status, rows: rows, action: isSilenced(reading, moment) ? Words.quiet : nil,
      page: menu.page)
  }
}
