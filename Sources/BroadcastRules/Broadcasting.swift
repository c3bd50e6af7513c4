import ConfigurationFiles
import WardContract

/// The broadcast regulation of one ward: its plan, and the rule sets that the plan carries. The desk
/// asks it before anything is signed, and every terminal before anything sounds.
///
/// It is pure: the same plan, item and neighbours give the same answer everywhere.
public struct Broadcasting: Sendable {
  /// The ward's plan.
  public let plan: BroadcastPlan
  /// The plan's rule sets.
  public let book: RuleBook
  /// The wards beyond the border, where they are known: at the desk.
  public let neighbours: [Neighbour]

  /// How many days ahead a session is looked for: no bulletin lives longer (`Bounds`).
  static let searchDays = 400

  /// The regulation under `plan`. Throws if a rule set of the plan can't be read, or if two of them
  /// contradict each other.
  public init(plan: BroadcastPlan, neighbours: [Neighbour] = []) throws(ConfigurationError) {
    var sets: [RuleSet] = []
    for (index, text) in plan.ruleSets.enumerated() {
      sets.append(try RuleSet(text, name: "ruleSets[\(index)]"))
    }
    self.init(plan: plan, book: try RuleBook(sets), neighbours: neighbours)
  }

  /// The same with the plan's rule sets read already.
  init(plan: BroadcastPlan, book: RuleBook, neighbours: [Neighbour]) {
    self.plan = plan
    self.book = book
    self.neighbours = neighbours
  }

  // MARK: Sessions

  /// When the session of that day begins by the ward's plan; `nil` if the plan has no such session
  /// or no rule set is in force on the day.
  public func opening(of slot: BroadcastSlot) -> Instant? {
    guard let planned = plan.slot(slot.session), book.ruleSet(on: slot.date) != nil else {
      return nil
    }
    return slot.date.instant(minute: planned.startMinute)
  }

  /// When the session of that day is over: after the ward's minutes, or as many as the rule set in
  /// force allows, if these are fewer.
  public func closing(of slot: BroadcastSlot) -> Instant? {
    guard let opening = opening(of: slot), let planned = plan.slot(slot.session),
      let rules = book.ruleSet(on: slot.date)
    else { return nil }
    return opening + Int64(minutes(of: planned, under: rules)) * 60_000
  }

  /// How long a session may be: by the plan, but never longer than the rules allow.
  func minutes(of slot: BroadcastPlan.Slot, under rules: RuleSet) -> Int {
    min(slot.minutes, rules.area(plan.areaType).minutesASession ?? slot.minutes)
  }

  /// The plan's sessions, the earlier one first.
  var sessions: [BroadcastPlan.Slot] { plan.slots.sorted { $0.startMinute < $1.startMinute } }

  /// What keeps the session from being one on that day, each with the limit that a directive may
  /// lift.
  func faults(of slot: BroadcastSlot, under rules: RuleSet) -> [Fault] {
    let area = rules.area(plan.areaType)
    guard let planned = plan.slot(slot.session) else {
      return [
        Fault(
          Breach(
            .plan, "Kế hoạch của phường không có \(Words.session(slot.session)).", rules.timetable,
            limit: Words.list(sessions.map { Words.session($0.session) }),
            used: Words.session(slot.session), left: "không có"))
      ]
    }
    var faults: [Fault] = []
    let half = rules.half(slot.session)
    let end = planned.startMinute + minutes(of: planned, under: rules)
    if planned.startMinute < half.fromMinute || end > half.untilMinute {
      let hours = "\(Words.time(half.fromMinute))–\(Words.time(half.untilMinute))"
      faults.append(
        Fault(
          Breach(
            .hours, "Giờ phát của phường nằm ngoài \(Words.session(slot.session)).",
            area.timeCitation, limit: hours,
            used: "\(Words.time(planned.startMinute))–\(Words.time(end))", left: "không có"),
          .hours))
    }
    if let fault = weekdayFault(slot.date, area) { faults.append(fault) }
    if let most = area.sessionsADay,
      let place = sessions.firstIndex(where: { $0.session == slot.session }), place >= most
    {
      faults.append(sessionsFault(most, used: place, area))
    }
    return faults
  }

  /// The fault of a day that is no day for broadcasts, or `nil`.
  func weekdayFault(_ date: LocalDate, _ area: RuleSet.AreaRules) -> Fault? {
    guard !area.weekdays.contains(Weekday(date)) else { return nil }
    return Fault(
      Breach(
        .weekdays, "\(Words.day(date)) không phải ngày phát thanh.", area.timeCitation,
        limit: Words.list(area.weekdays.map(Words.weekday)), used: Words.weekday(Weekday(date)),
        left: "không có"),
      .weekdays)
  }

  /// The fault of one session more than the rules allow.
  func sessionsFault(_ most: Int, used: Int, _ area: RuleSet.AreaRules) -> Fault {
    Fault(
      Breach(
        .sessions, "Vượt quá số buổi phát thanh trong ngày.", area.timeCitation,
        limit: "\(most) buổi/ngày", used: "\(used) buổi", left: "\(max(0, most - used)) buổi"),
      .sessions)
  }

  // MARK: An item's turn

  /// When `bulletin` is heard by itself: the first session of an allowed day that begins at or after
  /// the bulletin's own beginning and before its end; what is live, in the session that goes on as
  /// it begins. Only its time counts here; `judge` says
  /// whether it may be heard then.
  public func turn(of bulletin: Bulletin) -> Turn {
    guard bulletin.status != .test else { return .never([testBreach(on: bulletin.begins)]) }
    if bulletin.messageType == .cancel { return .atOnce(.rules) }
    if bulletin.priority == .emergency {
      switch judge(BroadcastItem(bulletin, soundMilliseconds: 0), beside: []) {
      case .allowed(let grounds): return .atOnce(grounds)
      case .broken(let breaches): return .never(breaches)
      }
    }
    let today = LocalDate(bulletin.begins)
    if let directive = bulletin.regulation.directive, let rules = book.ruleSet(on: today),
      lifts(of: bulletin, at: bulletin.begins, under: rules).contains(.hours)
    {
      return .atOnce(.directive(directive, lifts: [.hours]))
    }
    guard let next = firstSlot(for: bulletin, from: today) else {
      return .never([turnBreach(bulletin, nil)])
    }
    guard next.opening < bulletin.expires else { return .never([turnBreach(bulletin, next.slot)]) }
    return .slot(next.slot)
  }

  private func firstSlot(
    for bulletin: Bulletin, from today: LocalDate
  ) -> (slot: BroadcastSlot, opening: Instant)? {
    for day in 0...Self.searchDays {
      let date = today.adding(days: day)
      guard let rules = book.ruleSet(on: date) else { continue }
      for planned in sessions {
        let wanted = bulletin.regulation.session
        let slot = BroadcastSlot(date: date, session: planned.session)
        let opening = date.instant(minute: planned.startMinute)
        guard wanted == nil || wanted == planned.session,
          hasTurn(bulletin, from: opening, minutes: minutes(of: planned, under: rules))
        else { continue }
        let lifts = lifts(of: bulletin, at: opening, under: rules)
        if faults(of: slot, under: rules).allSatisfy({ $0.isLifted(by: lifts) }) {
          return (slot, opening)
        }
      }
    }
    return nil
  }

  /// Whether a session of so many minutes from `opening` on is one for `bulletin`.
  private func hasTurn(_ bulletin: Bulletin, from opening: Instant, minutes: Int) -> Bool {
    guard bulletin.live != nil else { return opening >= bulletin.begins }
    let closing = opening + Int64(minutes) * 60_000
    return opening <= bulletin.begins && bulletin.begins < closing
  }

  private func turnBreach(_ bulletin: Bulletin, _ next: BroadcastSlot?) -> Breach {
    let date = LocalDate(bulletin.begins)
    guard let rules = book.ruleSet(on: date) else { return ruleSetBreach(on: date) }
    return Breach(
      .turn, "Không có buổi phát thanh nào trước khi tin hết hiệu lực.",
      rules.area(plan.areaType).timeCitation, limit: "một buổi theo kế hoạch của phường",
      used: "\(Words.moment(bulletin.begins)) đến \(Words.moment(bulletin.expires))",
      left: next.map { "buổi gần nhất: \(Words.slot($0))" } ?? "không có buổi nào")
  }

  func ruleSetBreach(on date: LocalDate) -> Breach {
    let sets = book.sets.map { set in
      "\(set.number) từ \(set.effective)" + (set.until.map { " đến \($0)" } ?? "")
    }
    return Breach(
      .ruleSet, "Không có bộ quy định nào có hiệu lực vào \(Words.day(date)).",
      Citation(
        source: "Kế hoạch phát thanh của phường, phiên bản \(plan.version)", words: Words.list(sets)
      ),
      limit: Words.list(sets), used: Words.day(date), left: "không có")
  }

  func testBreach(on instant: Instant) -> Breach {
    let citation = book.ruleSet(on: LocalDate(instant))?.exercise.citation
    return Breach(
      .test, "Tin thử nghiệm (Test) không bao giờ được phát ra loa.",
      citation ?? book.sets[0].exercise.citation, limit: "Actual, Exercise", used: "Test",
      left: "không có")
  }
}

/// A breach, and the limit that a directive must lift to allow it all the same.
struct Fault {
  var breach: Breach
  /// `nil` if no directive can.
  var limit: Limit?

  init(_ breach: Breach, _ limit: Limit? = nil) {
    self.breach = breach
    self.limit = limit
  }

  func isLifted(by lifts: [Limit]) -> Bool { limit.map { lifts.contains($0) } ?? false }
}
