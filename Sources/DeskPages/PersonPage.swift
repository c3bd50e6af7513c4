import Hummingbird
import WardContract
import WardDesk

/// One of the server's people: what they do where, where they are signed in, and what an administrator can
/// do about it.
struct PersonPage {
  let frame: ServerFrame
  let wards: [WardOffice]

  /// The page of the account `name`; one that the visitor doesn't look after isn't there.
  func response(
    _ accounts: AccountOffice, _ name: Identifier, fault: String? = nil
  ) async throws -> Response {
    let (account, sessions) = try await accounts.ask { store, now in
      (try store.account(name), try store.sessions(of: name, at: now))
    }
    guard let account, frame.administration.maySee(account) else { throw HTTPError(.notFound) }
    let mayAll = frame.administration.mayLookAfter(account)
    let others: HTML = """
      <p class="note">\(frame.say(
        "Người này còn làm ở phường khác hoặc quản trị máy chủ: mật khẩu, khoá tài khoản và phiên làm việc do quản trị máy chủ lo.",
        "They work elsewhere, too, or look after the server: whoever looks after the server sees to links, locks and sessions."))</p>
      """
    return frame.page(
      account.fullName, status: fault == nil ? .ok : .unprocessableContent, fault: fault,
      """
      <p>\(account.name) \(Self.state(account, frame))\(Self.administrator(frame), if: account.isAdministrator)</p>
      \(roles(of: account))
      \(mayAll ? control(account, sessions) : others)
      """)
  }

  static func administrator(_ frame: ServerFrame) -> HTML {
    "<b class=\"badge blue\">\(frame.say("Quản trị máy chủ", "Administrator"))</b>"
  }

  static func state(_ account: Account, _ frame: ServerFrame) -> HTML {
    if account.isLocked { return "<b class=\"badge red\">\(frame.say("Đã khoá", "Locked"))</b>" }
    return account.isSetUp
      ? "\(frame.say("Đang dùng", "In use"))"
      : "<b class=\"badge amber\">\(frame.say("Chưa thiết lập", "Not set up"))</b>"
  }

  private func roles(of account: Account) -> [HTML] {
    wards.filter { frame.administration.mayChangeRoles(of: account, in: $0.area) }.pieces { ward in
      let boxes = OfficeRole.allCases.pieces { role in
        """
        <label class="inline"><input type="checkbox" name="role" value="\(role.rawValue)"\
        \(" checked", if: account.has(role, in: ward.area))>
          \(AccountWords.of(role, frame.language))
          <span class="note">\(AccountWords.task(role, frame.language))</span></label>
        """
      }
      return """
        <form method="post" action="/people/\(account.name)/roles"><fieldset><legend>\(ward.folder.name)</legend>
          \(frame.tokenField)<input type="hidden" name="ward" value="\(ward.area)">\(boxes)
          <p class="actions"><button>\(frame.say("Lưu vai trò", "Save the roles"))</button></p>
        </fieldset></form>
        """
    }
  }

  private func control(_ account: Account, _ sessions: [SignInSession]) -> HTML {
    func button(_ path: String, _ value: String, _ label: String, _ kind: HTML = .none) -> HTML {
      """
      <form method="post" action="/people/\(account.name)/\(path)">\(frame.tokenField)
        <input type="hidden" name="value" value="\(value)"><button\(kind)>\(label)</button></form>
      """
    }
    let lock =
      account.isLocked
      ? button("locked", "0", frame.say("Mở khoá", "Unlock"))
      : button("locked", "1", frame.say("Khoá tài khoản", "Lock the account"), " class=\"danger\"")
    let rank =
      account.isAdministrator
      ? button(
        "administrator", "0", frame.say("Thôi quyền quản trị máy chủ", "No longer an administrator")
      )
      : button(
        "administrator", "1", frame.say("Cho quyền quản trị máy chủ", "Make an administrator"))
    return """
      \(places(account, sessions), if: !sessions.isEmpty)
      <div class="actions">\(button("invite", "1", frame.say("Cấp liên kết thiết lập mới", "Give a new set-up link")))\
      \(rank, if: frame.administration.isUnlimited)\(lock)</div>
      <p class="note">\(frame.say("Liên kết mới dùng khi quên mật khẩu hoặc mất điện thoại. Đến khi dùng nó, mật khẩu cũ vẫn còn.", "A new link is for a forgotten password or a lost telephone. Until it is used, the old password counts."))</p>
      """
  }

  /// Where they are signed in now.
  private func places(_ account: Account, _ sessions: [SignInSession]) -> HTML {
    let rows = sessions.pieces { session in
      """
      <tr><td>\(AccountWords.browser(session.browser, frame.language))</td><td>\(session.address)</td>
        <td>\(Times.written(session.lastSeen, now: frame.now))</td>
        <td><form method="post" action="/people/\(account.name)/sessions/end">\(frame.tokenField)
          <input type="hidden" name="number" value="\(session.number)">
          <button>\(frame.say("Đăng xuất ở đó", "Sign out there"))</button></form></td></tr>
      """
    }
    return """
      <h2>\(frame.say("Đang đăng nhập ở", "Signed in at"))</h2>
      <div class="wide"><table><thead><tr><th>\(frame.say("Trình duyệt", "Browser"))</th>
        <th>\(frame.say("Địa chỉ mạng", "Network address"))</th>
        <th>\(frame.say("Dùng lần cuối", "Last used"))</th>
        <th>\(frame.say("Việc", "What to do"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }
}
