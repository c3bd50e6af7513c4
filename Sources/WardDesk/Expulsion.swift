import LinuxIO
import MQTTLink
import SQLite
import WardContract

/// Keeps terminals that were retired out of the broker: their certificates go onto its list, and the
/// connection that one may still have is ended. What could not be done is tried again with the next index.
final class Expulsion {
  /// The broker reads its list anew within this time, in milliseconds; whoever is put out earlier comes back.
  private static let reloadMilliseconds: Int64 = 1_000

  private let folder: WardFolder
  private let store: DeskStore
  private let broker: BrokerFolder
  private let loop: EventLoop
  /// Those whose connection is still to be ended.
  private var pending: [Identifier] = []
  private var nextAt: Int64?
  private var link: BrokerLink?
  private var isOver = false
  private var complaint = ""
  /// Those whose certificates are on the list, since this desk runs.
  private var listed: Set<Identifier> = []
  /// How long to wait until the broker is looked at again, in milliseconds.
  private var patience = firstPatienceMilliseconds
  private static let firstPatienceMilliseconds: Int64 = 1_000
  private static let longestPatienceMilliseconds: Int64 = 300_000

  /// For the ward in `folder`, on the desk's loop.
  init(_ folder: WardFolder, _ store: DeskStore, _ broker: BrokerFolder, _ loop: EventLoop) {
    self.folder = folder
    self.store = store
    self.broker = broker
    self.loop = loop
  }

  /// When `tick` must be called at the latest, in monotonic milliseconds.
  var deadline: Int64? { [nextAt, link?.deadline].compactMap(\.self).min() }

  /// Revokes the certificates of terminals that were retired since the last time.
  func work() throws {
    let retired = try store.retiredAndNotExpelled().filter { !pending.contains($0) }
    guard !retired.isEmpty else { return }
    for terminal in retired where !listed.contains(terminal) {
      try broker.revoke(terminal.description)
      listed.insert(terminal)
    }
    guard broker.reload() else { return wait(for: retired.count) }
    complaint = ""
    patience = Self.firstPatienceMilliseconds
    pending += retired
    nextAt = nextAt ?? Clock.monotonicMilliseconds() + Self.reloadMilliseconds
  }

  /// The broker has not read its list yet. One under an account of its own does so in a moment, without
  /// the desk.
  private func wait(for count: Int) {
    let isLate = patience > 4 * Self.firstPatienceMilliseconds
    nextAt = min(nextAt ?? .max, Clock.monotonicMilliseconds() + patience)
    patience = min(2 * patience, Self.longestPatienceMilliseconds)
    guard isLate else { return }
    complain(
      "\(count) retired terminals are let in until the broker reads its list: have it reload, or start "
        + "it anew")
  }

  /// What is due by time alone.
  func tick() {
    link?.tick()
    guard let nextAt, Clock.monotonicMilliseconds() >= nextAt else { return }
    self.nextAt = nil
    link = nil
    isOver = false
    guard let terminal = pending.first else {
      do { try work() } catch { complain("could not keep retired terminals out: \(error)") }
      return
    }
    // A connection under a name ends the one that has it (MQTT 5, 3.1.4).
    let settings = LinkSettings(
      clientIdentifier: terminal.description, host: broker.host, port: broker.port,
      tls: .init(
        authorityPath: broker.authorityPath, certificatePath: folder.certificatePath,
        keyPath: folder.certificateKeyPath),
      maximumPayloadBytes: Bounds.envelopeBytes)
    link = BrokerLink(settings, loop) { [unowned self] in heard($0, of: terminal) }
    link?.connect()
  }

  private func heard(_ event: LinkEvent, of terminal: Identifier) {
    guard !isOver else { return }
    switch event {
    case .up:
      link?.disconnect()
      do {
        try store.noteExpelled(terminal, at: Instant(milliseconds: Clock.wallMilliseconds()))
        StandardStream.error.print("desk: \(terminal) is retired and out of the broker")
      } catch {
        complain("could not note that \(terminal) is out: \(error)")
      }
      goOn()
    case .down(let reason):
      complain("\(terminal) is retired, and its connection could not be ended: \(reason)")
      goOn()
    default: break
    }
  }

  private func goOn() {
    isOver = true
    if !pending.isEmpty { pending.removeFirst() }
    nextAt = Clock.monotonicMilliseconds()
  }

  private func complain(_ text: String) {
    if text != complaint { StandardStream.error.print("desk: \(text)") }
    complaint = text
  }
}

extension DeskStore {
  static let expulsionTables = "ALTER TABLE terminals ADD COLUMN expelled INTEGER"

  /// Whether the ward listens to that terminal: it was enrolled, and not retired since.
  public func isInUse(_ terminal: Identifier) throws(DatabaseError) -> Bool {
    try !database.query(
      "SELECT 1 FROM terminals WHERE identifier = ? AND retired IS NULL",
      [.text(terminal.description)]
    ).isEmpty
  }

  /// Terminals that were retired and that the broker may still let in.
  func retiredAndNotExpelled() throws(DatabaseError) -> [Identifier] {
    try database.query(
      """
      SELECT identifier FROM terminals WHERE retired IS NOT NULL AND expelled IS NULL
      ORDER BY identifier
      """
    ).compactMap { $0[0].text.flatMap { Identifier($0) } }
  }

  /// Notes that the broker lets a terminal in no more.
  func noteExpelled(_ terminal: Identifier, at now: Instant) throws(DatabaseError) {
    try database.query(
      "UPDATE terminals SET expelled = ? WHERE identifier = ?",
      [.integer(now.milliseconds), .text(terminal.description)])
  }
}
