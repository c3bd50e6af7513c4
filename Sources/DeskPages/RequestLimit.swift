import Hummingbird
import LinuxIO
import Synchronization

/// How much one address may ask: nobody keeps the server busy for the others. An office behind one
/// address asks far less.
final class RequestLimit: RouterMiddleware {
  /// Requests at once.
  static let burst = 300.0
  /// Requests a second for long.
  static let perSecond = 60.0
  /// Addresses that are remembered; then all begin anew.
  private static let mostAddresses = 10_000

  private struct Allowance {
    var requests: Double
    var milliseconds: Int64
  }

  private let clock: @Sendable () -> Int64
  private let allowances = Mutex<[String: Allowance]>([:])

  /// Limits by a clock in milliseconds that never steps.
  init(clock: @escaping @Sendable () -> Int64 = Clock.monotonicMilliseconds) { self.clock = clock }

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    guard allows(context.remoteAddress) else {
      throw HTTPError(
        .tooManyRequests,
        message: context.language.say(
          "Quá nhiều yêu cầu từ mạng của bạn. Chờ vài giây rồi thử lại.",
          "Too many requests from your network. Wait some seconds and try again."))
    }
    return try await next(request, context)
  }

  /// Whether the address may ask once more now. This machine's own may always.
  func allows(_ address: String) -> Bool {
    if ProxyHeaders.loopback.contains(address) { return true }
    let now = clock()
    return allowances.withLock { allowances in
      if allowances.count >= Self.mostAddresses { allowances = [:] }
      let last = allowances[address] ?? Allowance(requests: Self.burst, milliseconds: now)
      let gained = Double(now - last.milliseconds) * Self.perSecond / 1_000
      let requests = min(Self.burst, last.requests + gained)
      let isAllowed = requests >= 1
      allowances[address] = Allowance(
        requests: isAllowed ? requests - 1 : requests, milliseconds: now)
      return isAllowed
    }
  }
}
