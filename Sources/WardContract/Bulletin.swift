/// One item of a ward's notice board at one revision: what officers signed, and all of it.
///
/// Words and meanings are CAP 1.2's where they fit; beside them stand the particulars that the
/// Vietnamese rules of local broadcasting ask for. An `update` or `cancel` carries the
/// identifier of what it changes and a higher revision.
public struct Bulletin: Equatable, Sendable {
  /// The item's name, the same over all its revisions.
  public var identifier: Identifier
  /// Counts up from 1 with every change of the item.
  public var revision: Int
  /// The office that speaks, as people know it: "UBND phường Ba Đình".
  public var senderName: String
  /// When the item was signed.
  public var sent: Instant
  /// Whether it is real (CAP 1.2 `status`).
  public var status: Status
  /// News, its correction or its withdrawal (CAP 1.2 `msgType`).
  public var messageType: MessageType
  /// Thông thường, ưu tiên or khẩn cấp.
  public var priority: Priority
  /// Whom the item is for.
  public var areas: [Area]
  /// Other items that this one supersedes (`update`) or withdraws (`cancel`).
  public var references: [Identifier]
  /// CAP 1.2 `category`.
  public var category: Category
  /// CAP 1.2 `urgency`.
  public var urgency: Urgency
  /// CAP 1.2 `severity`.
  public var severity: Severity
  /// CAP 1.2 `certainty`.
  public var certainty: Certainty
  /// Not shown or heard before this time; `nil` is at once.
  public var effective: Instant?
  /// Neither shown nor heard from this time on.
  public var expires: Instant
  /// A BCP 47 language tag.
  public var language: String
  /// 1…`Bounds.headlineBytes` bytes.
  public var headline: String
  /// At most `Bounds.descriptionBytes` bytes; may be empty.
  public var description: String
  /// What people should do, in an emergency.
  public var instruction: String?
  /// Sounds and images, in the order in which they are played and shown.
  public var resources: [Resource]
  /// The programme that it announces, if that is heard while it is made.
  public var live: LiveStream?
  /// What the rules of local broadcasting want to know.
  public var regulation: Regulation

  /// What the rules of local broadcasting want to know of an item.
  public struct Regulation: Equatable, Sendable {
    /// Which level of government it comes from.
    public var origin: Origin
    /// Content class of the rule set in force, by its name there.
    public var contentClass: String?
    /// How the programme came about.
    public var programmeSource: ProgrammeSource
    /// The body that approved the item, where one must.
    public var approvingBody: String?
    /// The document that orders or approves the item: "12/KH-UBND".
    public var documentNumber: String?
    /// In which half of the day it is broadcast; `nil` is in the next session, whichever it is.
    public var session: Session?
    /// The music in it.
    public var music: Music
    /// The order that lifts limits for it.
    public var directive: Directive?
    /// The time of the event that the item announces (R-18 of QĐ 5133: "công việc có mốc thời gian").
    public var eventTime: Instant?

    /// Particulars of an item that the ward makes itself.
    public init(
      origin: Origin = .ward, contentClass: String? = nil,
      programmeSource: ProgrammeSource = .ownProgramme, approvingBody: String? = nil,
      documentNumber: String? = nil, session: Session? = nil, music: Music = .none,
      directive: Directive? = nil, eventTime: Instant? = nil
    ) {
      self.origin = origin
      self.contentClass = contentClass
      self.programmeSource = programmeSource
      self.approvingBody = approvingBody
      self.documentNumber = documentNumber
      self.session = session
      self.music = music
      self.directive = directive
      self.eventTime = eventTime
    }
  }

  /// A bulletin; what has a default is what most notices leave open.
  public init(
    identifier: Identifier, revision: Int = 1, senderName: String, sent: Instant,
    status: Status = .actual, messageType: MessageType = .alert, priority: Priority = .ordinary,
    areas: [Area], references: [Identifier] = [], category: Category = .other,
    urgency: Urgency = .unknown, severity: Severity = .unknown, certainty: Certainty = .unknown,
    effective: Instant? = nil, expires: Instant, language: String = "vi", headline: String,
    description: String = "", instruction: String? = nil, resources: [Resource] = [],
    live: LiveStream? = nil, regulation: Regulation = Regulation()
  ) {
    self.identifier = identifier
    self.revision = revision
    self.senderName = senderName
    self.sent = sent
    self.status = status
    self.messageType = messageType
    self.priority = priority
    self.areas = areas
    self.references = references
    self.category = category
    self.urgency = urgency
    self.severity = severity
    self.certainty = certainty
    self.effective = effective
    self.expires = expires
    self.language = language
    self.headline = headline
    self.description = description
    self.instruction = instruction
    self.resources = resources
    self.live = live
    self.regulation = regulation
  }

  /// The sounds among the resources, in their order.
  public var sounds: [Resource] { resources.filter { $0.mimeType.isSound } }
  /// The images among the resources, in their order.
  public var images: [Resource] { resources.filter { !$0.mimeType.isSound } }
  /// When the item begins to count: `effective`, or `sent` if it is to count at once.
  public var begins: Instant { effective ?? sent }
}
