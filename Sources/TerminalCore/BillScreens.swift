import Vietnam
import WardContract

/// What the household sees of its bills.
extension Bills {
  func screen(_ context: Context) -> Screen {
    switch place {
    case .start: return .choice(startScreen(context))
    case .billers:
      return .choice(
        billers.screen(
          "Trả cho ai?", context.billers.map(\.title), action: "Nhập mã",
          note: context.billers.isEmpty ? Words.noBillers : ""))
    case .entry(let biller, let entry):
      return .codeEntry(entry.screen(title: "Mã của \(biller.name)", help: biller.help))
    case .bill(let identifier):
      guard let entry = context.asked.first(where: { $0.request.identifier == identifier }) else {
        return .choice(startScreen(context))
      }
      return screen(of: entry, context)
    case .receipts:
      return .choice(
        ChoiceScreen(
          title: "Biên lai",
          rows: memory.paid.map {
            .init(
              name: "\($0.form.service), \($0.answer.period)",
              value: Amount.written($0.answer.amount))
          }, selected: selected, action: "Xem",
          note: memory.paid.contains(where: \.answer.isTrial) ? Words.trialData : ""))
    case .receipt(let index):
      guard let paid = memory.paid[safe: index] else { return .choice(startScreen(context)) }
      return .page(Self.receipt(paid, page: page))
    case .forget:
      return .choice(
        ChoiceScreen(
          title: "Xóa mã nào?", rows: memory.codes.map { .init(name: Self.name($0)) },
          selected: selected, action: "Xóa", note: "Biên lai đã trả vẫn được giữ."))
    case .notice(let words):
      return .page(PageScreen(title: Words.bills, text: words, page: page))
    }
  }

  private func startScreen(_ context: Context) -> ChoiceScreen {
    ChoiceScreen(
      title: Words.bills,
      rows: choices.map { choice in
        switch choice {
        case .code(let code): row(code, context)
        case .enter: .init(name: "Nhập mã khách hàng")
        case .receipts: .init(name: "Biên lai đã trả", value: String(memory.paid.count))
        case .forget: .init(name: "Xóa mã đã nhớ")
        }
      }, selected: min(selected, choices.count - 1), action: "Mở",
      note: isTrialShown(context) ? Words.trialData : Words.noSecrets)
  }

  /// Whether an amount stands in the list that no real biller has named.
  private func isTrialShown(_ context: Context) -> Bool {
    memory.codes.contains { code in
      guard let entry = Self.open(code, context.asked),
        case .unpaid(let answer, _) = standing(of: entry)
      else { return false }
      return answer.isTrial
    }
  }

  static func title(_ request: Request) -> String {
    (try? BillForm(json: request.body)).map(name) ?? Words.bills
  }

  private static func name(_ form: BillForm) -> String { "\(form.service) \(form.code)" }

  private func row(_ code: BillMemory.Code, _ context: Context) -> ChoiceScreen.Row {
    guard let entry = Self.open(code, context.asked) else { return .init(name: Self.name(code)) }
    switch standing(of: entry) {
    case .asking: return .init(name: Self.name(code), value: "Đang hỏi")
    case .unpaid(let answer, _):
      return .init(name: Self.name(code), value: Amount.written(answer.amount), isMarked: true)
    case .paid, .nothing, .wrong: return .init(name: Self.name(code))
    }
  }

  private func screen(of entry: Requests.Entry, _ context: Context) -> Screen {
    let form = try? BillForm(json: entry.request.body)
    let title = Self.title(entry.request)
    switch standing(of: entry) {
    case .asking:
      let lines = ["Đang hỏi hóa đơn."] + RequestWords.course(entry, now: context.now)
      return .page(
        PageScreen(title: title, text: lines.joined(separator: "\n"), page: page))
    case .nothing(let words), .wrong(let words):
      let answer = entry.reply?.details.flatMap { try? BillAnswer(json: $0) }
      return .page(
        PageScreen(
          title: title, detail: answer?.isTrial == true ? Words.trialData : "", text: words,
          page: page))
    case .paid(let paid): return .page(Self.receipt(paid, page: page))
    case .unpaid(let answer, let payload):
      return .qr(
        QRScreen(
          title: "Quét để trả \((form?.service ?? "hóa đơn").lowercased())", payload: payload,
          figure: Amount.written(answer.amount),
          lines: [
            answer.period + (answer.due.map { ", hạn \(Words.date($0))" } ?? ""),
            form.map { "Mã \($0.code)" } ?? "", "Người nhận: \(answer.payee)",
          ].filter { !$0.isEmpty },
          note: Words.scanWithBank, trial: answer.isTrial ? Words.trialPayment : nil))
    }
  }

  private static func receipt(_ paid: BillMemory.Paid, page: Int) -> PageScreen {
    let answer = paid.answer
    return PageScreen(
      title: "Đã thanh toán", detail: answer.isTrial ? Words.trialData : "",
      text: [
        "\(paid.form.service): \(Amount.written(answer.amount))", answer.period,
        "Mã khách hàng: \(paid.form.code)", "Người nhận: \(answer.payee)",
        answer.paid.map { "Trả lúc \(Words.time($0)) ngày \(Words.date($0))" } ?? "",
        answer.receipt.map { "Số biên lai: \($0)" } ?? "",
      ].filter { !$0.isEmpty }.joined(separator: "\n"), page: page)
  }
}
