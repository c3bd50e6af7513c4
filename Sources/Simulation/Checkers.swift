import TerminalCore
import WardContract

/// What must hold in every home, whatever goes wrong. Each finds its own kind of fault; what they
/// found stands in `violations`, in words.
struct Checkers {
  /// A repetition of an emergency may be this late, in milliseconds: the longest pause between
  /// repetitions, a chime, and some room.
  static let longestSilenceMilliseconds: Int64 = 150_000
  /// How much of what sounded before an interruption may sound again.
  static let rewindMilliseconds = 2_500
  /// How much of it may sound again after a restart: a point is noted every minute.
  static let pointMilliseconds = 70_000
  /// Most subscriptions beside those of bulletins: four filters and the pieces in flight.
  static let maximumFilters = 12
  /// How long what happened may wait for the disk, in milliseconds.
  static let gatherMilliseconds: Int64 = 5_000
  /// How long what could be done again waits for a transaction to go with, in milliseconds.
  static let patienceMilliseconds: Int64 = 3_600_000

  private(set) var violations: [String] = []
  /// What holds for sessions.
  private(set) var sessions: SessionChecker
  /// What holds for what the household tells its ward.
  private var requests = RequestChecker()
  /// What holds for the home's air.
  var air = AirChecker()
  /// What holds for services and bills.
  private var errands = ErrandChecker()

  /// What holds for calls for help.
  private var calls = CallChecker()

  init(_ plan: BroadcastPlan) { sessions = SessionChecker(plan) }

  /// How far each bulletin's words have sounded by themselves, and in which start of the terminal.
  private var reached: [String: Int] = [:]
  private var startOf: [String: Int] = [:]
  /// When they last fell silent.
  private var silentAt: [String: Int64] = [:]
  /// How far they have sounded at all, and which have sounded to their end.
  private var furthest: [String: Int] = [:]
  private var soundedToEnd = Set<String>()
  private var start = 0
  private var startedAt: Int64 = 0
  private var cardBackAt: Int64 = 0
  /// When an emergency that nobody confirmed was first seen in force.
  private var inForceSince: Int64?
  private var lastEmergencySound: Int64 = 0
  /// When the disk was last given something that it took, or the terminal started.
  private var writtenAt: Int64 = 0
  /// Live programmes that were heard to their end, and when and in which start.
  private var endedStreams: [(stream: Identifier, start: Int, at: Int64)] = []
  /// Bulletins of which the disk knows that they will not sound by themselves again.
  private var over = Set<Identifier>()
  /// When the disk last refused a transaction, and when power last went.
  private var refusedAt: Int64 = .min
  private var poweredOffAt: Int64 = .min
  /// Receipts that were on disk at some time.
  private(set) var durable: [String] = []

  mutating func fault(_ what: String, at now: Int64) {
    violations.append("at \(now) ms: \(what)")
  }

  mutating func started(_ now: Int64) {
    start += 1
    startedAt = now
    writtenAt = now
    inForceSince = nil
  }

  mutating func poweredOff(
    _ now: Int64, sound: SimulatedSound, truth: Instant, _ desk: SimulatedDesk
  ) {
    air.poweredOff()
    poweredOffAt = now
    if let sounding = sound.sounding { sounded(sounding, until: now, truth: truth, desk) }
  }

  mutating func pressed(_ now: Int64) { calls.pressed(now) }
  mutating func dialled(_ now: Int64) { calls.dialled(now) }

  /// What was held for a call may sound from now on.
  mutating func hungUp(_ now: Int64) {
    calls.hungUp()
    cardBackAt = now
  }

  mutating func call(_ screen: Screen?, isOn: Bool, at now: Int64) {
    if let what = calls.shown(screen, hasCall: isOn, at: now) { fault(what, at: now) }
  }

  mutating func told(_ screen: Screen, sos: Int64?, ledger: Identifier, _ desk: SimulatedDesk) {
    if let what = calls.told(screen, sos: sos, ledger: ledger, desk) { fault(what, at: startedAt) }
  }

  mutating func cardBack(_ now: Int64) { cardBackAt = now }

  mutating func settings(_ faults: [String], at now: Int64) {
    for what in faults { fault(what, at: now) }
  }

  mutating func durable(_ operations: [StoreOperation], ledger: Identifier, at now: Int64) {
    requests.durable(operations)
    air.durable(operations, ledger: ledger)
    for what in errands.durable(operations) { fault(what, at: now) }
    for case .putProgress(let identifier, let progress) in operations
    where progress.course == .over {
      over.insert(identifier)
    }
    for case .putReceipt(let receipt) in operations {
      durable.append("\(ledger) \(receipt.sequence)")
      checkTruth(receipt, now)
    }
  }

  mutating func dropped(_ recording: MediaDigest, _ office: SimulatedOffice, at now: Int64) {
    if let what = requests.dropped(recording, office) { fault(what, at: now) }
  }

  /// A home says what became of a reply.
  mutating func replied(
    _ payload: [UInt8], _ office: SimulatedOffice, _ memory: Memory, at now: Int64
  ) {
    if let what = requests.told(payload, office, memory) { fault(what, at: now) }
  }

  /// What the household read at the end is what the ward said last.
  mutating func read(
    _ texts: [String], _ office: SimulatedOffice, _ memory: Memory, at now: Int64
  ) {
    for what in requests.unread(texts, office, memory) { fault(what, at: now) }
  }

  /// While somebody speaks, what can wait does not sound.
  mutating func broken(by parts: [SoundPart], at now: Int64) {
    if parts.first == .chime(.ordinary) { fault("a programme breaks into a recording", at: now) }
  }

  /// A microphone that is open stands on the screen and is told by a lamp.
  mutating func microphone(isOpen: Bool, under screen: Screen?, at now: Int64) {
    guard isOpen else { return }
    if case .recording = screen { return }
    fault("the microphone is open, and the screen doesn't say so", at: now)
  }

  // MARK: What is said to have sounded has sounded

  private static func name(_ bulletin: Bulletin) -> String {
    "\(bulletin.identifier) \(bulletin.revision)"
  }

  private mutating func checkTruth(_ receipt: Receipt, _ now: Int64) {
    guard let identifier = receipt.bulletin else { return }
    let name = "\(identifier) \(receipt.revision)"
    switch receipt.fact {
    case .heard:
      if !soundedToEnd.contains(name) { fault("\(name) was not heard to its end", at: now) }
    case .played(let from, let to, _):
      if from >= to || to > furthest[name] ?? 0 {
        fault("\(name) did not sound from \(from) to \(to) ms", at: now)
      }
    default: break
    }
  }

  /// A performance came to its end by itself.
  mutating func finished(_ sounding: SimulatedSound.Sounding, _ desk: SimulatedDesk) {
    if let bulletin = sounding.parts.last.flatMap(desk.bulletin) {
      soundedToEnd.insert(Self.name(bulletin))
    }
  }

  // MARK: A card is not worn by what can wait

  mutating func written(_ operations: [StoreOperation], at now: Int64) {
    let canWait = operations.allSatisfy { operation in
      switch operation {
      case .removeReceipts, .removeRecord, .acknowledgeReadings, .removeReadings: true
      default: false
      }
    }
    if canWait, now - writtenAt < Self.patienceMilliseconds {
      fault("a transaction for removals alone", at: now)
    }
    writtenAt = now
  }

  /// What is refused is tried again soon.
  mutating func refused(_ now: Int64) { (writtenAt, refusedAt) = (.min / 2, now) }

  // MARK: Queues stay within bounds

  mutating func bounds(
    hanging: Int, remembered: Int, receipts: Int, filters: Int, hours: Int
  ) {
    if hanging > 320 || remembered > 1_024 || receipts > 4_096 || filters > Self.maximumFilters
      || hours > 720
    {
      fault(
        "out of bounds: \(hanging) \(remembered) \(receipts) \(filters) \(hours)", at: startedAt)
    }
  }

  // MARK: Unsigned is never heard or shown

  mutating func shown(_ screen: Screen, signed: Set<String>) {
    if let what = errands.shown(screen) { fault(what, at: startedAt) }
    for headline in screen.headlines where !signed.contains(headline) {
      fault("shown but never signed: \(headline)", at: startedAt)
    }
  }

  /// Whoever can't read the screen sees by the lamp that there is an emergency, and only then.
  mutating func lit(_ lamps: Lamps, under screen: Screen?, at now: Int64) {
    var isAlarmed = false
    if case .emergency = screen { isAlarmed = true }
    // Over an emergency only a call for help may stand.
    if case .call = screen { return }
    if isAlarmed != (lamps.alert == .blinking) {
      fault("the alert lamp is \(lamps.alert) under \(screen?.headlines ?? [])", at: now)
    }
  }

  // MARK: Every room hears what no room may be spared

  mutating func rooms(_ parts: [SoundPart], everywhere: Bool, at now: Int64) {
    guard case .chime(let chime) = parts.first else {
      if everywhere { fault("what was asked for by hand sounds in another room", at: now) }
      return
    }
    if chime != .ordinary, !everywhere { fault("\(chime) spares a room", at: now) }
  }

  mutating func leftRoom(_ parts: [SoundPart], at now: Int64) {
    guard parts.first != .chime(.ordinary) else { return }
    fault("what is not ordinary leaves a room amid its sound", at: now)
  }

  // MARK: Nothing by itself twice, nothing after its expiry

  mutating func played(
    _ parts: [SoundPart], at now: Int64, truth: Instant, clockIsKnown: Bool, isDeceived: Bool,
    _ desk: SimulatedDesk
  ) {
    if let part = parts.last, case .live(let live) = part, let bulletin = desk.bulletin(of: part),
      let ended = endedStreams.first(where: { $0.stream == live.stream })
    {
      // What power took before the disk had taken it, nobody knows any more.
      let isForgotten =
        ended.start != start && !over.contains(bulletin.identifier)
        && (refusedAt >= ended.at || poweredOffAt < ended.at + Self.gatherMilliseconds)
      if !isForgotten {
        fault("the live programme \(live.stream) sounds again after its end", at: now)
      }
    }
    guard case .chime(let chime) = parts.first else { return checkOwners(parts, now, desk) }
    checkOwners(parts, now, desk)
    for part in parts {
      guard let bulletin = desk.bulletin(of: part), let from = part.fromMilliseconds else {
        continue
      }
      // While nobody knows the time, an emergency sounds rather too long than not at all.
      let late = truth - bulletin.expires > 120_000
      if late, clockIsKnown || bulletin.priority != .emergency {
        fault("\(bulletin.identifier) sounds by itself after its expiry", at: now)
      }
      if chime == .emergency || chime == .exercise { continue }
      // What is live is joined as often as it is left.
      if case .live = part { continue }
      let name = Self.name(bulletin)
      let isRestarted = startOf[name].map { $0 != start } ?? false
      if isRestarted, !sessions.goesOn(bulletin) {
        fault("\(bulletin.identifier) sounds by itself again after a restart", at: now)
      }
      let rewind = isRestarted ? Self.pointMilliseconds : Self.rewindMilliseconds
      // A disk that takes nothing takes no points either.
      let isUnknown =
        isRestarted && refusedAt >= (silentAt[name] ?? .max) - Int64(Self.pointMilliseconds)
      if let before = reached[name], from < before - rewind, !isUnknown {
        fault("\(bulletin.identifier) sounds by itself twice, from \(from), \(before)", at: now)
      }
      // What sounded behind the last point before a restart, the terminal can't know of.
      if isRestarted { reached[name] = from }
      startOf[name] = start
      if !isDeceived, let what = sessions.began(bulletin, at: truth) { fault(what, at: now) }
    }
  }

  private mutating func checkOwners(_ parts: [SoundPart], _ now: Int64, _ desk: SimulatedDesk) {
    for part in parts where part.fromMilliseconds != nil && desk.bulletin(of: part) == nil {
      fault("words that nobody signed: \(part)", at: now)
    }
  }

  mutating func sounded(
    _ sounding: SimulatedSound.Sounding, until now: Int64, truth: Instant, _ desk: SimulatedDesk
  ) {
    var chime: Chime?
    if case .chime(let first) = sounding.parts.first { chime = first }
    if chime == .emergency || chime == .exercise { lastEmergencySound = now }
    let silence = chime == nil ? 0 : SimulatedSound.chimeMilliseconds
    let milliseconds = Int(now - sounding.began) - silence
    guard milliseconds > 0, let part = sounding.parts.first(where: { $0.fromMilliseconds != nil }),
      let from = part.fromMilliseconds, let bulletin = desk.bulletin(of: part)
    else { return }
    let name = Self.name(bulletin)
    furthest[name] = max(furthest[name] ?? 0, from + milliseconds)
    guard let chime else { return }
    reached[name] = max(reached[name] ?? 0, from + milliseconds)
    silentAt[name] = now
    if chime == .ordinary || chime == .priority,
      let what = sessions.sounded(bulletin, milliseconds, at: truth)
    {
      fault(what, at: now)
    }
  }

  // MARK: An emergency in force is heard as soon as there is sound

  mutating func emergency(inForce: Bool, sounding: Bool, hasCard: Bool, at now: Int64) {
    guard inForce, hasCard else {
      inForceSince = nil
      return
    }
    let since = inForceSince ?? now
    inForceSince = since
    let quietSince = max(since, lastEmergencySound, cardBackAt, startedAt)
    if !sounding, now - quietSince > Self.longestSilenceMilliseconds {
      fault("an emergency in force is silent since \(quietSince)", at: now)
      inForceSince = now
    }
  }

  // MARK: An emergency waits for nothing that sounds

  mutating func shownEmergency(_ screen: Screen?, sounding: SimulatedSound.Sounding?, at now: Int64)
  {
    guard case .emergency(let emergency) = screen, emergency.reality == .actual else { return }
    let chime = sounding?.parts.first
    if chime == .chime(.ordinary) || chime == .chime(.priority) {
      fault("\(emergency.identifier) waits for a programme", at: now)
    }
  }

  // MARK: A live programme is over when it is over

  mutating func liveEnded(_ stream: Identifier, at now: Int64) {
    endedStreams.append((stream, start, now))
  }

  // MARK: A cancelled item stops

  mutating func stopped(
    _ bulletin: Bulletin, sounding: SimulatedSound.Sounding?, _ desk: SimulatedDesk, at now: Int64
  ) {
    guard let sounding else { return }
    for part in sounding.parts {
      if let owner = desk.bulletin(of: part), owner.identifier == bulletin.identifier,
        owner.revision < bulletin.revision
      {
        fault("\(bulletin.identifier) sounds on after revision \(bulletin.revision)", at: now)
      }
    }
  }

  // MARK: At rest everything has come right

  mutating func atRest(
    _ desk: SimulatedDesk, _ memory: Memory, waiting: Int, version: Int64, truth: Instant,
    at now: Int64
  ) {
    for receipt in durable where desk.receipts[receipt] == nil {
      fault("the receipt \(receipt) never reached the desk", at: now)
    }
    if waiting > 0 { fault("\(waiting) receipts still wait", at: now) }
    let wanted = desk.posts.map(\.bulletin).filter {
      $0.messageType != .cancel && $0.expires > truth + 60_000
        && desk.settings.concern($0, version)
    }.map { "\($0.identifier) \($0.revision)" }.sorted()
    // What is for other homes may be remembered here, whole.
    let held = memory.records.filter { $0.envelope != nil && $0.expires > truth + 60_000 }
      .map { "\($0.identifier) \($0.revision)" }
      .filter { name in desk.written[name].map { desk.settings.concern($0, version) } ?? true }
      .sorted()
    if wanted != held { fault("the wall is \(held), the board is \(wanted)", at: now) }
    if memory.directory != desk.directory { fault("the directory isn't the ward's", at: now) }
    for what in desk.settings.atRest(memory, version: version) { fault(what, at: now) }
    for what in requests.atRest(desk.office, memory) { fault(what, at: now) }
    for what in air.atRest(desk.readings, truth: truth) { fault(what, at: now) }
    for what in calls.atRest(desk, ledger: memory.ledger, open: memory.sos?.sos) {
      fault(what, at: now)
    }
    for what in sessions.atRest(desk, memory, version: version, truth: truth) {
      fault(what, at: now)
    }
  }
}

extension SoundPart {
  /// Where in the item's own sound it begins; `nil` for a chime.
  var fromMilliseconds: Int? {
    switch self {
    case .chime, .tones, .screen, .recording: nil
    case .live: 0
    case .medium(_, let from), .speech(_, let from, _): from
    }
  }
}

extension Screen {
  /// The headlines of bulletins that stand on the screen.
  var headlines: [String] {
    switch self {
    case .rest(let rest): rest.newest.map { [$0] } ?? []
    case .news(let news): news.rows.map(\.headline)
    case .reader(let reader): [reader.headline]
    case .broadcast(let broadcast): [broadcast.headline]
    case .emergency(let emergency): [emergency.headline]
    case .allClear(let allClear): [allClear.headline]
    case .call, .status, .claim, .storageMissing, .choice, .page, .air, .recording, .codeEntry, .qr,
      .examination:
      []
    }
  }
}
