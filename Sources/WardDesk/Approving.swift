import BroadcastRules
import WardContract

extension WardFolder {
  /// Takes a bulletin to be signed by the people it takes, unless a home would refuse it whoever
  /// signs. Returns the submission's number.
  public func submit(
    _ bulletin: Bulletin, to store: DeskStore, by account: String, at now: Instant
  ) throws -> Int64 {
    try checkAreas(of: bulletin)
    try allow(bulletin)
    return try store.submit(bulletin, by: account, at: now)
  }

  /// Adds a signature that was made outside of the desk. Returns the bulletin if that was the last
  /// one it took, and it hangs now; the desk is still to be told (`tellDesk`).
  ///
  /// The rules are asked again: what was planned meanwhile may have taken the minutes.
  public func add(
    _ signature: [UInt8], of keyIdentifier: String, to number: Int64, in store: DeskStore,
    by account: String, at now: Instant
  ) throws -> DeskStore.Post? {
    let submission = try store.submission(number)
    if submission.state == .waiting {
      try allow(submission.bulletin)
      try checkSession(of: submission.bulletin, at: now)
    }
    return try store.add(
      signature, of: keyIdentifier, to: number, by: account, under: keyring(), at: now)
  }

  /// Refuses what waited for its signatures until nobody would hear it any more.
  private func checkSession(of bulletin: Bulletin, at now: Instant) throws {
    let hearing = try hearing(of: bulletin)
    guard case .slot(let slot) = hearing.turn, let end = try broadcasting().closing(of: slot),
      end <= now
    else { return }
    throw SubmissionFault.sessionOver(end)
  }
}

extension DeskStore {
  /// The newest revision of an item that can be corrected or withdrawn.
  public func current(_ identifier: Identifier, at now: Instant) throws -> Bulletin {
    guard let post = try newest(identifier) else {
      throw DeskError("there is no bulletin \(identifier); see `loanha bulletin list`")
    }
    guard post.bulletin.messageType != .cancel else {
      throw DeskError("\(identifier) is withdrawn")
    }
    guard post.bulletin.expires > now else { throw DeskError("\(identifier) has expired") }
    return post.bulletin
  }
}

extension Bulletin {
  /// Its next revision, which still says the same: the beginning of a correction.
  public func correction(at now: Instant) -> Bulletin {
    var next = self
    next.revision += 1
    next.messageType = .update
    next.sent = now
    next.effective = nil
    return next
  }

  /// Its withdrawal, for an emergency the all-clear. `headline` and `text` are what homes are told if
  /// they were told of an emergency.
  public func withdrawal(headline: String?, text: String = "", at now: Instant) -> Bulletin {
    var last = correction(at: now)
    last.messageType = .cancel
    last.headline = TextRules.normalised(headline ?? "Tin đã được rút: \(self.headline)")
    last.description = TextRules.normalised(text)
    last.instruction = nil
    last.resources = []
    return last
  }
}

extension Bulletin {
  /// What homes read out if it has no recording, in an announcer's words.
  public var spokenWords: String { Announcement(self).text }
}
