import Foundation
import TestSupport
import Testing
import WardContract

@testable import Painter
@testable import TerminalCore

@Suite("The painter") struct PainterTests {
  private static let fonts = GoldenTests.fonts
  private let regular = try! Typeface(path: "\(GoldenTests.fonts)/NotoSans-Regular.ttf")

  @Test("every text stands out from its background by at least 7:1")
  func contrast() {
    for palette in Palette.all {
      for color in [palette.text, palette.faint, palette.accent] {
        #expect(Color.contrast(color, palette.background) >= 7)
      }
      for color in [palette.text, palette.accent] {
        #expect(Color.contrast(color, palette.field) >= 7)
      }
    }
    #expect(abs(Color.contrast(Color(0), Color(0xFF_FFFF)) - 21) < 0.01)
  }

  @Test("no word is left out, and no line is wider than its room, at any width and size")
  func layout() {
    let words = Gallery.text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    for width in [40, 133, 320, 777] {
      for size in [14, 30, 52] {
        let layout = TextLayout(Gallery.text, regular, size: size, width: width)
        #expect(layout.lines.allSatisfy { $0.width <= width || $0.pieces.count == 1 })
        let glyphs = layout.lines.flatMap(\.pieces).reduce(0) { $0 + $1.word.glyphs.count }
        let expected = words.reduce(0) { $0 + regular.shape($1, size: size).glyphs.count }
        #expect(glyphs == expected, "width \(width), size \(size)")
      }
    }
  }

  @Test("a word longer than a line is broken, not cut and not let out")
  func longWord() {
    let word = String(repeating: "nghiêng", count: 20)
    let layout = TextLayout(word, regular, size: 30, width: 200)
    #expect(layout.lines.count > 5 && layout.lines.allSatisfy { $0.width <= 200 })
    let glyphs = layout.lines.flatMap(\.pieces).reduce(0) { $0 + $1.word.glyphs.count }
    #expect(glyphs == word.count)
  }

  @Test("every line stands on exactly one page, whatever room the first page has")
  func pages() {
    let layout = TextLayout(Gallery.text, regular, size: 30, width: 300)
    for first in [0, 10, 50, 300, 9_999] {
      for height in [1, 41, 200] {
        let pages = layout.pages(firstHeight: first, height: height)
        #expect(pages.first?.lowerBound == 0 && pages.last?.upperBound == layout.lines.count)
        #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(pages.allSatisfy { !$0.isEmpty })
      }
    }
  }

  @Test("stacked marks above never touch the marks below of the line before")
  func stackedMarks() {
    let size = 40
    let layout = TextLayout("Ặ ỵ g Ợ\nẪ Ễ Ỗ Ẩ", regular, size: size, width: 1_000)
    func reach(_ line: TextLayout.Line) -> (above: Int, below: Int) {
      let images = line.pieces.flatMap(\.word.glyphs).map {
        regular.image($0.index, size: size)
      }
      return (images.map(\.top).max() ?? 0, images.map { $0.height - $0.top }.max() ?? 0)
    }
    let (first, second) = (reach(layout.lines[0]), reach(layout.lines[1]))
    #expect(first.below + second.above <= layout.lineHeight)
    #expect(first.above <= layout.ascent, "marks within their own line")
  }

  @Test("a hundred thousand letters are paged, with what is kept held within bounds")
  func longText() throws {
    let painter = try GoldenTests.painter(800, 480)
    let text = (0..<20_000).map { "chữ\($0)" }.joined(separator: " ")
    let screen = Screen.reader(
      ReaderScreen(
        identifier: Gallery.identifier("a"), revision: 1, headline: "Dài", detail: "", text: text,
        images: [], priority: .ordinary, reality: .actual, page: 999_999, sound: .none))
    #expect(painter.draw(screen) > 300)
  }

  @Test("garbled text of every kind is drawn without a crash")
  func garbled() throws {
    let painter = try GoldenTests.painter(480, 320)
    for text in [
      "", " ", "\n\n\n", "\u{0}", "😀👨‍👩‍👧", "العربية", "\u{301}\u{302}", "\u{FFFD}",
      String(repeating: "\u{301}", count: 500), String(repeating: "W", count: 5_000),
    ] {
      let screen = Screen.emergency(
        EmergencyScreen(
          identifier: Gallery.identifier("a"), revision: 1, headline: text, text: text,
          instruction: text, senderName: text, sent: text, reality: .exercise, page: 3,
          isSilent: true))
      #expect(painter.draw(screen) >= 1)
    }
  }

  @Test("broken, enormous, interlaced and mislabelled images are refused with a reason")
  func images() throws {
    let folder = TemporaryFolder()
    func convert(_ arguments: String...) throws {
      _ = try ChildProcess.run("python3", ["-c", Self.makePNG] + arguments)
    }
    let good = folder.file("good.png")
    try convert(good, "40", "30", "0")
    #expect(Picture.refusal(good) == nil)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: good))
    try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: folder.file("half.png")))
    #expect(Picture.refusal(folder.file("half.png")) != nil)
    // A header that claims 100,000 × 100,000 pixels.
    try convert(folder.file("bomb.png"), "100000", "100000", "1")
    #expect(Picture.refusal(folder.file("bomb.png")) != nil)
    try convert(folder.file("tall.png"), "4000", "4000", "1")
    #expect(Picture.refusal(folder.file("tall.png"))?.contains("too large") == true)
    try folder.write("GIF89a", to: "a.png")
    #expect(Picture.refusal(folder.file("a.png")) == "neither JPEG nor PNG")
    let notice = try Data(
      contentsOf: URL(fileURLWithPath: "\(sourceRoot)/provisioning/demo/notice.jpg"))
    try notice.write(to: URL(fileURLWithPath: folder.file("b.png")))
    #expect(Picture.refusal(folder.file("b.png")) == nil, "its bytes say what it is")
    try notice.prefix(notice.count / 2).write(to: URL(fileURLWithPath: folder.file("half.jpg")))
    #expect(Picture.refusal(folder.file("half.jpg")) != nil)
    #expect(Picture.refusal(folder.file("nothing")) == "the file can't be opened")
  }

  /// Writes a PNG of a size; with "1" only its header is true.
  private static let makePNG = """
    import struct, sys, zlib
    path, width, height, hollow = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(
        ">I", zlib.crc32(kind + data))
    rows = b"" if hollow == "1" else b"".join(
        b"\\0" + bytes([x * 5 % 256, y * 7 % 256, 99]) * 1 * 1 + bytes(3 * (width - 1))
        for y in range(height) for x in [y])
    open(path, "wb").write(b"\\x89PNG\\r\\n\\x1a\\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(
        b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    """

  @Test("an image is scaled down into its box and keeps its proportions")
  func scaling() throws {
    let picture = try Picture(
      path: "\(sourceRoot)/provisioning/demo/notice.jpg", boxWidth: 300, boxHeight: 300)
    #expect(picture.width == 300 && abs(picture.height - 165) <= 1)
    let whole = try Picture(
      path: "\(sourceRoot)/provisioning/demo/notice.jpg", boxWidth: 4_000, boxHeight: 4_000)
    #expect(whole.width == 760 && whole.height == 420)
  }

  @Test("a font that is none is said to be one")
  func font() {
    #expect(throws: ImageFault.self) { try Typeface(path: "/etc/hostname") }
    #expect(throws: ImageFault.self) { try Typeface(path: "/nowhere") }
  }
}
