import WardContract

/// An hour of the home's air on disk.
public struct StoredReading: Equatable, Sendable {
  /// The means of the hour.
  public var reading: AirReading
  /// The desk has committed it.
  public var isAcknowledged: Bool

  /// An hour on disk.
  public init(_ reading: AirReading, isAcknowledged: Bool = false) {
    self.reading = reading
    self.isAcknowledged = isAcknowledged
  }
}

/// The hours of the home's air: two days to look at, and whatever the desk has not committed yet.
///
/// One list for both, so that an hour is written once; it leaves the disk with a later one, in one
/// transaction. Apart from the receipts: a home that is cut off for weeks keeps every receipt.
struct AirHours {
  /// Hours that are kept to be looked at, whether or not the desk has them.
  static let hoursToLookAt = 48
  /// Most hours that are kept: thirty days without a desk. Beyond them the oldest goes.
  static let maximumHours = 720
  /// The homes of a ward end their hours together; each sends within this time, in milliseconds.
  static let spreadMilliseconds: Int64 = 300_000

  private struct Entry {
    var stored: StoredReading
    /// The number in the journal after which it is on disk.
    var number: Int
    /// How far the believed time was ahead of the monotonic clock when it was filed, in milliseconds;
    /// `nil` for what an earlier start has filed.
    var offset: Int64?
  }

  private let ledger: Identifier
  private var entries: [Entry]
  private var nextSequence: Int64
  private var delivery = Delivery()
  /// When the newest hour may be sent, in monotonic milliseconds.
  private var sendAt: Int64 = .min
  /// Hours that went before the desk had them.
  private(set) var dropped = 0

  init(memory: Memory) {
    ledger = memory.ledger
    entries = memory.readings.suffix(Self.maximumHours).map { Entry(stored: $0, number: 0) }
    let last = memory.readings.last?.reading.sequence ?? 0
    nextSequence = max(memory.nextReading, last + 1)
  }

  var count: Int { entries.count }
  /// Hours that the desk has not committed yet.
  var waiting: Int { entries.count { !$0.stored.isAcknowledged } }

  /// Files an hour, and lets the oldest go.
  mutating func add(
    _ closed: (hour: Instant, means: AirValues), offset: Int64?, _ moment: Moment,
    _ journal: inout Journal
  ) {
    let reading = AirReading(sequence: nextSequence, hour: closed.hour, means: closed.means)
    nextSequence += 1
    let number = journal.add(.putReading(reading))
    entries.append(Entry(stored: StoredReading(reading), number: number, offset: offset))
    var gone: [Int64] = []
    while let first = entries.first?.stored,
      entries.count > Self.maximumHours
        || first.isAcknowledged && entries.count > Self.hoursToLookAt
    {
      if !first.isAcknowledged { dropped += 1 }
      gone.append(first.reading.sequence)
      entries.removeFirst()
    }
    if !gone.isEmpty { journal.add(.removeReadings(gone)) }
    precondition(entries.count <= Self.maximumHours, "the hours of air outgrew their bound")
    sendAt = moment.monotonicMilliseconds + Int64(moment.entropy % UInt64(Self.spreadMilliseconds))
  }

  /// Lets go of what this start has filed under another offset: the clock was wrong then.
  mutating func disown(notFiledAt offset: Int64, _ journal: inout Journal) {
    let wrong = entries.filter { entry in
      entry.offset.map { abs($0 - offset) > TrustedClock.toleranceMilliseconds } ?? false
    }.map(\.stored.reading.sequence)
    guard !wrong.isEmpty else { return }
    entries.removeAll { wrong.contains($0.stored.reading.sequence) }
    journal.add(.removeReadings(wrong))
  }

  /// The means of the hours that end with `newest`, the newest first; an hour that nobody measured has
  /// none. Where the clock was put right, an hour may stand there twice: the later word counts.
  func means(_ count: Int, endingWith newest: Instant) -> [AirValues] {
    (0..<count).map { age in
      let hour = newest + -Int64(age) * AirReading.hourMilliseconds
      return entries.last { $0.stored.reading.hour == hour }?.stored.reading.means ?? AirValues()
    }
  }

  /// The desk has committed these.
  mutating func acknowledged(_ sequences: [Int64], _ journal: inout Journal) {
    var known: [Int64] = []
    for index in entries.indices where !entries[index].stored.isAcknowledged {
      guard sequences.contains(entries[index].stored.reading.sequence) else { continue }
      entries[index].stored.isAcknowledged = true
      known.append(entries[index].stored.reading.sequence)
    }
    guard !known.isEmpty else { return }
    journal.add(.acknowledgeReadings(known))
    delivery.acknowledged(known)
  }

  mutating func deskIsThere(_ moment: Moment) { delivery.deskIsThere(moment) }

  mutating func linkChanged() { delivery.linkChanged() }

  /// Sends the oldest hours that the desk doesn't have, if none are under way. Only what is on disk is
  /// sent: after a power cut another hour would get its sequence.
  mutating func send(
    as terminal: Identifier, _ journal: Journal, _ moment: Moment, _ effects: inout Effects
  ) {
    guard moment.monotonicMilliseconds >= sendAt, delivery.mayBegin(moment) else { return }
    let ready = entries.lazy.filter { !$0.stored.isAcknowledged && $0.number <= journal.durable }
    let readings = ready.prefix(Bounds.readingsPerMessage).map(\.stored.reading)
    guard let first = readings.first, let id = Identifier("\(ledger)-\(first.sequence)") else {
      return
    }
    let batch = ReadingBatch(ledger: ledger, terminal: terminal, readings: Array(readings))
    delivery.began(readings.map(\.sequence), moment)
    effects.append(
      .publish(
        .up(terminal: terminal, kind: .reading, id), payload: batch.json.bytes, retained: false))
  }

  /// When to send, or to send again, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    guard waiting > 0 else { return nil }
    return sendAt > moment.monotonicMilliseconds ? sendAt : delivery.deadline
  }
}
