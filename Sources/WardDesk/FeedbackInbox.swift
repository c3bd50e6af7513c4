import LinuxIO
import SQLite
import Sound
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

    /// What it says, if it isn't spoken: the ready sentence, or what was written on a phone.
    public var words: String? { feedback.sentence ?? kept.written }

    /// How far the ward has got; `nil` if nobody has said a word.
    public var state: Reply.State? { kept.replies.last?.state }

    /// Whether the ward has had its last word.
    public var isDone: Bool { state?.isFinal ?? false }

    /// Whether that word is overdue.
    public func isOverdue(at now: Instant) -> Bool { !isDone && now > due }
  }

  /// In the order in which they came.
  public let items: [Item]

  /// Everything that people told the ward; its last word is due after so many days. A form that nobody
  /// has written into tells it nothing.
  public init(_ store: DeskStore, days: Int = FeedbackInbox.usualDays) throws(DatabaseError) {
    items = try store.requests(.feedback).filter { !$0.request.isWritten || $0.written != nil }
      .map { Self.item($0, days: days) }
  }

  /// The feedback of that number; `nil` if there is none.
  public static func item(
    number: Int64, _ store: DeskStore, days: Int = FeedbackInbox.usualDays
  ) throws(DatabaseError) -> Item? {
    guard let kept = try store.request(number: number), kept.request.kind == .feedback else {
      return nil
    }
    return item(kept, days: days)
  }

  private static func item(_ kept: DeskRequest, days: Int) -> Item {
    // What can't be read was sent by a home all the same, and is owed an answer.
    let feedback = try? Feedback(json: kept.request.body)
    return Item(
      kept: kept, feedback: feedback ?? unreadable,
      due: (kept.request.isWritten ? kept.completed ?? kept.stored : kept.stored)
        + Int64(days) * dayMilliseconds)
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

extension WardFolder {
  /// What was spoken in a feedback: Ogg Opus, and how long it is in milliseconds. It came from a home,
  /// so it is looked at before any other program gets it.
  public func recording(
    of item: FeedbackInbox.Item
  ) throws -> (bytes: [UInt8], milliseconds: Int) {
    guard item.kept.request.recording != nil else {
      throw DeskError("Ý kiến \(item.kept.number) không có lời nói.")
    }
    guard item.kept.completed != nil else {
      throw DeskError("Lời nói của ý kiến \(item.kept.number) còn đang tới. Chờ vài phút.")
    }
    let path = recordingPath(item.kept.request.identifier)
    guard case .success(let milliseconds) = SoundFile.inspect(path) else {
      throw DeskError("Lời nói của ý kiến \(item.kept.number) hỏng, không nghe được.")
    }
    return (try Files.read(path, limit: Bounds.recordingBytes), milliseconds)
  }
}
