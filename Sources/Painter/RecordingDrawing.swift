import TerminalCore

extension ScreenPainter {
  private static let levelBars = 20

  /// Somebody speaks: that the microphone is open stands over the whole width, how long and how loud
  /// below it.
  func drawRecording(_ recording: RecordingScreen) -> Int {
    let pen = begin(.night)
    var page = page(pen)
    drawBand(recording.phase, pen, &page)
    let names: [(Pen.KeyName, String)] = recording.phase == .speaking ? [(.ok, "Xong")] : []
    _ = keys(names, pen, &page)
    let subject = pen.text(
      recording.subject, in: page, size: pen.scaled(32), isBold: true, pen.palette.text, .center,
      maximumLines: 2)
    _ = page.takeTop(subject + pen.scaled(4))
    let note = pen.layout(recording.note, size: pen.scaled(25), isBold: false, width: page.width)
    let below = page.takeBottom(note.height)
    pen.draw(note.lines[...], of: note, isBold: false, in: below, pen.palette.faint, .center)
    _ = page.takeBottom(pen.scaled(14))
    drawLevel(recording, pen, page.takeBottom(pen.scaled(44)))
    drawSeconds(recording, pen, page)
    return 1
  }

  private func drawBand(
    _ phase: RecordingScreen.Phase, _ pen: Pen, _ page: inout Rectangle
  ) {
    var marked = pen
    marked.palette = phase == .speaking ? .alarm : .exercise
    let words =
      switch phase {
      case .opening: "Đang mở micrô…"
      case .speaking: "MICRÔ ĐANG MỞ – MỜI BÁC NÓI"
      case .closing: "Đã tắt micrô, đang lưu…"
      }
    let layout = marked.layout(words, size: pen.scaled(32), isBold: true, width: page.width)
    let height = layout.height + pen.scaled(16)
    buffer.fill(Rectangle(0, 0, buffer.width, height), marked.palette.background)
    let area = Rectangle(page.x, pen.scaled(8), page.width, layout.height)
    marked.draw(layout.lines[...], of: layout, isBold: true, in: area, marked.palette.text, .center)
    let below = height + pen.scaled(12)
    page.height -= max(0, below - page.y)
    page.y = max(page.y, below)
  }

  private static func clock(_ seconds: Int) -> String {
    "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }

  /// How long somebody has spoken, and for how long they can.
  private func drawSeconds(_ recording: RecordingScreen, _ pen: Pen, _ area: Rectangle) {
    let limit = pen.layout(
      "tối đa \(Self.clock(recording.longestSeconds))", size: pen.scaled(28), isBold: false,
      width: area.width)
    let words = Self.clock(recording.seconds)
    let room = Rectangle(0, 0, area.width, area.height - limit.height)
    let sizes = stride(from: 150, through: 50, by: -10).map { pen.scaled($0) }
    let clock = pen.layout(
      words, size: pen.fittingSize(words, in: room, isBold: true, sizes), isBold: true,
      width: area.width)
    let top = area.y + max(0, (area.height - clock.height - limit.height) / 2)
    pen.draw(
      clock.lines[...], of: clock, isBold: true,
      in: Rectangle(area.x, top, area.width, clock.height), pen.palette.text, .center)
    pen.draw(
      limit.lines[...], of: limit, isBold: false,
      in: Rectangle(area.x, top + clock.height, area.width, limit.height), pen.palette.faint,
      .center)
  }

  /// A row of bars, as many lit as the voice is loud.
  private func drawLevel(_ recording: RecordingScreen, _ pen: Pen, _ area: Rectangle) {
    let gap = pen.scaled(6)
    let width = (area.width + gap) / Self.levelBars - gap
    let lit = (recording.levelPercent * Self.levelBars + 99) / 100
    for bar in 0..<Self.levelBars {
      buffer.fill(
        Rectangle(area.x + bar * (width + gap), area.y, width, area.height),
        bar < lit ? pen.palette.accent : pen.palette.field, radius: pen.scaled(4))
    }
  }
}
