import Boards
import LinuxIO
import TerminalCore

/// A terminal without a home: it shows its code, and waits until somebody has enrolled it.
public final class Unclaimed {
  private static let lookEveryMilliseconds: Int64 = 2_000

  private let loop: EventLoop
  private let display: Display?
  private let screen: ClaimScreen
  private let settingsPath: String
  private var devices: DeviceWatch?
  private var signals: TerminationSignals?
  private var watchdog = ServiceWatchdog()
  private var displayFault: String?

  /// Whether the folder of a home has no settings yet.
  public static func isNeeded(folder: String) -> Bool {
    !Files.exists(TerminalSettings.path(in: folder))
  }

  /// A terminal on `board` that waits for settings in `folder`.
  public init(board: Board, folder: String) throws {
    settingsPath = TerminalSettings.path(in: folder)
    loop = try EventLoop()
    display = try Display(board.display, home: folder) { "\(folder)/media/\($0)" }
    screen = ClaimScreen(code: ClaimCode.code(of: ClaimCode.machineIdentity()), board: board.name)
    devices = try DeviceWatch(loop) { [unowned self] kind in
      if kind == .display { lookForDisplay() }
    }
  }

  /// Waits. True once there are settings, false if a signal asks to end.
  public func wait() throws -> Bool {
    var isEnrolled = false
    signals = try TerminationSignals(loop) { [loop] _ in loop.stop() }
    loop.onAlarm = { [unowned self] in
      devices?.tick()
      isEnrolled = Files.exists(settingsPath)
      if isEnrolled { loop.stop() }
    }
    loop.afterRound = { [unowned self] in
      let now = Clock.monotonicMilliseconds()
      if watchdog.check([], at: now) == .feed { SystemdNotifier().notify("WATCHDOG=1") }
      let deadline = min(now + Self.lookEveryMilliseconds, devices?.deadline ?? .max)
      try? loop.setAlarm(atMonotonicMilliseconds: deadline)
    }
    note("no home yet: claim code \(screen.code), waiting for \(settingsPath)")
    lookForDisplay()
    SystemdNotifier().notify("READY=1\nSTATUS=Waiting for a home, claim code \(screen.code)")
    try loop.setAlarm(atMonotonicMilliseconds: 0)
    try loop.run()
    return isEnrolled
  }

  private func lookForDisplay() {
    do {
      if let name = try display?.look() { note("display \(name)") }
      _ = try display?.show(.claim(screen))
      displayFault = nil
    } catch {
      let fault = "\(error)"
      if fault != displayFault { note("no display: \(fault)") }
      displayFault = fault
    }
  }

  private func note(_ text: String) { StandardStream.error.print("loanhad: \(text)") }
}
