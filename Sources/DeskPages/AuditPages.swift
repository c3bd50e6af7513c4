import Hummingbird
import WardContract
import WardDesk

/// What people did, and whether the record of it is whole: for administrators.
enum AuditPages {
  private static let perPage = 100

  static func add(
    _ accounts: AccountOffice, _ wards: [WardOffice], to router: some RouterMethods<DeskContext>
  ) {
    router.get("audit") { request, context -> Response in
      let frame = try context.administratorFrame(request)
      let before = request.uri.queryParameters["before"].flatMap { Int64($0) } ?? .max
      let ward = request.uri.queryParameters["ward"].flatMap { Area($0) }
      let (rows, newest) = try await accounts.ask { store, _ in
        (
          try store.audit(before: before, ward: ward, limit: perPage),
          try store.audit(limit: 1).first
        )
      }
      return page(frame, rows, newest: newest, ward: ward, wards)
    }
    router.post("audit/check") { request, context -> Response in
      let frame = try context.administratorFrame(request)
      let (fault, newest) = try await accounts.ask { store, _ in
        (try store.verifyAudit(), try store.audit(limit: 1).first)
      }
      return checked(frame, fault, newest)
    }
  }

  private static func page(
    _ frame: ServerFrame, _ rows: [AuditRow], newest: AuditRow?, ward: Area?, _ wards: [WardOffice]
  ) -> Response {
    let lines = rows.pieces { row in
      let entry = row.entry
      let place = wards.first { $0.area == entry.ward }?.folder.name ?? entry.ward?.description
      return """
        <tr><td class="number">\(row.number)</td><td>\(Times.written(entry.time, now: frame.now))</td>
          <td>\(entry.origin.account?.description ?? frame.say("máy chủ", "server"))</td>
          <td>\(AccountWords.of(entry.action, frame.language))</td><td>\(entry.subject)</td>
          <td>\(place ?? "")</td><td>\(AccountWords.details(entry, frame.language))</td><td>\(entry.origin.address)</td></tr>
        """
    }
    let filters = wards.pieces { each in
      """
      <li><a href="?ward=\(each.area)"\(" aria-current=\"true\"", if: each.area == ward)>\
      \(each.folder.name)</a></li>
      """
    }
    let kept = ward.map { "ward=\($0)&" } ?? ""
    let older: HTML =
      rows.count < perPage
      ? .none
      : "<p class=\"paging\"><a href=\"?\(kept)before=\(rows[rows.count - 1].number)\">\(frame.say("Cũ hơn →", "Older →"))</a></p>"
    return frame.page(
      frame.say("Nhật ký", "Audit log"),
      """
      <form method="post" action="/audit/check">\(frame.tokenField)
        <p class="actions"><button>\(frame.say("Kiểm tra chuỗi", "Check the chain"))</button>
          \(seal(newest, frame))</p></form>
      <ul class="filters"><li><a href="?"\(" aria-current=\"true\"", if: ward == nil)>\(frame.say("Tất cả", "All"))</a></li>\(filters)</ul>
      <div class="wide"><table><thead><tr><th>\(frame.say("Số", "Number"))</th>
        <th>\(frame.say("Lúc", "Time"))</th><th>\(frame.say("Ai", "Who"))</th>
        <th>\(frame.say("Việc", "What"))</th><th>\(frame.say("Đối tượng", "Of"))</th>
        <th>\(frame.say("Phường", "Ward"))</th><th>\(frame.say("Chi tiết", "Details"))</th>
        <th>\(frame.say("Từ địa chỉ", "From"))</th></tr></thead><tbody>\(lines)</tbody></table></div>
      \(older)
      """)
  }

  private static func checked(
    _ frame: ServerFrame, _ fault: AuditFault?, _ newest: AuditRow?
  ) -> Response {
    let words: String? =
      switch fault {
      case nil: nil
      case .missing(let number):
        frame.say(
          "Dòng \(number) bị mất. Giữ nguyên máy chủ và báo người phụ trách an toàn thông tin.",
          "Row \(number) is missing. Leave the server as it is and tell who answers for its security."
        )
      case .changed(let number):
        frame.say(
          "Dòng \(number) đã bị sửa. Giữ nguyên máy chủ và báo người phụ trách an toàn thông tin.",
          "Row \(number) was changed. Leave the server as it is and tell who answers for its security."
        )
      }
    return frame.page(
      frame.say("Kiểm tra nhật ký", "Check of the audit log"), fault: words,
      notice: words == nil
        ? frame.say(
          "Chuỗi nguyên vẹn: \(newest?.number ?? 0) dòng.",
          "The chain is whole: \(newest?.number ?? 0) rows.") : nil,
      """
      <p>\(seal(newest, frame))</p>
      <p class="note">\(frame.say("Chép lại con dấu này ở nơi khác. Lần sau nếu dòng ấy mang con dấu khác, hoặc không còn, thì cuối nhật ký đã bị cắt hay viết lại.", "Note this seal elsewhere. If that row bears another seal one day, or is gone, the end of the log was cut off or written anew."))</p>
      <p class="actions"><a class="button" href="/audit">\(frame.say("Về nhật ký", "To the log"))</a></p>
      """)
  }

  /// The newest row's digest: it stands for all rows before it.
  private static func seal(_ row: AuditRow?, _ frame: ServerFrame) -> HTML {
    guard let row else { return .none }
    return """
      <span class="note">\(frame.say("Con dấu của dòng \(row.number):", "Seal of row \(row.number):"))
        <code>\(Base64URL.encode(row.digest))</code></span>
      """
  }
}
