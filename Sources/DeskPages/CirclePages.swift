import Hummingbird
import WardContract
import WardDesk

/// What is proposed to all homes of the ward, of an area or of a group, and who is in a group.
enum CirclePages {
  private static let homesPerPage = 100
  private static let longestHistory = 20

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("settings") { request, context in
      let frame = try context.frame(request)
      let areas = frame.ward.folder.areasWithin
      let (circles, counts, history) = try await frame.ward.read { store in
        (
          try store.circles(), try areas.map { try store.homes(in: $0, limit: 0).total },
          try store.settingsHistory(of: .ward, limit: longestHistory)
        )
      }
      return ward(frame, circles, Array(zip(areas, counts)), history)
    }
    group.post("settings") { request, context -> Response in
      let frame = try context.frame(request, for: .installer, .operator, .administrator)
      try await set(.ward, frame, context.form)
      return .see(frame.at("/settings"))
    }
    group.get("settings/:circle") { request, context in
      let frame = try context.frame(request)
      let circle = try circle(context, frame)
      let paging = Paging(request, size: homesPerPage)
      let (circles, homes, history) = try await frame.ward.read { store in
        (
          try store.circles(),
          try store.homes(in: circle, offset: paging.offset, limit: paging.size),
          try store.settingsHistory(of: .area(circle), limit: longestHistory)
        )
      }
      return page(
        frame, circle, circles, homes.homes, total: homes.total,
        paging.links(of: homes.total, frame), history)
    }
    group.post("settings/:circle") { request, context -> Response in
      let frame = try context.frame(request, for: .installer, .operator, .administrator)
      let circle = try circle(context, frame)
      try await set(.area(circle), frame, context.form)
      return .see(frame.at("/settings/\(circle)"))
    }
    group.post("settings/:circle/members") { request, context -> Response in
      let frame = try context.frame(request, for: .installer, .operator, .administrator)
      let circle = try circle(context, frame)
      let joining = try names(context.form["join"].split { $0.isWhitespace || $0 == "," })
      let leaving = try names(context.form.all("leave"))
      let (officer, now) = (frame.visitor.fullName, frame.now)
      try await frame.ward.write {
        try $0.change(group: circle, joining: joining, leaving: leaving, by: officer, at: now)
      }
      _ = frame.ward.folder.tellDesk()
      return .see(frame.at("/settings/\(circle)"))
    }
  }

  private static func names(_ words: [some StringProtocol]) throws(DeskError) -> [Identifier] {
    var names: [Identifier] = []
    for word in words {
      guard let name = Identifier(word) else {
        throw DeskError(
          "“\(word)” không phải tên máy. Mỗi dòng ghi một tên như trong danh sách máy.")
      }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  private static func set(_ scope: SettingsScope, _ frame: Frame, _ form: Form) async throws {
    let defaults = try DefaultsForm.read(form)
    let (officer, now) = (frame.visitor.fullName, frame.now)
    try await frame.ward.write { try $0.set(defaults, for: scope, by: officer, at: now) }
    _ = frame.ward.folder.tellDesk()
  }

  /// An area or a group of this ward.
  private static func circle(_ context: DeskContext, _ frame: Frame) throws(HTTPError) -> Area {
    guard let area = context.parameters.get("circle").flatMap({ Area($0) }),
      frame.ward.folder.areasWithin.contains(area)
    else { throw HTTPError(.notFound) }
    return area
  }

  // MARK: Pages

  private static func ward(
    _ frame: Frame, _ circles: SettingsCircles, _ areas: [(Area, Int)], _ history: [SettingsEntry]
  ) -> Response {
    let words = DefaultsForm(language: frame.language)
    let names = frame.ward.folder.areaNames()
    let rows = areas.pieces { area, count in
      """
      <tr><td><a href="\(frame.at("/settings/\(area)"))">\(frame.words([area], names))</a></td>
        <td class="number" data-label="\(frame.say("Số nhà", "Homes"))">\(count)</td>
        <td>\(words.words(circles[.area(area)]))</td></tr>
      """
    }
    let table: HTML = """
      <h2>\(frame.say("Khu vực và nhóm", "Areas and groups"))</h2>
      <div class="wide"><table id="circles"><thead><tr><th>\(frame.say("Khu vực, nhóm", "Area, group"))</th>
        <th class="number">\(frame.say("Số nhà", "Homes"))</th>
        <th>\(frame.say("Gợi ý riêng", "Proposed to them"))</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
    return frame.page(
      frame.say("Cài đặt máy ở nhà", "Settings of homes"),
      """
      <p>\(frame.say(
        "Phường gợi ý, mỗi nhà tự quyết: gợi ý chỉ có tác dụng ở nhà chưa tự chọn. Gợi ý của nhà đứng trước nhóm, nhóm trước khu vực, khu vực trước cả phường.",
        "The ward proposes and each household decides. A home's own comes before its groups', those before its area's, that before the ward's."))</p>
      <h2>\(frame.say("Cả phường", "The whole ward"))</h2>
      \(form(frame, "/settings", circles[.ward], around: HomeDefaults()))
      \(table, if: !areas.isEmpty)
      \(past(frame, history))
      """)
  }

  private static func page(
    _ frame: Frame, _ circle: Area, _ circles: SettingsCircles, _ homes: [DeskStore.Terminal],
    total: Int, _ links: HTML, _ history: [SettingsEntry]
  ) -> Response {
    let mayChange = frame.may(.installer, .operator, .administrator)
    let rows = homes.pieces { home in
      let isMember = home.groups.contains(circle)
      let box: HTML = """
        <input type="checkbox" name="leave" value="\(home.identifier)" aria-label="\(frame.say("Bỏ", "Remove")) \(home.identifier)">
        """
      return """
        <tr><td>\(box, if: isMember && mayChange)</td>
          <td><a href="\(frame.at("/homes/\(home.identifier)/settings"))">\(home.identifier)</a></td>
          <td>\(home.address ?? frame.say("chưa ghi địa chỉ", "no address"))</td>
          <td>\(isMember ? frame.say("trong nhóm", "in the group") : frame.say("thuộc khu vực", "of the area"))</td></tr>
        """
    }
    let change: HTML = """
      <label for="join">\(frame.say("Thêm máy, mỗi dòng một tên", "Add terminals, a name a line"))</label>
      <textarea id="join" name="join" spellcheck="false" autocapitalize="none"></textarea>
      <p class="actions"><button class="main">\(frame.say("Thêm máy đã ghi, bỏ máy đã đánh dấu", "Add those, remove those ticked"))</button></p>
      """
    return frame.page(
      frame.words([circle]),
      """
      <p><a href="\(frame.at("/settings"))">← \(frame.say("Cài đặt máy ở nhà", "Settings of homes"))</a></p>
      \(form(frame, "/settings/\(circle)", circles[.area(circle)], around: circles[.ward]))
      <h2>\(frame.say("Máy", "Terminals")) (\(total))</h2>
      <form method="post" action="\(frame.at("/settings/\(circle)/members"))">\(frame.formToken)
        <div class="wide"><table id="members"><thead><tr><th></th><th>\(frame.say("Máy", "Terminal"))</th>
          <th>\(frame.say("Địa chỉ", "Address"))</th><th>\(frame.say("Vì sao", "Why"))</th></tr></thead>
          <tbody>\(rows)</tbody></table></div>
        \(links)\(change, if: mayChange)</form>
      \(past(frame, history))
      """)
  }

  private static func form(
    _ frame: Frame, _ path: String, _ own: HomeDefaults, around: HomeDefaults
  ) -> HTML {
    let words = DefaultsForm(language: frame.language)
    guard frame.may(.installer, .operator, .administrator) else {
      return "<p>\(words.words(own.over(around)))</p>"
    }
    return """
      <form method="post" action="\(frame.at(path))">\(frame.formToken)\(words.fields(own, around: around))
        <p class="actions"><button class="main">\(frame.say("Lưu và gửi tới các máy", "Save and send"))</button></p>
      </form>
      """
  }

  private static func past(_ frame: Frame, _ history: [SettingsEntry]) -> HTML {
    let words = DefaultsForm(language: frame.language)
    let items = history.pieces { entry in
      """
      <li>\(frame.time(entry.time)) <b>\(entry.officer)</b>: \(words.words(entry.defaults))</li>
      """
    }
    return """
      <h2>\(frame.say("Đã đặt những gì", "What was set"))</h2>
      \("<p>\(frame.say("Chưa ai đặt gì.", "Nothing yet."))</p>", if: history.isEmpty)
      <ul class="items">\(items)</ul>
      """
  }
}
