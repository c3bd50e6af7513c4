/// The form of a feedback (phản ánh, kiến nghị): the body of a request of that kind.
public struct Feedback: Equatable, Sendable {
  /// The subject, as the ward's directory names it.
  public var subject: Identifier
  /// The subject as the household read it.
  public var title: String
  /// The ready sentence that was chosen; `nil` if a voice speaks, or it is written on a phone.
  public var sentence: String?
  /// What there is to say is written on a phone (`Directory.WritingForm`), and comes to the desk from
  /// there: until then the request is not complete.
  public var isWritten: Bool

  /// A feedback.
  public init(
    subject: Identifier, title: String, sentence: String? = nil, isWritten: Bool = false
  ) {
    self.subject = subject
    self.title = title
    self.sentence = sentence
    self.isWritten = isWritten
  }

  /// The feedback that the body of a request spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    subject = try reader.identifier("subject")
    title = try reader.text("title", limit: Bounds.nameBytes)
    sentence = try reader.optionalText("sentence", limit: Bounds.headlineBytes)
    isWritten = reader.has("written") ? try reader.boolean("written") : false
  }

  /// The feedback as the body of a request.
  public var json: JSONValue {
    .members([
      "subject": .string(subject.description), "title": .string(title),
      "sentence": sentence.map { .string($0) }, "written": isWritten ? .boolean(true) : nil,
    ])
  }
}

/// What a reply to a feedback says beside its words.
public struct FeedbackAnswer: Equatable, Sendable {
  /// What was written on a phone, as the desk keeps it: at most `Bounds.writtenBytes`.
  public var written: String

  /// An answer.
  public init(written: String) { self.written = written }

  /// The answer that the details of a reply spell.
  public init(json: JSONValue) throws(Malformed) {
    written = try ObjectReader(json).text("written", limit: Bounds.writtenBytes)
  }

  /// The answer as the details of a reply.
  public var json: JSONValue { .members(["written": .string(written)]) }
}

extension Request {
  /// Whether it is a feedback whose words are written on a phone.
  public var isWritten: Bool {
    kind == .feedback && recording == nil && (try? Feedback(json: body))?.isWritten == true
  }
}
