import BroadcastRules
import WardContract

/// A bulletin in the making. Anything may still be missing: `faults` says what.
public struct Draft: Equatable, Sendable {
  /// The name that the bulletin will have.
  public var identifier: Identifier
  /// Real, an exercise or a test.
  public var status = Status.actual
  /// How urgent it is.
  public var priority = Priority.ordinary
  /// The class of content, by its name in the rule set; empty if none was chosen.
  public var contentClass = ""
  /// Whom it is for.
  public var areas: [Area]
  /// In which half of the day it is heard; `nil` is in the next session.
  public var session: Session?
  /// From when on it counts; `nil` is at once.
  public var effective: Instant?
  /// Until when it hangs; `nil` is until a day after it begins or its session opens.
  public var expires: Instant?
  /// The time of what it announces.
  public var eventTime: Instant?
  /// The document that orders or approves it.
  public var documentNumber = ""
  /// The body that approved it.
  public var approvingBody = ""
  /// How the programme came about.
  public var programmeSource = ProgrammeSource.ownProgramme
  /// Which level of government it comes from.
  public var origin = Origin.ward
  /// The music in it.
  public var music = Music.none
  /// The order that lifts limits for it.
  public var directive = DirectiveDraft()
  /// The headline.
  public var headline = ""
  /// The text.
  public var text = ""
  /// What people should do, in an emergency.
  public var instruction = ""
  /// Sounds and images, in the order in which they are played and shown.
  public var media: [MediaDigest] = []

  /// A directive in the making.
  public struct DirectiveDraft: Equatable, Sendable {
    /// The body that gives it.
    public var issuer = ""
    /// The number of the document.
    public var number = ""
    /// From when on it holds; `nil` is from now on.
    public var from: Instant?
    /// Until when it holds; `nil` is as long as the bulletin.
    public var until: Instant?
    /// What it lifts, each limit once.
    public var lifts: [Limit] = []

    /// None.
    public init() {}

    /// Nobody has begun to name one.
    public var isEmpty: Bool { self == DirectiveDraft() }
    /// Everything that a directive needs is there.
    var isComplete: Bool { !issuer.isEmpty && !number.isEmpty && !lifts.isEmpty }
  }

  /// An empty draft for these areas.
  public init(identifier: Identifier, areas: [Area]) {
    self.identifier = identifier
    self.areas = areas
  }

  /// What an item that was sent says, under a name of its own and for another day: times are left out.
  public init(copyOf bulletin: Bulletin, identifier: Identifier) {
    self.identifier = identifier
    areas = bulletin.areas
    status = bulletin.status
    priority = bulletin.priority
    headline = bulletin.headline
    text = bulletin.description
    instruction = bulletin.instruction ?? ""
    media = bulletin.resources.map(\.digest)
    let regulation = bulletin.regulation
    contentClass = regulation.contentClass ?? ""
    session = regulation.session
    documentNumber = regulation.documentNumber ?? ""
    approvingBody = regulation.approvingBody ?? ""
    programmeSource = regulation.programmeSource
    origin = regulation.origin
    music = regulation.music
  }

  /// A name for a bulletin that is begun now: "tin-20261124080500-4f".
  public static func newIdentifier(at now: Instant, salt: UInt64) -> Identifier {
    let digits = now.description.prefix(19).filter { ("0"..."9").contains($0) }
    guard let identifier = Identifier("tin-\(digits)-\(String(salt % 1_296, radix: 36))") else {
      preconditionFailure("digits and small letters make an identifier")
    }
    return identifier
  }

  /// Text as somebody typed or pasted it, as it may stand in a bulletin: in normalisation form C, with
  /// line feeds alone, and without what can't be seen.
  public static func cleaned(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      // A line's end as Windows writes it is two characters, of which one is left.
      case 0x0D, 0..<0x09, 0x0E..<0x20, 0x7F..<0xA0: continue
      case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF, 0xAD: continue
      case 0x0B, 0x0C: scalars.append("\n")
      case 0x09: scalars.append(" ")
      // The bullet of a list, as word processors paste it out of a font for symbols.
      case 0xF0B7: scalars.append("•")
      default: scalars.append(scalar)
      }
    }
    return TextRules.normalised(String(scalars))
  }
}
