/// What a terminal and a desk accept at most. Anything beyond is refused with a stated reason,
/// never cut to fit: half a message may say the opposite of the whole one.
public enum Bounds {
  /// Largest signed envelope of any kind, in bytes.
  public static let envelopeBytes = 64 * 1024
  /// Most signatures one envelope may carry.
  public static let signatures = 8
  /// Deepest nesting of JSON.
  public static let jsonDepth = 8
  /// Most values one JSON text may hold, counted over all levels.
  public static let jsonValues = 8_192
  /// Most members of one JSON object.
  public static let jsonMembers = 64
  /// Longest topic, identifier included, in bytes.
  public static let topicBytes = 256
  /// Longest identifier, in bytes.
  public static let identifierBytes = 64
  /// Longest headline, in bytes of UTF-8.
  public static let headlineBytes = 480
  /// Longest description or instruction, in bytes of UTF-8.
  public static let descriptionBytes = 32 * 1024
  /// Longest name of an office, a person, a document number, in bytes of UTF-8.
  public static let nameBytes = 240
  /// Most areas, references and resources one bulletin may name.
  public static let listedPerBulletin = 16
  /// Largest medium, in bytes.
  public static let mediaBytes = 32 * 1024 * 1024
  /// Largest file of a release, in bytes. Homes fetch it in the pieces of a medium.
  public static let releaseBytes = mediaBytes
  /// Longest words of a release for the household, in bytes of UTF-8.
  public static let releaseNotesBytes = 2 * 1024
  /// Most release keys that a terminal believes at a time: the one in use, and those before and after.
  public static let releaseKeys = 8
  /// Longest sound, in milliseconds: 45 minutes, the longest session of any rule set
  /// (QĐ 5133/QĐ-UBND, Điều 1 mục 2.2c).
  public static let soundMilliseconds = 45 * 60 * 1000
  /// One piece of a medium, in bytes. The last piece is shorter.
  public static let mediaPieceBytes = 64 * 1024
  /// Most keys in a keyring.
  public static let keys = 256
  /// Most bulletins hanging on one board.
  public static let bulletinsOnBoard = 256
  /// Most rule sets in a broadcast plan.
  public static let ruleSets = 8
  /// Longest text of one rule set, in bytes of UTF-8.
  public static let ruleSetBytes = 16 * 1024
  /// Most entries of a ward's directory.
  public static let directoryEntries = 1_024
  /// Most parts of a ward's directory.
  public static let directoryParts = 32
  /// What the entries of one part take at most, in bytes of JSON: in base64url, with the signatures,
  /// that fits into an envelope.
  public static let directoryPartBytes = 40 * 1024
  /// Largest segment of a live programme, in bytes.
  public static let liveSegmentBytes = 8 * 1024
  /// Most packets of sound in one segment, those repeated included.
  public static let livePacketsPerSegment = 20
  /// A live programme's bulletin hangs at most so much longer than the programme may last, in
  /// milliseconds: for the announcement, and for an end that comes late.
  public static let liveMarginMilliseconds: Int64 = 600_000
  /// Largest form of a request, in bytes of JSON.
  public static let requestBodyBytes = 4 * 1024
  /// Longest recording of a voice that goes with a request or a reply, in milliseconds.
  public static let recordingMilliseconds = 60_000
  /// Largest such recording, in bytes: 60 s at 24 kbit/s are 180 KB.
  public static let recordingBytes = 512 * 1024
  /// Most pieces that such a recording has.
  public static let recordingPieces = recordingBytes / mediaPieceBytes
  /// Longest feedback that is written on a phone, in bytes of UTF-8; in the details of a reply each may
  /// take two.
  public static let writtenBytes = 4_000
  /// How long a form can be filled in on a phone after the desk has got it, in milliseconds.
  public static let writingMilliseconds: Int64 = 86_400_000
  /// Longest words of a reply, in bytes of UTF-8.
  public static let replyWordsBytes = 8 * 1024
  /// Largest details of a reply, in bytes of JSON.
  public static let replyDetailsBytes = 8 * 1024
  /// Most groups that a home is in.
  public static let groupsOfHome = 8
  /// Most revisions of a reply.
  public static let replyRevisions = 1_000
  /// Most receipts in one message.
  public static let receiptsPerMessage = 32
  /// Most hours of a home's air in one message.
  public static let readingsPerMessage = 24
  /// Most hours of a station in one message: a day, and the twelve hours before it that its first
  /// index is reckoned from.
  public static let stationHours = 36
  /// How long a station's values may be shown after their newest hour, in milliseconds.
  public static let stationLifeMilliseconds: Int64 = 86_400_000
  /// Largest claim of a terminal without a home, in bytes.
  public static let claimBytes = 2 * 1024
  /// Largest request for a certificate in a claim, in bytes of DER.
  public static let certificateRequestBytes = 1_024
  /// Largest chain of certificates, in bytes of PEM.
  public static let certificateChainBytes = 8 * 1024
  /// Largest answer to a claim, sealed, in bytes: keyring, endorsement, assignment and certificates.
  public static let enrolmentAnswerBytes = 80 * 1024
  /// Longest life of an assignment, in milliseconds.
  public static let assignmentLifeMilliseconds: Int64 = 86_400_000
  /// Longest life of a command to a terminal, in milliseconds.
  public static let commandMilliseconds: Int64 = 600_000
  /// Longest life of a bulletin from `effective` to `expires`, in milliseconds: 400 days, so
  /// that a slip of the keyboard does not hang on the wall for a century.
  public static let lifeMilliseconds: Int64 = 400 * 86_400_000
}
