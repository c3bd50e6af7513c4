import CLinux
import Glibc

/// Tells systemd how a service is, as sd_notify(3) does; silent where there is no systemd.
public struct SystemdNotifier {
  private let address: String

  /// A notifier for the socket that the environment names.
  public init() { address = getenv("NOTIFY_SOCKET").map { String(cString: $0) } ?? "" }

  /// Within how many milliseconds `WATCHDOG=1` is wanted again and again, as sd_watchdog_enabled(3)
  /// reads it; `nil` if nobody watches.
  public static func watchdogMilliseconds() -> Int64? {
    guard let text = getenv("WATCHDOG_USEC"), let microseconds = Int64(String(cString: text)),
      microseconds > 0
    else { return nil }
    if let process = getenv("WATCHDOG_PID"), String(cString: process) != "\(getpid())" {
      return nil
    }
    return max(1, microseconds / 1_000)
  }

  /// Sends one state: "READY=1", "WATCHDOG=1", "STATUS=…".
  public func notify(_ state: String) {
    guard !address.isEmpty, var name = UnixAddress(address) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(state.utf8)
    name.withPointer { pointer, length in
      _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
    }
  }
}
