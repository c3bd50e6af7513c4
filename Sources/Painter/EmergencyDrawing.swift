import TerminalCore

extension ScreenPainter {
  /// An emergency in force: red from edge to edge, the words as large as they go.
  func drawEmergency(_ emergency: EmergencyScreen) -> Int {
    // An exercise is not red: from across the room it must not look like the real thing.
    let isReal = emergency.reality == .actual
    let pen = begin(isReal ? .alarm : .drill)
    var page = page(pen)
    markExercise(emergency.reality, pen, &page)
    let (strip, x) = confirmKey("Đã nghe", pen, &page)
    let sent = pen.layout(emergency.sent, size: pen.scaled(22), isBold: false, width: page.width)
    let kind = isReal ? "KHẨN CẤP" : "TẬP KHẨN CẤP"
    let room = Rectangle(
      0, 0, page.width - sent.width - pen.scaled(12), pen.scaled(44) * 34 / 25 + 1)
    let title = pen.text(
      kind, in: page,
      size: pen.fittingSize(kind, in: room, isBold: true, [44, 36, 30, 26, 22].map(pen.scaled)),
      isBold: true, pen.palette.accent)
    pen.draw(
      sent.lines[...], of: sent, isBold: false,
      in: Rectangle(page.x, page.y + pen.scaled(14), page.width, sent.height), pen.palette.faint,
      .right)
    _ = page.takeTop(title)
    let headlineRoom = Rectangle(page.x, page.y, page.width, page.height / 2)
    let sizes = [56, 48, 42, 36, 32, 28, 24].map { pen.scaled($0) }
    let size = pen.fittingSize(emergency.headline, in: headlineRoom, isBold: true, sizes)
    let used = pen.text(
      emergency.headline, in: page, size: size, isBold: true, pen.palette.text,
      maximumLines: max(1, page.height / (size * 34 / 25)))
    _ = page.takeTop(used + pen.scaled(6))
    if emergency.isSilent {
      let words = pen.text(
        "Loa không hoạt động: hãy báo cho cả nhà!", in: page, size: pen.scaled(28), isBold: true,
        pen.palette.accent)
      _ = page.takeTop(words)
    }
    if let live = emergency.live, !emergency.isSilent {
      let words = pen.text(
        liveWords(live), in: page, size: pen.scaled(28), isBold: true, pen.palette.accent)
      _ = page.takeTop(words)
    }
    let text = [emergency.instruction ?? "", emergency.text, emergency.senderName]
      .filter { !$0.isEmpty }.joined(separator: "\n")
    let (number, count) = drawPages(
      of: text, page: emergency.page, size: pen.scaled(31), in: page, pen)
    pageKeys(page: number, of: count, x: x, pen, strip)
    return count
  }

  /// The end of an emergency.
  func drawAllClear(_ allClear: AllClearScreen) -> Int {
    let pen = begin(.relief)
    var page = page(pen)
    markExercise(allClear.reality, pen, &page)
    let (strip, x) = confirmKey("Đã rõ", pen, &page)
    let title = pen.text(
      "ĐÃ HẾT KHẨN CẤP", in: page, size: pen.scaled(44), isBold: true, pen.palette.accent)
    _ = page.takeTop(title + pen.scaled(6))
    let room = Rectangle(page.x, page.y, page.width, page.height / 2)
    let sizes = [48, 42, 36, 32, 28, 24].map { pen.scaled($0) }
    let size = pen.fittingSize(allClear.headline, in: room, isBold: true, sizes)
    let used = pen.text(
      allClear.headline, in: page, size: size, isBold: true, pen.palette.text,
      maximumLines: max(1, page.height / (size * 34 / 25)))
    _ = page.takeTop(used + pen.scaled(6))
    let text = [allClear.text, allClear.senderName].filter { !$0.isEmpty }.joined(separator: "\n")
    let (number, count) = drawPages(
      of: text, page: allClear.page, size: pen.scaled(30), in: page, pen)
    pageKeys(page: number, of: count, x: x, pen, strip)
    return count
  }

  /// Beside the key that matters, how to read on; without a word where there is no room for one.
  private func pageKeys(
    page number: Int, of count: Int, x: Int, _ pen: Pen, _ strip: Rectangle
  ) {
    guard count > 1 else { return }
    let hasRoom = strip.right - x >= pen.scaled(230)
    _ = pen.key(.upDown, hasRoom ? "Đọc tiếp" : "", x: x, in: strip)
    pageNumber(number, of: count, pen, strip)
  }

  /// The one key that matters, as large as a hand, and where another may stand.
  private func confirmKey(
    _ meaning: String, _ pen: Pen, _ page: inout Rectangle
  ) -> (strip: Rectangle, next: Int) {
    let strip = page.takeBottom(pen.scaled(64))
    _ = page.takeBottom(pen.scaled(10))
    let size = pen.scaled(34)
    let words = pen.layout("OK: \(meaning)", size: size, isBold: true, width: strip.width)
    let button = Rectangle(strip.x, strip.y, words.width + pen.scaled(56), strip.height)
    buffer.fill(button, pen.palette.text, radius: pen.scaled(16))
    let area = Rectangle(
      button.x, button.y + (button.height - words.height) / 2, button.width, words.height)
    pen.draw(
      words.lines[...], of: words, isBold: true, in: area, pen.palette.background, .center)
    return (strip, button.right + pen.scaled(22))
  }
}
