import BroadcastRules
import Signatures
import WardContract

/// What the rules of local broadcasting grant a live programme that is to begin now.
struct LiveGrant: Equatable {
  /// What it lasts when nobody asks for another time, and nothing keeps it shorter, in milliseconds.
  static let usualMilliseconds = 15 * 60_000

  /// How long it may last.
  var longestMilliseconds: Int
  /// When every home is ready for it: homes spread the beginning of a session.
  var begins: Instant
}

extension WardFolder {
  /// Whether the rules grant the live programme that `bulletin` announces, for so many milliseconds
  /// or as many as there are. An emergency needs no plan; everything else needs a session that goes
  /// on now, or a directive. Throws every rule that it breaks, in words.
  func grant(_ bulletin: Bulletin, milliseconds: Int?, at now: Instant) throws -> LiveGrant {
    var bulletin = bulletin
    (bulletin.sent, bulletin.expires) = (now, now + 3_600_000)
    bulletin.live = LiveStream(
      stream: bulletin.identifier, publicKey: [], segmentMilliseconds: 80,
      longestMilliseconds: milliseconds ?? LiveGrant.usualMilliseconds)
    if bulletin.priority == .emergency, bulletin.status == .actual {
      return LiveGrant(
        longestMilliseconds: milliseconds ?? LiveGrant.usualMilliseconds, begins: now)
    }
    guard let plan = try plan() else {
      throw DeskError("the ward has no plan: sign plan.toml with `loanha ward plan`")
    }
    let rules = try Broadcasting(plan: plan)
    switch rules.turn(of: bulletin) {
    case .never(let breaches): throw Self.refusal(breaches)
    case .atOnce:
      let longest = milliseconds ?? LiveGrant.usualMilliseconds
      try check(BroadcastItem(bulletin, soundMilliseconds: longest, moment: now), rules)
      return LiveGrant(longestMilliseconds: longest, begins: now)
    case .slot(let slot):
      guard let opening = rules.opening(of: slot), let closing = rules.closing(of: slot) else {
        preconditionFailure("a turn is in a session of the plan")
      }
      let left = min(
        Int(closing - now), rules.remaining(in: slot, beside: try items(rules)).leftMilliseconds)
      let longest = milliseconds ?? min(LiveGrant.usualMilliseconds, max(1_000, left))
      try check(BroadcastItem(bulletin, soundMilliseconds: longest, slot: slot), rules)
      guard longest <= Int(closing - now) else {
        throw DeskError(
          "the session is over in \((closing - now) / 60_000) minutes: give it fewer --minutes")
      }
      let ready = opening + Int64(plan.spreadSeconds) * 1000
      return LiveGrant(longestMilliseconds: longest, begins: max(now, ready))
    }
  }

  private func check(_ item: BroadcastItem, _ rules: Broadcasting) throws {
    if case .broken(let breaches) = rules.judge(item, beside: try items(rules)) {
      throw Self.refusal(breaches)
    }
  }

  /// What hangs, each in its turn.
  private func items(_ rules: Broadcasting) throws -> [BroadcastItem] {
    try DeskStore(path: databasePath).board().map(\.bulletin).compactMap { bulletin in
      let sound =
        bulletin.live?.longestMilliseconds
        ?? bulletin.sounds.reduce(0) { $0 + ($1.durationMilliseconds ?? 0) }
      switch rules.turn(of: bulletin) {
      case .slot(let slot): return BroadcastItem(bulletin, soundMilliseconds: sound, slot: slot)
      case .atOnce: return BroadcastItem(bulletin, soundMilliseconds: sound)
      case .never: return nil
      }
    }
  }

  private static func refusal(_ breaches: [Breach]) -> DeskError {
    DeskError("the rules don't allow this:\n" + breaches.map { "  \($0)" }.joined(separator: "\n"))
  }
}
