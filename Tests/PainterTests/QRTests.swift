import Foundation
import TestSupport
import Testing
import Vietnam

@testable import Painter
@testable import TerminalCore

@Suite("QR codes on the screen") struct QRTests {
  private let folder = TemporaryFolder()

  /// What somebody else's reader reads from a display.
  private func read(_ painter: ScreenPainter) throws -> String {
    let path = folder.file("screen.png")
    try painter.buffer.writePNG(path)
    return try ChildProcess.run("zbarimg", ["--nodbus", "--quiet", "--raw", path]).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test(
    "a bill is read from every display by another reader, and is the payment that it was",
    arguments: Gallery.sizes.map { "\($0.0)x\($0.1)" })
  func bill(size: String) throws {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    let painter = try GoldenTests.painter(sides[0], sides[1])
    _ = painter.draw(Gallery.bill)
    let payload = try read(painter)
    #expect(payload == Gallery.electricity)
    let payment = try VietQR(payload)
    #expect(payment.amount == "347600")
    #expect(payment.customerLabel == "PD03000000001")
  }

  @Test(
    "an installer's telephone reads the whole key off a device's screen, whatever else stands on it",
    arguments: Gallery.sizes.map { "\($0.0)x\($0.1)" })
  func claim(size: String) throws {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    let painter = try GoldenTests.painter(sides[0], sides[1])
    for screen in [Gallery.claim(.waiting), Gallery.claim(.waiting, [.answer])] {
      _ = painter.draw(screen)
      #expect(try read(painter) == Gallery.claimLink)
    }
  }

  @Test("a module has at least four pixels on the common display, whatever a payment says")
  func modules() throws {
    let longest = String(repeating: "A1b2", count: 75)
    let buffer = PixelBuffer(width: 800, height: 480)
    let code = try #require(QRCode(longest))
    #expect(buffer.draw(code, in: Rectangle(0, 0, 380, 380)) >= 4)
  }

  @Test("what is too long for any code, or empty, is none")
  func tooLong() {
    #expect(QRCode("") == nil)
    #expect(QRCode(String(repeating: "a", count: 10_000)) == nil)
  }
}
