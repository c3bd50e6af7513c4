import Hummingbird
import NIOCore
import WardDesk

/// The look at an item: page, screens and sound. Whatever is looked at has them below its own address.
enum PreviewRoutes {
  /// Finds what a request is about.
  typealias Finder =
    @Sendable (Request, DeskContext, Frame) async throws -> ItemPreview

  /// Adds "/preview", "/screen" and "/sound" below `path`, such as "drafts/:draft".
  static func add(
    to group: RouterGroup<DeskContext>, below path: String, find: @escaping Finder
  ) {
    group.get("\(path)/preview") { request, context in
      let frame = try context.frame(request)
      let preview = try await find(request, context, frame)
      let asked = Asked(request)
      let view = asked.view ?? preview.views.first
      let address = String(request.uri.path.dropLast("/preview".count))
      var pages = 1
      if let view {
        pages = try await Workshop.shared.make {
          try preview.picture(view, page: asked.page, on: asked.display).pages
        }
      }
      return PreviewPage.page(
        frame, address: address, back: address, preview, view, page: min(asked.page, pages - 1),
        pages: pages, asked.display)
    }
    group.get("\(path)/screen") { request, context in
      let frame = try context.frame(request)
      let preview = try await find(request, context, frame)
      let asked = Asked(request)
      guard let view = asked.view ?? preview.views.first else { throw HTTPError(.notFound) }
      let png = try await Workshop.shared.make {
        try preview.picture(view, page: asked.page, on: asked.display).png
      }
      return Response.file(png, type: "image/png")
    }
    group.get("\(path)/sound") { request, context in
      let frame = try context.frame(request)
      let preview = try await find(request, context, frame)
      return Response.file(
        try await Workshop.shared.make { try preview.sound() }, type: "audio/ogg")
    }
  }

  /// What of an item somebody wants to see.
  private struct Asked: Sendable {
    /// More pages than any item has.
    private static let mostPages = 1_000

    let view: ItemPreview.View?
    let page: Int
    let display: ItemPreview.Display

    init(_ request: Request) {
      let query = request.uri.queryParameters
      view = query["view"].flatMap { ItemPreview.View(rawValue: String($0)) }
      page = min(max(0, query["page"].flatMap { Int($0) } ?? 0), Self.mostPages)
      display =
        query["display"].flatMap { ItemPreview.Display(named: $0) } ?? ItemPreview.displays[0]
    }
  }
}

extension Response {
  /// Bytes that a page shows or plays; the same address may have others tomorrow.
  static func file(_ bytes: [UInt8], type: String, isFixed: Bool = false) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: type, .cacheControl: isFixed ? "private, max-age=86400" : "no-store",
      ], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
