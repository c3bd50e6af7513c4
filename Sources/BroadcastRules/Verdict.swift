import WardContract

/// An item that is planned or was broadcast.
public struct BroadcastItem: Equatable, Sendable {
  /// What was signed.
  public var bulletin: Bulletin
  /// How long it sounds, repetitions included, 0…86,400,000 ms: by the decoded sound or the speech.
  public var soundMilliseconds: Int
  /// Its session; `nil` if it is heard outside of sessions.
  public var slot: BroadcastSlot?
  /// When it is heard outside of sessions; `nil` is when it begins to count.
  public var moment: Instant?

  /// An item.
  public init(
    _ bulletin: Bulletin, soundMilliseconds: Int, slot: BroadcastSlot? = nil, moment: Instant? = nil
  ) {
    self.bulletin = bulletin
    self.soundMilliseconds = min(max(soundMilliseconds, 0), 86_400_000)
    self.slot = slot
    self.moment = moment
  }
}

/// Why something may be broadcast.
public enum Grounds: Equatable, Sendable {
  /// It is within every limit.
  case rules
  /// It is an emergency, which no limit holds up.
  case emergency
  /// A directive lifts these limits, each of which it would have broken.
  case directive(Directive, lifts: [Limit])
}

/// What the rules say of an item.
public enum Verdict: Equatable, Sendable {
  case allowed(Grounds)
  /// Every rule that is broken, at least one.
  case broken([Breach])

  /// The rules that are broken.
  public var breaches: [Breach] {
    if case .broken(let breaches) = self { breaches } else { [] }
  }
}

/// When an item is heard by itself.
public enum Turn: Equatable, Sendable {
  /// In that session.
  case slot(BroadcastSlot)
  /// As soon as it is there.
  case atOnce(Grounds)
  /// There is no session for it.
  case never([Breach])
}

/// What is left of a session and its day.
public struct Remaining: Equatable, Sendable {
  /// The session's length, in milliseconds; 0 if there is no such session.
  public var limitMilliseconds: Int
  /// How much of it is planned.
  public var usedMilliseconds: Int
  /// How much of that is relayed.
  public var relayMilliseconds: Int
  /// How much is left.
  public var leftMilliseconds: Int { max(0, limitMilliseconds - usedMilliseconds) }
  /// Most sessions of the day; `nil` is as many as the content needs.
  public var sessionsLimit: Int?
  /// Sessions of the day with something in them, broadcasts outside of sessions among them.
  public var sessionsUsed: Int
  /// Why nothing can be planned there without a directive: not this weekday, no such session, …
  public var breaches: [Breach]
}

/// A ward beyond the border: its sessions, and what was agreed on them.
public struct Neighbour: Equatable, Sendable {
  /// The ward as people know it.
  public var name: String
  /// Its sessions.
  public var slots: [BroadcastPlan.Slot]
  /// The document by which both agreed on their times; `nil` if there is none.
  public var agreement: String?

  /// A neighbour.
  public init(name: String, slots: [BroadcastPlan.Slot], agreement: String? = nil) {
    self.name = name
    self.slots = slots
    self.agreement = agreement
  }
}
