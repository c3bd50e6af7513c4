import LinuxIO
import MQTTLink
import SQLite
import Signatures
import WardContract

/// The ward's desk towards its homes: keeps the board on the broker as the database has
/// it, renews the signed index, stores receipts and says so.
///
/// The database is the truth; the broker is a cache that may die. On every new connection
/// everything is published again, since the broker may have come back empty: terminals know what
/// they have and pass over it.
public final class Desk {
  /// Messages that the broker has not taken yet; more wait here, in their order.
  private static let maximumUnderWay = 64
  private static let longestPauseMilliseconds: Int64 = 30_000
  /// A home that has just connected needs the time and a fresh board; many at once share one
  /// index. In milliseconds.
  private static let welcomePauseMilliseconds: Int64 = 500
  private static let welcomeEveryMilliseconds: Int64 = 3_000

  /// Something to publish; media are read when their turn has come.
  private enum Outgoing {
    case message(Topic, [UInt8])
    case piece(MediaDigest, Int)
  }

  private let folder: WardFolder
  private let indexIntervalMilliseconds: Int64
  private let loop: EventLoop
  private let store: DeskStore
  private let signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8])
  private let broker: BrokerFolder
  private var requests: RequestReception?
  private var diagnoses: DiagnosisReception?
  private var receipts = ReceiptIntake()
  private var claims: ClaimReception?
  private var expulsion: Expulsion?
  private var link: BrokerLink?
  private var server: LineServer?
  /// Urgent ones first: bulletins and index before media.
  private var outgoing: [Outgoing] = []
  private var outgoingMedia: [Outgoing] = []
  /// Revision of each bulletin that was published on this connection.
  private var published: [Identifier: (revision: Int, bulletin: Bulletin)] = [:]
  private var publishedKeyring: [UInt8] = []
  private var publishedPlan: [UInt8] = []
  private var publishedDirectory: [[UInt8]] = []
  private var publishedStation: [UInt8] = []
  private var indexAt: Int64 = .max
  private var indexedAt: Int64 = .min / 2
  private var connectAt: Int64? = 0
  private var failures: Int64 = 0

  /// The desk of the ward in `folder`; its index is renewed every so many seconds. It ends when
  /// something comes into `stopping`.
  public init(
    _ folder: WardFolder, indexIntervalSeconds: Int, stopping: Mailbox<Void>? = nil
  ) throws {
    self.folder = folder
    indexIntervalMilliseconds = Int64(indexIntervalSeconds) * 1000
    loop = try EventLoop()
    store = try DeskStore(path: folder.databasePath)
    signer = try WardFolder.signer(folder.keyPath("desk"))
    broker = try BrokerFolder(path: folder.brokerPath)
    let settings = LinkSettings(
      clientIdentifier: folder.deskName, host: broker.host, port: broker.port,
      tls: .init(
        authorityPath: broker.authorityPath, certificatePath: folder.certificatePath,
        keyPath: folder.certificateKeyPath),
      keepaliveSeconds: 30, maximumPayloadBytes: Bounds.envelopeBytes)
    link = BrokerLink(settings, loop) { [unowned self] in heard($0) }
    requests = try RequestReception(folder, store, signer) { [unowned self] in send($0, $1) }
    expulsion = Expulsion(folder, store, broker, loop)
    claims = try ClaimReception(folder, store, broker, signer, loop)
    diagnoses = DiagnosisReception(store, signer) { [unowned self] in send($0, $1) }
    server = try LineServer(loop, path: folder.socketPath) { [unowned self] in asked($0) }
    if let stopping {
      try loop.watch(stopping.descriptor, for: .reading) { [loop] _ in loop.stop() }
    }
    loop.onAlarm = { [unowned self] in
      link?.tick()
      claims?.tick()
      expulsion?.tick()
      work()
    }
    loop.afterRound = { [unowned self] in
      storeReceipts()
      pump()
      try? loop.setAlarm(
        atMonotonicMilliseconds: [
          indexAt, connectAt, link?.deadline, receipts.deadline, claims?.deadline,
          expulsion?.deadline,
        ].compactMap(\.self).min())
    }
  }

  /// Serves until a signal asks to end.
  public func runUntilSignal() throws {
    let signals = try TerminationSignals(loop) { [loop] _ in loop.stop() }
    try withExtendedLifetime(signals) { try run() }
  }

  /// Serves until it is stopped.
  public func run() throws {
    note("serves \(folder.name) (\(folder.area))")
    work()
    loop.afterRound()
    try loop.run()
    link?.disconnect()
    claims?.close()
    note("ends")
  }

  private func note(_ text: String) { StandardStream.error.print("desk: \(text)") }

  /// Somebody needs help: nobody at the desk may miss it.
  private func tell(_ report: SOSReport, of terminal: Identifier, at time: Instant) {
    let address = (try? store.address(of: terminal)) ?? nil
    note("*** SOS *** \(terminal), \(address ?? "address unknown"): \(report) at \(time)")
  }

  private var now: Instant { Instant(milliseconds: Clock.wallMilliseconds()) }

  /// Database trouble is told and survived: what could not be stored is not acknowledged, and
  /// comes again.
  private func tryTo(_ what: String, _ body: () throws -> Void) {
    do { try body() } catch { note("could not \(what): \(error)") }
  }

  /// What is due by time alone.
  private func work() {
    let time = Clock.monotonicMilliseconds()
    if let connectAt, time >= connectAt {
      self.connectAt = nil
      link?.connect()
    }
    if time >= indexAt { tryTo("renew the board") { try publishChanges() } }
  }

  // MARK: Publishing

  private func asked(_ line: String) -> String {
    let words = line.split(separator: " ")
    switch (words.first, words.count) {
    case ("alive", 1): return "alive"
    case ("changed", 1): break
    case ("again", 2):
      guard let identifier = Identifier(words[1]) else { return "error: no such name" }
      published[identifier]?.revision = 0
    case ("examine", 2): return examine(words[1])
    default:
      return "error: \"alive\", \"changed\", \"again NAME\" or \"examine TERMINAL\" was expected"
    }
    guard link?.isUp == true else { return "offline" }
    do {
      try publishChanges()
      pump()
      return "published"
    } catch {
      note("could not publish: \(error)")
      return "error: \(error)"
    }
  }

  private func examine(_ name: Substring) -> String {
    guard let diagnoses, let terminal = Identifier(name) else { return "error: no such name" }
    guard link?.isUp == true else { return "offline" }
    do {
      return "asked \(try diagnoses.ask(terminal, at: now))"
    } catch {
      return "error: \(error)"
    }
  }

  /// Publishes what is new on the board, clears what is off it, and renews the index.
  private func publishChanges() throws {
    guard link?.isUp == true else { return }
    let keyring = try Files.read(folder.keyringPath, limit: Bounds.envelopeBytes)
    if keyring != publishedKeyring {
      outgoing.append(.message(.keyring(folder.area), keyring))
      publishedKeyring = keyring
    }
    let plan = try folder.planEnvelope() ?? []
    if plan != publishedPlan {
      outgoing.append(.message(.plan(folder.area), plan))
      publishedPlan = plan
    }
    try publishDirectory()
    let station = try folder.stationEnvelope(now: now) ?? []
    if station != publishedStation {
      outgoing.append(.message(.air(folder.area), station))
      publishedStation = station
    }
    try store.takeOffExpired(now: now)
    let board = try store.board()
    for (identifier, old) in published.sorted(by: { $0.key < $1.key })
    where !board.contains(where: { $0.bulletin.identifier == identifier }) {
      clear(old.bulletin, board)
      published[identifier] = nil
    }
    for post in board.sorted(by: { $0.bulletin.priority > $1.bulletin.priority }) {
      let bulletin = post.bulletin
      let before = published[bulletin.identifier]
      guard before?.revision != bulletin.revision else { continue }
      for area in bulletin.areas {
        outgoing.append(.message(.bulletin(area, bulletin.identifier), post.envelope))
      }
      for resource in bulletin.resources {
        outgoingMedia += (0..<resource.pieces).map { .piece(resource.digest, $0) }
      }
      published[bulletin.identifier] = (bulletin.revision, bulletin)
      note("publishes \(bulletin.identifier) revision \(bulletin.revision)")
    }
    tryTo("renew the desk's certificate") { try folder.renewDeskCertificate(broker, at: now) }
    tryTo("keep retired terminals out") { try expulsion?.work() }
    try publishIndex(board.map(\.bulletin))
    tryTo("ask offices and billers") { try requests?.renewAnswers(at: now) }
    try requests?.sendReplies(at: now)
    try sendSettings()
  }

  /// Settings that are sent in one go; the others follow with the next index.
  private static let settingsAtOnce = 256

  /// Tells connected homes what they are to be, again and again until they say that they have it.
  private func sendSettings() throws {
    let second = now + -(now.milliseconds % 1_000)
    for settings in try store.unheldSettings(
      ward: folder.area, limit: Self.settingsAtOnce, at: second)
    {
      guard let version = Identifier(String(settings.version)) else { continue }
      let topic = Topic.down(terminal: settings.terminal, kind: .settings, version)
      send(topic, Envelope.sign(settings.json, as: .homeSettings, by: [signer]))
    }
  }

  /// Publishes the directory; numbers that it has no parts for are cleared, since an older one may
  /// have had more.
  private func publishDirectory() throws {
    let parts = try store.directory()
    guard parts != publishedDirectory else { return }
    for number in 1...Bounds.directoryParts {
      let payload = number <= parts.count ? parts[number - 1] : []
      outgoing.append(.message(.directory(folder.area, part: number), payload))
    }
    publishedDirectory = parts
    note("publishes a directory of \(parts.count) parts")
  }

  /// Takes a bulletin off the broker, and its media unless another bulletin needs them.
  private func clear(_ bulletin: Bulletin, _ board: [DeskStore.Post]) {
    for area in bulletin.areas {
      outgoing.append(.message(.bulletin(area, bulletin.identifier), []))
    }
    let needed = Set(board.flatMap { $0.bulletin.resources.map(\.digest) })
    for resource in bulletin.resources where !needed.contains(resource.digest) {
      outgoingMedia += (0..<resource.pieces).map {
        .message(.media(resource.digest, piece: $0), [])
      }
    }
  }

  private func publishIndex(_ board: [Bulletin]) throws {
    let time = now + -(now.milliseconds % 1000)
    let index = BoardIndex(
      area: folder.area, sequence: try store.nextSequence(), time: time,
      nextDue: time + indexIntervalMilliseconds + 1_000,
      entries: board.map {
        .init(identifier: $0.identifier, revision: $0.revision, areas: $0.areas)
      })
    let envelope = Envelope.sign(index.json, as: .boardIndex, by: [signer])
    outgoing.append(.message(.board(folder.area), envelope))
    indexedAt = Clock.monotonicMilliseconds()
    indexAt = indexedAt + indexIntervalMilliseconds
  }

  /// Renews the index soon, for a home that has just connected: a retained one tells it neither
  /// the time nor that the desk is there.
  private func welcome() {
    let soon = Clock.monotonicMilliseconds() + Self.welcomePauseMilliseconds
    indexAt = min(indexAt, max(soon, indexedAt + Self.welcomeEveryMilliseconds))
  }

  /// Hands messages to the broker, as many as it takes.
  private func pump() {
    guard let link, link.isUp else { return }
    while link.unacknowledged < Self.maximumUnderWay {
      let next: Outgoing
      if !outgoing.isEmpty {
        next = outgoing.removeFirst()
      } else if !outgoingMedia.isEmpty {
        next = outgoingMedia.removeFirst()
      } else {
        return
      }
      switch next {
      case .message(let topic, let payload): link.publish(topic.text, payload, retained: true)
      case .piece(let digest, let number):
        tryTo("publish a medium") {
          let piece = try piece(digest, number)
          link.publish(Topic.media(digest, piece: number).text, piece, retained: true)
        }
      }
    }
  }

  private func piece(_ digest: MediaDigest, _ number: Int) throws -> [UInt8] {
    let file = try Descriptor.open("\(folder.mediaPath)/\(digest)", 0)
    return try file.read(atMost: Bounds.mediaPieceBytes, from: number * Bounds.mediaPieceBytes)
  }

  // MARK: Listening

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up:
      note("connected")
      failures = 0
      published = [:]
      (outgoing, outgoingMedia) = ([], [])
      let areas = [folder.area] + folder.areasWithin
      link?.subscribe(Topic.filtersOfDesk + areas.map(Topic.bulletinFilter))
      (publishedKeyring, publishedPlan, publishedDirectory, publishedStation) = ([], [], [], [])
      tryTo("publish the board") { try publishChanges() }
    case .down(let reason):
      note("no broker: \(reason)")
      indexAt = .max
      let pause = min(500 << failures, Self.longestPauseMilliseconds)
      failures = min(failures + 1, 10)
      let spread = Int64(Clock.entropy() % UInt64(pause))
      connectAt = Clock.monotonicMilliseconds() + pause / 2 + spread
    case .message(let name, let payload, _):
      guard let topic = Topic(name) else { return note("a message on an unknown topic \(name)") }
      receive(topic, payload)
    case .dropped(let topic, let bytes): note("dropped \(bytes) bytes on \(topic)")
    case .published: break
    case .subscriptionRefused(let filters): note("may not read \(filters)")
    }
  }

  private func receive(_ topic: Topic, _ payload: [UInt8]) {
    switch topic {
    case .up(let terminal, .receipt, let id): receive(payload, from: terminal, id)
    case .up(let terminal, .request, let id):
      hear("a request", of: terminal) {
        try requests?.receive(request: payload, from: terminal, id, at: now)
      }
    case .recording(let terminal, let request, let piece):
      hear("a recording", of: terminal) {
        try requests?.receive(piece: piece, payload, of: request, from: terminal, at: now)
      }
    case .up(let terminal, .reply, _):
      hear("a word on a reply", of: terminal) {
        try requests?.receive(receipt: payload, from: terminal, at: now)
      }
    case .up(let terminal, .reading, let id): receiveReadings(payload, from: terminal, id)
    case .up(let terminal, .diagnosis, let id):
      hear("a diagnosis", of: terminal) {
        try diagnoses?.receive(payload, from: terminal, id, at: now)
      }
    case .up(let terminal, .renewal, let id):
      hear("a request for a certificate", of: terminal) {
        let chain = try broker.renewClient(
          terminal.description, for: CertificateRequest(der: payload), at: now)
        send(.down(terminal: terminal, kind: .certificate, id), chain)
      }
    case .presence(let terminal):
      tryTo("note the presence of \(terminal)") {
        guard !payload.isEmpty, try store.isInUse(terminal) else { return }
        let presence = try Presence(json: JSONParser.parse(payload))
        try store.note(presence, of: terminal, at: now)
        let faults = presence.faults.joined(separator: ", ")
        let state = presence.online ? "online" : "offline"
        note("\(terminal) is \(state)\(faults.isEmpty ? "" : ", fails: \(faults)")")
        if presence.online { welcome() }
      }
    case .bulletin(_, let identifier):
      tryTo("clear \(identifier)") { try check(payload, identifier) }
    default: note("a message on \(topic.text), which is not for a desk")
    }
  }

  /// What hangs on the broker and not in the database was taken off while the desk was away.
  private func check(_ payload: [UInt8], _ identifier: Identifier) throws {
    let board = try store.board()
    guard !payload.isEmpty, !board.contains(where: { $0.bulletin.identifier == identifier }) else {
      return
    }
    let stale = try Bulletin(json: JSONParser.parse(Envelope(parsing: payload).payload))
    note("takes \(identifier) off the broker")
    clear(stale, board)
  }

  /// Takes what a home of this ward says; another desk on this broker answers for others. The log does
  /// not say which home it was: it may not want to be known.
  private func hear(_ what: String, of terminal: Identifier, _ body: () throws -> Void) {
    tryTo("take \(what)") { if try store.isInUse(terminal) { try body() } }
  }

  /// Takes receipts in. What can't be read is never acknowledged and holds up nothing behind it.
  private func receive(_ payload: [UInt8], from terminal: Identifier, _ id: Identifier) {
    hear("receipts", of: terminal) {
      let batch = try ReceiptBatch(json: JSONParser.parse(payload))
      guard batch.terminal == terminal else {
        throw DeskError("it speaks for \(batch.terminal)")
      }
      receipts.add(batch, id, at: Clock.monotonicMilliseconds())
    }
  }

  /// Stores the receipts that are due and then, only then, says so.
  private func storeReceipts() {
    let due = receipts.due(at: Clock.monotonicMilliseconds())
    guard !due.isEmpty else { return }
    tryTo("store receipts of \(due.count) messages") {
      let new = try store.store(due.map(\.batch), at: now)
      let count = new.reduce(0) { $0 + $1.count }
      if count > 0 { note("\(count) receipts in \(due.count) messages") }
      for (arrival, new) in zip(due, new) {
        let batch = arrival.batch
        for case (.sos(let report), let time) in new.map({ ($0.fact, $0.time) }) {
          tell(report, of: batch.terminal, at: time)
        }
        acknowledge(
          Acknowledgement(
            terminal: batch.terminal, ledger: batch.ledger,
            sequences: batch.receipts.map(\.sequence), time: now), arrival.identifier)
      }
    }
  }

  /// The same for hours of a home's air.
  private func receiveReadings(_ payload: [UInt8], from terminal: Identifier, _ id: Identifier) {
    hear("readings", of: terminal) {
      let batch = try ReadingBatch(json: JSONParser.parse(payload))
      guard batch.terminal == terminal else {
        throw DeskError("it speaks for \(batch.terminal)")
      }
      try store.store(batch, at: now)
      acknowledge(
        Acknowledgement(
          terminal: terminal, ledger: batch.ledger, sequences: [],
          readings: batch.readings.map(\.sequence), time: now), id)
    }
  }

  private func acknowledge(_ acknowledgement: Acknowledgement, _ id: Identifier) {
    let envelope = Envelope.sign(acknowledgement.json, as: .acknowledgement, by: [signer])
    send(.down(terminal: acknowledgement.terminal, kind: .acknowledgement, id), envelope)
  }

  /// Says something to one terminal, which is there now or not.
  private func send(_ topic: Topic, _ payload: [UInt8]) {
    link?.publish(topic.text, payload, retained: false)
  }
}
