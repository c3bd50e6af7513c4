import TerminalCore

extension ScreenPainter {
  /// The clock on the wall, what is new, and whether the ward can be heard.
  func drawRest(_ rest: RestScreen) -> Int {
    let pen = begin(.night)
    var page = page(pen)
    let strip = page.takeBottom(pen.scaled(34))
    drawState(rest, pen, strip)
    _ = page.takeBottom(pen.scaled(10))
    drawNew(rest, pen, &page)
    drawProblems(rest.problems, pen, &page)
    drawSilence(rest, pen, &page)
    if let air = rest.air { draw(air, pen, &page) }
    drawReply(rest, pen, &page)
    drawClock(rest, pen, page)
    return 1
  }

  private func drawState(_ rest: RestScreen, _ pen: Pen, _ strip: Rectangle) {
    let (words, color): (String, Color) =
      switch rest.connection {
      case .connected: ("Đang nghe \(rest.wardName)", Color(0x5F_E08A))
      case .connecting: ("Đang kết nối với \(rest.wardName)…", Palette.night.faint)
      case .cutOff(let since?): ("Mất liên lạc từ \(since)", Palette.night.accent)
      case .cutOff(nil): ("Mất liên lạc với \(rest.wardName)", Palette.night.accent)
      }
    let dot = pen.scaled(14)
    let middle = strip.y + strip.height / 2
    buffer.fill(Rectangle(strip.x, middle - dot / 2, dot, dot), color, radius: dot / 2)
    let size = pen.scaled(22)
    let volume = pen.layout(
      "Âm lượng \(rest.volumePercent)", size: size, isBold: false, width: strip.width)
    let top = middle - volume.lineHeight / 2
    pen.draw(
      volume.lines[...], of: volume, isBold: false,
      in: Rectangle(strip.x, top, strip.width, strip.height), pen.palette.faint, .right)
    let left = strip.x + dot + pen.scaled(10)
    pen.text(
      words, in: Rectangle(left, top, strip.right - volume.width - pen.scaled(20) - left, 0),
      size: size, color, maximumLines: 1)
  }

  private func drawNew(_ rest: RestScreen, _ pen: Pen, _ page: inout Rectangle) {
    guard rest.unheardCount > 0, let newest = rest.newest else { return }
    let inner = page.width - 2 * pen.scaled(20)
    let title = pen.layout(
      "\(rest.unheardCount) tin chưa nghe", size: pen.scaled(30), isBold: true, width: inner)
    let size = pen.scaled(27)
    let headline = pen.layout(newest, size: size, isBold: false, width: inner)
    let lines = min(2, headline.lines.count)
    let height = title.height + lines * headline.lineHeight + pen.scaled(24)
    let card = page.takeBottom(height)
    buffer.fill(card, pen.palette.field, radius: pen.scaled(14))
    buffer.fill(
      Rectangle(card.x, card.y, pen.scaled(8), card.height), pen.palette.accent,
      radius: pen.scaled(4))
    var area = Rectangle(
      card.x + pen.scaled(24), card.y + pen.scaled(12), inner, card.height - pen.scaled(24))
    pen.draw(title.lines[...], of: title, isBold: true, in: area, pen.palette.accent)
    _ = area.takeTop(title.height)
    pen.text(newest, in: area, size: size, pen.palette.text, maximumLines: 2)
    _ = page.takeBottom(pen.scaled(12))
  }

  /// What is to come, or that it will not be heard.
  private func drawSilence(_ rest: RestScreen, _ pen: Pen, _ page: inout Rectangle) {
    let words = [rest.quiet, rest.upcoming].compactMap { $0 }.joined(separator: " · ")
    guard !words.isEmpty else { return }
    let size = pen.scaled(25)
    let layout = pen.layout(words, size: size, isBold: false, width: page.width)
    let area = page.takeBottom(layout.height)
    pen.draw(layout.lines[...], of: layout, isBold: false, in: area, pen.palette.text, .center)
  }

  /// The air on one line where there is room, with the colour of its band before it.
  private func draw(_ air: RestScreen.Air, _ pen: Pen, _ page: inout Rectangle) {
    let side = pen.scaled(22)
    let before = air.band == nil ? 0 : 2 * side + pen.scaled(12)
    let words = pen.list(air.words)
    let size = pen.scaled(25)
    let layout = pen.layout(words, size: size, isBold: false, width: page.width - before)
    let area = page.takeBottom(layout.height)
    let left = area.x + (area.width - layout.width - before) / 2
    if let band = air.band {
      let top = area.y + (layout.lineHeight - side) / 2
      swatch(band, pen, Rectangle(left, top, 2 * side, side))
    }
    pen.draw(
      layout.lines[...], of: layout, isBold: false,
      in: Rectangle(left + before, area.y, layout.width, area.height), pen.palette.text)
    _ = page.takeBottom(pen.scaled(4))
  }

  /// What the ward says to something that this household told it, until somebody opens it.
  private func drawReply(_ rest: RestScreen, _ pen: Pen, _ page: inout Rectangle) {
    guard let reply = rest.reply else { return }
    let words = pen.layout(reply, size: pen.scaled(28), isBold: true, width: page.width)
    let area = page.takeBottom(words.height)
    pen.draw(words.lines[...], of: words, isBold: true, in: area, pen.palette.accent, .center)
  }

  private func drawProblems(_ problems: [String], _ pen: Pen, _ page: inout Rectangle) {
    let size = pen.scaled(24)
    for problem in problems.prefix(2).reversed() {
      let words = pen.layout("! \(problem)", size: size, isBold: true, width: page.width)
      let area = page.takeBottom(words.height)
      pen.draw(words.lines[...], of: words, isBold: true, in: area, pen.palette.accent, .center)
    }
  }

  private func drawClock(_ rest: RestScreen, _ pen: Pen, _ page: Rectangle) {
    let time = rest.time ?? "– : –"
    let dates = dates(rest, pen, page)
    let below = dates.reduce(0) { $0 + $1.height }
    let room = Rectangle(0, 0, page.width, page.height - below)
    // Digits carry no marks: the clock may fill its line.
    let sizes = stride(from: 170, through: 50, by: -10).map { pen.scaled($0) }
    let clock = pen.layout(
      time, size: pen.fittingSize(time, in: room, isBold: true, sizes), isBold: true,
      width: page.width)
    var place = page
    _ = place.takeTop(max(0, (page.height - clock.height - below) / 2))
    pen.draw(
      clock.lines[...], of: clock, isBold: true, in: place.takeTop(clock.height), pen.palette.text,
      .center)
    for line in dates {
      pen.draw(
        line.lines[...], of: line, isBold: false, in: place.takeTop(line.height),
        pen.palette.faint, .center)
    }
  }

  /// Date and lunar date, each on its line, as large as leaves the clock its share of the page.
  private func dates(_ rest: RestScreen, _ pen: Pen, _ page: Rectangle) -> [TextLayout] {
    let date = rest.date ?? "Chưa biết giờ đúng"
    let lunar = rest.lunarDate.map { "Âm lịch: \($0)" }
    let sizes = [40, 34, 30, 26, 22].map { pen.scaled($0) }
    let settings = sizes.map { size in
      let lunarSize = lunar.map { text in
        pen.fittingSize(
          text, in: Rectangle(0, 0, page.width, size * 34 / 25), isBold: false,
          [4, 5, 6].map { size * 3 / $0 })
      }
      return [(date, size)] + [lunar].compactMap { $0 }.map { ($0, lunarSize ?? size) }
    }.map { lines in
      lines.map { pen.layout($0.0, size: $0.1, isBold: false, width: page.width) }
    }
    let fitting = settings.first { lines in
      lines[0].lines.count == 1
        && page.height - lines.reduce(0) { $0 + $1.height } >= pen.scaled(80)
    }
    return fitting ?? settings[settings.count - 1]
  }
}
