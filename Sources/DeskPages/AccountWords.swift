import WardContract
import WardDesk

/// What accounts, roles and refusals are called.
enum AccountWords {
  static func of(_ role: OfficeRole, _ language: Language) -> String {
    switch role {
    case .editor: language.say("Biên tập", "Editor")
    case .approver: language.say("Duyệt", "Approver")
    case .operator: language.say("Trực", "Operator")
    case .installer: language.say("Lắp máy", "Installer")
    case .viewer: language.say("Xem", "Viewer")
    case .administrator: language.say("Quản trị phường", "Ward administrator")
    }
  }

  /// What somebody with the role does.
  static func task(_ role: OfficeRole, _ language: Language) -> String {
    switch role {
    case .editor: language.say("soạn tin, trả lời ý kiến", "writes items, answers feedback")
    case .approver: language.say("duyệt và ký tin người khác soạn", "signs what others wrote")
    case .operator:
      language.say(
        "tin khẩn cấp, phát trực tiếp, cuộc gọi SOS", "emergencies, live programmes, calls for help"
      )
    case .installer: language.say("lắp và sửa máy ở nhà dân", "sets up and mends terminals")
    case .viewer: language.say("chỉ xem", "reads only")
    case .administrator:
      language.say("tài khoản và vai trò của phường này", "accounts and roles of this ward")
    }
  }

  /// More about an entry of the audit log.
  static func details(_ entry: AuditEntry, _ language: Language) -> String {
    if entry.action == AuditAction.failed.rawValue { return of(entry.details, language) }
    guard entry.action == AuditAction.rolesChanged.rawValue else { return entry.details }
    let roles = entry.details.split(separator: " ").map { word in
      OfficeRole(rawValue: String(word)).map { of($0, language) } ?? String(word)
    }
    return roles.isEmpty ? language.say("không còn", "none") : roles.joined(separator: ", ")
  }

  /// What a browser is called by people, from what it calls itself; that has grown for thirty years,
  /// and each names its forerunners, so the order counts.
  static func browser(_ name: String, _ language: Language) -> String {
    func first(_ marks: [(mark: String, name: String)]) -> String? {
      marks.first { name.contains($0.mark) }?.name
    }
    let program = first([
      ("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
      ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ])
    let system = first([
      ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
      ("Macintosh", "Mac"), ("Linux", "Linux"),
    ])
    let known = [program, system].compactMap(\.self)
    return known.isEmpty ? language.say("không rõ", "unknown") : known.joined(separator: ", ")
  }

  static func of(_ fault: AccountFault, _ language: Language) -> String {
    switch fault {
    case .unknown: language.say("Không có tài khoản này.", "There is no such account.")
    case .nameTaken:
      language.say("Tên tài khoản này đã có người dùng.", "Somebody has this account name already.")
    case .fullName:
      language.say("Ghi họ tên, không quá dài.", "Write the full name; not too long.")
    case .lastAdministrator:
      language.say(
        "Đây là người quản trị cuối cùng. Thêm một người quản trị khác trước.",
        "This is the last administrator. Add another one first.")
    case .invitation:
      language.say(
        "Liên kết này đã dùng rồi hoặc đã hết hạn. Xin người quản trị một liên kết mới.",
        "This link was used already, or has expired. Ask the administrator for a new one.")
    case .code:
      language.say(
        "Mã không đúng. Quét lại mã QR, rồi nhập sáu chữ số mà ứng dụng đang hiện.",
        "The code is wrong. Scan the QR code again and enter the six figures that the app shows.")
    }
  }

  static func of(_ fault: PasswordFault, _ language: Language) -> String {
    switch fault {
    case .short:
      language.say(
        "Mật khẩu cần ít nhất \(PasswordRules.shortest) ký tự. Một câu dễ nhớ là tốt nhất.",
        "A password has at least \(PasswordRules.shortest) characters. A sentence is best.")
    case .long: language.say("Mật khẩu quá dài.", "The password is too long.")
    case .name:
      language.say(
        "Mật khẩu không được là tên của bạn.", "The password must not be your own name.")
    case .common:
      language.say(
        "Mật khẩu này nhiều người dùng, dễ bị đoán. Chọn một câu của riêng bạn.",
        "Many people have this password; it is easy to guess. Choose a sentence of your own.")
    }
  }

  static func of(_ action: String, _ language: Language) -> String {
    guard let action = AuditAction(rawValue: action) else { return action }
    return switch action {
    case .accountMade: language.say("Lập tài khoản", "Account made")
    case .invited: language.say("Cấp liên kết thiết lập", "Set-up link given")
    case .setUp: language.say("Thiết lập tài khoản", "Account set up")
    case .passwordChanged: language.say("Đổi mật khẩu", "Password changed")
    case .secondFactorChanged: language.say("Đổi ứng dụng xác thực", "Second factor changed")
    case .rolesChanged: language.say("Đổi vai trò", "Roles changed")
    case .administratorChanged: language.say("Đổi quyền quản trị", "Administrator changed")
    case .locked: language.say("Khoá tài khoản", "Account locked")
    case .unlocked: language.say("Mở khoá tài khoản", "Account unlocked")
    case .signedIn: language.say("Đăng nhập", "Signed in")
    case .signedInByRecoveryCode:
      language.say("Đăng nhập bằng mã dự phòng", "Signed in with a recovery code")
    case .signInFailed: language.say("Đăng nhập sai", "Failed to sign in")
    case .signedOut: language.say("Đăng xuất", "Signed out")
    case .submitted: language.say("Trình tin để ký", "Submitted an item")
    case .signedItem: language.say("Ký tin", "Signed an item")
    case .returnedItem: language.say("Trả lại tin", "Returned an item")
    case .withdrawnItem: language.say("Rút tin đã trình", "Took an item back")
    case .sentAgain: language.say("Gửi lại cho một nhà", "Sent again for a home")
    case .keyRequested: language.say("Xin cấp khóa ký", "Asked for a key")
    case .keyLost: language.say("Báo mất khóa ký", "Reported a key lost")
    case .requestsErased:
      language.say(
        "Xoá yêu cầu dịch vụ, hoá đơn đã hết hạn lưu",
        "Erased requests to services and billers by the rule of retention")
    case .feedbackErased:
      language.say("Xoá lời của ý kiến đã hết hạn lưu", "Erased what people said in feedback")
    case .failed: language.say("Việc vừa ghi không thành", "Nothing came of it")
    case .liveBegan: language.say("Bắt đầu nói trực tiếp", "Began to speak live")
    case .liveEnded: language.say("Kết thúc nói trực tiếp", "Stopped speaking live")
    case .acted: language.say("Gửi từ trang của phường", "Sent from a ward's page")
    }
  }

  /// A new password that was typed twice: what is wrong with it, or `nil`.
  static func fault(
    password: String, again: String, of name: Identifier, _ fullName: String, _ language: Language
  ) -> String? {
    if let fault = PasswordRules.fault(in: password, name: name, fullName: fullName) {
      return of(fault, language)
    }
    return password == again
      ? nil
      : language.say("Hai lần nhập mật khẩu không giống nhau.", "The two passwords differ.")
  }
}
