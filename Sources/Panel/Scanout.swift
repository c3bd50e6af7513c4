/// The memory that a display shows, and how a picture gets into it: turned, in the display's own
/// pixel format, and only the rows that changed.
///
/// What is in it is known by a digest of each row. Reading the memory back would be slow: on most
/// boards it isn't cached.
struct Scanout {
  private let memory: UnsafeMutableRawPointer
  private let pitchBytes: Int
  private let bitsPerPixel: Int
  private let width: Int
  private let height: Int
  private let rotation: Rotation
  private var digests: [UInt64?]
  private var line: [UInt32]

  /// Memory of `height` rows of `width` pixels in XRGB8888 (32 bits) or RGB565 (16 bits).
  init(
    memory: UnsafeMutableRawPointer, pitchBytes: Int, bitsPerPixel: Int, width: Int, height: Int,
    rotation: Rotation
  ) {
    precondition(bitsPerPixel == 32 || bitsPerPixel == 16, "a format that nobody opens")
    self.memory = memory
    self.pitchBytes = pitchBytes
    self.bitsPerPixel = bitsPerPixel
    self.width = width
    self.height = height
    self.rotation = rotation
    digests = [UInt64?](repeating: nil, count: height)
    line = [UInt32](repeating: 0, count: width)
  }

  /// Size of the pictures that fit, in pixels: the display's, seen by somebody for whom it hangs
  /// upright.
  var pictureSize: (width: Int, height: Int) {
    rotation.isSideways ? (height, width) : (width, height)
  }

  /// Copies `picture`, XRGB row after row in `pictureSize`, and returns the runs of rows that
  /// changed.
  mutating func take(_ picture: UnsafeBufferPointer<UInt32>) -> [Range<Int>] {
    precondition(picture.count == width * height, "a picture of another display")
    var changed: [Range<Int>] = []
    for row in 0..<height {
      turn(picture, row)
      let digest = Self.digest(line)
      guard digests[row] != digest else { continue }
      digests[row] = digest
      write(row)
      if let last = changed.last, last.upperBound == row {
        changed[changed.count - 1] = last.lowerBound..<row + 1
      } else {
        changed.append(row..<row + 1)
      }
    }
    return changed
  }

  /// Puts the display's row number `row` into `line`.
  private mutating func turn(_ picture: UnsafeBufferPointer<UInt32>, _ row: Int) {
    switch rotation {
    case .none: for x in 0..<width { line[x] = picture[row * width + x] }
    case .half:
      let start = (height - 1 - row) * width
      for x in 0..<width { line[x] = picture[start + width - 1 - x] }
    case .quarter:
      // The picture's rows are `height` long; its last one becomes the left column.
      for x in 0..<width { line[x] = picture[(width - 1 - x) * height + row] }
    case .threeQuarters:
      for x in 0..<width { line[x] = picture[x * height + height - 1 - row] }
    }
  }

  private func write(_ row: Int) {
    let start = memory + row * pitchBytes
    if bitsPerPixel == 32 {
      line.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(start: start, count: bytes.count).copyMemory(from: bytes)
      }
      return
    }
    let pixels = start.bindMemory(to: UInt16.self, capacity: width)
    for x in 0..<width {
      let color = line[x]
      let red = color >> 8 & 0xF800
      let green = color >> 5 & 0x07E0
      let blue = color >> 3 & 0x001F
      pixels[x] = UInt16(red | green | blue)
    }
  }

  /// FNV-1a over the pixels: two rows of a screen that differ have different digests.
  private static func digest(_ line: [UInt32]) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for pixel in line { digest = (digest ^ UInt64(pixel)) &* 0x100_0000_01B3 }
    return digest
  }
}
