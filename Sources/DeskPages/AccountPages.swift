import Hummingbird
import WardContract
import WardDesk

/// One's own account: password, second factor, where one is signed in.
enum AccountPages {
  static func add(_ accounts: AccountOffice, to router: some RouterMethods<DeskContext>) {
    router.get("account") { request, context -> Response in
      try await page(accounts, context.serverFrame(request))
    }
    router.post("account/password") { request, context -> Response in
      let (frame, form) = (try context.serverFrame(request), context.form)
      let account = frame.session.account
      if let fault = AccountWords.fault(
        password: form["new"], again: form["again"], of: account.name, account.fullName,
        frame.language)
      {
        return try await page(accounts, frame, fault: fault)
      }
      if let fault = try await wrongPassword(accounts, frame, context) {
        return try await page(accounts, frame, fault: fault)
      }
      let (hash, origin) = (try await accounts.hash(form["new"]), context.auditOrigin)
      try await accounts.ask {
        try $0.setPassword(hash: hash, of: frame.session, by: origin, at: $1)
      }
      return try await page(
        accounts, frame,
        notice: frame.say(
          "Đã đổi mật khẩu; các nơi khác đã bị đăng xuất.",
          "The password is changed; you are signed out everywhere else."))
    }
    router.post("account/second-factor") { request, context -> Response in
      let frame = try context.serverFrame(request)
      if let fault = try await wrongPassword(accounts, frame, context) {
        return try await page(accounts, frame, fault: fault)
      }
      let secret = try await accounts.ask { store, _ in
        try store.offerSecondFactor(to: frame.session)
      }
      return secondFactor(frame, secret, place: context.place(request))
    }
    router.post("account/second-factor/take") { request, context -> Response in
      let frame = try context.serverFrame(request)
      let (code, origin) = (context.form["code"], context.auditOrigin)
      do {
        let codes = try await accounts.ask {
          try $0.takeSecondFactor(code, in: frame.session, by: origin, at: $1)
        }
        return frame.page(
          frame.say("Mã dự phòng mới", "New recovery codes"),
          SecondFactorPiece.recoveryCodes(codes, frame.language))
      } catch let fault as AccountFault {
        return try await page(accounts, frame, fault: AccountWords.of(fault, frame.language))
      }
    }
    router.post("account/sessions/end") { request, context -> Response in
      let frame = try context.serverFrame(request)
      guard let number = Int64(context.form["number"]) else { throw HTTPError(.badRequest) }
      let origin = context.auditOrigin
      try await accounts.ask {
        try $0.end(number, of: frame.session.account.name, by: origin, at: $1)
      }
      return .see("/account")
    }
  }

  /// Whoever sits down at somebody else's open browser doesn't know the password: what is wrong with
  /// the one that the form brought, or `nil`.
  private static func wrongPassword(
    _ accounts: AccountOffice, _ frame: ServerFrame, _ context: DeskContext
  ) async throws -> String? {
    do {
      let (attempt, isRight) = try await accounts.attempt(
        name: frame.visitor.account, password: context.form["current"],
        from: context.remoteAddress)
      guard isRight else {
        return frame.say("Mật khẩu hiện tại không đúng.", "The present password is wrong.")
      }
      try await accounts.ask { store, _ in try store.accept(attempt) }
      return nil
    } catch SignInRefusal.wait(let seconds) {
      return frame.say(
        "Đã sai nhiều lần. Chờ \(seconds) giây rồi thử lại.",
        "Too many wrong tries. Wait \(seconds) seconds and try again.")
    }
  }

  private static func page(
    _ accounts: AccountOffice, _ frame: ServerFrame, fault: String? = nil, notice: String? = nil
  ) async throws -> Response {
    let name = frame.session.account.name
    let (sessions, codesLeft) = try await accounts.ask {
      (try $0.sessions(of: name, at: $1), try $0.recoveryCodesLeft(name))
    }
    let rows = sessions.pieces { session in
      let isThis = session.number == frame.session.number
      let end: HTML = """
        <form method="post" action="/account/sessions/end">\(frame.tokenField)
          <input type="hidden" name="number" value="\(session.number)">
          <button>\(frame.say("Đăng xuất ở đó", "Sign out there"))</button></form>
        """
      return """
        <tr><td title="\(session.browser)">\(AccountWords.browser(session.browser, frame.language))</td><td>\(session.address)</td>
          <td>\(Times.written(session.created, now: frame.now))</td>
          <td>\(Times.written(session.lastSeen, now: frame.now))</td>
          <td>\(isThis ? "\(frame.say("Đang dùng ở đây", "In use here"))" : end)</td></tr>
        """
    }
    let current: HTML = """
      <label>\(frame.say("Mật khẩu hiện tại", "Present password"))
        <input name="current" type="password" autocomplete="current-password" required></label>
      """
    return frame.page(
      frame.say("Tài khoản của tôi", "My account"),
      status: fault == nil ? .ok : .unprocessableContent,
      fault: fault, notice: notice,
      """
      <p>\(frame.visitor.fullName) (\(name))</p>
      <h2>\(frame.say("Đang đăng nhập ở", "Signed in at"))</h2>
      <div class="wide"><table><thead><tr><th>\(frame.say("Trình duyệt", "Browser"))</th>
        <th>\(frame.say("Địa chỉ mạng", "Network address"))</th><th>\(frame.say("Từ", "Since"))</th>
        <th>\(frame.say("Dùng lần cuối", "Last used"))</th><th></th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      <h2>\(frame.say("Đổi mật khẩu", "Change the password"))</h2>
      <form method="post" action="/account/password">\(frame.tokenField)\(current)
        \(SecondFactorPiece.newPasswordFields(frame.language))
        <p class="actions"><button>\(frame.say("Đổi mật khẩu", "Change it"))</button></p></form>
      <h2>\(frame.say("Ứng dụng xác thực", "Authenticator app"))</h2>
      <p>\(frame.say("Còn \(codesLeft) mã dự phòng. Đổi điện thoại thì lấy khoá mới; mã dự phòng cũ hết giá trị.", "\(codesLeft) recovery codes are left. For a new telephone get a new key; the old recovery codes count no more."))</p>
      <form method="post" action="/account/second-factor">\(frame.tokenField)\(current)
        <p class="actions"><button>\(frame.say("Lấy khoá mới", "Get a new key"))</button></p></form>
      """)
  }

  private static func secondFactor(
    _ frame: ServerFrame, _ secret: [UInt8], place: String
  ) -> Response {
    frame.page(
      frame.say("Khoá mới cho ứng dụng xác thực", "A new key for the authenticator app"),
      """
      <p>\(frame.say("Khoá cũ vẫn dùng cho đến khi bạn nhập mã của khoá mới.", "The old key counts until you enter a code of the new one."))</p>
      \(SecondFactorPiece.secret(secret, of: frame.session.account.name, place: place, frame.language))
      <form method="post" action="/account/second-factor/take">\(frame.tokenField)
        \(SecondFactorPiece.codeField(frame.language))
        <p class="actions"><button class="main">\(frame.say("Dùng khoá mới", "Use the new key"))</button>
          <a class="button" href="/account">\(frame.say("Thôi", "Leave it"))</a></p></form>
      """)
  }
}
