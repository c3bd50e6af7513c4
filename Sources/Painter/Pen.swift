/// Draws text and shapes on a buffer in sizes that fit its display.
struct Pen {
  enum Alignment {
    case left
    case center
    case right
  }

  let buffer: PixelBuffer
  let writing: Writing
  let regular: Typeface
  let bold: Typeface
  var palette: Palette

  /// `length` pixels on a display whose shorter side has 480, in pixels of this display.
  func scaled(_ length: Int) -> Int { max(1, length * min(buffer.width, buffer.height) / 480) }

  func layout(_ text: String, size: Int, isBold: Bool, width: Int) -> TextLayout {
    TextLayout(text, isBold ? bold : regular, size: size, width: max(1, width))
  }

  /// Draws lines of a layout from the top of `area` on.
  func draw(
    _ lines: ArraySlice<TextLayout.Line>, of layout: TextLayout, isBold: Bool, in area: Rectangle,
    _ color: Color, _ alignment: Alignment = .left
  ) {
    let typeface = isBold ? bold : regular
    for (row, line) in lines.enumerated() {
      let room = area.width - line.width
      let start =
        switch alignment {
        case .left: area.x
        case .center: area.x + room / 2
        case .right: area.x + room
        }
      let baseline = area.y + row * layout.lineHeight + layout.ascent
      let glyphs = line.pieces.flatMap { piece in
        piece.word.glyphs.map { glyph in
          let image = typeface.image(glyph.index, size: layout.size)
          let place = Rectangle(
            start + piece.x + glyph.x + image.left, baseline - glyph.y - image.top, image.width,
            image.height)
          return (image: image, place: place)
        }
      }
      writing.write(
        glyphs.map(\.place), color,
        isCut: layout.isCut && lines.startIndex + row == layout.lines.count - 1, on: buffer
      ) {
        for (image, place) in glyphs { buffer.blend(image, x: place.x, y: place.y, color) }
      }
    }
  }

  /// Draws `text` at the top of `area` and returns the height that it took. More than
  /// `maximumLines` lines end in an ellipsis.
  @discardableResult
  func text(
    _ text: String, in area: Rectangle, size: Int, isBold: Bool = false, _ color: Color,
    _ alignment: Alignment = .left, maximumLines: Int = .max
  ) -> Int {
    var layout = layout(text, size: size, isBold: isBold, width: area.width)
    layout.cut(toLines: maximumLines, isBold ? bold : regular, width: area.width)
    draw(layout.lines[...], of: layout, isBold: isBold, in: area, color, alignment)
    return layout.height
  }

  /// The largest of `sizes` (falling) at which `text` fits into `area` whole and no word is broken, or the
  /// smallest.
  func fittingSize(_ text: String, in area: Rectangle, isBold: Bool, _ sizes: [Int]) -> Int {
    let fitting = sizes.first { size in
      let layout = layout(text, size: size, isBold: isBold, width: area.width)
      return layout.height <= area.height && layout.width <= area.width && !layout.isBroken
    }
    return fitting ?? sizes.last ?? 1
  }

  /// A key of the terminal with what it does here; returns where the next may stand.
  func key(_ name: KeyName, _ meaning: String, x: Int, in strip: Rectangle) -> Int {
    let size = scaled(22)
    let height = scaled(36)
    let label = layout(name.label, size: scaled(20), isBold: true, width: strip.width)
    let width = max(height, label.width + scaled(20))
    let cap = Rectangle(x, strip.y + (strip.height - height) / 2, width, height)
    buffer.fill(cap, palette.text, radius: scaled(8))
    switch name {
    case .upDown:
      let center = cap.x + cap.width / 2
      triangle(centerX: center, top: cap.y + scaled(6), isUp: true, palette.background)
      triangle(centerX: center, top: cap.y + scaled(20), isUp: false, palette.background)
    case .back: arrow(centerX: cap.x + cap.width / 2, centerY: cap.y + cap.height / 2)
    case .ok:
      let top = cap.y + (cap.height - label.lineHeight) / 2
      let area = Rectangle(cap.x, top, cap.width, label.lineHeight)
      draw(label.lines[...], of: label, isBold: true, in: area, palette.background, .center)
    }
    let words = layout(meaning, size: size, isBold: false, width: strip.width)
    let area = Rectangle(
      cap.right + scaled(10), strip.y + (strip.height - words.lineHeight) / 2, words.width,
      words.lineHeight)
    draw(words.lines[...], of: words, isBold: false, in: area, palette.text)
    return area.right + scaled(26)
  }

  enum KeyName {
    case upDown
    case ok
    case back

    /// What is written on the key; those with a sign have none.
    var label: String { self == .ok ? "OK" : "" }
  }

  private func arrow(centerX: Int, centerY: Int) {
    let reach = scaled(10)
    for column in 0..<reach {
      buffer.fill(
        Rectangle(
          centerX - reach + column, centerY - column * 8 / 10, 1, 2 * (column * 8 / 10) + 1),
        palette.background)
    }
    buffer.fill(
      Rectangle(centerX, centerY - scaled(2), reach, 2 * scaled(2)), palette.background)
  }

  /// The sign of ▲ or ▼, 10 of the page's lengths high.
  func triangle(centerX: Int, top: Int, isUp: Bool, _ color: Color) {
    let rows = scaled(10)
    for row in 0..<rows {
      let half = (isUp ? row : rows - 1 - row) * 9 / 10
      buffer.fill(
        Rectangle(centerX - half, top + row, 2 * half + 1, 1), color)
    }
  }
}
