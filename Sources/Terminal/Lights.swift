import Boards
import Panel
import TerminalCore

/// The lamps of a board, and the light of its display. What is missing is told of, and shines as
/// it should once it comes.
final class Lights {
  private static let blinkMilliseconds = 500

  private let board: Board.Display
  private let backlight: Backlight?
  private let display: Display?
  private let feed: (Event) -> Void
  private var alert: Lamp?
  private var ready: Lamp?
  private var light = DisplayLight.day(percent: 100)
  private var backlightFault: String?

  /// The lights that a board file names.
  init(_ board: Board, _ display: Display?, feed: @escaping (Event) -> Void) {
    let sysfs = Sysfs()
    self.board = board.display
    self.display = display
    self.feed = feed
    backlight = board.display.backlight.map { name in
      Backlight(sysfs, name: name == "any" ? nil : name)
    }
    for lamp in board.lamps {
      switch lamp.role {
      case .alert: alert = Lamp(sysfs, name: lamp.led)
      case .ready: ready = Lamp(sysfs, name: lamp.led)
      }
    }
  }

  /// Shines like that from now on.
  func show(_ lamps: Lamps) {
    tellOfLamps { () throws(SysfsFault) in
      try alert?.show(Self.state(lamps.alert))
    } and: { () throws(SysfsFault) in
      try ready?.show(Self.state(lamps.ready))
    }
  }

  /// Lets the display shine like that from now on.
  func show(_ light: DisplayLight) {
    self.light = light
    showLight()
  }

  /// The kernel says that something changed about lamps.
  func look() {
    tellOfLamps { () throws(SysfsFault) in
      try alert?.look()
    } and: { () throws(SysfsFault) in
      try ready?.look()
    }
    // The panel's light belongs to the panel.
    if backlightFault != nil { showLight() }
  }

  private static func state(_ state: Lamps.State) -> Lamp.State {
    switch state {
    case .off: .off
    case .on: .on
    case .blinking:
      .blinking(onMilliseconds: blinkMilliseconds, offMilliseconds: blinkMilliseconds)
    }
  }

  private func tellOfLamps(
    _ first: () throws(SysfsFault) -> Void, and second: () throws(SysfsFault) -> Void
  ) {
    guard alert != nil || ready != nil else { return }
    var faults: [String] = []
    do throws(SysfsFault) { try first() } catch { faults.append("alert: \(error)") }
    do throws(SysfsFault) { try second() } catch { faults.append("ready: \(error)") }
    feed(
      faults.isEmpty
        ? .partBack(.lamps) : .partFailed(.lamps, reason: faults.joined(separator: "; ")))
  }

  private func showLight() {
    let percent =
      switch light {
      // A little light always stays: a dark display looks broken.
      case .day(let share): max(1, board.brightnessPercent * share / 100)
      case .night: board.nightBrightnessPercent
      }
    do throws(SysfsFault) {
      try backlight?.set(percent: percent)
      backlightFault = nil
    } catch {
      if "\(error)" != backlightFault { feed(.partFailed(.lamps, reason: "backlight: \(error)")) }
      backlightFault = "\(error)"
    }
    // A display that can't be switched off shines on.
    try? display?.blank(percent == 0)
  }
}
