import WardContract

/// What the lamps of a terminal tell, to people too far away to read.
public struct Lamps: Equatable, Sendable {
  /// How a lamp shines.
  public enum State: Equatable, Sendable {
    case off
    case on
    case blinking
  }

  /// Blinks while an emergency waits to be confirmed; shines while something of the terminal
  /// fails.
  public var alert: State
  /// Shines while the home hears its ward, blinks while it tries to.
  public var ready: State
  /// Shines while the microphone is open.
  public var recording: State

  /// Lamps that shine like that.
  public init(alert: State, ready: State, recording: State = .off) {
    self.alert = alert
    self.ready = ready
    self.recording = recording
  }
}

extension HomeTerminal {
  func lamps(_ reading: TrustedClock.Reading, _ moment: Moment) -> Lamps {
    if showsLamps(reading) { return Lamps(alert: .on, ready: .on, recording: .on) }
    let isAlarmed = !Repetitions.emergencies(wall, reading).isEmpty
    let ready: Lamps.State =
      switch connection(reading, moment) {
      case .connected: .on
      case .connecting: .blinking
      case .cutOff: .off
      }
    return Lamps(
      alert: isAlarmed ? .blinking : parts.failing.isEmpty ? .off : .on, ready: ready,
      recording: feedback.isRecording ? .on : .off)
  }
}

/// How brightly a display shines.
public enum DisplayLight: Equatable, Sendable {
  /// So much of the board's brightness, in percent.
  case day(percent: Int)
  /// At night, while nobody touches it and nothing is told: it must not light a bedroom.
  case night
}

extension HomeTerminal {
  /// Hours of the night, in local time.
  private static let nightBegins = 22
  private static let nightEnds = 6

  func displayLight(_ screen: Screen, _ reading: TrustedClock.Reading) -> DisplayLight {
    let day = DisplayLight.day(percent: preferences.brightness.percent)
    switch screen {
    // Whoever dims the display in a bright room must still be warned by it.
    case .emergency, .allClear: return .day(percent: 100)
    case .rest where preferences.isDarkAtNight && reading.isKnown:
      let hour = LocalTime(reading.now).hour
      return hour >= Self.nightBegins || hour < Self.nightEnds ? .night : day
    default: return day
    }
  }
}
