import TerminalCore

extension ScreenPainter {
  /// What works and what doesn't, one thing a line.
  func drawStatus(_ status: StatusScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let isAlone = status.rows.count == 1
    _ = keys(isAlone ? [(.back, "Về")] : [(.ok, "Yên lặng"), (.back, "Về")], pen, &page)
    let title = pen.text(
      status.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    let gap = pen.scaled(2)
    /// Where values begin: beside the longest name, but not in the other half.
    func left(_ size: Int) -> Int {
      guard !isAlone else { return page.x }
      let names = status.rows.map { row in
        pen.layout(row.name, size: size, isBold: false, width: page.width).width
      }
      return page.x + min(page.width / 2, (names.max() ?? 0) + pen.scaled(18))
    }
    func values(_ size: Int) -> [TextLayout] {
      let width = page.right - left(size)
      return status.rows.map { row in
        pen.layout(
          row.isGood ? row.value : "! \(row.value)", size: size, isBold: !row.isGood || isAlone,
          width: width)
      }
    }
    // The largest size at which every row has its room.
    let sizes = (isAlone ? [32] : [28, 26, 24, 22, 20, 18]).map { pen.scaled($0) }
    let size =
      sizes.first { size in
        values(size).reduce(0) { $0 + $1.height + gap } <= page.height
      } ?? sizes[sizes.count - 1]
    let left = left(size)
    for (row, value) in zip(status.rows, values(size)) {
      let area = page.takeTop(value.height + gap)
      if !isAlone { pen.text(row.name, in: area, size: size, pen.palette.faint, maximumLines: 1) }
      pen.draw(
        value.lines[...], of: value, isBold: !row.isGood || isAlone,
        in: Rectangle(left, area.y, page.right - left, area.height),
        row.isGood ? pen.palette.text : pen.palette.accent)
    }
    return 1
  }
}
