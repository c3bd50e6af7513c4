import TerminalCore
import WardContract

/// Draws the screens of a terminal for one display. One layout serves all: lengths follow the
/// shorter side, and what does not fit in width goes down.
public final class ScreenPainter {
  /// The display; what was drawn last stands in it.
  public let buffer: PixelBuffer
  let pen: Pen
  /// What was written where, for checks.
  var writing: Writing { pen.writing }
  private let picturePath: (MediaDigest) -> String
  /// The image that was shown last: paging back and forth doesn't decode it anew.
  private var picture: (digest: MediaDigest, width: Int, height: Int, picture: Picture)?

  /// A painter for a display of that size, with a font in two weights. `picturePath` says where
  /// an image lies on disk.
  public init(
    width: Int, height: Int, regularFontPath: String, boldFontPath: String,
    picturePath: @escaping (MediaDigest) -> String
  ) throws(ImageFault) {
    buffer = PixelBuffer(width: width, height: height)
    pen = Pen(
      buffer: buffer, writing: Writing(), regular: try Typeface(path: regularFontPath),
      bold: try Typeface(path: boldFontPath), palette: .night)
    self.picturePath = picturePath
  }

  /// Draws `screen` and returns how many pages it has; a page beyond the last is the last.
  public func draw(_ screen: Screen) -> Int {
    switch screen {
    case .rest(let rest): return drawRest(rest)
    case .news(let news): return drawNews(news)
    case .reader(let reader): return drawReader(reader)
    case .broadcast(let broadcast): return drawBroadcast(broadcast)
    case .emergency(let emergency): return drawEmergency(emergency)
    case .allClear(let allClear): return drawAllClear(allClear)
    case .status(let status): return drawStatus(status)
    case .codeEntry(let entry): return drawCodeEntry(entry)
    case .qr(let screen): return drawQR(screen)
    case .air(let air): return drawAir(air)
    case .choice(let choice): return drawChoice(choice)
    case .page(let page): return drawPage(page)
    case .call(let call): return drawCall(call)
    case .recording(let recording): return drawRecording(recording)
    case .claim(let claim): return drawClaim(claim)
    case .storageMissing(let screen): return drawStorageMissing(screen)
    case .examination(let screen): return drawExamination(screen)
    }
  }

  /// A pen with the colours of one kind of screen, and the display filled with its background.
  func begin(_ palette: Palette) -> Pen {
    var pen = pen
    pen.palette = palette
    buffer.fill(buffer.bounds, palette.background)
    return pen
  }

  /// The display without its margin.
  func page(_ pen: Pen) -> Rectangle { buffer.bounds.inset(by: pen.scaled(22)) }

  /// Marks an exercise over the whole width, above everything else.
  func markExercise(_ reality: Reality, _ pen: Pen, _ page: inout Rectangle) {
    guard reality == .exercise else { return }
    var marked = pen
    marked.palette = .exercise
    let size = pen.scaled(30)
    let words = marked.layout(
      "DIỄN TẬP – KHÔNG PHẢI THẬT", size: size, isBold: true, width: page.width)
    let height = words.height + pen.scaled(12)
    let band = Rectangle(0, 0, buffer.width, height)
    buffer.fill(band, Palette.exercise.background)
    let area = Rectangle(page.x, pen.scaled(6), page.width, words.height)
    marked.draw(words.lines[...], of: words, isBold: true, in: area, Palette.exercise.text, .center)
    let below = height + pen.scaled(10)
    page.height -= max(0, below - page.y)
    page.y = max(page.y, below)
  }

  /// The strip at the bottom that says what the keys do.
  func keys(_ keys: [(Pen.KeyName, String)], _ pen: Pen, _ page: inout Rectangle) -> Rectangle {
    let strip = keyStrip(pen, &page)
    drawKeys(keys, pen, strip)
    return strip
  }

  /// The place of that strip, for keys that depend on what stands above it.
  func keyStrip(_ pen: Pen, _ page: inout Rectangle) -> Rectangle {
    let strip = page.takeBottom(pen.scaled(44))
    _ = page.takeBottom(pen.scaled(8))
    return strip
  }

  private func drawKeys(_ keys: [(Pen.KeyName, String)], _ pen: Pen, _ strip: Rectangle) {
    var x = strip.x
    for (name, meaning) in keys { x = pen.key(name, meaning, x: x, in: strip) }
  }

  /// The keys of a screen of so many pages: ▲ and ▼ stand there if there is a page to turn to.
  func drawKeys(
    page number: Int, of count: Int, ok: String?, _ pen: Pen, _ strip: Rectangle
  ) {
    var keys: [(Pen.KeyName, String)] = count > 1 ? [(.upDown, "Trang")] : []
    if let ok { keys.append((.ok, ok)) }
    drawKeys(keys + [(.back, "Về")], pen, strip)
    pageNumber(number, of: count, pen, strip)
  }

  /// "2/5" at the right end of the strip, if there are several pages.
  func pageNumber(_ number: Int, of count: Int, _ pen: Pen, _ strip: Rectangle) {
    guard count > 1 else { return }
    let size = pen.scaled(26)
    let words = pen.layout("\(number + 1)/\(count)", size: size, isBold: true, width: strip.width)
    let area = Rectangle(
      strip.x, strip.y + (strip.height - words.height) / 2, strip.width, words.height)
    pen.draw(words.lines[...], of: words, isBold: true, in: area, pen.palette.text, .right)
  }

  /// Draws one page of a long text, all pages with the same room, and returns which of how many
  /// it is; a page beyond the last is the last.
  func drawPages(
    of text: String, page number: Int, size: Int, in area: Rectangle, _ pen: Pen
  ) -> (number: Int, count: Int) {
    let layout = pen.layout(text, size: size, isBold: false, width: area.width)
    let pages = layout.pages(firstHeight: area.height, height: area.height)
    let number = min(number, pages.count - 1)
    pen.draw(layout.lines[pages[number]], of: layout, isBold: false, in: area, pen.palette.text)
    return (number, pages.count)
  }

  /// Draws an image in the middle of `area`; false if it can't be shown.
  @discardableResult
  func drawPicture(_ digest: MediaDigest, in area: Rectangle) -> Bool {
    if picture?.digest != digest || picture?.width != area.width || picture?.height != area.height {
      picture = nil
      let loaded = try? Picture(
        path: picturePath(digest), boxWidth: area.width, boxHeight: area.height)
      if let loaded { picture = (digest, area.width, area.height, loaded) }
    }
    guard let shown = picture?.picture else { return false }
    buffer.copy(
      shown, x: area.x + (area.width - shown.width) / 2,
      y: area.y + (area.height - shown.height) / 2)
    return true
  }
}
