import TerminalCore

extension ScreenPainter {
  /// Words to be read: what they are about above, whole on the first page.
  func drawPage(_ screen: PageScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let strip = keyStrip(pen, &page)
    let titleRoom = Rectangle(0, 0, page.width, pen.scaled(3 * 46))
    let titleSize = pen.fittingSize(
      screen.title, in: titleRoom, isBold: true, [33, 28, 24].map(pen.scaled))
    let title = pen.text(
      screen.title, in: page, size: titleSize, isBold: true, pen.palette.accent, maximumLines: 5)
    _ = page.takeTop(title)
    if !screen.detail.isEmpty {
      let detail = pen.text(
        screen.detail, in: page, size: pen.scaled(21), pen.palette.faint, maximumLines: 2)
      _ = page.takeTop(detail)
    }
    _ = page.takeTop(pen.scaled(10))
    if let digits = screen.number {
      // A number is not broken between its groups.
      let number = String(digits.map { $0 == " " ? "\u{A0}" : $0 })
      let sizes = [110, 92, 76, 64, 52].map { pen.scaled($0) }
      let size = pen.fittingSize(
        number, in: Rectangle(0, 0, page.width, page.height / 2), isBold: true, sizes)
      _ = page.takeTop(
        pen.text(number, in: page, size: size, isBold: true, pen.palette.text, .center))
    }
    let size = pen.scaled(30) * screen.textSize.percent / 100
    let (number, count) = drawPages(
      of: screen.text, page: screen.page, size: size, in: page, pen)
    drawKeys(page: number, of: count, ok: screen.action, pen, strip)
    return count
  }
}
