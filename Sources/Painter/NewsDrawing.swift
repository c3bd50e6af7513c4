import TerminalCore
import WardContract

extension ScreenPainter {
  /// The list: as many rows as fit, the chosen one among them.
  func drawNews(_ news: NewsScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    var names: [(Pen.KeyName, String)] = news.rows.count > 1 ? [(.upDown, "Chọn")] : []
    if !news.rows.isEmpty { names.append((.ok, "Mở")) }
    let strip = keys(names + [(.back, "Về")], pen, &page)
    let title = pen.text(
      "Tin của phường", in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    guard !news.rows.isEmpty else {
      pen.text("Hôm nay chưa có tin.", in: page, size: pen.scaled(30), pen.palette.text)
      return 1
    }
    let headline = pen.scaled(28) * news.textSize.percent / 100
    let detail = pen.scaled(21) * news.textSize.percent / 100
    // A narrow line says too little, and there is room below it.
    let lines = page.height > page.width ? 2 : 1
    let rowHeight = lines * (headline + detail) * 34 / 25 + pen.scaled(16)
    let perPage = max(1, page.height / rowHeight)
    let first = news.selected / perPage * perPage
    for (index, row) in news.rows.enumerated().dropFirst(first).prefix(perPage) {
      let area = page.takeTop(rowHeight)
      draw(
        row, isSelected: index == news.selected, pen, area, headline: headline, detail: detail,
        lines: lines)
    }
    let count = (news.rows.count + perPage - 1) / perPage
    pageNumber(news.selected / perPage, of: count, pen, strip)
    return count
  }

  private func draw(
    _ row: NewsScreen.Row, isSelected: Bool, _ pen: Pen, _ area: Rectangle, headline: Int,
    detail: Int, lines: Int
  ) {
    var pen = pen
    if isSelected {
      pen.palette = .night
      buffer.fill(
        Rectangle(area.x - pen.scaled(8), area.y, area.width + pen.scaled(16), area.height),
        pen.palette.background, radius: pen.scaled(12))
    }
    let mark = pen.scaled(16)
    let left = area.x + pen.scaled(34)
    let words = Rectangle(left, area.y + pen.scaled(6), area.right - left - pen.scaled(8), 0)
    if row.isUnheard {
      let top = words.y + headline * 34 / 50 - mark / 2
      buffer.fill(
        Rectangle(area.x + pen.scaled(6), top, mark, mark), pen.palette.accent, radius: mark / 2)
    }
    let prefix =
      switch (row.reality, row.priority) {
      case (.exercise, _): "DIỄN TẬP: "
      case (_, .emergency): "KHẨN CẤP: "
      case (_, .priority): "Ưu tiên: "
      case (_, .ordinary): ""
      }
    let used = pen.text(
      prefix + row.headline, in: words, size: headline, isBold: row.isUnheard, pen.palette.text,
      maximumLines: lines)
    let state = row.isUnheard ? "Chưa nghe · " : ""
    pen.text(
      state + row.detail, in: Rectangle(words.x, words.y + used, words.width, 0), size: detail,
      pen.palette.faint, maximumLines: lines)
  }
}
