import TerminalCore
import WardContract

extension ScreenPainter {
  /// One item: headline above, then its text page by page, then its images.
  func drawReader(_ reader: ReaderScreen) -> Int {
    let pen = begin(.paper)
    var page = page(pen)
    markExercise(reader.reality, pen, &page)
    let strip = keyStrip(pen, &page)
    let size = pen.scaled(30) * reader.textSize.percent / 100
    let layout = pen.layout(reader.text, size: size, isBold: false, width: page.width)
    let (firstHead, laterHead) = headHeights(reader, pen, page)
    let pages =
      reader.text.isEmpty
      ? []
      : layout.pages(firstHeight: page.height - firstHead, height: page.height - laterHead)
    let count = max(1, pages.count + reader.images.count)
    let number = min(reader.page, count - 1)
    let isFirst = number == 0
    drawHead(reader, isFirst: isFirst, pen, page.takeTop(isFirst ? firstHead : laterHead))
    if pages.indices.contains(number) {
      let lines = layout.lines[pages[number]]
      pen.draw(lines, of: layout, isBold: false, in: page, pen.palette.text)
    } else if reader.images.indices.contains(number - pages.count) {
      if !drawPicture(reader.images[number - pages.count], in: page) {
        pen.text("Không hiện được ảnh này.", in: page, size: size, pen.palette.faint)
      }
    }
    let sound: String? =
      switch reader.sound {
      case .none, .fetching: nil
      case .ready: "Nghe"
      case .playing: "Dừng"
      }
    drawKeys(page: number, of: count, ok: sound, pen, strip)
    return count
  }

  /// Heights of the headline with its detail: whole on the first page, as long as words are left
  /// room, one line on the others.
  private func headHeights(
    _ reader: ReaderScreen, _ pen: Pen, _ page: Rectangle
  ) -> (first: Int, later: Int) {
    let layout = pen.layout(
      reader.headline, size: pen.scaled(33), isBold: true, width: page.width)
    let rest = pen.scaled(21) * 34 / 25 + pen.scaled(14)
    let most = max(1, page.height / 2 / layout.lineHeight)
    let announcement = reader.announcement == nil ? 0 : announcementHeight(pen)
    return (
      min(layout.lines.count, most) * layout.lineHeight + rest + announcement,
      layout.lineHeight + rest
    )
  }

  private func announcementHeight(_ pen: Pen) -> Int { pen.scaled(25) * 34 / 25 }

  private func drawHead(_ reader: ReaderScreen, isFirst: Bool, _ pen: Pen, _ given: Rectangle) {
    var area = given
    let announcement = isFirst ? reader.announcement : nil
    if announcement != nil { area.height -= announcementHeight(pen) }
    let size = pen.scaled(33)
    let detail = pen.scaled(21)
    let rest = detail * 34 / 25 + pen.scaled(14)
    let lineHeight = pen.layout("A", size: size, isBold: true, width: area.width).lineHeight
    _ = area.takeTop(
      pen.text(
        reader.headline, in: area, size: size, isBold: true, pen.palette.accent,
        maximumLines: max(1, (area.height - rest) / lineHeight)))
    let priority = reader.priority == .priority ? "Ưu tiên · " : ""
    let used = pen.text(
      priority + reader.detail, in: area, size: detail, pen.palette.faint, maximumLines: 1)
    guard let announcement else { return }
    let line = Rectangle(area.x, area.y + used + pen.scaled(4), area.width, 0)
    pen.text(
      announcement, in: line, size: pen.scaled(25), isBold: true, pen.palette.text,
      maximumLines: 1)
  }

  /// What stands over a live programme.
  func liveWords(_ sign: LiveSign) -> String {
    switch sign {
    case .onAir: "TRỰC TIẾP"
    case .interrupted: "TRỰC TIẾP · mất tín hiệu, đang chờ nối lại"
    }
  }

  /// A broadcast that came by itself.
  func drawBroadcast(_ broadcast: BroadcastScreen) -> Int {
    let pen = begin(.night)
    var page = page(pen)
    markExercise(broadcast.reality, pen, &page)
    _ = keys([(.ok, "Đọc"), (.back, "Dừng")], pen, &page)
    let minutes = (broadcast.durationMilliseconds + 30_000) / 60_000
    let length =
      broadcast.durationMilliseconds == 0
      ? "" : minutes == 0 ? " · chưa đến 1 phút" : " · khoảng \(minutes) phút"
    let kind =
      broadcast.live.map(liveWords)
      ?? (broadcast.priority == .priority ? "Tin ưu tiên" : "Đang phát thanh")
    let session = broadcast.live == nil ? broadcast.session.map { " · \($0)" } ?? "" : ""
    let used = pen.text(
      kind + length + session, in: page, size: pen.scaled(26), isBold: true, pen.palette.accent,
      maximumLines: 2)
    _ = page.takeTop(used + pen.scaled(6))
    if let image = broadcast.image {
      let isWide = page.width > page.height
      let area =
        isWide
        ? Rectangle(page.right - page.width * 2 / 5, page.y, page.width * 2 / 5, page.height)
        : page.takeBottom(page.height / 2)
      if drawPicture(image, in: area), isWide { page.width -= area.width + pen.scaled(18) }
    }
    let sender = pen.layout(
      broadcast.senderName, size: pen.scaled(26), isBold: false, width: page.width)
    let below = page.takeBottom(sender.height)
    let sizes = [54, 48, 42, 38, 34, 30, 26, 22].map { pen.scaled($0) }
    let size = pen.fittingSize(broadcast.headline, in: page, isBold: true, sizes)
    let lines = max(1, page.height / (size * 34 / 25))
    pen.text(
      broadcast.headline, in: page, size: size, isBold: true, pen.palette.text,
      maximumLines: lines)
    pen.draw(sender.lines[...], of: sender, isBold: false, in: below, pen.palette.faint)
    return 1
  }
}
