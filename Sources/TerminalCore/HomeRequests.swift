import WardContract

/// A home's requests between its screens, its disk and its desk.
extension HomeTerminal {
  /// Takes in what the household tells its ward or asks of it; `nil` if there is no room.
  package mutating func submit(
    _ kind: Request.Kind, isAnonymous: Bool = false, _ body: JSONValue,
    recording: Request.Recording? = nil, _ moment: Moment
  ) -> Identifier? {
    let request = newRequest(
      kind, isAnonymous: isAnonymous, body, recording: recording, moment)
    return requests.add(request, &journal) ? request.identifier : nil
  }

  /// A request under a name of its own, which nobody has taken in yet.
  func newRequest(
    _ kind: Request.Kind, isAnonymous: Bool, _ body: JSONValue,
    recording: Request.Recording? = nil, _ moment: Moment
  ) -> Request {
    let now = clock.reading(moment).now
    var entropy = moment.entropy
    var identifier = Request.identifier(drawnFrom: entropy)
    while requests[identifier] != nil {
      entropy &+= 1
      identifier = Request.identifier(drawnFrom: entropy)
    }
    return Request(
      identifier: identifier, kind: kind, isAnonymous: isAnonymous,
      created: now + -(now.milliseconds % 1_000), body: body, recording: recording)
  }

  /// Takes up the requests on the disk, and drops the recordings that none of them needs.
  mutating func restoreRequests(_ memory: Memory) {
    requests = Requests(
      memory.requests, recordings: memory.recordings, verify: believedReply)
    let needed = requests.neededRecordings + [memory.draft?.recording?.digest].compactMap { $0 }
    for digest in memory.recordings where !needed.contains(digest) {
      effects.append(.dropRecording(digest))
    }
  }

  /// Drops the replies that the keyring no longer vouches for.
  mutating func recheckReplies() {
    let believed = believedReply
    requests.recheck(believed)
  }

  private var believedReply: ([UInt8]) -> Reply? {
    { [verifier, profile, keyrings] envelope in
      try? verifier.reply(
        envelope, terminal: profile.terminal, area: profile.ward, keyrings: keyrings)
    }
  }

  mutating func receiveRequestAcknowledgement(_ payload: [UInt8], _ moment: Moment) {
    do {
      let word = try verifier.requestAcknowledgement(
        payload, terminal: profile.terminal, area: profile.ward, keyrings: keyrings)
      requests.acknowledged(word, &journal, &effects)
    } catch {
      refuse(error, what: "acknowledgement of a request", bulletin: nil, moment)
    }
  }

  mutating func receiveReply(_ payload: [UInt8], _ identifier: Identifier, _ moment: Moment) {
    do {
      let reply = try verifier.reply(
        payload, terminal: profile.terminal, area: profile.ward, keyrings: keyrings)
      guard reply.request == identifier else { throw Refusal.wrongTopic }
      try requests.take(
        reply, envelope: payload, as: profile.terminal, &journal, &effects)
      heard(replyTo: identifier)
    } catch let refusal as Refusal {
      refuse(refusal, what: "reply to \(identifier)", bulletin: nil, moment)
    } catch {}
  }
}
