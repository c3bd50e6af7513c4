import LinuxIO

/// Says when to look for devices: when the kernel tells of one, and a little later again, since
/// udev may still be giving the rights on its node to the terminal's user. The start counts as
/// news of all: what came just before it may have no rights yet, and the kernel doesn't tell twice.
final class DeviceWatch {
  /// What a device is for.
  enum Kind: CaseIterable {
    case display
    case keys
    case sound
    case lamps

    fileprivate init?(subsystem: String) {
      switch subsystem {
      case "drm", "graphics": self = .display
      case "input": self = .keys
      case "sound": self = .sound
      case "leds", "backlight": self = .lamps
      default: return nil
      }
    }
  }

  /// Pauses after which a kind of device is looked for again, in milliseconds.
  private static let pausesMilliseconds: [Int64] = [300, 2_000, 10_000, 60_000]

  private let look: (Kind) -> Void
  private var events: DeviceEvents?
  private var pending: [(kind: Kind, at: Int64)] = []

  /// Calls `look` in the loop, with the kind of device that may have come, changed or gone.
  init(_ loop: EventLoop, look: @escaping (Kind) -> Void) throws(SystemError) {
    self.look = look
    events = try DeviceEvents(loop) { [unowned self] message in
      guard let kind = Kind(subsystem: message.subsystem) else { return }
      expect(kind)
      look(kind)
    }
    for kind in Kind.allCases { expect(kind) }
  }

  private func expect(_ kind: Kind) {
    let now = Clock.monotonicMilliseconds()
    pending.removeAll { $0.kind == kind }
    pending += Self.pausesMilliseconds.map { (kind, now + $0) }
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  var deadline: Int64? { pending.map(\.at).min() }

  /// Looks again for what is due.
  func tick() {
    let now = Clock.monotonicMilliseconds()
    let due = pending.filter { $0.at <= now }
    pending.removeAll { $0.at <= now }
    for kind in Kind.allCases where due.contains(where: { $0.kind == kind }) { look(kind) }
  }
}
