import Hummingbird
import WardContract
import WardDesk

/// What was sent and what became of it, per item and home.
enum LedgerPages {
  private static let itemsPerPage = 50
  static let homesPerPage = 100

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("items") { request, context in
      let frame = try context.frame(request)
      let page = Paging(request, size: itemsPerPage)
      let (total, entries) = try await frame.ward.read { store in
        let posts = try store.newestOfAll(offset: page.offset, limit: page.size)
        return (try store.bulletinCount(), try store.entries(of: posts.map(\.bulletin)))
      }
      return list(frame, entries, page.links(of: total, frame))
    }
    group.get("items/:item") { request, context in
      let frame = try context.frame(request)
      let bulletin = try await bulletin(request, context, frame)
      let filter = request.uri.queryParameters["filter"].flatMap {
        LedgerFilter(rawValue: String($0))
      }
      let page = Paging(request, size: homesPerPage)
      let (entry, total, rows) = try await frame.ward.read { store in
        let found = try store.rows(
          of: bulletin, filter ?? .all, offset: page.offset, limit: page.size)
        return (try store.entry(of: bulletin), found.total, found.rows)
      }
      return item(frame, entry, filter ?? .all, rows, total, page.links(of: total, frame))
    }
    group.get("items/:item/homes.csv") { request, context in
      let frame = try context.frame(request)
      let bulletin = try await bulletin(request, context, frame)
      let rows = try await frame.ward.read { try $0.rows(of: bulletin, .all).rows }
      return CSV.response(named: "\(bulletin.identifier).csv", table(rows))
    }
  }

  private static func bulletin(
    _ request: Request, _ context: DeskContext, _ frame: Frame
  ) async throws -> Bulletin {
    guard let identifier = context.parameters.get("item").flatMap({ Identifier($0) }),
      let post = try await frame.ward.read({ try $0.newest(identifier) })
    else { throw HTTPError(.notFound) }
    return post.bulletin
  }

  private static func list(_ frame: Frame, _ entries: [LedgerEntry], _ links: HTML) -> Response {
    let columns = [
      ("received", frame.say("Đã nhận", "Received")), ("heard", frame.say("Đã nghe", "Heard")),
      ("confirmed", frame.say("Đã bấm nghe", "Confirmed")),
      ("refused", frame.say("Từ chối", "Refused")),
    ]
    let heads = columns.pieces { "<th class=\"number\">\($0.1)</th>" }
    let homes = frame.say("Số hộ", "Homes")
    let rows = entries.pieces { entry in
      let bulletin = entry.bulletin
      let cells = columns.pieces { word, label in
        let isBad = word == "refused" && entry.count(word) > 0
        return """
          <td class="number\(" bad", if: isBad)" data-label="\(label)">\(entry.count(word))</td>
          """
      }
      return """
        <tr><td><a href="\(frame.at("/items/\(bulletin.identifier)"))">\(bulletin.headline)</a>
            \(Badge.priority(bulletin, frame)) \(state(bulletin, frame))</td>
          <td>\(frame.time(bulletin.sent))</td>
          <td class="number" data-label="\(homes)">\(entry.homes)</td>\(cells)
        </tr>
        """
    }
    return frame.page(
      frame.say("Sổ phát", "Ledger"),
      """
      <div class="wide"><table id="ledger" data-live>
        <thead><tr><th>\(frame.say("Tin", "Item"))</th><th>\(frame.say("Gửi lúc", "Sent"))</th>
          <th class="number">\(homes)</th>\(heads)</tr></thead>
        <tbody>\(rows)</tbody>
      </table></div>
      \("<p>\(frame.say("Chưa gửi tin nào.", "Nothing was sent yet."))</p>", if: entries.isEmpty)
      \(links)
      """)
  }

  private static func state(_ bulletin: Bulletin, _ frame: Frame) -> HTML {
    if bulletin.messageType == .cancel {
      return "<span class=\"note\">\(frame.say("đã rút", "withdrawn"))</span>"
    }
    if bulletin.expires <= frame.now {
      return "<span class=\"note\">\(frame.say("hết hạn", "expired"))</span>"
    }
    return .none
  }

  private static func item(
    _ frame: Frame, _ entry: LedgerEntry, _ filter: LedgerFilter, _ rows: [LedgerRow],
    _ total: Int, _ links: HTML
  ) -> Response {
    let bulletin = entry.bulletin
    let filters = LedgerFilter.allCases.pieces { one in
      """
      <li><a href="?filter=\(one.rawValue)"\(" aria-current=\"true\"", if: one == filter)>\
      \(words(one, frame))</a></li>
      """
    }
    let lines = rows.pieces { row in
      """
      <tr><td><a href="\(frame.at("/homes/\(row.terminal)"))">\(row.terminal)</a></td>
        <td>\(row.address ?? frame.say("chưa ghi địa chỉ", "no address"))</td><td>\(row.area)</td>
        <td>\(row.receipts.pieces { fact($0, frame) })</td></tr>
      """
    }
    let text = bulletin.description.split(separator: "\n").pieces { "<p>\(String($0))</p>" }
    return frame.page(
      bulletin.headline,
      """
      <p>\(Badge.priority(bulletin, frame)) \(state(bulletin, frame))
        \(frame.say("Gửi", "Sent")) \(frame.time(bulletin.sent)),
        \(frame.say("hết hạn", "expires")) \(frame.time(bulletin.expires)),
        \(frame.say("bản", "revision")) \(bulletin.revision)</p>
      \(RevisionPages.links(bulletin, frame))
      <blockquote>\(text)</blockquote>
      <ul class="tiles" id="tally" data-live>
        \(tile(entry, "received", frame.say("đã nhận", "received")))
        \(tile(entry, "shown", frame.say("đã mở xem", "opened")))
        \(tile(entry, "heard", frame.say("đã nghe hết", "heard")))
        \(tile(entry, "confirmed", frame.say("đã bấm “Đã nghe”", "confirmed")))
        \(tile(entry, "refused", frame.say("từ chối", "refused")))
      </ul>
      <h2>\(frame.say("Từng hộ", "Homes"))</h2>
      <ul class="filters">\(filters)</ul>
      <p id="total" data-live>\(total) \(frame.say("hộ", "homes")) ·
        <a href="\(frame.at("/items/\(bulletin.identifier)/homes.csv"))">CSV</a></p>
      <div class="wide"><table id="homes" data-live>
        <thead><tr><th>\(frame.say("Máy", "Terminal"))</th><th>\(frame.say("Địa chỉ", "Address"))</th>
          <th>\(frame.say("Khu vực", "Area"))</th><th>\(frame.say("Đã báo", "Said"))</th></tr></thead>
        <tbody>\(lines)</tbody></table></div>
      \(links)
      """)
  }

  private static func tile(_ entry: LedgerEntry, _ word: String, _ label: String) -> HTML {
    """
    <li><strong>\(entry.count(word))/\(entry.homes)</strong> \(label)</li>
    """
  }

  private static func words(_ filter: LedgerFilter, _ frame: Frame) -> String {
    switch filter {
    case .all: frame.say("Tất cả", "All")
    case .notReceived: frame.say("Chưa nhận", "Not received")
    case .notHeard: frame.say("Chưa nghe, chưa xem", "Not heard or opened")
    case .notConfirmed: frame.say("Chưa bấm “Đã nghe”", "Not confirmed")
    case .refused: frame.say("Từ chối", "Refused")
    }
  }

  /// One fact with its time.
  static func fact(_ receipt: Receipt, _ frame: Frame) -> HTML {
    "<span class=\"fact\">\(FactWords.of(receipt.fact, frame.language)) \(frame.time(receipt.time))</span> "
  }

  private static func table(_ rows: [LedgerRow]) -> [[String]] {
    let header = ["terminal", "area", "address", "fact", "detail", "time", "sequence"]
    let lines = rows.flatMap { row -> [[String]] in
      let home = [row.terminal, row.area, row.address ?? ""]
      if row.receipts.isEmpty { return [home + ["", "", "", ""]] }
      return row.receipts.map { receipt in
        home + [
          receipt.fact.word, FactWords.of(receipt.fact, .english), receipt.time.description,
          String(receipt.sequence),
        ]
      }
    }
    return [header] + lines
  }
}
