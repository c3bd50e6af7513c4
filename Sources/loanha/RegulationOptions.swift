import ArgumentParser
import WardContract
import WardDesk

/// What the rules of local broadcasting want to know of a bulletin.
struct RegulationOptions: ParsableArguments {
  @Option(
    name: .customLong("class"),
    help: "The class of content, needed unless it is an emergency; see `loanha rules explain`.")
  var contentClass: String?
  @Option(
    help: "To be heard in the morning (sang) or the afternoon (chieu); else the next session.")
  var session: Session?
  @Option(
    help: ArgumentHelp(
      "The number of the document that orders or approves it.", valueName: "number"))
  var document: String?
  @Option(help: ArgumentHelp("The body that approved it.", valueName: "body"))
  var approvedBy: String?
  @Option(help: "How it came about: tu-thuc-hien, bai-phat-thanh-duyet or tiep-song.")
  var programme: ProgrammeSource?
  @Option(help: "Where it comes from: trung-uong, thanh-pho, quan-huyen or phuong-xa.")
  var origin: Origin?
  @Option(help: "The time of what it announces, such as 2026-11-26T08:00:00+07:00.")
  var eventTime: Instant?
  @Option(help: "Music in it: khong, long-ghep (songs in a programme) or thuan-tuy (nothing else).")
  var music: Music?
  @Option(help: ArgumentHelp("The body whose directive lifts limits.", valueName: "body"))
  var directiveIssuer: String?
  @Option(help: ArgumentHelp("The number of the directive.", valueName: "number"))
  var directiveNumber: String?
  @Option(help: "From when the directive holds; from now on if left out.")
  var directiveFrom: Instant?
  @Option(help: "Until when it holds; as long as the bulletin if left out.")
  var directiveUntil: Instant?
  @Option(
    help: ArgumentHelp(
      """
      The limits that it lifts, joined by commas: \(Limit.allCases.map(\.rawValue)
        .joined(separator: ", ")).
      """, valueName: "limits"))
  var lifts: LimitList?

  /// Whether any of it was given.
  var isGiven: Bool {
    contentClass != nil || session != nil || document != nil || approvedBy != nil
      || programme != nil || origin != nil || eventTime != nil || music != nil || hasDirective
  }

  private var hasDirective: Bool {
    directiveIssuer != nil || directiveNumber != nil || directiveFrom != nil
      || directiveUntil != nil || lifts != nil
  }

  func validate() throws {
    guard hasDirective, directiveIssuer == nil || directiveNumber == nil || lifts == nil else {
      return
    }
    throw ValidationError(
      "a directive needs --directive-issuer, --directive-number and --lifts")
  }

  /// Puts what was given into the bulletin; what wasn't stays as it is.
  func apply(to bulletin: inout Bulletin) throws {
    func text(_ text: String?, _ old: String?) -> String? { text.map(TextRules.normalised) ?? old }
    var regulation = bulletin.regulation
    regulation.contentClass = text(contentClass, regulation.contentClass)
    regulation.session = session ?? regulation.session
    regulation.documentNumber = text(document, regulation.documentNumber)
    regulation.approvingBody = text(approvedBy, regulation.approvingBody)
    regulation.programmeSource = programme ?? regulation.programmeSource
    regulation.origin = origin ?? regulation.origin
    regulation.eventTime = eventTime ?? regulation.eventTime
    regulation.music = music ?? regulation.music
    if let directiveIssuer, let directiveNumber, let lifts {
      regulation.directive = Directive(
        issuer: TextRules.normalised(directiveIssuer),
        number: TextRules.normalised(directiveNumber), from: directiveFrom ?? bulletin.sent,
        until: directiveUntil ?? bulletin.expires, lifts: lifts.limits)
    }
    bulletin.regulation = regulation
  }
}

/// Limits joined by commas, each once.
struct LimitList: ExpressibleByArgument {
  var limits: [Limit] = []

  init?(argument: String) {
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let limit = Limit(rawValue: String(word)), !limits.contains(limit) else { return nil }
      limits.append(limit)
    }
  }
}

extension Session: ExpressibleByArgument {}
extension ProgrammeSource: ExpressibleByArgument {}
extension Origin: ExpressibleByArgument {}
extension Music: ExpressibleByArgument {}
