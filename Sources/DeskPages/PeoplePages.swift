import Hummingbird
import Vietnam
import WardContract
import WardDesk

/// Who may do what: for administrators.
enum PeoplePages {
  static func add(
    _ accounts: AccountOffice, _ wards: [WardOffice], to router: some RouterMethods<DeskContext>
  ) {
    router.get("people") { request, context -> Response in
      try await list(accounts, wards, context.administratorFrame(request))
    }
    router.post("people") { request, context -> Response in
      let (frame, form) = (try context.administratorFrame(request), context.form)
      guard let name = Identifier(form["name"]) else {
        return try await list(
          accounts, wards, frame, form,
          fault: frame.say(
            "Tên tài khoản chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
            "An account name has small letters without marks, figures and hyphens only."))
      }
      let origin = context.auditOrigin
      do {
        let code = try await accounts.ask { store, now in
          try store.makeAccount(name, fullName: form["full-name"], by: origin, at: now)
          return try store.invite(name, by: origin, at: now)
        }
        return link(frame, name, context.address(request, "/set-up/\(code)"))
      } catch let fault as AccountFault {
        return try await list(
          accounts, wards, frame, form, fault: AccountWords.of(fault, frame.language))
      }
    }
    router.get("people/:name") { request, context -> Response in
      let frame = try context.administratorFrame(request)
      return try await person(accounts, wards, frame, name(context))
    }
    router.post("people/:name/invite") { request, context -> Response in
      let (frame, name) = (try context.administratorFrame(request), try name(context))
      let origin = context.auditOrigin
      let code = try await accounts.ask { try $0.invite(name, by: origin, at: $1) }
      return link(frame, name, context.address(request, "/set-up/\(code)"))
    }
    change("people/:name/roles", accounts, wards, router) { form, name, origin, store, now in
      let roles = Set(form.all("role").compactMap { OfficeRole(rawValue: $0) })
      guard let area = Area(form["ward"]), wards.contains(where: { $0.area == area }) else {
        throw HTTPError(.badRequest)
      }
      try store.setRoles(roles, of: name, in: area, by: origin, at: now)
    }
    change("people/:name/locked", accounts, wards, router) { form, name, origin, store, now in
      try store.setLocked(form["value"] == "1", name, by: origin, at: now)
    }
    change("people/:name/administrator", accounts, wards, router) {
      form, name, origin, store, now in
      try store.setAdministrator(form["value"] == "1", name, by: origin, at: now)
    }
  }

  private static func change(
    _ path: RouterPath, _ accounts: AccountOffice, _ wards: [WardOffice],
    _ router: some RouterMethods<DeskContext>,
    _ body: @escaping @Sendable (Form, Identifier, AuditOrigin, OfficeStore, Instant) throws -> Void
  ) {
    router.post(path) { request, context -> Response in
      let (frame, name) = (try context.administratorFrame(request), try name(context))
      let (form, origin) = (context.form, context.auditOrigin)
      do {
        try await accounts.ask { try body(form, name, origin, $0, $1) }
        return .see("/people/\(name)")
      } catch AccountFault.unknown {
        throw HTTPError(.notFound)
      } catch let fault as AccountFault {
        return try await person(
          accounts, wards, frame, name, fault: AccountWords.of(fault, frame.language))
      }
    }
  }

  private static func name(_ context: DeskContext) throws -> Identifier {
    guard let name = context.parameters.get("name").flatMap({ Identifier($0) }) else {
      throw HTTPError(.notFound)
    }
    return name
  }

  // MARK: Pages

  private static func list(
    _ accounts: AccountOffice, _ wards: [WardOffice], _ frame: ServerFrame, _ form: Form = .none,
    fault: String? = nil
  ) async throws -> Response {
    let people = try await accounts.ask { store, _ in try store.accounts() }
      .sorted { Letters.areInOrder($0.fullName, $1.fullName) }
    let rows = people.pieces { account in
      let roles = wards.pieces { ward in
        let words = OfficeRole.allCases.filter { account.has($0, in: ward.area) }
          .map { AccountWords.of($0, frame.language) }
        return words.isEmpty
          ? .none : "<div>\(ward.folder.name): \(words.joined(separator: ", "))</div>"
      }
      return """
        <tr><td><a href="/people/\(account.name)">\(account.fullName)</a></td>
          <td>\(account.name)</td><td>\(roles)\(administrator(frame), if: account.isAdministrator)</td>
          <td>\(state(account, frame))</td></tr>
        """
    }
    return frame.page(
      frame.say("Người dùng", "People"), status: fault == nil ? .ok : .unprocessableContent,
      fault: fault,
      """
      <div class="wide"><table><thead><tr><th>\(frame.say("Họ và tên", "Full name"))</th>
        <th>\(frame.say("Tài khoản", "Account"))</th><th>\(frame.say("Vai trò", "Roles"))</th>
        <th>\(frame.say("Trạng thái", "State"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
      <h2>\(frame.say("Thêm người", "Add somebody"))</h2>
      <form method="post" action="/people">\(frame.tokenField)
        <label for="full-name">\(frame.say("Họ và tên", "Full name"))</label>
        <input id="full-name" name="full-name" value="\(form["full-name"])" required>
        <label for="name">\(frame.say("Tên tài khoản, ví dụ lan-ba-dinh", "Account name, such as lan-ba-dinh"))</label>
        <input id="name" name="name" value="\(form["name"])" maxlength="64" autocapitalize="none"
          spellcheck="false" required>
        <p class="actions"><button class="main">\(frame.say("Thêm", "Add"))</button></p></form>
      """)
  }

  private static func administrator(_ frame: ServerFrame) -> HTML {
    "<b class=\"badge blue\">\(frame.say("Quản trị", "Administrator"))</b>"
  }

  private static func state(_ account: Account, _ frame: ServerFrame) -> HTML {
    if account.isLocked { return "<b class=\"badge red\">\(frame.say("Đã khoá", "Locked"))</b>" }
    return account.isSetUp
      ? "\(frame.say("Đang dùng", "In use"))"
      : "<b class=\"badge amber\">\(frame.say("Chưa thiết lập", "Not set up"))</b>"
  }

  private static func person(
    _ accounts: AccountOffice, _ wards: [WardOffice], _ frame: ServerFrame, _ name: Identifier,
    fault: String? = nil
  ) async throws -> Response {
    guard let account = try await accounts.ask({ store, _ in try store.account(name) }) else {
      throw HTTPError(.notFound)
    }
    let places = wards.pieces { ward in
      let boxes = OfficeRole.allCases.pieces { role in
        """
        <label class="inline"><input type="checkbox" name="role" value="\(role.rawValue)"\
        \(" checked", if: account.has(role, in: ward.area))>
          \(AccountWords.of(role, frame.language))
          <span class="note">\(AccountWords.task(role, frame.language))</span></label>
        """
      }
      return """
        <form method="post" action="/people/\(name)/roles"><fieldset><legend>\(ward.folder.name)</legend>
          \(frame.tokenField)<input type="hidden" name="ward" value="\(ward.area)">\(boxes)
          <p class="actions"><button>\(frame.say("Lưu vai trò", "Save the roles"))</button></p>
        </fieldset></form>
        """
    }
    func button(_ path: String, _ value: String, _ label: String, _ kind: HTML = .none) -> HTML {
      """
      <form method="post" action="/people/\(name)/\(path)">\(frame.tokenField)
        <input type="hidden" name="value" value="\(value)"><button\(kind)>\(label)</button></form>
      """
    }
    let lock =
      account.isLocked
      ? button("locked", "0", frame.say("Mở khoá", "Unlock"))
      : button("locked", "1", frame.say("Khoá tài khoản", "Lock the account"), " class=\"danger\"")
    let rank =
      account.isAdministrator
      ? button("administrator", "0", frame.say("Thôi quyền quản trị", "No longer an administrator"))
      : button("administrator", "1", frame.say("Cho quyền quản trị", "Make an administrator"))
    return frame.page(
      account.fullName, status: fault == nil ? .ok : .unprocessableContent, fault: fault,
      """
      <p>\(account.name) \(state(account, frame))\(administrator(frame), if: account.isAdministrator)</p>
      \(places)
      <div class="actions">\(button("invite", "1", frame.say("Cấp liên kết thiết lập mới", "Give a new set-up link")))\(rank)\(lock)</div>
      <p class="note">\(frame.say("Liên kết mới dùng khi quên mật khẩu hoặc mất điện thoại. Đến khi dùng nó, mật khẩu cũ vẫn còn.", "A new link is for a forgotten password or a lost telephone. Until it is used, the old password counts."))</p>
      """)
  }

  private static func link(_ frame: ServerFrame, _ name: Identifier, _ address: String) -> Response
  {
    frame.page(
      frame.say("Liên kết thiết lập", "Set-up link"),
      """
      <p>\(frame.say("Đưa liên kết này tận tay cho người dùng. Nó dùng được một lần, trong ba ngày, và không hiện lại.", "Hand this link to the person. It counts once, for three days, and is not shown again."))</p>
      <p><code class="secret">\(address)</code></p>
      <p class="actions"><a class="button" href="/people/\(name)">\(frame.say("Chọn vai trò", "Choose roles"))</a></p>
      """)
  }
}

extension DeskContext {
  /// The address of a path, as this browser reaches the server.
  func address(_ request: Request, _ path: String) -> String {
    "\(isSecure ? "https" : "http")://\(request.head.authority ?? "")\(path)"
  }
}
