import Hummingbird
import WardContract
import WardDesk

/// Who may do what: for administrators of the server, and for those of a ward as far as that reaches.
enum PeoplePages {
  static func add(
    _ accounts: AccountOffice, _ wards: [WardOffice], to router: some RouterMethods<DeskContext>
  ) {
    router.get("people") { request, context -> Response in
      try await PeopleListPage(frame: context.peopleFrame(request), wards: wards)
        .response(accounts)
    }
    router.post("people") { request, context -> Response in
      let (frame, form) = (try context.peopleFrame(request), context.form)
      return try await make(accounts, wards, frame, form, context, request)
    }
    router.get("people/:name") { request, context -> Response in
      try await PersonPage(frame: context.peopleFrame(request), wards: wards)
        .response(accounts, name(context))
    }
    router.post("people/:name/invite") { request, context -> Response in
      let (frame, name) = (try context.peopleFrame(request), try name(context))
      let (administration, origin) = (frame.administration, context.auditOrigin)
      let code = try await accounts.ask { store, now in
        try lookAfter(name, administration, store)
        return try store.invite(name, by: origin, at: now)
      }
      return link(frame, name, context.address(request, "/set-up/\(code)"))
    }
    change("people/:name/roles", accounts, wards, router) { change, store, now in
      let roles = Set(change.form.all("role").compactMap { OfficeRole(rawValue: $0) })
      guard let area = Area(change.form["ward"]), wards.contains(where: { $0.area == area }) else {
        throw HTTPError(.badRequest)
      }
      guard let account = try store.account(change.name),
        change.administration.mayChangeRoles(of: account, in: area)
      else { throw HTTPError(.notFound) }
      try store.setRoles(roles, of: change.name, in: area, by: change.origin, at: now)
    }
    change("people/:name/locked", accounts, wards, router) { change, store, now in
      try lookAfter(change.name, change.administration, store)
      try store.setLocked(change.form["value"] == "1", change.name, by: change.origin, at: now)
    }
    change("people/:name/sessions/end", accounts, wards, router) { change, store, now in
      guard let number = Int64(change.form["number"]) else { throw HTTPError(.badRequest) }
      try lookAfter(change.name, change.administration, store)
      try store.end(number, of: change.name, by: change.origin, at: now)
    }
    change("people/:name/administrator", accounts, wards, router) { change, store, now in
      guard change.administration.isUnlimited else { throw HTTPError(.notFound) }
      try store.setAdministrator(
        change.form["value"] == "1", change.name, by: change.origin, at: now)
    }
  }

  /// Makes an account and shows its link. An administrator of a ward makes it for that ward, where it
  /// reads until it gets other roles: so it belongs to the ward from the beginning.
  private static func make(
    _ accounts: AccountOffice, _ wards: [WardOffice], _ frame: ServerFrame, _ form: Form,
    _ context: DeskContext, _ request: Request
  ) async throws -> Response {
    let list = PeopleListPage(frame: frame, wards: wards)
    guard let name = Identifier(form["name"]) else {
      return try await list.response(
        accounts, form,
        fault: frame.say(
          "Tên tài khoản chỉ gồm chữ thường không dấu, chữ số và gạch nối.",
          "An account name has small letters without marks, figures and hyphens only."))
    }
    let (administration, origin) = (frame.administration, context.auditOrigin)
    let ward = Area(form["ward"])
    let isTheirs = ward.map { area in
      administration.covers(area) && wards.contains { $0.area == area }
    }
    guard isTheirs ?? administration.isUnlimited else { throw HTTPError(.badRequest) }
    do {
      let code = try await accounts.ask { store, now in
        try store.makeAccount(name, fullName: form["full-name"], by: origin, at: now)
        if let ward { try store.setRoles([.viewer], of: name, in: ward, by: origin, at: now) }
        return try store.invite(name, by: origin, at: now)
      }
      return link(frame, name, context.address(request, "/set-up/\(code)"))
    } catch let fault as AccountFault {
      return try await list.response(
        accounts, form, fault: AccountWords.of(fault, frame.language))
    }
  }

  /// A change to an account, as its form asks for it.
  private struct Change: Sendable {
    var form: Form
    var name: Identifier
    var administration: Administration
    var origin: AuditOrigin
  }

  private static func change(
    _ path: RouterPath, _ accounts: AccountOffice, _ wards: [WardOffice],
    _ router: some RouterMethods<DeskContext>,
    _ body: @escaping @Sendable (Change, OfficeStore, Instant) throws -> Void
  ) {
    router.post(path) { request, context -> Response in
      let (frame, name) = (try context.peopleFrame(request), try name(context))
      let change = Change(
        form: context.form, name: name, administration: frame.administration,
        origin: context.auditOrigin)
      do {
        try await accounts.ask { try body(change, $0, $1) }
      } catch AccountFault.unknown {
        throw HTTPError(.notFound)
      } catch let fault as AccountFault {
        return try await PersonPage(frame: frame, wards: wards)
          .response(accounts, name, fault: AccountWords.of(fault, frame.language))
      }
      // Whoever has taken somebody out of their last ward sees them no more.
      let isSeen = try await accounts.ask { store, _ in
        try store.account(name).map(change.administration.maySee) ?? false
      }
      return .see(isSeen ? "/people/\(name)" : "/people")
    }
  }

  /// To whoever may not look after an account, it doesn't exist.
  private static func lookAfter(
    _ name: Identifier, _ administration: Administration, _ store: OfficeStore
  ) throws {
    guard let account = try store.account(name), administration.mayLookAfter(account) else {
      throw HTTPError(.notFound)
    }
  }

  private static func name(_ context: DeskContext) throws -> Identifier {
    guard let name = context.parameters.get("name").flatMap({ Identifier($0) }) else {
      throw HTTPError(.notFound)
    }
    return name
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
