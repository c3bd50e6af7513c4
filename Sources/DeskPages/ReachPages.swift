import Hummingbird
import WardContract
import WardDesk

/// Which homes an item has not reached: the first page after an emergency was sent, live, and the
/// list that the head of a neighbourhood takes along.
enum ReachPages {
  /// Homes on the page at once; the list to print has all of them.
  private static let mostRows = 300

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("items/:item/reach") { request, context in
      let frame = try context.frame(request)
      let bulletin = try await bulletin(context, frame)
      let now = frame.now
      let (current, checkpoints) = try await frame.ward.read { store in
        let current = try store.reach(of: bulletin, at: now)
        let passed = EmergencyReach.checkpointsMilliseconds.filter { current.began + $0 <= now }
        return (
          current, try passed.map { try store.reach(of: bulletin, at: current.began + $0) }
        )
      }
      let asked = request.uri.queryParameters["after"].flatMap { Int64($0) }
      let shown = checkpoints.first { $0.moment - $0.began == asked.map { $0 * 1000 } } ?? current
      return page(
        frame, bulletin, current, checkpoints, shown,
        notice: request.uri.queryParameters["sent"].map(String.init),
        limit: request.uri.queryParameters.has("all") ? .max : mostRows)
    }
    group.post("items/:item/again") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let bulletin = try await bulletin(context, frame)
      guard let home = Identifier(context.form["home"]),
        try await frame.ward.read({ try $0.isEnrolled(home) })
      else { throw HTTPError(.notFound) }
      let isSent = try await context.recording(
        .sentAgain, of: "\(bulletin.identifier)", details: "\(home)", in: accounts
      ) { frame.ward.folder.sendAgain(bulletin.identifier) }
      return Response.see(
        frame.at("/items/\(bulletin.identifier)/reach?sent=\(isSent ? home.description : "")"))
    }
  }

  static func bulletin(_ context: DeskContext, _ frame: Frame) async throws -> Bulletin {
    guard let identifier = context.parameters.get("item").flatMap({ Identifier($0) }),
      let post = try await frame.ward.read({ try $0.newest(identifier) })
    else { throw HTTPError(.notFound) }
    return post.bulletin
  }

  // MARK: The page

  private static func page(
    _ frame: Frame, _ bulletin: Bulletin, _ current: EmergencyReach,
    _ checkpoints: [EmergencyReach], _ shown: EmergencyReach, notice: String?,
    limit: Int
  ) -> Response {
    let path = frame.at("/items/\(bulletin.identifier)")
    let all = current.homes.count
    func tile(_ stage: EmergencyReach.Stage, _ words: String) -> HTML {
      "<li><strong>\(current.count(atLeast: stage))/\(all)</strong> \(words)</li>"
    }
    let isHanging = bulletin.messageType != .cancel && bulletin.expires > frame.now
    let actions: HTML = """
      <a class="button" href="\(path)/correct">\(frame.say("Đính chính", "Correct it"))</a>
      <a class="button main" href="\(path)/clear">\(frame.say("Báo yên", "All-clear"))</a>
      """
    return frame.page(
      bulletin.headline, scripts: ["reach.js"],
      """
      <p>\(Badge.priority(bulletin, frame)) \(frame.say("Phát lúc", "Sent")) \(frame.time(current.began))
        · <a href="\(path)">\(frame.say("Sổ phát của tin", "Its ledger"))</a></p>
      \(noticeOf(notice, frame))
      <div class="actions">\(actions, if: isHanging)
        <button type="button" data-print hidden>\(frame.say("In danh sách", "Print the list"))</button></div>
      <ul class="tiles" id="reach" data-live>
        <li\(" class=\"bad\"", if: !current.unreached.isEmpty)><strong>\(current.unreached.count)/\(all)</strong>
          \(frame.say("chưa tới", "not reached"))</li>
        \(tile(.received, frame.say("đã nhận", "received")))
        \(tile(.heard, frame.say("đã nghe hết", "heard")))
        \(tile(.confirmed, frame.say("đã bấm “Đã nghe”", "confirmed")))
      </ul>
      \(moments(frame, current, checkpoints, shown))
      <div id="unreached"\(" data-live", if: shown.moment == current.moment)>\(table(frame, bulletin, shown, limit))</div>
      <p class="note">\(frame.say(
        "SMS: chưa cài đặt máy gửi tin nhắn, nên không nhà nào được nhắn.",
        "SMS: no sender is configured, so nobody gets a message on the telephone."))</p>
      """)
  }

  private static func noticeOf(_ notice: String?, _ frame: Frame) -> HTML {
    guard let notice else { return .none }
    guard Identifier(notice) != nil else {
      return """
        <p class="fault">\(frame.say(
          "Phường đang mất kết nối với máy chủ phát: tin sẽ tự gửi lại khi có kết nối.",
          "The desk is cut off from its broker: it goes out again once that is back."))</p>
        """
    }
    return """
      <p class="notice">\(frame.say(
        "Đã gửi lại. Nhà \(notice) nhận được ngay khi có kết nối; nhà đã có rồi thì bỏ qua.",
        "Sent again. The home \(notice) gets it once it is connected; homes that have it pass over it."))</p>
      """
  }

  /// Now, and how it was after a minute and after five.
  private static func moments(
    _ frame: Frame, _ current: EmergencyReach, _ checkpoints: [EmergencyReach],
    _ shown: EmergencyReach
  ) -> HTML {
    let next = EmergencyReach.checkpointsMilliseconds.map { current.began + $0 - frame.now }
      .first { $0 > 0 }
    let timer: HTML = "<li data-due-milliseconds=\"\((next ?? 0) + 300)\" hidden></li>"
    let links = checkpoints.pieces { reach in
      let seconds = (reach.moment - reach.began) / 1000
      let isShown = reach.moment == shown.moment
      let span: String =
        seconds < 120
        ? "\(seconds) \(frame.say("giây", "s"))" : "\(seconds / 60) \(frame.say("phút", "min"))"
      return """
        <li><a href="?after=\(seconds)"\(" aria-current=\"true\"", if: isShown)>\
        \(frame.say("Sau", "After")) \(span): \
        \(reach.unreached.count) \(frame.say("nhà chưa tới", "not reached"))</a></li>
        """
    }
    return """
      <ul class="filters"><li><a href="?"\(" aria-current=\"true\"", if: shown.moment == current.moment)>\
      \(frame.say("Bây giờ", "Now"))</a></li>\(links)\(timer, if: next != nil)</ul>
      """
  }

  private static func table(
    _ frame: Frame, _ bulletin: Bulletin, _ reach: EmergencyReach, _ limit: Int
  ) -> HTML {
    guard !reach.unreached.isEmpty else {
      return "<p class=\"notice\">\(frame.say("Mọi nhà đều đã nhận.", "Every home has it."))</p>"
    }
    let again = frame.at("/items/\(bulletin.identifier)/again")
    let seconds = (reach.moment - reach.began) / 1000
    let isCheckpoint = EmergencyReach.checkpointsMilliseconds.contains(reach.moment - reach.began)
    let rest: HTML = """
      <p><a href="?all=1\("&after=\(seconds)", if: isCheckpoint)">\(frame.say("Tất cả", "All"))
        \(reach.unreached.count) \(frame.say("nhà, để in", "homes, to print"))</a></p>
      """
    let rows = reach.unreached.prefix(limit).pieces { home in
      let form: HTML = """
        <form method="post" action="\(again)">\(frame.formToken)
          <input type="hidden" name="home" value="\(home.terminal)">
          <button>\(frame.say("Gửi lại", "Send again"))</button></form>
        """
      return """
        <tr><td>\(home.area)</td>
          <td>\(home.address ?? frame.say("chưa ghi địa chỉ", "no address"))</td>
          <td><a href="\(frame.at("/homes/\(home.terminal)"))">\(home.terminal)</a></td>
          <td>\(state(home, frame))</td><td class="screen">\(form, if: frame.may(.operator, .approver))</td>
          <td class="paper">☐</td></tr>
        """
    }
    return """
      <div class="wide"><table><caption>\(frame.say("Nhà chưa tới, lúc", "Homes not reached, at")) \
      \(frame.time(reach.moment))</caption>
        <thead><tr><th>\(frame.say("Khu vực", "Area"))</th><th>\(frame.say("Địa chỉ", "Address"))</th>
        <th>\(frame.say("Máy", "Terminal"))</th><th>\(frame.say("Vì sao", "Why"))</th>
        <th class="screen"></th><th class="paper">\(frame.say("Đã báo", "Told"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \(rest, if: reach.unreached.count > limit)
      """
  }

  private static func state(_ home: EmergencyReach.Home, _ frame: Frame) -> HTML {
    if home.stage == .refused {
      return "<b class=\"bad\">\(frame.say("Máy từ chối tin này", "The terminal refused it"))</b>"
    }
    switch home.isOnline {
    case true?:
      return "\(frame.say("Đang kết nối, chưa báo đã nhận", "Connected, has not said so"))"
    case false?:
      let since = home.lastHeard.map { frame.time($0) } ?? HTML.none
      return "<b class=\"bad\">\(frame.say("Mất kết nối từ", "Offline since"))</b> \(since)"
    case nil: return "<b class=\"bad\">\(frame.say("Máy chưa từng kết nối", "Never connected"))</b>"
    }
  }
}
