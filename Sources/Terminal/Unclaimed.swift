import Boards
import Configuration
import LinuxIO
import TerminalCore

/// A terminal without a home: it shows its code, and waits until somebody has enrolled it.
public final class Unclaimed {
  private static let lookEveryMilliseconds: Int64 = 2_000

  private let loop: EventLoop
  private let display: Display?
  private let board: Board
  private let boardFault: String?
  private let folder: String
  private let version: String
  private let code = ClaimCode.code(of: ClaimCode.machineIdentity())
  private var settings: TerminalSettings?
  private var settingsFault: String?
  private var devices: DeviceWatch?
  private var signals: TerminationSignals?
  private var watchdog = ServiceWatchdog()
  private var displayFault: String?

  /// The settings of the home in `folder`. While there are none, the terminal on `board` says so
  /// and waits; `nil` if a signal asks to end first. If there are some that can't be used, this
  /// throws, unless it `waitsForRepair`.
  public static func settings(
    board: Board, boardFault: String?, folder: String, version: String, waitsForRepair: Bool
  ) throws -> TerminalSettings? {
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        return try TerminalSettings(folder: folder, version: version)
      } catch {
        guard waitsForRepair else { throw error }
      }
    }
    let unclaimed = try Unclaimed(board, boardFault, folder, version)
    return try unclaimed.wait()
  }

  private init(
    _ board: Board, _ boardFault: String?, _ folder: String, _ version: String
  ) throws {
    self.board = board
    self.boardFault = boardFault
    self.folder = folder
    self.version = version
    loop = try EventLoop()
    display = try Display(board.display, home: folder) { "\(folder)/media/\($0)" }
    devices = try DeviceWatch(loop) { [unowned self] kind in
      if kind == .display { show() }
    }
  }

  private func wait() throws -> TerminalSettings? {
    signals = try TerminationSignals(loop) { [loop] _ in loop.stop() }
    loop.onAlarm = { [unowned self] in
      devices?.tick()
      readSettings()
    }
    loop.afterRound = { [unowned self] in
      let now = Clock.monotonicMilliseconds()
      if watchdog.check([], at: now) == .feed { SystemdNotifier().notify("WATCHDOG=1") }
      let deadline = min(now + Self.lookEveryMilliseconds, devices?.deadline ?? .max)
      try? loop.setAlarm(atMonotonicMilliseconds: deadline)
    }
    let path = TerminalSettings.path(in: folder)
    note("no home yet: claim code \(code), waiting for \(path)")
    readSettings()
    show()
    SystemdNotifier().notify("READY=1\nSTATUS=Waiting for a home, claim code \(code)")
    try loop.setAlarm(atMonotonicMilliseconds: 0)
    try loop.run()
    return settings
  }

  private func readSettings() {
    let before = settingsFault
    settingsFault = nil
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        settings = try TerminalSettings(folder: folder, version: version)
        loop.stop()
      } catch {
        settingsFault = error.description
      }
    }
    guard settingsFault != before else { return }
    if let settingsFault { note("the settings can't be used: \(settingsFault)") }
    show()
  }

  private func show() {
    var problems: [ClaimScreen.Problem] = []
    if boardFault != nil { problems.append(.board) }
    if settingsFault != nil { problems.append(.settings) }
    let screen = Screen.claim(ClaimScreen(code: code, board: board.name, problems: problems))
    do {
      if let name = try display?.look() { note("display \(name)") }
      _ = try display?.show(screen)
      displayFault = nil
    } catch {
      let fault = "\(error)"
      if fault != displayFault { note("no display: \(fault)") }
      displayFault = fault
    }
  }

  private func note(_ text: String) { StandardStream.error.print("loanhad: \(text)") }
}
