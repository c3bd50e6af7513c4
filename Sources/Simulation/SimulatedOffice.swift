import TerminalCore
import WardContract

/// The part of a ward desk that takes what homes tell it and ask of it, and replies.
struct SimulatedOffice {
  /// A message to a home.
  typealias Message = (topic: Topic, payload: [UInt8])

  /// A request and what was said to it.
  struct Case {
    var request: Request
    var pieces = 0
    var isComplete: Bool
    /// The newest reply, and the newest revision that the home has said it holds.
    var reply: Reply?
    var heldRevision = 0
  }

  private(set) var cases: [Case] = []
  /// Requests that came under a name which another one had, and recordings that are none.
  private(set) var faults: [String] = []
  private var piecesSent = 0

  /// The bytes of a piece of a recording, as the simulated disk gives them.
  static func bytes(_ recording: Request.Recording, piece: Int) -> [UInt8] {
    [UInt8](
      repeating: recording.digest.description.utf8.last ?? 0, count: recording.bytes(ofPiece: piece)
    )
  }

  func found(_ identifier: Identifier) -> Case? {
    cases.first { $0.request.identifier == identifier }
  }

  private func index(_ identifier: Identifier) -> Int? {
    cases.firstIndex { $0.request.identifier == identifier }
  }

  mutating func take(
    request payload: [UInt8], from terminal: Identifier, at now: Instant
  ) -> [Message] {
    guard let json = try? JSONParser.parse(payload), let request = try? Request(json: json) else {
      return []
    }
    if let known = found(request.identifier) {
      if !known.request.says(what: request) {
        faults.append("two requests named \(request.identifier)")
      }
    } else {
      cases.append(
        Case(request: request, isComplete: request.recording == nil && !request.isWritten))
    }
    let newest = found(request.identifier)?.reply.map { [Self.signed($0, at: now)] } ?? []
    return [acknowledgement(request.identifier, to: terminal, at: now)] + newest
  }

  mutating func take(
    piece: Int, _ bytes: [UInt8], of identifier: Identifier, from terminal: Identifier,
    at now: Instant
  ) -> [Message] {
    guard let index = index(identifier), let recording = cases[index].request.recording else {
      faults.append("a piece of a recording that was never announced")
      return []
    }
    if !cases[index].isComplete, piece == cases[index].pieces {
      if bytes != Self.bytes(recording, piece: piece) {
        faults.append("piece \(piece) of \(identifier) is another's")
      }
      cases[index].pieces += 1
      cases[index].isComplete = cases[index].pieces == recording.pieces
    }
    return [acknowledgement(identifier, to: terminal, at: now)]
  }

  mutating func take(receipt payload: [UInt8], from terminal: Identifier) -> [Message] {
    guard let json = try? JSONParser.parse(payload), let receipt = try? ReplyReceipt(json: json),
      let index = index(receipt.request)
    else { return [] }
    if receipt.revision > cases[index].reply?.revision ?? 0 {
      faults.append("\(receipt.request) holds revision \(receipt.revision), which nobody wrote")
    }
    cases[index].heldRevision = max(cases[index].heldRevision, receipt.revision)
    guard let next = receipt.pieces, let reply = cases[index].reply,
      reply.revision == receipt.revision, let recording = reply.recording, next < recording.pieces
    else { return [] }
    var bytes = Self.bytes(recording, piece: next)
    piecesSent += 1
    if piecesSent % Self.damagedEvery == 0 { bytes[0] ^= 1 }
    return [(.replyRecording(terminal: terminal, recording.digest, piece: next), bytes)]
  }

  /// Every so many pieces of replies' recordings one comes as another than was sent.
  private static let damagedEvery = 7

  private func acknowledgement(
    _ identifier: Identifier, to terminal: Identifier, at now: Instant
  ) -> Message {
    let known = found(identifier)
    let word = RequestAcknowledgement(
      terminal: terminal, request: identifier, pieces: known?.pieces ?? 0,
      isComplete: known?.isComplete ?? false, time: now)
    return (
      .down(terminal: terminal, kind: .requestAcknowledgement, identifier),
      SimulatedDesk.sign(
        word.json, as: .requestAcknowledgement, [("desk", SimulatedKeys.desk)])
    )
  }

  /// Says something to a request that is complete, if there is one. By then somebody has written into
  /// the forms for phones.
  mutating func reply(
    to terminal: Identifier, at now: Instant, random: inout Random
  ) -> [Message] {
    for index in cases.indices where cases[index].request.isWritten {
      cases[index].isComplete = true
    }
    let complete = cases.indices.filter { cases[$0].isComplete }
    guard !complete.isEmpty else { return [] }
    let index = random.pick(complete)
    let time = now + -(now.milliseconds % 1_000)
    let revision = (cases[index].reply?.revision ?? 0) + 1
    // Dice of its own: what a reply holds changes nothing else.
    var dice = Random(seed: UInt64(revision) &* 7_919 ^ UInt64(bitPattern: now.milliseconds))
    let details = SimulatedErrands.details(
      of: cases[index].request, after: cases[index].reply?.details, at: now, random: &dice)
    let isSpoken = cases[index].request.kind == .feedback && dice.chance(perMille: 500)
    let reply = Reply(
      terminal: terminal, request: cases[index].request.identifier, revision: revision,
      state: random.pick([.handling, .answered]), office: "UBND phường",
      words: "Trả lời \(cases[index].request.identifier) lần \(revision)", details: details,
      recording: isSpoken ? Self.spoken(revision, of: index, &dice) : nil, time: time, signed: time)
    cases[index].reply = reply
    return [Self.signed(reply, at: now)]
  }

  /// A recording that no other reply has, and no request.
  private static func spoken(
    _ revision: Int, of index: Int, _ dice: inout Random
  ) -> Request.Recording {
    Request.Recording(
      digest: SimulatedDesk.sound(number: 1_000_000 + index * 1_000 + revision, milliseconds: 1)
        .digest,
      sizeBytes: Int(dice.integer(1...Int64(3 * Bounds.mediaPieceBytes))),
      durationMilliseconds: 9_000)
  }

  /// Replies of which the home has not said that it holds them.
  func unreceived(at now: Instant) -> [Message] {
    cases.compactMap { known in
      guard let reply = known.reply, reply.revision > known.heldRevision else { return nil }
      return Self.signed(reply, at: now)
    }
  }

  private static func signed(_ reply: Reply, at now: Instant) -> Message {
    var reply = reply
    reply.signed = now + -(now.milliseconds % 1_000)
    return (
      .down(terminal: reply.terminal, kind: .reply, reply.request),
      SimulatedDesk.sign(reply.json, as: .reply, [("desk", SimulatedKeys.desk)])
    )
  }
}
