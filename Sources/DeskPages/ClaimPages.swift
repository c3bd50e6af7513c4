import Hummingbird
import WardContract
import WardDesk

/// Devices that wait for a home, and the form by which an installer, in front of one with a telephone, gives
/// it one. What the device shows is typed or scanned: nobody gives away a device that they don't see.
enum ClaimPages {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/claim") { request, context in
      let frame = try context.frame(request, for: .installer)
      let device = request.uri.queryParameters["device"].map(String.init) ?? ""
      return try await form(frame, Entered(device: device))
    }
    group.post("homes/claim") { request, context -> Response in
      let frame = try context.frame(request, for: .installer)
      let entered = Entered(context.form)
      do {
        let terminal = try await accept(entered, frame)
        return .see(frame.at("/homes/claim/\(terminal)"))
      } catch let fault as DeskError {
        return try await form(frame, entered, fault: fault.description)
      }
    }
    group.get("homes/claim/:home") { request, context in
      let frame = try context.frame(request, for: .installer)
      guard let terminal = context.parameters.get("home").flatMap({ Identifier($0) }) else {
        throw HTTPError(.notFound)
      }
      let (acceptance, home) = try await frame.ward.read { store in
        (try store.acceptance(of: terminal), try store.terminal(terminal))
      }
      guard let acceptance else { throw HTTPError(.notFound) }
      return progress(frame, acceptance, home)
    }
  }

  /// Where a scanned code leads: into the ward where the visitor installs.
  static func addLinks(_ wards: [WardOffice], to router: Router<DeskContext>) {
    router.get("claim/:device") { request, context -> Response in
      let frame = try context.serverFrame(request)
      guard let device = context.parameters.get("device").flatMap({ KeyFingerprint($0) }) else {
        throw HTTPError(.notFound)
      }
      let theirs = wards.filter {
        frame.visitor.roles[$0.area]?.contains(.installer) == true
      }
      func path(_ ward: WardOffice) -> String { "/w/\(ward.area)/homes/claim?device=\(device)" }
      if theirs.count == 1 { return .see(path(theirs[0])) }
      let links = theirs.pieces { "<li><a href=\"\(path($0))\">\($0.folder.name)</a></li>" }
      let nobody: HTML = """
        <p>\(frame.say(
          "Bạn không lắp máy ở phường nào. Hỏi người quản trị.",
          "You install in no ward. Ask the administrator."))</p>
        """
      return frame.page(
        frame.say("Lắp máy \(device.code)", "Install \(device.code)"),
        "<ul class=\"items\">\(links)</ul>\(nobody, if: theirs.isEmpty)")
    }
  }

  /// What an installer has entered.
  private struct Entered: Sendable {
    var device: String
    var home = ""
    var area = ""
    var groups: [String] = []
    var address = ""

    init(device: String) { self.device = device }

    init(_ form: Form) {
      device = form["device"]
      home = form["home"]
      area = form["area"]
      groups = form.all("group")
      address = form["address"]
    }
  }

  private static func accept(_ entered: Entered, _ frame: Frame) async throws -> Identifier {
    guard let name = ClaimName(entered.device) else {
      throw DeskError(
        "Mã máy gồm 12 chữ cái và chữ số, như 7KQF-2M9X-WB4H. Xem lại màn hình của máy.")
    }
    guard let area = Area(entered.area) else { throw HTTPError(.badRequest) }
    let groups = entered.groups.compactMap { Area($0) }
    let terminal = entered.home.isEmpty ? nil : Identifier(entered.home)
    guard entered.home.isEmpty || terminal != nil else {
      throw DeskError("Tên hộ chỉ gồm chữ thường không dấu, chữ số và gạch nối.")
    }
    guard !entered.address.isEmpty else {
      throw DeskError("Ghi địa chỉ của hộ: máy cần nó khi gọi giúp đỡ.")
    }
    let (folder, account, now) = (frame.ward.folder, frame.visitor.account, frame.now)
    return try await frame.ward.write { store in
      try folder.accept(
        name, as: terminal, area: area, groups: groups, address: entered.address, in: store,
        by: account, at: now
      ).terminal
    }
  }

  // MARK: Drawing

  private static func form(
    _ frame: Frame, _ entered: Entered, fault: String? = nil
  ) async throws -> Response {
    let claims = try await frame.ward.read { try $0.claims(at: frame.now) }
    let folder = frame.ward.folder
    func options(_ areas: [Area]) -> [HTML] {
      areas.pieces { area in
        """
        <option value="\(area)"\(" selected", if: entered.area == area.description)>\
        \(frame.words([area]))</option>
        """
      }
    }
    let groups = folder.areasWithin.pieces { area in
      """
      <label class="inline"><input type="checkbox" name="group" value="\(area)"\
      \(" checked", if: entered.groups.contains(area.description))> \(frame.words([area]))</label>
      """
    }
    let listening: HTML = """
      <fieldset><legend>\(frame.say("Nghe thêm", "Listens to as well"))</legend>\(groups)</fieldset>
      """
    return frame.page(
      frame.say("Lắp máy", "Install a terminal"),
      status: fault == nil ? .ok : .unprocessableContent,
      """
      \(fault.map { "<p class=\"fault\" role=\"alert\">\($0)</p>" } ?? .none)
      <form method="post" action="\(frame.at("/homes/claim"))">\(frame.formToken)
        <label for="device">\(frame.say("Mã trên màn hình của máy", "The code on its screen"))</label>
        <input id="device" name="device" value="\(entered.device)" autocapitalize="characters"
          autocomplete="off" spellcheck="false" required>
        <p class="note">\(frame.say(
          "Quét mã vuông bằng điện thoại thì ô này đã có sẵn.",
          "Scanning the square with a telephone fills this in."))</p>
        <label for="address">\(frame.say("Địa chỉ của hộ", "The home's address"))</label>
        <input id="address" name="address" value="\(entered.address)" maxlength="\(HomeAddress.maximumBytes)"
          required>
        <label for="area">\(frame.say("Khu vực", "Area"))</label>
        <select id="area" name="area">\(options([folder.area] + folder.areasWithin))</select>
        \(listening, if: !folder.areasWithin.isEmpty)
        <label for="home">\(frame.say("Tên hộ (bỏ trống: đặt theo mã)", "Name (empty: after the code)"))</label>
        <input id="home" name="home" value="\(entered.home)" autocapitalize="none" autocomplete="off"
          spellcheck="false">
        <p class="actions"><button class="main">\(frame.say("Giao máy cho hộ này", "Give it to this home"))</button></p>
      </form>
      <h2>\(frame.say("Máy đang chờ", "Terminals that wait"))</h2>
      <ul class="items" id="claims" data-live>\(claims.pieces { waiting($0, frame) })
        \("<li>\(frame.say("Chưa nghe thấy máy nào. Máy phải có điện và có mạng.", "None is heard of. It needs power and a network."))</li>", if: claims.isEmpty)</ul>
      """)
  }

  /// A device in the list: enough of its code to know it by, the rest is on its screen.
  private static func waiting(_ claim: HeardClaim, _ frame: Frame) -> HTML {
    """
    <li><strong>\(claim.key.code.description.prefix(9))-····</strong>
      \(claim.board), \(frame.say("phiên bản", "version")) \(claim.version)
      <span class="note">\(frame.say("chờ từ", "since")) \(frame.time(claim.first))</span></li>
    """
  }

  private static func progress(
    _ frame: Frame, _ acceptance: Acceptance, _ home: DeskStore.Terminal?
  ) -> Response {
    func step(_ isDone: Bool, _ words: String, _ note: HTML = .none) -> HTML {
      """
      <li class="\(isDone ? HTML("good") : HTML("poor"))"><strong>\(isDone ? "✓" : "…") \(words)</strong> \(note)</li>
      """
    }
    let faults =
      home?.faults.map { PartWords.name($0, frame.language) }.joined(separator: ", ") ?? ""
    let isThere = home?.isOnline == true
    let wait: HTML = """
      <p class="note">\(frame.say(
        "Máy phải có điện, có mạng, và hiện mã \(acceptance.code). Mã được duyệt đến",
        "It needs power, a network, and to show \(acceptance.code). The code is accepted until"))
        \(frame.time(acceptance.until)).</p>
      """
    return frame.page(
      frame.say("Lắp máy \(acceptance.terminal)", "Install \(acceptance.terminal)"),
      """
      <p>\(acceptance.address ?? "")</p>
      <ol class="items findings" id="steps" data-live>
        \(step(true, frame.say("Đã duyệt mã \(acceptance.code)", "\(acceptance.code) is accepted"), "\(acceptance.account), \(frame.time(acceptance.accepted))"))
        \(step(acceptance.issued != nil, frame.say("Máy đã có giấy chứng nhận", "It has its certificate"), acceptance.issued.map { "\(frame.time($0.time))" } ?? .none))
        \(step(isThere, frame.say("Máy đã kết nối về phường", "It is connected"), home?.lastHeard.map { "\(frame.time($0))" } ?? .none))
        \(step(isThere && faults.isEmpty, isThere && !faults.isEmpty ? frame.say("Máy báo hỏng: \(faults)", "It says that these fail: \(faults)") : frame.say("Máy báo mọi bộ phận đều tốt", "It says that nothing fails")))
      </ol>
      <div id="wait" data-live>\(wait, if: acceptance.issued == nil)</div>
      <p class="actions"><a class="button" href="\(frame.at("/homes/\(acceptance.terminal)"))">\
      \(frame.say("Trang của hộ này", "This home's page"))</a>
      <a class="button" href="\(frame.at("/homes/claim"))">\(frame.say("Lắp máy khác", "Install another"))</a></p>
      """)
  }
}
