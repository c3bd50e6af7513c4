/// Something that a household tells its ward or asks of it, kept on the terminal until the desk has
/// committed it.
public struct Request: Equatable, Sendable {
  /// What it is about; each has a form of its own in `body`.
  public enum Kind: String, CaseIterable, Sendable {
    /// What people report or propose: phản ánh, kiến nghị.
    case feedback = "phan-anh"
    /// A public service: dịch vụ công.
    case service = "dich-vu"
    /// A bill to be paid: hóa đơn.
    case bill = "hoa-don"
  }

  /// A voice recording that belongs to a request or to a reply: Ogg Opus, sent in pieces.
  public struct Recording: Equatable, Sendable {
    /// The SHA-256 of the whole file.
    public var digest: MediaDigest
    /// 1…`Bounds.recordingBytes`.
    public var sizeBytes: Int
    /// 1…`Bounds.recordingMilliseconds`.
    public var durationMilliseconds: Int

    /// A recording.
    public init(digest: MediaDigest, sizeBytes: Int, durationMilliseconds: Int) {
      self.digest = digest
      self.sizeBytes = sizeBytes
      self.durationMilliseconds = durationMilliseconds
    }

    /// How many pieces it is sent in.
    public var pieces: Int {
      (sizeBytes + Bounds.mediaPieceBytes - 1) / Bounds.mediaPieceBytes
    }

    /// The bytes of piece `number`, counted from 0.
    public func bytes(ofPiece number: Int) -> Int {
      min(Bounds.mediaPieceBytes, sizeBytes - number * Bounds.mediaPieceBytes)
    }
  }

  /// Drawn at random on the terminal, so that it says nothing about the home.
  public var identifier: Identifier
  /// What it is about.
  public var kind: Kind
  /// The ward is not to learn which home it comes from; the desk then keeps the way back to the home
  /// apart, and only until the home has the last reply.
  public var isAnonymous: Bool
  /// When it was made, as far as the home knows, in whole seconds.
  public var created: Instant
  /// An object whose members the kind defines, of at most `Bounds.requestBodyBytes`.
  public var body: JSONValue
  /// What was spoken, if anything was.
  public var recording: Recording?

  /// A request.
  public init(
    identifier: Identifier, kind: Kind, isAnonymous: Bool = false, created: Instant,
    body: JSONValue, recording: Recording? = nil
  ) {
    self.identifier = identifier
    self.kind = kind
    self.isAnonymous = isAnonymous
    self.created = created
    self.body = body
    self.recording = recording
  }

  /// The name of a request, from 64 random bits.
  public static func identifier(drawnFrom entropy: UInt64) -> Identifier {
    let digits = Array("0123456789abcdef".utf8)
    let name = (0..<16).map { digits[Int(entropy >> (60 - 4 * $0) & 15)] }
    guard let identifier = Identifier(String(decoding: name, as: UTF8.self)) else {
      preconditionFailure("hexadecimal digits spell an identifier")
    }
    return identifier
  }

  /// Whether both say the same, in whichever order the members of their bodies stand.
  public func says(what other: Request) -> Bool { json.bytes == other.json.bytes }

  /// The request that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    identifier = try reader.identifier("request")
    kind = try reader.word("kind")
    isAnonymous = try reader.boolean("anonymous")
    created = try reader.instant("created")
    body = try reader.smallObject("body", limit: Bounds.requestBodyBytes)
    recording = reader.has("recording") ? try Recording(reader.object("recording")) : nil
  }

  /// The request as JSON.
  public var json: JSONValue {
    .members([
      "request": .string(identifier.description), "kind": .string(kind.rawValue),
      "anonymous": .boolean(isAnonymous), "created": .string(created.description), "body": body,
      "recording": recording?.json,
    ])
  }
}

extension Request.Recording {
  /// The recording that `json` spells.
  public init(json: JSONValue) throws(Malformed) { try self.init(ObjectReader(json)) }

  init(_ reader: ObjectReader) throws(Malformed) {
    guard let digest = MediaDigest(try reader.string("sha256")) else {
      throw Malformed(reader.place(of: "sha256"), "64 small hexadecimal digits were expected")
    }
    self.digest = digest
    sizeBytes = Int(try reader.integer("size", in: 1...Int64(Bounds.recordingBytes)))
    durationMilliseconds = Int(
      try reader.integer("durationMilliseconds", in: 1...Int64(Bounds.recordingMilliseconds)))
  }

  /// The recording as JSON.
  public var json: JSONValue {
    .members([
      "sha256": .string(digest.description), "size": .integer(Int64(sizeBytes)),
      "durationMilliseconds": .integer(Int64(durationMilliseconds)),
    ])
  }
}

extension ObjectReader {
  /// The object of member `name` as it stands, at most `limit` bytes of JSON.
  func smallObject(_ name: String, limit: Int) throws(Malformed) -> JSONValue {
    let value = try member(name)
    guard case .object = value else { throw Malformed(place(of: name), "an object was expected") }
    guard value.bytes.count <= limit else {
      throw Malformed(place(of: name), "\(value.bytes.count) bytes, \(limit) are allowed")
    }
    return value
  }
}

/// A desk's word of how much it has committed of a request.
public struct RequestAcknowledgement: Equatable, Sendable {
  /// The terminal that is spoken to.
  public var terminal: Identifier
  /// The request in question.
  public var request: Identifier
  /// Whole pieces of its recording that are there, from the first on.
  public var pieces: Int
  /// All of it is there, and the recording is what the request says it is.
  public var isComplete: Bool
  /// When all of it was there, in whole seconds; `nil` if it isn't.
  public var completed: Instant?
  /// When that was said.
  public var time: Instant

  /// An acknowledgement.
  public init(
    terminal: Identifier, request: Identifier, pieces: Int, isComplete: Bool,
    completed: Instant? = nil, time: Instant
  ) {
    self.terminal = terminal
    self.request = request
    self.pieces = pieces
    self.isComplete = isComplete
    self.completed = completed
    self.time = time
  }

  /// The acknowledgement that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    terminal = try reader.identifier("terminal")
    request = try reader.identifier("request")
    pieces = Int(try reader.integer("pieces", in: 0...Int64(Bounds.recordingPieces)))
    isComplete = try reader.boolean("complete")
    completed = try reader.optionalInstant("completed")
    time = try reader.instant("time")
  }

  /// The acknowledgement as JSON, ready to be signed.
  public var json: JSONValue {
    .members([
      "terminal": .string(terminal.description), "request": .string(request.description),
      "pieces": .integer(Int64(pieces)), "complete": .boolean(isComplete),
      "completed": completed.map { .string($0.description) }, "time": .string(time.description),
    ])
  }
}
