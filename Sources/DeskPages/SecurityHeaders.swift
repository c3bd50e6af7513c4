import HTTPTypes
import Hummingbird

/// What browsers are told of every answer: nothing from elsewhere, nothing in frames, no script and
/// no style but our files.
struct SecurityHeaders: RouterMiddleware {
  let isTLS: Bool

  private static let policy = """
    default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; \
    media-src 'self' blob:; connect-src 'self'; font-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'
    """

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    func set(_ name: String, _ value: String) {
      if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
    set("Content-Security-Policy", Self.policy)
    set("X-Content-Type-Options", "nosniff")
    set("Referrer-Policy", "same-origin")
    set("Cross-Origin-Opener-Policy", "same-origin")
    set("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
    if isTLS { set("Strict-Transport-Security", "max-age=31536000") }
    return response
  }
}
