import Painter

extension Orientation {
  private static let tag = 0x0112
  /// More entries than any camera writes; a directory that claims more is none.
  private static let mostEntries = 512

  /// How the photograph in these bytes of a JPEG file lies: what a camera notes in its Exif part, and
  /// upright if nothing of the kind can be read.
  init(jpeg bytes: [UInt8]) {
    self = Self.exif(in: bytes).flatMap { Self.read($0) } ?? .upright
  }

  /// The TIFF structure in segment APP1, which stands before the picture's data.
  private static func exif(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF, bytes[offset + 1] != 0xDA {
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      guard length >= 2, offset + 2 + length <= bytes.count else { return nil }
      let content = bytes[offset + 4..<offset + 2 + length]
      if bytes[offset + 1] == 0xE1, content.starts(with: Array("Exif\0\0".utf8)) {
        return content.dropFirst(6)
      }
      offset += 2 + length
    }
    return nil
  }

  private static func read(_ tiff: ArraySlice<UInt8>) -> Orientation? {
    let isLittle = tiff.starts(with: Array("II*\0".utf8))
    guard isLittle || tiff.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
    func number(_ offset: Int, _ count: Int) -> Int? {
      let field = tiff.dropFirst(offset).prefix(count)
      guard field.count == count else { return nil }
      return (isLittle ? Array(field.reversed()) : Array(field)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(4, 4), let count = number(directory, 2), count <= mostEntries
    else { return nil }
    for entry in 0..<count {
      let offset = directory + 2 + 12 * entry
      guard number(offset, 2) == tag else { continue }
      return number(offset + 8, 2).flatMap { Orientation(rawValue: $0) }
    }
    return nil
  }
}
