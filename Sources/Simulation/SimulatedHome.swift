import TerminalCore
import WardContract

/// One ward desk, one broker, one terminal with its disk, sound card, clock and people, and
/// everything that goes wrong between them. The whole story follows from the seed.
public struct SimulatedHome {
  /// What can happen in the simulated world. Steps of the terminal carry the start they belong
  /// to: what a dead process was waiting for never comes.
  enum Step {
    case deliver(Event, start: Int)
    case tick(start: Int)
    case connectEnds(start: Int)
    case stored([StoreOperation], token: UInt64, start: Int)
    case pieceStored(MediaDigest, piece: Int, start: Int)
    case mediaChecked(MediaDigest, start: Int)
    case recordingRead(MediaDigest, piece: Int, start: Int)
    case replyRecordingWritten(Request.Recording, bytes: [UInt8], start: Int)
    case soundEnds(token: UInt64, start: Int)
    case speechBreaks(token: UInt64, start: Int)
    case toDesk(Topic, [UInt8])
    case deskWrites, deskWritesDirectory, deskReplies, deskMoves, deskIndex, deskReturns
    case liveEnds(Identifier)
    case liveSounds(token: UInt64, start: Int)
    case fault(Fault)
    case sensorsSpeak
    case press
    case asks, browses
    case speaks
    case pressed(Button, start: Int)
    case voiceEnds(token: UInt64, start: Int)
    case release(Button, start: Int)
    case holdSOS
    case examines
    case call(token: UInt64, CallProgress, start: Int)
    case modemLost(start: Int), modemBack(start: Int)
    case heal
  }

  enum Fault: CaseIterable {
    case linkCut, linkBack, powerCut, powerBack, diskFull, diskFree, cardLost, cardBack
    case brokerLoss, deskAway, forgery, withhold, handOut, clockStep, clockRight
  }

  static let dayMilliseconds: Int64 = 86_400_000
  /// 2026-11-24T00:00:00+07:00.
  static let epoch = Instant(milliseconds: 1_795_453_200_000)
  static let area = Area.named("01.00004")

  let faults: Faults
  let days: Int
  let terminal: Identifier
  let hasSensors: Bool
  /// The first day is any day of a week.
  let firstDay: Int64
  let plan: BroadcastPlan
  var random: Random
  var timeline = Timeline<Step>()
  var now: Int64 = 0
  var desk: SimulatedDesk
  var broker = SimulatedBroker()
  var disk: SimulatedDisk
  var sound = SimulatedSound()
  /// The recording that is being made.
  var microphone: UInt64?
  var sensors: SimulatedSensors
  var modem = SimulatedModem()
  var shownScreen: Screen?
  /// The examination whose findings were looked at last, and in which start.
  var examined: (start: Int, sequence: Int64) = (0, 0)
  var core: HomeTerminal
  var check: Checkers
  /// Counts starts of the terminal; 0 is off.
  var start = 0
  var isOn = false
  var startedAt: Int64 = 0
  var wallError: Int64 = 0
  var isSynchronised = false
  var networkIsUp = true
  /// When each session began to sound, in milliseconds after the ward's time.
  public var sessionBeginnings: [Int64] { check.sessions.beginnings }
  /// Hours of the home's air that should be at the desk at the end.
  public var expectedHours: Int { check.air.expectedCount }
  /// When the disk last refused a transaction.
  var diskWasFullAt: Int64 = .min / 2
  var isConnected = false
  /// The tick that is on its way, so that not every event adds one.
  private var tickAt: Int64?
  private(set) var eventCount = 0
  /// Counts what the household told its ward.
  var requestCount = 0
  /// A digest of everything the terminal was told and did; equal seeds give equal traces.
  public private(set) var trace: UInt64 = 0xCBF2_9CE4_8422_2325

  /// A home that lives `days` days with the faults that `seed` draws, or with `faults`.
  public init(seed: UInt64, days: Int = 1, faults: Faults? = nil) {
    var random = Random(seed: seed)
    self.faults = faults ?? Faults(drawnFrom: &random)
    self.days = days
    self.random = random
    terminal = .named("nha-\(seed)")
    firstDay = Int64(seed % 7)
    plan = SimulatedRules.plan(
      area: Self.area, issued: Self.epoch, after: seed % 3 == 0 ? .miss : .goOn)
    desk = SimulatedDesk(area: Self.area)
    sensors = SimulatedSensors(seed: seed)
    hasSensors = seed % 2 == 0
    disk = SimulatedDisk(ledger: .named("so-\(seed)"))
    core = Self.newCore(terminal)
    check = Checkers(plan)
  }

  private static func newCore(_ terminal: Identifier) -> HomeTerminal {
    var profile = Profile(
      terminal: terminal, area: area, ward: area, wardName: "phường Ba Đình",
      rootKey: SimulatedKeys.root, version: "simulated")
    profile.hasSecondSpeaker = true
    profile.hasTelephone = true
    profile.hasMicrophone = true
    profile.equipment.buttons = Button.allCases
    profile.equipment.hasDisplay = true
    return HomeTerminal(profile: profile, verifier: SimulatedKeys.verifier)
  }

  /// The true time.
  var truth: Instant { Self.epoch + (firstDay * Self.dayMilliseconds + now) }

  /// What the terminal's clocks say.
  mutating func moment() -> Moment { moment(entropy: random.next()) }

  func moment(entropy: UInt64) -> Moment {
    Moment(
      monotonicMilliseconds: now - startedAt + 5_000, wall: truth + wallError,
      isSynchronized: isSynchronised, entropy: entropy)
  }

  /// Lives the days, then heals everything and lets it come to rest. Returns what the checkers
  /// found wrong; an empty list is a good home.
  public mutating func run() -> [String] {
    schedule()
    powerOn()
    let end = Int64(days) * Self.dayMilliseconds
    timeline.add(.heal, at: end)
    // Longest patience of link, media and outbox, and two board indexes.
    let rest = end + 3 * 3_600_000
    // What has just been told is still on its way.
    let latest = rest + 10 * 60_000
    while let time = timeline.nextTime, check.violations.count < 5,
      time <= rest || core.counts.receipts > 0 && time <= latest
    {
      guard let (time, step) = timeline.next() else { break }
      now = time
      perform(step)
    }
    checkAtRest()
    readReplies()
    return check.violations + desk.contradictions
  }

  /// Hands an event to the terminal and performs what it asks for.
  mutating func tell(_ event: Event) {
    guard isOn else { return }
    eventCount += 1
    let moment = moment()
    let effects = core.handle(event, at: moment) + core.settle(at: moment)
    mix(text: String(now))
    for effect in effects { perform(effect) }
    checkAfter(event)
    let counts = core.counts
    check.bounds(
      hanging: counts.hanging, remembered: counts.remembered, receipts: counts.receipts,
      filters: desk.settings.count(others: broker.filters),
      hours: core.airHours.kept)
    if let deadline = core.deadline {
      let at = max(deadline - 5_000 + startedAt, now + 1)
      if tickAt.map({ at < $0 || $0 <= now }) ?? true {
        tickAt = at
        timeline.add(.tick(start: start), at: at)
      }
    }
  }

  mutating func mix(text: String) {
    for byte in text.utf8 { trace = (trace ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  // MARK: Power

  mutating func powerOn() {
    guard !isOn else { return }
    start += 1
    isOn = true
    startedAt = now
    tickAt = nil
    core = Self.newCore(terminal)
    sound.reset()
    isConnected = false
    broker.disconnect()
    let wrong = faults.clockWrongAtBoot && random.chance(perMille: 700)
    wallError =
      wrong
      ? random.pick([-50 * 365 * Self.dayMilliseconds, -3_600_000, 40 * Self.dayMilliseconds]) : 0
    isSynchronised = !wrong && !faults.clockNeverSynchronised
    check.started(now)
    tell(.started(disk.memory))
    if !sound.hasCard { tell(.soundLost(reason: "no card")) }
    // The modem is found a little later, or not at all.
    modem = SimulatedModem(isThere: !random.chance(perMille: faults.modemAbsences))
    timeline.add(
      modem.isThere ? .modemBack(start: start) : .modemLost(start: start),
      at: now + random.integer(1_000...20_000))
  }

  mutating func powerOff() {
    guard isOn else { return }
    isOn = false
    microphone = nil
    isConnected = false
    broker.disconnect()
    modem.call = nil
    check.poweredOff(now, sound: sound, truth: truth, desk)
    sound.reset()
  }
}
