import TerminalCore

extension ScreenPainter {
  /// A terminal that waits for its home: the code, as large as it goes, or beside a square for a telephone
  /// if it has a page to open.
  func drawClaim(_ claim: ClaimScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    let title = "Máy chưa gắn với hộ nào"
    if let link = claim.link {
      // Lines break at spaces alone, and a code should break between its groups.
      let code = claim.code.split(separator: "-").joined(separator: " ")
      let faults = claim.problems.prefix(2).map { "! \($0)" }
      let screen = QRScreen(
        title: title, payload: link, figure: code, lines: faults + [claim.help],
        note: "Bo mạch: \(claim.board)")
      drawCode(screen, in: page, pen)
      return 1
    }
    let height = pen.text(
      title, in: page, size: pen.scaled(40), isBold: true, pen.palette.accent,
      .center)
    _ = page.takeTop(height + pen.scaled(6))
    let board = pen.layout(
      "Bo mạch: \(claim.board)", size: pen.scaled(22), isBold: false, width: page.width)
    let strip = page.takeBottom(board.height)
    pen.draw(board.lines[...], of: board, isBold: false, in: strip, pen.palette.faint, .center)
    for problem in claim.problems.prefix(2).reversed() {
      let words = pen.layout("! \(problem)", size: pen.scaled(26), isBold: true, width: page.width)
      let area = page.takeBottom(words.height)
      pen.draw(words.lines[...], of: words, isBold: true, in: area, pen.palette.accent, .center)
    }
    let help = pen.layout(
      claim.help, size: pen.scaled(28), isBold: false, width: page.width)
    let room = page.takeBottom(help.height + pen.scaled(10))
    pen.draw(help.lines[...], of: help, isBold: false, in: room, pen.palette.text, .center)
    let sizes = stride(from: 120, through: 20, by: -10).map { pen.scaled($0) }
    let size = pen.fittingSize(claim.code, in: page, isBold: true, sizes)
    let code = pen.layout(claim.code, size: size, isBold: true, width: page.width)
    let name = pen.layout("Mã máy", size: pen.scaled(28), isBold: false, width: page.width)
    let top = page.y + max(0, (page.height - name.height - code.height) / 2)
    pen.draw(
      name.lines[...], of: name, isBold: false, in: Rectangle(page.x, top, page.width, name.height),
      pen.palette.faint, .center)
    pen.draw(
      code.lines[...], of: code, isBold: true,
      in: Rectangle(page.x, top + name.height, page.width, code.height), pen.palette.text, .center)
    return 1
  }
}
