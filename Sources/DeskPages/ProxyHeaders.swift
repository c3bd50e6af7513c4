import HTTPTypes
import Hummingbird

/// Believes a proxy on this machine who is behind it, and whether they came by HTTPS. From elsewhere
/// anybody could say that.
struct ProxyHeaders: RouterMiddleware {
  /// Whether the browsers' connections end here, and are HTTPS.
  let isTLS: Bool

  static let loopback = ["127.0.0.1", "::1"]
  private static let longestAddress = 64

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.isSecure = isTLS
    if Self.loopback.contains(context.remoteAddress) {
      if let address = Self.last("X-Forwarded-For", request) {
        context.remoteAddress = String(address.prefix(Self.longestAddress))
      }
      if Self.last("X-Forwarded-Proto", request) == "https" { context.isSecure = true }
    }
    return try await next(request, context)
  }

  /// What the nearest proxy added.
  private static func last(_ name: String, _ request: Request) -> Substring? {
    HTTPField.Name(name).flatMap { request.headers[$0] }?.split(separator: ",").last?
      .drop { $0 == " " }
  }
}
