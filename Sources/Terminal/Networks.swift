import LinuxIO
import Panel
import TerminalCore

/// Tells the core of the ways into the network, whenever they change. Asked for while the loop is awake
/// anyway: nobody is woken for it.
final class Networks {
  private static let pauseMilliseconds: Int64 = 10_000

  private let interfaces = NetworkInterfaces()
  private let feed: (Event) -> Void
  private var told: [NetworkLink]?
  private var askedAt: Int64 = .min / 2

  init(feed: @escaping (Event) -> Void) { self.feed = feed }

  /// Looks, unless it has just done so.
  func tick() {
    let now = Clock.monotonicMilliseconds()
    guard now - askedAt >= Self.pauseMilliseconds else { return }
    askedAt = now
    let links = interfaces.read().map { interface in
      let kind: NetworkLink.Kind =
        switch interface.kind {
        case .ethernet: .ethernet
        case .wifi: .wifi
        case .cellular: .cellular
        }
      return NetworkLink(
        kind: kind, state: interface.isUsed ? .used : interface.isUp ? .ready : .down)
    }
    if links != told { feed(.networks(links)) }
    told = links
  }
}
