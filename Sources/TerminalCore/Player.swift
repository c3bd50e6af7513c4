import WardContract

/// Decides what sounds: one thing at a time, by urgency; nothing by itself twice.
///
/// Level-triggered: after every event `settle` compares what should sound with what does. Each
/// performance carries a token, so that a late end of an old one isn't taken for the new one's.
struct Player {
  /// Pause between two repetitions of an emergency that nobody has confirmed, in milliseconds:
  /// short at first, longer once it has been repeated often.
  static let firstPauseMilliseconds: Int64 = 20_000
  static let laterPauseMilliseconds: Int64 = 120_000
  static let shortPauses = 10
  /// An exercise is repeated this often and no more.
  static let exerciseRepetitions = 2
  /// When a programme goes on after an interruption, it begins a little before the word at which
  /// it was interrupted, in milliseconds.
  static let rewindMilliseconds = 2_000
  /// Nobody can mute an emergency below this.
  static let emergencyVolumePercent = 80
  /// How long to wait after the disk would not take the note that a performance begins.
  static let retryMilliseconds: Int64 = 60_000
  /// Interrupted programmes that can wait to go on.
  static let maximumSuspended = 4
  /// Receipts of one emergency's repetitions; the ward need not be told of the hundredth.
  static let reportedRepetitions = 3

  private enum Phase {
    case idle
    /// The note that it begins is on its way to the disk, with that number in the journal.
    case noting(Performance, number: Int)
    case sounding(Performance, token: UInt64)
    case stopping(Performance, token: UInt64, because: StopReason)
  }

  enum StopReason {
    case interrupted
    case stoppedByHand
    case withdrawn
  }

  private struct Suspended {
    var identifier: Identifier
    var revision: Int
    var milliseconds: Int
  }

  private struct Repetition {
    var identifier: Identifier
    var revision: Int
    var count = 0
    var notBefore: Int64 = .min
    /// Its sounds came while only the siren was sounding: the words follow without a pause.
    var wordsCame = false
  }

  private var phase: Phase = .idle
  private var suspended: [Suspended] = []
  private var repetitions: [Repetition] = []
  private var requested: Identifier?
  private var retryAt: Int64 = .min
  /// Why there is no sound card, while there is none.
  private(set) var cardFailure: String?
  /// An all-clear signal that is to sound once.
  private var allClearToken: UInt64?
  private var wantsAllClear = false
  /// How the live programme goes that sounds, as the sound thread said it last.
  var live: LiveState?

  /// The performance that sounds or is about to.
  var current: Performance? {
    switch phase {
    case .idle: nil
    case .noting(let performance, _), .sounding(let performance, _): performance
    case .stopping(let performance, _, _): performance
    }
  }

  /// The token of what sounds, or is being stopped.
  var soundingToken: UInt64? {
    switch phase {
    case .idle, .noting: nil
    case .sounding(_, let token), .stopping(_, let token, _): token
    }
  }

  /// A performance begins as soon as the disk has answered.
  var isNoting: Bool {
    if case .noting = phase { true } else { false }
  }

  /// Facts that a performance brought forth.
  struct Outcome {
    var facts: [(Identifier, revision: Int, Receipt.Fact)] = []
    /// A medium that could not be played.
    var brokenMedium: MediaDigest?
    /// A live programme that is over, and why.
    var over: (Identifier, reason: String)?
  }

  // MARK: What happens

  /// The household wants to hear this again.
  mutating func request(_ identifier: Identifier) { requested = identifier }

  /// The household wants silence. An emergency is confirmed, not silenced.
  mutating func stopByHand(
    _ wall: inout Wall, _ journal: inout Journal, _ effects: inout Effects
  ) {
    requested = nil
    guard let current, !current.isRepeated else { return }
    if case .noting = phase { settleOver(current, &wall, &journal) }
    stop(because: .stoppedByHand, &effects)
  }

  /// Forgets a bulletin that was taken off, and stops it in mid-word.
  mutating func withdrawn(_ identifier: Identifier, _ effects: inout Effects) {
    suspended.removeAll { $0.identifier == identifier }
    repetitions.removeAll { $0.identifier == identifier }
    if requested == identifier { requested = nil }
    if current?.identifier == identifier { stop(because: .withdrawn, &effects) }
  }

  /// Somebody confirmed an emergency: it need not sound on.
  mutating func confirmed(_ identifier: Identifier, _ effects: inout Effects) {
    repetitions.removeAll { $0.identifier == identifier }
    if current?.identifier == identifier { stop(because: .stoppedByHand, &effects) }
  }

  /// An emergency that this home was told of is over.
  mutating func emergencyEnded() { wantsAllClear = true }

  mutating func cardLost(_ reason: String) { cardFailure = reason }
  mutating func cardBack() { cardFailure = nil }

  private mutating func stop(because reason: StopReason, _ effects: inout Effects) {
    switch phase {
    case .idle: break
    case .noting: phase = .idle
    case .sounding(let performance, let token):
      effects.append(.stopSound(token: token))
      phase = .stopping(performance, token: token, because: reason)
    case .stopping(let performance, let token, .interrupted):
      // A withdrawal overrules the wish to go on later.
      phase = .stopping(performance, token: token, because: reason)
    case .stopping: break
    }
  }

  /// A performance ended.
  mutating func ended(
    token: UInt64, _ end: SoundEnd, _ wall: inout Wall, _ journal: inout Journal,
    _ moment: Moment
  ) -> Outcome {
    if token == allClearToken {
      allClearToken = nil
      return Outcome()
    }
    let performance: Performance
    var reason = StopReason.interrupted
    switch phase {
    case .sounding(let sounding, let current) where current == token: performance = sounding
    case .stopping(let stopping, let current, let because) where current == token:
      performance = stopping
      reason = because
    default: return Outcome()
    }
    phase = .idle
    if performance.live != nil {
      return endedLive(performance, end, reason, &wall, &journal, moment)
    }
    var outcome = Outcome()
    let reached: Int
    switch end {
    case .finished: reached = performance.endMilliseconds
    case .stopped(let part, let milliseconds), .failed(let part, let milliseconds, _):
      reached = performance.position(part: part, milliseconds: milliseconds)
    }
    let isFinished = end == .finished
    report(performance, reached: reached, isFinished: isFinished, &outcome)
    if performance.isRepeated { rest(performance, moment) }
    if isFinished {
      wall.update(performance.identifier, &journal) { progress in
        progress.wasHeard = progress.wasHeard || performance.hasWords
        progress.course = .over
      }
    } else if performance.urgency == .ordinary || performance.urgency == .priority {
      switch (end, reason) {
      case (.failed(let part, _, _), _) where cardFailure == nil:
        outcome.brokenMedium = performance.medium(part: part)
        settleOver(performance, &wall, &journal)
      case (_, .interrupted): suspend(performance, at: reached)
      case (_, .stoppedByHand): settleOver(performance, &wall, &journal)
      case (_, .withdrawn): break
      }
    } else if case .failed(let part, _, _) = end, cardFailure == nil {
      outcome.brokenMedium = performance.medium(part: part)
    }
    return outcome
  }

  mutating func settleOver(
    _ performance: Performance, _ wall: inout Wall, _ journal: inout Journal
  ) {
    wall.update(performance.identifier, &journal) { $0.course = .over }
  }

  mutating func suspend(_ performance: Performance, at milliseconds: Int) {
    if suspended.count == Self.maximumSuspended { suspended.removeFirst() }
    suspended.append(
      Suspended(
        identifier: performance.identifier, revision: performance.revision,
        milliseconds: max(0, milliseconds - Self.rewindMilliseconds)))
  }

  /// Whether the ward is told of one more repetition of an emergency.
  func isStillReported(_ identifier: Identifier) -> Bool {
    let count = repetitions.first { $0.identifier == identifier }?.count ?? 0
    return count < Self.reportedRepetitions
  }

  private func report(
    _ performance: Performance, reached: Int, isFinished: Bool, _ outcome: inout Outcome
  ) {
    if performance.isRepeated, !isStillReported(performance.identifier) { return }
    let name = (performance.identifier, performance.revision)
    if reached > performance.fromMilliseconds {
      outcome.facts.append(
        (
          name.0, name.1,
          .played(fromMilliseconds: performance.fromMilliseconds, toMilliseconds: reached)
        ))
    }
    // A signal alone tells that there is news; it does not tell the news.
    if isFinished, performance.hasWords { outcome.facts.append((name.0, name.1, .heard)) }
  }

  mutating func rest(_ performance: Performance, _ moment: Moment) {
    guard let index = repetitions.firstIndex(where: { $0.identifier == performance.identifier })
    else { return }
    repetitions[index].count += 1
    let pause =
      repetitions[index].count < Self.shortPauses
      ? Self.firstPauseMilliseconds : Self.laterPauseMilliseconds
    repetitions[index].notBefore =
      repetitions[index].wordsCame ? .min : moment.monotonicMilliseconds + pause
    repetitions[index].wordsCame = false
  }

  /// Media of an emergency have come: what was only a siren is said in words at once.
  mutating func mediaReady(for identifier: Identifier) {
    guard let index = repetitions.firstIndex(where: { $0.identifier == identifier }) else { return }
    if current?.identifier == identifier {
      repetitions[index].wordsCame = true
    } else {
      repetitions[index].notBefore = .min
    }
  }

  // MARK: What should be

  /// The emergencies that must sound until somebody confirms them, the newest first. While a real
  /// one stands, exercises wait.
  static func emergencies(_ wall: Wall, _ reading: TrustedClock.Reading) -> [Wall.Item] {
    let all = wall.items.filter { item in
      item.bulletin.priority == .emergency && item.isPublic && !item.record.progress.wasConfirmed
        && !reading.hasPassed(item.bulletin.expires) && hasBegun(item, reading)
    }.sorted { $0.bulletin.sent > $1.bulletin.sent }
    let real = all.filter { $0.bulletin.status == .actual }
    return real.isEmpty ? all : real
  }

  /// While nobody knows the time, an emergency counts as begun: better early than silent.
  private static func hasBegun(_ item: Wall.Item, _ reading: TrustedClock.Reading) -> Bool {
    guard let effective = item.bulletin.effective else { return true }
    return !reading.isKnown || reading.now >= effective
  }

  /// Compares what should sound with what does.
  mutating func settle(
    _ wall: inout Wall, _ media: MediaFetch, _ reading: TrustedClock.Reading,
    _ journal: inout Journal, _ moment: Moment, _ effects: inout Effects
  ) {
    advanceNote(&wall, &journal, moment, &effects)
    let emergencies = Self.emergencies(wall, reading)
    keepRepetitions(of: emergencies)
    guard cardFailure == nil else { return }
    let wanted = wanted(emergencies, wall, media, reading, moment)
    switch phase {
    case .stopping: return
    case .sounding(let performance, _), .noting(let performance, _):
      guard let wanted, wanted.urgency > performance.urgency else { return }
      stop(because: .interrupted, &effects)
      if case .idle = phase { revertNote(performance, &wall, &journal) } else { return }
      begin(wanted, &wall, &journal, &effects)
    case .idle:
      if let wanted {
        begin(wanted, &wall, &journal, &effects)
      } else if wantsAllClear, allClearToken == nil {
        wantsAllClear = false
        let token = effects.nextToken()
        allClearToken = token
        effects.append(.play(token: token, [.chime(.allClear)], minimumVolumePercent: 0))
      }
    }
  }

  private mutating func keepRepetitions(of emergencies: [Wall.Item]) {
    repetitions.removeAll { repetition in
      !emergencies.contains {
        $0.record.identifier == repetition.identifier && $0.record.revision == repetition.revision
      }
    }
    for item in emergencies
    where !repetitions.contains(where: { $0.identifier == item.record.identifier }) {
      repetitions.append(
        Repetition(identifier: item.record.identifier, revision: item.record.revision))
    }
  }

  private func wanted(
    _ emergencies: [Wall.Item], _ wall: Wall, _ media: MediaFetch,
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Performance? {
    if !emergencies.isEmpty {
      let due = emergencies.first { item in
        guard let repetition = repetitions.first(where: { $0.identifier == item.record.identifier })
        else { return false }
        // What was spoken live and heard to its end can't be repeated.
        let isSpent =
          item.bulletin.status == .exercise && repetition.count >= Self.exerciseRepetitions
          || item.bulletin.live != nil && item.record.progress.course == .over
        return repetition.notBefore <= moment.monotonicMilliseconds && !isSpent
      }
      // Nothing else by itself while an emergency stands unconfirmed.
      return due.map { item in
        perform(item, item.bulletin.status == .actual ? .emergency : .exercise, from: 0, media)
      }
    }
    let byItself = nextByItself(wall, media, reading, moment)
    if let byItself, byItself.urgency > .byHand { return byItself }
    if let requested, let item = wall.item(requested) {
      return perform(item, .byHand, from: 0, media)
    }
    return byItself
  }

  /// The most urgent item that is to sound by itself now: interrupted ones first among equals,
  /// then in the order in which they begin.
  private func nextByItself(
    _ wall: Wall, _ media: MediaFetch, _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Performance? {
    guard moment.monotonicMilliseconds >= retryAt else { return nil }
    var best: (item: Wall.Item, from: Int?)?
    for item in wall.items where item.bulletin.priority != .emergency && item.isPublic {
      // What has expired is off the wall already.
      guard reading.hasCertainlyCome(item.bulletin.begins) else { continue }
      let suspended = suspended.first {
        $0.identifier == item.record.identifier && $0.revision == item.record.revision
      }
      if suspended == nil {
        guard item.record.progress.course == .waiting else { continue }
        let isComplete = item.bulletin.sounds.allSatisfy {
          media.isReady($0.digest) || media.isGivenUp($0.digest)
        }
        guard isComplete else { continue }
      }
      guard let other = best else {
        best = (item, suspended?.milliseconds)
        continue
      }
      if Self.precedes((item, suspended?.milliseconds), other) {
        best = (item, suspended?.milliseconds)
      }
    }
    return best.map { best in
      let isLive = best.item.bulletin.live != nil
      let urgency: Performance.Urgency =
        best.item.bulletin.priority == .priority ? .priority : isLive ? .live : .ordinary
      return perform(best.item, urgency, from: best.from ?? 0, media)
    }
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

  private func perform(
    _ item: Wall.Item, _ urgency: Performance.Urgency, from milliseconds: Int, _ media: MediaFetch
  ) -> Performance {
    Performance(item, urgency: urgency, fromMilliseconds: milliseconds) { media.isReady($0) }
  }

  // MARK: Beginning

  /// An emergency and a replay sound at once. Anything that sounds by itself only once is first
  /// noted on disk as begun: after a power cut it must not begin again.
  private mutating func begin(
    _ performance: Performance, _ wall: inout Wall, _ journal: inout Journal,
    _ effects: inout Effects
  ) {
    if performance.isByHand { requested = nil }
    let isFirst = wall.item(performance.identifier)?.record.progress.course == .waiting
    if performance.isRepeated || performance.isByHand || !isFirst {
      suspended.removeAll { $0.identifier == performance.identifier && !performance.isRepeated }
      play(performance, &effects)
      return
    }
    wall.update(performance.identifier, &journal) { $0.course = .begun }
    phase = .noting(performance, number: journal.added)
  }

  private mutating func play(_ performance: Performance, _ effects: inout Effects) {
    let token = effects.nextToken()
    phase = .sounding(performance, token: token)
    live = nil
    effects.append(
      .play(
        token: token, performance.parts,
        minimumVolumePercent: performance.isRepeated ? Self.emergencyVolumePercent : 0))
  }

  private mutating func advanceNote(
    _ wall: inout Wall, _ journal: inout Journal, _ moment: Moment, _ effects: inout Effects
  ) {
    guard case .noting(let performance, let number) = phase else { return }
    if journal.durable >= number {
      play(performance, &effects)
    } else if journal.failure != nil {
      phase = .idle
      revertNote(performance, &wall, &journal)
      retryAt = moment.monotonicMilliseconds + Self.retryMilliseconds
    }
  }

  private mutating func revertNote(
    _ performance: Performance, _ wall: inout Wall, _ journal: inout Journal
  ) {
    wall.update(performance.identifier, &journal) { $0.course = .waiting }
  }

  /// When something may have to sound, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    let repetition = repetitions.map(\.notBefore).filter { $0 > moment.monotonicMilliseconds }.min()
    let retry = retryAt > moment.monotonicMilliseconds ? retryAt : nil
    guard let repetition else { return retry }
    return min(repetition, retry ?? repetition)
  }
}
