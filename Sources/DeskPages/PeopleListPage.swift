import Hummingbird
import Vietnam
import WardContract
import WardDesk

/// The people whom an administrator looks after, and where one is added.
struct PeopleListPage {
  let frame: ServerFrame
  let wards: [WardOffice]

  /// The page; `form` is what was written in it that could not be done.
  func response(
    _ accounts: AccountOffice, _ form: Form = .none, fault: String? = nil
  ) async throws -> Response {
    let administration = frame.administration
    let people = try await accounts.ask { store, _ in try store.accounts() }
      .filter(administration.maySee)
      .sorted { Letters.areInOrder($0.fullName, $1.fullName) }
    let rows = people.pieces { account in
      """
      <tr><td><a href="/people/\(account.name)">\(account.fullName)</a></td>
        <td>\(account.name)</td>
        <td>\(roles(of: account))\(PersonPage.administrator(frame), if: account.isAdministrator)</td>
        <td>\(PersonPage.state(account, frame))</td></tr>
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
        \(place(form), if: !administration.isUnlimited)
        <p class="actions"><button class="main">\(frame.say("Thêm", "Add"))</button></p></form>
      """)
  }

  /// What an account does, in the wards that the visitor looks after.
  private func roles(of account: Account) -> [HTML] {
    wards.pieces { ward in
      let words = OfficeRole.allCases.filter { account.has($0, in: ward.area) }
        .map { AccountWords.of($0, frame.language) }
      guard !words.isEmpty, frame.administration.covers(ward.area) else { return .none }
      return "<div>\(ward.folder.name): \(words.joined(separator: ", "))</div>"
    }
  }

  private func place(_ form: Form) -> HTML {
    let options = wards.filter { frame.administration.covers($0.area) }.pieces { ward in
      """
      <option value="\(ward.area)"\(" selected", if: form["ward"] == ward.area.description)>\
      \(ward.folder.name)</option>
      """
    }
    return """
      <label for="ward">\(frame.say("Làm ở phường", "Works in"))</label>
      <select id="ward" name="ward">\(options)</select>
      <p class="note">\(frame.say(
        "Lúc đầu chỉ xem; chọn vai trò ở trang sau.", "They read at first; choose roles on the next page."))</p>
      """
  }
}
