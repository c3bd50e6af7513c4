import Hummingbird
import ServiceLifecycle
import WardDesk

/// Tells an open page, by server-sent events, that something has changed in its ward. The page then
/// asks for itself anew: there is one way to draw it.
enum LivePage {
  /// How soon a page learns of a change.
  private static let pause = Duration.milliseconds(250)
  /// Pauses after which a sign of life goes out: proxies end connections that say nothing.
  private static let quietPauses = 60

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("live") { request, context in
      let ward = try context.frame(request).ward
      return Response(
        status: .ok,
        headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
        body: ResponseBody { writer in
          try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
          var version = try await ward.version()
          var quiet = 0
          while !Task.isShuttingDownGracefully {
            try await Task.sleep(for: pause)
            let newest = try await ward.version()
            quiet += 1
            if newest != version {
              try await writer.write(ByteBuffer(string: "event: change\ndata:\n\n"))
            } else if quiet >= quietPauses {
              try await writer.write(ByteBuffer(string: ":\n\n"))
            } else {
              continue
            }
            (version, quiet) = (newest, 0)
          }
          try await writer.finish(nil)
        })
    }
  }
}
