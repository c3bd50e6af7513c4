import TerminalCore
import WardContract

/// A disk that keeps what it has answered for, and loses the rest when power goes.
struct SimulatedDisk {
  private(set) var memory: Memory
  var isFull = false
  /// What it answers for and doesn't keep: a bug that is planted to see it found.
  var forgets: Forgotten?

  /// What a planted bug loses.
  enum Forgotten: CaseIterable {
    case receipts
    case progress
    case requests
    case settings
  }

  init(ledger: Identifier) { memory = Memory(ledger: ledger) }

  mutating func apply(_ operations: [StoreOperation]) {
    for operation in operations where !isForgotten(operation) {
      switch operation {
      case .putRecord(let record):
        memory.records.removeAll { $0.identifier == record.identifier }
        memory.records.append(record)
      case .putProgress(let identifier, let progress):
        if let index = memory.records.firstIndex(where: { $0.identifier == identifier }) {
          memory.records[index].progress = progress
        }
      case .removeRecord(let identifier): memory.records.removeAll { $0.identifier == identifier }
      case .putKeyring(let envelope): memory.keyring = envelope
      case .putBoard(let envelope): memory.board = envelope
      case .putPlan(let envelope): memory.plan = envelope
      case .removePlan: memory.plan = nil
      case .putDirectory(let parts): memory.directory = parts
      case .putBills(let bills): memory.bills = bills
      case .putReceipt(let receipt):
        memory.outbox.append(receipt)
        memory.nextReceipt = max(memory.nextReceipt, receipt.sequence + 1)
      case .removeReceipts(let sequences):
        memory.outbox.removeAll { sequences.contains($0.sequence) }
      case .putReading(let reading):
        memory.readings.append(StoredReading(reading))
        memory.nextReading = max(memory.nextReading, reading.sequence + 1)
      case .acknowledgeReadings(let sequences):
        for index in memory.readings.indices
        where sequences.contains(memory.readings[index].reading.sequence) {
          memory.readings[index].isAcknowledged = true
        }
      case .removeReadings(let sequences):
        memory.readings.removeAll { sequences.contains($0.reading.sequence) }
      case .putSettings(let envelope): memory.settings = envelope
      case .putVolume(let percent): memory.volumePercent = percent
      case .putQuietTimes(let times): memory.quietTimes = times
      case .putPreferences(let preferences): memory.preferences = preferences
      case .putWatchOver(let agreement): memory.watchOver = agreement
      case .putSOS(let sos): memory.sos = sos
      case .putNotices(let notices): memory.notices = notices
      case .putClosedSessions(let slots): memory.closedSessions = slots
      case .putAiring(let airing):
        remove(airing)
        memory.airings.append(airing)
      case .removeAiring(let airing): remove(airing)
      case .putRequest(let request):
        memory.requests.append(
          StoredRequest(request: request, progress: RequestProgress(), reply: nil))
      case .putRequestProgress(let identifier, let progress):
        change(identifier) { $0.progress = progress }
      case .putReply(let identifier, let envelope): change(identifier) { $0.reply = envelope }
      case .putDraft(let draft): memory.draft = draft
      case .putDiagnosis(let diagnosis): memory.diagnosis = diagnosis
      case .removeRequest(let identifier):
        memory.requests.removeAll { $0.request.identifier == identifier }
      }
    }
  }

  private func isForgotten(_ operation: StoreOperation) -> Bool {
    switch (forgets, operation) {
    case (.receipts, .putReceipt), (.progress, .putProgress), (.requests, .putRequest),
      (.settings, .putSettings):
      true
    default: false
    }
  }

  private mutating func change(_ request: Identifier, _ body: (inout StoredRequest) -> Void) {
    for index in memory.requests.indices
    where memory.requests[index].request.identifier == request { body(&memory.requests[index]) }
  }

  private mutating func remove(_ airing: Airing) {
    memory.airings.removeAll {
      $0.bulletin == airing.bulletin && $0.date == airing.date && $0.session == airing.session
    }
  }

  /// Whether the piece is the next one of its medium and was taken.
  mutating func append(_ digest: MediaDigest, piece: Int) -> Bool {
    guard !isFull else { return false }
    let index = memory.media.firstIndex { $0.digest == digest }
    guard piece == index.map({ memory.media[$0].pieces }) ?? 0 else { return false }
    if let index {
      memory.media[index].pieces += 1
    } else {
      memory.media.append(StoredMedium(digest: digest, pieces: 1, isReady: false))
    }
    return true
  }

  /// A whole medium is there.
  mutating func put(_ digest: MediaDigest) {
    memory.media.append(StoredMedium(digest: digest, pieces: .max, isReady: true))
  }

  mutating func ready(_ digest: MediaDigest) {
    if let index = memory.media.firstIndex(where: { $0.digest == digest }) {
      memory.media[index].isReady = true
    }
  }

  /// A recording of a voice is there, whole.
  mutating func put(recording digest: MediaDigest) {
    if !memory.recordings.contains(digest) { memory.recordings.append(digest) }
  }

  mutating func drop(recording digest: MediaDigest) {
    memory.recordings.removeAll { $0 == digest }
  }

  mutating func drop(_ digest: MediaDigest) { memory.media.removeAll { $0.digest == digest } }
}
