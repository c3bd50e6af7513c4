import CPanel
import Glibc
import LinuxIO

/// The keys of a terminal, on whatever input devices they are: buttons on GPIO lines (gpio-keys),
/// a keyboard, a remote control. Devices may come and go.
public final class Keys {
  /// What happened.
  public enum Event: Equatable, Sendable {
    /// The key with that code was pressed, or the kernel repeats it.
    case pressed(UInt16, isRepeat: Bool)
    /// It came up.
    case released(UInt16)
    /// It doesn't come up any more, and is passed over.
    case stuck(UInt16)
    /// A key that was stuck came up.
    case freed(UInt16)
    /// Input devices with keys of ours, by name; empty if there is none.
    case devices([String])
  }

  private static let folder = "/dev/input"
  /// Most input devices that are looked at.
  private static let maximumDevices = 32

  private struct Device {
    let path: String
    let handle: OpaquePointer
    var name: String { String(cString: loanha_keyboard_name(handle)) }
  }

  private let loop: EventLoop
  private let codes: [UInt16]
  private let report: (Event) -> Void
  private var tracker: KeyTracker
  private var devices: [Device] = []
  /// Paths of the devices that were last told of; `nil` before the first look.
  private var told: [String]?

  /// Listens for keys with these codes. Nothing is open until `look`.
  public init(
    _ loop: EventLoop, codes: [UInt16], debounceMilliseconds: Int,
    report: @escaping (Event) -> Void
  ) {
    self.loop = loop
    self.codes = codes
    self.report = report
    tracker = KeyTracker(codes: codes, debounceMilliseconds: debounceMilliseconds)
  }

  deinit { for device in devices { close(device) } }

  /// The code of a key by its name in linux/input-event-codes.h, such as "KEY_VOLUMEUP".
  public static func code(named name: String) -> UInt16? {
    UInt16(exactly: loanha_key_code(name))
  }

  /// Opens what has come since the last look, and says what there is: at the first look, and
  /// whenever that changed.
  public func look() {
    let names = (try? Files.list(Self.folder)) ?? []
    for name in names where name.hasPrefix("event") && devices.count < Self.maximumDevices {
      let path = "\(Self.folder)/\(name)"
      if !devices.contains(where: { $0.path == path }) { open(path) }
    }
    tellDevices()
  }

  /// Input devices that have any of these keys, by name, and the keys that none of them has.
  /// Nothing is taken from whoever uses them.
  public static func describe(_ codes: [UInt16]) -> (devices: [String], missing: [UInt16]) {
    var devices: [String] = []
    var missing = codes
    let names = ((try? Files.list(folder)) ?? []).filter { $0.hasPrefix("event") }
    for name in names.prefix(maximumDevices) {
      var reason = [CChar](repeating: 0, count: 160)
      let path = "\(folder)/\(name)"
      guard let handle = loanha_keyboard_open(path, codes, Int32(codes.count), 1, &reason) else {
        continue
      }
      defer { loanha_keyboard_close(handle) }
      devices.append("\(String(cString: loanha_keyboard_name(handle))) (\(path))")
      missing.removeAll { loanha_keyboard_has(handle, $0) == 1 }
    }
    return (devices, missing)
  }

  private func tellDevices() {
    let paths = devices.map(\.path)
    guard paths != told else { return }
    told = paths
    report(.devices(devices.map(\.name)))
  }

  private func open(_ path: String) {
    var reason = [CChar](repeating: 0, count: 160)
    // One that can't be opened yet (udev has still to set its mode) is tried when it changes.
    guard let handle = loanha_keyboard_open(path, codes, Int32(codes.count), 0, &reason) else {
      return
    }
    let device = Device(path: path, handle: handle)
    do throws(SystemError) {
      try loop.watch(loanha_keyboard_descriptor(handle), for: .reading) { [unowned self] _ in
        read(device)
      }
      devices.append(device)
    } catch {
      loanha_keyboard_close(handle)
    }
  }

  private func close(_ device: Device) {
    loop.unwatch(loanha_keyboard_descriptor(device.handle))
    loanha_keyboard_close(device.handle)
  }

  private func read(_ device: Device) {
    var code: UInt16 = 0
    var value: Int32 = 0
    while true {
      let answer = loanha_keyboard_next(device.handle, &code, &value)
      if answer == 0 { return }
      guard answer > 0 else { return lose(device) }
      let now = Clock.monotonicMilliseconds()
      for change in tracker.take(code, value: value, at: now) { tell(code, change) }
    }
  }

  private func lose(_ device: Device) {
    devices.removeAll { $0.path == device.path }
    close(device)
    for (code, change) in tracker.releaseAll() { tell(code, change) }
    tellDevices()
  }

  private func tell(_ code: UInt16, _ change: KeyTracker.Change) {
    switch change {
    case .pressed: report(.pressed(code, isRepeat: false))
    case .repeated: report(.pressed(code, isRepeat: true))
    case .released: report(.released(code))
    case .stuck: report(.stuck(code))
    case .freed:
      report(.released(code))
      report(.freed(code))
    }
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  public var deadline: Int64? { tracker.deadline }

  /// Looks after keys that are held. To be called at `deadline`; any time else is fine, too.
  public func tick() {
    for (code, change) in tracker.tick(Clock.monotonicMilliseconds()) { tell(code, change) }
  }
}
