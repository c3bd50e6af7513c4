import Hummingbird
import NIOCore
import WardContract
import WardDesk

/// What is known of a request as it goes from one middleware to the next.
public struct DeskContext: RequestContext {
  /// Hummingbird's own.
  public var coreContext: CoreRequestContextStorage
  /// Where it comes from, for limits on how often.
  public internal(set) var remoteAddress: String
  /// Whether the browser reaches us by HTTPS, be it through a proxy.
  var isSecure = false
  /// The browser's token, which is the session's once somebody has signed in.
  var browserToken = ""
  /// What a form brought.
  public internal(set) var form = Form.none
  /// Where somebody has signed in.
  var session: SignInSession?
  /// Who has signed in.
  public var visitor: Visitor?
  /// What they read.
  public var language = Language.vietnamese
  /// The ward that the page is about.
  public var ward: WardOffice?
  /// Calls for help in it that nobody has taken on.
  var alarms: [Alarm] = []

  /// A request that has just come.
  public init(source: Source) {
    coreContext = .init(source: source)
    remoteAddress = source.channel.remoteAddress?.ipAddress ?? "?"
  }

  /// A request that comes from `address` another way.
  init(source: some RequestContextSource, address: String) {
    coreContext = .init(source: source)
    remoteAddress = address
  }

  /// What stands around a page of a ward. Throws where a page needs somebody and nobody is there.
  func frame(_ request: Request) throws -> Frame {
    guard let visitor else { throw HTTPError(.unauthorized) }
    guard let ward else { throw HTTPError(.notFound) }
    return Frame(
      visitor: visitor, ward: ward, language: language, path: request.uri.path, alarms: alarms)
  }

  /// The same, for those who have one of these roles in the ward.
  func frame(_ request: Request, for roles: OfficeRole...) throws -> Frame {
    let frame = try frame(request)
    guard !(frame.visitor.roles[frame.ward.area] ?? []).isDisjoint(with: roles) else {
      throw HTTPError(.forbidden)
    }
    return frame
  }
}
