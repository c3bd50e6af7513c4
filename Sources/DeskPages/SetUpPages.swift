import Hummingbird
import WardContract
import WardDesk

/// Where somebody who was given a link makes the account their own.
enum SetUpPages {
  static func add(_ accounts: AccountOffice, to router: some RouterMethods<DeskContext>) {
    router.get("set-up/:code") { request, context -> Response in
      let code = context.parameters.get("code") ?? ""
      guard let invitation = try await accounts.ask({ try $0.invitation(code, at: $1) }) else {
        return expired(context)
      }
      return page(request, context, invitation)
    }
    router.post("set-up/:code") { request, context -> Response in
      let (form, address) = (context.form, context.remoteAddress)
      let (code, browser) = (
        context.parameters.get("code") ?? "", request.headers[.userAgent] ?? ""
      )
      guard let invitation = try await accounts.ask({ try $0.invitation(code, at: $1) }) else {
        return expired(context)
      }
      if let fault = AccountWords.fault(
        password: form["new"], again: form["again"], of: invitation.account.name,
        form["full-name"], context.language)
      {
        return page(request, context, invitation, fault)
      }
      let hash = try await accounts.hash(form["new"])
      do {
        let (codes, token) = try await accounts.ask { store, now in
          let made = try store.setUp(
            invitation: code, fullName: form["full-name"], passwordHash: hash, code: form["code"],
            from: address, at: now)
          let token = try store.beginSession(
            made.account, from: address, browser: browser, at: now)
          return (made.recoveryCodes, token)
        }
        var response = done(context, codes)
        context.give(token, to: &response)
        return response
      } catch AccountFault.invitation {
        return expired(context)
      } catch let fault as AccountFault {
        return page(request, context, invitation, AccountWords.of(fault, context.language))
      }
    }
  }

  private static func expired(_ context: DeskContext) -> Response {
    let title = context.language.say("Liên kết không còn dùng được", "This link counts no more")
    return context.alone(
      title, status: .notFound, "<p>\(AccountWords.of(.invitation, context.language))</p>")
  }

  private static func page(
    _ request: Request, _ context: DeskContext, _ invitation: Invitation, _ fault: String? = nil
  ) -> Response {
    let language = context.language
    let fullName = context.form["full-name"]
    return context.alone(
      language.say("Thiết lập tài khoản", "Set up your account"), path: request.uri.path,
      status: fault == nil ? .ok : .unprocessableContent,
      """
      \(fault.map { "<p class=\"fault\" role=\"alert\">\($0)</p>" } ?? .none)
      <p>\(language.say("Tên tài khoản của bạn là", "Your account name is"))
        <strong>\(invitation.account.name)</strong>.</p>
      <form method="post" action="\(request.uri.path)">
        \(context.tokenField)
        <label for="full-name">\(language.say("Họ và tên", "Full name"))</label>
        <input id="full-name" name="full-name" autocomplete="name" required
          value="\(fullName.isEmpty ? invitation.account.fullName : fullName)">
        \(SecondFactorPiece.newPasswordFields(language))
        <h2>\(language.say("Xác nhận bằng điện thoại", "Confirm with your telephone"))</h2>
        \(SecondFactorPiece.secret(invitation.secret, of: invitation.account.name, place: context.place(request), language))
        \(SecondFactorPiece.codeField(language))
        <p class="actions"><button class="main">\(language.say("Xong", "Done"))</button></p>
      </form>
      """)
  }

  private static func done(_ context: DeskContext, _ codes: [String]) -> Response {
    let language = context.language
    return context.alone(
      language.say("Mã dự phòng", "Recovery codes"),
      """
      \(SecondFactorPiece.recoveryCodes(codes, language))
      <p class="actions"><a class="button main" href="/">\(language.say("Đã cất mã, bắt đầu làm việc", "The codes are put away; begin"))</a></p>
      """)
  }
}

extension DeskContext {
  /// Tells this server apart from others in an authenticator app.
  func place(_ request: Request) -> String {
    String((request.head.authority ?? "").prefix { $0 != ":" })
  }
}
