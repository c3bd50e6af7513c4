import TerminalCore

extension ScreenPainter {
  /// A code as large as it goes, and beside it, or below on a display that stands upright, what it is
  /// for.
  func drawQR(_ screen: QRScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    _ = keys([(.back, "Về")], pen, &page)
    drawCode(screen, in: page, pen)
    return 1
  }

  /// The same in a part of a page.
  func drawCode(_ screen: QRScreen, in page: Rectangle, _ pen: Pen) {
    var page = page
    let isUpright = page.height > page.width
    let side = min(isUpright ? page.width : page.width * 11 / 20, page.height)
    let square: Rectangle
    if isUpright {
      square = page.takeTop(min(side, page.height * 11 / 20))
      _ = page.takeTop(pen.scaled(10))
    } else {
      square = Rectangle(page.x, page.y, side, page.height)
      page = Rectangle(
        page.x + side + pen.scaled(18), page.y, page.width - side - pen.scaled(18), page.height)
    }
    if let code = QRCode(screen.payload) { buffer.draw(code, in: square) }
    drawWords(screen, in: page, pen)
  }

  private func drawWords(_ screen: QRScreen, in area: Rectangle, _ pen: Pen) {
    var area = area
    if let trial = screen.trial {
      let words = pen.layout(trial, size: pen.scaled(22), isBold: true, width: area.width)
      let band = area.takeTop(words.height + pen.scaled(8))
      buffer.fill(band, Palette.exercise.background, radius: pen.scaled(8))
      let inner = Rectangle(band.x, band.y + pen.scaled(4), band.width, words.height)
      pen.draw(
        words.lines[...], of: words, isBold: true, in: inner, Palette.exercise.text, .center)
      _ = area.takeTop(pen.scaled(6))
    }
    typealias Words = (layout: TextLayout, isBold: Bool, color: Color)
    func words(_ size: Int) -> [Words] {
      func set(_ text: String, _ percent: Int, _ isBold: Bool, _ color: Color) -> Words {
        let size = size * percent / 100
        return (pen.layout(text, size: size, isBold: isBold, width: area.width), isBold, color)
      }
      return [set(screen.title, 100, true, pen.palette.accent)]
        + (screen.figure.map { [set($0, 140, true, pen.palette.text)] } ?? [])
        + screen.lines.map { set($0, 90, false, pen.palette.text) }
        + (screen.note.isEmpty ? [] : [set(screen.note, 80, false, pen.palette.faint)])
    }
    // The largest size at which all of it has its room.
    let sizes = [32, 30, 28, 26, 24, 22, 20, 18].map { pen.scaled($0) }
    let size =
      sizes.first { size in
        let words = words(size)
        return words.reduce(0) { $0 + $1.layout.height } <= area.height
          && words.allSatisfy { $0.layout.width <= area.width }
      } ?? sizes[sizes.count - 1]
    for (layout, isBold, color) in words(size) {
      pen.draw(
        layout.lines[...], of: layout, isBold: isBold, in: area.takeTop(layout.height), color)
    }
  }
}
