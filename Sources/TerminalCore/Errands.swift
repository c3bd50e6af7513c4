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
      today: reading.isKnown ? LocalDate(reading.now) : nil, pageCount: menu.pageCount)
  }

  var billsContext: Bills.Context {
    Bills.Context(
      billers: directory.directory?.billers ?? [], asked: asked(.bill),
      pageCount: menu.pageCount)
  }

  /// A function that decides itself what buttons mean has been opened.
  mutating func open(_ function: Menu.Function) {
    switch function {
    case .feedback: feedback.open()
    case .services: services.begin()
    case .bills: bills.begin()
    case .news, .air, .settings, .status: break
    }
  }

  /// A button was pressed in such a function.
  mutating func pass(_ button: Button, _ reading: TrustedClock.Reading, _ moment: Moment) {
    switch menu.place {
    case .feedback: pressInFeedback(button, moment)
    case .services:
      switch services.press(button, servicesContext(reading)) {
      case .none: break
      case .leave: menu.leaveFunction()
      case .ask(let form): services.asked(submit(.service, form.json, moment))
      case .open(let request): requests.shown(request, &journal)
      }
    case .bills:
      switch bills.press(button, billsContext) {
      case .none: break
      case .leave: menu.leaveFunction()
      case .ask(let form): bills.asked(submit(.bill, form.json, moment))
      case .open(let request): requests.shown(request, &journal)
      case .store: journal.add(.putBills(bills.memory))
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
    guard overlay(reading) == .none else { return }
    switch (menu.place, services.place, bills.place) {
    case (.services, .dossier(let request), _), (.bills, _, .bill(let request)):
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
