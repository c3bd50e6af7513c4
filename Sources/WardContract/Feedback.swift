/// The form of a feedback (phản ánh, kiến nghị): the body of a request of that kind.
public struct Feedback: Equatable, Sendable {
  /// The subject, as the ward's directory names it.
  public var subject: Identifier
  /// The subject as the household read it.
  public var title: String
  /// The ready sentence that was chosen; `nil` if only a voice speaks.
  public var sentence: String?

  /// A feedback.
  public init(subject: Identifier, title: String, sentence: String? = nil) {
    self.subject = subject
    self.title = title
    self.sentence = sentence
  }

  /// The feedback that the body of a request spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    subject = try reader.identifier("subject")
    title = try reader.text("title", limit: Bounds.nameBytes)
    sentence = try reader.optionalText("sentence", limit: Bounds.headlineBytes)
  }

  /// The feedback as the body of a request.
  public var json: JSONValue {
    .members([
      "subject": .string(subject.description), "title": .string(title),
      "sentence": sentence.map { .string($0) },
    ])
  }
}
