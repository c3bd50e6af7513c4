import LinuxIO

/// What only root may do, and does before the terminal starts as a user of its own.
public enum Preparation {
  /// Brings a clock that lost the time forward, and has a file system that is mounted read-only
  /// taken into the service's namespace so that it can be written once it heals. Says what was
  /// done. What goes wrong is said, too, and is no reason not to start: the terminal finds its own
  /// words for it.
  public static func perform(folder: String) -> [String] {
    var lines: [String] = []
    do {
      if let done = try ClockFloor.apply(folder: folder, version: Household.version) {
        lines.append(done)
      }
    } catch {
      lines.append("the clock is left as it is: \(error)")
    }
    do throws(SystemError) {
      try Mount.allowWriting(at: folder)
    } catch {
      lines.append("the mount is left as it is: \(error)")
    }
    return lines
  }
}
