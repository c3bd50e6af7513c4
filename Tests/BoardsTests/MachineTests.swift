import Boards
import TestSupport
import Testing

/// Whether a board file fits the machine that it is used on.
@Suite("Machines") struct MachineTests {
  func machine(_ files: [String: String]) -> Machine {
    Machine { path in files[path].map { Array($0.utf8) } }
  }

  func boardFor(_ machines: String) throws -> Board {
    let text = "name = \"a\"\nmachine = [\(machines)]\n[sound]\npcm = \"null\""
    return try board(["boards/a.toml": text])
  }

  static let tree = "/sys/firmware/devicetree/base/compatible"

  @Test("a device tree's names end with NULs, DMI's with line feeds")
  func names() {
    #expect(
      machine([Self.tree: "raspberrypi,model-zero-2-w\0brcm,bcm2837\0"]).names
        == ["raspberrypi,model-zero-2-w", "brcm,bcm2837"])
    #expect(
      machine([
        "/sys/class/dmi/id/sys_vendor": "QEMU\n",
        "/sys/class/dmi/id/product_name": "Standard PC (Q35 + ICH9, 2009)\n",
      ]).names == ["Standard PC (Q35 + ICH9, 2009)", "QEMU"])
    #expect(machine([:]).names.isEmpty)
    #expect(machine([Self.tree: "\0\0"]).names.isEmpty)
  }

  @Test("a board file fits a machine that has one of its names, and one without names fits any")
  func fits() throws {
    let zero = Machine(names: ["raspberrypi,model-zero-2-w", "brcm,bcm2837"])
    try boardFor("\"raspberrypi,model-zero-2-w\"").check(zero)
    try boardFor("\"other\", \"brcm,bcm2837\"").check(zero)
    try boardFor("").check(zero)
    try boardFor("").check(Machine(names: []))
  }

  @Test("a board file for another machine is refused, and both are named")
  func otherMachine() throws {
    let zero = Machine(names: ["raspberrypi,model-zero-2-w", "brcm,bcm2837"])
    #expect(
      refusal { try boardFor("\"raspberrypi,4-model-b\"").check(zero) }
        == "the board file \"a\" is for \"raspberrypi,4-model-b\"; this machine is "
        + "\"raspberrypi,model-zero-2-w\", \"brcm,bcm2837\". Take the board file that is for it; "
        + "boards/README.md lists them all")
    #expect(
      refusal { try boardFor("\"brcm,bcm\"").check(zero) }.hasPrefix("the board file \"a\""),
      "half a name is no name")
    #expect(
      refusal { try boardFor("\"x\"").check(Machine(names: [])) }
        .contains("this machine doesn't say what it is"))
  }
}
