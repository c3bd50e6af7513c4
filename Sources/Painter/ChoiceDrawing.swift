import TerminalCore

extension ScreenPainter {
  /// Something to choose from: large rows, the chosen one marked, as many as fit.
  func drawChoice(_ choice: ChoiceScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    var names: [(Pen.KeyName, String)] = choice.rows.count > 1 ? [(.upDown, "Chọn")] : []
    if !choice.rows.isEmpty { names.append((.ok, choice.action)) }
    let strip = keys(names + [(.back, "Về")], pen, &page)
    let title = pen.text(
      choice.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(title + pen.scaled(4))
    guard !choice.rows.isEmpty else {
      pen.text(choice.note, in: page, size: pen.scaled(30), pen.palette.text)
      return 1
    }
    if !choice.note.isEmpty {
      let note = pen.layout(choice.note, size: pen.scaled(24), isBold: false, width: page.width)
      let below = page.takeBottom(note.height)
      pen.draw(note.lines[...], of: note, isBold: false, in: below, pen.palette.faint)
    }
    let rows = ChoiceRows(choice, pen, page)
    let first = choice.selected / rows.perPage * rows.perPage
    for index in choice.rows.indices.dropFirst(first).prefix(rows.perPage) {
      draw(
        choice.rows[index], isSelected: index == choice.selected, rows, pen,
        page.takeTop(rows.height))
    }
    let count = (choice.rows.count + rows.perPage - 1) / rows.perPage
    pageNumber(choice.selected / rows.perPage, of: count, pen, strip)
    return count
  }

  private func draw(
    _ row: ChoiceScreen.Row, isSelected: Bool, _ rows: ChoiceRows, _ pen: Pen, _ area: Rectangle
  ) {
    var pen = pen
    if isSelected {
      pen.palette = .night
      buffer.fill(
        Rectangle(area.x - pen.scaled(8), area.y, area.width + pen.scaled(16), area.height),
        pen.palette.background, radius: pen.scaled(12))
    }
    let width = area.width - pen.scaled(24)
    var value = pen.layout(row.value, size: rows.valueSize, isBold: true, width: width)
    value.cut(toLines: 1, pen.bold, width: width)
    let color = row.isMarked ? pen.palette.accent : pen.palette.faint
    let nameWidth = rows.isTall || row.value.isEmpty ? width : width - value.width - pen.scaled(16)
    let lines = rows.isTall && row.value.isEmpty ? 2 : 1
    let room = Rectangle(0, 0, nameWidth, lines * (rows.size * 34 / 25 + 1))
    let sizes = [8, 7, 6, 5].map { rows.size * $0 / 8 }
    let size = pen.fittingSize(row.name, in: room, isBold: false, sizes)
    // What has to be cut is cut at the size of the others.
    var name = pen.layout(row.name, size: size, isBold: false, width: nameWidth)
    if name.lines.count > lines {
      name = pen.layout(row.name, size: rows.size, isBold: false, width: nameWidth)
    }
    name.cut(toLines: lines, pen.regular, width: nameWidth)
    let isBelow = rows.isTall && !row.value.isEmpty
    let height = name.height + (isBelow ? value.lineHeight : 0)
    var inner = Rectangle(
      area.x + pen.scaled(12), area.y + (area.height - height) / 2, width, height)
    let line = inner.takeTop(name.height)
    pen.draw(name.lines[...], of: name, isBold: false, in: line, pen.palette.text)
    pen.draw(
      value.lines[...], of: value, isBold: true, in: isBelow ? inner : line, color,
      isBelow ? .left : .right)
  }
}

/// How the rows of a list share its page: one line each if every name has room beside its value, else
/// two.
private struct ChoiceRows {
  let size: Int
  let valueSize: Int
  let isTall: Bool
  let height: Int
  let perPage: Int

  init(_ choice: ChoiceScreen, _ pen: Pen, _ page: Rectangle) {
    let usual = pen.scaled(32) * choice.textSize.percent / 100
    let width = page.width - pen.scaled(24)
    func isTight(_ size: Int) -> Bool {
      choice.rows.contains { row in
        let name = pen.layout(row.name, size: size, isBold: false, width: .max)
        let value = pen.layout(row.value, size: size, isBold: true, width: .max)
        let gap = row.value.isEmpty ? 0 : pen.scaled(16)
        return name.width + value.width + gap > width
      }
    }
    // A list that nearly fits is set a little smaller, so that it is seen whole.
    let whole = page.height / max(1, choice.rows.count)
    let fitting = min(usual, whole * 25 / 40)
    let least = usual * 11 / 16
    if fitting >= least, !isTight(fitting) {
      (size, valueSize, isTall) = (fitting, fitting, false)
      height = min(usual * 72 / 32, whole)
    } else {
      size = usual * 7 / 8
      isTall = isTight(size)
      valueSize = isTall ? size * 7 / 8 : size
      height = size * (isTall ? 2 : 1) * 34 / 25 + pen.scaled(isTall ? 12 : 20)
    }
    perPage = max(1, page.height / height)
  }
}
