import WardContract

extension Broadcasting {
  /// Whether `item` may be broadcast beside `others`, which are planned or were broadcast: allowed,
  /// or every rule that it breaks. Of `others` those of its own session and day count; an older
  /// revision of the item itself does not.
  public func judge(_ item: BroadcastItem, beside others: [BroadcastItem]) -> Verdict {
    let bulletin = item.bulletin
    let moment = moment(of: item)
    guard bulletin.status != .test else { return .broken([testBreach(on: moment)]) }
    // A withdrawal is never read out.
    guard bulletin.messageType != .cancel else { return .allowed(.rules) }
    let isEmergency = bulletin.priority == .emergency
    if isEmergency, bulletin.status == .actual { return .allowed(.emergency) }
    let date = date(of: item)
    guard let rules = book.ruleSet(on: date) else { return .broken([ruleSetBreach(on: date)]) }

    var faults: [Fault] = []
    if isEmergency {
      faults += exerciseFaults(bulletin, at: moment, under: rules)
    } else {
      let others = others.filter { other in
        other.bulletin.identifier != bulletin.identifier && Self.isCounted(other.bulletin)
          && self.date(of: other) == date
      }
      faults += timeFaults(item, beside: others, under: rules)
      faults += contentFaults(bulletin, at: moment, under: rules)
    }
    faults += musicFaults(bulletin, under: rules)

    let lifts = lifts(of: bulletin, at: moment, under: rules)
    var breaches: [Breach] = []
    var lifted: [Limit] = []
    for fault in faults {
      if let limit = fault.limit, lifts.contains(limit) {
        if !lifted.contains(limit) { lifted.append(limit) }
      } else {
        breaches.append(explained(fault, bulletin, at: moment, under: rules))
      }
    }
    if let directive = bulletin.regulation.directive, rules.issuer(named: directive.issuer) == nil {
      breaches.append(issuerBreach(directive, rules))
    }
    guard breaches.isEmpty else { return .broken(breaches) }
    if let directive = bulletin.regulation.directive, !lifted.isEmpty {
      return .allowed(.directive(directive, lifts: lifted))
    }
    return .allowed(.rules)
  }

  /// What the bulletin itself breaks, whenever it is heard: content, programme, music and its
  /// particulars.
  public func contentBreaches(of bulletin: Bulletin) -> [Breach] {
    guard Self.isCounted(bulletin), let rules = book.ruleSet(on: LocalDate(bulletin.begins)) else {
      return []
    }
    let lifts = lifts(of: bulletin, at: bulletin.begins, under: rules)
    let faults =
      contentFaults(bulletin, at: bulletin.begins, under: rules)
      + musicFaults(bulletin, under: rules)
    return faults.filter { !$0.isLifted(by: lifts) }.map(\.breach)
  }

  /// What is left of the session, and of its day, beside what is planned or was broadcast.
  public func remaining(in slot: BroadcastSlot, beside items: [BroadcastItem]) -> Remaining {
    guard let rules = book.ruleSet(on: slot.date) else {
      return Remaining(
        limitMilliseconds: 0, usedMilliseconds: 0, relayMilliseconds: 0, sessionsLimit: 0,
        sessionsUsed: 0, breaches: [ruleSetBreach(on: slot.date)])
    }
    let items = items.filter { Self.isCounted($0.bulletin) && date(of: $0) == slot.date }
    let inSlot = items.filter { $0.slot == slot }
    let relays = inSlot.filter { $0.bulletin.regulation.programmeSource == .relay }
    return Remaining(
      limitMilliseconds: plan.slot(slot.session).map { minutes(of: $0, under: rules) * 60_000 }
        ?? 0,
      usedMilliseconds: used(inSlot, under: rules),
      relayMilliseconds: used(relays, under: rules),
      sessionsLimit: rules.area(plan.areaType).sessionsADay,
      sessionsUsed: occasions(items, under: rules, besides: nil),
      breaches: faults(of: slot, under: rules).map(\.breach))
  }

  // MARK: Directives

  /// The limits that the bulletin's directive lifts at `moment`: those that it names, as far as the
  /// body that gave it may lift them.
  func lifts(of bulletin: Bulletin, at moment: Instant, under rules: RuleSet) -> [Limit] {
    guard let directive = bulletin.regulation.directive,
      let issuer = rules.issuer(named: directive.issuer)
    else { return [] }
    return issuer.lifts.filter { directive.lifts($0, at: moment) }
  }

  /// The breach, with what keeps the bulletin's directive from lifting the limit.
  private func explained(
    _ fault: Fault, _ bulletin: Bulletin, at moment: Instant, under rules: RuleSet
  ) -> Breach {
    var breach = fault.breach
    guard let limit = fault.limit, let directive = bulletin.regulation.directive,
      let issuer = rules.issuer(named: directive.issuer)
    else { return breach }
    let order = "Chỉ đạo số \(directive.number) của \(directive.issuer)"
    if !issuer.lifts.contains(limit) {
      breach.statement += " \(directive.issuer) không có quyền dỡ bỏ giới hạn này."
    } else if !directive.lifts.contains(limit) {
      breach.statement += " \(order) không dỡ bỏ giới hạn này."
    } else {
      breach.statement +=
        " \(order) chỉ có hiệu lực từ \(Words.moment(directive.from)) đến trước "
        + "\(Words.moment(directive.until)), không phải lúc \(Words.moment(moment))."
    }
    return breach
  }

  private func issuerBreach(_ directive: Directive, _ rules: RuleSet) -> Breach {
    Breach(
      .directive,
      "\(directive.issuer) (văn bản số \(directive.number)) không có quyền chỉ đạo phát thanh.",
      rules.directive, limit: Words.list(rules.issuers.map(\.name)), used: directive.issuer,
      left: "không có")
  }

  // MARK: When

  /// When an item is heard: as its session begins, or at its own time.
  func moment(of item: BroadcastItem) -> Instant {
    guard let slot = item.slot else { return item.moment ?? item.bulletin.begins }
    return slot.date.instant(minute: plan.slot(slot.session)?.startMinute ?? 0)
  }

  func date(of item: BroadcastItem) -> LocalDate {
    item.slot?.date ?? LocalDate(item.moment ?? item.bulletin.begins)
  }

  /// Whether a bulletin counts towards sessions and minutes: emergencies, their exercises, tests and
  /// withdrawals don't.
  static func isCounted(_ bulletin: Bulletin) -> Bool {
    bulletin.priority != .emergency && bulletin.status != .test && bulletin.messageType != .cancel
  }

  /// How long these sound of a session's minutes. What a directive lifts the duration for takes
  /// nothing from the others.
  private func used(_ items: [BroadcastItem], under rules: RuleSet) -> Int {
    let relayCounts = rules.area(plan.areaType).relayCounts
    return items.reduce(0) { sum, item in
      let isRelay = item.bulletin.regulation.programmeSource == .relay
      let isLifted = lifts(of: item.bulletin, at: moment(of: item), under: rules)
        .contains(.duration)
      return isLifted || (isRelay && !relayCounts) ? sum : sum + item.soundMilliseconds
    }
  }

  /// How many sessions of a day these take, `besides` apart: each with something in it is one, and
  /// so is each broadcast outside of sessions. What a directive lifts the number for is none.
  private func occasions(
    _ items: [BroadcastItem], under rules: RuleSet, besides own: BroadcastSlot?
  ) -> Int {
    var slots: [BroadcastSlot] = []
    var count = 0
    for item in items
    where !lifts(of: item.bulletin, at: moment(of: item), under: rules).contains(.sessions) {
      guard let slot = item.slot else {
        count += 1
        continue
      }
      if slot != own, !slots.contains(slot) { slots.append(slot) }
    }
    return count + slots.count
  }

  /// Hours, weekdays, sessions, minutes and neighbours.
  private func timeFaults(
    _ item: BroadcastItem, beside others: [BroadcastItem], under rules: RuleSet
  ) -> [Fault] {
    let area = rules.area(plan.areaType)
    var faults: [Fault] = []
    if let slot = item.slot {
      faults = self.faults(of: slot, under: rules)
      // Without such a session there is nothing to measure.
      guard let planned = plan.slot(slot.session) else { return faults }
      faults += neighbourFaults(planned, rules)
    } else {
      faults.append(
        Fault(
          Breach(
            .hours, "Tin phát ngoài các buổi phát thanh của phường.", area.timeCitation,
            limit: Words.list(
              sessions.map { "\(Words.session($0.session)) \(Words.time($0.startMinute))" }),
            used: Words.moment(moment(of: item)), left: "không có"),
          .hours))
      if let fault = weekdayFault(date(of: item), area) { faults.append(fault) }
    }
    let taken = occasions(others, under: rules, besides: item.slot)
    if let most = area.sessionsADay, taken >= most,
      !faults.contains(where: { $0.limit == .sessions })
    {
      faults.append(sessionsFault(most, used: taken, area))
    }
    return faults + durationFaults(item, beside: others, rules)
  }

  private func durationFaults(
    _ item: BroadcastItem, beside others: [BroadcastItem], _ rules: RuleSet
  ) -> [Fault] {
    let area = rules.area(plan.areaType)
    if item.bulletin.regulation.programmeSource == .relay, !area.relayCounts { return [] }
    let planned = item.slot.flatMap { plan.slot($0.session) }
    guard let minutes = planned.map({ self.minutes(of: $0, under: rules) }) ?? area.minutesASession
    else { return [] }
    let used = item.slot == nil ? 0 : used(others.filter { $0.slot == item.slot }, under: rules)
    let most = minutes * 60_000
    guard used + item.soundMilliseconds > most else { return [] }
    // The ward's own minutes may be fewer than the decree's.
    let citation = minutes == area.minutesASession ? area.durationCitation : rules.timetable
    return [
      Fault(
        Breach(
          .duration,
          "Tin dài \(Words.duration(item.soundMilliseconds)), quá thời lượng còn lại của buổi.",
          citation, limit: "\(minutes) phút/buổi", used: Words.duration(used),
          left: Words.left(max(0, most - used))),
        .duration)
    ]
  }

  func neighbourFaults(_ planned: BroadcastPlan.Slot, _ rules: RuleSet) -> [Fault] {
    let end = planned.startMinute + minutes(of: planned, under: rules)
    return neighbours.flatMap { neighbour in
      neighbour.slots.compactMap { other in
        let otherEnd = other.startMinute + other.minutes
        guard planned.startMinute < otherEnd, other.startMinute < end,
          neighbour.agreement?.isEmpty ?? true
        else { return nil }
        return Fault(
          Breach(
            .neighbours, "Giờ phát trùng với \(neighbour.name), chưa có văn bản thống nhất.",
            rules.neighbours, limit: "không trùng giờ, hoặc có số văn bản thống nhất",
            used: "\(Words.time(planned.startMinute))–\(Words.time(end)); \(neighbour.name): "
              + "\(Words.time(other.startMinute))–\(Words.time(otherEnd))",
            left: "không có"))
      }
    }
  }
}
