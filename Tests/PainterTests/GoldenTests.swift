import CImages
import Foundation
import Testing

@testable import Painter
@testable import TerminalCore

/// Screens compared with images that a person has looked at: each by itself on the common display, by
/// family on a contact sheet for each of the others. `LOANHA_UPDATE_GOLDEN=1` writes them anew; look at
/// every one before you commit it.
@Suite("Golden screens") struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
  static let fonts = "/usr/share/fonts/truetype/noto"
  private static let isUpdating =
    ProcessInfo.processInfo.environment["LOANHA_UPDATE_GOLDEN"] == "1"

  static func painter(_ width: Int, _ height: Int) throws -> ScreenPainter {
    try ScreenPainter(
      width: width, height: height, regularFontPath: "\(fonts)/NotoSans-Regular.ttf",
      boldFontPath: "\(fonts)/NotoSans-Bold.ttf", picturePath: { "/nowhere/\($0)" })
  }

  @Test("every screen looks as it was approved")
  func screens() throws {
    let painter = try Self.painter(800, 480)
    for (name, screen) in Gallery.all {
      _ = painter.draw(screen)
      try compare(painter.buffer, "\(name)-800x480")
    }
  }

  @Test(
    "every screen looks as it was approved on the other displays",
    arguments: Gallery.sheets.map { "\($0.width)x\($0.height)" })
  func sheets(size: String) throws {
    let (width, height, divisor) = try #require(
      Gallery.sheets.first { "\($0.width)x\($0.height)" == size })
    let painter = try Self.painter(width, height)
    for (family, screens) in Gallery.families {
      let sheet = ContactSheet(
        count: screens.count, width: width / divisor, height: height / divisor)
      for (number, screen) in screens.map(\.screen).enumerated() {
        _ = painter.draw(screen)
        sheet.put(painter.buffer, at: number, divisor: divisor)
      }
      try compare(sheet.buffer, "sheet-\(family)-\(size)")
    }
  }

  private func compare(_ buffer: PixelBuffer, _ name: String) throws {
    let golden = Self.folder.appendingPathComponent("\(name).png").path
    if Self.isUpdating { return try buffer.writePNG(golden) }
    let approved = try Picture(path: golden, boxWidth: 4_096, boxHeight: 4_096)
    let different = zip(
      buffer.contents,
      UnsafeBufferPointer(start: approved.pixels, count: approved.width * approved.height)
    ).count { $0 != $1 }
    // Another build of FreeType may round an edge otherwise.
    let isSame = different <= buffer.width * buffer.height / 1_000
    guard !isSame || approved.width != buffer.width || approved.height != buffer.height else {
      return
    }
    let actual = FileManager.default.temporaryDirectory.appendingPathComponent("\(name).png").path
    try buffer.writePNG(actual)
    Issue.record("\(different) pixels differ: approved \(golden), now \(actual)")
  }
}

/// Screens side by side, each made smaller.
private struct ContactSheet {
  static let columns = 4
  static let gap = 4
  let buffer: PixelBuffer
  private let width: Int, height: Int

  init(count: Int, width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    let rows = (count + Self.columns - 1) / Self.columns
    buffer = PixelBuffer(
      width: Self.columns * (width + Self.gap) - Self.gap,
      height: rows * (height + Self.gap) - Self.gap)
  }

  /// Each pixel is the mean of a square of `divisor` pixels a side.
  func put(_ screen: PixelBuffer, at index: Int, divisor: Int) {
    let (left, top) = (
      index % Self.columns * (width + Self.gap), index / Self.columns * (height + Self.gap)
    )
    for y in 0..<height {
      for x in 0..<width {
        var sums: (red: UInt32, green: UInt32, blue: UInt32) = (0, 0, 0)
        for row in y * divisor..<(y + 1) * divisor {
          for column in x * divisor..<(x + 1) * divisor {
            let color = Color(screen.contents[row * screen.width + column])
            sums = (sums.red + color.red, sums.green + color.green, sums.blue + color.blue)
          }
        }
        let count = UInt32(divisor * divisor)
        buffer.pixels[(top + y) * buffer.width + left + x] =
          (sums.red / count) << 16 | (sums.green / count) << 8 | sums.blue / count
      }
    }
  }
}
