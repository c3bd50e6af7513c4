import CQRCode

/// A QR code (ISO/IEC 18004) with error correction M, which bears a seventh of it being unreadable.
public struct QRCode {
  /// What must stay white around it, in modules.
  public static let quietModules = 4

  /// Modules along a side, without what stays white.
  public let width: Int
  private let modules: [UInt8]

  /// The code of a text; `nil` if it is empty or too long for any.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty,
      let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M)
    else { return nil }
    defer { QRcode_free(code) }
    width = Int(code.pointee.width)
    modules = Array(UnsafeBufferPointer(start: code.pointee.data, count: width * width))
  }

  /// Whether a module is black.
  public func isBlack(column: Int, row: Int) -> Bool { modules[row * width + column] & 1 == 1 }
}

extension PixelBuffer {
  /// Draws a code in the middle of `area`, as large as whole pixels for a module allow, black on
  /// white; returns the pixels of a module, 0 if there is no room.
  @discardableResult
  func draw(_ code: QRCode, in area: Rectangle) -> Int {
    let modules = code.width + 2 * QRCode.quietModules
    let module = min(area.width, area.height) / modules
    guard module > 0 else { return 0 }
    let side = module * modules
    let left = area.x + (area.width - side) / 2
    let top = area.y + (area.height - side) / 2
    fill(Rectangle(left, top, side, side), Color(0xFF_FFFF))
    let margin = QRCode.quietModules * module
    for row in 0..<code.width {
      for column in 0..<code.width where code.isBlack(column: column, row: row) {
        fill(
          Rectangle(
            left + margin + column * module, top + margin + row * module, module, module),
          Color(0x00_0000))
      }
    }
    return module
  }
}
