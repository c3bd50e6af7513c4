import WardContract

@testable import Simulation
@testable import TerminalCore

/// A terminal and the messages of its ward, told step by step.
struct Bench {
  static let area = Area("01.00004")!
  static let start = Instant("2026-11-24T08:00:00+07:00")!

  var core: HomeTerminal
  var monotonic: Int64 = 1_000
  var isSynchronized = true
  var wallError: Int64 = 0
  /// The time at which the monotonic clock stood at zero.
  private(set) var origin = Bench.start
  private(set) var effects: [Effect] = []
  private(set) var screen: Screen?
  private(set) var lamps: Lamps?
  private var isAnswering = true
  /// Everything that was ever written, for a restart.
  private(set) var written: [StoreOperation] = []
  private var sequence: Int64 = 0
  private let hasSecondSpeaker: Bool
  private let hasTelephone: Bool
  private let hasMicrophone: Bool
  private let equipment: Equipment
  /// Media that are on disk.
  private var ready: [MediaDigest] = []

  /// Signatures that are cheap, and wrong for every other key and message.
  static let verifier = Verifier { key, message, signature in
    signature == mark(key, message)
  }

  static func mark(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in key + message { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    return (0..<8).flatMap { _ in bytes }
  }

  /// A terminal whose ward has a plan, unless there is no keyring to believe it by.
  init(
    keyring: Bool = true, plan: Bool = true, name: String = "nha-1",
    memory: Memory = Memory(ledger: Identifier("so-1")!), origin: Instant = Bench.start,
    isSynchronized: Bool = true, wordsPerMinute: Int = 140, hasSecondSpeaker: Bool = false,
    hasTelephone: Bool = false, hasMicrophone: Bool = false, equipment: Equipment = Equipment()
  ) {
    self.origin = origin
    self.isSynchronized = isSynchronized
    var profile = Profile(
      terminal: Identifier(name)!, area: Self.area, ward: Self.area, wardName: "phường Ba Đình",
      rootKey: [UInt8](repeating: 1, count: 32), version: "test")
    profile.wordsPerMinute = wordsPerMinute
    profile.hasSecondSpeaker = hasSecondSpeaker
    profile.hasTelephone = hasTelephone
    profile.address = "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình"
    self.hasTelephone = hasTelephone
    profile.hasMicrophone = hasMicrophone
    profile.equipment = equipment
    self.equipment = equipment
    self.hasMicrophone = hasMicrophone
    self.hasSecondSpeaker = hasSecondSpeaker
    core = HomeTerminal(profile: profile, verifier: Self.verifier)
    tell(.started(memory))
    tell(.linkUp)
    if keyring { sendKeyring() }
    if keyring, plan { sendPlan() }
  }

  mutating func sendPlan(
    version: Int64 = 1, after: AfterInterruption = .goOn,
    by names: [String] = ["editor", "approver"],
    _ change: (inout BroadcastPlan) -> Void = { _ in }
  ) {
    var plan = SimulatedRules.plan(
      area: Self.area, version: version, issued: Self.start, after: after, spreadSeconds: 0)
    change(&plan)
    tell(
      .message(
        .plan(Self.area), payload: Self.sign(plan.json, as: .broadcastPlan, names), retained: true))
  }

  var now: Instant { origin + monotonic }

  /// Hands an event to the terminal and answers what the disk would answer.
  mutating func tell(_ event: Event) {
    let moment = Moment(
      monotonicMilliseconds: monotonic, wall: now + wallError, isSynchronized: isSynchronized,
      entropy: 7)
    let new = core.handle(event, at: moment) + core.settle(at: moment)
    effects += new
    for effect in new {
      if case .show(let shown) = effect { screen = shown }
      if case .setLamps(let shown) = effect { lamps = shown }
      if case .store(let operations, let token) = effect, isAnswering {
        written += operations
        tell(.stored(token: token))
      }
    }
  }

  /// Power goes for so long; what was written is what is remembered.
  func restarted(
    after milliseconds: Int64, isSynchronized: Bool = true,
    _ change: (inout Memory) -> Void = { _ in }
  ) -> Bench {
    var disk = SimulatedDisk(ledger: Identifier("so-1")!)
    disk.apply(written)
    for digest in ready { disk.put(digest) }
    var memory = disk.memory
    change(&memory)
    var bench = Bench(
      keyring: false, plan: false, memory: memory, origin: now + (milliseconds - 1_000),
      isSynchronized: isSynchronized, hasSecondSpeaker: hasSecondSpeaker,
      hasTelephone: hasTelephone, hasMicrophone: hasMicrophone, equipment: equipment)
    bench.written = written + bench.written
    bench.ready = ready
    return bench
  }

  /// From here on the disk says nothing.
  mutating func silenceDisk() { isAnswering = false }

  mutating func wait(_ milliseconds: Int64) {
    let end = monotonic + milliseconds
    while let deadline = core.deadline, deadline <= end {
      monotonic = max(deadline, monotonic + 1)
      tell(.tick)
    }
    monotonic = end
    tell(.tick)
  }

  /// Lets what gathers for the disk get there.
  mutating func letGather() { wait(Journal.gatherMilliseconds) }

  mutating func press(_ button: Button) {
    tell(.button(button))
    tell(.released(button))
  }

  mutating func hold(_ button: Button, _ milliseconds: Int64) {
    tell(.button(button))
    wait(milliseconds)
    tell(.released(button))
  }

  /// What has happened since the last call.
  mutating func takeEffects() -> [Effect] {
    defer { effects = [] }
    return effects
  }

  static func sign(_ json: JSONValue, as type: ContentType, _ names: [String]) -> [UInt8] {
    let keys = ["root": 1, "editor": 2, "approver": 3, "emergency": 4, "desk": 5, "stranger": 6]
    return Envelope.sign(
      json, as: type,
      by: names.map { name in
        let key = [UInt8](repeating: UInt8(keys[name] ?? 9), count: 32)
        return (name, { mark(key, $0) })
      })
  }

  mutating func sendKeyring(version: Int64 = 1, revoked: String? = nil, by root: String = "root") {
    let roles: [(String, UInt8, Role)] = [
      ("editor", 2, .editor), ("approver", 3, .approver), ("emergency", 4, .emergency),
      ("desk", 5, .desk),
    ]
    let keyring = Keyring(
      area: Self.area, version: version, issued: Self.start,
      keys: roles.map { name, key, role in
        Key(
          keyIdentifier: name, publicKey: [UInt8](repeating: key, count: 32),
          holder: Identifier(name)!, title: name, role: role, areas: [Self.area],
          validFrom: Self.start + -86_400_000, validUntil: Self.start + 864_000_000,
          revokedAt: revoked == name ? Self.start : nil)
      })
    tell(
      .message(
        .keyring(Self.area), payload: Self.sign(keyring.json, as: .keyring, [root]), retained: true)
    )
  }

  /// A bulletin that a directive lets sound at once, at any time of any day; the exercise of an
  /// emergency is granted by its document.
  func bulletin(_ name: String, _ priority: Priority = .ordinary) -> Bulletin {
    Bulletin(
      identifier: Identifier(name)!, senderName: "UBND",
      sent: Instant(milliseconds: now.milliseconds / 1000 * 1000),
      priority: priority, areas: [Self.area], expires: Self.start + 36_000_000,
      headline: "Tin \(name)",
      regulation: .init(
        contentClass: SimulatedRules.contentClass, documentNumber: "1/UBND",
        directive: priority == .emergency ? nil : SimulatedRules.atOnce(at: Self.start)))
  }

  mutating func send(_ bulletin: Bulletin, by names: [String]? = nil) {
    let usual = bulletin.priority == .emergency ? ["emergency"] : ["editor", "approver"]
    tell(
      .message(
        .bulletin(Self.area, bulletin.identifier),
        payload: Self.sign(bulletin.json, as: .bulletin, names ?? usual), retained: true))
  }

  /// A bulletin that waits for its session, with a sound of so many seconds.
  func item(_ name: String, _ priority: Priority = .ordinary, seconds: Int = 60) -> Bulletin {
    var bulletin = bulletin(name, priority)
    bulletin.regulation.directive = nil
    bulletin.expires = now + 10 * 86_400_000
    if seconds > 0 {
      let number = Int(name.filter(\.isNumber)) ?? 0
      bulletin.resources = [SimulatedDesk.sound(number: number, milliseconds: seconds * 1000)]
    }
    return bulletin
  }

  /// The bulletin comes, and its sounds with it.
  mutating func deliver(_ bulletin: Bulletin) {
    send(bulletin)
    for sound in bulletin.sounds {
      ready.append(sound.digest)
      tell(.mediaReady(sound.digest))
    }
  }

  /// Time passes until then.
  mutating func wait(until instant: Instant) { wait(instant - now) }

  /// What sounds began, and after so many milliseconds ends.
  mutating func soundOut(after milliseconds: Int64, _ end: SoundEnd = .finished) {
    guard let token = plays.last?.token else { return }
    tell(.soundStarted(token: token))
    wait(milliseconds)
    tell(.soundEnded(token: token, end))
  }

  mutating func sendIndex(
    _ bulletins: [Bulletin], sequence: Int64? = nil, at time: Instant? = nil, retained: Bool = false
  ) {
    self.sequence += 1
    let time = time ?? Instant(milliseconds: now.milliseconds / 1000 * 1000)
    let index = BoardIndex(
      area: Self.area, sequence: sequence ?? self.sequence, time: time, nextDue: time + 300_000,
      entries: bulletins.map {
        .init(identifier: $0.identifier, revision: $0.revision, areas: $0.areas)
      })
    tell(
      .message(
        .board(Self.area), payload: Self.sign(index.json, as: .boardIndex, ["desk"]),
        retained: retained))
  }

  /// The desk says that it has committed these.
  mutating func acknowledge(_ sequences: [Int64]) {
    let word = Acknowledgement(
      terminal: Identifier("nha-1")!, ledger: Identifier("so-1")!, sequences: sequences, time: now)
    tell(
      .message(
        .down(terminal: word.terminal, kind: .acknowledgement, Identifier("a")!),
        payload: Self.sign(word.json, as: .acknowledgement, ["desk"]), retained: false))
  }

  /// Facts that went into the outbox, as "fact bulletin".
  var facts: [String] {
    written.compactMap { operation in
      if case .putReceipt(let receipt) = operation {
        if case .partFailed(let part, _) = receipt.fact { return "part-failed \(part)" }
        if case .partBack(let part) = receipt.fact { return "part-back \(part)" }
        return "\(receipt.fact.word) \(receipt.bulletin?.description ?? "nothing")"
      }
      return nil
    }
  }

  var receipts: [Receipt] {
    written.compactMap { if case .putReceipt(let receipt) = $0 { receipt } else { nil } }
  }

  /// The items that sounded by themselves or by hand, in their order.
  var sounded: [String] {
    plays.flatMap(\.parts).compactMap { part in
      guard case .medium(let digest, _) = part else { return nil }
      let number = String(digest.description.drop { $0 == "0" })
      return "tin-\(number)"
    }
  }

  /// What the ledger says was played, as "bulletin from–to".
  var played: [String] {
    written.compactMap { operation in
      guard case .putReceipt(let receipt) = operation, let bulletin = receipt.bulletin,
        case .played(let from, let to, _) = receipt.fact
      else { return nil }
      return "\(bulletin) \(from)–\(to)"
    }
  }

  /// The performances that were told to stop.
  var stops: [UInt64] {
    effects.compactMap { if case .stopSound(let token) = $0 { token } else { nil } }
  }

  var plays: [(token: UInt64, parts: [SoundPart])] {
    effects.compactMap { effect in
      if case .play(let token, let parts, _, _) = effect { return (token, parts) }
      return nil
    }
  }
}
