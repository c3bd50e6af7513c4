import CImages
import Foundation
import Testing

@testable import Painter
@testable import TerminalCore

/// Screens compared with images that a person has looked at. `LOANHA_UPDATE_GOLDEN=1` writes
/// them anew; look at every one before you commit it.
@Suite("Golden screens") struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
  static let fonts = "/usr/share/fonts/truetype/noto"

  static func painter(_ width: Int, _ height: Int) throws -> ScreenPainter {
    try ScreenPainter(
      width: width, height: height, regularFontPath: "\(fonts)/NotoSans-Regular.ttf",
      boldFontPath: "\(fonts)/NotoSans-Bold.ttf", picturePath: { "/nowhere/\($0)" })
  }

  @Test(
    "every screen looks as it was approved, on every display",
    arguments: Gallery.sizes.map { "\($0.0)x\($0.1)" })
  func golden(size: String) throws {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    let painter = try Self.painter(sides[0], sides[1])
    for (name, screen) in Gallery.all {
      // All screens on the common display; on the others those with the most to place.
      let telling =
        size == "1920x1080"
        ? ["emergency", "recording"]
        : [
          "rest", "rest-silent", "emergency", "news", "reader-1", "reader-waiting", "session",
          "quiet", "claim", "storage-missing", "status", "functions", "settings-largest",
          "choice-long", "watch-over", "page", "bill", "customer-code", "dossier-code",
          "procedure", "bills",
          "rest-replied", "feedback-subjects", "recording", "feedback-review",
          "air", "air-advice", "air-day", "air-nothing",
          "call-choosing", "call-talking", "call-unable",
        ]
      guard size == "800x480" || telling.contains(name) else { continue }
      _ = painter.draw(screen)
      let golden = Self.folder.appendingPathComponent("\(name)-\(size).png").path
      if ProcessInfo.processInfo.environment["LOANHA_UPDATE_GOLDEN"] == "1" {
        try painter.buffer.writePNG(golden)
        continue
      }
      let approved = try Picture(path: golden, boxWidth: 4_096, boxHeight: 4_096)
      let different = zip(
        painter.buffer.contents,
        UnsafeBufferPointer(start: approved.pixels, count: approved.width * approved.height)
      ).count { $0 != $1 }
      // Another build of FreeType may round an edge otherwise.
      guard different > sides[0] * sides[1] / 1_000 || approved.width != sides[0] else { continue }
      let actual = FileManager.default.temporaryDirectory.appendingPathComponent(
        "\(name)-\(size).png"
      ).path
      try painter.buffer.writePNG(actual)
      Issue.record("\(different) pixels differ: approved \(golden), now \(actual)")
    }
  }
}
