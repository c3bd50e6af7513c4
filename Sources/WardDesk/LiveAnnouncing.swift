import BroadcastRules
import WardContract

extension WardFolder {
  /// The announcement of a live programme whose segments the holder of `publicKey` (32 bytes) will sign,
  /// for so many milliseconds or as many as the rules grant now. It hangs long enough for the second
  /// person to sign it. Throws every rule that it breaks, in words.
  public func announcement(
    of bulletin: Bulletin, publicKey: [UInt8], milliseconds: Int?, at now: Instant
  ) throws -> Bulletin {
    let grant = try grant(bulletin, milliseconds: milliseconds, at: now)
    var announcement = bulletin
    announcement.sent = now
    announcement.live = LiveStream(
      stream: try LiveProgramme.drawStream(), publicKey: publicKey,
      segmentMilliseconds: LiveBroadcast.segmentMilliseconds,
      longestMilliseconds: grant.longestMilliseconds)
    announcement.expires =
      now + Int64(grant.longestMilliseconds / 1_000 * 1_000) + Bounds.liveMarginMilliseconds
    return announcement
  }

  /// When the first word of a live programme that hangs since `hung` may be spoken, since homes sound
  /// their signal and tune in first; and how long it may last from there, in milliseconds.
  public func airTime(
    of bulletin: Bulletin, hung: Instant, at now: Instant
  ) throws -> (begins: Instant, longestMilliseconds: Int) {
    guard let live = bulletin.live else {
      throw DeskError("\(bulletin.identifier) announces no live programme")
    }
    var begins = max(now, hung + LiveBroadcast.leadMilliseconds)
    var longest = live.longestMilliseconds
    if case .slot(let slot) = try hearing(of: bulletin).turn {
      let rules = try broadcasting()
      guard let opening = rules.opening(of: slot), let closing = rules.closing(of: slot) else {
        preconditionFailure("a turn is in a session of the plan")
      }
      let ready = opening + Int64(rules.plan.spreadSeconds) * 1_000
      begins = max(begins, ready + LiveBroadcast.leadMilliseconds)
      longest = min(longest, Int(closing - begins))
    }
    longest = min(longest, Int(bulletin.expires - begins))
    guard longest > 0 else { throw SubmissionFault.sessionOver(begins) }
    return (begins, longest)
  }
}
