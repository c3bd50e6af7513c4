import LinuxIO
import ServiceLifecycle
import WardDesk

/// Feeds systemd's watchdog (WatchdogSec=, sd_notify(3)) while every part of the server answers: the
/// wards' databases by the actors that pages ask, and the wards' desks by their sockets. A server in which
/// one of them is stuck or has ended is started anew.
struct DeskWatchdog: Service {
  let wards: [WardOffice]

  func run() async throws {
    guard let interval = SystemdNotifier.watchdogMilliseconds() else {
      try await gracefulShutdown()
      return
    }
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if let silent = await firstSilent() {
          StandardStream.error.print(
            "desk: \(silent) does not answer: the watchdog is no longer fed")
        } else {
          SystemdNotifier().notify("WATCHDOG=1")
        }
        try? await Task.sleep(for: .milliseconds(interval / 3))
      }
    }
  }

  /// The first part that doesn't answer; one that never comes back leaves this waiting, which ends
  /// the same way.
  private func firstSilent() async -> String? {
    for ward in wards {
      do { _ = try await ward.version() } catch {
        return "the database of \(ward.folder.name) (\(error))"
      }
      guard ward.folder.hasLivingDesk() else { return "the desk of \(ward.folder.name)" }
    }
    return nil
  }
}
