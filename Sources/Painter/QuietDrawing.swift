import TerminalCore

extension ScreenPainter {
  /// When the household wants no ordinary news: large rows, the chosen one marked.
  func drawQuiet(_ quiet: QuietScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    _ = keys([(.upDown, "Chọn"), (.ok, "Đổi"), (.back, "Về")], pen, &page)
    let title = pen.text(
      "Yên lặng", in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    let promise = pen.layout(
      quiet.promise, size: pen.scaled(24), isBold: false, width: page.width)
    let below = page.takeBottom(promise.height)
    pen.draw(promise.lines[...], of: promise, isBold: false, in: below, pen.palette.faint)
    let rowHeight = min(pen.scaled(72), page.height / max(1, quiet.rows.count))
    let size = min(pen.scaled(32), rowHeight * 25 / 40)
    for (index, row) in quiet.rows.enumerated() {
      draw(row, isSelected: index == quiet.selected, pen, page.takeTop(rowHeight), size: size)
    }
    return 1
  }

  private func draw(
    _ row: QuietScreen.Row, isSelected: Bool, _ pen: Pen, _ area: Rectangle, size: Int
  ) {
    var pen = pen
    if isSelected {
      pen.palette = .night
      buffer.fill(
        Rectangle(area.x - pen.scaled(8), area.y, area.width + pen.scaled(16), area.height),
        pen.palette.background, radius: pen.scaled(12))
    }
    let name = pen.layout(row.name, size: size, isBold: false, width: area.width)
    let top = area.y + (area.height - name.lineHeight) / 2
    let inner = Rectangle(area.x + pen.scaled(12), top, area.width - pen.scaled(24), 0)
    pen.draw(name.lines.prefix(1), of: name, isBold: false, in: inner, pen.palette.text)
    let value = pen.layout(row.value, size: size, isBold: true, width: area.width)
    pen.draw(
      value.lines.prefix(1), of: value, isBold: true, in: inner,
      row.isOn ? pen.palette.accent : pen.palette.faint, .right)
  }
}
