import Hummingbird
import WardContract
import WardDesk

/// The visitor's own keys, and all keys of the ward. What the keyring has, only the root key signs,
/// and that is kept offline: these pages ask, `loanha ward keys` answers.
enum KeyPages {
  /// Roles that a person may ask for, by what they do at the desk.
  private static func roles(_ frame: Frame) -> [Role] {
    var roles: [Role] = []
    if frame.may(.editor) { roles.append(.editor) }
    if frame.may(.approver) { roles.append(.approver) }
    if frame.may(.operator, .approver) { roles.append(.emergency) }
    return roles
  }

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("keys") { request, context in
      let frame = try context.frame(request)
      return try page(frame, try await frame.ward.read { try $0.keyRequests() })
    }
    group.post("keys") { request, context in
      let frame = try context.frame(request)
      let form = context.form
      guard let role = Role(rawValue: form["role"]), let publicKey = Base64URL.decode(form["x"]),
        let proof = Base64URL.decode(form["proof"]), let holder = Identifier(frame.visitor.account)
      else { throw HTTPError(.badRequest) }
      guard roles(frame).contains(role) else { throw HTTPError(.forbidden) }
      let (area, visitor, now) = (frame.ward.area, frame.visitor, frame.second)
      try await context.recording(
        .keyRequested, of: visitor.account, details: role.rawValue, in: accounts
      ) {
        try await frame.ward.write { store in
          try store.requestKey(
            publicKey, holder: holder, title: visitor.fullName, role: role, proof: proof,
            area: area, by: visitor.account, at: now)
        }
      }
      return Response.see(frame.at("/keys"))
    }
    group.post("keys/:key/lost") { request, context in
      let frame = try context.frame(request)
      let keyring = try frame.ward.folder.keyring()
      guard let key = context.parameters.get("key").flatMap({ keyring.key($0) }), key.role != .desk
      else { throw HTTPError(.notFound) }
      // Whoever suspects a theft may say so, whosever key it is: revoking is what the root decides.
      let (account, now) = (frame.visitor.account, frame.second)
      let reason = context.form["reason"]
      try await context.recording(
        .keyLost, of: key.holder.description, details: "\(key.keyIdentifier): \(reason)",
        in: accounts
      ) {
        try await frame.ward.write { store in
          try store.requestRevocation(of: key, reason: reason, by: account, at: now)
        }
      }
      return Response.see(frame.at("/keys"))
    }
  }

  // MARK: The page

  private static func page(_ frame: Frame, _ requests: [KeyRequest]) throws -> Response {
    let keyring = try frame.ward.folder.keyring()
    let isOwn = { (holder: Identifier) in holder.description == frame.visitor.account }
    let open = requests.filter { isOwn($0.holder) && $0.kind == .enrolment }
      .filter { $0.state(under: keyring) != .done }
    let lost = Set(
      requests.filter { $0.kind == .revocation && $0.state(under: keyring) == .waiting }
        .map(\.keyIdentifier))
    let own = keyring.keys.filter { isOwn($0.holder) }
    let others = keyring.keys.filter { !isOwn($0.holder) }
    return frame.page(
      frame.say("Khóa ký", "Keys"), scripts: ["keyring.js", "keys.js"],
      """
      <p>\(frame.say(
        "Khóa ký nằm trong trình duyệt bạn tạo ra nó và không lấy ra được. Máy chủ không ký thay ai.",
        "A key stays in the browser that it was made in and can't be taken out. The server signs for nobody."))</p>
      <h2>\(frame.say("Khóa của tôi", "My keys"))</h2>
      <ul class="items">\(open.pieces { item($0, keyring, frame) })
        \(own.pieces { item($0, isLost: lost.contains($0.keyIdentifier), frame) })
        \("<li>\(frame.say("Bạn chưa có khóa ký.", "You have no key yet."))</li>", if: open.isEmpty && own.isEmpty)</ul>
      \(newKey(frame, hasOne: !own.isEmpty))
      <h2>\(frame.say("Khóa của phường", "Keys of the ward"))</h2>
      <p class="note">\(frame.say("Danh sách khóa bản", "Keyring version")) \(keyring.version),
        \(frame.say("ký lúc", "signed")) \(frame.time(keyring.issued))</p>
      <ul class="items">\(others.pieces { item($0, isLost: lost.contains($0.keyIdentifier), frame) })</ul>
      """)
  }

  /// A key that waits for the root.
  private static func item(
    _ request: KeyRequest, _ keyring: Keyring, _ frame: Frame
  ) -> HTML {
    let state = request.state(under: keyring)
    let command =
      "loanha ward keys accept --ward \(frame.ward.folder.path) \(request.number) --code …"
    if case .rejected(let reason) = state {
      return """
        <li data-key="\(request.keyIdentifier)"><b>\(frame.words(request.role))</b>
          <b class="badge red">\(frame.say("Bị từ chối", "Rejected"))</b> \(reason)
          <span data-here hidden></span></li>
        """
    }
    return """
      <li data-key="\(request.keyIdentifier)"><b>\(frame.words(request.role))</b>
        <b class="badge amber">\(frame.say("Chờ cấp", "Waits for the root key"))</b>
        \(frame.time(request.time))
        <span data-here hidden><p>\(frame.say(
          "Đọc mã này cho người giữ khóa gốc của phường, trực tiếp hoặc qua điện thoại:",
          "Read this code to whoever keeps the ward's root key, in person or on the telephone:"))</p>
        <p class="code" data-code></p></span>
        <p class="note">\(frame.say("Người giữ khóa gốc chạy:", "They run:")) <code>\(command)</code></p>
      </li>
      """
  }

  /// A key of the keyring.
  private static func item(_ key: Key, isLost: Bool, _ frame: Frame) -> HTML {
    let days = max(0, (key.validUntil - frame.now) / 86_400_000)
    let state: HTML =
      if key.revokedAt != nil {
        "<b class=\"badge red\">\(frame.say("Đã thu hồi", "Revoked"))</b>"
      } else if isLost {
        "<b class=\"badge amber\">\(frame.say("Đã báo mất, chờ thu hồi", "Reported lost"))</b>"
      } else if key.validUntil <= frame.now {
        "<b class=\"badge red\">\(frame.say("Hết hạn", "Expired"))</b>"
      } else {
        "<b class=\"badge green\">\(frame.say("Đang dùng", "In use"))</b>"
      }
    let isOver = key.revokedAt != nil || key.validUntil <= frame.now
    let soon: HTML = """
      <p class="warning">\(frame.say(
        "Khóa sắp hết hạn: tạo khóa mới bên cạnh, khóa cũ vẫn ký được đến hết hạn.",
        "It ends soon: make a new key beside it; the old one signs until its end."))</p>
      """
    return """
      <li data-key="\(key.keyIdentifier)"><b>\(key.title)</b>, \(frame.words(key.role)) \(state)
        <b class="badge blue" data-here hidden>\(frame.say("ở trình duyệt này", "in this browser"))</b>
        <br><span class="note">\(frame.say("còn", "for")) \(days) \(frame.say("ngày", "days")) ·
        \(key.keyIdentifier.prefix(12))…</span>
        \(soon, if: !isOver && days < 60)
        \(loss(key, frame), if: !isOver && !isLost && key.role != .desk)</li>
      """
  }

  private static func loss(_ key: Key, _ frame: Frame) -> HTML {
    """
    <details><summary>\(frame.say("Mất máy, nghi lộ khóa?", "Lost, or stolen?"))</summary>
      <form method="post" action="\(frame.at("/keys/\(key.keyIdentifier)/lost"))">\(frame.formToken)
      <label>\(frame.say("Chuyện gì đã xảy ra", "What happened"))
        <input name="reason" required maxlength="200"></label>
      <p class="note">\(frame.say(
        "Người giữ khóa gốc sẽ thu hồi khóa. Khi đó mọi tin chỉ do khóa này ký sẽ gỡ khỏi các máy.",
        "The keeper of the root key revokes it. Then what this key signed comes off every wall."))</p>
      <div class="actions"><button class="danger">\(frame.say("Báo mất khóa", "Report it lost"))</button></div>
      </form></details>
    """
  }

  private static func newKey(_ frame: Frame, hasOne: Bool) -> HTML {
    let roles = roles(frame)
    guard !roles.isEmpty else { return .none }
    let options = roles.pieces { "<option value=\"\($0.rawValue)\">\(frame.words($0))</option>" }
    func fault(_ name: String, _ words: String) -> HTML {
      "<p class=\"fault\" data-fault=\"\(name)\" role=\"alert\" hidden>\(words)</p>"
    }
    return """
      <form id="new-key" method="post" action="\(frame.at("/keys"))" data-area="\(frame.ward.area)"
        data-holder="\(frame.visitor.account)">\(frame.formToken)
        <input type="hidden" name="x" value=""><input type="hidden" name="proof" value="">
        <label for="role">\(hasOne
          ? frame.say("Tạo khóa mới, bên cạnh khóa cũ, để", "Make a new key, beside the old one, to be")
          : frame.say("Tạo khóa để", "Make a key to be"))</label>
        <select id="role" name="role">\(options)</select>
        \(fault("insecure", frame.say("Trình duyệt chỉ tạo khóa qua HTTPS. Mở trang bằng địa chỉ https://.", "A browser makes keys over HTTPS only. Open the page with https://.")))
        \(fault("old", frame.say("Trình duyệt này quá cũ, không tạo được khóa Ed25519. Hãy cập nhật.", "This browser is too old for Ed25519 keys. Update it.")))
        <div class="actions"><button class="main" disabled>\(frame.say("Tạo khóa", "Make a key"))</button></div>
        <noscript><p class="warning">\(frame.say(
          "Tạo khóa trong trình duyệt cần JavaScript. Không có thì dùng khóa trong tệp:",
          "A key in the browser needs JavaScript. Without it, use one in a file:"))
          <code>loanha ward keys request --ward \(frame.ward.folder.path)</code></p></noscript>
      </form>
      """
  }
}
