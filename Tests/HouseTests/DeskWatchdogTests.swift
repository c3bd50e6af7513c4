import Foundation
import Glibc
import TestSupport
import Testing

/// Issue 7.1: systemd's watchdog is fed by a server that answers, and by no other.
@Suite("The server's watchdog") struct DeskWatchdogTests {
  /// What a service manager hears of a service.
  private final class Manager {
    private let number: Int32
    let path: String

    init(_ folder: TemporaryFolder) throws {
      path = folder.file("notify")
      number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let bytes = Array(path.utf8)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
      let isBound = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        }
      }
      guard isBound else { throw House.Failure(description: "no notification socket") }
    }

    deinit { close(number) }

    /// All states that have come since it was last asked.
    func states() -> [String] {
      var states: [String] = []
      var buffer = [UInt8](repeating: 0, count: 512)
      while true {
        let count = recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count > 0 else { return states }
        states.append(String(decoding: buffer.prefix(count), as: UTF8.self))
      }
    }
  }

  @Test(
    "it is fed once the pages are there, again and again, until a ward's database can't be read")
  func fed() throws {
    let house = try House()
    let manager = try Manager(house.folder)
    let office = house.folder.file("office")
    let program = House.program("loanha-desk")
    let (code, _) = try ChildProcess.run(
      program, ["init", "--office", office, "--ward", house.ward, "--port", "0"])
    #expect(code == 0)
    try house.startBroker()
    let server = try ChildProcess(
      "env",
      [
        "NOTIFY_SOCKET=\(manager.path)", "WATCHDOG_USEC=600000", program, "serve", "--office",
        office,
      ],
      log: house.folder.file("server.log"))
    var heard: [String] = []
    #expect(
      eventually {
        heard += manager.states()
        return heard.contains("READY=1") && heard.count(where: { $0 == "WATCHDOG=1" }) >= 3
      }, "\(server.log)")
    // The desk's socket answers nobody any more.
    unlink("\(house.ward)/desk/desk.sock")
    #expect(eventually { server.log.contains("the desk of phường Ba Đình does not answer") })
    _ = manager.states()
    let repeated = server.log.components(separatedBy: "does not answer").count
    #expect(
      eventually { server.log.components(separatedBy: "does not answer").count > repeated + 1 })
    #expect(!manager.states().contains("WATCHDOG=1"))
    #expect(server.stop() == 0)
    #expect(manager.states().contains("STOPPING=1"))
  }
}
