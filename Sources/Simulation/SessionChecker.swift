import TerminalCore
import WardContract

/// What must hold for sessions, in plain words of its own and not in those of the evaluator:
/// nothing ordinary outside of its session, never more minutes than it has, nothing late as if it
/// were live, nothing forgotten.
struct SessionChecker {
  /// How much longer than its minutes a session may last, with the spread of the homes and the
  /// tolerance of a clock, in milliseconds.
  static let slackMilliseconds: Int64 = 300_000 + 60_000 + 60_000

  private let plan: BroadcastPlan
  /// How long items sounded in each session, in milliseconds.
  private var used: [BroadcastSlot: Int64] = [:]
  private var firsts: [BroadcastSlot: Int64] = [:]

  init(_ plan: BroadcastPlan) { self.plan = plan }

  /// When sessions began to sound, in milliseconds after the ward's time, in their order.
  var beginnings: [Int64] { firsts.sorted { $0.key < $1.key }.map(\.value) }

  private static func isAtOnce(_ bulletin: Bulletin) -> Bool {
    bulletin.regulation.directive != nil
  }

  /// The first session, of the half of the day that the item names, on a weekday, that opens when
  /// the item has begun or later.
  func slot(of bulletin: Bulletin) -> (slot: BroadcastSlot, opening: Instant)? {
    var date = LocalDate(bulletin.begins)
    for _ in 0..<14 {
      for planned in plan.slots where date.weekday < 5 {
        let opening = date.instant(minute: planned.startMinute)
        let wanted = bulletin.regulation.session
        if opening >= bulletin.begins, wanted == nil || wanted == planned.session {
          return (BroadcastSlot(date: date, session: planned.session), opening)
        }
      }
      date = date.adding(days: 1)
    }
    return nil
  }

  private func minutes(_ slot: BroadcastSlot) -> Int64 {
    Int64(plan.slot(slot.session)?.minutes ?? 0)
  }

  /// Whether an item that a restart has broken off may go on.
  func goesOn(_ bulletin: Bulletin) -> Bool {
    plan.afterInterruption == .goOn && !Self.isAtOnce(bulletin)
  }

  /// An ordinary or priority item begins to sound by itself.
  mutating func began(_ bulletin: Bulletin, at truth: Instant) -> String? {
    let regulation = bulletin.regulation
    guard regulation.contentClass == SimulatedRules.contentClass, regulation.music == .none else {
      return "\(bulletin.identifier) breaks a rule and sounds"
    }
    if Self.isAtOnce(bulletin) { return nil }
    guard let (slot, opening) = slot(of: bulletin) else {
      return "\(bulletin.identifier) has no session and sounds"
    }
    let after = truth - opening
    firsts[slot] = firsts[slot] ?? after
    guard after >= -60_000, after < minutes(slot) * 60_000 + Self.slackMilliseconds else {
      return "\(bulletin.identifier) sounds \(after) ms after the opening of \(slot)"
    }
    return nil
  }

  /// So much of an item has sounded by itself.
  mutating func sounded(_ bulletin: Bulletin, _ milliseconds: Int, at truth: Instant) -> String? {
    guard !Self.isAtOnce(bulletin), let (slot, _) = slot(of: bulletin) else { return nil }
    used[slot, default: 0] += Int64(milliseconds)
    // What sounds goes on for a moment when it is stopped.
    guard let sum = used[slot], sum > minutes(slot) * 60_000 + 100 else { return nil }
    return "\(sum) ms sounded in \(slot)"
  }

  /// Every item that hangs has sounded, was missed or refused for a reason, or still waits.
  func atRest(
    _ desk: SimulatedDesk, _ memory: Memory, version: Int64, truth: Instant
  ) -> [String] {
    memory.records.compactMap { record in
      guard record.envelope != nil, record.priority != .emergency,
        let bulletin = desk.written["\(record.identifier) \(record.revision)"],
        bulletin.status != .test, let (slot, opening) = slot(of: bulletin),
        !Self.isAtOnce(bulletin), desk.settings.concern(bulletin, version)
      else { return nil }
      let isPast = truth - opening > minutes(slot) * 60_000 + Self.slackMilliseconds
      if record.progress.course != .over {
        return isPast ? "\(record.identifier) is \(record.progress.course) after \(slot)" : nil
      }
      let told = desk.receipts.values.contains { receipt in
        guard receipt.bulletin == record.identifier, receipt.revision == record.revision else {
          return false
        }
        switch receipt.fact {
        case .played, .heard, .missed, .refused: return true
        default: return false
        }
      }
      return told ? nil : "nobody was told what became of \(record.identifier)"
    }
  }
}
