import WardContract

/// What the household sees of public services.
extension Services {
  func screen(_ context: Context) -> Screen {
    let catalogue = context.catalogue
    switch place {
    case .start: return .choice(startScreen(context))
    case .groups:
      return .choice(
        groups.screen(
          "Thủ tục của phường", catalogue.names, action: Words.open,
          note: catalogue.groups.isEmpty ? Words.noProcedures : ""
        ) { (String(catalogue.groups[$0].procedures.count), false) })
    case .procedures:
      let chosen = catalogue.groups[safe: group]
      return .choice(
        procedures.screen(chosen?.name ?? Words.services, chosen?.names ?? [], action: "Xem"))
    case .procedure, .ways, .handOver:
      guard let procedure = chosen(catalogue) else { return .choice(startScreen(context)) }
      return screen(of: procedure)
    case .lookUp(let entry):
      return .codeEntry(entry.screen(title: "Mã hồ sơ", help: Words.dossierHelp))
    case .dossiers:
      return .choice(
        ChoiceScreen(
          title: "Hồ sơ đã gửi", rows: context.asked.map(Self.row), selected: selectedDossier,
          action: "Xem", note: dossiersNote(context)))
    case .dossier(let identifier):
      guard let entry = context.asked.first(where: { $0.request.identifier == identifier }) else {
        return .choice(startScreen(context))
      }
      return .page(page(of: entry, context))
    case .notice(let words):
      return .page(PageScreen(title: Words.services, text: words, page: page))
    }
  }

  private func startScreen(_ context: Context) -> ChoiceScreen {
    let news = context.asked.count(where: \.isNews)
    return ChoiceScreen(
      title: Words.services,
      rows: Start.allCases.map { choice in
        switch choice {
        case .catalogue:
          .init(name: "Thủ tục của phường", value: String(context.catalogue.count))
        case .lookUp: .init(name: "Tra mã hồ sơ")
        case .dossiers:
          .init(
            name: "Hồ sơ đã gửi",
            value: news > 0 ? "\(news) tin mới" : String(context.asked.count), isMarked: news > 0)
        }
      }, selected: start.rawValue, action: "Mở")
  }

  private func dossiersNote(_ context: Context) -> String {
    if context.asked.isEmpty { return "Nhà mình chưa gửi yêu cầu nào." }
    return context.asked.contains { Self.answer($0)?.isTrial == true } ? Words.trialData : ""
  }

  private func screen(of procedure: Directory.Procedure) -> Screen {
    switch place {
    case .ways:
      return .choice(
        ChoiceScreen(
          title: procedure.name,
          rows: [.init(name: "Xin làm thủ tục này"), .init(name: "Mở tiếp trên điện thoại")],
          selected: way.rawValue, action: "Chọn", note: Words.trialOffice))
    case .handOver:
      return .qr(
        QRScreen(
          title: "Quét để làm tiếp trên điện thoại", payload: procedure.address ?? "",
          lines: [procedure.name, "Mã thủ tục \(procedure.code)"],
          note: Words.scanWithCamera))
    default: return .page(Self.page(of: procedure, page: page))
    }
  }

  static func page(of procedure: Directory.Procedure, page: Int) -> PageScreen {
    PageScreen(
      title: procedure.name, detail: "Mã thủ tục \(procedure.code)", text: text(procedure),
      page: page, action: "Làm tiếp")
  }

  /// All that is known of a procedure; what nobody has verified is said to be so.
  static func text(_ procedure: Directory.Procedure) -> String {
    var lines = ["Giấy tờ: \(procedure.papers.isEmpty ? Words.unverified : "")"]
    lines += procedure.papers.map { "– \($0)" }
    lines += [
      "Lệ phí: \(procedure.fee ?? Words.unverified)",
      "Thời hạn: \(procedure.timeLimit ?? Words.unverified)",
      "Làm trên mạng: \(procedure.level.map(Words.level) ?? Words.unverified)",
      "Nguồn: \(procedure.source.text), ngày \(Words.date(procedure.source.date))",
    ]
    return lines.joined(separator: "\n")
  }

  static func title(_ request: Request) -> String {
    switch try? ServiceForm(json: request.body) {
    case .application(_, let name): name
    case .lookUp(let code): "Tra \(code)"
    case nil: Words.services
    }
  }

  private static func row(_ entry: Requests.Entry) -> ChoiceScreen.Row {
    .init(
      name: title(entry.request),
      value: answer(entry).map { Words.progress($0.progress) }
        ?? RequestWords.short(entry), isMarked: entry.isNews)
  }

  private static func answer(_ entry: Requests.Entry) -> ServiceAnswer? {
    entry.reply?.details.flatMap { try? ServiceAnswer(json: $0) }
  }

  private func page(of entry: Requests.Entry, _ context: Context) -> PageScreen {
    let answer = Self.answer(entry)
    let words = entry.reply?.words ?? ""
    var lines =
      !words.isEmpty
      ? [words]
      : answer.map { [Words.progress($0.progress)] }
        ?? RequestWords.course(entry, now: context.now)
    if let dossier = answer?.dossier { lines.append("Mã hồ sơ: \(dossier)") }
    if let answer, let due = answer.due, answer.progress < .ready {
      lines.append("Hẹn trả kết quả: \(Words.date(due))")
    }
    let detail = entry.reply.map { "\($0.office) · \(Words.time($0.time)) \(Words.date($0.time))" }
    return PageScreen(
      title: Self.title(entry.request),
      detail: [answer?.isTrial == true ? Words.trialData : nil, detail].compactMap { $0 }
        .joined(separator: " · "),
      text: lines.joined(separator: "\n"), page: page)
  }
}
