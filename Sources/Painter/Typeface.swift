import CText

/// A glyph as it is drawn: coverage 0…255, row after row.
struct GlyphImage {
  var left: Int
  var top: Int
  var width: Int
  var height: Int
  var coverage: [UInt8]
}

/// A word shaped at one size: its glyphs and how wide it is.
struct ShapedWord {
  struct Glyph {
    var index: UInt32
    /// Offset of the pen from the word's beginning, and of the glyph from the pen, in pixels.
    var x: Int
    var y: Int
    /// Byte of the word at which the glyph's character begins.
    var cluster: Int
  }

  var glyphs: [Glyph]
  var width: Int
}

/// A font at any size, with what it has shaped and drawn so far.
///
/// Vietnamese breaks at spaces and kerns within words only, so a word is the unit of shaping; a
/// page of news repeats its words, and the second time costs nothing.
final class Typeface {
  /// Bytes of drawn glyphs, and shaped words, that are kept; beyond, all are let go at once.
  private static let maximumGlyphBytes = 512 * 1024
  private static let maximumWords = 2_000

  private struct WordKey: Hashable {
    var text: Substring
    var size: Int
  }

  private struct GlyphKey: Hashable {
    var index: UInt32
    var size: Int
  }

  private let face: OpaquePointer
  private var words: [WordKey: ShapedWord] = [:]
  private var images: [GlyphKey: GlyphImage] = [:]
  private var imageBytes = 0

  init(path: String) throws(ImageFault) {
    guard let face = loanha_face_open(path) else {
      throw ImageFault(path: path, reason: "no font that can be read")
    }
    self.face = face
  }

  deinit { loanha_face_close(face) }

  /// How far letters reach above and below the baseline at that size, in pixels. Room for the
  /// stacked marks of Vietnamese capitals (Ẫ, Ặ) is within the font's own extents.
  func extents(_ size: Int) -> (ascent: Int, descent: Int) {
    var ascent: Int32 = 0
    var descent: Int32 = 0
    loanha_face_extents(face, Int32(size), &ascent, &descent)
    return (Int(ascent), Int(descent))
  }

  func shape(_ word: Substring, size: Int) -> ShapedWord {
    let key = WordKey(text: word, size: size)
    if let shaped = words[key] { return shaped }
    var text = String(word)
    let bytes = text.utf8.count
    var glyphs = [loanha_glyph](repeating: loanha_glyph(), count: bytes + 1)
    let count = text.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { characters in
        loanha_face_shape(
          face, Int32(size), characters.baseAddress, Int32(bytes), &glyphs, Int32(glyphs.count))
      }
    }
    var pen: Int32 = 0
    var shaped = ShapedWord(glyphs: [], width: 0)
    for glyph in glyphs.prefix(Int(count)) {
      shaped.glyphs.append(
        .init(
          index: glyph.glyph, x: Int((pen + glyph.x_offset + 32) >> 6),
          y: Int((glyph.y_offset + 32) >> 6), cluster: Int(glyph.cluster)))
      pen += glyph.advance
    }
    shaped.width = Int((pen + 63) >> 6)
    if words.count >= Self.maximumWords { words = [:] }
    words[key] = shaped
    return shaped
  }

  func image(_ index: UInt32, size: Int) -> GlyphImage {
    let key = GlyphKey(index: index, size: size)
    if let image = images[key] { return image }
    var bitmap = loanha_bitmap()
    var image = GlyphImage(left: 0, top: 0, width: 0, height: 0, coverage: [])
    if loanha_face_draw(face, Int32(size), index, &bitmap) == 1, let coverage = bitmap.coverage {
      let (width, height, pitch) = (Int(bitmap.width), Int(bitmap.height), Int(bitmap.pitch))
      image = GlyphImage(
        left: Int(bitmap.left), top: Int(bitmap.top), width: width, height: height, coverage: [])
      image.coverage.reserveCapacity(width * height)
      for row in 0..<height {
        image.coverage += UnsafeBufferPointer(start: coverage + row * pitch, count: width)
      }
    }
    if imageBytes > Self.maximumGlyphBytes {
      images = [:]
      imageBytes = 0
    }
    imageBytes += image.coverage.count
    images[key] = image
    return image
  }
}
