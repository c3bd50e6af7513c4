/// One session of one day.
public struct BroadcastSlot: Hashable, Comparable, Sendable {
  /// The day.
  public var date: LocalDate
  /// The half of the day.
  public var session: Session

  /// The session of that day.
  public init(date: LocalDate, session: Session) {
    self.date = date
    self.session = session
  }

  /// Whether `left` is heard before `right`.
  public static func < (left: BroadcastSlot, right: BroadcastSlot) -> Bool {
    left.date != right.date
      ? left.date < right.date : left.session == .morning && right.session == .afternoon
  }
}

extension BroadcastSlot: CustomStringConvertible {
  /// "2026-11-24 chieu".
  public var description: String { "\(date) \(session.rawValue)" }

  /// The session that `text` spells, or `nil`.
  public init?(_ text: String) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let date = LocalDate(String(words[0])),
      let session = Session(rawValue: String(words[1]))
    else { return nil }
    self.init(date: date, session: session)
  }
}
