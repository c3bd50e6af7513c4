import WardContract

/// A diagnosis on disk.
public struct StoredDiagnosis: Equatable, Sendable {
  /// What was found.
  public var diagnosis: Diagnosis
  /// The desk has committed it.
  public var isAcknowledged: Bool

  /// A diagnosis on disk.
  public init(_ diagnosis: Diagnosis, isAcknowledged: Bool = false) {
    self.diagnosis = diagnosis
    self.isAcknowledged = isAcknowledged
  }
}

/// The newest diagnosis, until the desk has committed it and afterwards: a newer one takes its place,
/// sent or not, since it tells more of the terminal.
struct Diagnoses {
  private var stored: StoredDiagnosis?
  /// The number in the journal after which it is on disk.
  private var number = 0
  private var delivery = Delivery()

  init(_ stored: StoredDiagnosis?) { self.stored = stored }

  var newest: Diagnosis? { stored?.diagnosis }
  var nextSequence: Int64 { (newest?.sequence ?? 0) + 1 }

  mutating func add(_ diagnosis: Diagnosis, _ journal: inout Journal) {
    let stored = StoredDiagnosis(diagnosis)
    self.stored = stored
    number = journal.add(.putDiagnosis(stored))
    delivery.linkChanged()
  }

  /// The desk has committed the one of that sequence.
  mutating func acknowledged(_ sequence: Int64?, _ journal: inout Journal) {
    guard var stored, stored.diagnosis.sequence == sequence, !stored.isAcknowledged else { return }
    stored.isAcknowledged = true
    self.stored = stored
    journal.add(.putDiagnosis(stored))
    delivery.linkChanged()
  }

  mutating func deskIsThere(_ moment: Moment) { delivery.deskIsThere(moment) }

  mutating func linkChanged() { delivery.linkChanged() }

  /// Sends it once it is on disk: after a power cut another one would get its sequence.
  mutating func send(_ journal: Journal, _ moment: Moment, _ effects: inout Effects) {
    guard let stored, !stored.isAcknowledged, number <= journal.durable,
      let name = Identifier("\(stored.diagnosis.ledger)-\(stored.diagnosis.sequence)"),
      delivery.mayBegin(moment)
    else { return }
    delivery.began([stored.diagnosis.sequence], moment)
    effects.append(
      .publish(
        .up(terminal: stored.diagnosis.terminal, kind: .diagnosis, name),
        payload: stored.diagnosis.json.bytes, retained: false))
  }

  /// When to send it again, in monotonic milliseconds.
  var deadline: Int64? { stored?.isAcknowledged == false ? delivery.deadline : nil }
}
