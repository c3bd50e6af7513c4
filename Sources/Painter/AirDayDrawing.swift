import TerminalCore
import Vietnam

extension ScreenPainter {
  /// The last 24 hours as bars: how high and in which colour says how bad, and lines with the names of
  /// the bands say what that is. A gap stays a gap.
  func draw(_ day: AirDay, _ pen: Pen, _ page: inout Rectangle) {
    let title = pen.text(
      day.title, in: page, size: pen.scaled(30), isBold: true, pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(title + pen.scaled(4))
    let hasGap = day.hours.contains { $0.index == nil }
    let words = day.note + (hasGap ? ". Chỗ trống: không có số đo." : ".")
    let note = pen.layout(words, size: pen.scaled(21), isBold: false, width: page.width)
    let below = page.takeBottom(note.height)
    pen.draw(note.lines[...], of: note, isBold: false, in: below, pen.palette.faint)
    let size = pen.scaled(20)
    let hours = page.takeBottom(size * 34 / 25 + pen.scaled(4))
    let names = AirBand.allCases.map { pen.layout($0.name, size: size, isBold: false, width: .max) }
    let left = (names.map(\.width).max() ?? 0) + pen.scaled(10)
    let chart = Rectangle(page.x + left, page.y, page.width - left, page.height)
    // Up to the worst band of the day, so that the picture is neither empty nor cut.
    let worst = day.hours.compactMap(\.index?.band.rawValue).max() ?? 0
    let bands = max(worst, AirBand.moderate.rawValue) + 1
    drawBands(names.prefix(bands), pen, page)
    drawBars(day, of: bands, pen, chart)
    drawHours(day, size: size, pen, chart, hours)
  }

  /// A line above each band and its name below it. All bands are equally high, so that each has room
  /// for its name.
  private func drawBands(_ names: ArraySlice<TextLayout>, _ pen: Pen, _ page: Rectangle) {
    for (number, name) in names.enumerated() {
      let upper = page.bottom - page.height * (number + 1) / names.count
      let height = page.bottom - page.height * number / names.count - upper
      buffer.fill(
        Rectangle(page.x, upper, page.width, max(1, pen.scaled(1))), pen.palette.faint)
      pen.draw(
        name.lines[...], of: name, isBold: false,
        in: Rectangle(page.x, upper + (height - name.lineHeight) / 2, name.width, name.lineHeight),
        pen.palette.text)
    }
  }

  private func drawBars(_ day: AirDay, of bands: Int, _ pen: Pen, _ chart: Rectangle) {
    let slot = chart.width / max(1, day.hours.count)
    for (number, hour) in day.hours.enumerated() {
      guard let index = hour.index else { continue }
      let (begin, end) = index.band.range
      let share = (index.value - begin) * chart.height / (bands * (end - begin))
      let height = max(pen.scaled(6), chart.height * index.band.rawValue / bands + share)
      swatch(
        index.band, pen,
        Rectangle(
          chart.x + number * slot + 1, chart.bottom - height, max(3, slot - max(2, slot / 5)),
          height
        ))
    }
    buffer.fill(
      Rectangle(chart.x, chart.bottom, chart.width, max(1, pen.scaled(2))), pen.palette.text)
  }

  /// The hours below, as many as have room beside each other.
  private func drawHours(
    _ day: AirDay, size: Int, _ pen: Pen, _ chart: Rectangle, _ strip: Rectangle
  ) {
    let slot = chart.width / max(1, day.hours.count)
    var free = chart.x
    for (number, hour) in day.hours.enumerated() where hour.begins % 6 == 0 {
      let x = chart.x + number * slot
      buffer.fill(
        Rectangle(x, chart.bottom, max(1, pen.scaled(2)), pen.scaled(6)), pen.palette.text)
      let label = pen.layout("\(hour.begins) giờ", size: size, isBold: false, width: .max)
      let begin = min(x, chart.right - label.width)
      guard begin >= free else { continue }
      free = begin + label.width + pen.scaled(8)
      pen.draw(
        label.lines[...], of: label, isBold: false,
        in: Rectangle(begin, strip.y + pen.scaled(4), label.width, strip.height), pen.palette.text)
    }
  }
}

extension AirBand {
  /// Where it begins and ends (QĐ 1459/QĐ-TCMT, Bảng 1).
  fileprivate var range: (begin: Int, end: Int) {
    switch self {
    case .good: (0, 50)
    case .moderate: (50, 100)
    case .poor: (100, 150)
    case .bad: (150, 200)
    case .veryBad: (200, 300)
    case .hazardous: (300, 500)
    }
  }
}
