import WardContract

/// The bulletins of this home: those that hang, and those that hung and must not come back.
struct Wall {
  /// Most bulletins remembered after they were taken off.
  static let maximumRemembered = 1_024
  /// Places on a full board that only an emergency may take.
  static let roomForEmergencies = 64
  /// Most bulletins that can hang.
  static let maximumHanging = Bounds.bulletinsOnBoard + roomForEmergencies
  /// The revision under which a bulletin is remembered that another one named as superseded.
  static let supersededRevision = 1_000_000

  /// A bulletin that hangs.
  struct Item {
    var record: StoredRecord
    let bulletin: Bulletin

    /// Whether nobody has heard or opened it yet.
    var isUnheard: Bool {
      let progress = record.progress
      return bulletin.priority == .emergency && bulletin.status == .actual
        ? !progress.wasConfirmed : !(progress.wasHeard || progress.wasShown)
    }
    /// Whether the household gets to see it at all: a test is between the desk and the device.
    var isPublic: Bool { bulletin.status != .test }
    /// Whether it may sound by itself under the rules of local broadcasting, as no emergency does.
    var isBroadcast: Bool { isPublic && bulletin.priority != .emergency }
    /// Whether those rules hold for it: for anything but a real emergency.
    var isRuled: Bool { isBroadcast || isPublic && bulletin.status == .exercise }
  }

  /// What came of a signed bulletin that arrived.
  enum Admission {
    /// It hangs already, or is known to be off.
    case unchanged
    /// It hangs now; `replaced` is the revision that hung before.
    case hung(replaced: Item?)
    /// It withdrew what hung; `removed` is `nil` if nothing did.
    case withdrew(removed: Item?)
  }

  /// Ordered by identifier, so that every run goes through them in the same order.
  private(set) var items: [Item] = []
  private(set) var remembered: [StoredRecord] = []
  /// Those of them that are for other homes than this one is now.
  private var aside: [Identifier] = []

  func item(_ identifier: Identifier) -> Item? {
    items.first { $0.record.identifier == identifier }
  }

  private func known(_ identifier: Identifier) -> StoredRecord? {
    item(identifier)?.record ?? remembered.first { $0.identifier == identifier }
  }

  /// Whether exactly this envelope hangs already; then there is nothing to verify.
  func hangs(_ envelope: [UInt8], as identifier: Identifier) -> Bool {
    item(identifier)?.record.envelope == envelope
  }

  /// Puts back what the disk remembered.
  mutating func restore(_ record: StoredRecord, _ bulletin: Bulletin?) {
    if let bulletin, record.envelope != nil {
      insert(Item(record: record, bulletin: bulletin))
    } else {
      remembered.append(record)
    }
  }

  /// Takes in a bulletin that was verified. What is older than known, or contradicts it, is
  /// refused; an emergency gives way only to what an emergency key signed.
  mutating func admit(
    _ bulletin: Bulletin, envelope: [UInt8], area: Area, _ journal: inout Journal
  ) throws(Refusal) -> Admission {
    let identifier = bulletin.identifier
    let known = known(identifier)
    if let known {
      if known.priority == .emergency, bulletin.priority != .emergency { throw .notEntitled }
      let overridden =
        known.revision == Self.supersededRevision && known.priority < bulletin.priority
      if bulletin.revision < known.revision, !overridden { throw .rolledBack }
      if bulletin.revision == known.revision {
        guard let hanging = item(identifier) else { return .unchanged }
        // The same words signed by others: the new signatures take the place of the old.
        guard hanging.bulletin == bulletin else { throw .contradiction }
        var record = hanging.record
        record.envelope = envelope
        replace(record, bulletin)
        journal.add(.putRecord(record))
        return .unchanged
      }
    }
    let old = take(identifier)
    remembered.removeAll { $0.identifier == identifier }
    aside.removeAll { $0 == identifier }
    var record = StoredRecord(
      identifier: identifier, revision: bulletin.revision, priority: bulletin.priority,
      expires: bulletin.expires, area: area, progress: Progress(), envelope: envelope)
    if bulletin.messageType == .cancel {
      record.envelope = nil
      record.progress.course = .over
      remember(record, &journal)
      return .withdrew(removed: old)
    }
    let room = bulletin.priority == .emergency ? Self.roomForEmergencies : 0
    guard items.count < Bounds.bulletinsOnBoard + room else { throw .boardFull }
    if bulletin.status == .test { record.progress.course = .over }
    insert(Item(record: record, bulletin: bulletin))
    journal.add(.putRecord(record))
    return .hung(replaced: old)
  }

  /// Takes a bulletin off because `other` names it, and keeps it off. An emergency gives way
  /// only to an emergency.
  mutating func supersede(
    _ identifier: Identifier, by other: Bulletin, _ journal: inout Journal
  ) -> Item? {
    if let known = known(identifier), known.priority > other.priority { return nil }
    let old = take(identifier)
    remembered.removeAll { $0.identifier == identifier }
    remember(
      StoredRecord(
        identifier: identifier, revision: Self.supersededRevision, priority: other.priority,
        expires: max(other.expires, old?.record.expires ?? other.expires), area: other.areas[0],
        progress: Progress(course: .over), envelope: nil), &journal)
    return old
  }

  /// Takes a bulletin off; its revision, and what became of it, are remembered until it expires. What
  /// has expired keeps its envelope until then, since the clock may have been wrong, and so does what is
  /// for other homes, since this one may become one of them again.
  mutating func takeOff(
    _ identifier: Identifier, keepsEnvelope: Bool, _ journal: inout Journal
  ) -> Item? {
    guard let old = take(identifier) else { return nil }
    var record = old.record
    if !keepsEnvelope { record.envelope = nil }
    remember(record, &journal)
    return old
  }

  /// What is remembered of this bulletin is for other homes.
  mutating func putAside(_ identifier: Identifier) { aside.append(identifier) }

  /// The home is another one: what was for other homes may be for it.
  mutating func reconsiderAside() { aside = [] }

  /// Takes what has not expired after all, and is not put aside, out of what is remembered.
  mutating func takeUnexpired(_ reading: TrustedClock.Reading) -> [StoredRecord] {
    let records = remembered.filter {
      $0.envelope != nil && !reading.hasPassed($0.expires) && !aside.contains($0.identifier)
    }
    if !records.isEmpty {
      remembered.removeAll { record in records.contains { $0.identifier == record.identifier } }
    }
    return records
  }

  /// Forgets a bulletin altogether, so that the same revision may hang again.
  mutating func forget(_ identifier: Identifier, _ journal: inout Journal) {
    remembered.removeAll { $0.identifier == identifier }
    journal.add(.removeRecord(identifier))
  }

  /// Forgets what can't come back: what had expired by `storedTime`, the time before which it
  /// can't be even after a restart without a clock, is refused for that alone.
  mutating func forgetExpired(by storedTime: Instant, _ journal: inout Journal) {
    for record in remembered where record.expires <= storedTime {
      journal.add(.removeRecord(record.identifier))
    }
    remembered.removeAll { $0.expires <= storedTime }
  }

  /// Changes what has become of a bulletin.
  mutating func update(
    _ identifier: Identifier, _ journal: inout Journal, _ change: (inout Progress) -> Void
  ) {
    guard let index = items.firstIndex(where: { $0.record.identifier == identifier }) else {
      return
    }
    let before = items[index].record.progress
    change(&items[index].record.progress)
    if items[index].record.progress != before {
      journal.add(.putProgress(identifier, items[index].record.progress))
    }
  }

  private mutating func remember(_ record: StoredRecord, _ journal: inout Journal) {
    if remembered.count >= Self.maximumRemembered,
      let first = remembered.indices.min(by: { remembered[$0].expires < remembered[$1].expires })
    {
      journal.add(.removeRecord(remembered.remove(at: first).identifier))
    }
    remembered.append(record)
    journal.add(.putRecord(record))
  }

  private mutating func insert(_ item: Item) {
    let index =
      items.firstIndex { item.record.identifier < $0.record.identifier } ?? items.count
    items.insert(item, at: index)
  }

  private mutating func replace(_ record: StoredRecord, _ bulletin: Bulletin) {
    guard let index = items.firstIndex(where: { $0.record.identifier == record.identifier }) else {
      return
    }
    items[index] = Item(record: record, bulletin: bulletin)
  }

  private mutating func take(_ identifier: Identifier) -> Item? {
    guard let index = items.firstIndex(where: { $0.record.identifier == identifier }) else {
      return nil
    }
    return items.remove(at: index)
  }
}
