import BroadcastRules
import WardContract

/// What is to be said of a draft while somebody writes it.
public struct DraftCheck: Sendable {
  /// What is missing or can't be.
  public var faults: [Draft.Fault]
  /// What the broadcast rules say; `nil` if they can't be asked.
  public var hearing: Hearing?
  /// Why they can't be.
  public var problem: String?
  /// How long it sounds, in milliseconds.
  public var soundMilliseconds: Int
  /// That is a guess, of words that homes read out.
  public var isGuessed: Bool
  /// When it is first heard by itself; `nil` if it never is, or at once.
  public var opening: Instant?
  /// The next sessions, and what is left of them.
  public var sessions: [SessionRoom]

  /// Nothing keeps it from being submitted.
  public var isReady: Bool {
    faults.isEmpty && (hearing.map { $0.verdict.breaches.isEmpty } ?? false)
  }
}

/// A session and its minutes.
public struct SessionRoom: Sendable {
  /// Which one.
  public var slot: BroadcastSlot
  /// When it begins.
  public var opening: Instant
  /// What the others take of it, and what is left.
  public var remaining: Remaining
  /// What the item that is asked for takes of it, in milliseconds.
  public var ownMilliseconds: Int
}

extension WardFolder {
  /// Looks a draft over: what is missing, which rules it breaks, when and how long it is heard, what
  /// is left of the sessions of the next `days` days.
  public func check(
    _ draft: Draft, media: [MediaDigest: TakenMedium], now: Instant, days: Int = 4
  ) -> DraftCheck {
    var check = DraftCheck(
      faults: draft.faults(media: media, now: now), soundMilliseconds: 0, isGuessed: false,
      sessions: [])
    let bulletin = outline(of: draft, media: media, now: now)
    check.soundMilliseconds = bulletin.soundMilliseconds
    check.isGuessed = bulletin.sounds.isEmpty
    // A test is for no ear, and needs no room in a session.
    if draft.status == .test {
      check.hearing = Hearing(turn: .never([]), verdict: .allowed(.rules))
      return check
    }
    do {
      let hearing = try hearing(of: bulletin)
      check.hearing = hearing
      let rules = try broadcasting()
      if case .slot(let slot) = hearing.turn { check.opening = rules.opening(of: slot) }
      let others = try planned(under: rules).filter {
        $0.bulletin.identifier != bulletin.identifier
      }
      check.sessions = Self.rooms(
        rules, beside: others, from: now, days: days, hearing, bulletin.soundMilliseconds)
    } catch {
      check.problem = "\(error)"
    }
    return check
  }

  /// The sessions of so many days that have not begun yet, and what is left of each.
  public func sessions(from now: Instant, days: Int) throws -> [SessionRoom] {
    let rules = try broadcasting()
    return Self.rooms(
      rules, beside: try planned(under: rules), from: now, days: days, nil, 0)
  }

  private static func rooms(
    _ rules: Broadcasting, beside items: [BroadcastItem], from now: Instant, days: Int,
    _ hearing: Hearing?, _ milliseconds: Int
  ) -> [SessionRoom] {
    let today = LocalDate(now)
    return (0..<days).flatMap { day in
      rules.plan.slots.sorted { $0.startMinute < $1.startMinute }.compactMap { planned in
        let slot = BroadcastSlot(date: today.adding(days: day), session: planned.session)
        guard let opening = rules.opening(of: slot), opening > now else { return nil }
        let isOwn = hearing.map { $0.turn == .slot(slot) } ?? false
        return SessionRoom(
          slot: slot, opening: opening, remaining: rules.remaining(in: slot, beside: items),
          ownMilliseconds: isOwn ? milliseconds : 0)
      }
    }
  }
}
