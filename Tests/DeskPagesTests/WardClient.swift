import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Synchronization
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// Asks for the pages of one ward as somebody who has signed in already, without a network.
struct WardClient: Sendable {
  private let responder: RouterResponder<DeskContext>
  private let base: String

  /// A client for pages that `add` adds, with these roles in the ward.
  init(
    _ office: WardOffice, roles: Set<OfficeRole>,
    _ add: @Sendable (RouterGroup<DeskContext>) -> Void
  ) {
    let router = Router(context: DeskContext.self)
    router.add(middleware: ErrorPages())
    add(router.group("w/:area").add(middleware: Insider(office: office, roles: roles)))
    responder = router.buildResponder()
    base = "/w/\(office.area)"
  }

  private static let formType = "application/x-www-form-urlencoded"

  /// `text` as part of a form or an address: every byte as %XX.
  static func escaped(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
  }

  private struct Insider: RouterMiddleware {
    let office: WardOffice
    let roles: Set<OfficeRole>

    func handle(
      _ request: Request, context: DeskContext,
      next: (Request, DeskContext) async throws -> Response
    ) async throws -> Response {
      var (request, context) = (request, context)
      if request.headers[.contentType] == WardClient.formType {
        let body = try await request.collectBody(upTo: DeskServer.largestFormBytes)
        context.form = try #require(Form(body.readableBytesView))
      }
      context.ward = office
      context.visitor = Visitor(
        account: "lan", fullName: "Nguyễn Thị Lan", roles: [office.area: roles],
        isAdministrator: false, formToken: "t")
      return try await next(request, context)
    }
  }

  private struct Source: RequestContextSource { let logger = Logger(label: "test") }

  private final class Writer: ResponseBodyWriter, Sendable {
    let bytes = Mutex(ByteBuffer())
    func write(_ buffer: ByteBuffer) { bytes.withLock { _ = $0.writeImmutableBuffer(buffer) } }
    func finish(_ trailingHeaders: HTTPFields?) {}
  }

  /// What was answered.
  struct Answer {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }

    subscript(header: String) -> String? { HTTPField.Name(header).flatMap { headers[$0] } }
  }

  /// Asks for a path below the ward's.
  func ask(
    _ path: String, _ method: HTTPRequest.Method = .get, type: String? = nil, _ body: [UInt8] = []
  ) async throws -> Answer {
    var headers = HTTPFields()
    if let type { headers[.contentType] = type }
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: base + path,
        headerFields: headers), body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let response = try await responder.respond(
      to: request, context: DeskContext(source: Source(), address: "127.0.0.1"))
    let writer = Writer()
    try await response.body.write(writer)
    let bytes = writer.bytes.withLock { Array($0.readableBytesView) }
    return Answer(status: response.status, headers: response.headers, bytes: bytes)
  }

  /// Sends a form to a path below the ward's.
  func send(_ fields: [(String, String)], to path: String) async throws -> Answer {
    let body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
    return try await ask(
      path, .post, type: Self.formType, Array(body.utf8))
  }

  /// Where the answer leads, below the ward's path.
  func place(_ answer: Answer) -> String {
    String((answer["Location"] ?? "").dropFirst(base.count))
  }
}
