import WardContract

/// Receipts that have come and are not stored yet. After an emergency every home sends some within
/// seconds: each in a transaction of its own would cost the disk more than all of them together, and
/// what a broker can't hand over in time it drops. A home is told only once they are stored.
struct ReceiptIntake {
  /// What one home sent, and under which name.
  struct Arrival {
    var batch: ReceiptBatch
    var identifier: Identifier
  }

  /// So many messages go into one transaction at most.
  static let most = 256
  /// The first of them waits so long at most, in milliseconds.
  static let patienceMilliseconds: Int64 = 20

  private var waiting: [Arrival] = []
  /// When they are to be stored, in monotonic milliseconds; `nil` if none waits.
  private(set) var deadline: Int64?

  /// Takes one in. Whoever calls for help waits for nobody.
  mutating func add(_ batch: ReceiptBatch, _ identifier: Identifier, at now: Int64) {
    waiting.append(Arrival(batch: batch, identifier: identifier))
    let isUrgent = batch.receipts.contains { if case .sos = $0.fact { true } else { false } }
    if isUrgent || waiting.count >= Self.most {
      deadline = now
    } else if deadline == nil {
      deadline = now + Self.patienceMilliseconds
    }
  }

  /// Those to be stored now; none before `deadline`.
  mutating func due(at now: Int64) -> [Arrival] {
    guard let deadline, now >= deadline else { return [] }
    self.deadline = nil
    defer { waiting = [] }
    return waiting
  }
}
