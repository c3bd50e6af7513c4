import TerminalCore

extension ScreenPainter {
  /// The terminal examines itself: what goes on, a question, or what is to be looked at.
  func drawExamination(_ screen: ExaminationScreen) -> Int {
    let pen = begin(.paper)
    if screen.picture == .pattern { drawEdges(pen) }
    var page = page(pen)
    var names: [(Pen.KeyName, String)] = []
    if let upDown = screen.upDown { names.append((.upDown, upDown)) }
    if let ok = screen.ok { names.append((.ok, ok)) }
    if let back = screen.back { names.append((.back, back)) }
    if !names.isEmpty { _ = keys(names, pen, &page) }
    let title = pen.text(
      screen.title, in: page, size: pen.scaled(screen.picture == .pattern ? 28 : 34), isBold: true,
      pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(8))
    if !screen.text.isEmpty {
      let words = pen.text(screen.text, in: page, size: pen.scaled(28), pen.palette.text)
      _ = page.takeTop(words + pen.scaled(10))
    }
    switch screen.picture {
    case .none: break
    case .pattern: drawPattern(pen, page)
    case .buttons(let buttons): drawButtons(buttons, pen, page)
    }
    return 1
  }

  /// Lines along every edge and a block in every corner: what is cut off or shifted is seen.
  private func drawEdges(_ pen: Pen) {
    let width = pen.scaled(3)
    let colors = [Color(0xE0_0000), Color(0x00_8000), Color(0x00_00E0)]
    for (ring, color) in colors.enumerated() {
      buffer.fill(buffer.bounds.inset(by: ring * width), color)
    }
    let inner = buffer.bounds.inset(by: colors.count * width)
    buffer.fill(inner, pen.palette.background)
    let side = pen.scaled(10)
    for (x, y) in [
      (inner.x, inner.y), (inner.right - side, inner.y), (inner.x, inner.bottom - side),
      (inner.right - side, inner.bottom - side),
    ] {
      buffer.fill(Rectangle(x, y, side, side), pen.palette.text)
    }
  }

  /// All colours, all greys, and Vietnamese letters with all their marks, large and small.
  private func drawPattern(_ pen: Pen, _ page: Rectangle) {
    var page = page
    let colors: [UInt32] = [
      0xFF_FFFF, 0xFF_FF00, 0x00_FFFF, 0x00_FF00, 0xFF_00FF, 0xFF_0000, 0x00_00FF, 0x00_0000,
    ]
    drawBars(colors.map { Color($0) }, page.takeTop(page.height * 3 / 10))
    let greys = (UInt32(0)..<16).map { Color($0 * 0x11_1111) }
    drawBars(greys, page.takeTop(page.height / 7))
    _ = page.takeTop(pen.scaled(6))
    let large = "Ắ Ẳ Ẫ Ể Ỗ Ợ Ữ Ỹ Đ"
    let room = page.takeTop(page.height * 2 / 5)
    let sizes = [64, 54, 46, 38, 30].map { pen.scaled($0) }
    let size = pen.fittingSize(large, in: room, isBold: true, sizes)
    pen.text(large, in: room, size: size, isBold: true, pen.palette.text, .center)
    let small =
      "àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ đ 0123456789"
    let smallSize = pen.fittingSize(
      small, in: page, isBold: false, [26, 22, 19, 17].map(pen.scaled))
    pen.text(small, in: page, size: smallSize, pen.palette.text, .center)
  }

  private func drawBars(_ colors: [Color], _ area: Rectangle) {
    for (index, color) in colors.enumerated() {
      let left = area.x + area.width * index / colors.count
      let right = area.x + area.width * (index + 1) / colors.count
      buffer.fill(Rectangle(left, area.y, right - left, area.height), color)
    }
  }

  /// A field for each button, dark once it was pressed.
  private func drawButtons(_ buttons: [ExaminationScreen.Button], _ pen: Pen, _ page: Rectangle) {
    let columns = page.width > page.height ? 4 : 2
    let rows = max(1, (buttons.count + columns - 1) / columns)
    let gap = pen.scaled(10)
    let width = (page.width + gap) / columns - gap
    let height = min(pen.scaled(110), (page.height + gap) / rows - gap)
    for (index, button) in buttons.enumerated() {
      var pen = pen
      if button.isPressed { pen.palette = .night }
      let field = Rectangle(
        page.x + index % columns * (width + gap), page.y + index / columns * (height + gap), width,
        height)
      buffer.fill(
        field, button.isPressed ? pen.palette.background : pen.palette.field,
        radius: pen.scaled(12))
      let name = pen.layout(button.name, size: pen.scaled(28), isBold: true, width: width)
      let line = Rectangle(
        field.x, field.y + (height - name.height) / 2, width, name.height)
      pen.draw(name.lines[...], of: name, isBold: true, in: line, pen.palette.text, .center)
    }
  }
}
