import WardContract

/// Keeps every receipt until the desk has said that it has committed it.
struct Outbox {
  /// Most receipts that may wait. At half of it facts of ordinary items are no longer added; an
  /// emergency's always find room, since the oldest ordinary one makes it.
  static let maximumWaiting = 4_096

  private struct Entry {
    var receipt: Receipt
    var isEmergency: Bool
    /// The number in the journal after which the receipt is on disk.
    var number: Int

    /// Somebody waits for help: it goes before everything else.
    var isUrgent: Bool {
      if case .sos = receipt.fact { true } else { false }
    }
  }

  let ledger: Identifier
  private var entries: [Entry]
  /// The sequence of the next receipt.
  private(set) var nextSequence: Int64
  private var delivery = Delivery()
  /// Facts that found no room.
  private(set) var dropped = 0

  init(memory: Memory) {
    ledger = memory.ledger
    nextSequence = memory.nextReceipt
    entries = memory.outbox.prefix(Self.maximumWaiting).map {
      Entry(receipt: $0, isEmergency: true, number: 0)
    }
  }

  var count: Int { entries.count }

  /// Whether the desk has yet to say that it has committed that receipt.
  func isWaiting(_ sequence: Int64) -> Bool {
    entries.contains { $0.receipt.sequence == sequence }
  }

  /// Adds a fact and writes it into the journal.
  mutating func add(
    _ fact: Receipt.Fact, of bulletin: Identifier?, revision: Int, isEmergency: Bool,
    in slot: BroadcastSlot? = nil, at now: Instant, _ journal: inout Journal
  ) {
    if !isEmergency, entries.count >= Self.maximumWaiting / 2 {
      dropped += 1
      return
    }
    if entries.count >= Self.maximumWaiting {
      let index = entries.firstIndex { !$0.isEmergency } ?? entries.firstIndex { !$0.isUrgent } ?? 0
      journal.add(.removeReceipts([entries.remove(at: index).receipt.sequence]))
      dropped += 1
    }
    let receipt = Receipt(
      sequence: nextSequence, bulletin: bulletin, revision: revision, fact: fact, slot: slot,
      time: now)
    nextSequence += 1
    let number = journal.add(.putReceipt(receipt))
    entries.append(Entry(receipt: receipt, isEmergency: isEmergency, number: number))
    precondition(entries.count <= Self.maximumWaiting, "the outbox outgrew its bound")
  }

  /// The desk has committed these.
  mutating func acknowledged(_ sequences: [Int64], _ journal: inout Journal) {
    let known = sequences.filter { sequence in
      entries.contains { $0.receipt.sequence == sequence }
    }
    guard !known.isEmpty else { return }
    entries.removeAll { known.contains($0.receipt.sequence) }
    journal.add(.removeReceipts(known))
    delivery.acknowledged(known)
  }

  mutating func deskIsThere(_ moment: Moment) { delivery.deskIsThere(moment) }

  mutating func linkChanged() { delivery.linkChanged() }

  /// Sends the next receipts, if none are under way; a call for help waits for no others. A receipt
  /// is sent once it is on disk and not before: after a power cut another fact would get the number
  /// of one that was only sent, and the desk would take it for the one it knows.
  mutating func send(
    as terminal: Identifier, _ journal: Journal, _ moment: Moment, _ effects: inout Effects
  ) {
    let ready = entries.lazy.filter { $0.number <= journal.durable }
    let urgent = ready.filter(\.isUrgent)
    let isOvertaken = urgent.contains { !delivery.isUnderWay($0.receipt.sequence) }
    guard delivery.mayBegin(moment, isOvertaken: isOvertaken, isUrgent: !urgent.isEmpty) else {
      return
    }
    let ordered = Array(urgent) + ready.filter { !$0.isUrgent }
    let receipts = ordered.prefix(Bounds.receiptsPerMessage).map(\.receipt)
    guard let first = receipts.first, let id = Identifier("\(ledger)-\(first.sequence)") else {
      return
    }
    let batch = ReceiptBatch(ledger: ledger, terminal: terminal, receipts: Array(receipts))
    delivery.began(receipts.map(\.sequence), moment)
    effects.append(
      .publish(
        .up(terminal: terminal, kind: .receipt, id), payload: batch.json.bytes, retained: false))
  }

  /// When to send again, in monotonic milliseconds.
  var deadline: Int64? { delivery.deadline }
}
