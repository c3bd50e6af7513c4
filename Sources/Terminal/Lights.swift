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
  private var lamps: [(role: Board.Lamp.Role, lamp: Lamp)]
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
    lamps = board.lamps.map { ($0.role, Lamp(sysfs, name: $0.led)) }
  }

  /// Shines like that from now on. That the microphone is open is never told by nothing: without a lamp
  /// for it the other one blinks.
  func show(_ lamps: Lamps) {
    let isTold = self.lamps.contains { $0.role == .recording } || lamps.recording == .off
    tellOfLamps { role in
      switch role {
      case .alert: Self.state(lamps.alert)
      case .ready: Self.state(isTold ? lamps.ready : .blinking)
      case .recording: Self.state(lamps.recording)
      }
    }
  }

  /// Lets the display shine like that from now on.
  func show(_ light: DisplayLight) {
    self.light = light
    showLight()
  }

  /// The kernel says that something changed about lamps.
  func look() {
    tellOfLamps { _ in nil }
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

  /// Lets each lamp shine like that, or as before, and tells whether they do.
  private func tellOfLamps(_ state: (Board.Lamp.Role) -> Lamp.State?) {
    guard !lamps.isEmpty else { return }
    var faults: [String] = []
    for index in lamps.indices {
      let role = lamps[index].role
      do throws(SysfsFault) {
        if let state = state(role) {
          try lamps[index].lamp.show(state)
        } else {
          try lamps[index].lamp.look()
        }
      } catch {
        faults.append("\(role.rawValue): \(error)")
      }
    }
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
