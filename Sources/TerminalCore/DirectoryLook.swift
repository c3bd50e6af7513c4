import WardContract

extension Screen {
  /// What a home with a microphone and a telephone shows of one entry of the directory, for whoever writes
  /// it.
  public static func look(at entry: Directory.Entry, page: Int = 0) -> Screen {
    switch entry {
    case .procedure(let procedure): return .page(Services.page(of: procedure, page: page))
    case .biller(let biller):
      return .codeEntry(
        CodeEntry(format: biller.format).screen(title: "Mã của \(biller.name)", help: biller.help))
    case .subject(let subject):
      return .choice(
        FeedbackWords.waysScreen(
          subject, [.speak] + subject.sentences.map { .sentence($0) }, row: 0, textSize: .normal))
    case .number(let number):
      return .page(
        Numbers.page(
          of: PhoneBook.Entry(number: number.number, name: number.name, source: number.source),
          page: page, canCall: true))
    case .areaName(let name):
      return .choice(
        Browsing().screen(Words.areas, [name.name], action: Words.listen) { _ in ("Nhà mình", true)
        })
    case .writingForm(let form):
      let subject = FeedbackSubjects.usual[0]
      let body = Feedback(subject: subject.identifier, title: subject.name, isWritten: true)
      let request = Request(
        identifier: Request.identifier(drawnFrom: 0), kind: .feedback,
        isAnonymous: subject.isAnonymous, created: Instant(milliseconds: 0), body: body.json)
      return .qr(FeedbackWords.formScreen(form, request, isAtDesk: true))
    }
  }
}
