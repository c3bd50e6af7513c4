import BroadcastRules
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
    var asked = bulletin
    (asked.sent, asked.expires) = (now, now + 3_600_000)
    asked.live = LiveStream(
      stream: bulletin.identifier, publicKey: [], segmentMilliseconds: 80,
      longestMilliseconds: milliseconds ?? LiveGrant.usualMilliseconds)
    guard case .slot(let slot) = try hearing(of: asked).turn else {
      try allow(asked)
      return LiveGrant(longestMilliseconds: asked.soundMilliseconds, begins: now)
    }
    let rules = try broadcasting()
    guard let opening = rules.opening(of: slot), let closing = rules.closing(of: slot) else {
      preconditionFailure("a turn is in a session of the plan")
    }
    let untilClosing = Int(closing - now)
    if milliseconds == nil {
      let left = try hearing(of: asked).remaining?.leftMilliseconds ?? untilClosing
      asked.live?.longestMilliseconds = max(
        1_000, min(LiveGrant.usualMilliseconds, untilClosing, left) / 1_000 * 1_000)
    }
    try allow(asked)
    guard asked.soundMilliseconds <= untilClosing else {
      throw DeskError(
        "the session is over in \(untilClosing / 60_000) minutes: give it fewer --minutes")
    }
    let ready = opening + Int64(rules.plan.spreadSeconds) * 1_000
    return LiveGrant(longestMilliseconds: asked.soundMilliseconds, begins: max(now, ready))
  }
}
