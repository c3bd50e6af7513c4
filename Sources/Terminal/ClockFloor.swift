import LinuxIO
import TerminalCore
import TerminalStore
import WardContract

/// Brings a system clock that has lost the time forward to the newest time that the ward ever
/// signed and this home believed.
///
/// A board without a battery-backed clock may start in 1970, where no certificate is valid yet and
/// the broker can't be trusted: it would never get to know the time.
public enum ClockFloor {
  /// Sets the clock if it is behind; says what it did, or `nil` if there was nothing to do. Needs
  /// CAP_SYS_TIME.
  public static func apply(folder: String, version: String) throws -> String? {
    guard Files.exists(TerminalSettings.path(in: folder)) else { return nil }
    let settings = try TerminalSettings(folder: folder, version: version)
    guard let memory = try TerminalDisk.memory(in: folder) else { return nil }
    let wall = Instant(milliseconds: Clock.wallMilliseconds())
    let moment = Moment(
      monotonicMilliseconds: Clock.monotonicMilliseconds(), wall: wall, isSynchronized: false,
      entropy: Clock.entropy())
    var core = HomeTerminal(profile: settings.profile, verifier: .sodium)
    _ = core.handle(.started(memory), at: moment)
    guard let earliest = core.earliestTime(at: moment), earliest > wall else { return nil }
    try Clock.setWall(milliseconds: earliest.milliseconds)
    return "the clock stood at \(wall), before \(earliest) that the ward has signed: set"
  }
}
