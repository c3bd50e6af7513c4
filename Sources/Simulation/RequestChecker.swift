import TerminalCore
import WardContract

/// What must hold for what a household tells its ward: nothing that the disk has answered for is lost,
/// nothing comes twice, and what the ward says to it gets home, in its own voice where it has spoken.
struct RequestChecker {
  /// Requests that were on disk at some time.
  private(set) var durable: [Request] = []

  mutating func durable(_ operations: [StoreOperation]) {
    for case .putRequest(let request) in operations { durable.append(request) }
  }

  /// Replies that stand on no page, though the home holds the feedback that they are for.
  func unread(_ texts: [String], _ office: SimulatedOffice, _ memory: Memory) -> [String] {
    let lines = Set(texts.flatMap { $0.split(separator: "\n").map(String.init) })
    return memory.requests.lazy.map(\.request).filter { $0.kind == .feedback }.compactMap {
      guard let reply = office.found($0.identifier)?.reply else { return nil }
      let written = reply.details.flatMap { try? FeedbackAnswer(json: $0) }.map {
        "“\($0.written)”"
      }
      guard
        let lost = [reply.words, written].compactMap({ $0 }).first(where: { !lines.contains($0) })
      else { return nil }
      return "the reply to \($0.identifier) can't be read in the home: \(lost)"
    }
  }

  /// A recording leaves the disk: the desk must have it, or nobody may have promised to send it.
  func dropped(_ recording: MediaDigest, _ office: SimulatedOffice) -> String? {
    let owner = durable.first { $0.recording?.digest == recording }
    guard let owner, office.found(owner.identifier)?.isComplete != true else { return nil }
    return "the recording of \(owner.identifier) is gone, and the desk does not have it"
  }

  func atRest(_ office: SimulatedOffice, _ memory: Memory) -> [String] {
    var faults = office.faults
    for request in durable {
      guard let known = office.found(request.identifier), known.isComplete || request.isWritten
      else {
        faults.append("the request \(request.identifier) never reached the desk whole")
        continue
      }
      if !known.request.says(what: request) {
        faults.append("the request \(request.identifier) reached the desk changed")
      }
    }
    for known in office.cases where known.heldRevision != known.reply?.revision ?? 0 {
      let identifier = known.request.identifier
      faults.append("the desk doesn't know that its reply to \(identifier) is there")
    }
    for stored in memory.requests {
      let reply = stored.reply.flatMap { try? Envelope(parsing: $0) }
        .flatMap { try? JSONParser.parse($0.payload) }.flatMap { try? Reply(json: $0) }
      let said = office.found(stored.request.identifier)?.reply
      if reply?.revision != said?.revision {
        faults.append("the reply to \(stored.request.identifier) isn't what the ward said last")
      }
      let isOpen = stored.request.isWritten && said == nil
      if !stored.progress.isCommitted, !isOpen {
        faults.append("the request \(stored.request.identifier) still waits")
      }
    }
    let draft = memory.draft?.recording?.digest
    let spoken = memory.requests.compactMap { stored in
      stored.request.kind == .feedback
        ? office.found(stored.request.identifier)?.reply?.recording?.digest : nil
    }
    if memory.recordings.contains(where: { $0 != draft && !spoken.contains($0) }) {
      faults.append("recordings stay on the disk")
    }
    for digest in spoken where !memory.recordings.contains(digest) {
      faults.append("the ward's voice \(digest) never got home")
    }
    return faults
  }

  /// A home says what became of a reply: if it lacks nothing, the ward's voice is on its disk.
  func told(_ payload: [UInt8], _ office: SimulatedOffice, _ memory: Memory) -> String? {
    guard let json = try? JSONParser.parse(payload), let receipt = try? ReplyReceipt(json: json),
      receipt.state != .unknown, receipt.pieces == nil,
      let known = office.found(receipt.request), known.request.kind == .feedback,
      let reply = known.reply, reply.revision == receipt.revision, let voice = reply.recording,
      !memory.recordings.contains(voice.digest)
    else { return nil }
    return "the home says that it has the ward's voice \(voice.digest), and has not"
  }
}
