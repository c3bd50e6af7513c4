/// A lamp of the kernel's LED class. It blinks by itself, through the kernel's "timer" trigger:
/// nobody wakes up for it. Writing doesn't wait for the lamp; the kernel hands slow ones to a
/// worker of its own.
public struct Lamp: Sendable {
  /// How it shines.
  public enum State: Equatable, Sendable {
    case off
    case on
    /// For so many milliseconds on, and then off, 10…60,000 each.
    case blinking(onMilliseconds: Int, offMilliseconds: Int)
  }

  private static let brightnessRange = 1...1_000_000
  private static let blinkingRange = 10...60_000

  /// Its name in /sys/class/leds, such as "ACT" or "green:status".
  public let name: String
  private let sysfs: Sysfs
  private var wanted = State.off
  /// The device that shows what is wanted, and the one whose trigger is "timer".
  private var shown: Sysfs.Identity?
  private var timed: Sysfs.Identity?

  /// The lamp of that name. Nothing is touched until `show`.
  public init(_ sysfs: Sysfs, name: String) {
    self.sysfs = sysfs
    self.name = name
  }

  /// Shines like that from now on. A lamp that is missing or refuses will later, at `look`.
  public mutating func show(_ state: State) throws(SysfsFault) {
    if state != wanted { shown = nil }
    wanted = state
    try look()
  }

  /// Shows what is wanted if that went wrong before, or if the lamp went and came. To be called
  /// when the kernel says that something changed about lamps.
  public mutating func look() throws(SysfsFault) {
    guard let device = identity else {
      shown = nil
      throw .missing("no lamp is named \(name)")
    }
    guard device != shown else { return }
    try apply(to: device)
    shown = device
  }

  private var folder: String { "class/leds/\(name)" }
  private var identity: Sysfs.Identity? {
    Sysfs.isName(name) ? sysfs.identity(folder) : nil
  }

  private mutating func apply(to device: Sysfs.Identity) throws(SysfsFault) {
    guard case .blinking(let on, let off) = wanted else {
      timed = nil
      try sysfs.write("none", to: "\(folder)/trigger")
      if wanted == .on { return try light() }
      return try sysfs.write("0", to: "\(folder)/brightness")
    }
    precondition(
      Self.blinkingRange.contains(on) && Self.blinkingRange.contains(off),
      "a lamp that blinks too fast or too slowly to be seen")
    // The kernel tells of every change of the trigger, and we look at the lamp when it tells:
    // setting it again for a second try would go on for ever.
    if timed != device {
      // It will blink as brightly as it shone.
      try sysfs.write("none", to: "\(folder)/trigger")
      try light()
      try startTimer()
      timed = device
    }
    try setDelay("delay_on", on)
    try setDelay("delay_off", off)
  }

  /// These files are new with the trigger, and belong to root until udev has dealt with them. The
  /// kernel begins with half a second each.
  private func setDelay(_ name: String, _ milliseconds: Int) throws(SysfsFault) {
    let path = "\(folder)/\(name)"
    guard try sysfs.integer(path, in: 0...Self.blinkingRange.upperBound) != milliseconds else {
      return
    }
    try sysfs.write(String(milliseconds), to: path)
  }

  /// Where the kernel has no such trigger, the lamp shines without blinking, and that is a fault.
  private func startTimer() throws(SysfsFault) {
    do throws(SysfsFault) {
      try sysfs.write("timer", to: "\(folder)/trigger")
    } catch {
      throw .failed("\(error); blinking needs the kernel's module ledtrig-timer")
    }
  }

  private func light() throws(SysfsFault) {
    let brightness = try sysfs.integer("\(folder)/max_brightness", in: Self.brightnessRange)
    try sysfs.write(String(brightness), to: "\(folder)/brightness")
  }

  /// What the kernel says of it, on one line.
  public func describe() -> String {
    guard identity != nil else { return "no lamp is named \(name)" }
    do throws(SysfsFault) {
      let most = try sysfs.integer("\(folder)/max_brightness", in: Self.brightnessRange)
      let now = try sysfs.integer("\(folder)/brightness", in: 0...most)
      return "\(name), brightness \(now) of \(most)"
    } catch {
      return error.description
    }
  }
}
