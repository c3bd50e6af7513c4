import TerminalCore

extension ScreenPainter {
  /// What works and what doesn't, one thing a line; what is wrong comes first, and what does not fit at a
  /// size for old eyes comes on another page.
  func drawStatus(_ status: StatusScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let strip = keyStrip(pen, &page)
    let title = pen.text(
      status.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    let rows = status.rows.filter { !$0.isGood } + status.rows.filter(\.isGood)
    let sizes = [28, 26, 24].map { pen.scaled($0) }
    let tables = sizes.map { StatusTable(rows, size: $0, pen, page) }
    let table = tables.first { $0.pages.count == 1 } ?? tables[1]
    let number = min(status.page, table.pages.count - 1)
    for index in table.pages[number] {
      let (row, value) = (rows[index], table.values[index])
      let area = page.takeTop(value.height + table.gap)
      pen.text(row.name, in: area, size: table.size, pen.palette.faint, maximumLines: 1)
      pen.draw(
        value.lines[...], of: value, isBold: !row.isGood,
        in: Rectangle(table.left, area.y, page.right - table.left, area.height),
        row.isGood ? pen.palette.text : pen.palette.accent)
    }
    drawKeys(page: number, of: table.pages.count, ok: status.action, pen, strip)
    return table.pages.count
  }
}

/// Names and values in two columns, and which rows share a page.
private struct StatusTable {
  let size: Int
  let gap: Int
  /// Where values begin: beside the longest name, but not in the other half.
  let left: Int
  let values: [TextLayout]
  /// Indices of the rows on each page; one page at least.
  let pages: [Range<Int>]

  init(_ rows: [StatusScreen.Row], size: Int, _ pen: Pen, _ page: Rectangle) {
    self.size = size
    gap = pen.scaled(2)
    let names = rows.map { row in
      pen.layout(row.name, size: size, isBold: false, width: page.width).width
    }
    left = page.x + min(page.width / 2, (names.max() ?? 0) + pen.scaled(18))
    let width = page.right - left
    values = rows.map { row in
      pen.layout(
        row.isGood ? row.value : "! \(row.value)", size: size, isBold: !row.isGood, width: width)
    }
    var pages: [Range<Int>] = []
    var (begin, used) = (0, 0)
    for (index, value) in values.enumerated() {
      let height = value.height + gap
      if used + height > page.height, index > begin {
        pages.append(begin..<index)
        (begin, used) = (index, 0)
      }
      used += height
    }
    self.pages = pages + [begin..<rows.count]
  }
}
