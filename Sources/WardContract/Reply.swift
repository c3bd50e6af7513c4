/// What the ward says to one request of one home. A later revision takes the place of an earlier one.
public struct Reply: Equatable, Sendable {
  /// How far the ward has got.
  public enum State: String, CaseIterable, Sendable {
    /// The ward has taken it in.
    case received
    /// Somebody works on it.
    case handling
    /// The ward's answer.
    case answered
    /// The ward will do nothing about it, and says why.
    case refused

    /// Whether nothing more is to be expected.
    public var isFinal: Bool { self == .answered || self == .refused }

    /// For people, in the home and at the desk.
    public var words: String {
      switch self {
      case .received: "Đã nhận"
      case .handling: "Đang xử lý"
      case .answered: "Đã trả lời"
      case .refused: "Không giải quyết"
      }
    }
  }

  /// The terminal that is spoken to.
  public var terminal: Identifier
  /// The request that is replied to.
  public var request: Identifier
  /// Counts up from 1; only grows.
  public var revision: Int
  /// How far the ward has got.
  public var state: State
  /// The office that speaks, as people know it.
  public var office: String
  /// What it says; an answer and a refusal are never without words.
  public var words: String
  /// An object whose members the request's kind defines, of at most `Bounds.replyDetailsBytes`.
  public var details: JSONValue?
  /// The same in the voice of somebody at the desk; never without `words`, since some can't hear it.
  public var recording: Request.Recording?
  /// When the ward said it, in whole seconds.
  public var time: Instant
  /// When it was signed: each time that it is sent.
  public var signed: Instant

  /// A reply.
  public init(
    terminal: Identifier, request: Identifier, revision: Int, state: State, office: String,
    words: String, details: JSONValue? = nil, recording: Request.Recording? = nil, time: Instant,
    signed: Instant
  ) {
    self.terminal = terminal
    self.request = request
    self.revision = revision
    self.state = state
    self.office = office
    self.words = words
    self.details = details
    self.recording = recording
    self.time = time
    self.signed = signed
  }

  /// Whether both say the same, whenever they were signed.
  public func says(what other: Reply) -> Bool {
    var other = other
    other.signed = signed
    return json.bytes == other.json.bytes
  }

  /// The reply that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    terminal = try reader.identifier("terminal")
    request = try reader.identifier("request")
    revision = Int(try reader.integer("revision", in: 1...Int64(Bounds.replyRevisions)))
    state = try reader.word("state")
    office = try reader.text("office", limit: Bounds.nameBytes)
    words = try reader.text("words", limit: Bounds.replyWordsBytes)
    recording = reader.has("recording") ? try Request.Recording(reader.object("recording")) : nil
    guard !words.isEmpty || (!state.isFinal && recording == nil) else {
      throw Malformed(reader.place(of: "words"), "a last reply or a spoken one says nothing")
    }
    details =
      reader.has("details")
      ? try reader.smallObject("details", limit: Bounds.replyDetailsBytes) : nil
    time = try reader.instant("time")
    signed = try reader.instant("signed")
  }

  /// The reply as JSON, ready to be signed.
  public var json: JSONValue {
    .members([
      "terminal": .string(terminal.description), "request": .string(request.description),
      "revision": .integer(Int64(revision)), "state": .string(state.rawValue),
      "office": .string(office), "words": .string(words), "details": details,
      "recording": recording?.json, "time": .string(time.description),
      "signed": .string(signed.description),
    ])
  }
}

/// A home's word about the reply that it holds.
public struct ReplyReceipt: Equatable, Sendable {
  /// What became of a reply in the home.
  public enum State: String, CaseIterable, Sendable {
    /// It is on the home's disk.
    case held
    /// Somebody opened it on the screen.
    case shown
    /// The home has no such request (any more).
    case unknown
  }

  /// The request that was replied to.
  public var request: Identifier
  /// The revision in question.
  public var revision: Int
  /// What became of it.
  public var state: State
  /// Whole pieces of its recording that are in the home, from the first on; `nil` if it lacks none. The
  /// desk sends the next one.
  public var pieces: Int?

  /// A receipt for a reply.
  public init(request: Identifier, revision: Int, state: State, pieces: Int? = nil) {
    self.request = request
    self.revision = revision
    self.state = state
    self.pieces = pieces
  }

  /// The receipt that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    request = try reader.identifier("request")
    revision = Int(try reader.integer("revision", in: 1...Int64(Bounds.replyRevisions)))
    state = try reader.word("state")
    pieces =
      reader.has("pieces")
      ? Int(try reader.integer("pieces", in: 0...Int64(Bounds.recordingPieces))) : nil
  }

  /// The receipt as JSON.
  public var json: JSONValue {
    .members([
      "request": .string(request.description), "revision": .integer(Int64(revision)),
      "state": .string(state.rawValue), "pieces": pieces.map { .integer(Int64($0)) },
    ])
  }
}
