import CLinux
import Glibc

/// Waits for descriptors with epoll and calls who asked for them. One thread's own; everything
/// that a terminal decides happens within it.
public final class EventLoop {
  /// What a descriptor is ready for. An error or a hang-up counts as both: the next read or
  /// write then tells which.
  public struct Readiness: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt32
    /// A set of readiness bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// There is something to read.
    public static let reading = Readiness(rawValue: 1)
    /// There is room to write.
    public static let writing = Readiness(rawValue: 2)
  }

  private let epoll: Descriptor
  private let alarm: Descriptor
  private var handlers: [Int32: (Readiness) -> Void] = [:]
  private var isStopped = false
  /// Rounds of waiting that brought something: each was a wake-up.
  public private(set) var rounds = 0
  /// Called at the end of every round.
  public var afterRound: () -> Void = {}
  /// Called when the alarm is due, or the wall clock was stepped.
  public var onAlarm: () -> Void = {}

  /// A loop that watches nothing yet.
  public init() throws(SystemError) {
    epoll = Descriptor(
      owning: try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    let flags = Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK)
    alarm = Descriptor(
      owning: try systemCall("timerfd_create") { timerfd_create(CLOCK_BOOTTIME, flags) })
    try watch(alarm.number, for: .reading) { [unowned self] _ in alarmRang() }
    try watchClockSteps()
  }

  /// Calls `handler` whenever `descriptor` is ready. The caller keeps the descriptor open until
  /// it has said `unwatch`.
  public func watch(
    _ descriptor: Int32, for readiness: Readiness, _ handler: @escaping (Readiness) -> Void
  ) throws(SystemError) {
    precondition(handlers[descriptor] == nil, "a descriptor is watched once")
    try control(EPOLL_CTL_ADD, descriptor, readiness)
    handlers[descriptor] = handler
  }

  /// Changes what `descriptor` is watched for.
  public func change(_ descriptor: Int32, to readiness: Readiness) throws(SystemError) {
    try control(EPOLL_CTL_MOD, descriptor, readiness)
  }

  /// Watches `descriptor` no more. One that isn't watched, or closed already, is no error.
  public func unwatch(_ descriptor: Int32) {
    guard handlers.removeValue(forKey: descriptor) != nil else { return }
    epoll_ctl(epoll.number, EPOLL_CTL_DEL, descriptor, nil)
  }

  private func control(
    _ operation: Int32, _ descriptor: Int32, _ readiness: Readiness
  ) throws(SystemError) {
    var event = epoll_event()
    if readiness.contains(.reading) { event.events |= EPOLLIN.rawValue }
    if readiness.contains(.writing) { event.events |= EPOLLOUT.rawValue }
    event.data.fd = descriptor
    try systemCall("epoll_ctl") { epoll_ctl(epoll.number, operation, descriptor, &event) }
  }

  /// Rings `onAlarm` once at that time; `nil` silences it. Times past ring at once.
  public func setAlarm(atMonotonicMilliseconds time: Int64?) throws(SystemError) {
    var setting = itimerspec()
    if let time {
      // An alarm at zero would disarm the timer.
      let due = max(time, 1)
      setting.it_value.tv_sec = Int(due / 1000)
      setting.it_value.tv_nsec = Int(due % 1000) * 1_000_000
    }
    try systemCall("timerfd_settime") {
      timerfd_settime(alarm.number, Int32(TFD_TIMER_ABSTIME), &setting, nil)
    }
  }

  private func alarmRang() {
    var count: UInt64 = 0
    if read(alarm.number, &count, MemoryLayout<UInt64>.size) > 0 { onAlarm() }
  }

  /// A timer far in the future on the wall clock is cancelled by the kernel when that clock is
  /// stepped (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET): no polling is needed to notice.
  private func watchClockSteps() throws(SystemError) {
    let flags = Int32(TFD_CLOEXEC) | Int32(TFD_NONBLOCK)
    let timer = Descriptor(
      owning: try systemCall("timerfd_create") { timerfd_create(CLOCK_REALTIME, flags) })
    var setting = itimerspec()
    setting.it_value.tv_sec = time_t.max
    let mode = Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET)
    try systemCall("timerfd_settime") { timerfd_settime(timer.number, mode, &setting, nil) }
    try watch(timer.number, for: .reading) { [unowned self, timer] _ in
      var count: UInt64 = 0
      _ = read(timer.number, &count, MemoryLayout<UInt64>.size)
      var again = itimerspec()
      again.it_value.tv_sec = time_t.max
      timerfd_settime(timer.number, mode, &again, nil)
      onAlarm()
    }
  }

  /// Waits and calls until `stop`; returns at once if that was said already.
  public func run() throws(SystemError) {
    while !isStopped { try runOnce(timeoutMilliseconds: -1) }
    isStopped = false
  }

  /// Waits for one round, at most so long; -1 is for ever.
  public func runOnce(timeoutMilliseconds: Int32) throws(SystemError) {
    var events = [epoll_event](repeating: epoll_event(), count: 16)
    let count = try systemCall("epoll_wait") {
      epoll_wait(epoll.number, &events, Int32(events.count), timeoutMilliseconds)
    }
    if count > 0 { rounds += 1 }
    for event in events.prefix(Int(count)) {
      // A handler earlier in this round may have unwatched it.
      guard let handler = handlers[event.data.fd] else { continue }
      var readiness: Readiness = []
      let broken = EPOLLERR.rawValue | EPOLLHUP.rawValue
      if event.events & (EPOLLIN.rawValue | broken) != 0 { readiness.insert(.reading) }
      if event.events & (EPOLLOUT.rawValue | broken) != 0 { readiness.insert(.writing) }
      handler(readiness)
    }
    afterRound()
  }

  /// Ends `run` after the present round, or the next `run` if there is none now.
  public func stop() { isStopped = true }
}
