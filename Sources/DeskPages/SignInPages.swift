import Hummingbird
import WardContract
import WardDesk

/// Signing in, in two steps, and out.
enum SignInPages {
  /// Where somebody is led afterwards, and the form that they had sent when they had to sign in.
  struct Onward {
    var to = "/"
    var held = ""

    init(to: String, held: String = "") {
      self.to = OurPath.checked(to)
      self.held = held
    }

    init(_ form: Form) { self.init(to: form["to"], held: form["held"]) }

    var fields: HTML {
      """
      <input type="hidden" name="to" value="\(to)">
      \("<input type=\"hidden\" name=\"held\" value=\"\(held)\">", if: !held.isEmpty)
      """
    }
  }

  static func add(_ accounts: AccountOffice, to router: some RouterMethods<DeskContext>) {
    router.get("sign-in") { request, context -> Response in
      let onward = Onward(
        to: String(request.uri.queryParameters["to"] ?? "/"))
      return context.session == nil ? password(context, onward) : .see(onward.to)
    }
    router.post("sign-in") { request, context -> Response in
      let (form, browser) = (context.form, request.headers[.userAgent] ?? "")
      let onward = Onward(form)
      do {
        let (attempt, isRight) = try await accounts.attempt(
          name: Self.name(form["name"]), password: form["password"], from: context.remoteAddress)
        let token = try await accounts.ask {
          try $0.finishPassword(attempt, isRight: isRight, browser: browser, at: $1)
        }
        var context = context
        context.browserToken = token
        var response = code(context, onward)
        context.give(token, to: &response)
        return response
      } catch let refusal as SignInRefusal {
        return password(
          context, onward, status: status(refusal), refusal: refusal, name: form["name"])
      }
    }
    router.post("sign-in/code") { request, context -> Response in
      let (form, browser) = (context.form, request.headers[.userAgent] ?? "")
      let onward = Onward(form)
      do {
        let (pending, address) = (context.browserToken, context.remoteAddress)
        let token = try await accounts.ask {
          try $0.confirm(pending, code: form["code"], from: address, browser: browser, at: $1)
        }
        var context = context
        context.browserToken = token
        var response = onward.held.isEmpty ? Response.see(onward.to) : resume(context, onward)
        context.give(token, to: &response)
        return response
      } catch SignInRefusal.expired {
        return password(context, onward, status: .unauthorized, refusal: .expired)
      } catch let refusal as SignInRefusal {
        return code(context, onward, status: status(refusal), refusal: refusal)
      }
    }
    router.post("sign-out") { _, context -> Response in
      if let session = context.session {
        let origin = context.auditOrigin
        try await accounts.ask {
          try $0.end(session.number, of: session.account.name, by: origin, at: $1)
        }
      }
      return .see("/sign-in")
    }
    // An open page that nobody touches, but looks at, asks so now and then.
    router.get("session") { _, context -> Response in
      Response(status: context.session == nil ? .unauthorized : .noContent)
    }
  }

  /// What somebody typed as their name: telephones begin with a capital and end with a space.
  private static func name(_ text: String) -> String {
    String(text.lowercased().filter { $0 != " " })
  }

  private static func status(_ refusal: SignInRefusal) -> HTTPResponse.Status {
    if case .wait = refusal { .tooManyRequests } else { .unprocessableContent }
  }

  // MARK: Pages

  /// The page that asks for name and password.
  static func password(
    _ context: DeskContext, _ onward: Onward, status: HTTPResponse.Status = .ok,
    refusal: SignInRefusal? = nil, name: String = ""
  ) -> Response {
    let language = context.language
    let kept: HTML = """
      <p class="notice">\(language.say("Phiên làm việc đã hết. Nội dung bạn vừa gửi vẫn còn và được gửi tiếp sau khi đăng nhập.", "Your session has ended. What you sent is kept, and goes on after you sign in."))</p>
      """
    let wrong = language.say(
      "Tên hoặc mật khẩu không đúng.", "Name or password is not right.")
    return context.alone(
      language.say("Đăng nhập", "Sign in"),
      path: "/sign-in?to=\(PercentEncoding.escaped(onward.to))", status: status,
      """
      \(kept, if: !onward.held.isEmpty)
      \(fault(refusal, wrong: wrong, language))
      <form method="post" action="/sign-in">
        \(context.tokenField)\(onward.fields)
        <label for="name">\(language.say("Tên tài khoản", "Account name"))</label>
        <input id="name" name="name" value="\(name)" autocomplete="username" autocapitalize="none"
          spellcheck="false" maxlength="64" required autofocus>
        <label for="password">\(language.say("Mật khẩu", "Password"))</label>
        <input id="password" name="password" type="password" autocomplete="current-password"
          required>
        <p class="actions"><button class="main">\(language.say("Tiếp tục", "Go on"))</button></p>
      </form>
      <p class="note">\(language.say("Quên mật khẩu hoặc mất điện thoại: người quản trị gửi cho bạn một liên kết mới.", "Forgotten password or lost telephone: the administrator gives you a new link."))</p>
      """)
  }

  private static func code(
    _ context: DeskContext, _ onward: Onward, status: HTTPResponse.Status = .ok,
    refusal: SignInRefusal? = nil
  ) -> Response {
    let language = context.language
    let wrong = language.say(
      "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới.",
      "The code is wrong or was used already. Wait for the app's next one.")
    return context.alone(
      language.say("Mã xác nhận", "Confirmation code"), status: status,
      """
      \(fault(refusal, wrong: wrong, language))
      <form method="post" action="/sign-in/code">
        \(context.tokenField)\(onward.fields)
        <label for="code">\(language.say("Sáu chữ số mà ứng dụng xác thực đang hiện", "The six figures that your authenticator app shows"))</label>
        <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40"
          required autofocus>
        <p class="actions"><button class="main">\(language.say("Đăng nhập", "Sign in"))</button></p>
      </form>
      <p class="note">\(language.say("Không có điện thoại: nhập một mã dự phòng.", "No telephone: enter a recovery code."))</p>
      """)
  }

  /// What had been sent when the session had ended, ready to be sent again.
  private static func resume(_ context: DeskContext, _ onward: Onward) -> Response {
    let language = context.language
    let fields = Form(onward.held.utf8)?.hidden(without: "token") ?? []
    return context.alone(
      language.say("Bạn đã đăng nhập lại", "You are signed in again"),
      """
      <p>\(language.say("Nội dung bạn gửi trước đó vẫn còn. Bấm để gửi tiếp.", "What you sent before is kept. Press to send it now."))</p>
      <form method="post" action="\(onward.to)">
        \(context.tokenField)\(fields)
        <p class="actions"><button class="main" autofocus>\(language.say("Gửi tiếp", "Send it"))</button>
        <a class="button" href="/">\(language.say("Bỏ", "Leave it"))</a></p>
      </form>
      """)
  }

  private static func fault(
    _ refusal: SignInRefusal?, wrong: String, _ language: Language
  ) -> HTML {
    let words: String
    switch refusal {
    case nil: return .none
    case .wrong: words = wrong
    case .wait(let seconds):
      words =
        seconds < 120
        ? language.say(
          "Đã sai nhiều lần. Chờ \(seconds) giây rồi thử lại.",
          "Too many wrong tries. Wait \(seconds) seconds and try again.")
        : language.say(
          "Đã sai nhiều lần. Chờ \((seconds + 59) / 60) phút rồi thử lại.",
          "Too many wrong tries. Wait \((seconds + 59) / 60) minutes and try again.")
    case .locked:
      words = language.say(
        "Tài khoản này đã bị khoá. Hỏi người quản trị.",
        "This account is locked. Ask the administrator.")
    case .expired:
      words = language.say(
        "Đã quá năm phút. Nhập lại mật khẩu.", "Five minutes have passed. Enter the password again."
      )
    }
    return "<p class=\"fault\" role=\"alert\">\(words)</p>"
  }
}
