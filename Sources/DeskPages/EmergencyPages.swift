import Hummingbird
import WardContract
import WardDesk

/// Sends emergencies: a hazard, a page that says in words what will sound where, a signature. Real,
/// exercise and test are separate places that look different.
enum EmergencyPages {
  /// A bulletin that waited longer on its page than this is made anew: it carries its time.
  private static let freshMilliseconds: Int64 = 900_000

  /// One of the three places.
  enum Place: String, CaseIterable {
    case real
    case exercise
    case test

    var status: Status {
      switch self {
      case .real: .actual
      case .exercise: .exercise
      case .test: .test
      }
    }

    func title(_ frame: Frame) -> String {
      switch self {
      case .real: frame.say("KHẨN CẤP THẬT", "REAL EMERGENCY")
      case .exercise: frame.say("DIỄN TẬP", "EXERCISE")
      case .test: frame.say("THỬ THIẾT BỊ", "TEST OF DEVICES")
      }
    }

    func meaning(_ frame: Frame) -> String {
      switch self {
      case .real:
        frame.say(
          "Phát ngay ở mọi nhà, không tắt được, đến khi có người bấm “Đã nghe”.",
          "Sounds at once in every home and can't be muted, until somebody presses “Đã nghe”.")
      case .exercise:
        frame.say(
          "Có tín hiệu và màu riêng; máy nói trước và sau rằng đây là diễn tập.",
          "Has a signal and colour of its own; homes say before and after that it is an exercise.")
      case .test:
        frame.say(
          "Chỉ đến thiết bị: không nhà nào nghe hay thấy gì.",
          "Reaches devices only: nobody hears or sees anything.")
      }
    }
  }

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("emergency") { request, context in
      try places(try context.frame(request, for: .operator, .approver))
    }
    group.get("emergency/:place") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      return try hazards(frame, try place(context), try frame.ward.folder.emergencyTexts())
    }
    group.get("emergency/:place/confirm") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let place = try place(context)
      let bulletin = try bulletin(request, frame, place)
      let homes = try await frame.ward.read { store in
        try store.reach(of: bulletin, at: frame.now).homes
      }
      return try confirm(frame, place, bulletin, homes)
    }
    group.post("emergency/:place/send") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let place = try place(context)
      let answer = SigningPanel.Answer(context.form)
      let (number, hung) = try await context.recording(
        answer.action, of: answer.item, details: place.rawValue, in: accounts
      ) {
        try await frame.take(answer) { bulletin in
          bulletin.priority == .emergency && bulletin.status == place.status
            && bulletin.messageType == .alert && bulletin.revision == 1
            && abs(frame.now - bulletin.sent) < freshMilliseconds
        }
      }
      return Response.see(
        frame.at(hung.map { "/items/\($0.identifier)/reach" } ?? "/approvals/\(number)"))
    }
  }

  private static func place(_ context: DeskContext) throws -> Place {
    guard let place = context.parameters.get("place").flatMap(Place.init) else {
      throw HTTPError(.notFound)
    }
    return place
  }

  /// The bulletin that the query asks for.
  private static func bulletin(_ request: Request, _ frame: Frame, _ place: Place) throws
    -> Bulletin
  {
    let query = Form((request.uri.query ?? "").utf8) ?? .none
    let texts = try frame.ward.folder.emergencyTexts()
    guard let chosen = texts.first(where: { $0.identifier.description == query["text"] }) else {
      throw HTTPError(.notFound)
    }
    let folder = frame.ward.folder
    let areas = query.all("area").compactMap { Area($0) }
      .filter { ([folder.area] + folder.areasWithin).contains($0) }
    var bulletin = chosen.bulletin(
      as: place.status, place: query["place"], areas: areas.isEmpty ? [folder.area] : areas,
      sender: "UBND \(folder.name)", at: frame.second)
    if !query["headline"].isEmpty { bulletin.headline = query["headline"] }
    if !query["instruction"].isEmpty { bulletin.instruction = query["instruction"] }
    try frame.requireReadable(bulletin)
    return bulletin
  }

  // MARK: Pages

  private static func places(_ frame: Frame) throws -> Response {
    let places = Place.allCases.pieces { place in
      """
      <li class="\(place.rawValue)"><a href="\(frame.at("/emergency/\(place.rawValue)"))">
        <strong>\(place.title(frame))</strong>\(place.meaning(frame))</a></li>
      """
    }
    return frame.page(
      frame.say("Khẩn cấp", "Emergency"), "<ul class=\"places\">\(places)</ul>")
  }

  private static func hazards(
    _ frame: Frame, _ place: Place, _ texts: [EmergencyText]
  ) throws -> Response {
    let folder = frame.ward.folder
    let areas = ([folder.area] + folder.areasWithin).pieces { area in
      """
      <label class="inline"><input type="checkbox" name="area" value="\(area)"\
      \(" checked", if: area == folder.area)> \(frame.words([area]))</label>
      """
    }
    let buttons = texts.pieces { text in
      """
      <button name="text" value="\(text.identifier)"><strong>\(text.name)</strong>
        <span>\(text.instruction)</span></button>
      """
    }
    return frame.page(
      place.title(frame),
      """
      <div class="place \(place.rawValue)"><p class="band">\(place.meaning(frame))</p>
      <form method="get" action="\(frame.at("/emergency/\(place.rawValue)/confirm"))">
        <label for="where">\(frame.say("Ở đâu (có thể bỏ trống)", "Where (may be left out)"))</label>
        <input id="where" name="place" maxlength="60" placeholder="ngõ 12 phố Đội Cấn">
        <fieldset><legend>\(frame.say("Phát cho", "For"))</legend>\(areas)</fieldset>
        <div class="hazards">\(buttons)</div>
      </form></div>
      """)
  }

  private static func confirm(
    _ frame: Frame, _ place: Place, _ bulletin: Bulletin, _ homes: [EmergencyReach.Home]
  ) throws -> Response {
    let panel = SigningPanel(
      payload: bulletin.json.bytes, bulletin: bulletin,
      action: frame.at("/emergency/\(place.rawValue)/send"),
      keys: try frame.usableKeys(for: bulletin, roles: [.emergency]),
      label: frame.say(
        "Ký và phát ngay: \(place.title(frame))", "Sign and send: \(place.title(frame))"),
      command: "loanha bulletin publish --ward \(frame.ward.folder.path) --priority khan-cap "
        + "--status \(bulletin.status.rawValue) --title … --instruction …",
      mayWait: true)
    let online = homes.count { $0.isOnline == true }
    let count: HTML = """
      <strong>\(homes.count) \(frame.say("nhà", "homes"))</strong>, \
      \(frame.words(bulletin.areas)) (\(online) \(frame.say("đang kết nối", "connected")))
      """
    let spoken = bulletin.spokenWords
    let sentence: HTML =
      switch place {
      case .real:
        "\(frame.say("Bấm nút dưới đây thì NGAY LẬP TỨC, dù đêm hay ngày, phát ở", "The button below makes this sound AT ONCE, day or night, in")) \(count): \(frame.say("tín hiệu khẩn cấp, rồi máy đọc, lặp lại đến khi có người bấm “Đã nghe”:", "the emergency signal, then these words, again until somebody presses “Đã nghe”:"))"
      case .exercise:
        "\(frame.say("Bấm nút dưới đây thì phát DIỄN TẬP ở", "The button below sounds an EXERCISE in")) \(count): \(frame.say("tín hiệu diễn tập, rồi máy đọc:", "the signal of exercises, then these words:"))"
      case .test:
        "\(frame.say("Bấm nút dưới đây thì gửi bản THỬ đến thiết bị của", "The button below sends a TEST to the devices of")) \(count). \(frame.say("Không ai nghe hay thấy gì. Nếu là thật, máy sẽ đọc:", "Nobody hears or sees anything. Were it real, these would be the words:"))"
      }
    return frame.page(
      place.title(frame), scripts: SigningPanel.scripts,
      """
      <div class="place \(place.rawValue)">
      <p class="band">\(sentence)</p>
      <blockquote class="lines spoken">\(spoken)</blockquote>
      \(ApprovalPages.article(bulletin, nil, frame))
      \(edit(frame, place, bulletin))
      \(panel.piece(frame))
      </div>
      """)
  }

  private static func edit(_ frame: Frame, _ place: Place, _ bulletin: Bulletin) -> HTML {
    let areas = bulletin.areas.pieces { "<input type=\"hidden\" name=\"area\" value=\"\($0)\">" }
    // The name is the hazard's, and the time behind it.
    let text = bulletin.identifier.description.split(separator: "-").dropLast().joined(
      separator: "-")
    return """
      <details><summary>\(frame.say("Sửa lời", "Change the words"))</summary>
      <form method="get" action="\(frame.at("/emergency/\(place.rawValue)/confirm"))">
        <input type="hidden" name="text" value="\(text)">\(areas)
        <label for="headline">\(frame.say("Tiêu đề", "Headline"))</label>
        <input id="headline" name="headline" maxlength="200" value="\(bulletin.headline)">
        <label for="instruction">\(frame.say("Việc cần làm", "Instruction"))</label>
        <textarea id="instruction" name="instruction" maxlength="1000">\(bulletin.instruction ?? "")</textarea>
        <div class="actions"><button>\(frame.say("Xem lại", "Look at it again"))</button></div>
      </form></details>
      """
  }
}
