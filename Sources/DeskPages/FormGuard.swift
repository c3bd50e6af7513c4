import HTTPTypes
import Hummingbird
import NIOCore
import Signatures
import WardContract

/// Takes forms only from pages of this server, and from the browser that got the page.
///
/// Each browser has a random token in a cookie that no other site makes it send (SameSite) and no
/// script reads (HttpOnly); signing in replaces it. A form brings back a digest of it. So a form can be
/// checked although its session has ended meanwhile, and nothing of it need be lost.
struct FormGuard: RouterMiddleware {
  static let cookie = "loanha"
  /// The header in which a script brings what a form has in its field "token".
  private static let header = HTTPField.Name("X-Form-Token")

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    var (request, context) = (request, context)
    let known = request.cookies[Self.cookie]?.value
    context.browserToken =
      try known.flatMap(Self.checked) ?? Base64URL.encode(SecureRandom.bytes(32))
    if request.method == .get || request.method == .head {
      var response = try await next(request, context)
      if known != context.browserToken { context.give(context.browserToken, to: &response) }
      return response
    }
    guard Self.isFromHere(request) else { throw HTTPError(.forbidden) }
    var token = Self.header.flatMap { request.headers[$0] } ?? ""
    if Form.isIn(request) {
      let body: ByteBuffer
      do {
        body = try await request.collectBody(upTo: DeskServer.largestFormBytes)
      } catch is NIOTooManyBytesError { throw HTTPError(.contentTooLarge) }
      guard let form = Form(body.readableBytesView) else { throw HTTPError(.badRequest) }
      context.form = form
      if token.isEmpty { token = form["token"] }
    }
    guard token == context.formToken else {
      throw HTTPError(
        .forbidden,
        message: context.language.say(
          "Trang này đã cũ. Mở lại trang rồi làm lại.", "This page is old. Open it again."))
    }
    return try await next(request, context)
  }

  /// A token of ours: 32 bytes.
  private static func checked(_ token: String) -> String? {
    Base64URL.decode(token)?.count == 32 ? token : nil
  }

  /// What a form of the browser with this token brings back.
  static func formToken(_ browserToken: String) -> String {
    Base64URL.encode(SHA256.digest(Array("form \(browserToken)".utf8)))
  }

  /// Whether a browser says that one of our pages asks. One that says nothing has the token alone.
  private static func isFromHere(_ request: Request) -> Bool {
    if let origin = request.headers[.origin] {
      guard let authority = request.head.authority else { return false }
      return origin == "https://\(authority)" || origin == "http://\(authority)"
    }
    let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
    return site == nil || site == "same-origin"
  }
}

extension DeskContext {
  /// What a form that is shown now must bring back.
  var formToken: String { FormGuard.formToken(browserToken) }

  /// Gives the browser this token; it keeps it until it is closed.
  func give(_ token: String, to response: inout Response) {
    response.setCookie(
      Cookie(
        name: FormGuard.cookie, value: token, path: "/", secure: isSecure, httpOnly: true,
        sameSite: .strict))
  }
}
