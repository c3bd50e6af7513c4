import WardContract

/// Writes down what the terminal must not forget, in order, one transaction at a time.
///
/// One at a time keeps the order when a transaction fails: what failed goes to the front of what
/// has gathered meanwhile, so that an older word about a bulletin never overwrites a newer one.
struct Journal {
  /// How long to wait after the disk has refused, in milliseconds.
  static let retryMilliseconds: Int64 = 60_000
  /// Most operations that may wait: all records, a full outbox, and a few more.
  static let maximumWaiting = 8_192

  private var waiting: [StoreOperation] = []
  private var inFlight: (token: UInt64, operations: [StoreOperation], numbers: Int)?
  private var retryAt: Int64?
  /// Counts operations ever added, and those that are on disk; both only grow.
  private(set) var added = 0
  private(set) var durable = 0
  /// Why the disk refuses, while it does.
  private(set) var failure: String?

  /// Adds an operation and returns its number; it is on disk once `durable` has reached it.
  @discardableResult
  mutating func add(_ operation: StoreOperation) -> Int {
    waiting.append(operation)
    added += 1
    if waiting.count > Self.maximumWaiting { compact() }
    precondition(waiting.count <= Self.maximumWaiting, "the journal outgrew its bound")
    return added
  }

  /// Hands the next transaction to the disk, if there is one and its turn has come.
  mutating func flush(_ moment: Moment, _ effects: inout Effects) {
    guard inFlight == nil, !waiting.isEmpty else { return }
    if let retryAt, moment.monotonicMilliseconds < retryAt { return }
    let token = effects.nextToken()
    effects.append(.store(waiting, token: token))
    inFlight = (token, waiting, added - durable)
    waiting = []
    retryAt = nil
  }

  mutating func stored(_ token: UInt64) {
    guard let inFlight, inFlight.token == token else { return }
    durable += inFlight.numbers
    self.inFlight = nil
    failure = nil
  }

  mutating func failed(_ token: UInt64, reason: String, _ moment: Moment) {
    guard let inFlight, inFlight.token == token else { return }
    waiting = inFlight.operations + waiting
    self.inFlight = nil
    failure = reason
    retryAt = moment.monotonicMilliseconds + Self.retryMilliseconds
  }

  /// When the journal wants to be woken, in monotonic milliseconds.
  var deadline: Int64? { inFlight == nil && !waiting.isEmpty ? retryAt : nil }

  /// Drops operations that a later one makes pointless.
  private mutating func compact() {
    var kept: [StoreOperation] = []
    var seen = Set<String>()
    for operation in waiting.reversed() {
      if let key = Self.key(operation), !seen.insert(key).inserted { continue }
      if case .putRecord(let record) = operation { seen.insert("progress \(record.identifier)") }
      kept.append(operation)
    }
    waiting = kept.reversed()
  }

  private static func key(_ operation: StoreOperation) -> String? {
    switch operation {
    case .putRecord(let record): "record \(record.identifier)"
    case .putProgress(let identifier, _): "progress \(identifier)"
    case .putKeyring: "keyring"
    case .putBoard: "board"
    case .putPlan, .removePlan: "plan"
    case .putVolume: "volume"
    case .putQuietTimes: "quiet"
    case .putAiring(let airing), .removeAiring(let airing):
      "airing \(airing.bulletin) \(airing.date) \(airing.session?.rawValue ?? "")"
    case .putClosedSessions: "closed"
    case .removeRecord, .putReceipt, .removeReceipts: nil
    }
  }
}
