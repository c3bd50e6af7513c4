import TerminalCore

extension ScreenPainter {
  /// The clock on the wall, what is new, and whether the ward can be heard.
  func drawRest(_ rest: RestScreen) -> Int {
    let pen = begin(.night)
    var page = page(pen)
    drawState(rest, pen, page.takeBottom(pen.scaled(34)))
    _ = page.takeBottom(pen.scaled(10))
    let settings = Crowding.allCases.map { blocks(rest, $0, pen, page.width) }
    let least = page.height - pen.scaled(150)
    let fitting = settings.first { $0.reduce(0) { $0 + $1.height } <= least }
    // From the bottom up; what is left is the clock's.
    for block in fitting ?? settings[settings.count - 1] {
      block.draw(page.takeBottom(block.height))
    }
    drawClock(rest, pen, page)
    return 1
  }

  /// How much is left out so that the clock stays readable; all of it stands on other screens as well.
  private enum Crowding: Int, CaseIterable {
    case none
    /// Two lines for each thing.
    case tight
    /// One line for each thing.
    case short
    /// The worst problem alone.
    case shorter
    /// Neither the air nor what is to come.
    case shortest

    /// Most lines of a thing.
    var lines: Int {
      switch self {
      case .none: .max
      case .tight: 2
      case .short, .shorter, .shortest: 1
      }
    }
  }

  /// Something on the rest screen: its height, and how it is drawn in an area of that height.
  private struct Block {
    let height: Int
    let draw: (Rectangle) -> Void
  }

  /// What stands below the clock, from the bottom up.
  private func blocks(
    _ rest: RestScreen, _ crowding: Crowding, _ pen: Pen, _ width: Int
  ) -> [Block] {
    func line(_ text: String, size: Int, isBold: Bool, _ color: Color) -> Block {
      var layout = pen.layout(text, size: pen.scaled(size), isBold: isBold, width: width)
      layout.cut(toLines: crowding.lines, isBold ? pen.bold : pen.regular, width: width)
      return Block(height: layout.height) { area in
        pen.draw(layout.lines[...], of: layout, isBold: isBold, in: area, color, .center)
      }
    }
    let problems = rest.problems.prefix(crowding.rawValue >= Crowding.shorter.rawValue ? 1 : 2)
    let silence = [rest.quiet, rest.upcoming].compactMap { $0 }.joined(separator: " · ")
    var blocks = [newest(rest, lines: min(crowding.lines, 2), pen, width)].compactMap { $0 }
    blocks += problems.reversed().map {
      line("! \($0)", size: 24, isBold: true, pen.palette.accent)
    }
    if crowding != .shortest {
      if !silence.isEmpty {
        blocks.append(line(silence, size: 25, isBold: false, pen.palette.text))
      }
      if let air = rest.air { blocks.append(self.air(air, pen, width)) }
    }
    if let reply = rest.reply {
      blocks.append(line(reply, size: 28, isBold: true, pen.palette.accent))
    }
    return blocks
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
    let left = strip.x + dot + pen.scaled(10)
    let middle = strip.y + strip.height / 2
    buffer.fill(Rectangle(strip.x, middle - dot / 2, dot, dot), color, radius: dot / 2)
    let sizes = [22, 20, 18].map(pen.scaled)
    let volume = pen.layout(
      "Âm lượng \(rest.volumePercent)", size: sizes[0], isBold: false, width: strip.width)
    var room = Rectangle(left, 0, strip.right - left, volume.lineHeight)
    // Where both have no room, the volume stands on the status screen alone.
    let beside = room.width - volume.width - pen.scaled(20)
    if pen.layout(words, size: sizes[2], isBold: false, width: .max).width <= beside {
      room.width = beside
      pen.draw(
        volume.lines[...], of: volume, isBold: false,
        in: Rectangle(strip.x, middle - volume.lineHeight / 2, strip.width, strip.height),
        pen.palette.faint, .right)
    }
    let size = pen.fittingSize(words, in: room, isBold: false, sizes)
    let state = pen.layout(words, size: size, isBold: false, width: room.width)
    room.y = middle - state.lineHeight / 2
    pen.text(words, in: room, size: size, color, maximumLines: 1)
  }

  /// The newest of what nobody has heard, on a card of its own.
  private func newest(_ rest: RestScreen, lines: Int, _ pen: Pen, _ width: Int) -> Block? {
    guard rest.unheardCount > 0, let newest = rest.newest else { return nil }
    let inner = width - 2 * pen.scaled(20)
    let title = pen.layout(
      "\(rest.unheardCount) tin chưa nghe", size: pen.scaled(30), isBold: true, width: inner)
    var headline = pen.layout(newest, size: pen.scaled(27), isBold: false, width: inner)
    headline.cut(toLines: lines, pen.regular, width: inner)
    let height = title.height + headline.height + pen.scaled(24)
    return Block(height: height + pen.scaled(12)) { [self, headline] area in
      let card = Rectangle(area.x, area.y + pen.scaled(12), area.width, height)
      buffer.fill(card, pen.palette.field, radius: pen.scaled(14))
      buffer.fill(
        Rectangle(card.x, card.y, pen.scaled(8), card.height), pen.palette.accent,
        radius: pen.scaled(4))
      var room = Rectangle(
        card.x + pen.scaled(24), card.y + pen.scaled(12), inner, card.height - pen.scaled(24))
      pen.draw(title.lines[...], of: title, isBold: true, in: room, pen.palette.accent)
      _ = room.takeTop(title.height)
      pen.draw(headline.lines[...], of: headline, isBold: false, in: room, pen.palette.text)
    }
  }

  /// The air on one line where there is room, with the colour of its band before it.
  private func air(_ air: RestScreen.Air, _ pen: Pen, _ width: Int) -> Block {
    let side = pen.scaled(22)
    let before = air.band == nil ? 0 : 2 * side + pen.scaled(12)
    func layout(_ words: String) -> TextLayout {
      pen.layout(words, size: pen.scaled(25), isBold: false, width: width - before)
    }
    let whole = layout(pen.list(air.words))
    // What is longer than a line is divided between its words.
    let layout = whole.isBroken ? layout(air.words.joined(separator: " · ")) : whole
    return Block(height: layout.height + pen.scaled(4)) { [self] area in
      let left = area.x + (area.width - layout.width - before) / 2
      let top = area.y + pen.scaled(4)
      if let band = air.band {
        swatch(
          band, pen, Rectangle(left, top + (layout.lineHeight - side) / 2, 2 * side, side))
      }
      pen.draw(
        layout.lines[...], of: layout, isBold: false,
        in: Rectangle(left + before, top, layout.width, layout.height), pen.palette.text)
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
