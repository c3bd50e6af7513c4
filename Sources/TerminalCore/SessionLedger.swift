import BroadcastRules
import WardContract

/// How much of an item sounded by itself on one day, as this home counted it.
public struct Airing: Equatable, Sendable {
  /// The bulletin's name.
  public var bulletin: Identifier
  /// The day of the session; without one, the day on which it began.
  public var date: LocalDate
  /// The session; `nil` is outside of sessions, under a directive.
  public var session: Session?
  /// How much of its sound, in milliseconds; what was said again after an interruption counts.
  public var milliseconds: Int

  /// What sounded of an item.
  public init(bulletin: Identifier, date: LocalDate, session: Session?, milliseconds: Int) {
    self.bulletin = bulletin
    self.date = date
    self.session = session
    self.milliseconds = milliseconds
  }
}

/// Counts what sounded by itself, and knows which sessions are over: the rules are kept by what
/// really happened here, and no jump of a clock plays a session twice. On disk.
struct SessionLedger {
  /// Days after which an airing is of no account any more.
  static let keptDays = 7
  /// Most airings that are remembered; the oldest give way.
  static let maximumAirings = 512
  /// Most sessions that are remembered as over; the oldest give way.
  static let maximumClosed = 16

  private var airings: [Airing] = []
  /// Sessions that were open here and are over, the newest last.
  private(set) var closed: [BroadcastSlot] = []

  init() {}

  init(_ memory: Memory) {
    airings = Array(memory.airings.suffix(Self.maximumAirings))
    closed = Array(memory.closedSessions.suffix(Self.maximumClosed))
  }

  /// How much of `bulletin` has sounded in a session, or on a day outside of sessions, in
  /// milliseconds.
  func milliseconds(of bulletin: Identifier, on date: LocalDate, _ session: Session?) -> Int {
    airings.first {
      $0.bulletin == bulletin && $0.date == date && $0.session == session
    }?.milliseconds ?? 0
  }

  /// Sessions in which something has sounded.
  var begun: [BroadcastSlot] {
    var slots: [BroadcastSlot] = []
    for airing in airings {
      guard let session = airing.session else { continue }
      let slot = BroadcastSlot(date: airing.date, session: session)
      if !slots.contains(slot) { slots.append(slot) }
    }
    return slots
  }

  func isClosed(_ slot: BroadcastSlot) -> Bool { closed.contains(slot) }

  /// Adds to what has sounded of a bulletin.
  mutating func add(
    _ milliseconds: Int, of bulletin: Identifier, on date: LocalDate, _ session: Session?,
    _ journal: inout Journal
  ) {
    forget(before: date.adding(days: -Self.keptDays), &journal)
    let index = airings.firstIndex {
      $0.bulletin == bulletin && $0.date == date && $0.session == session
    }
    if let index {
      airings[index].milliseconds += milliseconds
      journal.add(.putAiring(airings[index]))
      return
    }
    if airings.count == Self.maximumAirings {
      journal.add(.removeAiring(airings.removeFirst()))
    }
    airings.append(
      Airing(bulletin: bulletin, date: date, session: session, milliseconds: milliseconds))
    journal.add(.putAiring(airings[airings.count - 1]))
  }

  private mutating func forget(before date: LocalDate, _ journal: inout Journal) {
    for airing in airings where airing.date < date { journal.add(.removeAiring(airing)) }
    airings.removeAll { $0.date < date }
  }

  /// The session is over, here and for good. Written down if anything sounded in it.
  mutating func close(_ slot: BroadcastSlot, _ journal: inout Journal) {
    guard !isClosed(slot) else { return }
    if closed.count == Self.maximumClosed { closed.removeFirst() }
    closed.append(slot)
    if begun.contains(slot) { journal.add(.putClosedSessions(closed)) }
  }

  /// What sounded on `date`, but for `bulletin`, to judge another one by. A bulletin that no longer
  /// hangs counts as the ward's own programme.
  func items(on date: LocalDate, but bulletin: Identifier?, _ wall: Wall) -> [BroadcastItem] {
    airings.filter { $0.date == date && $0.bulletin != bulletin }.map { airing in
      let hanging = wall.item(airing.bulletin)?.bulletin
      let midnight = date.instant(minute: 0)
      return BroadcastItem(
        hanging
          ?? Bulletin(
            identifier: airing.bulletin, senderName: "", sent: midnight, areas: [],
            expires: midnight + Bounds.lifeMilliseconds, headline: ""),
        soundMilliseconds: airing.milliseconds,
        slot: airing.session.map { BroadcastSlot(date: date, session: $0) }, moment: midnight)
    }
  }
}
