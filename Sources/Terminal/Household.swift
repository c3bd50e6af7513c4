import Boards
import Glibc
import LinuxIO
import MQTTLink
import Painter
import Signatures
import Sound
import Speech
import Telephone
import TerminalCore
import TerminalStore
import WardContract

/// The shell of a terminal: performs what the core decides, and tells it what happened.
///
/// Four threads: this loop, sound (one for each speaker), disk and, if the board has any, sensors.
/// The others answer through mailboxes that the loop watches. Events are handled one after another;
/// one that comes up while another's effects are being performed waits its turn.
public final class Household {
  /// The version that terminals report.
  public static let version = "0.1.0"

  private let loop: EventLoop
  private let settings: TerminalSettings
  private let disk: TerminalDisk
  private let diskReports: Mailbox<Event>
  private var speakers: Speakers?
  private let display: Display?
  private var buttons: LineServer?
  private var keys: ButtonKeys?
  private var devices: DeviceWatch?
  private var sensing: Sensing?
  private var lights: Lights?
  private var networks: Networks?
  private var telephone: Telephone?
  private let microphone: MicrophoneSettings?
  private let volumeMaximumPercent: Int
  private var watchdog = ServiceWatchdog()
  private var selfCheck: SelfCheck
  private var link: BrokerLink?
  private var timing = BrokerTiming()
  private var doctor: DoctorSocket?
  private let live = LiveReception()
  private let renewing: Renewing
  private var signals: TerminationSignals?
  private var core: HomeTerminal
  private var waiting: [Event] = []
  private var isHandling = false
  /// What a moment needs of the kernel beside its clocks: asked for after a round, so that what
  /// comes next need not wait for it.
  private var entropy = Clock.entropy()
  private var isSynchronized = Clock.isSynchronized()
  private var unpainted: Screen?
  private var pageCount = 0

  /// Why `board` is not the board that was asked for; `nil` if it is.
  private let boardFault: String?
  /// Why text without a recording can't be spoken; `nil` if it can.
  private let speechFault: String?

  /// A terminal on `board` whose settings and store lie in `folder`. `boardFault` says why it isn't
  /// the board that was asked for.
  public init(
    board: Board, settings: TerminalSettings, folder: String, boardFault: String? = nil
  ) throws {
    self.settings = settings
    renewing = Renewing(settings.profile.terminal, settings.tls)
    self.boardFault = boardFault
    selfCheck = SelfCheck(
      folder: folder, version: Self.version, at: Clock.monotonicMilliseconds())
    let loop = try EventLoop()
    self.loop = loop
    diskReports = try Mailbox(capacity: 32_768)
    disk = try TerminalDisk(
      folder: folder, reports: diskReports, inspect: Self.refusal, startAnew: Self.startAnew)
    speechFault = SpeechStream.fault(SpeechSettings(board.speech))?.description
    microphone = board.microphone.map { MicrophoneSettings($0, home: folder) }
    volumeMaximumPercent = board.limits.volumeMaximumPercent
    display = try Display(board.display, home: folder) { [disk] in disk.path(of: $0) }
    var profile = settings.profile
    profile.wordsPerMinute = board.speech.wordsPerMinute
    profile.hasSecondSpeaker = board.secondSound != nil
    profile.hasTelephone = board.telephone != nil
    profile.hasMicrophone = board.microphone != nil
    profile.equipment = Equipment(board)
    core = HomeTerminal(profile: profile, verifier: .sodium)
    let sounds = [board.sound, board.secondSound].compactMap { $0 }
    speakers = try Speakers(
      sounds.map { SoundSettings($0, home: folder, speech: board.speech) }, loop
    ) { [unowned self] in heard($0) }
    try connectEdges()
    try connectButtons(board.buttons, folder)
    sensing = try Sensing(board, loop) { [unowned self] in feed($0) }
    telephone = board.telephone.map { board in
      Telephone(isSystem: board.bus == .system, loop) { [unowned self] in heard($0) }
    }
    lights = Lights(board, display) { [unowned self] in feed($0) }
    networks = Networks { [unowned self] in feed($0) }
    doctor = DoctorSocket(
      loop, folder: folder, begin: { [unowned self] in feed(.examine) },
      newest: { [unowned self] in core.diagnosis }, note: { [unowned self] in note($0) })
    devices = try DeviceWatch(loop) { [unowned self] in look(for: $0) }
  }

  private func connectButtons(_ board: Board.Buttons, _ folder: String) throws {
    switch board.source {
    case .none: break
    case .socket:
      let path = board.path.replacing(home: folder)
      buttons = try LineServer(loop, path: path) { [unowned self] in pressed($0) }
    case .evdev:
      keys = try ButtonKeys(
        loop, board, feed: { [unowned self] in feed($0) }, note: { [unowned self] in note($0) })
    }
  }

  /// Why a medium can't be played or shown. Runs on the disk's thread.
  private static func refusal(_ path: String, _ resource: Resource) -> String? {
    guard resource.mimeType.isSound else { return Picture.refusal(path) }
    switch SoundFile.inspect(path) {
    case .failure(let refusal): return refusal.description
    case .success(let milliseconds):
      // A sound that is longer than what was signed would take minutes nobody granted.
      let announced = resource.durationMilliseconds ?? 0
      return milliseconds <= announced + 1_000
        ? nil : "\(milliseconds) ms long, \(announced) were announced"
    }
  }

  /// Ends the program at once; whoever keeps it running starts it anew. Runs on the disk's thread.
  private static func startAnew(_ why: String) {
    StandardStream.error.print("loanhad: \(why): starting anew")
    _exit(75)
  }

  // MARK: Running

  /// Runs until a signal asks to end.
  public func run() throws {
    if let warning = disk.warning { note(warning) }
    feed(.started(disk.memory))
    if let boardFault { feed(.partFailed(.board, reason: boardFault)) }
    if let speechFault { feed(.partFailed(.speech, reason: speechFault)) }
    lookForDisplay()
    keys?.look()
    networks?.tick()
    telephone?.open()
    SystemdNotifier().notify("READY=1\nSTATUS=Home \(settings.profile.terminal)")
    try loop.run()
    SystemdNotifier().notify("STOPPING=1")
    feed(.ending)
    sayGoodbye()
    sensing?.close()
    speakers?.close()
    disk.close()
  }

  private func sayGoodbye() {
    let presence = Presence(online: false, version: Self.version, boardSequence: 0)
    link?.publish(
      Topic.presence(settings.profile.terminal).text, presence.json.bytes, retained: true)
    link?.disconnect()
  }

  private func note(_ text: String) { StandardStream.error.print("loanhad: \(text)") }

  private func moment() -> Moment {
    Moment(
      monotonicMilliseconds: Clock.monotonicMilliseconds(),
      wall: Instant(milliseconds: Clock.wallMilliseconds()), isSynchronized: isSynchronized,
      entropy: entropy)
  }

  private func askKernel() {
    entropy = Clock.entropy()
    isSynchronized = Clock.isSynchronized()
  }

  private func feed(_ event: Event) {
    waiting.append(event)
    guard !isHandling else { return }
    isHandling = true
    defer { isHandling = false }
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      let moment = moment()
      for effect in core.handle(next, at: moment) { perform(effect) }
      for effect in core.settle(at: moment) { perform(effect) }
      if waiting.isEmpty, !core.isAboutToSound { paint() }
    }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .connect: renewing.connect(link)
    case .subscribe(let filters): link?.subscribe(filters)
    case .unsubscribe(let filters): link?.unsubscribe(filters)
    case .publish(let topic, let payload, let retained):
      link?.publish(topic.text, payload, retained: retained)
    case .store, .storeMediaPiece, .checkMedia, .dropMedia, .readRecording, .dropRecording,
      .keepReplyRecording, .inspectStorage:
      disk.perform(effect)
    case .measureBroker(let token, let topic, let payload):
      timing.sent(link?.publish(topic.text, payload, retained: true), token: token)
    case .play(let token, let parts, let minimum, let everywhere):
      live.close()
      speakers?.play(
        token: token, minimumVolumePercent: limited(minimum), everywhere: everywhere
      ) { parts.map(part) }
    case .stopSecondSpeaker(let token): speakers?.stopSecond(token: token)
    case .stopSound(let token): speakers?.stop(token: token)
    case .record(let token, let longest): record(token, longest)
    case .stopRecording(let token): speakers?.stopRecording(token: token)
    case .setVolume(let percent): speakers?.setVolume(percent: limited(percent))
    case .dial(let token, let number): telephone?.dial(token: token, number: number.rawValue)
    case .hangUp(let token): telephone?.hangUp(token: token)
    case .show(let screen): unpainted = screen
    case .setLamps(let lamps): lights?.show(lamps)
    case .setDisplayLight(let light): lights?.show(light)
    case .note(let text): note(text)
    }
  }

  private func record(_ token: UInt64, _ longestMilliseconds: Int) {
    guard let microphone else {
      return feed(.recordingEnded(token: token, .failed(.noMicrophone)))
    }
    speakers?.record(
      VoiceOrder(
        token: token, microphone: microphone, path: disk.path(ofRecordingBeingMade: token),
        longestMilliseconds: longestMilliseconds))
  }

  private func recorded(_ token: UInt64, _ end: VoiceEnd) {
    if let fault = end.fault { note("a recording ended: \(fault)") }
    let (trouble, isKept) = RecordingTrouble.of(end)
    if isKept {
      disk.keepRecording(token: token, milliseconds: end.milliseconds, trouble)
    } else {
      try? Files.remove(disk.path(ofRecordingBeingMade: token))
      feed(.recordingEnded(token: token, .failed(trouble ?? .tooShort)))
    }
  }

  /// The household's 100 % is as loud as the board's loudspeaker should be.
  private func limited(_ percent: Int) -> Int { percent * volumeMaximumPercent / 100 }

  private func part(_ part: SoundPart) -> PerformancePart {
    switch part {
    case .medium(let digest, let from):
      return .file(path: disk.path(of: digest), fromMilliseconds: from)
    case .recording(let digest):
      return .file(path: disk.path(ofRecording: digest), fromMilliseconds: 0)
    case .speech(let announcement, let from, let pace):
      return .speech(fromMilliseconds: from, pacePercent: pace) { announcement.text }
    case .screen(let reading, let pace):
      return .speech(fromMilliseconds: 0, pacePercent: pace) { reading.spoken }
    case .live(let stream): return .live(live.open(stream))
    case .tones: return .signal(.examination)
    case .chime(let chime):
      let signal: Signal =
        switch chime {
        case .ordinary: .ordinary
        case .priority: .priority
        case .emergency: .emergency
        case .exercise: .exercise
        case .allClear: .allClear
        }
      return .signal(signal)
    }
  }

  /// Paints the newest screen. A screen takes milliseconds; sound that is about to begin comes
  /// first.
  private func paint() {
    guard let screen = unpainted, let display else { return }
    unpainted = nil
    do {
      guard let count = try display.show(screen), count != pageCount else { return }
      pageCount = count
      waiting.append(.pagesDrawn(count))
    } catch {
      note("the screen can't be shown: \(error)")
    }
  }

  // MARK: Devices

  private func lookForDisplay() {
    do {
      guard let name = try display?.look() else { return }
      note("display \(name)")
      feed(.partBack(.display))
    } catch {
      feed(.partFailed(.display, reason: "\(error)"))
    }
  }

  private func look(for kind: DeviceWatch.Kind) {
    switch kind {
    case .display: lookForDisplay()
    case .keys: keys?.look()
    case .sound: speakers?.cardsChanged()
    case .lamps: lights?.look()
    }
  }

  private func feedWatchdog() {
    let now = Clock.monotonicMilliseconds()
    let threads =
      (speakers?.business ?? []) + [
        (name: "disk", busyMilliseconds: disk.unattendedMilliseconds)
      ]
    let busiest = threads.map(\.busyMilliseconds).max() ?? 0
    let answered = link?.hasBeenAnswered == true
    if selfCheck.isHealthy(busiestMilliseconds: busiest, hasBeenAnswered: answered, at: now) {
      selfCheck.sayHealthy()
    }
    switch watchdog.check(threads, at: now) {
    case .nothing: break
    case .feed: SystemdNotifier().notify("WATCHDOG=1")
    case .stuck(let name): note("the \(name) thread is stuck: the watchdog is no longer fed")
    }
  }

  // MARK: Edges

  private func connectEdges() throws {
    let profile = settings.profile
    let will = LinkSettings.Will(
      topic: Topic.presence(profile.terminal).text,
      payload: Presence(online: false, version: Self.version, boardSequence: 0).json.bytes)
    link = BrokerLink(
      LinkSettings(
        clientIdentifier: profile.terminal.description, host: settings.host, port: settings.port,
        tls: settings.tls, will: will,
        maximumPayloadBytes: max(Bounds.envelopeBytes, Bounds.mediaPieceBytes)), loop
    ) { [unowned self] in heard($0) }
    try loop.watch(diskReports.descriptor, for: .reading) { [unowned self] _ in
      for event in diskReports.drain() { feed(event) }
    }
    signals = try TerminationSignals(loop) { [loop] _ in loop.stop() }
    loop.onAlarm = { [unowned self] in
      // Perhaps the wall clock was stepped.
      askKernel()
      link?.tick()
      renewing.tick(link, earliest: core.earliestTime(at: moment()))
      keys?.tick()
      devices?.tick()
      sensing?.tick()
      networks?.tick()
      telephone?.tick()
      feedWatchdog()
      feed(.tick)
    }
    loop.afterRound = { [unowned self] in
      setAlarm()
      askKernel()
    }
  }

  /// One alarm for everything: what is due at about the same time shares a wake-up.
  private func setAlarm() {
    let deadlines = [
      core.deadline, link?.deadline, keys?.deadline, devices?.deadline, watchdog.deadline,
      telephone?.deadline,
    ]
    let deadline = deadlines.compactMap { $0 }.min()
    do throws(SystemError) {
      try loop.setAlarm(atMonotonicMilliseconds: deadline)
    } catch {
      preconditionFailure("a timer can be set: \(error)")
    }
  }

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up:
      selfCheck.connected()
      renewing.connected()
      feed(.linkUp)
    case .down(let reason): feed(.linkDown(reason: reason))
    case .message(let name, let payload, let retained):
      guard let topic = Topic(name) else { return note("a message on an unknown topic \(name)") }
      if case .live(_, let stream) = topic {
        // A segment that the broker has kept is of the past.
        if !retained, let refusal = live.receive(payload, of: stream) { note(refusal) }
      } else if case .down(settings.profile.terminal, .certificate, _) = topic {
        renewing.receive(payload, earliest: core.earliestTime(at: moment()))
      } else {
        feed(.message(topic, payload: payload, retained: retained))
      }
    case .dropped(let topic, let bytes): note("dropped \(bytes) bytes on \(topic): too large")
    case .published(let message):
      if let event = timing.published(message) { feed(event) }
    case .subscriptionRefused(let filters):
      note("the broker does not let us read \(filters.joined(separator: ", "))")
    }
  }

  private func heard(_ report: Telephone.Report) {
    if case .note(let text) = report { note(text) }
    if let event = Event(report) { feed(event) }
  }

  private func heard(_ word: SpeakerReports.Word) {
    switch word {
    case .report(let report): heard(report)
    case .lost(let speaker, let reason):
      feed(.partFailed(speaker == 0 ? .sound : .secondSpeaker, reason: reason))
    case .back(let speaker): feed(.partBack(speaker == 0 ? .sound : .secondSpeaker))
    }
  }

  private func heard(_ report: SoundReport) {
    switch report {
    case .started(let token, let nanoseconds):
      note("sound \(token) began at \(nanoseconds) ns")
      feed(.soundStarted(token: token))
    case .live(let token, let progress):
      note("sound \(token) is live: \(progress)")
      feed(.live(token: token, LiveState(progress)))
    case .finished(let token): feed(.soundEnded(token: token, .finished))
    case .spoken(let token, let milliseconds):
      feed(.soundEnded(token: token, .spoken(milliseconds: milliseconds)))
    case .stopped(let token, let part, let milliseconds):
      feed(.soundEnded(token: token, .stopped(part: part, milliseconds: milliseconds)))
    case .failed(let token, let part, let milliseconds, let reason):
      feed(
        .soundEnded(
          token: token, .failed(part: part, milliseconds: milliseconds, reason: reason)))
    case .cardLost(let reason): feed(.soundLost(reason: reason))
    case .cardBack: feed(.soundBack)
    case .mixerFailed(let reason): feed(.partFailed(.mixer, reason: reason))
    case .mixerBack: feed(.partBack(.mixer))
    case .recordingStarted(let token): feed(.recordingStarted(token: token))
    case .recordingGoes(let token, let milliseconds, let level):
      feed(.recordingGoes(token: token, milliseconds: milliseconds, levelPercent: level))
    case .recordingEnded(let token, let end): recorded(token, end)
    case .gainFailed(let reason): note("the microphone's gain can't be set: \(reason)")
    case .underrun(let count): note("the sound card ran dry, \(count) times by now")
    }
  }

  /// Answers one line on the simulator's socket: "press ok", or "down sos" and later "up sos".
  private func pressed(_ line: String) -> String {
    let words = line.split(separator: " ")
    guard words.count == 2, ["press", "down", "up"].contains(words[0]),
      let button = Button(rawValue: String(words[1]))
    else {
      let names = Button.allCases.map(\.rawValue).joined(separator: ", ")
      return "error: \"press BUTTON\", down or up was expected, BUTTON one of \(names)"
    }
    if words[0] != "up" { feed(.button(button)) }
    if words[0] != "down" { feed(.released(button)) }
    return "ok"
  }
}
