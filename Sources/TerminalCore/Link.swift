import WardContract

/// Keeps the connection to the broker: when to try, and what to subscribe to.
struct Link {
  /// Shortest and longest pause between two attempts, in milliseconds, before jitter.
  static let shortestPauseMilliseconds: Int64 = 1_000
  static let longestPauseMilliseconds: Int64 = 300_000

  private enum State {
    case waiting(until: Int64)
    case connecting
    case up
  }

  private var state: State = .waiting(until: .min)
  private var failures = 0
  /// Why the last attempt failed, or the last connection ended.
  private(set) var lastReason: String?
  /// When the connection was lost or first attempted.
  private(set) var downSince: Int64?

  var isUp: Bool {
    if case .up = state { true } else { false }
  }

  /// Starts an attempt if it is time for one.
  mutating func settle(_ moment: Moment, _ effects: inout Effects) {
    guard case .waiting(let until) = state, moment.monotonicMilliseconds >= until else { return }
    if downSince == nil { downSince = moment.monotonicMilliseconds }
    state = .connecting
    effects.append(.connect)
  }

  mutating func up() {
    state = .up
    failures = 0
    lastReason = nil
    downSince = nil
  }

  /// The pause doubles with each failure and is spread over its second half, so that a ward's
  /// homes don't come back in step after a power cut.
  mutating func down(reason: String, _ moment: Moment) {
    if downSince == nil { downSince = moment.monotonicMilliseconds }
    lastReason = reason
    let pause = min(
      Self.shortestPauseMilliseconds << Int64(min(failures, 16)), Self.longestPauseMilliseconds)
    failures += 1
    let spread = Int64(moment.entropy % UInt64(pause))
    state = .waiting(until: moment.monotonicMilliseconds + pause / 2 + spread)
  }

  /// Tries at once instead of at its time: somebody waits for help.
  mutating func hurry(_ moment: Moment) {
    if case .waiting = state { state = .waiting(until: moment.monotonicMilliseconds) }
  }

  var deadline: Int64? {
    if case .waiting(let until) = state { until } else { nil }
  }
}
