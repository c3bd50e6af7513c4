import SQLite
import WardContract

/// What people told the ward, with what is still owed to them.
public struct FeedbackInbox: Sendable {
  /// Days within which the ward means to give its last word, if nobody says otherwise.
  public static let usualDays = 5
  private static let dayMilliseconds: Int64 = 86_400_000

  /// One feedback.
  public struct Item: Sendable {
    /// How the desk keeps it.
    public var kept: DeskRequest
    /// What it is about.
    public var feedback: Feedback
    /// When the ward's last word is due.
    public var due: Instant

    /// How far the ward has got; `nil` if nobody has said a word.
    public var state: Reply.State? { kept.replies.last?.state }

    /// Whether the ward has had its last word.
    public var isDone: Bool { state?.isFinal ?? false }

    /// Whether that word is overdue.
    public func isOverdue(at now: Instant) -> Bool { !isDone && now > due }
  }

  /// In the order in which they came.
  public let items: [Item]

  /// Everything that people told the ward; its last word is due after so many days.
  public init(_ store: DeskStore, days: Int = FeedbackInbox.usualDays) throws(DatabaseError) {
    items = try store.requests(.feedback).map { kept in
      // What can't be read was sent by a home all the same, and is owed an answer.
      let feedback = try? Feedback(json: kept.request.body)
      return Item(
        kept: kept, feedback: feedback ?? Self.unreadable,
        due: kept.stored + Int64(days) * Self.dayMilliseconds)
    }
  }

  private static var unreadable: Feedback {
    guard let subject = Identifier("khong-doc-duoc") else {
      preconditionFailure("this is an identifier")
    }
    return Feedback(subject: subject, title: "Không đọc được")
  }

  /// How many there are, how many have the ward's last word, and how many lack it for too long.
  public func counts(at now: Instant) -> (all: Int, done: Int, overdue: Int) {
    (items.count, items.count { $0.isDone }, items.count { $0.isOverdue(at: now) })
  }
}
