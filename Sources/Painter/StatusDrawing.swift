import TerminalCore

extension ScreenPainter {
  /// What works and what doesn't, one thing a line.
  func drawStatus(_ status: StatusScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    _ = keys([(.back, "Về")], pen, &page)
    let title = pen.text(
      status.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    let rows = status.rows
    let size = pen.fittingSize(
      String(repeating: "A\n", count: max(0, rows.count - 1)) + "A", in: page, isBold: false,
      [28, 26, 24, 22, 20].map { pen.scaled($0) })
    let nameWidth = page.width * 35 / 100
    for row in rows {
      let isAlone = rows.count == 1
      let left = isAlone ? page.x : page.x + nameWidth
      let value = pen.layout(
        row.isGood ? row.value : "! \(row.value)", size: isAlone ? pen.scaled(32) : size,
        isBold: !row.isGood || isAlone, width: page.right - left)
      let area = page.takeTop(value.height + pen.scaled(2))
      if !isAlone { pen.text(row.name, in: area, size: size, pen.palette.faint, maximumLines: 1) }
      pen.draw(
        value.lines[...], of: value, isBold: !row.isGood || isAlone,
        in: Rectangle(left, area.y, page.right - left, area.height),
        row.isGood ? pen.palette.text : pen.palette.accent)
    }
    return 1
  }
}
