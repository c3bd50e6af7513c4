import Foundation

/// A D-Bus, the real ModemManager in its test mode, and a modem that does what its scenario says
/// (`Tests/TelephoneTests/modem.py`), all processes of the test's own.
public final class ModemRig: @unchecked Sendable {
  private let folder = TemporaryFolder()
  private let port = "abstract:loanha-\(UUID().uuidString.prefix(8).lowercased())"
  private let bus: ChildProcess
  private let modem: ChildProcess
  private var manager: ChildProcess?

  /// Where the bus is, as D-Bus spells it.
  public var address: String { "unix:path=\(folder.file("bus"))" }

  /// A bus and a modem with these words in its scenario; ModemManager is not there yet.
  public init(_ scenario: String = "answers") throws {
    try folder.write(scenario, to: "scenario")
    bus = try ChildProcess(
      "dbus-daemon", ["--session", "--nofork", "--address=unix:path=\(folder.file("bus"))"],
      log: folder.file("bus.log"))
    modem = try ChildProcess(
      "python3", ["\(sourceRoot)/Tests/TelephoneTests/modem.py", folder.path, port],
      log: folder.file("modem.log"))
    guard eventually({ conversation.contains("! listening") }) else {
      throw Failure(description: logs)
    }
  }

  deinit {
    manager?.kill()
    modem.kill()
    bus.kill()
  }

  /// Changes what the modem does from now on.
  public func play(_ scenario: String) throws { try folder.write(scenario, to: "scenario") }

  /// What was said between ModemManager and the modem.
  public var conversation: [String] {
    ((try? String(contentsOfFile: folder.file("at.log"), encoding: .utf8)) ?? "")
      .split(separator: "\n").map(String.init)
  }

  /// What the processes printed.
  public var logs: String {
    [bus, modem, manager].compactMap { $0?.log }.joined(separator: "---\n")
  }

  /// Starts ModemManager and shows it the modem.
  public func startManager() throws {
    var machine = utsname()
    uname(&machine)
    let architecture = withUnsafeBytes(of: machine.machine) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    manager = try ChildProcess(
      "DBUS_SESSION_BUS_ADDRESS=\(address)",
      [
        "/usr/sbin/ModemManager", "--test-session", "--test-enable", "--no-auto-scan",
        "--test-no-udev", "--test-no-suspend-resume", "--test-no-qrtr",
        "--test-plugin-dir=/usr/lib/\(architecture)-linux-gnu/ModemManager",
      ], log: folder.file("manager.log"))
    let isShown = eventually {
      try ChildProcess.run(
        "DBUS_SESSION_BUS_ADDRESS=\(address)",
        [
          "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.ModemManager1",
          "/org/freedesktop/ModemManager1", "org.freedesktop.ModemManager1.Test.SetProfile",
          "string:test-1", "string:generic", "array:string:\(port)",
        ]
      ).code == 0
    }
    guard isShown else { throw Failure(description: logs) }
  }

  /// Ends ModemManager, as an update or a crash would.
  public func stopManager() { manager?.kill() }

  struct Failure: Error, CustomStringConvertible { var description: String }
}
