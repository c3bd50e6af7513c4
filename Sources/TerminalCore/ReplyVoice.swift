import WardContract

/// The ward's voice in a reply, on its way into the home. The home says how many pieces it has, the desk
/// sends the next one; they gather in memory, `Bounds.recordingBytes` at most, until all of it goes to disk
/// at once. After a restart it begins anew: there are few pieces, and half a recording says nothing.
struct ReplyVoice {
  /// What the ward has signed.
  let recording: Request.Recording
  /// It is on disk, whole.
  var isReady = false
  private var bytes: [UInt8] = []
  /// Whole pieces that have come; all of them while the disk is about to keep them.
  private var pieces = 0
  private var askedAt: Int64?
  private var askAt = Int64.min
  private var patience = Requests.firstPatienceMilliseconds

  init(_ recording: Request.Recording) { self.recording = recording }

  /// How many pieces are here while some are lacking; `nil` once none is.
  var lackingAfter: Int? { isReady ? nil : pieces }

  private var isGathering: Bool { !isReady && pieces < recording.pieces }

  /// Whether the next piece is to be asked for; `nil` once there is nothing to ask for.
  func isDue(at now: Int64) -> Bool? { isReady ? nil : isGathering && now >= askAt }

  /// Whether a piece is on its way. One that never comes must not hold up others.
  func isAsked(at now: Int64) -> Bool {
    guard isGathering, let askedAt else { return false }
    return now < askedAt + Requests.firstPatienceMilliseconds
  }

  /// When to ask again, in monotonic milliseconds.
  var deadline: Int64? { isGathering ? askAt : nil }

  /// The next piece is being asked for.
  mutating func asks(at now: Int64) {
    (askedAt, askAt) = (now, now + patience)
    patience = min(patience * 2, Requests.longestPatienceMilliseconds)
  }

  /// Whatever was asked for may be lost.
  mutating func forgetAsking() {
    (askedAt, askAt, patience) = (nil, .min, Requests.firstPatienceMilliseconds)
  }

  /// The desk has just shown that it is there. What it has not sent for a while was asked for while it was
  /// away.
  mutating func deskIsThere(_ moment: Moment) {
    guard let askedAt,
      moment.monotonicMilliseconds - askedAt >= Requests.answerMilliseconds
    else { return }
    forgetAsking()
  }

  /// Takes the piece that comes next, and gives all of it with the last one.
  mutating func take(
    _ piece: [UInt8], piece number: Int
  ) -> (recording: Request.Recording, bytes: [UInt8])? {
    guard isGathering, number == pieces, piece.count == recording.bytes(ofPiece: number) else {
      return nil
    }
    bytes += piece
    pieces += 1
    forgetAsking()
    guard pieces == recording.pieces else { return nil }
    defer { bytes = [] }
    return (recording, bytes)
  }

  /// What came was not what was signed, or the disk had no room for it. The desk's next word does not
  /// hurry that.
  mutating func beginAnew(_ moment: Moment) {
    (bytes, pieces, askedAt) = ([], 0, nil)
    askAt = moment.monotonicMilliseconds + Requests.longestPatienceMilliseconds
  }
}
