import ArgumentParser
import WardContract

/// What the rules of local broadcasting want to know.
struct RegulationOptions: ParsableArguments {
  @Option(help: "Content class of the rule set in force, such as thong-tin-thiet-yeu.")
  var contentClass: String?
  @Option(help: "The body that approved it.") var approvingBody: String?
  @Option(help: "The document that orders or approves it, such as 12/KH-UBND.")
  var documentNumber: String?
  @Option(help: "khong, long-ghep (songs woven in) or thuan-tuy.") var music = Music.none
  @Option(help: "The time of the event that it announces.") var eventTime: Instant?
  @Option(help: "Who ordered that limits don't hold, such as \"Ban Tuyên giáo Thành ủy\".")
  var directiveIssuer: String?
  @Option(help: "The number of that order.") var directiveNumber: String?
  @Option(help: "What it lifts: khung-gio, so-buoi, …; may be repeated.")
  var directiveLifts: [Limit] = []
  @Option(help: "Until when it holds; a day if it is left out.") var directiveUntil: Instant?

  func validate() throws {
    let isOrdered = directiveIssuer != nil || directiveNumber != nil || !directiveLifts.isEmpty
    guard !isOrdered || directiveNumber != nil && directiveIssuer != nil && !directiveLifts.isEmpty
    else {
      throw ValidationError(
        "a directive needs --directive-issuer, --directive-number and --directive-lifts")
    }
  }

  func regulation(_ source: ProgrammeSource, at now: Instant) -> Bulletin.Regulation {
    var regulation = Bulletin.Regulation(
      contentClass: contentClass, programmeSource: source,
      approvingBody: approvingBody.map(TextRules.normalised),
      documentNumber: documentNumber.map(TextRules.normalised), music: music, eventTime: eventTime)
    if let directiveIssuer, let directiveNumber {
      regulation.directive = Directive(
        issuer: TextRules.normalised(directiveIssuer),
        number: TextRules.normalised(directiveNumber), from: now,
        until: directiveUntil ?? now + 86_400_000, lifts: directiveLifts)
    }
    return regulation
  }
}

extension Music: ExpressibleByArgument {}
extension Limit: ExpressibleByArgument {}
