import HTTPTypes
import Hummingbird
import NIOCore
import WardContract
import WardDesk

/// Finds out who asks, and leads to sign-in who has to say so first. What a form brought whose session
/// has ended meanwhile goes along, and is sent again afterwards.
struct SessionReader: RouterMiddleware {
  let accounts: AccountOffice

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let session = try await accounts.session(context.browserToken), session.isConfirmed {
      context.session = session
      let account = session.account
      context.visitor = Visitor(
        account: account.name.description, fullName: account.fullName, roles: account.roles,
        isAdministrator: account.isAdministrator, formToken: context.formToken)
    }
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .unauthorized {
      guard Self.isNavigation(request) else { throw error }
      if request.method == .get {
        return .see("/sign-in?to=\(PercentEncoding.escaped(request.uri.string))")
      }
      guard Form.isIn(request) else { throw error }
      var request = request
      let body = try await request.collectBody(upTo: DeskServer.largestFormBytes)
      let onward = SignInPages.Onward(to: request.uri.string, held: String(buffer: body))
      return SignInPages.password(context, onward, status: .unauthorized)
    }
  }

  /// Whether a browser goes to a page, and not a script asks for something.
  private static func isNavigation(_ request: Request) -> Bool {
    let mode = HTTPField.Name("Sec-Fetch-Mode").flatMap { request.headers[$0] }
    if let mode { return mode == "navigate" }
    let accepted = request.headers[.accept]?.split(separator: ",").first
    return accepted == "text/html"
  }
}
