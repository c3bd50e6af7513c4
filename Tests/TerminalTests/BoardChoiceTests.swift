import Boards
import TestSupport
import Testing

@testable import Terminal

@Suite("The choice of a board file") struct BoardChoiceTests {
  let folder = TemporaryFolder()

  init() throws {
    for (name, machines) in [
      ("base", "[]"), ("pi-4", #"["raspberrypi,4-model-b"]"#), ("pi", #"["brcm,bcm2711"]"#),
      ("pc", #"["Standard PC"]"#), ("pc-usb", #"["Standard PC"]"#),
    ] {
      try folder.write(
        "name = \"\(name)\"\nmachine = \(machines)\n[sound]\npcm = \"null\"\n", to: "\(name).toml")
    }
  }

  private func board(_ name: String, _ machine: [String], anyMachine: Bool = false) throws -> String
  {
    try BoardChoice.board(
      name, anyMachine: anyMachine, folder: folder.path, machine: Machine(names: machine)
    ).name
  }

  @Test("the machine's most specific name decides")
  func auto() throws {
    #expect(try board("auto", ["raspberrypi,4-model-b", "brcm,bcm2711"]) == "pi-4")
    #expect(try board("auto", ["other,board", "brcm,bcm2711"]) == "pi")
  }

  @Test("a machine that no file names, or several, is told what to do")
  func undecided() throws {
    #expect(throws: BoardChoice.Undecided(machine: "x", boards: [])) { try board("auto", ["x"]) }
    #expect(throws: BoardChoice.Undecided(machine: "Standard PC", boards: ["pc", "pc-usb"])) {
      try board("auto", ["Standard PC"])
    }
    #expect(throws: BoardChoice.Undecided.self) { try board("auto", []) }
  }

  @Test("a board file for another machine is refused, unless somebody insists")
  func wrongMachine() throws {
    #expect(throws: WrongMachine.self) { try board("pi-4", ["Standard PC"]) }
    #expect(try board("pi-4", ["Standard PC"], anyMachine: true) == "pi-4")
    #expect(try board("base", ["Standard PC"]) == "base")
    #expect(try board(folder.file("pc-usb.toml"), ["Standard PC"]) == "pc-usb")
  }
}
