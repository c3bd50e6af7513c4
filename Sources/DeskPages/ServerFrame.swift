import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// What stands around a page of the server itself: one's own account, and for administrators its
/// people and its audit log. Administrators of a ward have the pages of its people.
struct ServerFrame: Sendable {
  let visitor: Visitor
  let session: SignInSession
  let language: Language
  let path: String
  let tokenField: HTML
  let now = Instant(milliseconds: Clock.wallMilliseconds())

  /// Whom the visitor looks after.
  var administration: Administration { Administration(of: session.account) }

  func say(_ vietnamese: String, _ english: String) -> String {
    language.say(vietnamese, english)
  }

  /// A whole page.
  func page(
    _ title: String, status: HTTPResponse.Status = .ok, fault: String? = nil, notice: String? = nil,
    _ body: HTML
  ) -> Response {
    let places =
      [("/account", say("Tài khoản của tôi", "My account"))]
      + (administration.isSomething ? [("/people", say("Người dùng", "People"))] : [])
      + (administration.isUnlimited ? [("/audit", say("Nhật ký", "Audit log"))] : [])
    let items = places.pieces { place in
      """
      <li><a href="\(place.0)"\(" aria-current=\"page\"", if: path.hasPrefix(place.0))>\
      \(place.1)</a></li>
      """
    }
    return Document(language: language, title: title).response(
      status: status,
      """
      <header class="top">
        <a class="ward" href="/">LoaNha</a>
        <p class="who">\(visitor.fullName)</p>
        \(Document.signOut(language, token: tokenField))
        \(Document.languageSwitch(language, path: path, token: tokenField))
      </header>
      <div class="columns">
        <nav aria-label="\(say("Các trang", "Pages"))"><ul>
          <li><a href="/">\(say("Về phường", "To the ward"))</a></li>\(items)</ul></nav>
        <main id="main">
          <h1>\(title)</h1>
          \(fault.map { "<p class=\"fault\" role=\"alert\">\($0)</p>" } ?? .none)
          \(notice.map { "<p class=\"notice\" role=\"status\">\($0)</p>" } ?? .none)
          \(body)
        </main>
      </div>
      """)
  }
}

extension DeskContext {
  /// The hidden field that every form needs.
  var tokenField: HTML { "<input type=\"hidden\" name=\"token\" value=\"\(formToken)\">" }

  /// Whoever asks, for the audit log.
  var auditOrigin: AuditOrigin {
    AuditOrigin(account: session?.account.name, address: remoteAddress)
  }

  /// What stands around a page of the server.
  func serverFrame(_ request: Request) throws -> ServerFrame {
    guard let visitor, let session else { throw HTTPError(.unauthorized) }
    return ServerFrame(
      visitor: visitor, session: session, language: language, path: request.uri.path,
      tokenField: tokenField)
  }

  /// The same, for administrators. To others these pages don't exist.
  func administratorFrame(_ request: Request) throws -> ServerFrame {
    let frame = try serverFrame(request)
    guard frame.administration.isUnlimited else { throw HTTPError(.notFound) }
    return frame
  }

  /// The same, for whoever looks after at least one ward's people.
  func peopleFrame(_ request: Request) throws -> ServerFrame {
    let frame = try serverFrame(request)
    guard frame.administration.isSomething else { throw HTTPError(.notFound) }
    return frame
  }

  /// A page that leads nowhere else, for who has not signed in; at `path` it is there in the other
  /// language, too.
  func alone(
    _ title: String, path: String? = nil, status: HTTPResponse.Status = .ok, _ body: HTML
  ) -> Response {
    let other: HTML =
      path.map { Document.languageSwitch(language, path: $0, token: tokenField) } ?? .none
    return Document(language: language, title: title).response(
      status: status, "<main id=\"main\" class=\"alone\"><h1>\(title)</h1>\(body)\(other)</main>")
  }
}
