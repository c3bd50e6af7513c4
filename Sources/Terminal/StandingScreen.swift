import Boards
import LinuxIO
import TerminalCore

/// One screen and the lamps of a board while there is no household to run: display and lamps may
/// come and go, systemd's watchdog is fed, and a signal ends it.
final class StandingScreen {
  private static let lookEveryMilliseconds: Int64 = 2_000

  /// Where everything happens.
  let loop: EventLoop
  private let display: Display?
  private var lights: Lights?
  private var devices: DeviceWatch?
  private var signals: TerminationSignals?
  private var watchdog = ServiceWatchdog()
  private var screen: Screen
  private var displayFault: String?
  private var lampFault: String?
  /// Called in the loop, every two seconds and at `deadline`.
  var onLook: () -> Void = {}
  /// When else to look, in monotonic milliseconds.
  var deadline: () -> Int64? = { nil }

  /// Nothing is shown until `run`. `home`: where a board without a display keeps its picture.
  init(_ board: Board, home: String, _ screen: Screen) throws {
    self.screen = screen
    loop = try EventLoop()
    display = try Display(board.display, home: home) { "\(home)/media/\($0)" }
    lights = Lights(board, display) { [unowned self] in heard($0) }
    devices = try DeviceWatch(loop) { [unowned self] kind in
      switch kind {
      case .display: paint()
      case .lamps: lights?.look()
      case .keys, .sound: break
      }
    }
  }

  /// Shows that from now on. The alert lamp says that something is wrong; of a ward there is
  /// nothing to say.
  func show(_ screen: Screen, isWrong: Bool) {
    self.screen = screen
    paint()
    lights?.show(Lamps(alert: isWrong ? .on : .off, ready: .off))
    lights?.show(.day(percent: 100))
  }

  /// Runs until `stop` or a signal; `status` is for systemd.
  func run(status: String) throws {
    signals = try TerminationSignals(loop) { [loop] _ in loop.stop() }
    loop.onAlarm = { [unowned self] in
      devices?.tick()
      onLook()
    }
    loop.afterRound = { [unowned self] in
      let now = Clock.monotonicMilliseconds()
      if watchdog.check([], at: now) == .feed { SystemdNotifier().notify("WATCHDOG=1") }
      let deadlines = [now + Self.lookEveryMilliseconds, devices?.deadline, deadline()]
      try? loop.setAlarm(atMonotonicMilliseconds: deadlines.compactMap(\.self).min())
    }
    SystemdNotifier().notify("READY=1\nSTATUS=\(status)")
    try loop.setAlarm(atMonotonicMilliseconds: 0)
    try loop.run()
  }

  /// Ends `run`.
  func stop() { loop.stop() }

  /// Writes a line into the journal.
  func note(_ text: String) { StandardStream.error.print("loanhad: \(text)") }

  private func paint() {
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

  private func heard(_ event: Event) {
    switch event {
    case .partFailed(_, let reason):
      if reason != lampFault { note("no lamps: \(reason)") }
      lampFault = reason
    default: lampFault = nil
    }
  }
}
