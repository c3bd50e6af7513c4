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

  static func add(to router: Router<DeskContext>) {
    router.post("language") { _, context in
      guard let language = Language(rawValue: context.form["language"]) else {
        throw HTTPError(.badRequest)
      }
      var response = Response.see(OurPath.checked(context.form["path"]))
      response.setCookie(
        Cookie(
          name: cookie, value: language.rawValue, maxAge: yearSeconds, path: "/",
          secure: context.isSecure, httpOnly: true, sameSite: .lax))
      return response
    }
  }
}
