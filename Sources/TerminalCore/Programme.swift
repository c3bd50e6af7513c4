import BroadcastRules
import WardContract

/// Decides which ordinary or priority item sounds by itself now.
///
/// An item sounds in its session: the plan and its rules say which one that is. Here a session
/// begins at the ward's time and a little later, by a spread that differs from home to home; it is
/// over once its minutes and `slackMilliseconds` have passed, or when its minutes are used up.
/// Whatever hasn't sounded by then was missed and waits in the list: nothing is played late as if
/// it were live. What a directive frees of the hours sounds as soon as it is there.
struct Programme {
  /// How much longer than its minutes a session may last, in milliseconds: signals between the
  /// items, and what an emergency took of its time.
  static let slackMilliseconds: Int64 = 300_000
  /// When a programme goes on after an interruption, it begins a little before the word at which
  /// it was interrupted, in milliseconds.
  static let rewindMilliseconds = 2_000
  /// The longest signal before an item, and what a card needs to begin, in milliseconds.
  static let signalMilliseconds = 3_000
  /// How often the point that a long item has reached is noted on disk, in milliseconds.
  static let pointEveryMilliseconds: Int64 = 60_000
  /// The rest of an interrupted item is worth no signal if it is shorter, in milliseconds.
  static let shortestRestMilliseconds = 5_000
  /// Interrupted items that can wait to go on.
  static let maximumSuspended = 4

  /// A session that goes on now.
  struct OpenSession {
    let slot: BroadcastSlot
    /// When it is over here, by the wall clock and, however that is stepped, by the monotonic one.
    let ends: Instant
    let endsMonotonic: Int64
  }

  struct Suspended {
    var identifier: Identifier
    var revision: Int
    var milliseconds: Int
  }

  private(set) var plan: StandingPlan?
  private(set) var turns: Turns
  private(set) var timetable: Timetable
  private(set) var session: OpenSession?
  /// What is to sound now, unless something more urgent does.
  private(set) var next: Performance?
  var ledger = SessionLedger()
  var suspended: [Suspended] = []
  /// Sessions that a restart has broken off, where the plan says so.
  var brokenOff: [BroadcastSlot] = []
  /// Of the performance that sounds: how much of it is in the ledger, and when its point was noted.
  var counted = 0
  var notedAt: Int64 = 0

  /// Nothing is planned yet. `wordsPerMinute` is the rate of the voice, 80…300.
  init(terminal: Identifier, wordsPerMinute: Int) {
    timetable = Timetable(terminal: terminal)
    turns = Turns(wordsPerMinute: wordsPerMinute)
  }

  /// Another plan takes the place of the one known; `nil` takes it away.
  mutating func take(_ plan: StandingPlan?) {
    self.plan = plan
    turns.forget()
    timetable.forget()
  }

  // MARK: Sessions

  /// Opens and closes sessions; says which one was closed just now. While the clock stands before
  /// a session that had begun, somebody stepped it back: the session is held, not over.
  private mutating func advance(
    _ rules: Broadcasting, _ reading: TrustedClock.Reading, _ journal: inout Journal,
    _ moment: Moment
  ) -> BroadcastSlot? {
    var over: BroadcastSlot?
    if let current = session {
      let isOver =
        moment.monotonicMilliseconds >= current.endsMonotonic
        || reading.hasCertainlyCome(current.ends)
      if isOver {
        ledger.close(current.slot, &journal)
        over = current.slot
      }
      let begins = timetable.window(current.slot, rules)?.begins
      let isHeld = begins.map { reading.isKnown && reading.now < $0 } ?? true
      if isOver || isHeld { session = nil }
    }
    guard session == nil, reading.isKnown else { return over }
    for window in timetable.windows where !ledger.isClosed(window.slot) {
      guard window.begins <= reading.now, reading.now < window.ends else { continue }
      session = OpenSession(
        slot: window.slot, ends: window.ends,
        endsMonotonic: moment.monotonicMilliseconds + (window.ends - reading.now))
      break
    }
    return over
  }

  private func isOver(
    _ slot: BroadcastSlot, _ rules: Broadcasting, _ reading: TrustedClock.Reading
  ) -> Bool {
    if ledger.isClosed(slot) { return true }
    guard session?.slot != slot, let window = timetable.window(slot, rules) else { return false }
    return reading.hasCertainlyCome(window.ends)
  }

  // MARK: What should be

  /// Opens and closes sessions, gives up what was missed or breaks a rule, and finds what is to
  /// sound next. `current` is what sounds. Returns what the ward is to be told.
  mutating func settle(
    _ wall: inout Wall, _ media: MediaFetch, isQuiet: Bool, _ reading: TrustedClock.Reading,
    _ current: Performance?, _ journal: inout Journal, _ moment: Moment
  ) -> [SoundFact] {
    next = nil
    guard let rules = plan?.rules else {
      session = nil
      return []
    }
    turns.keep(wall, rules)
    timetable.keep(reading.now, rules)
    let over = advance(rules, reading, &journal, moment)
    var facts: [SoundFact] = []
    for item in wall.items where item.isRuled && item.record.identifier != current?.identifier {
      let isSuspended = suspended(item) != nil
      guard isSuspended || item.record.progress.course == .waiting else { continue }
      switch turns.turn(of: item.record.identifier) {
      case .never(let breaches):
        facts.append(refuse(item, breaches, in: nil, &wall, &journal))
      case .slot(let slot) where isOver(slot, rules, reading):
        let reason =
          isSuspended
          ? "interrupted" : why(item, missed: slot, over, isQuiet: isQuiet, media)
        giveUp(item.record.identifier, &wall, &journal)
        facts.append(SoundFact(item, .missed(reason: reason), slot))
      default: break
      }
    }
    next = choose(&wall, media, isQuiet: isQuiet, reading, current, &journal, moment, &facts)
    return facts
  }

  /// Why an item did not sound in its session.
  private func why(
    _ item: Wall.Item, missed slot: BroadcastSlot, _ over: BroadcastSlot?, isQuiet: Bool,
    _ media: MediaFetch
  ) -> String {
    if brokenOff.contains(slot) { return "restart" }
    guard slot == over else { return "late" }
    if !Self.isComplete(item, media) { return "no-media" }
    return isQuiet && item.bulletin.priority == .ordinary ? "quiet" : "no-time"
  }

  private mutating func giveUp(
    _ identifier: Identifier, _ wall: inout Wall, _ journal: inout Journal
  ) {
    suspended.removeAll { $0.identifier == identifier }
    wall.update(identifier, &journal) { $0.course = .over }
  }

  private mutating func refuse(
    _ item: Wall.Item, _ breaches: [Breach], in slot: BroadcastSlot?, _ wall: inout Wall,
    _ journal: inout Journal
  ) -> SoundFact {
    giveUp(item.record.identifier, &wall, &journal)
    let detail = breaches.map { "\($0.rule.rawValue): \($0.statement)" }.joined(separator: " ")
    return SoundFact(item, .refused(code: "rule", detail: detail), slot)
  }

  private static func isComplete(_ item: Wall.Item, _ media: MediaFetch) -> Bool {
    item.bulletin.sounds.allSatisfy { media.isReady($0.digest) || media.isGivenUp($0.digest) }
  }

  private func suspended(_ item: Wall.Item) -> Suspended? {
    suspended.first {
      $0.identifier == item.record.identifier && $0.revision == item.record.revision
    }
  }

  /// The most urgent item whose turn it is and that the rules grant: interrupted ones first among
  /// equals, then in the order in which they begin. What the rules don't grant is refused.
  private mutating func choose(
    _ wall: inout Wall, _ media: MediaFetch, isQuiet: Bool, _ reading: TrustedClock.Reading,
    _ current: Performance?, _ journal: inout Journal, _ moment: Moment,
    _ facts: inout [SoundFact]
  ) -> Performance? {
    let candidates = wall.items.filter { item in
      guard item.isBroadcast, item.record.identifier != current?.identifier,
        current.map({ Self.urgency(item) > $0.urgency }) ?? true,
        !(isQuiet && item.bulletin.priority == .ordinary),
        reading.hasCertainlyCome(item.bulletin.begins),
        suspended(item) != nil
          || item.record.progress.course == .waiting && Self.isComplete(item, media)
      else { return false }
      switch turns.turn(of: item.record.identifier) {
      case .slot(let slot): return session?.slot == slot
      case .atOnce: return true
      default: return false
      }
    }.map { (item: $0, from: suspended($0)?.milliseconds) }
    for (item, from) in candidates.sorted(by: Self.precedes) {
      var slot: BroadcastSlot?
      if case .slot(let own)? = turns.turn(of: item.record.identifier) { slot = own }
      var performance = Performance(
        item.bulletin, urgency: Self.urgency(item), fromMilliseconds: from ?? 0, slot: slot,
        speechMilliseconds: turns.speechMilliseconds(of: item)
      ) { media.isReady($0) }
      var verdict = verdict(item, performance, reading.now, wall)
      if let slot, from != nil, item.bulletin.live == nil,
        verdict.breaches.contains(where: { $0.rule == .duration })
      {
        let left = left(in: slot, wall)
        guard left >= Self.shortestRestMilliseconds else {
          giveUp(item.record.identifier, &wall, &journal)
          facts.append(SoundFact(item, .missed(reason: "interrupted"), slot))
          continue
        }
        performance = Performance(
          item.bulletin, urgency: performance.urgency,
          fromMilliseconds: performance.endMilliseconds - left, slot: slot,
          speechMilliseconds: turns.speechMilliseconds(of: item)
        ) { media.isReady($0) }
        verdict = self.verdict(item, performance, reading.now, wall)
      }
      switch verdict {
      case .broken(let breaches): facts.append(refuse(item, breaches, in: slot, &wall, &journal))
      case .allowed(let grounds):
        if case .directive(_, let lifts) = grounds, lifts.contains(.duration) {
          performance.isUnbounded = true
        } else if let slot, performance.isSpoken {
          performance.mostMilliseconds = left(in: slot, wall)
        }
        if performance.isUnbounded || hasTime(for: performance, reading, moment) {
          return performance
        }
      }
    }
    return nil
  }

  /// What the rules say of the rest of an item beside what has sounded here that day.
  private func verdict(
    _ item: Wall.Item, _ performance: Performance, _ now: Instant, _ wall: Wall
  ) -> Verdict {
    guard let rules = plan?.rules else { preconditionFailure("a choice is made under rules") }
    let identifier = item.record.identifier
    let slot = performance.slot
    let date = slot?.date ?? LocalDate(now)
    let before = ledger.milliseconds(of: identifier, on: date, slot?.session)
    // The desk has granted a live programme its longest time, wherever it is joined.
    let sound = performance.live?.longestMilliseconds ?? before + performance.milliseconds
    return rules.judge(
      BroadcastItem(
        item.bulletin, soundMilliseconds: sound, slot: slot, moment: slot == nil ? now : nil),
      beside: ledger.items(on: date, but: identifier, wall))
  }

  /// How much of the session's minutes is left, in milliseconds. An interrupted item has the rest,
  /// even if not all of what the interruption has cost can be said again.
  private func left(in slot: BroadcastSlot, _ wall: Wall) -> Int {
    plan?.rules?.remaining(in: slot, beside: ledger.items(on: slot.date, but: nil, wall))
      .leftMilliseconds ?? 0
  }

  /// Whether it would end before its session does.
  private func hasTime(
    for performance: Performance, _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Bool {
    // What is live is joined for as long as there is.
    guard performance.slot != nil, performance.live == nil, let session else { return true }
    let left = min(
      session.ends - reading.now, session.endsMonotonic - moment.monotonicMilliseconds)
    return Int64(performance.milliseconds + Self.signalMilliseconds) <= left
  }

  private static func urgency(_ item: Wall.Item) -> Performance.Urgency {
    item.bulletin.priority == .priority
      ? .priority : item.bulletin.live == nil ? .ordinary : .live
  }

  private static func precedes(
    _ left: (item: Wall.Item, from: Int?), _ right: (item: Wall.Item, from: Int?)
  ) -> Bool {
    if left.item.bulletin.priority != right.item.bulletin.priority {
      return left.item.bulletin.priority > right.item.bulletin.priority
    }
    let isLive = left.item.bulletin.live != nil
    if isLive != (right.item.bulletin.live != nil) { return isLive }
    if (left.from == nil) != (right.from == nil) { return left.from != nil }
    if left.item.bulletin.begins != right.item.bulletin.begins {
      return left.item.bulletin.begins < right.item.bulletin.begins
    }
    return left.item.record.identifier < right.item.record.identifier
  }

  /// Whether what sounds by itself may sound on.
  func mayGoOn(_ performance: Performance, isQuiet: Bool) -> Bool {
    guard performance.isProgramme else { return true }
    guard plan?.rules != nil, !(isQuiet && performance.urgency < .priority) else { return false }
    return performance.slot.map { session?.slot == $0 } ?? true || performance.isUnbounded
  }
}
