import TerminalCore

extension ScreenPainter {
  /// A call for help: what to press, the number and the address so large that they are read at arm's
  /// length by somebody in fear.
  func drawCall(_ call: CallScreen) -> Int {
    let pen = begin(Self.palette(call.tone))
    var page = page(pen)
    drawCallKeys(call, pen, &page)
    drawFoot(call, pen, &page)
    if let number = call.number {
      drawNumber(number, call, pen, &page)
    } else {
      let title = pen.fittingSize(
        call.title, in: Rectangle(0, 0, page.width, pen.scaled(60)), isBold: true,
        [42, 36, 32, 28].map { pen.scaled($0) })
      _ = page.takeTop(
        pen.text(call.title, in: page, size: title, isBold: true, pen.palette.accent)
          + pen.scaled(2))
    }
    if !call.choices.isEmpty { drawChoices(call, pen, &page) }
    if let filled = call.filledPerMille { drawBar(filled, pen, &page) }
    let sizes = [40, 36, 32, 28, 25, 22].map { pen.scaled($0) }
    let size = pen.fittingSize(call.text, in: page, isBold: true, sizes)
    pen.text(call.text, in: page, size: size, isBold: true, pen.palette.text)
    return 1
  }

  private static func palette(_ tone: CallScreen.Tone) -> Palette {
    switch tone {
    case .asking: .night
    case .calling: .relief
    case .failing: .alarm
    case .over: .paper
    }
  }

  /// The keys that do something, large: SOS is no time to look for them.
  private func drawCallKeys(_ call: CallScreen, _ pen: Pen, _ page: inout Rectangle) {
    guard call.ok != nil || call.back != nil else { return }
    let strip = page.takeBottom(pen.scaled(56))
    _ = page.takeBottom(pen.scaled(8))
    var x = strip.x
    if let ok = call.ok { x = button("OK: \(ok)", x: x, in: strip, pen) }
    if let back = call.back { x = pen.key(.back, back, x: x, in: strip) }
    if call.selected != nil { _ = pen.key(.upDown, "Chọn", x: x, in: strip) }
  }

  private func button(_ words: String, x: Int, in strip: Rectangle, _ pen: Pen) -> Int {
    // On an upright display the other keys need their room beside it.
    let size = pen.scaled(strip.width < pen.scaled(500) ? 24 : 30)
    let label = pen.layout(words, size: size, isBold: true, width: strip.width)
    let area = Rectangle(x, strip.y, label.width + pen.scaled(36), strip.height)
    buffer.fill(area, pen.palette.text, radius: pen.scaled(14))
    let inner = Rectangle(
      area.x, area.y + (area.height - label.height) / 2, area.width, label.height)
    pen.draw(
      label.lines[...], of: label, isBold: true, in: inner, pen.palette.background, .center)
    return area.right + pen.scaled(22)
  }

  /// Address, what the ward knows, and what waits: from the bottom up.
  private func drawFoot(_ call: CallScreen, _ pen: Pen, _ page: inout Rectangle) {
    for (words, isLoud) in [(call.ward, false), (call.mark, true)] {
      guard let words else { continue }
      let layout = pen.layout(words, size: pen.scaled(23), isBold: isLoud, width: page.width)
      let area = page.takeBottom(layout.height)
      pen.draw(
        layout.lines[...], of: layout, isBold: isLoud, in: area,
        isLoud ? pen.palette.accent : pen.palette.faint)
    }
    guard let address = call.address else { return }
    let inner = page.width - 2 * pen.scaled(18)
    // On one line rather than a little larger on two.
    let line = Rectangle(0, 0, inner, pen.scaled(60))
    let room = Rectangle(0, 0, inner, page.height * 2 / 5)
    let onOneLine = pen.fittingSize(
      address, in: line, isBold: true, [42, 38, 35, 32, 1].map { pen.scaled($0) })
    let size =
      onOneLine > pen.scaled(30)
      ? onOneLine
      : pen.fittingSize(
        address, in: room, isBold: true, [40, 36, 32, 29, 26, 24].map { pen.scaled($0) })
    let layout = pen.layout(address, size: size, isBold: true, width: inner)
    let card = page.takeBottom(layout.height + pen.scaled(14))
    buffer.fill(card, pen.palette.field, radius: pen.scaled(12))
    let area = Rectangle(card.x + pen.scaled(18), card.y + pen.scaled(7), inner, layout.height)
    pen.draw(layout.lines[...], of: layout, isBold: true, in: area, pen.palette.text)
    _ = page.takeBottom(pen.scaled(8))
  }

  /// The number that is called, and beside it what it is and how long the line has been open.
  private func drawNumber(
    _ number: String, _ call: CallScreen, _ pen: Pen, _ page: inout Rectangle
  ) {
    // Digits carry no marks: they may fill their line.
    let sizes = stride(from: 150, through: 60, by: -10).map { pen.scaled($0) }
    let room = Rectangle(0, 0, page.width * 2 / 5, page.height * 3 / 5)
    let size = pen.fittingSize(number, in: room, isBold: true, sizes)
    let digits = pen.layout(number, size: size, isBold: true, width: page.width)
    let row = page.takeTop(digits.height)
    pen.draw(digits.lines[...], of: digits, isBold: true, in: row, pen.palette.text)
    let left = row.x + digits.width + pen.scaled(28)
    let beside = Rectangle(left, row.y, row.right - left, row.height / (call.time == nil ? 1 : 2))
    let title = pen.layout(
      call.title,
      size: pen.fittingSize(
        call.title, in: beside, isBold: true, [44, 38, 34, 30, 26, 22].map { pen.scaled($0) }),
      isBold: true, width: beside.width)
    var top = row.y + (row.height - title.height) / 2
    if let time = call.time {
      let clock = pen.layout(
        time, size: min(pen.scaled(54), row.height * 25 / 72), isBold: false, width: beside.width)
      top = row.y + (row.height - title.height - clock.height) / 2
      pen.draw(
        clock.lines[...], of: clock, isBold: false,
        in: Rectangle(left, top + title.height, beside.width, clock.height), pen.palette.text)
    }
    pen.draw(
      title.lines[...], of: title, isBold: true,
      in: Rectangle(left, top, beside.width, title.height), pen.palette.accent)
  }

  private func drawBar(_ filledPerMille: Int, _ pen: Pen, _ page: inout Rectangle) {
    _ = page.takeTop(pen.scaled(20))
    let bar = page.takeTop(min(pen.scaled(90), page.height / 3))
    let radius = pen.scaled(16)
    buffer.fill(bar, pen.palette.field, radius: radius)
    let filled = bar.width * min(max(filledPerMille, 0), 1_000) / 1_000
    if filled >= 2 * radius {
      buffer.fill(Rectangle(bar.x, bar.y, filled, bar.height), pen.palette.accent, radius: radius)
    }
    _ = page.takeTop(pen.scaled(20))
  }

  /// The numbers: one below the other where one is chosen, side by side where they are only read.
  private func drawChoices(_ call: CallScreen, _ pen: Pen, _ page: inout Rectangle) {
    let sizes = [30, 26, 23].map { pen.scaled($0) }
    let room = Rectangle(0, 0, page.width, pen.scaled(84))
    let words = pen.layout(
      call.text, size: pen.fittingSize(call.text, in: room, isBold: true, sizes), isBold: true,
      width: page.width)
    let table = page.takeTop(page.height - words.height - pen.scaled(6))
    let columns = call.selected == nil && page.width > pen.scaled(500) ? 2 : 1
    let rows = (call.choices.count + columns - 1) / columns
    let (width, height) = (table.width / columns, table.height / rows)
    for (index, choice) in call.choices.enumerated() {
      let cell = Rectangle(
        table.x + index % columns * width, table.y + index / columns * height, width, height)
      draw(choice, isMarked: index == call.selected, pen, in: cell)
    }
    _ = page.takeTop(pen.scaled(2))
  }

  private func draw(
    _ choice: CallScreen.Choice, isMarked: Bool, _ pen: Pen, in cell: Rectangle
  ) {
    var pen = pen
    if isMarked {
      pen.palette = .paper
      buffer.fill(cell, pen.palette.background, radius: pen.scaled(12))
    }
    let size = min(pen.scaled(54), cell.height * 25 / 36)
    let number = pen.layout(choice.number, size: size, isBold: true, width: cell.width)
    let left = cell.x + pen.scaled(12)
    pen.draw(
      number.lines[...], of: number, isBold: true,
      in: Rectangle(
        left, cell.y + (cell.height - number.lineHeight) / 2, cell.width, number.height),
      pen.palette.text)
    let nameX = left + number.width + pen.scaled(18)
    let room = Rectangle(0, 0, cell.right - nameX, number.lineHeight)
    let name = pen.layout(
      choice.name,
      size: pen.fittingSize(
        choice.name, in: room, isBold: false,
        [size * 3 / 4, size * 5 / 8, size / 2].map { max($0, 1) }), isBold: false,
      width: room.width)
    pen.draw(
      name.lines[...], of: name, isBold: false,
      in: Rectangle(
        nameX, cell.y + (cell.height - name.height) / 2, room.width, name.height),
      pen.palette.text)
  }
}
