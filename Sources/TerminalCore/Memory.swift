import WardContract

/// What the disk remembers over a restart.
public struct Memory: Equatable, Sendable {
  /// Chosen at random when the store was made.
  public var ledger: Identifier
  /// The sequence that the next receipt gets, from 1.
  public var nextReceipt: Int64
  /// Receipts that the desk has not acknowledged, by sequence.
  public var outbox: [Receipt]
  /// The envelope of the ward's keyring, if one was ever believed.
  public var keyring: [UInt8]?
  /// The envelope of the last board index that was stored.
  public var board: [UInt8]?
  /// The envelope of the ward's broadcast plan, if one is believed.
  public var plan: [UInt8]?
  /// The envelopes of the ward's directory, part by part; none if there is none that is believed.
  public var directory: [[UInt8]]
  /// Customers' codes and receipts of bills.
  public var bills = BillMemory()
  /// Bulletins that hang, and those that hung and must not come back.
  public var records: [StoredRecord]
  /// Whole pieces of each medium on disk.
  public var media: [StoredMedium]
  /// The household's volume, 0…100 percent; `nil` on a new store.
  public var volumePercent: Int?
  /// When the household wants no ordinary news.
  public var quietTimes = QuietTimes()
  /// How the household likes its terminal; `nil` if it never chose.
  public var preferences: Preferences?
  /// The envelope of the home's settings; `nil` leaves what it was enrolled with.
  public var settings: [UInt8]?
  /// Whether the household is watched over.
  public var watchOver = WatchOverAgreement()
  /// What sounded by itself of late, the oldest first.
  public var airings: [Airing]
  /// Sessions that are over here, the oldest first.
  public var closedSessions: [BroadcastSlot]
  /// What the household told its ward and asked of it, the oldest first.
  public var requests: [StoredRequest]
  /// What the household has said and not sent yet.
  public var draft: Request?
  /// Recordings of voices, the household's and the ward's in replies, that are on disk and whole.
  public var recordings: [MediaDigest] = []
  /// Hours of the home's air, by sequence.
  public var readings: [StoredReading]
  /// The sequence that the next hour of air gets, from 1: never one that an hour had before.
  public var nextReading: Int64 = 1
  /// The call for help that goes on; `nil` without one.
  public var sos: OpenSOS?
  /// Ends of emergencies that nobody has acknowledged yet, the oldest first.
  public var notices: [StoredNotice] = []
  /// The newest diagnosis; `nil` if there never was one.
  public var diagnosis: StoredDiagnosis?
  /// The disk could be read, but not be written.
  public var isUnwritten = false

  /// What an empty store remembers.
  public init(ledger: Identifier) {
    self.ledger = ledger
    nextReceipt = 1
    outbox = []
    directory = []
    records = []
    media = []
    airings = []
    closedSessions = []
    requests = []
    readings = []
  }
}

/// The end of an emergency that nobody in the home has acknowledged yet.
public struct StoredNotice: Equatable, Sendable {
  /// The bulletin's name.
  public var identifier: Identifier
  /// The area under whose topic it came.
  public var area: Area
  /// How it was signed.
  public var envelope: [UInt8]

  /// A notice.
  public init(identifier: Identifier, area: Area, envelope: [UInt8]) {
    self.identifier = identifier
    self.area = area
    self.envelope = envelope
  }
}

/// A call for help that goes on.
public struct OpenSOS: Equatable, Sendable {
  /// The sequence of the receipt that said that SOS was pressed.
  public var sos: Int64
  /// How many telephone calls it has made.
  public var calls: Int
  /// The number on the line; `nil` between calls.
  public var onTheLine: String?

  /// A call for help.
  public init(sos: Int64, calls: Int, onTheLine: String? = nil) {
    self.sos = sos
    self.calls = calls
    self.onTheLine = onTheLine
  }
}

/// A medium on disk.
public struct StoredMedium: Equatable, Sendable {
  /// The medium's name.
  public var digest: MediaDigest
  /// Whole pieces that are there, from the first on.
  public var pieces: Int
  /// Whether the medium is whole and was checked.
  public var isReady: Bool

  /// A medium on disk.
  public init(digest: MediaDigest, pieces: Int, isReady: Bool) {
    self.digest = digest
    self.pieces = pieces
    self.isReady = isReady
  }
}

/// A bulletin on disk: the envelope as it came, verified anew when it is read, and what has
/// become of it in this home.
public struct StoredRecord: Equatable, Sendable {
  /// The bulletin's name.
  public var identifier: Identifier
  /// The newest revision known, from 1.
  public var revision: Int
  /// The priority under which it was signed; an emergency gives way only to an emergency.
  public var priority: Priority
  /// From then on it is refused for that alone.
  public var expires: Instant
  /// The area whose topic it hung under.
  public var area: Area
  /// What has become of it in this home.
  public var progress: Progress
  /// `nil` once the bulletin is off the wall and only remembered.
  public var envelope: [UInt8]?

  /// A bulletin on disk.
  public init(
    identifier: Identifier, revision: Int, priority: Priority, expires: Instant, area: Area,
    progress: Progress, envelope: [UInt8]?
  ) {
    self.identifier = identifier
    self.revision = revision
    self.priority = priority
    self.expires = expires
    self.area = area
    self.progress = progress
    self.envelope = envelope
  }
}

/// What has become of a bulletin in this home.
public struct Progress: Equatable, Sendable {
  /// Whether it still is to sound by itself.
  public enum Course: String, CaseIterable, Sendable {
    /// It is to sound by itself.
    case waiting
    /// It has begun to sound by itself. Found after a restart, it was interrupted.
    case begun
    /// It will not sound by itself (again); by hand any time.
    case over
  }

  /// Whether it still is to sound by itself.
  public var course: Course
  /// It sounded to its end, by itself or by hand.
  public var wasHeard: Bool
  /// Somebody opened it on the screen.
  public var wasShown: Bool
  /// Somebody confirmed an emergency.
  public var wasConfirmed: Bool
  /// What has certainly sounded of it in its session since the ward was last told; after a restart
  /// it goes on from there. `nil` if no point was noted.
  public var noted: Piece?

  /// A piece of an item's own sound, in milliseconds from its beginning.
  public struct Piece: Equatable, Sendable {
    /// Where the piece begins.
    public var fromMilliseconds: Int
    /// Where it ends, not before it begins.
    public var toMilliseconds: Int

    /// A piece.
    public init(fromMilliseconds: Int, toMilliseconds: Int) {
      self.fromMilliseconds = fromMilliseconds
      self.toMilliseconds = max(fromMilliseconds, toMilliseconds)
    }
  }

  /// What has become of a bulletin so far.
  public init(
    course: Course = .waiting, wasHeard: Bool = false, wasShown: Bool = false,
    wasConfirmed: Bool = false, noted: Piece? = nil
  ) {
    self.course = course
    self.wasHeard = wasHeard
    self.wasShown = wasShown
    self.wasConfirmed = wasConfirmed
    self.noted = noted
  }
}

/// A request on disk, and what has become of it.
public struct StoredRequest: Equatable, Sendable {
  /// What was told or asked.
  public var request: Request
  /// What has become of it.
  public var progress: RequestProgress
  /// The envelope of the ward's newest reply, verified anew when it is read.
  public var reply: [UInt8]?

  /// A request on disk.
  public init(request: Request, progress: RequestProgress, reply: [UInt8]?) {
    self.request = request
    self.progress = progress
    self.reply = reply
  }
}

/// What has become of a request.
public struct RequestProgress: Equatable, Sendable {
  /// When the desk had committed all of it, as it said; `nil` if it hasn't said so.
  public var committed: Instant?
  /// The newest revision of the ward's reply that somebody has opened; 0 is none.
  public var shownRevision: Int

  /// What has become of a request so far.
  public init(committed: Instant? = nil, shownRevision: Int = 0) {
    self.committed = committed
    self.shownRevision = shownRevision
  }

  /// The desk has all of it.
  public var isCommitted: Bool { committed != nil }
}

/// One change on disk. All operations of one effect happen together or not at all.
public enum StoreOperation: Equatable, Sendable {
  case putRecord(StoredRecord)
  /// What has become of a bulletin already on disk; spares writing its envelope again.
  case putProgress(Identifier, Progress)
  case removeRecord(Identifier)
  case putKeyring([UInt8])
  case putBoard([UInt8])
  case putPlan([UInt8])
  case removePlan
  /// All parts of the directory, in the place of those that are there.
  case putDirectory([[UInt8]])
  case putBills(BillMemory)
  case putReceipt(Receipt)
  case removeReceipts([Int64])
  case putReading(AirReading)
  /// The desk has committed these.
  case acknowledgeReadings([Int64])
  case removeReadings([Int64])
  /// The envelope of the home's settings; `nil` goes back to what it was enrolled with.
  case putSettings([UInt8]?)
  case putVolume(percent: Int)
  case putQuietTimes(QuietTimes)
  case putPreferences(Preferences)
  case putWatchOver(WatchOverAgreement)
  case putSOS(OpenSOS?)
  /// All ends of emergencies that wait to be acknowledged, in the place of those that are there.
  case putNotices([StoredNotice])
  case putAiring(Airing)
  case removeAiring(Airing)
  case putClosedSessions([BroadcastSlot])
  case putRequest(Request)
  case putRequestProgress(Identifier, RequestProgress)
  /// The envelope of the newest reply to a request.
  case putReply(Identifier, [UInt8])
  case removeRequest(Identifier)
  /// What the household has said and not sent yet; `nil` once there is nothing.
  case putDraft(Request?)
  /// The newest diagnosis, in the place of the one before.
  case putDiagnosis(StoredDiagnosis)
}
