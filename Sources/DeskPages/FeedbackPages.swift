import Hummingbird
import WardContract
import WardDesk

/// What homes told the ward: an inbox with an owner, a state and a last word that is due.
enum FeedbackPages {
  /// Characters of what was said that the list shows.
  private static let excerptLength = 160

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("feedback") { request, context in
      let frame = try context.frame(request)
      let filter = request.uri.queryParameters["filter"].map(String.init) ?? "open"
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let now = frame.now
      let inbox = try await frame.ward.read { try FeedbackInbox($0) }
      let items = inbox.items.filter { item in
        switch filter {
        case "all": true
        case "overdue": item.isOverdue(at: now)
        default: !item.isDone
        }
      }
      let erased = try await frame.ward.read { try $0.erasedCount(.feedback) }
      let shown = try await frame.ward.read { store in
        try paging.part(of: items.reversed()).map {
          ($0, try store.handling(of: $0.kept.request.identifier))
        }
      }
      return list(
        frame, inbox.counts(at: now), erased, filter, shown, paging.links(of: items.count, frame))
    }
    group.get("feedback/:number") { request, context in
      let frame = try context.frame(request)
      let (item, handling) = try await item(context, frame)
      return FeedbackItemPage(
        frame: frame, item: item, handling: handling,
        officers: try await accounts.ask { store, _ in try officers(of: frame.ward.area, store) }
      ).response()
    }
    group.get("feedback/:number/recording") { request, context in
      let frame = try context.frame(request)
      let (item, _) = try await item(context, frame)
      return Response(
        status: .ok, headers: [.contentType: "audio/ogg", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: try frame.ward.folder.recording(of: item).bytes)))
    }
    SpokenReplyRoutes.add(to: group)
    group.post("feedback/:number/:errand") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let (item, _) = try await item(context, frame)
      let request = item.kept.request.identifier
      let words = Draft.cleaned(context.form["words"])
      let visitor = frame.visitor
      let now = Instant(milliseconds: frame.now.milliseconds / 1_000 * 1_000)
      switch context.parameters.get("errand") {
      case "own":
        try await frame.ward.write {
          try $0.own(request, account: visitor.account, name: visitor.fullName, at: now)
        }
      case "route":
        let asked = Identifier(context.form["officer"])
        let officer = try await accounts.ask { store, _ in
          try officers(of: frame.ward.area, store).first { $0.name == asked }
        }
        guard let officer else { throw HTTPError(.badRequest) }
        try await frame.ward.write {
          try $0.route(
            request, to: officer.name.description, name: officer.fullName, note: words,
            by: visitor.fullName, at: now)
        }
      case "forward":
        let unit = Draft.cleaned(context.form["unit"])
        try await frame.ward.write {
          try $0.forward(request, to: unit, words, by: visitor.fullName, at: now)
        }
        _ = frame.ward.folder.tellDesk()
      case "note":
        try await frame.ward.write {
          try $0.note(words, on: request, by: visitor.fullName, at: now)
        }
      case "reply":
        guard let state = Reply.State(rawValue: context.form["state"]), state != .received else {
          throw HTTPError(.badRequest)
        }
        let voice = try MediaDigest(context.form["voice"]).map {
          try frame.ward.folder.spokenReply(to: request, $0)
        }
        _ = try await frame.ward.write {
          try $0.reply(state, words, recording: voice, to: request, at: now)
        }
        _ = frame.ward.folder.tellDesk()
      default: throw HTTPError(.notFound)
      }
      return .see(frame.at("/feedback/\(item.kept.number)"))
    }
  }

  /// Those who may look after feedback in a ward.
  private static func officers(of ward: Area, _ store: OfficeStore) throws -> [Account] {
    try store.accounts().filter {
      !$0.isLocked && $0.isSetUp && $0.has(.editor, .approver, .operator, in: ward)
    }
  }

  /// The feedback that a page is about, with what the desk notes about it.
  static func item(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> (FeedbackInbox.Item, FeedbackHandling) {
    guard let number = context.parameters.get("number").flatMap({ Int64($0) }) else {
      throw HTTPError(.notFound)
    }
    let found = try await frame.ward.read { store in
      try FeedbackInbox.item(number: number, store).map { item in
        (item, try store.handling(of: item.kept.request.identifier))
      }
    }
    guard let found else { throw HTTPError(.notFound) }
    return found
  }

  private static func list(
    _ frame: Frame, _ counts: (all: Int, done: Int, overdue: Int), _ erased: Int,
    _ filter: String,
    _ items: [(FeedbackInbox.Item, FeedbackHandling)], _ links: HTML
  ) -> Response {
    let rows = items.pieces { item, handling in
      let kept = item.kept
      return """
        <tr><td><a href="\(frame.at("/feedback/\(kept.number)"))">\(kept.number).
            \(item.feedback.title)</a><br>\(excerpt(item, handling, frame))</td>
          <td data-label="\(frame.say("Nhận lúc", "Received"))">\(frame.time(kept.stored))</td>
          <td>\(origin(item, handling, frame))</td>
          <td data-label="\(frame.say("Phụ trách", "Owner"))">\(handling.owner ?? frame.say("chưa có ai", "nobody"))</td>
          <td>\(state(item, frame))\(forwarded(handling, frame))</td>
          <td data-label="\(frame.say("Hạn", "Due"))">\(frame.time(item.due))</td></tr>
        """
    }
    let percent = counts.all == 0 ? 100 : counts.done * 100 / counts.all
    let filters = [
      ("open", frame.say("Chưa xong", "Open")), ("overdue", frame.say("Quá hạn", "Overdue")),
      ("all", frame.say("Tất cả", "All")),
    ].pieces { one in
      """
      <li><a href="?filter=\(one.0)"\(" aria-current=\"true\"", if: one.0 == filter)>\(one.1)</a></li>
      """
    }
    return frame.page(
      frame.say("Ý kiến của dân", "Feedback"),
      """
      <ul class="tiles" id="counts" data-live>
        <li><strong>\(counts.all)</strong> \(frame.say("đã tiếp nhận", "received"))</li>
        <li><strong>\(percent) %</strong> \(frame.say("đã trả lời", "answered")) (\(counts.done))</li>
        <li><strong>\(counts.all - counts.done)</strong> \(frame.say("chưa xong", "open"))</li>
        <li\(" class=\"bad\"", if: counts.overdue > 0)><strong>\(counts.overdue)</strong>
          \(frame.say("quá hạn", "overdue"))</li>
      </ul>
      \(FeedbackReportPage.link(frame), if: frame.may(.editor, .approver, .operator))
      <ul class="filters">\(filters)</ul>
      <div class="wide"><table id="inbox" data-live>
        <thead><tr><th>\(frame.say("Ý kiến", "Feedback"))</th><th>\(frame.say("Nhận lúc", "Received"))</th>
          <th>\(frame.say("Nhà", "Home"))</th><th>\(frame.say("Người phụ trách", "Owner"))</th>
          <th>\(frame.say("Tình trạng", "State"))</th><th>\(frame.say("Hạn trả lời", "Due"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Không có ý kiến nào ở đây.", "Nothing here."))</p>", if: items.isEmpty)
      \(links)
      <p class="note">\(frame.say(
        "Lời của người dân và thông tin về họ được xoá \(frame.ward.retention.feedbackDays) ngày sau câu trả lời cuối; số lượng và kết quả vẫn giữ. Đã xoá lời của \(erased) ý kiến.",
        "What people said, and who they are, is erased \(frame.ward.retention.feedbackDays) days after the last answer; counts and outcomes stay. \(erased) are erased."))</p>
      """)
  }

  /// Where it comes from: a home, somebody who told an officer, or nobody who is to be known.
  static func origin(
    _ item: FeedbackInbox.Item, _ handling: FeedbackHandling, _ frame: Frame
  ) -> HTML {
    if handling.erased != nil { return "\(frame.say("đã xoá", "erased"))" }
    guard let report = handling.report else {
      return "\(item.kept.terminal?.description ?? frame.say("không nêu tên", "anonymous"))"
    }
    let way =
      switch report.way {
      case .telephone: frame.say("gọi điện", "by telephone")
      case .visit: frame.say("đến phường", "in the office")
      }
    let caller = report.caller.isEmpty ? frame.say("không nêu tên", "anonymous") : report.caller
    return "\(caller), \(way)"
  }

  private static func forwarded(_ handling: FeedbackHandling, _ frame: Frame) -> HTML {
    guard let last = handling.forwards.last else { return .none }
    return """
      <br><span class="note">\(frame.say("đã chuyển", "handed on to")) \(last.unit)</span>
      """
  }

  private static func excerpt(
    _ item: FeedbackInbox.Item, _ handling: FeedbackHandling, _ frame: Frame
  ) -> HTML {
    if let recording = item.kept.request.recording {
      let seconds = recording.durationMilliseconds / 1_000
      return
        "<span class=\"note\">\(frame.say("Lời nói \(seconds) giây", "Spoken, \(seconds) s"))</span>"
    }
    let words = handling.report?.words ?? item.words ?? ""
    return "<span class=\"note\">\(String(words.prefix(excerptLength)))</span>"
  }

  static func state(_ item: FeedbackInbox.Item, _ frame: Frame) -> HTML {
    if item.kept.completed == nil {
      return "<span class=\"note\">\(frame.say("bản ghi đang tới", "recording on its way"))</span>"
    }
    let late: HTML = "<b class=\"badge red\">\(frame.say("Quá hạn", "Overdue"))</b>"
    return "\(words(item.state, frame)) \(late, if: item.isOverdue(at: frame.now))"
  }

  static func words(_ state: Reply.State?, _ frame: Frame) -> String {
    switch state {
    case nil: frame.say("Mới", "New")
    case .received?: frame.say("Đã nhận", "Received")
    case .handling?: frame.say("Đang xử lý", "Being handled")
    case .answered?: frame.say("Đã trả lời", "Answered")
    case .refused?: frame.say("Không giải quyết", "Declined")
    }
  }

  static func words(_ receipt: ReplyReceipt.State?, _ frame: Frame) -> String {
    switch receipt {
    case nil: frame.say("chưa tới nhà", "not there yet")
    case .held?: frame.say("đã tới nhà", "in the home")
    case .shown?: frame.say("nhà đã mở xem", "opened in the home")
    case .unknown?: frame.say("nhà không còn giữ", "the home no longer has it")
    }
  }
}
