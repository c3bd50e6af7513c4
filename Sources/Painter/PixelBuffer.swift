import CImages
import Glibc

/// A rectangle of pixels on a display.
public struct Rectangle: Equatable, Sendable {
  /// Left edge, in pixels.
  public var x: Int
  /// Upper edge, in pixels.
  public var y: Int
  /// In pixels.
  public var width: Int
  /// In pixels.
  public var height: Int

  /// A rectangle with its left upper corner at (x, y).
  public init(_ x: Int, _ y: Int, _ width: Int, _ height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  var right: Int { x + width }
  var bottom: Int { y + height }

  /// The rectangle made smaller by `margin` on every side.
  func inset(by margin: Int) -> Rectangle {
    Rectangle(x + margin, y + margin, max(0, width - 2 * margin), max(0, height - 2 * margin))
  }

  /// Cuts `height` pixels off the top and gives them.
  mutating func takeTop(_ height: Int) -> Rectangle {
    let taken = Rectangle(x, y, width, min(height, self.height))
    y += taken.height
    self.height -= taken.height
    return taken
  }

  /// Cuts `height` pixels off the bottom and gives them.
  mutating func takeBottom(_ height: Int) -> Rectangle {
    let taken = min(height, self.height)
    self.height -= taken
    return Rectangle(x, bottom, width, taken)
  }
}

/// The pixels of a display, XRGB with 32 bits each, row after row.
public final class PixelBuffer {
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int
  let pixels: UnsafeMutablePointer<UInt32>

  /// A black display of that size in pixels.
  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a display has pixels")
    self.width = width
    self.height = height
    pixels = .allocate(capacity: width * height)
    pixels.initialize(repeating: 0, count: width * height)
  }

  deinit { pixels.deallocate() }

  /// The whole display.
  public var bounds: Rectangle { Rectangle(0, 0, width, height) }

  /// The pixels, for a display driver.
  public var contents: UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: pixels, count: width * height)
  }

  private func clipped(_ rectangle: Rectangle) -> (columns: Range<Int>, rows: Range<Int>) {
    let left = min(max(rectangle.x, 0), width)
    let top = min(max(rectangle.y, 0), height)
    return (
      left..<max(left, min(rectangle.right, width)), top..<max(top, min(rectangle.bottom, height))
    )
  }

  func fill(_ rectangle: Rectangle, _ color: Color) {
    let (columns, rows) = clipped(rectangle)
    for row in rows {
      (pixels + row * width + columns.lowerBound).update(
        repeating: color.value, count: columns.count)
    }
  }

  /// Fills a rectangle with round corners.
  func fill(_ rectangle: Rectangle, _ color: Color, radius: Int) {
    let radius = min(radius, rectangle.width / 2, rectangle.height / 2)
    guard radius > 0 else { return fill(rectangle, color) }
    fill(
      Rectangle(rectangle.x, rectangle.y + radius, rectangle.width, rectangle.height - 2 * radius),
      color)
    for step in 0..<radius {
      // Distance of the row's middle from the centre of the corner's circle.
      let rise = Double(radius - step) - 0.5
      let reach = (Double(radius * radius) - rise * rise).squareRoot()
      let cut = radius - Int(reach.rounded())
      let width = rectangle.width - 2 * cut
      fill(Rectangle(rectangle.x + cut, rectangle.y + step, width, 1), color)
      fill(Rectangle(rectangle.x + cut, rectangle.bottom - 1 - step, width, 1), color)
    }
  }

  /// Blends a glyph's coverage, its left upper corner at (x, y).
  func blend(_ glyph: GlyphImage, x: Int, y: Int, _ color: Color) {
    let (columns, rows) = clipped(Rectangle(x, y, glyph.width, glyph.height))
    for row in rows {
      let line = pixels + row * width
      let source = (row - y) * glyph.width - x
      for column in columns {
        let coverage = UInt32(glyph.coverage[source + column])
        if coverage == 255 {
          line[column] = color.value
        } else if coverage > 0 {
          line[column] = color.over(line[column], coverage: coverage)
        }
      }
    }
  }

  /// Copies an image, its left upper corner at (x, y).
  func copy(_ image: Picture, x: Int, y: Int) {
    let (columns, rows) = clipped(Rectangle(x, y, image.width, image.height))
    for row in rows {
      for column in columns {
        pixels[row * width + column] = image.pixels[(row - y) * image.width + column - x]
      }
    }
  }

  /// Writes the display as PNG to `path`, so that a reader sees the old or the new one, whole.
  public func writePNG(_ path: String) throws(ImageFault) {
    try write(path) { temporary, reason in
      loanha_png_write(temporary, pixels, Int32(width), Int32(height), reason)
    }
  }

  /// The same as JPEG, of a quality of 1…100.
  public func writeJPEG(_ path: String, quality: Int) throws(ImageFault) {
    try write(path) { temporary, reason in
      loanha_jpeg_write(temporary, pixels, Int32(width), Int32(height), Int32(quality), reason)
    }
  }

  private func write(
    _ path: String, _ encode: (String, UnsafeMutablePointer<CChar>) -> Int32
  ) throws(ImageFault) {
    let temporary = "\(path).new"
    var reason = [CChar](repeating: 0, count: 160)
    guard encode(temporary, &reason) == 1 else {
      unlink(temporary)
      throw ImageFault(path: path, reason: ImageFault.text(reason))
    }
    guard rename(temporary, path) == 0 else {
      throw ImageFault(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
