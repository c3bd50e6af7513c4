import Hummingbird
import WardContract
import WardDesk

/// The terminals of a ward and what is wrong with them.
enum HomePages {
  static func add(to group: RouterGroup<DeskContext>, simulators: SimulatorPages?) {
    ExaminationPiece.add(to: group)
    group.get("homes") { request, context in
      let frame = try context.frame(request)
      let filter =
        request.uri.queryParameters["filter"].flatMap {
          DeskStore.TerminalFilter(rawValue: String($0))
        } ?? .inUse
      let paging = Paging(request, size: LedgerPages.homesPerPage)
      let (fleet, terminals) = try await frame.ward.read { store in
        (
          try store.fleet(),
          try store.terminals(filter, offset: paging.offset, limit: paging.size)
        )
      }
      let total =
        switch filter {
        case .inUse: fleet.all
        case .needALook: fleet.needALook
        case .retired: fleet.retired
        case .all: fleet.all + fleet.retired
        }
      return list(frame, terminals, total: total, paging.links(of: total, frame))
    }
    group.get("homes/:home") { request, context in
      let frame = try context.frame(request)
      guard let identifier = context.parameters.get("home").flatMap({ Identifier($0) }) else {
        throw HTTPError(.notFound)
      }
      let (terminal, receipts, diagnoses) = try await frame.ward.read { store in
        (
          try store.terminal(identifier), try store.newestReceipts(of: identifier, limit: 100),
          try store.diagnoses(of: identifier, limit: 2)
        )
      }
      guard let terminal else { throw HTTPError(.notFound) }
      return home(frame, terminal, receipts, diagnoses, isSimulated: simulators != nil)
    }
  }

  private static func state(_ terminal: DeskStore.Terminal, _ frame: Frame) -> HTML {
    if terminal.retired != nil {
      return "<b class=\"badge grey\">\(frame.say("Thôi dùng", "Retired"))</b>"
    }
    return switch terminal.isOnline {
    case true?: "<b class=\"badge green\">\(frame.say("Đang kết nối", "Connected"))</b>"
    case false?: "<b class=\"badge red\">\(frame.say("Mất kết nối", "Offline"))</b>"
    case nil: "<b class=\"badge grey\">\(frame.say("Chưa lắp", "Never heard of"))</b>"
    }
  }

  private static func list(
    _ frame: Frame, _ terminals: [DeskStore.Terminal], total: Int, _ links: HTML
  ) -> Response {
    let rows = terminals.pieces { terminal in
      """
      <tr><td><a href="\(frame.at("/homes/\(terminal.identifier)"))">\(terminal.identifier)</a></td>
        <td>\(terminal.address ?? frame.say("chưa ghi địa chỉ", "no address"))</td>
        <td>\(terminal.area)</td><td>\(state(terminal, frame))
        \(terminal.lastHeard.map { "<span class=\"note\">\(frame.time($0))</span>" } ?? .none)</td>
        <td>\(faults(terminal, frame))</td></tr>
      """
    }
    return frame.page(
      frame.say("Máy ở nhà dân", "Homes"),
      """
      <ul class="filters"><li><a href="?">\(frame.say("Tất cả", "All"))</a></li>
        <li><a href="?filter=faulty">\(frame.say("Cần xem", "Need a look"))</a></li>
        <li><a href="?filter=retired">\(frame.say("Thôi dùng", "Retired"))</a></li>
        \("<li><a href=\"\(frame.at("/homes/labels"))\">\(frame.say("In nhãn dán máy", "Print labels"))</a></li>", if: frame.may(.installer, .operator, .approver))</ul>
      \("<p><a class=\"button\" href=\"\(frame.at("/homes/claim"))\">\(frame.say("Lắp máy", "Install a terminal"))</a></p>", if: frame.may(.installer))
      <p><a class="button" href="\(frame.at("/homes/map"))">\(frame.say("Sơ đồ", "Map"))</a></p>
      <p id="total" data-live>\(total) \(frame.say("máy", "terminals"))</p>
      <div class="wide"><table id="homes" data-live>
        <thead><tr><th>\(frame.say("Máy", "Terminal"))</th><th>\(frame.say("Địa chỉ", "Address"))</th>
          <th>\(frame.say("Khu vực", "Area"))</th><th>\(frame.say("Kết nối", "Connection"))</th>
          <th>\(frame.say("Hỏng", "Faults"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \(links)
      """)
  }

  private static func home(
    _ frame: Frame, _ terminal: DeskStore.Terminal, _ receipts: [Receipt],
    _ diagnoses: [Diagnosis], isSimulated: Bool
  ) -> Response {
    let rows = receipts.pieces { receipt in
      let item: HTML =
        receipt.bulletin.map { "<a href=\"\(frame.at("/items/\($0)"))\">\($0)</a>" } ?? .none
      return """
        <tr><td>\(frame.time(receipt.time))</td>
          <td>\(FactWords.of(receipt.fact, frame.language))</td><td>\(item)</td></tr>
        """
    }
    let networks = terminal.networks.map { PartWords.network($0, frame.language) }
      .joined(separator: "; ")
    let faults = faults(terminal, frame)
    let groups = terminal.groups.isEmpty ? "" : ", \(frame.words(terminal.groups))"
    let diagnosis = HomeDiagnosis(
      terminal: terminal, receipts: receipts, now: frame.now, language: frame.language)
    return frame.page(
      terminal.identifier,
      """
      <section id="diagnosis" data-live><h2>\(frame.say("Máy này thế nào, phải làm gì", "How it is, and what to do"))</h2>
        <ul class="items findings">\(diagnosis.findings.pieces(finding))</ul></section>
      \(ExaminationPiece.piece(diagnoses, of: terminal, frame))
      <dl id="state" data-live>
        <dt>\(frame.say("Địa chỉ", "Address"))</dt>
        <dd>\(terminal.address ?? frame.say("chưa ghi", "none"))</dd>
        <dt>\(frame.say("Khu vực, nhóm", "Area, groups"))</dt>
        <dd>\(Area(terminal.area).map { frame.words([$0]) } ?? terminal.area)\(groups)</dd>
        <dt>\(frame.say("Kết nối", "Connection"))</dt><dd>\(state(terminal, frame))
          \(terminal.lastHeard.map { "\(frame.time($0))" } ?? .none)</dd>
        <dt>\(frame.say("Mạng", "Networks"))</dt>
        <dd>\(networks)\(terminal.mobile.map { mobile($0, frame) } ?? .none)</dd>
        <dt>\(frame.say("Hỏng", "Faults"))</dt>
        <dd>\(faults.isEmpty ? frame.say("không", "none") : faults)</dd>
        <dt>\(frame.say("Phiên bản", "Version"))</dt><dd>\(terminal.version)</dd>
      </dl>
      \("<p><a class=\"button\" href=\"\(frame.at("/homes/\(terminal.identifier)/simulator"))\">\(frame.say("Xem máy mô phỏng", "See the simulated home"))</a></p>", if: isSimulated)
      <p class="actions"><a class="button" href="\(frame.at("/homes/\(terminal.identifier)/items"))">\
      \(frame.say("Từng tin ở nhà này", "Each item in this home"))</a>
      <a class="button" href="\(frame.at("/homes/\(terminal.identifier)/settings"))">\
      \(frame.say("Cài đặt", "Settings"))</a></p>
      <h2>\(frame.say("Máy đã báo", "What it said"))</h2>
      <div class="wide"><table id="receipts" data-live><tbody>\(rows)</tbody></table></div>
      """)
  }

  private static func faults(_ terminal: DeskStore.Terminal, _ frame: Frame) -> String {
    terminal.faults.map { PartWords.name($0, frame.language) }.joined(separator: ", ")
  }

  private static func finding(_ finding: HomeDiagnosis.Finding) -> HTML {
    let level: HTML =
      switch finding.level {
      case .bad: "bad"
      case .poor: "poor"
      case .good: "good"
      }
    return """
      <li class="\(level)"><strong>\(finding.what)</strong> <span>\(finding.advice)</span></li>
      """
  }

  /// The network around a modem: "; modem: Viettel, tín hiệu 60 %".
  private static func mobile(_ network: MobileNetwork, _ frame: Frame) -> HTML {
    let state =
      switch network.registration {
      case .home, .roaming:
        frame.say("tín hiệu \(network.signalPercent) %", "signal \(network.signalPercent) %")
      case .searching: frame.say("đang tìm mạng", "looks for a network")
      case .denied: frame.say("mạng từ chối SIM", "the network refuses the SIM card")
      case .none: frame.say("chưa vào mạng", "not registered")
      }
    return "; modem: \(network.name) \(state)"
  }
}
