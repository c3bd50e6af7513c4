import WardContract

/// Decides what sounds: one thing at a time, by urgency; nothing by itself twice.
///
/// Level-triggered: after every event `settle` compares what should sound with what does. Each
/// performance carries a token, so that a late end of an old one isn't taken for the new one's.
/// `Repetitions` says which emergency is due, `Programme` which item's turn it is.
struct Player {
  /// Nobody can mute an emergency below this.
  static let emergencyVolumePercent = 80
  /// Tones that somebody listens for are no quieter than this.
  static let tonesVolumePercent = 50
  /// How long to wait after the disk would not take the note that a performance begins.
  static let retryMilliseconds: Int64 = 60_000

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
    /// Its words took longer than its session has left.
    case outOfTime
    case withdrawn
  }

  private var phase: Phase = .idle
  var repetitions = Repetitions()
  private var requested: Identifier?
  private var retryAt: Int64 = .min
  /// When the first sample of what sounds was written, in monotonic milliseconds.
  private var startedAt: Int64?
  /// Why there is no sound card, while there is none.
  private(set) var cardFailure: String?
  /// An all-clear signal that is to sound once.
  private var allClearToken: UInt64?
  private var wantsAllClear = false
  /// The household has turned the second speaker off for what is ordinary.
  private var isSecondSpeakerOff = false
  /// How the live programme goes that sounds, as the sound thread said it last.
  var live: LiveState?
  /// The pace of what somebody asks to be read, in percent.
  var pacePercent = 100
  /// What somebody wants to hear that is no bulletin: a screen, or their own voice.
  private var wish: SoundPart?
  /// What of that sounds.
  private var granted: (part: SoundPart, token: UInt64)?
  private var isStoppingGranted = false

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

  /// What sounds, and since when in monotonic milliseconds.
  var sounding: (performance: Performance, since: Int64)? {
    guard case .sounding(let performance, _) = phase, let startedAt else { return nil }
    return (performance, startedAt)
  }

  /// How a performance ended.
  struct Ending {
    var performance: Performance
    /// The point of the item's own sound that was reached, in milliseconds.
    var reached: Int
    /// Something more urgent broke in, or the card failed: it is to go on.
    var goesOn: Bool
  }

  /// What a performance brought forth.
  struct Outcome {
    var facts: [SoundFact] = []
    /// A medium that could not be played.
    var brokenMedium: MediaDigest?
    /// Whether the voice did its work; `nil` if it was not needed.
    var hasSpoken: Bool?
    /// A live programme that is over, and why.
    var over: (Identifier, reason: String)?
    var ending: Ending?
  }

  // MARK: What happens

  /// The household wants to hear this again.
  mutating func request(_ identifier: Identifier) { requested = identifier }

  /// The household wants silence. An emergency is confirmed, not silenced. What had yet to begin is told
  /// of at once; what sounds, once it has ended.
  mutating func stopByHand(
    _ wall: inout Wall, _ journal: inout Journal, _ effects: inout Effects
  ) -> SoundFact? {
    requested = nil
    guard let current, !current.isRepeated else { return nil }
    stop(because: .stoppedByHand, &effects)
    guard case .idle = phase else { return nil }
    settleOver(current, &wall, &journal)
    return SoundFact(current, Self.offByHand)
  }

  /// Somebody turned it off before its first word.
  private static let offByHand = Receipt.Fact.missed(reason: "by-hand")

  /// Somebody wants the screen read out. What sounds goes on instead; only silence is filled.
  mutating func read(_ screen: ReadingOut) { wish = .screen(screen, pacePercent: pacePercent) }

  /// Somebody wants to hear that. What sounds goes on instead; only silence is filled.
  mutating func hear(_ part: SoundPart) { wish = part }

  /// Whether a screen is being read out, or somebody hears their own voice.
  var isReading: Bool { granted != nil }

  /// Nobody listens to that any more.
  mutating func stopReading(_ effects: inout Effects) {
    wish = nil
    guard let granted, !isStoppingGranted else { return }
    isStoppingGranted = true
    effects.append(.stopSound(token: granted.token))
  }

  /// Forgets a bulletin that was taken off, and stops it in mid-word.
  mutating func withdrawn(_ identifier: Identifier, _ effects: inout Effects) {
    repetitions.forget(identifier)
    if requested == identifier { requested = nil }
    if current?.identifier == identifier { stop(because: .withdrawn, &effects) }
  }

  /// Somebody confirmed an emergency: it need not sound on.
  mutating func confirmed(_ identifier: Identifier, _ effects: inout Effects) {
    repetitions.forget(identifier)
    if current?.identifier == identifier { stop(because: .stoppedByHand, &effects) }
  }

  /// An emergency that this home was told of is over.
  mutating func emergencyEnded() { wantsAllClear = true }

  mutating func cardLost(_ reason: String) { cardFailure = reason }
  mutating func cardBack() { cardFailure = nil }

  /// Media of an emergency have come: what was only a siren is said in words at once.
  mutating func mediaReady(for identifier: Identifier) {
    repetitions.mediaReady(for: identifier, isSounding: current?.identifier == identifier)
  }

  /// The first sample of a performance was written.
  mutating func started(token: UInt64, _ moment: Moment) {
    guard case .sounding(_, let current) = phase, current == token else { return }
    startedAt = moment.monotonicMilliseconds
  }

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
    if let granted, token == granted.token {
      (self.granted, isStoppingGranted) = (nil, false)
      var outcome = Outcome()
      guard case .screen = granted.part else { return outcome }
      if case .failed = end, cardFailure == nil { outcome.hasSpoken = false }
      if case .spoken = end { outcome.hasSpoken = true }
      return outcome
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
    var ending = Ending(
      performance: performance, reached: performance.position(at: end), goesOn: false)
    // A signal alone tells that there is news; it does not tell the news.
    let isHeard = end.isWhole && ending.reached > performance.fromMilliseconds
    report(ending, isHeard: isHeard, &outcome)
    if performance.isRepeated { repetitions.rest(performance.identifier, moment) }
    if case .spoken = end { outcome.hasSpoken = true }
    if case .failed(let part, _, _) = end, cardFailure == nil {
      outcome.brokenMedium = performance.medium(part: part)
      if performance.isSpeech(part: part) { outcome.hasSpoken = false }
    }
    if end.isWhole {
      // Words that stand in for a live emergency don't end it: it is listened for again.
      let isAnnouncement =
        performance.isRepeated && wall.item(performance.identifier)?.bulletin.live != nil
      wall.update(performance.identifier, &journal) { progress in
        progress.wasHeard = progress.wasHeard || isHeard
        if !isAnnouncement { progress.course = .over }
      }
    } else if performance.isProgramme {
      switch (end, reason) {
      case (.failed, _) where cardFailure == nil:
        if outcome.hasSpoken == false, ending.reached <= performance.fromMilliseconds {
          outcome.facts.append(SoundFact(performance, .missed(reason: "no-voice")))
        }
        settleOver(performance, &wall, &journal)
      case (_, .interrupted): ending.goesOn = true
      case (_, .outOfTime):
        outcome.facts.append(SoundFact(performance, .missed(reason: "interrupted")))
        settleOver(performance, &wall, &journal)
      case (_, .stoppedByHand):
        if ending.reached <= performance.fromMilliseconds {
          outcome.facts.append(SoundFact(performance, Self.offByHand))
        }
        settleOver(performance, &wall, &journal)
      case (_, .withdrawn): break
      }
    }
    outcome.ending = ending
    return outcome
  }

  mutating func settleOver(
    _ performance: Performance, _ wall: inout Wall, _ journal: inout Journal
  ) {
    wall.update(performance.identifier, &journal) { $0.course = .over }
  }

  private func report(_ ending: Ending, isHeard: Bool, _ outcome: inout Outcome) {
    let performance = ending.performance
    if performance.isRepeated, repetitions.isReported(performance.identifier) { return }
    if ending.reached > performance.fromMilliseconds {
      let played = Receipt.Fact.played(
        fromMilliseconds: performance.fromMilliseconds, toMilliseconds: ending.reached)
      outcome.facts.append(SoundFact(performance, played))
    }
    if isHeard { outcome.facts.append(SoundFact(performance, .heard)) }
  }

  // MARK: What should be

  /// Compares what should sound with what does: the emergencies that must, or else `next`, the
  /// item of the programme whose turn it is. `mayGoOn` says whether what sounds may sound on.
  /// While it `isHeld` nothing sounds, not even an emergency: somebody calls for help.
  mutating func settle(
    _ emergencies: [Wall.Item], next: Performance?, isHeld: Bool, mayGoOn: Bool,
    _ wall: inout Wall, _ media: MediaFetch, _ journal: inout Journal, _ moment: Moment,
    _ effects: inout Effects
  ) {
    // A wish for this moment, not for when it is silent some day.
    defer { wish = nil }
    advanceNote(&wall, &journal, moment, &effects)
    repetitions.keep(emergencies)
    guard cardFailure == nil else { return }
    if let end = timeEnds, end <= moment.monotonicMilliseconds {
      stop(because: .outOfTime, &effects)
    }
    let wanted = isHeld ? nil : wanted(emergencies, next, wall, media, moment)
    switch phase {
    case .stopping: return
    case .sounding(let performance, _), .noting(let performance, _):
      let isOvertaken = wanted.map { $0.urgency > performance.urgency } ?? false
      guard isOvertaken || !mayGoOn || isHeld else { return }
      stop(because: .interrupted, &effects)
      guard case .idle = phase else { return }
      revertNote(performance, &wall, &journal)
      if isOvertaken, let wanted { begin(wanted, &wall, &journal, &effects) }
    case .idle:
      if granted != nil {
        // Whatever has come goes first, as soon as the voice is silent.
        if wanted != nil || wantsAllClear { stopReading(&effects) }
        return
      }
      if let wanted {
        begin(wanted, &wall, &journal, &effects)
      } else if wantsAllClear, allClearToken == nil, !isHeld {
        wantsAllClear = false
        let token = effects.nextToken()
        allClearToken = token
        effects.append(
          .play(token: token, [.chime(.allClear)], minimumVolumePercent: 0, everywhere: true))
      } else if let wish, allClearToken == nil {
        let token = effects.nextToken()
        granted = (wish, token)
        effects.append(
          .play(
            token: token, [wish],
            minimumVolumePercent: wish == .tones ? Self.tonesVolumePercent : 0, everywhere: false))
      }
    }
  }

  private func wanted(
    _ emergencies: [Wall.Item], _ next: Performance?, _ wall: Wall, _ media: MediaFetch,
    _ moment: Moment
  ) -> Performance? {
    if !emergencies.allSatisfy(repetitions.isSpent) {
      // Nothing else while an emergency stands unconfirmed, or an exercise has yet to sound.
      return repetitions.due(emergencies, moment).map { item in
        perform(item, item.bulletin.status == .actual ? .emergency : .exercise, media)
      }
    }
    let byItself = moment.monotonicMilliseconds >= retryAt ? next : nil
    if let byItself, byItself.urgency > .byHand { return byItself }
    if let requested, let item = wall.item(requested) { return perform(item, .byHand, media) }
    return byItself
  }

  private func perform(
    _ item: Wall.Item, _ urgency: Performance.Urgency, _ media: MediaFetch
  ) -> Performance {
    // A live emergency that was heard to its end hangs on, and has nothing to join by hand.
    let isPast =
      urgency == .byHand && item.bulletin.live != nil && item.record.progress.wasHeard
    return Performance(
      item.bulletin, urgency: urgency, fromMilliseconds: 0,
      saysWords: isPast || (urgency >= .exercise && repetitions.saysWords(item)),
      pacePercent: urgency == .byHand ? pacePercent : 100
    ) { media.isReady($0) }
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
    guard performance.isProgramme, isFirst else { return play(performance, &effects) }
    wall.update(performance.identifier, &journal) { $0.course = .begun }
    phase = .noting(performance, number: journal.added)
  }

  private mutating func play(_ performance: Performance, _ effects: inout Effects) {
    let token = effects.nextToken()
    phase = .sounding(performance, token: token)
    (startedAt, live) = (nil, nil)
    effects.append(
      .play(
        token: token, performance.parts,
        minimumVolumePercent: performance.isRepeated ? Self.emergencyVolumePercent : 0,
        everywhere: performance.isForEveryRoom
          || performance.isProgramme && !isSecondSpeakerOff))
  }

  /// The second speaker is off for what is ordinary, or on again; what sounds there now stops with
  /// it, and what is turned on hears the next item.
  mutating func turnSecondSpeaker(isOff: Bool, _ effects: inout Effects) {
    defer { isSecondSpeakerOff = isOff }
    guard isOff, !isSecondSpeakerOff, case .sounding(let performance, let token) = phase,
      performance.isProgramme, !performance.isForEveryRoom
    else { return }
    effects.append(.stopSecondSpeaker(token: token))
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

  /// When what is spoken has used up its session's minutes, in monotonic milliseconds; its signal
  /// counts with it.
  private var timeEnds: Int64? {
    sounding.flatMap { sounding in
      sounding.performance.mostMilliseconds.map { sounding.since + Int64($0) }
    }
  }

  /// When something may have to sound or to end, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    [repetitions.deadline(moment), retryAt, timeEnds].compactMap { $0 }
      .filter { $0 > moment.monotonicMilliseconds }.min()
  }
}
