import Foundation
import TestSupport
import Testing

@testable import Terminal

@Suite("The code of a machine") struct MachineCodeTests {
  let folder = TemporaryFolder()

  private func write(_ text: String, _ path: String) throws {
    let url = URL(fileURLWithPath: folder.file(path))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: url, atomically: true, encoding: .utf8)
  }

  @Test("the same machine has the same code, another has another, and none can be misread")
  func codes() {
    let code = MachineCode.code(of: "10000000a1b2c3d4")
    #expect(code == MachineCode.code(of: "10000000a1b2c3d4"))
    #expect(code != MachineCode.code(of: "10000000a1b2c3d5"))
    #expect(code.count == 9 && code.dropFirst(4).first == "-")
    #expect(!code.contains { "01IO".contains($0) })
  }

  @Test("a machine is told by its serial number, its network card, or its system, in this order")
  func identity() throws {
    #expect(MachineCode.machineIdentity(root: folder.path) == "unknown")
    try write("0123456789abcdef\n", "etc/machine-id")
    #expect(MachineCode.machineIdentity(root: folder.path) == "0123456789abcdef")
    try write("00:00:00:00:00:00\n", "sys/class/net/lo/address")
    try write("b8:27:eb:01:02:03\n", "sys/class/net/eth0/address")
    #expect(MachineCode.machineIdentity(root: folder.path) == "b8:27:eb:01:02:03")
    try write("10000000a1b2c3d4\u{0}", "proc/device-tree/serial-number")
    #expect(MachineCode.machineIdentity(root: folder.path) == "10000000a1b2c3d4")
  }
}
