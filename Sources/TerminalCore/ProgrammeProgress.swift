import BroadcastRules
import WardContract

/// A fact about how a bulletin sounded, or why it did not.
struct SoundFact {
  var bulletin: Identifier
  var revision: Int
  var fact: Receipt.Fact
  /// The session that it belongs to.
  var slot: BroadcastSlot?

  init(_ item: Wall.Item, _ fact: Receipt.Fact, _ slot: BroadcastSlot?) {
    (bulletin, revision) = (item.record.identifier, item.record.revision)
    (self.fact, self.slot) = (fact, slot)
  }

  init(_ performance: Performance, _ fact: Receipt.Fact) {
    (bulletin, revision) = (performance.identifier, performance.revision)
    (self.fact, slot) = (fact, performance.slot)
  }
}

/// What sounding, interruptions and restarts do to a programme, and what a household is told of it.
extension Programme {
  /// What of an item may have sounded after its last point on disk: the time between two points,
  /// and by how much a point is early.
  private static var unknownMilliseconds: Int {
    Int(pointEveryMilliseconds) + signalMilliseconds + rewindMilliseconds + 1_000
  }

  /// A performance ended.
  mutating func ended(
    _ ending: Player.Ending, _ wall: inout Wall, _ journal: inout Journal, _ now: Instant
  ) {
    let performance = ending.performance
    guard !performance.isRepeated else { return }
    suspended.removeAll { $0.identifier == performance.identifier }
    defer { (counted, notedAt) = (0, 0) }
    guard performance.isProgramme else {
      // Somebody took it up by hand: it does not go on by itself behind that.
      wall.update(performance.identifier, &journal) {
        if $0.course == .begun { $0.course = .over }
      }
      return
    }
    count(performance, upTo: ending.reached, &journal, now)
    guard ending.goesOn else { return }
    // What was interrupted amid its signal goes on where it was to: it has been rewound already.
    let point = max(performance.fromMilliseconds, ending.reached - Self.rewindMilliseconds)
    suspend(performance.identifier, performance.revision, at: point)
    if performance.slot != nil {
      wall.update(performance.identifier, &journal) {
        $0.noted = .init(fromMilliseconds: point, toMilliseconds: point)
      }
    }
  }

  private mutating func suspend(_ identifier: Identifier, _ revision: Int, at milliseconds: Int) {
    if suspended.count == Self.maximumSuspended { suspended.removeFirst() }
    suspended.append(
      Suspended(identifier: identifier, revision: revision, milliseconds: milliseconds))
  }

  private mutating func count(
    _ performance: Performance, upTo reached: Int, _ journal: inout Journal, _ now: Instant
  ) {
    let milliseconds = reached - performance.fromMilliseconds - counted
    guard milliseconds > 0 else { return }
    counted += milliseconds
    ledger.add(
      milliseconds, of: performance.identifier, on: performance.slot?.date ?? LocalDate(now),
      performance.slot?.session, &journal)
  }

  /// Notes on disk how far the item of a session that sounds since `startedAt` has come, if it is
  /// time for that. The point is early rather than late: words are said again, not left out.
  mutating func note(
    _ performance: Performance, startedAt: Int64, _ wall: inout Wall, _ journal: inout Journal,
    _ now: Instant, _ moment: Moment
  ) {
    guard performance.slot != nil,
      moment.monotonicMilliseconds >= notesAt(startedAt: startedAt)
    else { return }
    notedAt = moment.monotonicMilliseconds
    let sounded =
      Int(moment.monotonicMilliseconds - startedAt) - Self.signalMilliseconds
      - Self.rewindMilliseconds
    let point = min(performance.fromMilliseconds + sounded, performance.furthestMilliseconds)
    count(performance, upTo: point, &journal, now)
    wall.update(performance.identifier, &journal) {
      $0.noted = .init(fromMilliseconds: performance.fromMilliseconds, toMilliseconds: point)
    }
  }

  private func notesAt(startedAt: Int64) -> Int64 {
    max(notedAt, startedAt) + Self.pointEveryMilliseconds
  }

  /// Forgets a bulletin that was taken off.
  mutating func withdrawn(_ identifier: Identifier) {
    suspended.removeAll { $0.identifier == identifier }
  }

  // MARK: A restart

  /// Takes up what the disk remembers.
  mutating func start(_ memory: Memory) { ledger = SessionLedger(memory) }

  /// The session of an item, which need not hang yet.
  func slot(of bulletin: Bulletin) -> BroadcastSlot? {
    if case .slot(let slot)? = plan?.rules?.turn(of: bulletin) { slot } else { nil }
  }

  /// An item had begun to sound by itself when the terminal ended. Whether it goes on: in its
  /// session, if the plan says so and a point was noted. Otherwise it would sound twice.
  mutating func goesOn(
    _ record: StoredRecord, _ bulletin: Bulletin, _ journal: inout Journal
  ) -> Bool {
    guard let plan, let slot = slot(of: bulletin) else { return false }
    // How long words take is a guess.
    let length =
      bulletin.sounds.isEmpty ? Bounds.soundMilliseconds : bulletin.soundMilliseconds
    let known = ledger.milliseconds(of: record.identifier, on: slot.date, slot.session)
    ledger.add(
      min(Self.unknownMilliseconds, max(0, length - known)), of: record.identifier,
      on: slot.date, slot.session, &journal)
    guard plan.plan.afterInterruption == .goOn, let noted = record.progress.noted
    else { return false }
    suspend(record.identifier, record.revision, at: noted.toMilliseconds)
    return true
  }

  /// Where the plan says so, a session that had begun before the restart is over.
  mutating func breakOff(_ journal: inout Journal) {
    guard plan?.plan.afterInterruption == .miss else { return }
    brokenOff = ledger.begun.filter { !ledger.isClosed($0) }
    for slot in brokenOff { ledger.close(slot, &journal) }
  }

  // MARK: What a household is told

  /// When an item that waits will be read: the ward's time; `nil` if it isn't waiting for that.
  func opening(of item: Wall.Item, _ reading: TrustedClock.Reading) -> Instant? {
    guard item.record.progress.course == .waiting,
      case .slot(let slot)? = turns.turn(of: item.record.identifier), session?.slot != slot,
      let opening = plan?.rules?.opening(of: slot), !reading.hasCertainlyCome(opening)
    else { return nil }
    return opening
  }

  /// Whether the exercise of an emergency may sound now.
  func grants(_ exercise: Bulletin, _ reading: TrustedClock.Reading) -> Bool {
    guard let rules = plan?.rules, reading.isKnown else { return false }
    let item = BroadcastItem(exercise, soundMilliseconds: 0, moment: reading.now)
    return rules.judge(item, beside: []).breaches.isEmpty
  }

  /// When something changes by time alone, in monotonic milliseconds.
  func deadline(
    _ reading: TrustedClock.Reading, startedAt: Int64?, _ moment: Moment
  ) -> Int64? {
    var deadlines = [session?.endsMonotonic, startedAt.map(notesAt)].compactMap { $0 }
    if reading.isKnown {
      let edges = timetable.windows.map(\.begins)
      deadlines += (edges + [session?.ends].compactMap { $0 }).filter { $0 > reading.now }
        .map { moment.monotonicMilliseconds + ($0 - reading.now) }
    }
    return deadlines.filter { $0 > moment.monotonicMilliseconds }.min()
  }
}
