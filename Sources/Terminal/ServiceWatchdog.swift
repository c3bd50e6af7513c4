import LinuxIO

/// Feeds systemd's watchdog (WatchdogSec=, sd_notify(3)), from the loop and only while the other
/// threads are alive: a service that is no longer fed for is started anew.
///
/// It wakes no other thread: a thread that waits for work is alive, and one that works must come
/// back to its mailbox in time. Nor does it wake the loop, as long as that wakes up often enough
/// for other reasons.
struct ServiceWatchdog {
  /// The longest that a thread may be busy with one thing, in milliseconds: a slow card that takes
  /// the digest of the largest medium.
  static let patienceMilliseconds: Int64 = 90_000

  /// How often it must be fed, in milliseconds; `nil` if nobody watches.
  private let intervalMilliseconds: Int64?
  private var fedAt: Int64 = .min
  private(set) var deadline: Int64?
  private var wasStuck = false

  /// A watchdog that must be fed within `intervalMilliseconds`, or as the environment asks for it.
  init(intervalMilliseconds: Int64? = SystemdNotifier.watchdogMilliseconds()) {
    self.intervalMilliseconds = intervalMilliseconds
    deadline = intervalMilliseconds == nil ? nil : 0
  }

  /// What is to be done at a moment.
  enum Verdict: Equatable {
    case nothing
    case feed
    /// That thread is stuck; said once.
    case stuck(String)
  }

  /// Whether to feed now. `threads` are names and for how long each has been busy with one thing.
  mutating func check(
    _ threads: [(name: String, busyMilliseconds: Int64)], at now: Int64
  ) -> Verdict {
    guard let interval = intervalMilliseconds else { return .nothing }
    if fedAt != .min, now - fedAt < interval / 4 { return .nothing }
    let patience = min(Self.patienceMilliseconds, interval / 2)
    if let stuck = threads.first(where: { $0.busyMilliseconds > patience }) {
      deadline = now + interval / 8
      defer { wasStuck = true }
      return wasStuck ? .nothing : .stuck(stuck.name)
    }
    wasStuck = false
    fedAt = now
    deadline = now + interval / 2
    return .feed
  }
}
