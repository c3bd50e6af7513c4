/// How a picture lies in its file: which side of what is seen its first row and its first column are
/// (Exif 2.3, 4.6.4 A, Orientation).
public enum Orientation: Int, Sendable {
  case upright = 1
  case mirrored
  case upsideDown
  case mirroredUpsideDown
  case transposed
  case lyingOnItsLeft
  case transversed
  case lyingOnItsRight

  private var swapsSides: Bool { rawValue >= Self.transposed.rawValue }

  /// The picture as it is to be seen.
  public func upright(_ picture: Picture) -> PixelBuffer {
    let (width, height) = (picture.width, picture.height)
    let buffer = PixelBuffer(
      width: swapsSides ? height : width, height: swapsSides ? width : height)
    for y in 0..<buffer.height {
      for x in 0..<buffer.width {
        let (column, row) =
          switch self {
          case .upright: (x, y)
          case .mirrored: (width - 1 - x, y)
          case .upsideDown: (width - 1 - x, height - 1 - y)
          case .mirroredUpsideDown: (x, height - 1 - y)
          case .transposed: (y, x)
          case .lyingOnItsLeft: (y, height - 1 - x)
          case .transversed: (width - 1 - y, height - 1 - x)
          case .lyingOnItsRight: (width - 1 - y, x)
          }
        buffer.pixels[y * buffer.width + x] = picture.pixels[row * width + column]
      }
    }
    return buffer
  }
}
