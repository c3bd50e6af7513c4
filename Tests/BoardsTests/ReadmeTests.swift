import Boards
import Foundation
import TestSupport
import Testing

/// boards/README.md, which installers go by.
@Suite("The table of boards") struct ReadmeTests {
  @Test("every board file stands in the table with its true status, and no other does")
  func table() throws {
    let text = try String(contentsOfFile: "\(BoardsTests.folder)/README.md", encoding: .utf8)
    let rows = text.matches(of: /(?m)^\| `([^`]+)` \| ([^|]+) \| ([a-z]+) \|/)
      .map { "\($0.output.1) \($0.output.3)" }
    let boards = try BoardsTests.shipped.map { file in
      let board = try shippedBoard("\(BoardsTests.folder)/\(file)")
      return "\(board.name) \(board.status.rawValue)"
    }
    #expect(rows.sorted() == boards.sorted())
  }

  @Test("the wiring of every button and lamp is the one of the overlays")
  func wiring() throws {
    let text = try String(contentsOfFile: "\(BoardsTests.folder)/README.md", encoding: .utf8)
    for name in Overlays.names where name.hasSuffix("-keys.dts") {
      let overlay = try String(contentsOfFile: "\(Overlays.folder)/\(name)", encoding: .utf8)
      let wires = overlay.matches(of: /\/\/   ([a-z-]+) +pin (\d+) \(([A-Z0-9_]+)\)/)
      #expect(wires.count >= 8, "\(name)")
      for wire in wires {
        let (_, part, pin, line) = wire.output
        let row = text.split(separator: "\n").first { $0.hasPrefix("| \(part) |") }
        #expect(row?.contains("\(pin) (\(line))") == true, "\(name): \(part)")
      }
    }
  }
}
