import TerminalCore

extension ScreenPainter {
  /// Words to be read: what they are about above, whole on the first page.
  func drawPage(_ screen: PageScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    var names: [(Pen.KeyName, String)] = [(.upDown, "Trang")]
    if let action = screen.action { names.append((.ok, action)) }
    names.append((.back, "Về"))
    let strip = keys(names, pen, &page)
    let title = pen.text(
      screen.title, in: page, size: pen.scaled(33), isBold: true, pen.palette.accent,
      maximumLines: 3)
    _ = page.takeTop(title)
    if !screen.detail.isEmpty {
      let detail = pen.text(
        screen.detail, in: page, size: pen.scaled(21), pen.palette.faint, maximumLines: 2)
      _ = page.takeTop(detail)
    }
    _ = page.takeTop(pen.scaled(10))
    let size = pen.scaled(30) * screen.textSize.percent / 100
    let (number, count) = drawPages(
      of: screen.text, page: screen.page, size: size, in: page, pen)
    pageNumber(number, of: count, pen, strip)
    return count
  }
}
