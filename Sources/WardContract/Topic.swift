/// A topic of the contract. Whatever does not parse as one of these is nobody's business.
public enum Topic: Hashable, Sendable {
  /// A signed bulletin, retained.
  case bulletin(Area, Identifier)
  /// The signed index of what hangs on the board of an area and of all within it, retained.
  case board(Area)
  /// The signed list of the keys that may speak for an area, retained.
  case keyring(Area)
  /// The signed plan of a ward's sessions, retained.
  case plan(Area)
  /// A signed part of the ward's directory, counted from 1, retained.
  case directory(Area, part: Int)
  /// What a monitoring station near the ward has measured, signed, retained.
  case air(Area)
  /// Segments of the live programme of that name, not retained, with QoS 0.
  case live(Area, stream: Identifier)
  /// A piece of a medium, counted from 0, retained.
  case media(MediaDigest, piece: Int)
  /// Something the desk says to one terminal.
  case down(terminal: Identifier, kind: DownKind, Identifier)
  /// Something one terminal says to the desk.
  case up(terminal: Identifier, kind: UpKind, Identifier)
  /// A piece of the recording of a request, counted from 0, not retained.
  case recording(terminal: Identifier, request: Identifier, piece: Int)
  /// A piece of the recording of a reply, counted from 0, not retained. It goes to one home, unlike the
  /// pieces of media.
  case replyRecording(terminal: Identifier, MediaDigest, piece: Int)
  /// Whether a terminal is connected, retained, also its last will.
  case presence(Identifier)
  /// What a terminal without a home says of itself, by its key; not retained.
  case claim(KeyFingerprint)
  /// The answer to that, sealed for the key; not retained.
  case enrolment(KeyFingerprint)

  /// What a desk says to one terminal.
  public enum DownKind: String, CaseIterable, Sendable {
    /// The desk has committed what the terminal sent.
    case acknowledgement = "ack"
    /// The desk has committed so much of a request.
    case requestAcknowledgement = "request-ack"
    /// What the ward says to a request.
    case reply
    /// What the ward asks the terminal to do at once.
    case command
    /// The home's settings, named by their version.
    case settings
    /// The chain of a new certificate for the terminal's key, as PEM.
    case certificate
  }

  /// What a terminal says to its desk.
  public enum UpKind: String, CaseIterable, Sendable {
    /// Facts about bulletins.
    case receipt
    /// What a household tells its ward or asks of it.
    case request
    /// What has become of a reply.
    case reply
    /// Hourly means of the home's air.
    case reading
    /// What the terminal found when it examined itself.
    case diagnosis
    /// A request for a new certificate (PKCS #10, DER).
    case renewal
  }

  /// Leads every topic of this version of the contract.
  public static let root = "loanha/v1"

  /// The topic as MQTT spells it.
  public var text: String {
    switch self {
    case .bulletin(let area, let id): "\(Self.root)/area/\(area)/bulletin/\(id)"
    case .board(let area): "\(Self.root)/area/\(area)/board"
    case .keyring(let area): "\(Self.root)/area/\(area)/keyring"
    case .plan(let area): "\(Self.root)/area/\(area)/plan"
    case .directory(let area, let part): "\(Self.root)/area/\(area)/directory/\(part)"
    case .air(let area): "\(Self.root)/area/\(area)/air"
    case .live(let area, let stream): "\(Self.root)/area/\(area)/live/\(stream)"
    case .media(let digest, let piece): "\(Self.root)/media/\(digest)/\(piece)"
    case .down(let terminal, let kind, let id):
      "\(Self.root)/terminal/\(terminal)/down/\(kind.rawValue)/\(id)"
    case .up(let terminal, let kind, let id):
      "\(Self.root)/terminal/\(terminal)/up/\(kind.rawValue)/\(id)"
    case .recording(let terminal, let request, let piece):
      "\(Self.root)/terminal/\(terminal)/up/recording/\(request)/\(piece)"
    case .replyRecording(let terminal, let digest, let piece):
      "\(Self.root)/terminal/\(terminal)/down/recording/\(digest)/\(piece)"
    case .presence(let terminal): "\(Self.root)/terminal/\(terminal)/presence"
    case .claim(let key): "\(Self.root)/enrol/up/\(key)"
    case .enrolment(let key): "\(Self.root)/enrol/down/\(key)"
    }
  }

  /// The topic that `text` spells, or `nil`.
  public init?(_ text: String) {
    guard text.utf8.count <= Bounds.topicBytes else { return nil }
    let levels = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }
    guard levels.count >= 5, levels[0] == "loanha", levels[1] == "v1" else { return nil }
    switch (levels[2], levels.count) {
    case ("area", 5):
      guard let area = Area(levels[3]) else { return nil }
      switch levels[4] {
      case "board": self = .board(area)
      case "keyring": self = .keyring(area)
      case "plan": self = .plan(area)
      case "air": self = .air(area)
      default: return nil
      }
    case ("area", 6):
      guard let area = Area(levels[3]), let id = Identifier(levels[5]) else { return nil }
      switch levels[4] {
      case "bulletin": self = .bulletin(area, id)
      case "live": self = .live(area, stream: id)
      case "directory":
        guard let part = Int(levels[5]), (1...Bounds.directoryParts).contains(part),
          String(part) == levels[5]
        else { return nil }
        self = .directory(area, part: part)
      default: return nil
      }
    case ("media", 5):
      guard let digest = MediaDigest(levels[3]), let piece = Self.piece(levels[4]) else {
        return nil
      }
      self = .media(digest, piece: piece)
    case ("enrol", 5):
      guard let key = KeyFingerprint(levels[4]) else { return nil }
      switch levels[3] {
      case "up": self = .claim(key)
      case "down": self = .enrolment(key)
      default: return nil
      }
    case ("terminal", 5):
      guard levels[4] == "presence", let terminal = Identifier(levels[3]) else { return nil }
      self = .presence(terminal)
    case ("terminal", 7):
      guard let terminal = Identifier(levels[3]), let id = Identifier(levels[6]) else { return nil }
      if levels[4] == "down", let kind = DownKind(rawValue: String(levels[5])) {
        self = .down(terminal: terminal, kind: kind, id)
      } else if levels[4] == "up", let kind = UpKind(rawValue: String(levels[5])) {
        self = .up(terminal: terminal, kind: kind, id)
      } else {
        return nil
      }
    case ("terminal", 8):
      guard let terminal = Identifier(levels[3]), levels[5] == "recording",
        let piece = Self.piece(levels[7])
      else { return nil }
      if levels[4] == "up", let request = Identifier(levels[6]) {
        self = .recording(terminal: terminal, request: request, piece: piece)
      } else if levels[4] == "down", let digest = MediaDigest(levels[6]) {
        self = .replyRecording(terminal: terminal, digest, piece: piece)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// The number that `text` spells in its only spelling.
  private static func piece(_ text: Substring) -> Int? {
    guard let piece = Int(text), piece >= 0, String(piece) == text else { return nil }
    return piece
  }

  /// What a terminal subscribes to for the bulletins of one of its areas.
  public static func bulletinFilter(_ area: Area) -> String { "\(root)/area/\(area)/bulletin/+" }

  /// What a terminal subscribes to for its ward's directory.
  public static func directoryFilter(_ area: Area) -> String { "\(root)/area/\(area)/directory/+" }

  /// What a terminal subscribes to for itself.
  public static func filters(downTo terminal: Identifier) -> [String] {
    [
      "\(root)/terminal/\(terminal)/down/+/+",
      "\(root)/terminal/\(terminal)/down/recording/+/+",
    ]
  }

  /// What a desk subscribes to on the broker for enrolment.
  public static let claimFilter = "\(root)/enrol/up/+"

  /// What a desk subscribes to: everything that terminals say.
  public static let filtersOfDesk = [
    "\(root)/terminal/+/up/+/+", "\(root)/terminal/+/up/recording/+/+",
    "\(root)/terminal/+/presence",
  ]
}
