import WardContract
import WardDesk

/// A draft as its form brings it. What a form can't say keeps its place in the draft.
enum DraftForm {
  /// Characters of a name or number: more than any has.
  private static let longestLine = 500

  /// The draft with what the form says, however much of it is missing.
  static func draft(_ kept: Draft, _ form: Form) -> Draft {
    var draft = kept
    func words(_ name: String) -> String { Draft.cleaned(form[name]) }
    func line(_ name: String) -> String { String(words(name).prefix(longestLine)) }
    draft.status = Status(rawValue: form["status"]) ?? .actual
    draft.priority = Priority(rawValue: form["priority"]) ?? .ordinary
    draft.contentClass = line("class")
    draft.areas = Array(form.all("area").compactMap { Area($0) }.prefix(Bounds.listedPerBulletin))
    draft.session = Session(rawValue: form["session"])
    draft.effective = time(form["effective"])
    draft.expires = time(form["expires"])
    draft.eventTime = time(form["event"])
    draft.documentNumber = line("document")
    draft.approvingBody = line("body")
    draft.programmeSource = ProgrammeSource(rawValue: form["programme"]) ?? .ownProgramme
    draft.origin = Origin(rawValue: form["origin"]) ?? .ward
    draft.music = Music(rawValue: form["music"]) ?? .none
    draft.directive.issuer = line("issuer")
    draft.directive.number = line("number")
    draft.directive.from = time(form["from"])
    draft.directive.until = time(form["until"])
    draft.directive.lifts = Limit.allCases.filter { form.all("lift").contains($0.rawValue) }
    draft.headline = words("headline")
    draft.text = words("text")
    draft.instruction = words("instruction")
    draft.media = media(form)
    return draft
  }

  /// The media in their order, each once.
  private static func media(_ form: Form) -> [MediaDigest] {
    var media: [MediaDigest] = []
    for digest in form.all("media").prefix(2 * Bounds.listedPerBulletin)
      .compactMap({ MediaDigest($0) }) where !media.contains(digest)
    {
      media.append(digest)
    }
    return media
  }

  /// A time as a browser's field has it, "2026-11-24T08:05", in Hanoi; `nil` if it is none.
  static func time(_ text: String) -> Instant? {
    let seconds = text.utf8.count == 16 ? ":00" : ""
    return Instant("\(text)\(seconds)+07:00")
  }

  /// The same the other way.
  static func field(_ instant: Instant?) -> String {
    instant.map { String($0.description.prefix(16)) } ?? ""
  }
}

/// What somebody wants who sends the form: the value of the button "do".
enum DraftErrand: Equatable {
  case save, speak, preview, submit, remove
  /// Leaves a medium out.
  case drop(MediaDigest)
  /// Puts a medium before the one in front of it.
  case raise(MediaDigest)

  init(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 1)
    let digest = words.count == 2 ? MediaDigest(words[1]) : nil
    switch (words.first, digest) {
    case ("speak", _): self = .speak
    case ("preview", _): self = .preview
    case ("submit", _): self = .submit
    case ("remove", _): self = .remove
    case ("drop", let digest?): self = .drop(digest)
    case ("raise", let digest?): self = .raise(digest)
    default: self = .save
    }
  }

  /// Changes the draft as far as the errand is about its media.
  func arrange(_ draft: inout Draft) {
    switch self {
    case .drop(let digest): draft.media.removeAll { $0 == digest }
    case .raise(let digest):
      guard let place = draft.media.firstIndex(of: digest), place > 0 else { return }
      draft.media.swapAt(place, place - 1)
    default: break
    }
  }
}
