/// What was written on a display and where, for checks that nothing of it is cut, covered or faint. A
/// terminal keeps none of it.
final class Writing {
  /// A line of text.
  struct Line {
    /// The smallest rectangle around its glyphs.
    let frame: Rectangle
    /// The least contrast between its colour and what lay under it, 1…21.
    let contrast: Double
    /// It ends in an ellipsis, or lines that belong behind it are left out.
    let isCut: Bool
    /// What the display showed there when the line had been written.
    fileprivate let digest: UInt64
  }

  /// Since it was last emptied; `nil` keeps nothing.
  var lines: [Line]?

  /// Has a line written, and keeps where. `glyphs` are the rectangles that it will cover.
  func write(
    _ glyphs: [Rectangle], _ color: Color, isCut: Bool, on buffer: PixelBuffer, _ draw: () -> Void
  ) {
    guard lines != nil, let first = glyphs.first else { return draw() }
    var frame = first
    for glyph in glyphs.dropFirst() {
      let (right, bottom) = (max(frame.right, glyph.right), max(frame.bottom, glyph.bottom))
      (frame.x, frame.y) = (min(frame.x, glyph.x), min(frame.y, glyph.y))
      (frame.width, frame.height) = (right - frame.x, bottom - frame.y)
    }
    let contrast = buffer.colors(in: frame).map { Color.contrast(color, Color($0)) }.min() ?? 21
    draw()
    lines?.append(
      Line(frame: frame, contrast: contrast, isCut: isCut, digest: buffer.digest(frame)))
  }

  /// The lines over which something was drawn afterwards.
  func covered(on buffer: PixelBuffer) -> [Line] {
    (lines ?? []).filter { buffer.digest($0.frame) != $0.digest }
  }
}

extension PixelBuffer {
  /// The colours in a rectangle, each once.
  fileprivate func colors(in rectangle: Rectangle) -> Set<UInt32> {
    var colors = Set<UInt32>()
    var last: UInt32?
    forEachPixel(in: rectangle) { color in
      if color != last { colors.insert(color) }
      last = color
    }
    return colors
  }

  /// A digest (FNV-1a) of the pixels in a rectangle.
  fileprivate func digest(_ rectangle: Rectangle) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    forEachPixel(in: rectangle) { digest = (digest ^ UInt64($0)) &* 0x100_0000_01B3 }
    return digest
  }

  private func forEachPixel(in rectangle: Rectangle, _ body: (UInt32) -> Void) {
    for y in max(0, rectangle.y)..<max(0, min(rectangle.bottom, height)) {
      for x in max(0, rectangle.x)..<max(0, min(rectangle.right, width)) {
        body(pixels[y * width + x])
      }
    }
  }
}
