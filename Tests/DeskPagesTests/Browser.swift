import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Synchronization
import Testing

@testable import DeskPages

/// A browser without script: it keeps cookies, brings back a page's hidden fields and follows
/// redirections. What it asks goes to the server's router, not over a network.
actor Browser {
  private let responder: RouterResponder<DeskContext>
  private let address: String
  private(set) var cookies: [String: String] = [:]
  /// The cookies' whole lines, as they were last set.
  private(set) var cookieLines: [String] = []
  /// The last page.
  private(set) var page = ""
  /// Where it is.
  private(set) var path = "/"
  /// The last answer's state, after redirections.
  private(set) var status = HTTPResponse.Status.ok
  /// The last answer's fields.
  private(set) var headers: HTTPFields = [:]

  init(_ responder: RouterResponder<DeskContext>, _ address: String) {
    self.responder = responder
    self.address = address
  }

  private struct Source: RequestContextSource {
    let logger = Logger(label: "test")
  }

  /// Takes in what is answered.
  private final class Writer: ResponseBodyWriter, Sendable {
    let bytes = Mutex(ByteBuffer())
    func write(_ buffer: ByteBuffer) { bytes.withLock { _ = $0.writeImmutableBuffer(buffer) } }
    func finish(_ trailingHeaders: HTTPFields?) {}
  }

  private func ask(
    _ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, _ body: String?
  ) async throws {
    var headers = headers
    if !cookies.isEmpty {
      headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }
    if headers[.accept] == nil { headers[.accept] = "text/html,*/*" }
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: body ?? "")))
    let answer = try await responder.respond(
      to: request, context: DeskContext(source: Source(), address: address))
    let writer = Writer()
    try await answer.body.write(writer)
    for line in answer.headers[values: .setCookie] {
      let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      cookies[pair[0]] = pair.count == 2 ? pair[1] : ""
      cookieLines.append(line)
    }
    (status, self.headers, page) = (
      answer.status, answer.headers, String(buffer: writer.bytes.withLock { $0 })
    )
    self.path = path
    if status == .seeOther, let location = answer.headers[.location] {
      try await ask(location, .get, [:], nil)
    }
  }

  /// Goes to a page.
  func open(_ path: String, _ headers: HTTPFields = [:]) async throws {
    try await ask(path, .get, headers, nil)
  }

  /// Sends a form to `path` with the page's hidden fields of the form that leads there.
  func send(
    _ path: String, _ fields: [(String, String)], _ headers: HTTPFields = [:]
  ) async throws {
    try await post(path, hidden(path) + fields, headers)
  }

  /// Sends exactly these fields.
  func post(
    _ path: String, _ fields: [(String, String)], _ headers: HTTPFields = [:]
  ) async throws {
    let body = fields.map { "\(Self.escaped($0.0))=\(Self.escaped($0.1))" }.joined(separator: "&")
    try await send(body, to: path, headers)
  }

  /// Sends a body as it is.
  func send(_ body: String, to path: String, _ headers: HTTPFields = [:]) async throws {
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    try await ask(path, .post, headers, body)
  }

  /// The hidden fields of the page's first form that leads to `path`.
  private func hidden(_ path: String) throws -> [(String, String)] {
    let start = try #require(page.firstRange(of: "action=\"\(path)\""), "no form leads to \(path)")
    let rest = page[start.upperBound...]
    let form = rest[..<(rest.firstRange(of: "</form>")?.lowerBound ?? rest.endIndex)]
    return form.split(separator: "<").compactMap { tag in
      guard tag.hasPrefix("input type=\"hidden\" ") else { return nil }
      return (Self.attribute("name", String(tag)), Self.attribute("value", String(tag)))
    }
  }

  /// The first value of an attribute in `text`, as it was meant.
  static func attribute(_ name: String, _ text: String) -> String {
    guard let start = text.firstRange(of: " \(name)=\"") else { return "" }
    return String(text[start.upperBound...].prefix { $0 != "\"" })
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
  }

  /// What stands in the page between two texts.
  func text(between start: String, and end: String) throws -> String {
    let from = try #require(page.firstRange(of: start)).upperBound
    let to = try #require(page[from...].firstRange(of: end)).lowerBound
    return String(page[from..<to])
  }

  static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }
}
