import Hummingbird
import WardContract
import WardDesk

/// What became of each item in one home.
enum HomeLedgerPages {
  private static let itemsPerPage = 50

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/:home/items") { request, context in
      let frame = try context.frame(request)
      let (home, items) = try await found(context, frame)
      let paging = Paging(request, size: itemsPerPage)
      return page(frame, home, paging.part(of: items), paging.links(of: items.count, frame))
    }
    group.get("homes/:home/items.csv") { request, context in
      let (home, items) = try await found(context, context.frame(request))
      return CSV.response(named: "\(home.identifier).csv", table(items))
    }
  }

  private static func found(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> (DeskStore.Terminal, [HomeItem]) {
    guard let identifier = context.parameters.get("home").flatMap({ Identifier($0) }) else {
      throw HTTPError(.notFound)
    }
    let found = try await frame.ward.read { store in
      try store.terminal(identifier).map { ($0, try store.items(of: $0)) }
    }
    guard let found else { throw HTTPError(.notFound) }
    return found
  }

  private static func page(
    _ frame: Frame, _ home: DeskStore.Terminal, _ items: [HomeItem], _ links: HTML
  ) -> Response {
    let path = frame.at("/homes/\(home.identifier)")
    let rows = items.pieces { item in
      let bulletin = item.bulletin
      return """
        <tr><td><a href="\(frame.at("/items/\(bulletin.identifier)"))">\(bulletin.headline)</a>
            \(Badge.priority(bulletin, frame))</td>
          <td data-label="\(frame.say("Gửi lúc", "Sent"))">\(frame.time(bulletin.sent))</td>
          <td>\(outcome(item.outcome, frame))</td>
          <td>\(item.receipts.pieces { LedgerPages.fact($0, frame) })</td></tr>
        """
    }
    return frame.page(
      frame.say("Từng tin ở \(home.identifier)", "Items in \(home.identifier)"),
      """
      <p>\(home.address ?? frame.say("chưa ghi địa chỉ", "no address"))</p>
      <p class="actions"><a class="button" href="\(path)">\(frame.say("Về máy này", "To the home"))</a>
        <a class="button" href="\(path)/items.csv">\(frame.say("Tải bảng CSV", "Table as CSV"))</a></p>
      <div class="wide"><table id="items" data-live>
        <thead><tr><th>\(frame.say("Tin", "Item"))</th><th>\(frame.say("Gửi lúc", "Sent"))</th>
          <th>\(frame.say("Kết quả", "Outcome"))</th>
          <th>\(frame.say("Máy đã báo", "Said"))</th></tr></thead>
        <tbody>\(rows)</tbody></table></div>
      \("<p>\(frame.say("Chưa có tin nào cho nhà này.", "No item was for this home yet."))</p>", if: items.isEmpty)
      \(links)
      """)
  }

  private static func outcome(_ outcome: HomeItem.Outcome, _ frame: Frame) -> HTML {
    switch outcome {
    case .nothing: "<b class=\"badge grey\">\(frame.say("Chưa báo gì", "Nothing said"))</b>"
    case .refused: "<b class=\"badge red\">\(frame.say("Từ chối", "Refused"))</b>"
    case .received:
      "<b class=\"badge amber\">\(frame.say("Chưa nghe, chưa xem", "Not heard or opened"))</b>"
    case .heard: "<b class=\"badge green\">\(frame.say("Đã nghe hoặc xem", "Heard or opened"))</b>"
    case .confirmed: "<b class=\"badge green\">\(frame.say("Đã bấm “Đã nghe”", "Confirmed"))</b>"
    }
  }

  private static func table(_ items: [HomeItem]) -> [[String]] {
    let header = ["item", "headline", "sent", "revision", "fact", "detail", "time", "sequence"]
    let lines = items.flatMap { item -> [[String]] in
      let bulletin = item.bulletin
      let what = [bulletin.identifier.description, bulletin.headline, bulletin.sent.description]
      if item.receipts.isEmpty { return [what + [String(bulletin.revision), "", "", "", ""]] }
      return item.receipts.map { receipt in
        what + [
          String(receipt.revision), receipt.fact.word, FactWords.of(receipt.fact, .english),
          receipt.time.description, String(receipt.sequence),
        ]
      }
    }
    return [header] + lines
  }
}
