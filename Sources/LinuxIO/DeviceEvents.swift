import CLinux
import Glibc

/// Tells when the kernel adds, changes or removes a device, as it tells udev
/// (NETLINK_KOBJECT_UEVENT, group 1): nothing needs to be polled.
public final class DeviceEvents {
  /// One message of the kernel.
  public struct Message: Equatable, Sendable {
    /// "add", "remove", "change", "bind" …
    public var action: String
    /// "input", "drm", "sound", "hwmon" …
    public var subsystem: String
    /// The node below /dev, such as "input/event3"; empty if the device has none.
    public var nodeName: String
  }

  private let loop: EventLoop
  private let socket: Descriptor

  /// Calls `handler` in the loop for every message.
  public init(_ loop: EventLoop, _ handler: @escaping (Message) -> Void) throws(SystemError) {
    let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let socket = Descriptor(
      owning: try systemCall("socket", "kernel events") {
        Glibc.socket(AF_NETLINK, Int32(kind), NETLINK_KOBJECT_UEVENT)
      })
    var address = sockaddr_nl()
    address.nl_family = sa_family_t(AF_NETLINK)
    address.nl_groups = 1
    try systemCall("bind", "kernel events") {
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_nl>.size))
        }
      }
    }
    self.loop = loop
    self.socket = socket
    try loop.watch(socket.number, for: .reading) { _ in
      while let message = Self.receive(socket) {
        if let message { handler(message) }
      }
    }
  }

  deinit { loop.unwatch(socket.number) }

  /// The next message, if one waits; its inside is `nil` if it didn't come from the kernel or
  /// can't be read.
  private static func receive(_ socket: Descriptor) -> Message?? {
    var sender = sockaddr_nl()
    var length = socklen_t(MemoryLayout<sockaddr_nl>.size)
    var bytes = [UInt8](repeating: 0, count: 8_192)
    let count = withUnsafeMutablePointer(to: &sender) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        recvfrom(socket.number, &bytes, bytes.count, 0, $0, &length)
      }
    }
    // Too much at once (ENOBUFS): what was lost is found when the next message comes.
    guard count >= 0 else { return errno == ENOBUFS ? .some(nil) : nil }
    return .some(sender.nl_pid == 0 ? Message(Array(bytes[..<count])) : nil)
  }
}

extension DeviceEvents.Message {
  /// The message that `bytes` spell: "add@/devices/…", then NAME=value, each ended by a NUL.
  init?(_ bytes: [UInt8]) {
    var values: [String: String] = [:]
    for field in bytes.split(separator: 0) {
      guard let mark = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: field[..<mark], as: UTF8.self)
      values[name] = String(decoding: field[(mark + 1)...], as: UTF8.self)
    }
    guard let action = values["ACTION"], let subsystem = values["SUBSYSTEM"] else { return nil }
    self.init(action: action, subsystem: subsystem, nodeName: values["DEVNAME"] ?? "")
  }
}
