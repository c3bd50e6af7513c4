import HTTPTypes
import Hummingbird
import LinuxIO
import NIOCore
import WardContract
import WardDesk

/// Sounds and images: how they come in, and how a page gets them.
enum MediaRoutes {
  private static let titleBytes = 120

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("media/:digest") { request, context in
      let frame = try context.frame(request)
      guard let digest = context.parameters.get("digest").flatMap({ MediaDigest($0) }),
        let medium = try await frame.ward.read({ try $0.media([digest])[digest] })
      else { throw HTTPError(.notFound) }
      let path = "\(frame.ward.folder.mediaPath)/\(digest)"
      let bytes = try await Workshop.shared.make {
        try Files.read(path, limit: Bounds.mediaBytes)
      }
      // Under its digest a medium never changes.
      return Response.file(bytes, type: medium.resource.mimeType.rawValue, isFixed: true)
    }
    // The body is the file as it is; the answer is its line of the page, or a sentence.
    group.post("drafts/:draft/media") { request, context in
      let frame = try context.frame(request, for: .editor)
      do {
        let bytes = try await body(of: request)
        let title = title(request, frame)
        let folder = frame.ward.folder
        let medium = try await Workshop.shared.make { try folder.takeIn(bytes, title: title) }
        try await frame.ward.write { try $0.keep(medium, by: frame.visitor.account, at: frame.now) }
        return Response.fragment(MediumPiece.item(medium, frame))
      } catch let fault as IntakeFault {
        return Response.fragment(
          "<p class=\"fault\">\(fault.description)</p>", .unprocessableContent)
      }
    }
  }

  /// A file that was sent as it is. Throws `IntakeFault` if it is too large.
  static func body(of request: Request) async throws -> [UInt8] {
    let stated = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    guard stated <= Bounds.mediaBytes else { throw IntakeFault.tooLarge }
    do {
      let buffer = try await request.body.collect(upTo: Bounds.mediaBytes)
      return Array(buffer.readableBytesView)
    } catch is NIOTooManyBytesError {
      throw IntakeFault.tooLarge
    }
  }

  /// What the file is called at its author's, cut to a length.
  private static func title(_ request: Request, _ frame: Frame) -> String {
    let given = request.uri.queryParameters["title"].map { Draft.cleaned(String($0)) } ?? ""
    var title = given.split(separator: "\n").joined(separator: " ")
    while title.utf8.count > titleBytes { title.removeLast() }
    return title.isEmpty ? frame.say("Tệp", "File") : title
  }
}

extension Response {
  /// A part of a page, for a script that puts it in its place.
  static func fragment(_ piece: HTML, _ status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status,
      headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(string: piece.markup)))
  }
}
