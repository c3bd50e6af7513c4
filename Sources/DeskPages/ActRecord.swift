import Hummingbird
import WardContract
import WardDesk

/// Writes down in the audit log whatever is sent from a ward's pages, by whom and where to, before it
/// is done: nothing is done that isn't written down. Pages that can say more of what is done write it down
/// themselves, once (`DeskContext.recording`).
struct ActRecord: RouterMiddleware {
  let accounts: AccountOffice

  /// A draft that saves itself while somebody writes is no act; handing it in is.
  private static let autosave = "/autosave"

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    if request.method != .get, request.method != .head, !path.hasSuffix(Self.autosave) {
      let (ward, origin) = (context.ward?.area, context.auditOrigin)
      try await accounts.ask {
        try $0.record(AuditEntry(.acted, of: path, ward: ward, by: origin, at: $1))
      }
    }
    return try await next(request, context)
  }
}
