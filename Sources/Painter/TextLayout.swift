/// Text set in lines of a width: where every word stands.
struct TextLayout {
  /// A word and where it begins on its line, in pixels.
  struct Piece {
    var word: ShapedWord
    var x: Int
  }

  struct Line {
    var pieces: [Piece] = []
    var width = 0
  }

  private(set) var lines: [Line] = []
  /// It had more lines than there was room for.
  private(set) var isCut = false
  /// A word is longer than a line.
  private(set) var isBroken = false
  let size: Int
  /// From one baseline to the next, in pixels: 1.36 of the size, so that a tilde over a
  /// circumflex doesn't touch the dot below of the line above.
  let lineHeight: Int
  let ascent: Int

  /// Sets `text` in lines of `width` pixels. Lines break at spaces and line feeds only; a word
  /// that is longer than a line is broken within, as the last resort. Nothing is left out.
  init(_ text: String, _ typeface: Typeface, size: Int, width: Int) {
    self.size = size
    lineHeight = (size * 34 + 24) / 25
    let extents = typeface.extents(size)
    // The text stands in the middle of its line.
    ascent = extents.ascent + (lineHeight - extents.ascent - extents.descent) / 2
    let space = typeface.shape(" ", size: size).width
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = Line()
      for word in paragraph.split(separator: " ") {
        let parts = Self.fitting(word, typeface, size: size, width: width)
        isBroken = isBroken || parts.count > 1
        for part in parts {
          let gap = line.pieces.isEmpty ? 0 : space
          if !line.pieces.isEmpty, line.width + gap + part.width > width {
            lines.append(line)
            line = Line()
            line.pieces.append(Piece(word: part, x: 0))
            line.width = part.width
          } else {
            line.pieces.append(Piece(word: part, x: line.width + gap))
            line.width += gap + part.width
          }
        }
      }
      lines.append(line)
    }
  }

  var height: Int { lines.count * lineHeight }
  var width: Int { lines.map(\.width).max() ?? 0 }

  /// The lines of each page, where the first page has another height than the others. Every line
  /// stands on exactly one page; there is at least one page, and at least one line on each.
  func pages(firstHeight: Int, height: Int) -> [Range<Int>] {
    var pages: [Range<Int>] = []
    var next = 0
    while next < lines.count || pages.isEmpty {
      let room = max(1, (pages.isEmpty ? firstHeight : height) / lineHeight)
      let end = min(next + room, lines.count)
      pages.append(next..<end)
      next = end
    }
    return pages
  }

  /// The word, or its parts if it is wider than a line.
  private static func fitting(
    _ word: Substring, _ typeface: Typeface, size: Int, width: Int
  ) -> [ShapedWord] {
    let whole = typeface.shape(word, size: size)
    if whole.width <= width || word.count < 2 { return [whole] }
    var parts: [ShapedWord] = []
    var rest = word
    while !rest.isEmpty {
      var end = rest.index(after: rest.startIndex)
      var part = typeface.shape(rest[..<end], size: size)
      while end < rest.endIndex {
        let next = rest.index(after: end)
        let longer = typeface.shape(rest[..<next], size: size)
        if longer.width > width { break }
        (end, part) = (next, longer)
      }
      parts.append(part)
      rest = rest[end...]
    }
    return parts
  }

  /// Keeps the first `count` lines and shows by an ellipsis that there are more.
  mutating func cut(toLines count: Int, _ typeface: Typeface, width: Int) {
    guard lines.count > count, count > 0 else { return }
    lines = Array(lines.prefix(count))
    isCut = true
    let ellipsis = typeface.shape("…", size: size)
    while let last = lines[count - 1].pieces.last,
      last.x + last.word.width + ellipsis.width > width,
      lines[count - 1].pieces.count > 1
    {
      lines[count - 1].pieces.removeLast()
    }
    let end = lines[count - 1].pieces.last.map { $0.x + $0.word.width } ?? 0
    lines[count - 1].pieces.append(Piece(word: ellipsis, x: end))
    lines[count - 1].width = end + ellipsis.width
  }
}
