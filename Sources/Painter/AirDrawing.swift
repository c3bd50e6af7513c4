import TerminalCore
import Vietnam
import WardContract

extension ScreenPainter {
  /// The air of the home and of its ward, one page of it.
  func drawAir(_ air: AirScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let isFirst = air.page == 0
    var names: [(Pen.KeyName, String)] = [(.back, "Về")]
    if air.pages.count > 1 { names.insert((.upDown, isFirst ? "Xem thêm" : "Trang"), at: 0) }
    let strip = keys(names, pen, &page)
    switch air.pages[air.page] {
    case .now(let now): draw(now, pen, &page)
    case .advice(let advice): draw(advice, pen, &page, air.textSize)
    case .day(let day): draw(day, pen, &page)
    }
    pageNumber(air.page, of: air.pages.count, pen, strip)
    return air.pages.count
  }

  /// A band's colour with an edge of ink: yellow can't be seen on paper, brown not at night. What it
  /// means always stands beside it in words.
  func swatch(_ band: AirBand, _ pen: Pen, _ area: Rectangle) {
    buffer.fill(area, pen.palette.text)
    buffer.fill(area.inset(by: max(1, pen.scaled(2))), Color(band))
  }

  // MARK: Now

  private func draw(_ now: AirNow, _ pen: Pen, _ page: inout Rectangle) {
    let title = pen.text(
      "Không khí", in: page, size: pen.scaled(34), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(4))
    drawRoom(now.room, pen, &page)
    let gap = pen.scaled(14)
    if page.width > page.height * 3 / 2 {
      let width = (page.width - gap) / 2
      draw(now.ward, pen, Rectangle(page.x, page.y, width, page.height))
      draw(now.home, pen, Rectangle(page.right - width, page.y, width, page.height))
    } else {
      let height = min((page.height - gap) / 2, pen.scaled(250))
      draw(now.ward, pen, page.takeTop(height))
      _ = page.takeTop(gap)
      draw(now.home, pen, page.takeTop(height))
    }
  }

  private func drawRoom(_ room: [String], _ pen: Pen, _ page: inout Rectangle) {
    guard !room.isEmpty else { return }
    let words = pen.list(room)
    let size = pen.fittingSize(
      words, in: Rectangle(0, 0, page.width, page.height * 3 / 10), isBold: false,
      [28, 26, 24, 22].map { pen.scaled($0) })
    let layout = pen.layout(words, size: size, isBold: false, width: page.width)
    let area = page.takeBottom(layout.height)
    pen.draw(layout.lines[...], of: layout, isBold: false, in: area, pen.palette.text)
    _ = page.takeBottom(pen.scaled(8))
  }

  /// One place: its colour down the left side, the number and the word of its band, and what they are.
  private func draw(_ place: AirNow.Place, _ pen: Pen, _ area: Rectangle) {
    buffer.fill(area, pen.palette.field, radius: pen.scaled(12))
    let bar = pen.scaled(30)
    var inner = Rectangle(
      area.x + pen.scaled(12), area.y + pen.scaled(8), area.width - pen.scaled(24),
      area.height - pen.scaled(16))
    if let band = place.index?.band {
      swatch(band, pen, Rectangle(inner.x, inner.y, bar, inner.height))
      inner = Rectangle(
        inner.x + bar + pen.scaled(12), inner.y, inner.width - bar - pen.scaled(12), inner.height)
    }
    let title = pen.text(
      place.title, in: inner, size: pen.scaled(26), isBold: true, pen.palette.text,
      maximumLines: 2)
    _ = inner.takeTop(title)
    guard let index = place.index else {
      let sizes = [34, 31, 28, 26, 24, 22, 20].map { pen.scaled($0) }
      let size = pen.fittingSize(place.note, in: inner, isBold: false, sizes)
      pen.text(place.note, in: inner, size: size, pen.palette.faint)
      return
    }
    var note = pen.layout(
      place.note, size: pen.scaled(20), isBold: place.isOld, width: inner.width)
    let below = inner.takeBottom(min(note.height, inner.height / 2))
    note.cut(
      toLines: max(1, below.height / note.lineHeight), place.isOld ? pen.bold : pen.regular,
      width: inner.width)
    pen.draw(
      note.lines[...], of: note, isBold: place.isOld, in: below,
      place.isOld ? pen.palette.accent : pen.palette.faint)
    drawIndex(index, pen, inner, place.isOld ? pen.palette.faint : pen.palette.text)
  }

  /// Number and word on one line if they can be large there, else on two; no word is broken.
  private func drawIndex(_ index: AirNow.Index, _ pen: Pen, _ area: Rectangle, _ color: Color) {
    let word = pen.list([index.band.name])
    func fits(_ words: [String], _ size: Int) -> Bool {
      let layouts = words.map { pen.layout($0, size: size, isBold: true, width: .max) }
      return layouts.allSatisfy { $0.width <= area.width }
        && layouts.reduce(0) { $0 + $1.height } <= area.height
    }
    let oneLine = "\(index.value)\u{A0}\(word)"
    if let size = [60, 52, 46].map({ pen.scaled($0) }).first(where: { fits([oneLine], $0) }) {
      pen.text(oneLine, in: area, size: size, isBold: true, color)
      return
    }
    let sizes = stride(from: 60, through: 24, by: -4).map { pen.scaled($0) }
    let size = sizes.first { fits(["\(index.value)", word], $0) } ?? pen.scaled(24)
    pen.text("\(index.value)\n\(word)", in: area, size: size, isBold: true, color)
  }

  // MARK: Advice

  private func draw(
    _ advice: AirAdvice, _ pen: Pen, _ page: inout Rectangle, _ textSize: TextSize
  ) {
    let title = pen.text(
      advice.title, in: page, size: pen.scaled(34), isBold: true, pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(title)
    let sizes = [32, 28, 24, 20].map { pen.scaled($0) }
    let text = "\(advice.index.band.name) – \(advice.index.value)"
    let room = Rectangle(0, 0, page.width - pen.scaled(60), pen.scaled(32) * 34 / 25)
    let words = pen.layout(
      text, size: pen.fittingSize(text, in: room, isBold: true, sizes), isBold: true,
      width: room.width)
    let line = page.takeTop(words.lineHeight)
    let side = words.lineHeight * 6 / 10
    swatch(
      advice.index.band, pen,
      Rectangle(line.x, line.y + (line.height - side) / 2, side * 2, side))
    pen.draw(
      words.lines[...], of: words, isBold: true,
      in: Rectangle(line.x + side * 2 + pen.scaled(12), line.y, line.width, line.height),
      pen.palette.text)
    _ = page.takeTop(pen.scaled(6))
    let source = pen.layout(advice.source, size: pen.scaled(20), isBold: false, width: page.width)
    let below = page.takeBottom(source.height)
    pen.draw(source.lines[...], of: source, isBold: false, in: below, pen.palette.faint)
    let usual = pen.scaled(32) * textSize.percent / 100
    let size = pen.fittingSize(
      advice.text, in: page, isBold: false,
      stride(from: usual, through: pen.scaled(20), by: -1).map { $0 })
    pen.text(advice.text, in: page, size: size, pen.palette.text)
  }
}

extension Pen {
  /// Short facts on as few lines as they need; none is broken, so no number stands on another line
  /// than its unit.
  func list(_ facts: [String]) -> String {
    facts.map { fact in String(fact.map { $0 == " " ? "\u{A0}" : $0 }) }
      .joined(separator: "\u{A0}· ")
  }
}

extension Color {
  /// A band's colour (QĐ 1459/QĐ-TCMT, Bảng 1).
  init(_ band: AirBand) {
    let (red, green, blue) = band.colour
    self.init(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }
}
