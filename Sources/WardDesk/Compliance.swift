import BroadcastRules
import WardContract

/// What a ward planned beside what each home really played (QĐ 5133/QĐ-UBND, Điều 2 mục 6: "thực
/// hiện nghiêm túc nội dung, thời gian, thời lượng phát thanh"). Counted from what was signed and
/// what homes reported; nothing in it is entered by hand.
public struct Compliance: Equatable, Sendable {
  /// One item of a session.
  public struct Item: Equatable, Sendable {
    /// The bulletin's name and the revision that was to be heard.
    public var bulletin: Identifier, revision: Int
    /// The bulletin's headline.
    public var headline: String
    /// How long its sound is, in milliseconds.
    public var milliseconds: Int
    /// The order that lifts limits for it; `nil` within the limits.
    public var directive: Directive?
  }

  /// An item that did not sound in a home.
  public struct Missed: Equatable, Sendable {
    /// The bulletin's name.
    public var bulletin: Identifier
    /// Why, in the home's word.
    public var reason: String
  }

  /// What one home did in one session.
  public struct Home: Equatable, Sendable {
    /// The terminal's name.
    public var terminal: String
    /// How long items sounded by themselves, in milliseconds; what was said again counts again.
    public var playedMilliseconds: Int
    /// How much of that counts towards the session's minutes: not what a directive frees.
    public var countedMilliseconds: Int
    /// How many items it was to play, and how many sounded to their end.
    public var expected: Int, heard: Int
    /// Items that were missed or refused there, with the home's reason.
    public var missed: [Missed]
    /// Items of which it has reported nothing that ends them.
    public var unreported: [Identifier]
  }

  /// One session of the period in which something was planned or played.
  public struct SessionRecord: Equatable, Sendable {
    /// The session.
    public var slot: BroadcastSlot
    /// When it began by the plan that was in force; `nil` if that plan has no such session.
    public var opening: Instant?
    /// How long it may be, in milliseconds.
    public var limitMilliseconds: Int
    /// What was planned, in the order in which it is heard.
    public var items: [Item]
    /// How much of what was planned counts towards the limit, in milliseconds.
    public var plannedMilliseconds: Int
    /// Every home, by name.
    public var homes: [Home]

    /// Homes in which more sounded than the limit allows.
    public var overLimit: [Home] {
      homes.filter { $0.countedMilliseconds > limitMilliseconds }
    }
  }

  /// Something that was heard outside of sessions: an emergency, or by a directive.
  public struct Special: Equatable, Sendable {
    /// The bulletin's name.
    public var bulletin: Identifier
    /// The bulletin's headline.
    public var headline: String
    /// When it began to count.
    public var begins: Instant
    /// Why it might sound.
    public var grounds: Grounds
    /// In how many homes it sounded to its end, of so many that it was for.
    public var heard: Int, expected: Int
  }

  /// The first and the last day of the period.
  public var first: LocalDate, last: LocalDate
  /// The sessions in which something was planned or played, the earliest first.
  public var sessions: [SessionRecord]
  /// What was heard outside of them, the earliest first.
  public var specials: [Special]

  /// How often a home played more than a session allows: to be 0.
  public var overLimitCount: Int { sessions.reduce(0) { $0 + $1.overLimit.count } }
}
