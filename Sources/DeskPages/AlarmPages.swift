import Hummingbird
import WardContract
import WardDesk

/// Calls for help: on top of every page until somebody takes them on, by name.
enum AlarmPages {
  private static let daysShown: Int64 = 30
  private static let dayMilliseconds: Int64 = 86_400_000

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("alarms") { request, context in
      let frame = try context.frame(request)
      let since = frame.now + -(daysShown * dayMilliseconds)
      let alarms = try await frame.ward.read { try $0.alarms(since: since) }
      return page(frame, alarms.reversed())
    }
    group.post("alarms/:terminal/:ledger/:sequence") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      guard let terminal = context.parameters.get("terminal").flatMap({ Identifier($0) }),
        let ledger = context.parameters.get("ledger").flatMap({ Identifier($0) }),
        let sequence = context.parameters.get("sequence").flatMap({ Int64($0) })
      else { throw HTTPError(.notFound) }
      let visitor = frame.visitor
      let now = frame.now
      try await frame.ward.write {
        try $0.take(
          alarmOf: terminal, ledger, sequence, account: visitor.account, name: visitor.fullName,
          at: now)
      }
      return .see(frame.at("/alarms"))
    }
  }

  /// What stands on top of every page while an alarm is open.
  static func banner(_ alarms: [Alarm], _ frame: Frame) -> HTML {
    let pieces = alarms.pieces { alarm in
      """
      <section class="alarm" role="alert">
        <h2>\(title(alarm, frame))</h2>
        <p class="where">\(alarm.address ?? frame.say("chưa ghi địa chỉ", "no address"))
          (\(alarm.terminal)) · \(frame.time(alarm.began))</p>
        <p>\(steps(alarm, frame))</p>
        \(form(alarm, frame), if: frame.may(.editor, .approver, .operator))
      </section>
      """
    }
    return "<div id=\"alarms\" data-live>\(pieces)</div>"
  }

  private static func form(_ alarm: Alarm, _ frame: Frame) -> HTML {
    """
    <form method="post" action="\(frame.at("/alarms/\(alarm.terminal)/\(alarm.ledger)/\(alarm.sequence)"))">
      \(frame.formToken)
      <button class="main">\(frame.say("Tôi lo việc này", "I take this on"))</button>
    </form>
    """
  }

  private static func title(_ alarm: Alarm, _ frame: Frame) -> String {
    if case .untouched(let hours)? = alarm.receipts.first?.fact {
      return frame.say(
        "\(hours) GIỜ KHÔNG AI CHẠM MÁY: HÃY GỌI HỎI", "UNTOUCHED FOR \(hours) H: PLEASE ASK")
    }
    return frame.say("CÓ NGƯỜI CẦN GIÚP (SOS)", "SOMEBODY NEEDS HELP (SOS)")
  }

  /// How the call went so far.
  private static func steps(_ alarm: Alarm, _ frame: Frame) -> [HTML] {
    alarm.receipts.pieces { receipt in
      guard case .sos(let report) = receipt.fact else { return .none }
      let words = FactWords.of(report, frame.language)
      return "<span class=\"fact\">\(words) \(frame.time(receipt.time))</span> "
    }
  }

  private static func page(_ frame: Frame, _ alarms: [Alarm]) -> Response {
    let rows = alarms.pieces { alarm in
      let taken = alarm.taken.map { "\($0.by), \(Times.written($0.at, now: frame.now))" }
      return """
        <tr\(" class=\"open\"", if: taken == nil)><td>\(frame.time(alarm.began))</td>
          <td>\(title(alarm, frame))<br>\(steps(alarm, frame))</td>
          <td><a href="\(frame.at("/homes/\(alarm.terminal)"))">\(alarm.terminal)</a><br>
          \(alarm.address ?? frame.say("chưa ghi địa chỉ", "no address"))</td>
          <td>\(taken ?? frame.say("CHƯA CÓ AI", "NOBODY YET"))</td></tr>
        """
    }
    return frame.page(
      frame.say("Gọi giúp đỡ", "Calls for help"),
      """
      <p class="note">\(frame.say("Trong \(daysShown) ngày qua, mới nhất trước.", "Of the last \(daysShown) days, the newest first."))</p>
      <div class="wide"><table id="all-alarms" data-live>
        <thead><tr><th>\(frame.say("Lúc", "When"))</th><th>\(frame.say("Việc gì", "What"))</th>
          <th>\(frame.say("Nhà", "Home"))</th><th>\(frame.say("Người lo", "Taken on by"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Không có cuộc gọi nào.", "None."))</p>", if: alarms.isEmpty)
      """)
  }
}
