import ArgumentParser
import LinuxIO
import WardContract
import WardDesk

struct FeedbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feedback", abstract: "What people tell the ward, and what it says to them.",
    discussion: """
      Examples:
        loanha feedback list --ward ba-dinh --overdue
        loanha feedback listen 3 --ward ba-dinh --out phan-anh-3.opus
        loanha feedback handle 3 --ward ba-dinh
        loanha feedback answer 3 --ward ba-dinh --text "Tổ vệ sinh dọn xong sáng nay."
        loanha feedback answer 3 --ward ba-dinh --text "Dọn xong sáng nay." --voice loi.wav
      """,
    subcommands: [
      List.self, Show.self, Listen.self, Handle.self, Answer.self, Refuse.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "All of it, and how much is overdue. None of it can be deleted.")

    @OptionGroup var ward: WardOption
    @Flag(help: "Only what lacks the ward's last word for too long.") var overdue = false
    @Option(help: "Days within which the ward's last word is due, 1 to 90.")
    var days = FeedbackInbox.usualDays
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
      guard (1...90).contains(days) else { throw ValidationError("--days takes 1 to 90") }
    }

    func run() throws {
      let inbox = try FeedbackInbox(DeskStore(path: ward.open().databasePath), days: days)
      let now = currentInstant()
      let items = inbox.items.filter { !overdue || $0.isOverdue(at: now) }
      if json { return print(JSONValue.array(items.map { $0.json(at: now) }).text) }
      for item in items { print(item.line(at: now)) }
      let counts = inbox.counts(at: now)
      let percent = counts.all == 0 ? 100 : counts.done * 100 / counts.all
      print(
        "tiếp nhận \(counts.all), đã xử lý \(counts.done) (\(percent) %), quá hạn \(counts.overdue)"
      )
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One feedback, with everything that was said to it.")

    @OptionGroup var chosen: ChosenFeedback
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let (item, _) = try chosen.item()
      let now = currentInstant()
      if json { return print(item.json(at: now).text) }
      print(item.line(at: now))
      if let sentence = item.words { print("  “\(sentence)”") }
      for reply in item.kept.replies {
        let receipt = reply.receipt.map(\.words) ?? "chưa tới nhà"
        print("  \(reply.time) \(reply.state.words): \(reply.words) [\(receipt)]")
      }
    }
  }

  struct Listen: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what was spoken to a file.")

    @OptionGroup var chosen: ChosenFeedback
    @Option(help: "The file; Ogg Opus.") var out: String

    func run() throws {
      let (item, folder) = try chosen.item()
      let recording = try folder.recording(of: item)
      try Files.replace(out, recording.bytes)
      print("\(out): \(recording.milliseconds) ms")
    }
  }

  struct Handle: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell the home that somebody works on it.")

    @OptionGroup var chosen: ChosenFeedback
    @Option(help: "What the home is to know, if anything.") var text = ""

    func run() throws { try chosen.reply(.handling, text) }
  }

  struct Answer: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Answer. To an anonymous feedback that is the last word.")

    @OptionGroup var chosen: ChosenFeedback
    @Option(help: "The answer, as the home reads and hears it.") var text: String
    @Option(
      help:
        "A sound file of at most 60 s with the answer, which the home plays in place of a voice.")
    var voice: String?

    func run() throws { try chosen.reply(.answered, text, voice: voice) }
  }

  struct Refuse: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say that the ward does nothing about it, and why.")

    @OptionGroup var chosen: ChosenFeedback
    @Option(help: "The reason, as the home reads and hears it.") var text: String

    func run() throws { try chosen.reply(.refused, text) }
  }
}

/// The feedback that a command is about.
struct ChosenFeedback: ParsableArguments {
  @OptionGroup var ward: WardOption
  @Argument(help: "The feedback's number in `loanha feedback list`.") var number: Int64

  func item() throws -> (FeedbackInbox.Item, WardFolder) {
    let folder = try ward.open()
    let inbox = try FeedbackInbox(DeskStore(path: folder.databasePath))
    guard let item = inbox.items.first(where: { $0.kept.number == number }) else {
      throw DeskError("there is no feedback \(number); `loanha feedback list` has all of it")
    }
    return (item, folder)
  }

  func reply(_ state: Reply.State, _ text: String, voice: String? = nil) throws {
    let (item, folder) = try item()
    let (request, words) = (item.kept.request.identifier, TextRules.normalised(text))
    let recording = try voice.map {
      try folder.takeIn(spokenReply: Files.read($0, limit: Bounds.mediaBytes), to: request)
    }
    let revision = try DeskStore(path: folder.databasePath).reply(
      state, words, recording: recording, to: request, at: currentInstant())
    print("feedback \(number): \(state.words), revision \(revision)")
    if !folder.tellDesk() {
      print("The desk isn't connected; the home learns of it when it is.")
      throw notYetSent
    }
  }
}

extension ReplyReceipt.State {
  fileprivate var words: String {
    switch self {
    case .held: "đã tới nhà"
    case .shown: "nhà đã mở xem"
    case .unknown: "nhà không còn giữ phản ánh này"
    }
  }
}

extension FeedbackInbox.Item {
  /// Number, time, home, subject, content and state on one line.
  fileprivate func line(at now: Instant) -> String {
    let seconds = kept.request.recording.map { "lời nói \($0.durationMilliseconds / 1_000) giây" }
    let waiting = kept.completed == nil ? "bản ghi đang tới" : "mới"
    return [
      String(kept.number), kept.stored.description, kept.terminal?.description ?? "không tên",
      feedback.title, seconds ?? words ?? "",
      (state?.words ?? waiting) + (isOverdue(at: now) ? ", QUÁ HẠN" : ""),
    ].joined(separator: "\t")
  }

  fileprivate func json(at now: Instant) -> JSONValue {
    .members([
      "number": .integer(kept.number), "request": .string(kept.request.identifier.description),
      "terminal": kept.terminal.map { .string($0.description) },
      "anonymous": .boolean(kept.request.isAnonymous),
      "created": .string(kept.request.created.description),
      "stored": .string(kept.stored.description),
      "completed": kept.completed.map { .string($0.description) },
      "due": .string(due.description), "overdue": .boolean(isOverdue(at: now)),
      "feedback": feedback.json, "written": kept.written.map { .string($0) },
      "milliseconds": kept.request.recording.map { .integer(Int64($0.durationMilliseconds)) },
      "replies": .array(
        kept.replies.map { reply in
          .members([
            "revision": .integer(Int64(reply.revision)), "state": .string(reply.state.rawValue),
            "words": .string(reply.words), "time": .string(reply.time.description),
            "home": reply.receipt.map { .string($0.rawValue) },
            "voice": reply.recording.map { _ in
              .string(reply.isRecordingHome ? "home" : "under-way")
            },
          ])
        }),
    ])
  }
}
