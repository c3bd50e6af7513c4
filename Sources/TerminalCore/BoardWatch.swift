import WardContract

/// Compares what hangs here with what the desk says hangs: what is missing, what is withheld,
/// how old the picture is.
struct BoardWatch {
  /// A bulletin that should be here is asked for again after this time, in milliseconds …
  static let askAfterMilliseconds: Int64 = 30_000
  /// … and counts as withheld after this.
  static let withheldAfterMilliseconds: Int64 = 120_000
  /// How long an index may be late before the home counts as cut off.
  static let graceMilliseconds: Int64 = 60_000
  /// An index goes to disk once it is this much younger than the one there, in milliseconds. With
  /// every change of the board it would cost more than the bulletin that changed it.
  static let storeEveryMilliseconds: Int64 = 3_600_000

  private struct Missing {
    var identifier: Identifier
    var revision: Int
    var since: Int64
    var wasAskedFor = false
    var isReported = false
  }

  /// The newest index that was believed.
  private(set) var index: BoardIndex?
  /// When the next one is overdue, in monotonic milliseconds; `nil` before the first live one.
  private var dueBy: Int64?
  private var missing: [Missing] = []
  /// The signed time of the index on disk: after a restart it is known to be at least this late.
  private(set) var storedTime: Instant?
  /// The time of the last index before the home was cut off.
  var lastHeard: Instant? { index?.time }

  /// How many bulletins are being withheld.
  var withheldCount: Int { missing.lazy.filter(\.isReported).count }

  /// Whether the picture is complete and fresh.
  func isFresh(_ moment: Moment) -> Bool {
    guard let dueBy else { return false }
    return moment.monotonicMilliseconds < dueBy
  }

  mutating func restore(_ index: BoardIndex) {
    self.index = index
    storedTime = index.time
  }

  /// Whether an index with this sequence may take the place of the one known.
  func admits(_ new: BoardIndex) throws(Refusal) {
    guard let index else { return }
    if new.sequence < index.sequence { throw .rolledBack }
    if new.sequence == index.sequence, new != index { throw .contradiction }
  }

  /// Takes in an index that was verified and admitted; `isLive` if it came the moment it was
  /// made. Says whether it is worth a write to disk.
  mutating func saw(
    _ new: BoardIndex, isLive: Bool, reading: TrustedClock.Reading, wall: Wall, areas: [Area],
    _ moment: Moment
  ) -> Bool {
    let isNew = new.sequence != index?.sequence
    index = new
    // Who sends the same index again can't make it younger. A retained one tells its age only by
    // the clock.
    if isNew || dueBy == nil {
      let age = isLive || !reading.isKnown ? 0 : max(0, reading.now - new.time)
      dueBy =
        moment.monotonicMilliseconds + (new.nextDue - new.time) + Self.graceMilliseconds - age
    }
    compare(wall: wall, areas: areas, moment)
    if let storedTime, new.time >= storedTime,
      new.time - storedTime < Self.storeEveryMilliseconds
    {
      return false
    }
    storedTime = new.time
    return true
  }

  /// Notes what the index lists for this home and the wall doesn't hold.
  mutating func compare(wall: Wall, areas: [Area], _ moment: Moment) {
    guard let index else { return }
    var now: [Missing] = []
    for entry in index.entries where entry.areas.contains(where: { areas.contains($0) }) {
      let held =
        wall.item(entry.identifier)?.record.revision
        ?? wall.remembered.first { $0.identifier == entry.identifier }?.revision ?? 0
      guard held < entry.revision else { continue }
      let before = missing.first {
        $0.identifier == entry.identifier && $0.revision == entry.revision
      }
      now.append(
        before
          ?? Missing(
            identifier: entry.identifier, revision: entry.revision,
            since: moment.monotonicMilliseconds))
    }
    missing = now
  }

  /// Whether the index takes `item` off the wall by not listing it. The desk's key can't silence
  /// an emergency, and what was signed after the index was made is not in it yet.
  func drops(_ item: Wall.Item) -> Bool {
    guard let index, item.bulletin.priority != .emergency else { return false }
    guard index.time - item.bulletin.sent > 2 * Self.graceMilliseconds else { return false }
    return !index.entries.contains { $0.identifier == item.record.identifier }
  }

  /// What to do about what is missing: ask the broker again, then report it. Only while the
  /// connection stands; without one nothing is being withheld.
  mutating func due(
    _ moment: Moment
  ) -> (askAgain: Bool, withheld: [(Identifier, revision: Int)]) {
    var askAgain = false
    var withheld: [(Identifier, revision: Int)] = []
    for index in missing.indices {
      let waited = moment.monotonicMilliseconds - missing[index].since
      if waited >= Self.askAfterMilliseconds, !missing[index].wasAskedFor {
        missing[index].wasAskedFor = true
        askAgain = true
      }
      if waited >= Self.withheldAfterMilliseconds, !missing[index].isReported {
        missing[index].isReported = true
        withheld.append((missing[index].identifier, missing[index].revision))
      }
    }
    return (askAgain, withheld)
  }

  /// The connection is new: waiting begins anew.
  mutating func linkUp(_ moment: Moment) {
    for index in missing.indices where !missing[index].isReported {
      missing[index].since = moment.monotonicMilliseconds
      missing[index].wasAskedFor = false
    }
  }

  func deadline(_ moment: Moment) -> Int64? {
    var deadline: Int64?
    if let dueBy, dueBy > moment.monotonicMilliseconds { deadline = dueBy }
    for item in missing where !item.isReported {
      let next =
        item.since
        + (item.wasAskedFor ? Self.withheldAfterMilliseconds : Self.askAfterMilliseconds)
      deadline = min(deadline ?? next, next)
    }
    return deadline
  }
}
