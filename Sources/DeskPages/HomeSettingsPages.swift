import Hummingbird
import WardContract
import WardDesk

/// A home's settings: where it belongs, what is proposed to it, what it holds of that, and its terminal's end.
enum HomeSettingsPages {
  /// What was set that the page shows.
  private static let longestHistory = 20

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/:home/settings") { request, context in
      let (frame, name) = (try context.frame(request), try home(context))
      let facts = try await frame.ward.read { try Facts($0, name) }
      guard let facts else { throw HTTPError(.notFound) }
      return page(frame, name, facts)
    }
    change("homes/:home/settings", group) { store, ward, name, form, officer, now in
      let place = try place(form, in: ward)
      try store.set(place, DefaultsForm.read(form), of: name, by: officer, at: now)
    }
    change("homes/:home/settings/again", group) { store, ward, name, form, officer, now in
      let history = try store.settingsHistory(of: .home(name), limit: .max)
      guard let entry = history.first(where: { String($0.number) == form["number"] }),
        let place = entry.place
      else { throw HTTPError(.badRequest) }
      try ward.check(place)
      try store.set(place, entry.defaults, of: name, by: officer, at: now)
    }
    change("homes/:home/replace", group) { store, _, name, form, officer, now in
      guard let new = Identifier(form["by"]) else {
        throw DeskError("Ghi đúng tên máy mới, như trong danh sách máy.")
      }
      try store.replace(name, by: new, officer: officer, at: now)
    }
    change("homes/:home/retire", group) { store, _, name, form, _, now in
      guard form["sure"] == "1" else {
        throw DeskError("Đánh dấu vào ô xác nhận trước khi cho máy thôi dùng.")
      }
      try store.retire(name, at: now)
    }
  }

  /// A change to a home by those who look after terminals; afterwards the homes are told.
  private static func change(
    _ path: RouterPath, _ group: RouterGroup<DeskContext>,
    _ body:
      @escaping @Sendable (DeskStore, WardFolder, Identifier, Form, String, Instant) throws -> Void
  ) {
    group.post(path) { request, context -> Response in
      let frame = try context.frame(request, for: .installer, .operator, .administrator)
      let (name, form) = (try home(context), context.form)
      let (folder, officer, now) = (frame.ward.folder, frame.visitor.fullName, frame.now)
      try await frame.ward.write { try body($0, folder, name, form, officer, now) }
      _ = folder.tellDesk()
      return .see(frame.at("/homes/\(name)/settings"))
    }
  }

  private static func home(_ context: DeskContext) throws(HTTPError) -> Identifier {
    guard let name = context.parameters.get("home").flatMap({ Identifier($0) }) else {
      throw HTTPError(.notFound)
    }
    return name
  }

  private static func place(_ form: Form, in ward: WardFolder) throws -> HomePlace {
    guard let area = Area(form["place"]) else { throw HTTPError(.badRequest) }
    let address = Draft.cleaned(form["address"])
    let place = HomePlace(
      area: area, groups: form.all("group").compactMap { Area($0) },
      address: address.isEmpty ? nil : address)
    try ward.check(place)
    return place
  }

  /// What the page is made of.
  private struct Facts: Sendable {
    var terminal: DeskStore.Terminal
    var place: HomePlace
    var own: HomeDefaults
    var around: HomeDefaults
    var issued: Int64
    var history: [SettingsEntry]

    /// `nil` if there is no such terminal.
    init?(_ store: DeskStore, _ name: Identifier) throws {
      guard let terminal = try store.terminal(name), let place = terminal.place else { return nil }
      (self.terminal, self.place) = (terminal, place)
      own = try store.ownDefaults(of: name)
      around = try store.circles().merged(around: place)
      issued = try store.issuedSettings(of: name)?.version ?? 0
      history = try store.settingsHistory(of: .home(name), limit: longestHistory)
    }
  }

  // MARK: The page

  private static func page(_ frame: Frame, _ name: Identifier, _ facts: Facts) -> Response {
    let mayChange = frame.may(.installer, .operator, .administrator)
    let isInUse = facts.terminal.retired == nil
    return frame.page(
      "\(frame.say("Cài đặt", "Settings")) \(name)",
      """
      <p><a href="\(frame.at("/homes/\(name)"))">← \(frame.say("Máy", "Terminal")) \(name)</a></p>
      <p id="held" data-live>\(held(frame, facts))</p>
      \(isInUse && mayChange ? form(frame, name, facts) : summary(frame, facts))
      <h2>\(frame.say("Đã đặt những gì", "What was set"))</h2>
      \(history(frame, name, facts, mayChange: isInUse && mayChange))
      \(isInUse && mayChange ? endings(frame, name) : .none)
      """)
  }

  /// How far the home is with what was set.
  private static func held(_ frame: Frame, _ facts: Facts) -> HTML {
    if let retired = facts.terminal.retired {
      let successor: HTML =
        facts.terminal.successor.map {
          """
          , \(frame.say("máy thay", "replaced by")) <a href="\(frame.at("/homes/\($0)"))">\($0)</a>
          """
        } ?? .none
      return """
        <b class="badge grey">\(frame.say("Thôi dùng", "Retired"))</b> \(frame.time(retired))\(successor)
        """
    }
    let version = facts.terminal.settings.version
    if version >= facts.issued {
      let words =
        version == 0
        ? frame.say(
          "Máy dùng cài đặt lúc lắp.", "The terminal has the settings of its installation.")
        : frame.say("Máy đã nhận bản \(version)", "The terminal holds version \(version)")
      let since = facts.terminal.settings.since.map { frame.time($0) } ?? .none
      return "<b class=\"badge green\">✓</b> \(words) \(since, if: version > 0)"
    }
    let waiting = frame.say(
      "Bản \(facts.issued) chưa tới máy (máy giữ bản \(version)). Máy nhận khi có kết nối; bàn trực tự gửi lại.",
      "Version \(facts.issued) is not there yet (it holds \(version)). It comes once it is connected."
    )
    let refused: HTML =
      facts.terminal.refusedSettings.map {
        """
        <br><b class="bad">\(frame.say("Máy từ chối", "It refused"))</b> \($0).
        \(frame.say("Báo người phụ trách kỹ thuật.", "Tell whoever looks after the system."))
        """
      } ?? .none
    return "<b class=\"badge amber\">…</b> \(waiting)\(refused)"
  }

  private static func summary(_ frame: Frame, _ facts: Facts) -> HTML {
    let words = DefaultsForm(language: frame.language)
    return """
      <dl><dt>\(frame.say("Địa chỉ", "Address"))</dt>
        <dd>\(facts.place.address ?? frame.say("chưa ghi", "none"))</dd>
        <dt>\(frame.say("Khu vực, nhóm", "Area, groups"))</dt>
        <dd>\(frame.words([facts.place.area] + facts.place.groups))</dd>
        <dt>\(frame.say("Phường gợi ý", "Proposed"))</dt>
        <dd>\(words.words(facts.own.over(facts.around)))</dd></dl>
      """
  }

  private static func form(_ frame: Frame, _ name: Identifier, _ facts: Facts) -> HTML {
    let ward = frame.ward.folder
    let (areas, names) = ([ward.area] + ward.areasWithin, ward.areaNames())
    let isKnown = areas.contains(facts.place.area)
    let options = (isKnown ? areas : [facts.place.area] + areas).pieces { area in
      """
      <option value="\(area)"\(" selected", if: area == facts.place.area)>\(frame.words([area], names))</option>
      """
    }
    let groups = ward.areasWithin.pieces { group in
      """
      <label class="inline"><input type="checkbox" name="group" value="\(group)"\
      \(" checked", if: facts.place.groups.contains(group))> \(frame.words([group], names))</label>
      """
    }
    return """
      <form method="post" action="\(frame.at("/homes/\(name)/settings"))">\(frame.formToken)
        <label for="address">\(frame.say("Địa chỉ (đọc cho tổng đài khi gọi SOS)", "Address (read to whoever takes a call for help)"))</label>
        <input id="address" name="address" value="\(facts.place.address ?? "")" maxlength="160">
        <label for="place">\(frame.say("Khu vực", "Area"))</label>
        <select id="place" name="place">\(options)</select>
        \("<fieldset><legend>\(frame.say("Nhóm", "Groups"))</legend>\(groups)</fieldset>", if: !groups.isEmpty)
        <fieldset><legend>\(frame.say("Phường gợi ý cho nhà này", "Proposed to this home"))</legend>
          <p class="note">\(frame.say(
            "Chỉ có tác dụng khi trong nhà chưa tự chọn; nhà tự chọn thì giữ nguyên.",
            "It counts where the household has chosen nothing; what it has chosen stays."))</p>
          \(DefaultsForm(language: frame.language).fields(facts.own, around: facts.around))</fieldset>
        <p class="actions"><button class="main">\(frame.say("Lưu và gửi tới máy", "Save and send"))</button></p>
      </form>
      """
  }

  private static func history(
    _ frame: Frame, _ name: Identifier, _ facts: Facts, mayChange: Bool
  ) -> HTML {
    guard !facts.history.isEmpty else {
      return "<p>\(frame.say("Chưa ai đổi gì từ lúc lắp.", "Nothing since its installation."))</p>"
    }
    let words = DefaultsForm(language: frame.language)
    let names = frame.ward.folder.areaNames()
    let rows = facts.history.enumerated().pieces { index, entry in
      let officer =
        entry.officer.isEmpty ? frame.say("lúc lắp", "installation") : entry.officer
      let again: HTML = """
        <form method="post" action="\(frame.at("/homes/\(name)/settings/again"))">\(frame.formToken)
          <input type="hidden" name="number" value="\(entry.number)">
          <button>\(frame.say("Đặt lại như thế này", "Set this again"))</button></form>
        """
      return """
        <tr><td>\(frame.time(entry.time))</td>
          <td data-label="\(frame.say("Người đặt", "By"))">\(officer)</td>
          <td>\(entry.place?.address ?? ""), \(entry.place.map { frame.words([$0.area] + $0.groups, names) } ?? "")<br>
            <span class="note">\(words.words(entry.defaults))</span></td>
          <td>\(again, if: mayChange && index > 0)</td></tr>
        """
    }
    return """
      <div class="wide"><table id="history"><thead><tr><th>\(frame.say("Lúc", "When"))</th>
        <th>\(frame.say("Người đặt", "By"))</th><th>\(frame.say("Đặt gì", "What"))</th><th></th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      """
  }

  private static func endings(_ frame: Frame, _ name: Identifier) -> HTML {
    """
    <h2>\(frame.say("Thay máy, thôi dùng", "Replace or retire"))</h2>
    <details><summary>\(frame.say("Thay bằng máy khác", "Replace by another terminal"))</summary>
      <p>\(frame.say(
        "Máy mới nhận địa chỉ, khu vực, nhóm và gợi ý của máy này; máy này thôi dùng. Ý kiến, hóa đơn và những gì nhà tự chọn vẫn ở máy cũ.",
        "The new one gets address, area, groups and proposals; this one is retired. Feedback, bills and what the household chose stay on the old one."))</p>
      <form method="post" action="\(frame.at("/homes/\(name)/replace"))">\(frame.formToken)
        <label for="by">\(frame.say("Tên máy mới (đã lắp ở phường này)", "The new terminal's name (installed in this ward)"))</label>
        <input id="by" name="by" maxlength="64" autocapitalize="none" spellcheck="false" required>
        <p class="actions"><button>\(frame.say("Thay máy", "Replace"))</button></p></form></details>
    <details><summary>\(frame.say("Thu hồi máy, cho thôi dùng", "Retire the terminal"))</summary>
      <p>\(frame.say(
        "Máy bị ngắt khỏi phường và không vào lại được. Từ lúc này máy không còn bị tính là thiếu tin; những gì máy đã báo vẫn giữ. Nhà chuyển sang phường khác: cho thôi dùng ở đây rồi lắp lại ở phường kia.",
        "It is cut off and let in no more. From now on it counts as missing no longer; what it said stays. A home that moves to another ward is retired here and installed there."))</p>
      <form method="post" action="\(frame.at("/homes/\(name)/retire"))">\(frame.formToken)
        <label class="inline"><input type="checkbox" name="sure" value="1" required>
          \(frame.say("Tôi chắc: máy này không còn dùng nữa", "I am sure: it is no longer in use"))</label>
        <p class="actions"><button class="danger">\(frame.say("Thu hồi máy", "Retire"))</button></p></form></details>
    """
  }
}
