import WardContract

/// What the household told its ward and asked of it, with what the ward said to it.
///
/// A request stays on disk until it gives way to a newer one; it is sent until the desk has said that
/// it has committed all of it, and its recording stays on disk as long. It is sent once it is on disk
/// and not before: what power takes away was never promised to anybody.
struct Requests {
  /// Most requests that are kept. Beyond it the oldest one that is over gives way; if none is, no new
  /// one is taken.
  static let maximumKept = 64
  /// Most pieces of recordings on their way at a time; what is urgent must find room beside them.
  static let maximumPieces = 2
  /// How long to wait for the desk's word before sending again, at first and at most, in
  /// milliseconds.
  static let firstPatienceMilliseconds: Int64 = 30_000
  static let longestPatienceMilliseconds: Int64 = 600_000
  /// A desk that is there answers within this time, in milliseconds.
  static let answerMilliseconds: Int64 = 2_000

  /// How far a request has got, as the household may believe it.
  enum Standing: Equatable {
    /// It is here and waits for the disk or the connection.
    case waiting
    /// It is on its way, and the desk has said nothing yet.
    case sent
    /// The desk has committed it, or the ward says that it has.
    case received
    case handling
    case answered
    case refused
  }

  /// A request and what has become of it.
  struct Entry {
    let request: Request
    fileprivate(set) var progress: RequestProgress
    fileprivate(set) var reply: Reply? {
      didSet {
        let spoken = request.kind == .feedback ? reply?.recording : nil
        if spoken != voice?.recording { voice = spoken.map { ReplyVoice($0) } }
      }
    }
    /// The ward's voice, if it has spoken its reply.
    fileprivate(set) var voice: ReplyVoice?
    fileprivate var envelope: [UInt8]?
    /// The numbers in the journal after which request and reply are on disk.
    fileprivate var number: Int
    fileprivate var replyNumber = 0
    /// What the desk has of the recording, as it said on this connection.
    fileprivate var pieces: Int?
    fileprivate var sending: (at: Int64, deadline: Int64, isPiece: Bool)?
    fileprivate var patience = Requests.firstPatienceMilliseconds
    /// What the desk was told on this connection of the reply.
    fileprivate var told: ReplyReceipt?
    /// Why its recording can't be read, if so.
    fileprivate(set) var fault: String?

    /// Whether the ward has said something that nobody has opened yet.
    var isNews: Bool { (reply?.revision ?? 0) > progress.shownRevision }

    /// It is to be written on a phone, and nobody has yet.
    var awaitsWords: Bool { request.isWritten && !progress.isCommitted && reply == nil }

    /// What was written on a phone, once the desk has it.
    var written: String? {
      guard request.isWritten, let details = reply?.details else { return nil }
      return try? FeedbackAnswer(json: details).written
    }

    /// Nobody wrote anything as long as the form was open.
    var hasLapsed: Bool { request.isWritten && written == nil && standing == .refused }

    /// The desk has said on this connection that it knows of it.
    var isAtDesk: Bool { progress.isCommitted || pieces != nil }

    /// The ward has said its last word, and somebody has seen it.
    fileprivate var isOver: Bool { reply?.state.isFinal == true && !isNews }

    var standing: Standing {
      switch reply?.state {
      case .received: .received
      case .handling: .handling
      case .answered: .answered
      case .refused: .refused
      case nil: progress.isCommitted ? .received : sending == nil ? .waiting : .sent
      }
    }

    /// What the desk should know of the reply.
    fileprivate var receipt: ReplyReceipt? {
      reply.map {
        ReplyReceipt(
          request: request.identifier, revision: $0.revision, state: isNews ? .held : .shown,
          pieces: voice?.lackingAfter)
      }
    }
  }

  /// The oldest first.
  private(set) var entries: [Entry] = []
  /// Recordings of replies that are on the disk.
  private var keptRecordings: [MediaDigest] = []

  init() {}

  /// Takes up what the disk remembers; a reply that is no longer believed is asked for again.
  init(
    _ stored: [StoredRequest], recordings: [MediaDigest] = [], verify: ([UInt8]) -> Reply?
  ) {
    entries = stored.prefix(Self.maximumKept).map { stored in
      var entry = Entry(request: stored.request, progress: stored.progress, number: 0)
      entry.take(stored.reply.flatMap(verify), stored.reply)
      return entry
    }
    for digest in recordings where hasReply(withRecording: digest) { kept(digest) }
  }

  subscript(identifier: Identifier) -> Entry? {
    entries.first { $0.request.identifier == identifier }
  }

  /// Requests whose reply nobody has opened yet, the oldest first.
  var news: [Entry] { entries.filter(\.isNews) }

  /// The recordings that the desk does not have yet, and those of its replies.
  var neededRecordings: [MediaDigest] {
    entries.filter { !$0.progress.isCommitted }.compactMap { $0.request.recording?.digest }
      + entries.compactMap { $0.voice?.recording.digest }
  }

  private func index(of identifier: Identifier) -> Int? {
    entries.firstIndex { $0.request.identifier == identifier }
  }

  /// Whether a request can be taken in now.
  var hasRoom: Bool { entries.count < Self.maximumKept || entries.contains(where: \.isOver) }

  /// Takes a new request in; false if there is no room.
  mutating func add(_ request: Request, _ journal: inout Journal) -> Bool {
    guard hasRoom, index(of: request.identifier) == nil else { return false }
    if entries.count == Self.maximumKept, let over = entries.firstIndex(where: \.isOver) {
      journal.add(.removeRequest(entries.remove(at: over).request.identifier))
    }
    let number = journal.add(.putRequest(request))
    entries.append(Entry(request: request, progress: RequestProgress(), number: number))
    precondition(entries.count <= Self.maximumKept, "requests outgrew their bound")
    return true
  }

  /// Somebody has opened the reply on the screen.
  mutating func shown(_ identifier: Identifier, _ journal: inout Journal) {
    guard let index = index(of: identifier), let reply = entries[index].reply,
      entries[index].isNews
    else { return }
    entries[index].progress.shownRevision = reply.revision
    journal.add(.putRequestProgress(identifier, entries[index].progress))
  }

  // MARK: Sending

  /// The connection is new, or gone: whatever was under way may be lost.
  mutating func linkChanged() {
    for index in entries.indices {
      entries[index].forgetSending()
      entries[index].pieces = nil
      entries[index].told = nil
      entries[index].voice?.forgetAsking()
    }
  }

  /// The desk has just shown that it is there. What it has not answered for a while came while it was
  /// away.
  mutating func deskIsThere(_ moment: Moment) {
    for index in entries.indices {
      entries[index].voice?.deskIsThere(moment)
      guard let sending = entries[index].sending,
        moment.monotonicMilliseconds - sending.at >= Self.answerMilliseconds
      else { continue }
      entries[index].forgetSending()
    }
  }

  /// Sends what is due: requests that the desk has not committed, the next pieces of their recordings,
  /// and what it should know of its replies.
  mutating func send(
    as terminal: Identifier, _ journal: Journal, _ moment: Moment, _ effects: inout Effects
  ) {
    let now = moment.monotonicMilliseconds
    var pieces = entries.count { entry in
      guard let sending = entry.sending, sending.isPiece else { return false }
      // One that is never answered must not hold up the others.
      return now < sending.at + Self.firstPatienceMilliseconds
    }
    var asked = entries.count { $0.voice?.isAsked(at: now) == true }
    for index in entries.indices {
      let entry = entries[index]
      let identifier = entry.request.identifier
      let mayAsk = asked < Self.maximumPieces
      if let receipt = entry.receipt, entry.replyNumber <= journal.durable,
        entry.voice?.isDue(at: now).map({ $0 && mayAsk }) ?? (receipt != entry.told)
      {
        entries[index].told = receipt
        if receipt.pieces != nil {
          entries[index].voice?.asks(at: now)
          asked += 1
        }
        effects.append(
          .publish(
            .up(terminal: terminal, kind: .reply, identifier), payload: receipt.json.bytes,
            retained: false))
      }
      guard !entry.progress.isCommitted, entry.number <= journal.durable else { continue }
      if let sending = entry.sending, now < sending.deadline { continue }
      if let recording = entry.request.recording, let next = entry.pieces,
        next < recording.pieces
      {
        guard pieces < Self.maximumPieces else { continue }
        pieces += 1
        effects.append(.readRecording(recording.digest, piece: next))
        entries[index].isSent(at: now, isPiece: true)
      } else {
        effects.append(
          .publish(
            .up(terminal: terminal, kind: .request, identifier),
            payload: entry.request.json.bytes, retained: false))
        entries[index].isSent(at: now, isPiece: false)
      }
    }
  }

  /// A piece of a recording was read; it goes to whoever still waits for it.
  mutating func read(
    _ digest: MediaDigest, piece: Int, _ bytes: [UInt8], as terminal: Identifier,
    _ effects: inout Effects
  ) {
    for index in entries.indices
    where entries[index].request.recording?.digest == digest && entries[index].pieces == piece {
      entries[index].fault = nil
      effects.append(
        .publish(
          .recording(
            terminal: terminal, request: entries[index].request.identifier, piece: piece),
          payload: bytes, retained: false))
    }
  }

  /// A recording can't be read. It is tried again, with growing pauses.
  mutating func unreadable(_ digest: MediaDigest, reason: String) {
    for index in entries.indices where entries[index].request.recording?.digest == digest {
      entries[index].fault = reason
    }
  }

  /// When to send again, in monotonic milliseconds.
  var deadline: Int64? {
    let sending = entries.lazy.filter { !$0.progress.isCommitted }
      .compactMap { $0.sending?.deadline }.min()
    let hearing = entries.lazy.compactMap { $0.voice?.deadline }.min()
    return [sending, hearing].compactMap(\.self).min()
  }

  // MARK: Hearing

  /// The desk has committed so much of a request.
  mutating func acknowledged(
    _ word: RequestAcknowledgement, _ journal: inout Journal, _ effects: inout Effects
  ) {
    guard let index = index(of: word.request), !entries[index].progress.isCommitted else { return }
    if word.isComplete { return commit(index, at: word.completed ?? word.time, &journal, &effects) }
    let isProgress = entries[index].pieces.map { word.pieces > $0 } ?? true
    entries[index].pieces = word.pieces
    // A desk that gets no further is not to be asked again at once, and for ever.
    if isProgress { entries[index].forgetSending() }
  }

  private mutating func commit(
    _ index: Int, at time: Instant, _ journal: inout Journal, _ effects: inout Effects
  ) {
    entries[index].progress.committed = time
    entries[index].forgetSending()
    journal.add(.putRequestProgress(entries[index].request.identifier, entries[index].progress))
    guard let digest = entries[index].request.recording?.digest,
      !neededRecordings.contains(digest)
    else { return }
    effects.append(.dropRecording(digest))
  }

  /// The ward has said something. What is older than what is known is passed over; in either case the
  /// desk is told what is here.
  mutating func take(
    _ reply: Reply, envelope: [UInt8], as terminal: Identifier, _ journal: inout Journal,
    _ effects: inout Effects
  ) throws(Refusal) {
    guard let index = index(of: reply.request) else {
      let receipt = ReplyReceipt(
        request: reply.request, revision: reply.revision, state: .unknown)
      effects.append(
        .publish(
          .up(terminal: terminal, kind: .reply, reply.request), payload: receipt.json.bytes,
          retained: false))
      return
    }
    // The desk replies to what it has committed.
    if !entries[index].progress.isCommitted {
      commit(index, at: reply.time, &journal, &effects)
    }
    if let known = entries[index].reply, reply.revision <= known.revision {
      if reply.revision == known.revision, !reply.says(what: known) { throw .contradiction }
      entries[index].told = nil
      return
    }
    entries[index].reply = reply
    entries[index].envelope = envelope
    entries[index].replyNumber = journal.add(.putReply(reply.request, envelope))
  }

  // MARK: The ward's voice

  private func hasReply(withRecording digest: MediaDigest) -> Bool {
    entries.contains { $0.voice?.recording.digest == digest }
  }

  /// A piece of the recording of a reply came. What nobody waits for is passed over.
  mutating func arrived(
    _ digest: MediaDigest, piece: Int, _ bytes: [UInt8], _ effects: inout Effects
  ) {
    for index in entries.indices where entries[index].voice?.recording.digest == digest {
      guard let whole = entries[index].voice?.take(bytes, piece: piece) else { continue }
      effects.append(.keepReplyRecording(whole.recording, bytes: whole.bytes))
    }
  }

  /// The recording of a reply is on disk.
  mutating func kept(_ digest: MediaDigest) {
    keptRecordings.append(digest)
    for index in entries.indices where entries[index].voice?.recording.digest == digest {
      entries[index].voice?.isReady = true
    }
  }

  /// The recording of a reply is not on disk; it is fetched anew, after a while.
  mutating func refused(_ digest: MediaDigest, _ moment: Moment) {
    for index in entries.indices where entries[index].voice?.recording.digest == digest {
      entries[index].voice?.beginAnew(moment)
    }
  }

  /// Takes recordings off the disk whose replies are gone.
  mutating func dropRecordings(_ effects: inout Effects) {
    let needed = neededRecordings
    for digest in keptRecordings where !needed.contains(digest) {
      effects.append(.dropRecording(digest))
    }
    keptRecordings.removeAll { !needed.contains($0) }
  }

  /// Drops the replies that the keyring no longer vouches for, and asks for them again.
  mutating func recheck(_ verify: ([UInt8]) -> Reply?) {
    for index in entries.indices {
      guard let envelope = entries[index].envelope else { continue }
      entries[index].take(verify(envelope), envelope)
    }
  }
}

extension Requests.Entry {
  /// Takes up a reply from the disk. If it isn't believed (any more) the request is sent again: a desk
  /// replies anew to whatever it hears again.
  fileprivate mutating func take(_ reply: Reply?, _ envelope: [UInt8]?) {
    self.reply = reply?.request == request.identifier ? reply : nil
    self.envelope = self.reply == nil ? nil : envelope
    if envelope != nil, self.reply == nil {
      progress = RequestProgress()
      told = nil
    }
  }

  fileprivate mutating func forgetSending() {
    sending = nil
    patience = Requests.firstPatienceMilliseconds
  }

  fileprivate mutating func isSent(at now: Int64, isPiece: Bool) {
    if sending != nil { patience = min(patience * 2, Requests.longestPatienceMilliseconds) }
    sending = (now, now + patience, isPiece)
  }
}
