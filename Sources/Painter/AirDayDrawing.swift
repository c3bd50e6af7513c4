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
    let top = Self.top(of: day)
    drawBands(upTo: top, names, pen, page, chart)
    let slot = chart.width / max(1, day.hours.count)
    for (number, hour) in day.hours.enumerated() {
      let x = chart.x + number * slot
      if let index = hour.index {
        let height = max(pen.scaled(6), chart.height * min(index.value, top) / top)
        swatch(
          index.band, pen,
          Rectangle(x + 1, chart.bottom - height, max(3, slot - max(2, slot / 5)), height))
      }
      guard hour.begins % 6 == 0 else { continue }
      buffer.fill(
        Rectangle(x, chart.bottom, max(1, pen.scaled(2)), pen.scaled(6)), pen.palette.text)
      let label = pen.layout("\(hour.begins) giờ", size: size, isBold: false, width: .max)
      let room = Rectangle(
        min(x, chart.right - label.width), hours.y + pen.scaled(4), label.width, hours.height)
      pen.draw(label.lines[...], of: label, isBold: false, in: room, pen.palette.text)
    }
    buffer.fill(
      Rectangle(chart.x, chart.bottom, chart.width, max(1, pen.scaled(2))), pen.palette.text)
  }

  /// The end of the band above the highest hour, so that the picture is neither empty nor cut.
  private static func top(of day: AirDay) -> Int {
    let most = day.hours.compactMap(\.index?.value).max() ?? 0
    return [100, 150, 200, 300, 500].first { most <= $0 } ?? 500
  }

  /// A line where each band ends, and its name below the line if there is room for it.
  private func drawBands(
    upTo top: Int, _ names: [TextLayout], _ pen: Pen, _ page: Rectangle, _ chart: Rectangle
  ) {
    var begin = 0
    for (end, name) in zip([50, 100, 150, 200, 300, 500], names) where end <= top {
      let upper = chart.bottom - chart.height * end / top
      let lower = chart.bottom - chart.height * begin / top
      buffer.fill(
        Rectangle(page.x, upper, page.width, max(1, pen.scaled(1))), pen.palette.faint)
      if lower - upper >= name.lineHeight {
        let y = upper + (lower - upper - name.lineHeight) / 2
        pen.draw(
          name.lines[...], of: name, isBold: false,
          in: Rectangle(page.x, y, name.width, name.lineHeight), pen.palette.text)
      }
      begin = end
    }
  }
}
