import WardContract

/// Fetches media in pieces, one medium at a time, the most urgent first, a few pieces in flight.
///
/// A piece is a retained message: to ask for it is to subscribe to its topic. Pieces are written
/// in order; what is on disk is where the next attempt goes on, after a restart too.
struct MediaFetch {
  /// Pieces asked for at once: bounds the memory in flight to 256 KiB.
  static let window = 4
  /// Without a piece for this long, another medium gets its turn, in milliseconds.
  static let patienceMilliseconds: Int64 = 30_000
  /// How often a medium may turn out wrong before it is given up.
  static let maximumAttempts = 2
  /// Most media that can be known: every resource of every bulletin on the board.
  static let maximumMedia = Bounds.bulletinsOnBoard * Bounds.listedPerBulletin

  /// One medium and how far it has come.
  private struct Medium {
    var resource: Resource
    var pieces: Int
    var isReady = false
    var isChecking = false
    var refusals = 0
    var notBefore: Int64 = .min
    var isGivenUp: Bool { refusals >= MediaFetch.maximumAttempts }
  }

  /// In the order in which they are to be fetched.
  private var media: [Medium] = []
  /// What the disk held at the start and nobody has claimed yet.
  private var found: [StoredMedium] = []
  private var current: MediaDigest?
  /// Next piece to hand to the disk, and next to ask for.
  private var nextToStore = 0
  private var nextToAsk = 0
  private var deadlineOfProgress: Int64 = 0
  /// Why the disk refuses, while it does.
  private(set) var failure: String?

  init(found: [StoredMedium]) { self.found = found }

  func isReady(_ digest: MediaDigest) -> Bool {
    media.contains { $0.resource.digest == digest && $0.isReady }
  }

  /// Whether the medium will not come (any more): the item goes on without it.
  func isGivenUp(_ digest: MediaDigest) -> Bool {
    media.contains { $0.resource.digest == digest && $0.isGivenUp }
  }

  /// Says which media are wanted, the most urgent first. Others leave the disk.
  mutating func want(_ resources: [Resource], _ effects: inout Effects) {
    var wanted: [Medium] = []
    for resource in resources.prefix(Self.maximumMedia)
    where !wanted.contains(where: { $0.resource.digest == resource.digest }) {
      if let known = media.first(where: { $0.resource.digest == resource.digest }) {
        wanted.append(known)
      } else {
        let stored = found.first { $0.digest == resource.digest }
        wanted.append(
          Medium(
            resource: resource, pieces: min(stored?.pieces ?? 0, resource.pieces),
            isReady: stored?.isReady ?? false))
      }
    }
    for old in media.map(\.resource.digest) + found.map(\.digest)
    where !wanted.contains(where: { $0.resource.digest == old }) {
      if old == current { abandon(&effects) }
      effects.append(.dropMedia(old))
    }
    found = []
    media = wanted
  }

  /// The connection is gone, and with it all subscriptions.
  mutating func linkDown() { current = nil }

  /// Goes on fetching: keeps pieces asked for, or turns to the next medium.
  mutating func settle(isUp: Bool, _ moment: Moment, _ effects: inout Effects) {
    checkComplete(&effects)
    guard isUp else { return }
    if current != nil, moment.monotonicMilliseconds >= deadlineOfProgress {
      postpone(moment, &effects)
    }
    if let wanted = next(moment), wanted != current {
      abandon(&effects)
      begin(wanted, moment)
    }
    ask(&effects)
  }

  /// Has every medium checked whose last piece is on disk; also one whose check a power cut ate.
  private mutating func checkComplete(_ effects: inout Effects) {
    for index in media.indices
    where !media[index].isReady && !media[index].isChecking && !media[index].isGivenUp
      && media[index].pieces == media[index].resource.pieces
    {
      if media[index].resource.digest == current { current = nil }
      media[index].isChecking = true
      effects.append(.checkMedia(media[index].resource))
    }
  }

  /// The medium that should be under way: the most urgent that isn't complete. One that has
  /// begun isn't left for another of the same urgency, since the order of `media` is stable.
  private func next(_ moment: Moment) -> MediaDigest? {
    media.first {
      !$0.isReady && !$0.isChecking && !$0.isGivenUp
        && $0.notBefore <= moment.monotonicMilliseconds
    }?.resource.digest
  }

  private func index(_ digest: MediaDigest) -> Int? {
    media.firstIndex { $0.resource.digest == digest }
  }

  private mutating func begin(_ digest: MediaDigest, _ moment: Moment) {
    guard let index = index(digest) else { return }
    current = digest
    nextToStore = media[index].pieces
    nextToAsk = media[index].pieces
    deadlineOfProgress = moment.monotonicMilliseconds + Self.patienceMilliseconds
  }

  private mutating func ask(_ effects: inout Effects) {
    guard let current, let index = index(current) else { return }
    let end = min(media[index].pieces + Self.window, media[index].resource.pieces)
    if nextToAsk < end {
      effects.append(.subscribe((nextToAsk..<end).map { Topic.media(current, piece: $0).text }))
      nextToAsk = end
    }
  }

  private mutating func abandon(_ effects: inout Effects) {
    guard let digest = current, let index = index(digest) else { return }
    let asked = media[index].pieces..<max(nextToAsk, media[index].pieces)
    if !asked.isEmpty {
      effects.append(.unsubscribe(asked.map { Topic.media(digest, piece: $0).text }))
    }
    current = nil
  }

  private mutating func postpone(_ moment: Moment, _ effects: inout Effects) {
    guard let digest = current, let index = index(digest) else { return }
    media[index].notBefore = moment.monotonicMilliseconds + 2 * Self.patienceMilliseconds
    abandon(&effects)
  }

  /// A piece came. Only the one that is next, of the medium under way, and of the right size is
  /// taken; anything else will come again when its turn has come.
  mutating func arrived(
    _ digest: MediaDigest, piece: Int, bytes: [UInt8], _ effects: inout Effects
  ) {
    guard digest == current, let index = index(digest), piece == nextToStore else { return }
    let resource = media[index].resource
    let isLast = piece == resource.pieces - 1
    let expected =
      isLast ? resource.sizeBytes - piece * Bounds.mediaPieceBytes : Bounds.mediaPieceBytes
    guard bytes.count == expected else { return }
    nextToStore += 1
    effects.append(.storeMediaPiece(digest, piece: piece, bytes: bytes))
  }

  mutating func stored(
    _ digest: MediaDigest, piece: Int, _ moment: Moment, _ effects: inout Effects
  ) {
    failure = nil
    guard let index = index(digest), piece == media[index].pieces else { return }
    media[index].pieces += 1
    if digest == current {
      effects.append(.unsubscribe([Topic.media(digest, piece: piece).text]))
      deadlineOfProgress = moment.monotonicMilliseconds + Self.patienceMilliseconds
    }
  }

  mutating func ready(_ digest: MediaDigest) {
    guard let index = index(digest) else { return }
    media[index].isReady = true
    media[index].isChecking = false
  }

  /// The medium was wrong. It is fetched once more; then it is given up.
  mutating func refused(_ digest: MediaDigest) {
    guard let index = index(digest) else { return }
    media[index].isChecking = false
    media[index].isReady = false
    media[index].refusals += 1
    media[index].pieces = 0
  }

  /// The disk did not take a piece: wait, then go on from what is there.
  mutating func failed(
    _ digest: MediaDigest, reason: String, _ moment: Moment, _ effects: inout Effects
  ) {
    failure = reason
    guard digest == current else { return }
    postpone(moment, &effects)
  }

  func deadline(_ moment: Moment) -> Int64? {
    if current != nil { return deadlineOfProgress }
    return media.lazy.filter { !$0.isReady && !$0.isChecking && !$0.isGivenUp }
      .map(\.notBefore).filter { $0 > moment.monotonicMilliseconds }.min()
  }
}
