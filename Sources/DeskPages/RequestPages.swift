import Hummingbird
import Vietnam
import WardContract
import WardDesk

/// What homes asked of public services and billers. A trial office and a trial biller answer, and every
/// page says so; docs/adapters.md is what real ones would have to do.
enum RequestPages {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("services") { request, context in
      let frame = try context.frame(request)
      let (known, erased) = try await frame.ward.read {
        (try $0.requests(.service), try $0.erasedCount(.service))
      }
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let shown = paging.part(of: known.reversed())
      return services(frame, shown, retention(erased, frame), paging.links(of: known.count, frame))
    }
    group.post("services/:dossier") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      guard let state = ServiceAnswer.Progress(rawValue: context.form["state"]),
        let text = context.parameters.get("dossier"), let dossier = try? DossierCode(text)
      else { throw HTTPError(.badRequest) }
      try await frame.ward.write { try $0.move(trialDossier: dossier, to: state) }
      _ = frame.ward.folder.tellDesk()
      return .see(frame.at("/services"))
    }
    group.get("bills") { request, context in
      let frame = try context.frame(request)
      let (known, erased) = try await frame.ward.read {
        (try $0.requests(.bill), try $0.erasedCount(.bill))
      }
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let shown = paging.part(of: known.reversed())
      return bills(frame, shown, retention(erased, frame), paging.links(of: known.count, frame))
    }
    group.post("bills") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      guard let biller = Identifier(context.form["biller"]) else { throw HTTPError(.badRequest) }
      let (code, now) = (context.form["code"], frame.now)
      _ = try await frame.ward.write { try $0.pay(trialBillOf: biller, code: code, at: now) }
      _ = frame.ward.folder.tellDesk()
      return .see(frame.at("/bills"))
    }
  }

  private static func trial(_ frame: Frame) -> HTML {
    """
    <p class="warning">\(frame.say(
      "THỬ NGHIỆM: chưa nối với cơ quan hay nhà cung cấp nào. Văn phòng thử và bên thu thử trả lời.",
      "TRIAL: joined to no authority and no biller. A trial office and a trial biller answer."))</p>
    """
  }

  private static func home(_ request: DeskRequest, _ frame: Frame) -> HTML {
    guard let terminal = request.terminal else {
      return request.request.isAnonymous
        ? "\(frame.say("không nêu tên", "anonymous"))" : "\(frame.say("đã xoá", "erased"))"
    }
    return "<a href=\"\(frame.at("/homes/\(terminal)"))\">\(terminal)</a>"
  }

  /// What can't be read: words that are gone by the rule of retention, or that a home sent wrongly.
  private static func unread(_ known: DeskRequest, _ frame: Frame) -> String {
    known.terminal == nil && !known.request.isAnonymous
      ? frame.say("đã xoá", "erased") : frame.say("không đọc được", "can't be read")
  }

  /// When homes, codes and answers go.
  private static func retention(_ erased: Int, _ frame: Frame) -> HTML {
    let days = frame.ward.retention.requestDays
    return """
      <p class="note">\(frame.say(
        "Tên nhà, mã và câu trả lời được xoá \(days) ngày sau câu trả lời cuối; số lượng vẫn giữ. Đã xoá \(erased) yêu cầu.",
        "Home, codes and answers are erased \(days) days after the last answer; counts stay. \(erased) are erased."))</p>
      """
  }

  // MARK: Services

  private static func services(
    _ frame: Frame, _ requests: [DeskRequest], _ retention: HTML, _ links: HTML
  ) -> Response {
    let rows = requests.pieces { known in
      let answer = known.replies.last?.details.flatMap { try? ServiceAnswer(json: $0) }
      let what =
        switch try? ServiceForm(json: known.request.body) {
        case .application(let code, let name): "\(name) (\(code))"
        case .lookUp(let code): frame.say("Tra hồ sơ \(code)", "Look-up of \(code)")
        case nil: unread(known, frame)
        }
      return """
        <tr><td>\(known.number). \(what)</td><td>\(frame.time(known.stored))</td>
          <td>\(home(known, frame))</td><td>\(answer?.dossier?.description ?? "")</td>
          <td>\(answer.map { words($0.progress, frame) } ?? "")</td>
          <td>\(answer.map { steps($0, frame) } ?? .none)</td></tr>
        """
    }
    return frame.page(
      frame.say("Dịch vụ công", "Public services"),
      """
      \(trial(frame))
      <div class="wide"><table id="services" data-live>
        <thead><tr><th>\(frame.say("Yêu cầu", "Request"))</th><th>\(frame.say("Lúc", "When"))</th>
          <th>\(frame.say("Nhà", "Home"))</th><th>\(frame.say("Mã hồ sơ", "Dossier"))</th>
          <th>\(frame.say("Tình trạng", "State"))</th><th>\(frame.say("Bước tiếp", "Next"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Chưa có yêu cầu nào.", "No requests yet."))</p>", if: requests.isEmpty)
      \(links)\(retention)
      """)
  }

  /// A dossier goes to a later step, and never back.
  private static func steps(_ answer: ServiceAnswer, _ frame: Frame) -> HTML {
    guard let dossier = answer.dossier, frame.may(.editor, .approver, .operator),
      answer.progress != .unknown, answer.progress < .returned
    else { return .none }
    let buttons = ServiceAnswer.Progress.allCases.filter { $0 > answer.progress }.pieces {
      "<button name=\"state\" value=\"\($0.rawValue)\">\(words($0, frame))</button> "
    }
    return """
      <form method="post" action="\(frame.at("/services/\(dossier)"))">\(frame.formToken)\(buttons)</form>
      """
  }

  private static func words(_ progress: ServiceAnswer.Progress, _ frame: Frame) -> String {
    switch progress {
    case .unknown: frame.say("Không tìm thấy", "Not found")
    case .received: frame.say("Đã tiếp nhận", "Received")
    case .processing: frame.say("Đang giải quyết", "Being processed")
    case .ready: frame.say("Đã có kết quả", "Result is ready")
    case .returned: frame.say("Đã trả kết quả", "Result handed out")
    case .refused: frame.say("Từ chối", "Refused")
    }
  }

  // MARK: Bills

  private static func bills(
    _ frame: Frame, _ requests: [DeskRequest], _ retention: HTML, _ links: HTML
  ) -> Response {
    let rows = requests.pieces { known in
      let form = try? BillForm(json: known.request.body)
      let answer = known.replies.last?.details.flatMap { try? BillAnswer(json: $0) }
      let amount = answer.map { $0.amount == 0 ? "" : Amount.written($0.amount) } ?? ""
      return """
        <tr><td>\(known.number). \(form.map { "\($0.biller)" } ?? "")</td>
          <td>\(form?.code ?? unread(known, frame))</td>
          <td>\(frame.time(known.stored))</td><td>\(home(known, frame))</td>
          <td>\(answer?.period ?? "")</td><td class="number">\(amount)</td>
          <td>\(answer.map { words($0.state, frame) } ?? "") \(answer?.receipt ?? "")
          \(pay(form, answer, frame))</td></tr>
        """
    }
    return frame.page(
      frame.say("Hoá đơn", "Bills"),
      """
      \(trial(frame))
      <div class="wide"><table id="bills" data-live>
        <thead><tr><th>\(frame.say("Bên thu", "Biller"))</th><th>\(frame.say("Mã khách hàng", "Customer"))</th>
          <th>\(frame.say("Lúc", "When"))</th><th>\(frame.say("Nhà", "Home"))</th>
          <th>\(frame.say("Kỳ", "Period"))</th><th class="number">\(frame.say("Số tiền", "Amount"))</th>
          <th>\(frame.say("Tình trạng", "State"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Chưa có hoá đơn nào.", "No bills yet."))</p>", if: requests.isEmpty)
      \(links)\(retention)
      """)
  }

  private static func pay(_ form: BillForm?, _ answer: BillAnswer?, _ frame: Frame) -> HTML {
    guard let form, answer?.state == .unpaid, frame.may(.editor, .approver, .operator) else {
      return .none
    }
    return """
      <form method="post" action="\(frame.at("/bills"))">\(frame.formToken)
        <input type="hidden" name="biller" value="\(form.biller)">
        <input type="hidden" name="code" value="\(form.code)">
        <button>\(frame.say("Coi như đã trả (thử)", "Take it for paid (trial)"))</button></form>
      """
  }

  private static func words(_ state: BillAnswer.State, _ frame: Frame) -> String {
    switch state {
    case .unknown: frame.say("Không có mã này", "No such customer")
    case .nothing: frame.say("Không nợ", "Nothing owed")
    case .unpaid: frame.say("Chưa trả", "Unpaid")
    case .paid: frame.say("Đã trả", "Paid")
    }
  }
}
