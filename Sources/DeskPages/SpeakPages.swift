import BroadcastRules
import Hummingbird
import WardContract
import WardDesk

/// Announces that somebody is going to speak into the homes from their browser: what, where, how long,
/// and the signatures that it takes. The sound is signed by a key that the browser makes for it alone.
enum SpeakPages {
  /// What was on its page for longer than this is announced anew: it carries its time.
  private static let freshMilliseconds: Int64 = 600_000

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("speak") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let folder = frame.ward.folder
      let rooms = try? await Workshop.shared.make { try folder.sessions(from: frame.now, days: 2) }
      return announce(frame, rooms ?? [])
    }
    group.get("speak/confirm") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let query = Form((request.uri.query ?? "").utf8) ?? .none
      guard let key = Base64URL.decode(query["key"]), key.count == 32 else {
        throw HTTPError(
          .unprocessableContent,
          message: frame.say(
            "Trang này cần JavaScript. Bật lên rồi làm lại.",
            "This page needs JavaScript. Turn it on and try again."))
      }
      return try await confirm(frame, try asked(query, frame), minutes: Int(query["minutes"]), key)
    }
    group.post("speak/send") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let answer = SigningPanel.Answer(context.form)
      let (number, _) = try await context.recording(
        answer.action, of: answer.item, details: "live", in: accounts
      ) {
        try await frame.take(answer) { bulletin in
          bulletin.live != nil && bulletin.messageType == .alert && bulletin.revision == 1
            && bulletin.status == .actual && abs(frame.now - bulletin.sent) < freshMilliseconds
        }
      }
      return Response.see(frame.at("/speak/\(number)"))
    }
  }

  /// The bulletin that the form asks for, without its stream.
  private static func asked(_ query: Form, _ frame: Frame) throws -> Bulletin {
    let (folder, now) = (frame.ward.folder, frame.second)
    let digits = now.description.prefix(19).filter(\.isNumber)
    let priority = Priority(rawValue: query["priority"]) ?? .ordinary
    let areas = query.all("area").compactMap { Area($0) }
      .filter { ([folder.area] + folder.areasWithin).contains($0) }
    let headline = Draft.cleaned(query["headline"])
    guard let identifier = Identifier("noi-\(digits)"), !headline.isEmpty else {
      throw HTTPError(
        .unprocessableContent, message: frame.say("Ghi tiêu đề.", "Write a headline."))
    }
    var bulletin = Bulletin(
      identifier: identifier, senderName: "UBND \(folder.name)", sent: now, priority: priority,
      areas: areas.isEmpty ? [folder.area] : areas,
      urgency: priority == .emergency ? .immediate : .unknown, expires: now + 3_600_000,
      headline: headline, description: Draft.cleaned(query["text"]))
    if priority != .emergency {
      bulletin.regulation.contentClass = query["class"].isEmpty ? nil : query["class"]
    }
    let (issuer, number) = (Draft.cleaned(query["issuer"]), Draft.cleaned(query["number"]))
    if !issuer.isEmpty, !number.isEmpty {
      bulletin.regulation.directive = Directive(
        issuer: issuer, number: number, from: now, until: bulletin.expires,
        lifts: Limit.allCases.filter { query.all("lift").contains($0.rawValue) })
    }
    return bulletin
  }

  // MARK: Pages

  private static func announce(_ frame: Frame, _ rooms: [SessionRoom]) -> Response {
    let folder = frame.ward.folder
    let classes = Self.classes(of: folder, at: frame.now).pieces {
      "<option value=\"\($0.name)\">\($0.title)</option>"
    }
    let areas = ([folder.area] + folder.areasWithin).pieces { place in
      """
      <label class="inline"><input type="checkbox" name="area" value="\(place)"\
      \(" checked", if: place == folder.area)> \(frame.words([place]))</label>
      """
    }
    let lifts = Limit.allCases.pieces { limit in
      """
      <label class="inline"><input type="checkbox" name="lift" value="\(limit.rawValue)">
        \(frame.words(limit))</label>
      """
    }
    return frame.page(
      frame.say("Nói trực tiếp", "Speak live"), scripts: ["keyring.js", "speak.js"],
      """
      <p>\(frame.say(
        "Nói vào micrô của máy này, mọi nhà trong khu vực nghe ngay. Tin thường cần hai người ký (biên tập và duyệt) và chỉ nói được trong buổi phát hoặc theo chỉ đạo; khẩn cấp cần khóa khẩn cấp.",
        "What you say into this computer's microphone is heard at once. Ordinary speech takes two signatures (editor and approver) and a session or a directive; an emergency takes the emergency key."))</p>
      <h2>\(frame.say("Các buổi còn bao nhiêu", "What the sessions have left"))</h2>
      \(CheckPanel.sessions(rooms, frame))
      <form id="speak" method="get" action="\(frame.at("/speak/confirm"))">
        <input type="hidden" name="key" value="">
        <label for="headline">\(frame.say("Tiêu đề hiện trên màn hình", "Headline on the screen"))</label>
        <input id="headline" name="headline" required maxlength="120" autocomplete="off">
        <label for="text">\(frame.say("Nói về việc gì (có thể bỏ trống)", "What about (may be left out)"))</label>
        <textarea id="text" name="text" maxlength="1000"></textarea>
        <label for="priority">\(frame.say("Mức", "Priority"))</label>
        <select id="priority" name="priority">
          <option value="\(Priority.ordinary.rawValue)">\(frame.say("Thường: trong buổi phát, hoặc theo chỉ đạo", "Ordinary: in a session, or by a directive"))</option>
          <option value="\(Priority.emergency.rawValue)">\(frame.say("KHẨN CẤP: nói ngay, mọi nhà đều nghe", "EMERGENCY: at once, in every home"))</option>
        </select>
        <label for="class">\(frame.say("Loại nội dung (tin thường)", "Class of content (ordinary)"))</label>
        <select id="class" name="class"><option value="">\(frame.say("— chọn —", "— choose —"))</option>\(classes)</select>
        <label for="minutes">\(frame.say("Lâu nhất bao nhiêu phút (bỏ trống: phần còn lại của buổi, không quá 15)", "Minutes at most (empty: what is left, at most 15)"))</label>
        <input id="minutes" name="minutes" type="number" min="1" max="\(Bounds.soundMilliseconds / 60_000)">
        <fieldset><legend>\(frame.say("Phát cho", "For"))</legend>\(areas)</fieldset>
        <details><summary>\(frame.say("Theo chỉ đạo, ngoài buổi phát", "By a directive, outside of sessions"))</summary>
          <label for="issuer">\(frame.say("Cơ quan chỉ đạo", "Issued by"))</label>
          <input id="issuer" name="issuer" maxlength="120">
          <label for="number">\(frame.say("Số văn bản", "Its number"))</label>
          <input id="number" name="number" maxlength="60">
          <fieldset><legend>\(frame.say("Cho phép vượt", "It lifts"))</legend>\(lifts)</fieldset>
        </details>
        \(faults(frame, "mic --title …"))
        <div class="actions"><button class="main" disabled>\(frame.say("Xem lại và ký", "Look at it and sign"))</button></div>
      </form>
      """)
  }

  /// The classes of content that the ward's plan allows.
  private static func classes(
    of folder: WardFolder, at now: Instant
  ) -> [RuleSet.ContentClass] {
    guard let rules = try? folder.broadcasting(),
      let set = rules.book.ruleSet(on: LocalDate(now))
    else { return [] }
    let allowed = set.area(rules.plan.areaType).content
    return set.contents.filter { allowed.contains($0.name) }
  }

  /// Sentences that a script shows; without scripts there is the command.
  static func faults(_ frame: Frame, _ command: String) -> HTML {
    let command = "loanha live \(command) --ward \(frame.ward.folder.path)"
    func fault(_ name: String, _ words: String, _ more: HTML = .none) -> HTML {
      "<p class=\"fault\" data-fault=\"\(name)\" role=\"alert\" hidden>\(words) \(more)</p>"
    }
    return """
      \(fault("insecure", frame.say("Trình duyệt chỉ cho dùng micrô và ký qua HTTPS. Mở trang bằng địa chỉ https://.", "A browser gives the microphone and signs over HTTPS only. Open the page with https://.")))
      \(fault("old", frame.say("Trình duyệt này không nói trực tiếp được (cần Ed25519 và WebCodecs). Cập nhật trình duyệt, hoặc dùng lệnh:", "This browser can't speak live (Ed25519, WebCodecs). Update it, or use the command:"), "<code>\(command)</code>"))
      <noscript><p class="warning">\(frame.say("Nói trực tiếp cần JavaScript. Không có thì dùng lệnh:", "Speaking live needs JavaScript. Without it use the command:")) <code>\(command)</code></p></noscript>
      """
  }

  private static func confirm(
    _ frame: Frame, _ asked: Bulletin, minutes: Int?, _ key: [UInt8]
  ) async throws -> Response {
    let folder = frame.ward.folder
    let bulletin: Bulletin
    do {
      bulletin = try folder.announcement(
        of: asked, publicKey: key, milliseconds: minutes.map { $0 * 60_000 }, at: frame.second)
    } catch is DeskError {
      return refused(frame, asked, minutes)
    }
    try frame.requireReadable(bulletin)
    guard let live = bulletin.live else { preconditionFailure("an announcement has a stream") }
    let homes = try await frame.ward.read { try $0.reach(of: bulletin, at: frame.now).homes }
    let online = homes.count { $0.isOnline == true }
    let roles = Submission.roles(bulletin.priority)
    let isEmergency = bulletin.priority == .emergency
    let panel = SigningPanel(
      payload: bulletin.json.bytes, bulletin: bulletin, action: frame.at("/speak/send"),
      keys: try frame.usableKeys(for: bulletin, roles: roles),
      label: isEmergency
        ? frame.say("Ký, rồi nói ngay: KHẨN CẤP", "Sign, then speak: EMERGENCY")
        : frame.say("Ký thông báo nói trực tiếp", "Sign the announcement"),
      command: "loanha live mic --ward \(folder.path) --title …",
      ownStream: Base64URL.encode(live.publicKey))
    let place: HTML =
      "<strong>\(homes.count) \(frame.say("nhà", "homes"))</strong>, \(frame.words(bulletin.areas)) (\(online) \(frame.say("đang kết nối", "connected")))"
    let longest = CheckPanel.duration(live.longestMilliseconds, frame)
    let sentence: HTML =
      isEmergency
      ? "\(frame.say("Ký xong, tín hiệu khẩn cấp vang lên NGAY LẬP TỨC ở", "Once you sign, the emergency signal sounds AT ONCE in")) \(place). \(frame.say("Sau đó mọi nhà nghe tiếng bạn nói, lâu nhất", "Then they hear you, for at most")) \(longest)."
      : "\(frame.say("Khi đủ hai chữ ký, nghe được ở", "Once two have signed, it is heard in")) \(place). \(frame.say("Bạn nói được lâu nhất", "You may speak for at most")) \(longest)."
    return frame.page(
      frame.say("Nói trực tiếp: xem lại", "Speak live: look at it"), scripts: SigningPanel.scripts,
      """
      <div class="place \(isEmergency ? "real" : "ordinary")"><p class="band">\(sentence)</p>
      \(ApprovalPages.article(bulletin, nil, frame))
      \(panel.piece(frame))</div>
      """)
  }

  private static func refused(_ frame: Frame, _ asked: Bulletin, _ minutes: Int?) -> Response {
    let length = (minutes ?? 1) * 60_000
    let refusal = try? frame.ward.folder.hearing(of: asked, soundMilliseconds: length).refusal
    let words =
      refusal
      ?? frame.say(
        "Bây giờ không có buổi phát, hoặc buổi không còn đủ số phút. Bỏ trống số phút để lấy phần còn lại, chờ đến buổi, hoặc ghi chỉ đạo.",
        "No session goes on now, or it has not so many minutes left. Leave the minutes empty, wait for the session, or name a directive."
      )
    return frame.page(
      frame.say("Chưa nói trực tiếp được", "Not allowed yet"), status: .conflict,
      """
      <p class="fault lines" role="alert">\(words)</p>
      <p><a class="button" href="\(frame.at("/speak"))">\(frame.say("Quay lại", "Back"))</a></p>
      """)
  }
}
