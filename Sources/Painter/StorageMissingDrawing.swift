import TerminalCore

extension ScreenPainter {
  /// What is wrong in a line, what to do in large letters, and what that means meanwhile.
  func drawStorageMissing(_ screen: StorageMissingScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let title = pen.text(
      "Máy không đọc được bộ nhớ", in: page, size: pen.scaled(38), isBold: true,
      pen.palette.accent, .center)
    _ = page.takeTop(title + pen.scaled(6))
    let code = pen.layout(
      "Mã máy: \(screen.code)", size: pen.scaled(24), isBold: true, width: page.width)
    let strip = page.takeBottom(code.height)
    pen.draw(code.lines[...], of: code, isBold: true, in: strip, pen.palette.faint, .center)
    let heal = pen.layout(
      "Máy tự thử lại liên tục, không cần tắt đi bật lại.", size: pen.scaled(26), isBold: false,
      width: page.width)
    let room = page.takeBottom(heal.height + pen.scaled(8))
    pen.draw(heal.lines[...], of: heal, isBold: false, in: room, pen.palette.text, .center)

    let action = pen.layout(
      "Hãy gọi người lắp đặt", size: pen.scaled(56), isBold: true, width: page.width)
    let loss = pen.layout(
      "Trong lúc chờ, máy không phát được tin của phường, kể cả tin khẩn cấp.",
      size: pen.scaled(32), isBold: false, width: page.width)
    let gap = pen.scaled(14)
    let top = page.y + max(0, (page.height - action.height - gap - loss.height) / 2)
    pen.draw(
      action.lines[...], of: action, isBold: true,
      in: Rectangle(page.x, top, page.width, action.height), pen.palette.text, .center)
    pen.draw(
      loss.lines[...], of: loss, isBold: false,
      in: Rectangle(page.x, top + action.height + gap, page.width, loss.height),
      pen.palette.text, .center)
    return 1
  }
}
