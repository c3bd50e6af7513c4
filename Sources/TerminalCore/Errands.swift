import WardContract

/// What the household settles with offices and billers from its chair: what buttons do there, and what
/// comes back.
extension HomeTerminal {
  /// What was asked for, the newest first.
  private func asked(_ kind: Request.Kind) -> [Requests.Entry] {
    requests.entries.filter { $0.request.kind == kind }.reversed()
  }

  func servicesContext(_ reading: TrustedClock.Reading) -> Services.Context {
    Services.Context(
      catalogue: directory.catalogue, asked: asked(.service),
      today: reading.isKnown ? LocalDate(reading.now) : nil, now: reading.now,
      pageCount: menu.pageCount)
  }

  func billsContext(_ reading: TrustedClock.Reading) -> Bills.Context {
    Bills.Context(
      billers: directory.billers, asked: asked(.bill), now: reading.now,
      pageCount: menu.pageCount)
  }

  /// A function that decides itself what buttons mean has been opened.
  mutating func open(_ function: Menu.Function) {
    switch function {
    case .feedback: feedback.open()
    case .services: services.begin()
    case .bills: bills.begin()
    case .numbers: numbers.begin()
    case .news, .air, .settings, .status: break
    }
  }

  /// A code is being entered, character by character.
  var isEnteringCode: Bool {
    switch (menu.place, services.place, bills.place) {
    case (.services, .lookUp, _), (.bills, _, .entry): true
    default: false
    }
  }

  /// A button was pressed in such a function.
  mutating func pass(_ button: Button, _ reading: TrustedClock.Reading, _ moment: Moment) {
    switch menu.place {
    case .feedback: pressInFeedback(button, moment)
    case .examination: pressInExamination(button, moment)
    case .services:
      switch services.press(button, servicesContext(reading)) {
      case .none: break
      case .leave: menu.leaveFunction()
      case .ask(let form): services.asked(submit(.service, form.json, moment))
      case .open(let request): requests.shown(request, &journal)
      }
    case .bills:
      switch bills.press(button, billsContext(reading)) {
      case .none: break
      case .leave: menu.leaveFunction()
      case .ask(let form): bills.asked(submit(.bill, form.json, moment))
      case .open(let request): requests.shown(request, &journal)
      case .store: journal.add(.putBills(bills.memory))
      }
    case .numbers:
      switch numbers.press(button, directory.phoneBook, pageCount: menu.pageCount) {
      case .none: break
      case .leave: menu.leaveFunction()
      case .readOut: readOut(moment)
      }
    default: break
    }
  }

  /// The ward has said something to a request: what a biller says is remembered.
  mutating func heard(replyTo identifier: Identifier) {
    guard let entry = requests[identifier], entry.request.kind == .bill,
      let details = entry.reply?.details, let answer = try? BillAnswer(json: details),
      bills.heard(answer, to: entry.request)
    else { return }
    journal.add(.putBills(bills.memory))
  }

  /// A reply that comes while its page stands open is not new any more.
  mutating func noteSeenReply(_ reading: TrustedClock.Reading) {
    guard overlay(reading) == .none, !calling.isActive else { return }
    switch (menu.place, feedback.step, services.place, bills.place) {
    case (.feedback, .feedback(let request), _, _), (.services, _, .dossier(let request), _),
      (.bills, _, _, .bill(let request)):
      requests.shown(request, &journal)
    default: break
    }
  }

  /// The screen, with its words as large as the household likes them.
  func sized(_ screen: Screen) -> Screen {
    switch screen {
    case .choice(var choice):
      choice.textSize = preferences.textSize
      return .choice(choice)
    case .page(var page):
      page.textSize = preferences.textSize
      return .page(page)
    default: return screen
    }
  }
}
