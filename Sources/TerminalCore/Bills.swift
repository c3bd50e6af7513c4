import Vietnam
import WardContract

/// Where the household is among its bills, what its buttons mean there, and what it has paid.
///
/// The terminal asks, shows a code for somebody's phone, and waits for the biller to say that it was
/// paid. It moves no money, and there is no place on it for a bank's or a card's secret.
struct Bills {
  enum Place: Equatable {
    case start
    case billers
    case entry(Directory.Biller, CodeEntry)
    case bill(Identifier)
    case receipts
    case receipt(Int)
    /// A code is to be forgotten.
    case forget
    /// A sentence about what can't be done.
    case notice(String)
  }

  /// What stands below the remembered codes at the start.
  enum Start: Equatable {
    case code(BillMemory.Code)
    case enter
    case receipts
    case forget
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case leave
    case ask(BillForm)
    case open(Identifier)
    /// The memory has changed.
    case store
  }

  /// What the buttons act on.
  struct Context {
    let billers: [Directory.Biller]
    /// What was asked for, the newest first.
    let asked: [Requests.Entry]
    /// The best guess at the time.
    let now: Instant
    /// Pages of the screen as it was drawn last.
    let pageCount: Int
  }

  private(set) var memory: BillMemory
  private(set) var place = Place.start
  private(set) var selected = 0
  private(set) var billers = Browsing()
  private(set) var page = 0

  init(_ memory: BillMemory = BillMemory()) { self.memory = memory }

  /// The household comes in from the list of functions.
  mutating func begin() { go(to: .start) }

  /// What there is to choose at the start, from top to bottom.
  var choices: [Start] {
    memory.codes.map { .code($0) } + [.enter]
      + (memory.paid.isEmpty ? [] : [.receipts]) + (memory.codes.isEmpty ? [] : [.forget])
  }

  private mutating func go(to place: Place, selected: Int = 0) {
    self.place = place
    self.selected = selected
    page = 0
  }

  /// There is another directory: what was chosen from the old one is not there any more.
  mutating func directoryChanged() { billers = Browsing() }

  /// What was asked for is on its way, or can't be.
  mutating func asked(_ request: Identifier?) {
    go(to: request.map { .bill($0) } ?? .notice(Words.tooManyRequests))
  }

  /// The biller has answered a request; whether the memory has changed. What is paid stays so, and a
  /// code that the biller knows is remembered.
  mutating func heard(_ answer: BillAnswer, to request: Request) -> Bool {
    guard let form = try? BillForm(json: request.body) else { return false }
    switch answer.state {
    case .unknown, .nothing: return false
    case .unpaid: return memory.remember(form)
    case .paid:
      guard answer.isAmountPlausible else { return false }
      let isNew = memory.keep(.init(request: request.identifier, form: form, answer: answer))
      return memory.remember(form) || isNew
    }
  }

  mutating func press(_ button: Button, _ context: Context) -> Action {
    switch place {
    case .start: return pressAtStart(button, context)
    case .billers:
      switch billers.press(button, context.billers.map(\.title)) {
      case .goesOn: break
      case .left: go(to: .start)
      case .chose(let index):
        let biller = context.billers[index]
        go(to: .entry(biller, CodeEntry(format: biller.format)))
      }
    case .entry(let biller, var entry):
      switch entry.press(button) {
      case .goesOn: place = .entry(biller, entry)
      case .left: go(to: .billers)
      case .entered(let code):
        return .ask(BillForm(biller: biller.identifier, service: biller.service, code: code))
      }
    case .bill, .notice:
      if !move(button, &page, context.pageCount) { go(to: .start) }
    case .receipts:
      if move(button, &selected, memory.paid.count) { return .none }
      go(to: button == .ok ? .receipt(selected) : .start)
    case .receipt(let index):
      if !move(button, &page, context.pageCount) { go(to: .receipts, selected: index) }
    case .forget:
      if move(button, &selected, memory.codes.count) { return .none }
      guard button == .ok, memory.codes.indices.contains(selected) else {
        go(to: .start)
        return .none
      }
      memory.codes.remove(at: selected)
      if memory.codes.isEmpty { go(to: .start) } else { go(to: .forget) }
      return .store
    }
    return .none
  }

  private mutating func pressAtStart(_ button: Button, _ context: Context) -> Action {
    let choices = choices
    if move(button, &selected, choices.count) { return .none }
    guard button == .ok, let choice = choices[safe: selected] else { return .leave }
    switch choice {
    case .code(let code):
      guard let open = Self.open(code, context.asked) else { return .ask(code) }
      go(to: .bill(open.request.identifier))
      return .open(open.request.identifier)
    case .enter:
      billers = Browsing()
      go(to: .billers)
    case .receipts: go(to: .receipts)
    case .forget: go(to: .forget)
    }
    return .none
  }

  /// The newest request about a code that the biller has not spoken its last word to.
  static func open(_ code: BillMemory.Code, _ asked: [Requests.Entry]) -> Requests.Entry? {
    asked.first { entry in
      entry.reply?.state.isFinal != true && (try? BillForm(json: entry.request.body)) == code
    }
  }

  private func move(_ button: Button, _ index: inout Int, _ count: Int) -> Bool {
    switch button {
    case .up: index = max(index - 1, 0)
    case .down: index = min(index + 1, max(count - 1, 0))
    default: return false
    }
    return true
  }
}

extension Directory.Biller {
  /// "Tiền điện – EVNHANOI"
  var title: String { "\(service) – \(name)" }
}

extension Bills {
  /// What is to be shown of a bill.
  enum Standing: Equatable {
    /// The biller hasn't answered yet.
    case asking
    /// There is nothing to pay, in the ward's words.
    case nothing(String)
    /// What came can't be paid, and why.
    case wrong(String)
    case unpaid(BillAnswer, payload: String)
    case paid(BillMemory.Paid)
  }

  /// How a bill stands, as far as it may be believed.
  func standing(of entry: Requests.Entry) -> Standing {
    if let paid = memory.paid.first(where: { $0.request == entry.request.identifier }) {
      return .paid(paid)
    }
    guard let reply = entry.reply else { return .asking }
    guard let details = reply.details, let answer = try? BillAnswer(json: details) else {
      return reply.state.isFinal ? .nothing(reply.words) : .wrong(Words.unreadableBill)
    }
    switch answer.state {
    case .unknown, .nothing: return .nothing(reply.words)
    case .unpaid, .paid: break
    }
    if let same = memory.paid.first(where: { paid in
      paid.answer.period == answer.period && paid.answer.isTrial == answer.isTrial
        && (try? BillForm(json: entry.request.body)) == paid.form
    }) {
      return .paid(same)
    }
    guard answer.isAmountPlausible else { return .wrong(Words.absurdAmount(answer.amount)) }
    guard let payload = answer.payment, Self.isPayment(payload, of: answer.amount) else {
      return .wrong(Words.wrongPayment)
    }
    return .unpaid(answer, payload: payload)
  }

  /// Longest payload that is shown: its code has four pixels a module on the smallest display.
  static let longestPayload = 300

  /// Whether a code pays exactly that much; a stranger's eyes see no difference.
  static func isPayment(_ payload: String, of amount: Int64) -> Bool {
    guard payload.utf8.count <= longestPayload, let payment = try? VietQR(payload),
      payment.isForOnePayment, payment.service != .cash, let text = payment.amount
    else { return false }
    let parts = text.utf8.split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    let isWhole = parts.dropFirst().allSatisfy { $0.allSatisfy { $0 == UInt8(ascii: "0") } }
    return isWhole && Int64(Substring(parts[0])) == amount
  }
}
