/// One fact about a bulletin in one home, or about the terminal itself, kept on the terminal until
/// the desk has committed it.
public struct Receipt: Equatable, Sendable {
  /// What happened.
  public enum Fact: Equatable, Sendable {
    /// Verified and stored.
    case received
    /// Not believed, or not playable, and why.
    case refused(code: String, detail: String)
    /// Opened on the screen.
    case shown
    /// Sounded from one second to another, in milliseconds of its own sound; of a live programme,
    /// some of it not as it was made.
    case played(fromMilliseconds: Int, toMilliseconds: Int, lostMilliseconds: Int = 0)
    /// Sounded to its end.
    case heard
    /// A person pressed "Đã nghe".
    case confirmed
    /// Not heard in its time; it waits in the list.
    case missed(reason: String)
    /// Taken off the wall: withdrawn, superseded, expired, its key revoked.
    case takenOff(reason: String)
    /// On the signed index, but the broker doesn't hand it out.
    case withheld
    /// A part of the terminal failed, for longer than a moment: about no bulletin.
    case partFailed(part: String, reason: String)
    /// It works again.
    case partBack(part: String)
    /// The household agreed that the ward is told if nobody touches the terminal for so many hours;
    /// 0: it no longer does.
    case watchOver(hours: Int)
    /// Nobody has touched it for so many hours.
    case untouched(hours: Int)
    /// Somebody has again.
    case touchedAgain
    /// Somebody calls for help, and what became of it: about no bulletin.
    case sos(SOSReport)

    /// Whether it is about the terminal itself and no bulletin.
    public var isAboutTerminal: Bool {
      switch self {
      case .partFailed, .partBack, .watchOver, .untouched, .touchedAgain, .sos: true
      default: false
      }
    }
  }

  /// Counts up from 1 over all receipts of one ledger.
  public var sequence: Int64
  /// The bulletin that it is about; `nil` for the terminal itself.
  public var bulletin: Identifier?
  /// The revision in question; 0 where it could not be read, and for the terminal itself.
  public var revision: Int
  /// What happened.
  public var fact: Fact
  /// The session of the ward's plan that it belongs to: what sounded in it by itself, was missed in
  /// it or did not fit. `nil` for everything else, what was played by hand among it.
  public var slot: BroadcastSlot?
  /// When it happened or was said, as far as the sender knows.
  public var time: Instant

  /// A receipt.
  public init(
    sequence: Int64, bulletin: Identifier?, revision: Int, fact: Fact,
    slot: BroadcastSlot? = nil, time: Instant
  ) {
    self.sequence = sequence
    self.bulletin = bulletin
    self.revision = revision
    self.fact = fact
    self.slot = slot
    self.time = time
  }
}

/// Receipts of one terminal on their way to the desk.
public struct ReceiptBatch: Equatable, Sendable {
  /// Names the terminal's ledger: chosen at random when its store was made, so that sequences
  /// which start again after a new memory card are not taken for the old ones.
  public var ledger: Identifier
  /// The terminal that speaks, or is spoken to.
  public var terminal: Identifier
  /// At most `Bounds.receiptsPerMessage`.
  public var receipts: [Receipt]

  /// A batch.
  public init(ledger: Identifier, terminal: Identifier, receipts: [Receipt]) {
    self.ledger = ledger
    self.terminal = terminal
    self.receipts = receipts
  }

  /// The batch that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    ledger = try reader.identifier("ledger")
    terminal = try reader.identifier("terminal")
    var receipts: [Receipt] = []
    for (item, place) in try reader.items("receipts", limit: Bounds.receiptsPerMessage) {
      receipts.append(try Receipt(ObjectReader(item, at: place)))
    }
    self.receipts = receipts
  }

  /// The batch as JSON.
  public var json: JSONValue {
    .members([
      "ledger": .string(ledger.description), "terminal": .string(terminal.description),
      "receipts": .array(receipts.map(\.json)),
    ])
  }
}

/// The desk's word that it has committed receipts or readings of one terminal. Only this empties an
/// outbox.
public struct Acknowledgement: Equatable, Sendable {
  /// The terminal that speaks, or is spoken to.
  public var terminal: Identifier
  /// The ledger whose sequences these are.
  public var ledger: Identifier
  /// The receipts that are committed.
  public var sequences: [Int64]
  /// The readings that are committed; their sequences are another count.
  public var readings: [Int64]
  /// The diagnosis that is committed, by its sequence, which is a third count; `nil` if it is about none.
  public var diagnosis: Int64?
  /// When it happened or was said, as far as the sender knows.
  public var time: Instant

  /// An acknowledgement.
  public init(
    terminal: Identifier, ledger: Identifier, sequences: [Int64], readings: [Int64] = [],
    diagnosis: Int64? = nil, time: Instant
  ) {
    self.terminal = terminal
    self.ledger = ledger
    self.sequences = sequences
    self.readings = readings
    self.diagnosis = diagnosis
    self.time = time
  }

  /// The acknowledgement that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    terminal = try reader.identifier("terminal")
    ledger = try reader.identifier("ledger")
    time = try reader.instant("time")
    sequences = try Self.sequences(reader, "receipts", limit: Bounds.receiptsPerMessage)
    readings = try Self.sequences(reader, "readings", limit: Bounds.readingsPerMessage)
    diagnosis =
      reader.has("diagnosis") ? try reader.integer("diagnosis", in: 1...Int64.max) : nil
  }

  private static func sequences(
    _ reader: ObjectReader, _ name: String, limit: Int
  ) throws(Malformed) -> [Int64] {
    var sequences: [Int64] = []
    for (item, place) in try reader.items(name, limit: limit) {
      guard case .integer(let sequence) = item else {
        throw Malformed(place, "a whole number was expected")
      }
      sequences.append(sequence)
    }
    return sequences
  }

  /// The acknowledgement as JSON, ready to be signed by the desk.
  public var json: JSONValue {
    .members([
      "terminal": .string(terminal.description), "ledger": .string(ledger.description),
      "receipts": .array(sequences.map { .integer($0) }),
      "readings": readings.isEmpty ? nil : .array(readings.map { .integer($0) }),
      "diagnosis": diagnosis.map { .integer($0) },
      "time": .string(time.description),
    ])
  }
}
