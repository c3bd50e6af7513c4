import TerminalCore

extension ScreenPainter {
  /// A code that is entered: what stands already in boxes, and the character that is being chosen, huge,
  /// between its neighbours.
  func drawCodeEntry(_ entry: CodeEntryScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    _ = keys(
      [(.upDown, "Đổi"), (.ok, entry.isComplete ? "Xong" : "Tiếp"), (.back, "Lùi")], pen, &page)
    let title = pen.text(
      entry.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(title)
    let help = pen.text(
      entry.fault.map { "! \($0)" } ?? entry.help, in: page, size: pen.scaled(24),
      isBold: entry.fault != nil, entry.fault == nil ? pen.palette.faint : pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(help + pen.scaled(8))
    drawBoxes(entry, in: &page, pen)
    drawWheel(entry, in: page, pen)
    return 1
  }

  /// The characters that stand, and the chosen one behind them, as large as they go.
  private func drawBoxes(_ entry: CodeEntryScreen, in page: inout Rectangle, _ pen: Pen) {
    let characters = Array(entry.entered) + (entry.choice.count == 1 ? Array(entry.choice) : [])
    let gap = pen.scaled(4)
    let count = max(characters.count, 1)
    let widths = [46, 38, 32].map { pen.scaled($0) }
    let width = widths.first { count * ($0 + gap) <= page.width } ?? widths[widths.count - 1]
    let perLine = max(1, page.width / (width + gap))
    let height = width * 13 / 10
    let lines = (count + perLine - 1) / perLine
    for (index, character) in characters.enumerated() {
      let isChosen = index == entry.entered.count
      let box = Rectangle(
        page.x + index % perLine * (width + gap), page.y + index / perLine * (height + gap), width,
        height)
      var pen = pen
      if isChosen { pen.palette = .night }
      buffer.fill(
        box, isChosen ? pen.palette.background : pen.palette.field, radius: pen.scaled(6))
      let letter = pen.layout(String(character), size: width * 3 / 4, isBold: true, width: width)
      pen.draw(
        letter.lines[...], of: letter, isBold: true,
        in: Rectangle(box.x, box.y + (height - letter.lineHeight) / 2, width, letter.lineHeight),
        isChosen ? pen.palette.accent : pen.palette.text, .center)
    }
    _ = page.takeTop(lines * (height + gap) + pen.scaled(6))
  }

  /// What can be chosen: the one that OK takes, and above and below what ▲ and ▼ lead to.
  private func drawWheel(_ entry: CodeEntryScreen, in page: Rectangle, _ pen: Pen) {
    var middle = page
    drawNeighbour(entry.previous, isAbove: true, in: &middle, pen)
    drawNeighbour(entry.next, isAbove: false, in: &middle, pen)
    let size = pen.fittingSize(
      entry.choice, in: middle, isBold: true,
      [120, 96, 80, 64, 48, 36, 28].map { pen.scaled($0) })
    let chosen = pen.layout(entry.choice, size: size, isBold: true, width: page.width)
    let top = middle.y + (middle.height - chosen.height) / 2
    pen.draw(
      chosen.lines[...], of: chosen, isBold: true,
      in: Rectangle(page.x, top, page.width, chosen.height), pen.palette.text, .center)
  }

  private func drawNeighbour(
    _ words: String, isAbove: Bool, in area: inout Rectangle, _ pen: Pen
  ) {
    guard !words.isEmpty else { return }
    let layout = pen.layout(words, size: pen.scaled(30), isBold: false, width: area.width)
    let line = isAbove ? area.takeTop(layout.lineHeight) : area.takeBottom(layout.lineHeight)
    let width = layout.width + pen.scaled(36)
    let left = line.x + (line.width - width) / 2
    pen.triangle(
      centerX: left + pen.scaled(10), top: line.y + (line.height - pen.scaled(10)) / 2,
      isUp: isAbove, pen.palette.faint)
    pen.draw(
      layout.lines[...], of: layout, isBold: false,
      in: Rectangle(left + pen.scaled(36), line.y, layout.width, line.height), pen.palette.faint)
  }
}
