import Boards
import Foundation
import TestSupport
import Testing

/// The overlays that ship.
enum Overlays {
  static let folder = "\(sourceRoot)/boards/overlays"
  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  /// The boards that overlays are for: "raspberry-pi" of "raspberry-pi-keys.dts".
  static let families: [String] = Set(names.map(family)).sorted()

  static func family(_ name: String) -> String {
    name.split(separator: "-").dropLast().joined(separator: "-")
  }
}

/// Device-tree overlays: that they compile, and say the same as the board files that need them.
@Suite("Device-tree overlays") struct OverlayTests {
  /// The text of the overlays of a family, one after the other.
  func text(of family: String) throws -> String {
    try Overlays.names.filter { Overlays.family($0) == family }
      .map { try String(contentsOfFile: "\(Overlays.folder)/\($0)", encoding: .utf8) }
      .joined(separator: "\n")
  }

  func boards(of family: String) throws -> [Board] {
    try BoardsTests.shipped.filter { $0.hasPrefix(family) }
      .map { try shippedBoard("\(BoardsTests.folder)/\($0)") }
  }

  /// What stands between the brackets of every match.
  func matches(_ text: String, _ pattern: Regex<(Substring, Substring)>) -> [String] {
    text.matches(of: pattern).map { String($0.output.1) }
  }

  @Test("there are overlays, each of a board that there is")
  func families() throws {
    #expect(Overlays.families == ["nanopi-neo", "orange-pi-zero-3", "radxa-zero", "raspberry-pi"])
    for family in Overlays.families { #expect(try !boards(of: family).isEmpty, "\(family)") }
  }

  @Test("every overlay compiles without a word from the compiler", arguments: Overlays.names)
  func compiles(_ name: String) throws {
    let (code, output) = try ChildProcess.run(
      "dtc", ["-@", "-I", "dts", "-O", "dtb", "-o", "/dev/null", "\(Overlays.folder)/\(name)"])
    #expect(code == 0 && output.isEmpty, "\(output)")
  }

  @Test("each button of a board is the key that its overlay makes", arguments: Overlays.families)
  func keys(_ family: String) throws {
    let header = try String(
      contentsOfFile: "/usr/include/linux/input-event-codes.h", encoding: .utf8)
    let overlay = try text(of: family)
    let made = overlay.matches(
      of: /label = "([a-z-]+)";\s+linux,code = <(\d+)>; \/\/ (KEY_[A-Z0-9]+)/)
    for match in made {
      let (_, button, code, key) = match.output
      let define = try Regex("#define \(key)\\s+\(code)\\s")
      #expect(header.firstMatch(of: define) != nil, "\(key) of \(button) is not \(code)")
    }
    for board in try boards(of: family) {
      #expect(made.map { String($0.output.1) } == board.buttons.keys.map(\.button))
      #expect(made.map { String($0.output.3) } == board.buttons.keys.map(\.key))
    }
  }

  @Test("each lamp of a board is its own or its overlay's", arguments: Overlays.families)
  func lamps(_ family: String) throws {
    let made = matches(try text(of: family), /label = "(loanha:[a-z:]+)"/)
    for board in try boards(of: family) {
      let named = board.lamps.map(\.led).filter { $0.hasPrefix("loanha:") }
      #expect(named == made, "\(board.name)")
    }
  }

  @Test("each sensor of a board is on its overlay's bus", arguments: Overlays.families)
  func sensors(_ family: String) throws {
    let chips = matches(try text(of: family), /compatible = "[a-z]+,([a-z0-9]+)";\s+reg/)
    for board in try boards(of: family) {
      #expect(Set(board.sensors.map(\.driver)) == Set(chips), "\(board.name)")
    }
  }

  @Test("no line of the chip has two uses", arguments: Overlays.families)
  func lines(_ family: String) throws {
    let overlay = try text(of: family)
    // The last cell is a flag.
    var lines = matches(overlay, /gpios = <(&[a-z_]+(?: \d+)+) [0-9a-fx]+>/)
    for pins in matches(overlay, /brcm,pins = <([0-9 ]+)>/) {
      lines += pins.split(separator: " ").map { "&gpio \($0)" }
    }
    #expect(lines.count >= 8)
    for line in Set(lines) where lines.filter({ $0 == line }).count > 1 {
      Issue.record("\(line) is used twice")
    }
  }
}
