import Hummingbird
import WardContract
import WardDesk

/// What homes told the ward: an inbox with an owner, a state and a last word that is due.
enum FeedbackPages {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("feedback") { request, context in
      let frame = try context.frame(request)
      let filter = request.uri.queryParameters["filter"].map(String.init) ?? "open"
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let now = frame.now
      let (inbox, owners) = try await frame.ward.read { store in
        let inbox = try FeedbackInbox(store)
        var owners: [Int64: String] = [:]
        for item in inbox.items {
          owners[item.kept.number] = try store.handling(of: item.kept.request.identifier).owner
        }
        return (inbox, owners)
      }
      let items = inbox.items.filter { item in
        switch filter {
        case "all": true
        case "overdue": item.isOverdue(at: now)
        default: !item.isDone
        }
      }
      let shown = paging.part(of: items.reversed())
      return list(
        frame, inbox.counts(at: now), filter, shown, owners, paging.links(of: items.count, frame))
    }
    group.get("feedback/:number") { request, context in
      let frame = try context.frame(request)
      let (item, handling) = try await item(context, frame)
      return page(frame, item, handling)
    }
    group.get("feedback/:number/recording") { request, context in
      let frame = try context.frame(request)
      let (item, _) = try await item(context, frame)
      return Response(
        status: .ok, headers: [.contentType: "audio/ogg", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: try frame.ward.folder.recording(of: item).bytes)))
    }
    group.post("feedback/:number/:errand") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let (item, _) = try await item(context, frame)
      let request = item.kept.request.identifier
      let words = context.form["words"]
      let visitor = frame.visitor
      let now = Instant(milliseconds: frame.now.milliseconds / 1_000 * 1_000)
      switch context.parameters.get("errand") {
      case "own":
        try await frame.ward.write {
          try $0.own(request, account: visitor.account, name: visitor.fullName, at: now)
        }
      case "note":
        try await frame.ward.write {
          try $0.note(words, on: request, by: visitor.fullName, at: now)
        }
      case "reply":
        guard let state = Reply.State(rawValue: context.form["state"]), state != .received else {
          throw HTTPError(.badRequest)
        }
        _ = try await frame.ward.write { try $0.reply(state, words, to: request, at: now) }
        _ = frame.ward.folder.tellDesk()
      default: throw HTTPError(.notFound)
      }
      return .see(frame.at("/feedback/\(item.kept.number)"))
    }
  }

  private static func item(
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
    _ frame: Frame, _ counts: (all: Int, done: Int, overdue: Int), _ filter: String,
    _ items: [FeedbackInbox.Item], _ owners: [Int64: String], _ links: HTML
  ) -> Response {
    let rows = items.pieces { item in
      let kept = item.kept
      return """
        <tr><td><a href="\(frame.at("/feedback/\(kept.number)"))">\(kept.number).
            \(item.feedback.title)</a><br>\(excerpt(item, frame))</td>
          <td>\(frame.time(kept.stored))</td>
          <td>\(kept.terminal?.description ?? frame.say("không nêu tên", "anonymous"))</td>
          <td>\(owners[kept.number] ?? frame.say("chưa có ai", "nobody"))</td>
          <td>\(state(item, frame))</td><td>\(frame.time(item.due))</td></tr>
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
      <ul class="filters">\(filters)</ul>
      <div class="wide"><table id="inbox" data-live>
        <thead><tr><th>\(frame.say("Ý kiến", "Feedback"))</th><th>\(frame.say("Nhận lúc", "Received"))</th>
          <th>\(frame.say("Nhà", "Home"))</th><th>\(frame.say("Người phụ trách", "Owner"))</th>
          <th>\(frame.say("Tình trạng", "State"))</th><th>\(frame.say("Hạn trả lời", "Due"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Không có ý kiến nào ở đây.", "Nothing here."))</p>", if: items.isEmpty)
      \(links)
      """)
  }

  private static func excerpt(_ item: FeedbackInbox.Item, _ frame: Frame) -> HTML {
    if let recording = item.kept.request.recording {
      let seconds = recording.durationMilliseconds / 1_000
      return
        "<span class=\"note\">\(frame.say("Lời nói \(seconds) giây", "Spoken, \(seconds) s"))</span>"
    }
    return "<span class=\"note\">\(item.feedback.sentence ?? "")</span>"
  }

  private static func state(_ item: FeedbackInbox.Item, _ frame: Frame) -> HTML {
    if item.kept.completed == nil {
      return "<span class=\"note\">\(frame.say("bản ghi đang tới", "recording on its way"))</span>"
    }
    let late: HTML = "<b class=\"badge red\">\(frame.say("Quá hạn", "Overdue"))</b>"
    return "\(words(item.state, frame)) \(late, if: item.isOverdue(at: frame.now))"
  }

  private static func words(_ state: Reply.State?, _ frame: Frame) -> String {
    switch state {
    case nil: frame.say("Mới", "New")
    case .received?: frame.say("Đã nhận", "Received")
    case .handling?: frame.say("Đang xử lý", "Being handled")
    case .answered?: frame.say("Đã trả lời", "Answered")
    case .refused?: frame.say("Không giải quyết", "Declined")
    }
  }

  private static func words(_ receipt: ReplyReceipt.State?, _ frame: Frame) -> String {
    switch receipt {
    case nil: frame.say("chưa tới nhà", "not there yet")
    case .held?: frame.say("đã tới nhà", "in the home")
    case .shown?: frame.say("nhà đã mở xem", "opened in the home")
    case .unknown?: frame.say("nhà không còn giữ", "the home no longer has it")
    }
  }

  private static func page(
    _ frame: Frame, _ item: FeedbackInbox.Item, _ handling: FeedbackHandling
  ) -> Response {
    let kept = item.kept
    let at = frame.at("/feedback/\(kept.number)")
    let replies = kept.replies.pieces { reply in
      """
      <li><b>\(words(reply.state, frame))</b> \(frame.time(reply.time))
        <span class="note">\(words(reply.receipt, frame))</span>
        \("<p>\(reply.words)</p>", if: !reply.words.isEmpty)</li>
      """
    }
    let notes = handling.notes.pieces { note in
      "<li><b>\(note.author)</b> \(frame.time(note.time))<p>\(note.words)</p></li>"
    }
    let player: HTML =
      kept.request.recording != nil && kept.completed != nil
      ? "<p><audio controls preload=\"none\" src=\"\(at)/recording\"></audio></p>" : .none
    let mayWrite = frame.may(.editor, .approver, .operator)
    let owner = handling.owner ?? frame.say("chưa có ai", "nobody yet")
    return frame.page(
      "\(kept.number). \(item.feedback.title)",
      """
      <dl id="state" data-live>
        <dt>\(frame.say("Nhận lúc", "Received"))</dt><dd>\(frame.time(kept.stored))</dd>
        <dt>\(frame.say("Nhà", "Home"))</dt>
        <dd>\(kept.terminal?.description ?? frame.say("không nêu tên", "anonymous"))</dd>
        <dt>\(frame.say("Tình trạng", "State"))</dt><dd>\(state(item, frame))</dd>
        <dt>\(frame.say("Hạn trả lời", "Due"))</dt><dd>\(frame.time(item.due))</dd>
        <dt>\(frame.say("Người phụ trách", "Owner"))</dt><dd>\(owner)</dd>
      </dl>
      \("<blockquote>\(item.feedback.sentence ?? "")</blockquote>", if: item.feedback.sentence != nil)
      \(player)
      <h2>\(frame.say("Phường đã nói với nhà này", "What the ward said"))</h2>
      <ul class="items" id="replies" data-live>\(replies)</ul>
      \(replyForm(frame, item, at), if: mayWrite && kept.completed != nil)
      <h2>\(frame.say("Ghi chú nội bộ", "Notes of the desk"))</h2>
      <p class="note">\(frame.say("Nhà dân không thấy phần này.", "Homes never see this."))</p>
      <ul class="items" id="notes" data-live>\(notes)</ul>
      \(noteForms(frame, at), if: mayWrite)
      """)
  }

  private static func replyForm(_ frame: Frame, _ item: FeedbackInbox.Item, _ at: String) -> HTML {
    let last: HTML = """
      <p class="warning">\(frame.say(
        "Ý kiến này không nêu tên: câu trả lời là lời cuối, sau đó không còn đường về nhà.",
        "This is anonymous: an answer is the last word; after it no way leads back to the home."))</p>
      """
    return """
      <form method="post" action="\(at)/reply">
        \(frame.formToken)
        \(last, if: item.kept.request.isAnonymous && !item.isDone)
        <label for="words">\(frame.say("Trả lời (nhà sẽ đọc và nghe)", "Reply (the home reads and hears it)"))</label>
        <textarea id="words" name="words" maxlength="1000"></textarea>
        <div class="actions">
          <button name="state" value="answered" class="main">\(frame.say("Trả lời", "Answer"))</button>
          <button name="state" value="handling">\(frame.say("Báo đang xử lý", "Say it is being handled"))</button>
          <button name="state" value="refused">\(frame.say("Không giải quyết, nêu lý do", "Decline, with the reason"))</button>
        </div>
      </form>
      """
  }

  private static func noteForms(_ frame: Frame, _ at: String) -> HTML {
    """
    <form method="post" action="\(at)/note">
      \(frame.formToken)
      <label for="note">\(frame.say("Ghi chú", "Note"))</label>
      <textarea id="note" name="words" maxlength="1000"></textarea>
      <div class="actions"><button>\(frame.say("Lưu ghi chú", "Keep the note"))</button></div>
    </form>
    <form method="post" action="\(at)/own">
      \(frame.formToken)
      <div class="actions"><button>\(frame.say("Tôi phụ trách", "I look after it"))</button></div>
    </form>
    """
  }
}
