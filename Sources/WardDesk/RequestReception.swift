import Glibc
import LinuxIO
import Signatures
import WardContract

/// The running desk's side of what homes tell the ward and ask of it: stores it, puts recordings
/// together, says what is committed, and repeats the ward's replies until the home has them.
final class RequestReception {
  /// New requests that one home may send in a day: far more than people have to say, and too few to
  /// fill a disk.
  private static let requestsPerDay = 200
  /// Replies that are sent in one go; the others follow with the next index.
  private static let repliesAtOnce = 256
  private static let dayMilliseconds: Int64 = 86_400_000

  private let folder: WardFolder
  private let store: DeskStore
  private let signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8])
  private let publish: (Topic, [UInt8]) -> Void
  private let answering: Answering
  /// New requests of each home today.
  private var counts: (day: Int64, requests: [Identifier: Int]) = (0, [:])

  init(
    _ folder: WardFolder, _ store: DeskStore,
    _ signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8]),
    publish: @escaping (Topic, [UInt8]) -> Void
  ) throws(SystemError) {
    self.folder = folder
    self.store = store
    self.signer = signer
    self.publish = publish
    answering = Answering(
      store, office: TrialOffice(store: store, area: folder.area),
      biller: TrialBiller(store: store))
    try Files.makeFolder(folder.recordingsPath)
  }

  /// A request came, perhaps again: then its home may have lost what it knew of it.
  func receive(
    request payload: [UInt8], from terminal: Identifier, _ identifier: Identifier, at now: Instant
  ) throws {
    let request = try Request(json: JSONParser.parse(payload))
    guard request.identifier == identifier else {
      throw DeskError("it speaks of \(request.identifier) under the name of \(identifier)")
    }
    if try store.request(identifier) == nil { try count(terminal, now) }
    try store.take(request, from: terminal, at: now)
    try acknowledge(identifier, to: terminal, at: now)
    let faults = try answering.renew(at: now)
    if let known = try store.request(identifier), let newest = known.replies.last,
      try store.erased(identifier) == nil
    {
      send(newest, to: identifier, of: terminal, at: now)
    }
    guard faults.isEmpty else { throw DeskError(faults.joined(separator: "; ")) }
  }

  /// Asks office and billers about everything that has no last word yet, and gives up forms that nobody
  /// wrote into.
  func renewAnswers(at now: Instant) throws {
    try store.endLapsedForms(at: now)
    let faults = try answering.renew(at: now)
    guard faults.isEmpty else { throw DeskError(faults.joined(separator: "; ")) }
  }

  private func count(_ terminal: Identifier, _ now: Instant) throws(DeskError) {
    let day = now.milliseconds / Self.dayMilliseconds
    if counts.day != day { counts = (day, [:]) }
    counts.requests[terminal, default: 0] += 1
    guard counts.requests[terminal, default: 0] <= Self.requestsPerDay else {
      throw DeskError("more than \(Self.requestsPerDay) requests in a day")
    }
  }

  /// A piece of a recording came. One that isn't the next is not taken; either way the home learns
  /// which one is.
  func receive(
    piece: Int, _ bytes: [UInt8], of identifier: Identifier, from terminal: Identifier,
    at now: Instant
  ) throws {
    guard let known = try store.request(identifier), try store.comesFrom(terminal, known) else {
      throw DeskError("a piece of a recording that was never announced")
    }
    if known.completed == nil, let recording = known.request.recording,
      piece == pieces(of: recording, identifier), bytes.count == recording.bytes(ofPiece: piece)
    {
      try append(bytes, at: piece * Bounds.mediaPieceBytes, to: identifier)
      if piece == recording.pieces - 1, try isWhole(recording, identifier) {
        try store.complete(identifier, at: now)
      }
    }
    try acknowledge(identifier, to: terminal, at: now)
  }

  private func partPath(_ identifier: Identifier) -> String {
    folder.recordingPath(identifier) + ".part"
  }

  /// Whole pieces that are on the disk.
  private func pieces(of recording: Request.Recording, _ identifier: Identifier) -> Int {
    min((Files.size(partPath(identifier)) ?? 0) / Bounds.mediaPieceBytes, recording.pieces - 1)
  }

  private func append(_ bytes: [UInt8], at offset: Int, to identifier: Identifier) throws {
    let path = partPath(identifier)
    let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
    try systemCall("ftruncate", path) { ftruncate(file.number, off_t(offset)) }
    try systemCall("lseek", path) { lseek(file.number, off_t(offset), SEEK_SET) }
    try file.writeAll(bytes)
    try file.synchronize()
  }

  /// Whether the pieces are the recording that was announced; if not, they go and it begins anew.
  private func isWhole(
    _ recording: Request.Recording, _ identifier: Identifier
  ) throws(SystemError) -> Bool {
    let path = partPath(identifier)
    let bytes = try Files.read(path, limit: Bounds.recordingBytes)
    guard SHA256.mediaDigest(SHA256.digest(bytes)) == recording.digest else {
      try Files.remove(path)
      return false
    }
    let final = folder.recordingPath(identifier)
    try systemCall("rename", final) { rename(path, final) }
    try Files.synchronizeFolder(of: final)
    return true
  }

  private func acknowledge(
    _ identifier: Identifier, to terminal: Identifier, at now: Instant
  ) throws {
    guard let known = try store.request(identifier) else { return }
    let isComplete = known.completed != nil
    let pieces = known.request.recording.map {
      isComplete ? $0.pieces : self.pieces(of: $0, identifier)
    }
    let word = RequestAcknowledgement(
      terminal: terminal, request: identifier, pieces: pieces ?? 0, isComplete: isComplete,
      completed: known.completed, time: now)
    publish(
      .down(terminal: terminal, kind: .requestAcknowledgement, identifier),
      Envelope.sign(word.json, as: .requestAcknowledgement, by: [signer]))
  }

  /// A home said what became of a reply; if it lacks a piece of its recording, it gets that.
  func receive(receipt payload: [UInt8], from terminal: Identifier, at now: Instant) throws {
    let receipt = try ReplyReceipt(json: JSONParser.parse(payload))
    try store.note(receipt, from: terminal, at: now)
    guard let next = receipt.pieces, let known = try store.request(receipt.request),
      try known.terminal ?? store.wayBack(receipt.request) == terminal,
      let recording = known.replies.first(where: { $0.revision == receipt.revision })?.recording,
      next < recording.pieces
    else { return }
    publish(
      .replyRecording(terminal: terminal, recording.digest, piece: next),
      try folder.piece(next, of: recording, to: receipt.request))
  }

  /// Sends replies that no home has answered for, again and again.
  func sendReplies(at now: Instant) throws {
    for (terminal, request, reply) in try store.unreceivedReplies(limit: Self.repliesAtOnce) {
      send(reply, to: request, of: terminal, at: now)
    }
  }

  private func send(
    _ reply: DeskReply, to request: Identifier, of terminal: Identifier, at now: Instant
  ) {
    let message = Reply(
      terminal: terminal, request: request, revision: reply.revision, state: reply.state,
      office: "UBND \(folder.name)", words: reply.words, details: reply.details,
      recording: reply.recording, time: reply.time, signed: now + -(now.milliseconds % 1_000))
    publish(
      .down(terminal: terminal, kind: .reply, request),
      Envelope.sign(message.json, as: .reply, by: [signer]))
  }
}

extension WardFolder {
  /// The folder of what people said to the ward.
  public var recordingsPath: String { "\(path)/desk/recordings" }

  /// The recording of a request: Ogg Opus, there once all of it is.
  public func recordingPath(_ request: Identifier) -> String {
    "\(recordingsPath)/\(request).opus"
  }
}
