import WardContract

/// Writes down what the terminal must not forget, in order, one transaction at a time.
///
/// One at a time keeps the order when a transaction fails: what failed goes to the front of what
/// has gathered meanwhile, so that an older word about a bulletin never overwrites a newer one.
///
/// Every transaction wears the memory card, so what may wait does, and goes with what may not:
/// see `patienceMilliseconds`.
struct Journal {
  /// How long operations gather that only have to be on disk soon, in milliseconds: bulletins that
  /// come together share a transaction.
  static let gatherMilliseconds: Int64 = 1_000
  /// How long an operation waits for company that could be done again after a power cut, in
  /// milliseconds.
  static let longestPatienceMilliseconds: Int64 = 3_600_000
  /// How long to wait after the disk has refused, in milliseconds: a moment at first, for what must
  /// not be forgotten, then twice as long each time, for a card that is asked in vain wears.
  static let firstRetryMilliseconds: Int64 = 2_000
  static let longestRetryMilliseconds: Int64 = 60_000
  /// Most operations that may wait: all records, a full outbox, and a few more.
  static let maximumWaiting = 8_192

  private var waiting: [StoreOperation] = []
  /// The least patience of what was added since the last `flush`, in milliseconds.
  private var patience: Int64?
  /// When what waits is due, in monotonic milliseconds.
  private var dueAt: Int64?
  private var inFlight: (token: UInt64, operations: [StoreOperation], numbers: Int)?
  private var retryAt: Int64?
  private var retryMilliseconds = Journal.firstRetryMilliseconds
  /// Counts operations ever added, and those that are on disk; both only grow.
  private(set) var added = 0
  private(set) var durable = 0
  /// Why the disk refuses, while it does.
  private(set) var failure: String?

  /// Adds an operation and returns its number; it is on disk once `durable` has reached it.
  @discardableResult
  mutating func add(_ operation: StoreOperation) -> Int {
    waiting.append(operation)
    let new = Self.patienceMilliseconds(operation)
    patience = min(patience ?? new, new)
    added += 1
    if waiting.count > Self.maximumWaiting { compact() }
    precondition(waiting.count <= Self.maximumWaiting, "the journal outgrew its bound")
    return added
  }

  /// How long an operation may wait for others, in milliseconds.
  ///
  /// - What sounds or is confirmed waits for nothing, nor does an emergency or its end, a call for help,
  ///   a plan, the home's settings, or the end of a session, which must not come twice.
  /// - What a resident has told the ward is not to be lost to a plug that is pulled.
  /// - A bulletin and a receipt gather: the broker hands a bulletin out again, and a receipt goes
  ///   out only once it is on disk.
  /// - A removal that is lost is done again: a receipt is sent a second time, under the number by
  ///   which the desk knows it; what has expired is forgotten anew.
  private static func patienceMilliseconds(_ operation: StoreOperation) -> Int64 {
    switch operation {
    case .putRecord(let record): record.priority == .emergency ? 0 : gatherMilliseconds
    case .putProgress, .putKeyring, .putPlan, .removePlan, .putClosedSessions, .putRequest,
      .putDraft, .putSOS, .putNotices, .putSettings:
      0
    case .putReceipt, .putReading, .putBoard, .putDirectory, .putBills, .putVolume, .putQuietTimes,
      .putPreferences, .putWatchOver, .putDiagnosis,
      .putAiring, .putReply, .putRequestProgress:
      gatherMilliseconds
    case .removeRecord, .removeReceipts, .removeAiring, .removeRequest, .acknowledgeReadings,
      .removeReadings:
      longestPatienceMilliseconds
    }
  }

  /// Hands the next transaction to the disk, if there is one and its turn has come.
  mutating func flush(_ moment: Moment, _ effects: inout Effects) {
    let now = moment.monotonicMilliseconds
    if let patience { dueAt = min(dueAt ?? .max, now + patience) }
    patience = nil
    guard inFlight == nil, let dueAt, now >= max(dueAt, retryAt ?? dueAt) else { return }
    let token = effects.nextToken()
    effects.append(.store(waiting, token: token))
    inFlight = (token, waiting, added - durable)
    waiting = []
    self.dueAt = nil
    retryAt = nil
  }

  /// The terminal is about to end in order: nothing waits any longer.
  mutating func hurry() {
    if !waiting.isEmpty { patience = 0 }
  }

  mutating func stored(_ token: UInt64) {
    guard let inFlight, inFlight.token == token else { return }
    durable += inFlight.numbers
    self.inFlight = nil
    failure = nil
    retryMilliseconds = Self.firstRetryMilliseconds
  }

  mutating func failed(_ token: UInt64, reason: String, _ moment: Moment) {
    guard let inFlight, inFlight.token == token else { return }
    waiting = inFlight.operations + waiting
    self.inFlight = nil
    failure = reason
    retryAt = moment.monotonicMilliseconds + retryMilliseconds
    dueAt = retryAt
    retryMilliseconds = min(2 * retryMilliseconds, Self.longestRetryMilliseconds)
  }

  /// When the journal wants to be woken, in monotonic milliseconds.
  var deadline: Int64? { inFlight == nil ? dueAt.map { max($0, retryAt ?? $0) } : nil }

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
    case .putDirectory: "directory"
    case .putBills: "bills"
    case .putSettings: "settings"
    case .putVolume: "volume"
    case .putQuietTimes: "quiet"
    case .putPreferences: "preferences"
    case .putWatchOver: "watch-over"
    case .putSOS: "sos"
    case .putNotices: "notices"
    case .putAiring(let airing), .removeAiring(let airing):
      "airing \(airing.bulletin) \(airing.date) \(airing.session?.rawValue ?? "")"
    case .putClosedSessions: "closed"
    case .putRequest(let request): "request \(request.identifier)"
    case .putRequestProgress(let identifier, _): "request progress \(identifier)"
    case .putDraft: "draft"
    case .putDiagnosis: "diagnosis"
    case .putReply(let identifier, _): "reply \(identifier)"
    case .removeRecord, .putReceipt, .removeReceipts, .removeRequest: nil
    case .putReading, .acknowledgeReadings, .removeReadings: nil
    }
  }
}
