import Hummingbird

/// Remembers in a cookie which language somebody reads.
struct LanguageChoice: RouterMiddleware {
  private static let cookie = "language"
  private static let yearSeconds = 31_536_000

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    context.language = Self.language(of: request)
    return try await next(request, context)
  }

  static func language(of request: Request) -> Language {
    request.cookies[cookie].flatMap { Language(rawValue: $0.value) } ?? .vietnamese
  }

  private struct Choice: Decodable {
    var language: String
    var path: String
  }

  static func add(to router: Router<DeskContext>) {
    router.post("language") { request, context in
      let choice = try await URLEncodedFormDecoder().decode(
        Choice.self, from: request, context: context)
      guard let language = Language(rawValue: choice.language) else {
        throw HTTPError(.badRequest)
      }
      // A path of ours, and no other server's.
      let isOurs = choice.path.hasPrefix("/") && !choice.path.hasPrefix("//")
      var response = Response.see(isOurs ? choice.path : "/")
      response.setCookie(
        Cookie(
          name: cookie, value: language.rawValue, maxAge: yearSeconds, path: "/", httpOnly: true,
          sameSite: .lax))
      return response
    }
  }
}
