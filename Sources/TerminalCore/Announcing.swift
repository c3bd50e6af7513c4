import BroadcastRules
import WardContract

/// What the household is told of sessions, and of the silence that it asked for.
extension HomeTerminal {
  /// "Phát lúc 17:00 hôm nay" of an item that waits for its session.
  func announcement(of item: Wall.Item, _ reading: TrustedClock.Reading) -> String? {
    guard reading.isKnown, let opening = programme.opening(of: item, reading) else { return nil }
    return ReaderScreen.announcement(opening: opening, now: reading.now)
  }

  /// How many items the next session will have, and when it is.
  func upcoming(_ reading: TrustedClock.Reading) -> String? {
    guard reading.isKnown else { return nil }
    let openings = wall.items.filter(\.isBroadcast).compactMap {
      programme.opening(of: $0, reading)
    }
    guard let first = openings.min() else { return nil }
    let count = openings.count { $0 == first }
    return "\(count) tin sẽ phát lúc \(Words.opening(first, now: reading.now))"
  }

  /// The session that goes on, and how many items are still to come in it.
  var sessionGoingOn: (Session, itemsLeft: Int)? {
    guard let slot = player.current?.slot else { return nil }
    let left = wall.items.count { item in
      item.isBroadcast && item.record.progress.course == .waiting
        && programme.turns.turn(of: item.record.identifier) == .slot(slot)
    }
    return (slot.session, left)
  }

  /// Why items wait that could be read if there were a plan.
  var planProblem: String? {
    guard let plan = programme.plan else {
      let waits = wall.items.contains { $0.isBroadcast && $0.record.progress.course == .waiting }
      return waits && board.index != nil ? Words.noPlan : nil
    }
    return plan.fault == nil ? nil : Words.unusablePlan
  }

  /// The row of the status screen that says why no news is read now, and when it is.
  func broadcastRow(_ reading: TrustedClock.Reading, _ moment: Moment) -> StatusScreen.Row {
    let name = "Phát thanh"
    guard let plan = programme.plan, let rules = plan.rules else {
      let words = programme.plan == nil ? Words.noPlan : Words.unusablePlan
      return .init(name: name, value: words, isGood: false)
    }
    guard reading.isKnown else {
      return .init(name: name, value: "Tin thường chờ đến khi biết giờ", isGood: false)
    }
    if let quiet = quietWords(reading, moment) {
      return .init(name: name, value: quiet, isGood: true)
    }
    if let session = programme.session {
      let words = Words.session(session.slot.session)
      return .init(name: name, value: "\(words) đang diễn ra", isGood: true)
    }
    let next = Self.nextOpening(rules, after: reading.now)
    return .init(
      name: name,
      value: next.map { "Buổi tới lúc \(Words.opening($0, now: reading.now))" }
        ?? "Phường không có buổi phát thanh", isGood: true)
  }

  /// When the next session begins that the rules allow without a directive.
  private static func nextOpening(_ rules: Broadcasting, after now: Instant) -> Instant? {
    let today = LocalDate(now)
    for days in 0...7 {
      let openings = Session.allCases.compactMap { session -> Instant? in
        let slot = BroadcastSlot(date: today.adding(days: days), session: session)
        guard let opening = rules.opening(of: slot), opening > now,
          rules.remaining(in: slot, beside: []).breaches.isEmpty
        else { return nil }
        return opening
      }
      if let opening = openings.min() { return opening }
    }
    return nil
  }

  // MARK: Silence

  /// "Yên lặng đến 06:00" while it lasts.
  func quietWords(_ reading: TrustedClock.Reading, _ moment: Moment) -> String? {
    switch quiet.state(reading, moment) {
    case .none: nil
    case .quiet(let until?): "Yên lặng đến \(Words.time(until))"
    case .quiet(nil): "Đang tạm yên lặng"
    }
  }

  /// Whether the household itself has asked for some silence that is not over.
  func isSilenced(_ reading: TrustedClock.Reading, _ moment: Moment) -> Bool {
    quietWords(reading, moment) != nil || secondSpeakerWords(reading, moment) != nil
  }

  /// "Loa thứ hai tắt đến 06:00" while it is.
  func secondSpeakerWords(_ reading: TrustedClock.Reading, _ moment: Moment) -> String? {
    guard profile.hasSecondSpeaker, let left = quiet.secondSpeakerMilliseconds(moment) else {
      return nil
    }
    return reading.isKnown
      ? "Loa thứ hai tắt đến \(Words.time(reading.now + left))" : "Loa thứ hai đang tắt"
  }

  private func secondSpeakerRow(
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> ChoiceScreen.Row {
    let left = quiet.secondSpeakerMilliseconds(moment)
    let value = left.map { left in
      reading.isKnown ? "Tắt đến \(Words.time(reading.now + left))" : "Đang tắt"
    }
    return .init(name: "Loa thứ hai", value: value ?? "Bật", isMarked: left != nil)
  }

  func quietScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> ChoiceScreen {
    let times = quiet.times
    let pause =
      quiet.pauseMilliseconds(moment).map { left in
        reading.isKnown ? "Đến \(Words.time(reading.now + left))" : "Đang yên lặng"
      }
    return ChoiceScreen(
      title: Words.quiet,
      rows: [
        .init(name: "Tạm yên lặng", value: pause ?? "Không", isMarked: pause != nil),
        .init(
          name: "Yên lặng hằng ngày", value: times.isDaily ? "Có" : "Không",
          isMarked: times.isDaily),
        .init(name: "Từ", value: Words.hour(times.beginsHour), isMarked: times.isDaily),
        .init(name: "Đến", value: Words.hour(times.endsHour), isMarked: times.isDaily),
      ] + (profile.hasSecondSpeaker ? [secondSpeakerRow(reading, moment)] : []),
      selected: menu.quietChoice.rawValue, action: Words.change, note: Words.promise,
      textSize: preferences.textSize)
  }

  mutating func turn(
    _ choice: Menu.QuietChoice, _ reading: TrustedClock.Reading, _ moment: Moment
  ) {
    switch choice {
    case .pause: quiet.turnPause(reading, &journal, moment)
    case .daily: quiet.turnDaily(&journal)
    case .begins: quiet.turnBegin(&journal)
    case .ends: quiet.turnEnd(&journal)
    case .secondSpeaker: quiet.turnSecondSpeaker(reading, &journal, moment)
    }
  }
}
