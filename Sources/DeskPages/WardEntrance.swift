import Hummingbird
import WardContract

/// Lets those into a ward's pages who belong there. To others the ward does not exist. Whatever page
/// they open, calls for help stand on top of it.
struct WardEntrance: RouterMiddleware {
  private let wards: [Area: WardOffice]

  init(_ wards: [WardOffice]) {
    self.wards = Dictionary(uniqueKeysWithValues: wards.map { ($0.area, $0) })
  }

  func handle(
    _ request: Request, context: DeskContext,
    next: (Request, DeskContext) async throws -> Response
  ) async throws -> Response {
    guard let visitor = context.visitor else { throw HTTPError(.unauthorized) }
    guard let area = context.parameters.get("area").flatMap({ Area($0) }), let ward = wards[area],
      visitor.mayEnter(area)
    else { throw HTTPError(.notFound) }
    var context = context
    context.ward = ward
    context.alarms = try await ward.read { try $0.openAlarms() }
    return try await next(request, context)
  }
}
