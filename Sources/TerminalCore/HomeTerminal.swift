import WardContract

/// Every decision of one household terminal.
///
/// A value: an event goes in, state changes, effects come out. It knows no clock, file, socket,
/// thread or random number, so a simulated day costs milliseconds and replays from its seed.
/// The `switch` in `handle` is the table of contents; each concern lives in a struct of its own:
/// `Wall` (what hangs), `BoardWatch` (what should hang), `MediaFetch`, `Programme` (whose turn it
/// is), `Quiet`, `Player`, `Calling` (for help), `HomeAir`, `Outbox`, `Requests`, `Services`, `Bills`, `Numbers`,
/// `Examination` (of the terminal itself), `Journal` (what the disk must know), `Link`, `Menu`,
/// `TrustedClock`.
public struct HomeTerminal: Sendable {
  /// What the terminal was enrolled with.
  let installed: Profile
  /// What it is, as its newest believed settings say.
  var profile: Profile
  var settings = StandingSettings()
  let verifier: Verifier
  var effects = Effects()
  var clock = TrustedClock()
  var journal = Journal()
  var link = Link()
  var keyring: Keyring?
  var keyringEnvelope: [UInt8]?
  var wall = Wall()
  var board = BoardWatch()
  var directory = StandingDirectory()
  var media = MediaFetch(found: [])
  var programme: Programme
  var quiet = Quiet()
  var preferences = Preferences()
  /// The household has chosen these itself; what the ward proposes doesn't touch them.
  var hasChosenPreferences = false
  var hasChosenVolume = false
  var player = Player()
  var tuning = Tuning()
  var calling: Calling
  var outbox: Outbox
  var requests = Requests()
  var feedback = FeedbackDialogue(hasMicrophone: false)
  var air: HomeAir
  var services = Services()
  var bills = Bills()
  var menu: Menu
  var numbers = Numbers()
  var holding = Holding()
  var repeating = Repeating()
  var refusals = RefusalLog()
  var parts = Parts()
  /// The topics of bulletins that are subscribed on this connection.
  var subscribed: [String] = []
  var examination = Examination()
  var diagnoses: Diagnoses
  /// The command of the ward that was obeyed last.
  var obeyedCommand: Command?
  /// What the ward was told of on this connection; `nil` before the first word.
  var announced: Presence?
  var watchOver = WatchOver()
  /// The ends of emergencies that the disk knows of.
  var storedNotices: [StoredNotice] = []
  /// The ways into the network; empty on a board that can't tell.
  private(set) var networks: [NetworkLink] = []
  /// The network around the modem; `nil` without one.
  private(set) var mobileNetwork: MobileNetwork?
  private(set) var measurements: [Measurement] = []
  private(set) var supply = Supply()
  private var shownScreen: Screen?
  private var shownLamps: Lamps?
  private var shownLight: DisplayLight?
  private var hasStarted = false

  /// When the terminal wants a `tick` at the latest, in monotonic milliseconds; `nil` is never.
  public private(set) var deadline: Int64?
  /// Bulletins hanging, receipts waiting: for figures and checks.
  public var counts: (hanging: Int, remembered: Int, receipts: Int) {
    (wall.items.count, wall.remembered.count, outbox.count)
  }

  /// Hours of the home's air on disk, and those of them that the desk hasn't committed: for checks.
  public var airHours: (kept: Int, waiting: Int) { (air.hours.count, air.hours.waiting) }
  /// The version of the settings that stand, 0 for those of its enrolment: for checks.
  public var settingsVersion: Int64 { settings.version }
  /// Somebody calls for help, or is about to: nothing else sounds.
  public var isCalling: Bool { calling.holdsSound }
  /// The call for help that goes on, by the sequence of its first receipt; for checks.
  public var openSOS: Int64? { calling.sos }

  /// Parts that fail now, for checks.
  public var failingParts: [Part] { parts.failing }

  /// The newest diagnosis; `nil` before the first.
  public var diagnosis: Diagnosis? { diagnoses.newest }

  /// Something sounds as soon as the disk has answered: whatever takes long should wait for that.
  public var isAboutToSound: Bool { player.isNoting }

  /// The terminal's best guess at the time, and whether it relies on it.
  public func time(at moment: Moment) -> (now: Instant, isKnown: Bool) {
    let reading = clock.reading(moment)
    return (reading.now, reading.isKnown)
  }

  /// It is certainly not earlier than this: the ward has signed it. `nil` if it never did.
  public func earliestTime(at moment: Moment) -> Instant? { clock.reading(moment).earliest }

  /// A terminal that has not started yet; its first event must be `started`.
  public init(profile: Profile, verifier: Verifier) {
    installed = profile
    self.profile = profile
    self.verifier = verifier
    programme = Programme(
      terminal: profile.terminal, wordsPerMinute: profile.wordsPerMinute)
    calling = Calling(hasTelephone: profile.hasTelephone)
    // Stands in until the store has been read.
    outbox = Outbox(memory: Memory(ledger: profile.terminal))
    air = HomeAir(memory: Memory(ledger: profile.terminal))
    diagnoses = Diagnoses(nil)
    menu = Menu(
      volumePercent: Self.firstVolumePercent, hasSecondSpeaker: profile.hasSecondSpeaker)
  }

  /// The volume of a home that has never chosen one, in percent.
  static let firstVolumePercent = 60

  /// Takes in one event and says what is to be done about it at once: above all what is to sound.
  /// `settle` must follow; it says the rest. In two steps, because an emergency that is ready to
  /// sound should not wait until its screen is composed.
  public mutating func handle(_ event: Event, at moment: Moment) -> [Effect] {
    if case .started(let memory) = event {
      precondition(!hasStarted, "a terminal starts once")
      hasStarted = true
      start(memory, moment)
    } else {
      precondition(hasStarted, "the first event of a terminal is its start")
      take(event, moment)
    }
    if holding.takeDue(moment) { heldLong(moment) }
    repeatHeld(moment)
    let reading = clock.reading(moment)
    expire(reading, moment)
    help(moment)
    settleExamination(reading, moment)
    sound(reading, moment)
    return effects.take()
  }

  private mutating func take(_ event: Event, _ moment: Moment) {
    switch event {
    case .started, .tick: break
    case .ending: journal.hurry()
    case .linkUp: linkUp(moment)
    case .linkDown(let reason): linkDown(reason, moment)
    case .message(let topic, let payload, let retained): message(topic, payload, retained, moment)

    case .stored(let token): journal.stored(token)
    case .storeFailed(let token, let reason):
      effects.append(.note("the disk refused a transaction: \(reason)"))
      journal.failed(token, reason: reason, moment)

    case .mediaPieceStored(let digest, let piece):
      media.stored(digest, piece: piece, moment, &effects)
    case .mediaReady(let digest): mediaReady(digest)
    case .mediaRefused(let digest, let reason): mediaRefused(digest, reason, moment)
    case .mediaFailed(let digest, let reason):
      effects.append(.note("the disk refused a piece of \(digest): \(reason)"))
      media.failed(digest, reason: reason, moment, &effects)

    case .recordingStarted(let token): feedback.started(token)
    case .recordingGoes(let token, let milliseconds, let level):
      feedback.goes(token, milliseconds: milliseconds, levelPercent: level)
    case .recordingEnded(let token, let end): recordingEnded(token, end, moment)
    case .recordingRead(let digest, let piece, let bytes):
      requests.read(digest, piece: piece, bytes, as: profile.terminal, &effects)
    case .recordingUnreadable(let digest, let reason):
      effects.append(.note("the recording \(digest) can't be read: \(reason)"))
      requests.unreadable(digest, reason: reason)

    case .replyRecordingKept(let digest): requests.kept(digest)
    case .replyRecordingRefused(let digest, let reason):
      effects.append(.note("the recording \(digest) of a reply is not kept: \(reason)"))
      requests.refused(digest, moment)

    case .soundStarted(let token): player.started(token: token, moment)
    case .live(let token, let state): player.goes(token: token, state)
    case .soundEnded(let token, let end): soundEnded(token, end, moment)
    case .soundLost(let reason):
      effects.append(.note("no sound: \(reason)"))
      player.cardLost(reason)
      parts.failed(.sound, reason, moment)
    case .soundBack:
      effects.append(.note("sound is back"))
      player.cardBack()
      parts.back(.sound)

    case .partFailed(let part, let reason): partFailed(part, reason, moment)
    // Its driver is content; what it says isn't to be believed.
    case .partBack(.sensors) where air.log.fault(moment) != nil: break
    case .partBack(let part): partBack(part)
    case .measured(let measurements):
      self.measurements = measurements
      air.log.heard(measurements, moment)
    case .telephone(let state): telephone(state, moment)
    case .call(let token, let progress):
      calling.progressed(token: token, progress, moment, &effects)
    case .examine: examine(.device, moment)
    case .storageInspected(let token, let state): examination.storage(token, state)
    case .brokerAnswered(let token, let milliseconds):
      examination.broker(token, milliseconds: milliseconds)
    case .supplied(let supply): self.supply = supply
    case .networks(let links): networks = links
    case .mobileNetwork(let network): mobileNetwork = network

    case .button(let button): buttonDown(button, moment)
    case .released(let button): buttonUp(button, moment)
    case .pagesDrawn(let count): menu.pageCount = count
    }
  }

  /// Brings every other concern to rest after an event: what is due is done, what changed is
  /// shown and written down.
  public mutating func settle(at moment: Moment) -> [Effect] {
    let reading = clock.reading(moment)
    link.settle(moment, &effects)
    watchBoard(reading, moment)
    media.settle(isUp: link.isUp, moment, &effects)
    tuning.settle(wantedStream, isUp: link.isUp, &effects)
    noteParts(moment)
    settleWatchOver(reading, moment)
    settleListening()
    announce()
    settleAir(reading, moment)
    if link.isUp {
      outbox.send(as: profile.terminal, journal, moment, &effects)
      requests.send(as: profile.terminal, journal, moment, &effects)
      air.hours.send(as: profile.terminal, journal, moment, &effects)
      diagnoses.send(journal, moment, &effects)
    }
    requests.dropRecordings(&effects)
    feedback.settle(feedbacks.map(\.request.identifier))
    menu.settle(
      wall, isListening: player.current != nil || player.isReading || feedback.isRecording, moment)
    noteSeenReply(reading)
    keepNotices()
    // The disk works while the screen is painted.
    journal.flush(moment, &effects)
    let screen = screen(reading, moment)
    closeUnseenMicrophone(under: screen)
    show(screen, moment)
    shine(lamps(reading, moment), displayLight(screen, reading))
    journal.flush(moment, &effects)
    deadline = nextDeadline(reading, moment)
    return effects.take()
  }

  private mutating func show(_ screen: Screen, _ moment: Moment) {
    guard screen != shownScreen else { return }
    if case .emergency(let emergency) = screen { reportShown(emergency.identifier, at: moment) }
    shownScreen = screen
    effects.append(.show(screen))
  }

  private mutating func shine(_ lamps: Lamps, _ light: DisplayLight) {
    if lamps != shownLamps { effects.append(.setLamps(lamps)) }
    if light != shownLight { effects.append(.setDisplayLight(light)) }
    shownLamps = lamps
    shownLight = light
  }

  /// The next moment at which time alone changes something.
  private func nextDeadline(_ reading: TrustedClock.Reading, _ moment: Moment) -> Int64? {
    var deadlines = [
      journal.deadline, parts.deadline, link.deadline, link.isUp ? outbox.deadline : nil,
      link.isUp ? requests.deadline : nil,
      link.isUp ? air.hours.deadline(moment) : nil,
      player.deadline(moment), menu.deadline(moment), holding.deadline, repeating.deadline,
      watchOver.deadline(moment), examination.deadline,
      link.isUp ? diagnoses.deadline : nil,
      board.deadline(moment),
      programme.deadline(reading, startedAt: player.sounding?.since, moment),
      quiet.deadline(reading, moment), calling.deadline(moment),
      link.isUp ? media.deadline(moment) : nil,
    ]
    let now = moment.monotonicMilliseconds
    for item in wall.items {
      for instant in [item.bulletin.begins, item.bulletin.expires] where instant > reading.now {
        deadlines.append(now + (instant - reading.now))
      }
    }
    // The minute on the screen; everything lax is due then as well.
    let intoMinute = ((reading.now.milliseconds % 60_000) + 60_000) % 60_000
    deadlines.append(now + 60_000 - intoMinute)
    return deadlines.compactMap { $0 }.filter { $0 > now }.min()
  }

  /// Writes down a fact for the ward.
  mutating func record(
    _ fact: Receipt.Fact, of bulletin: Identifier?, revision: Int, isEmergency: Bool,
    in slot: BroadcastSlot? = nil, _ moment: Moment
  ) {
    outbox.add(
      fact, of: bulletin, revision: revision, isEmergency: isEmergency, in: slot,
      at: clock.reading(moment).now, &journal)
  }
}
