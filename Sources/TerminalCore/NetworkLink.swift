import WardContract

/// A way into the network that the board has, and how it is.
public struct NetworkLink: Equatable, Sendable {
  /// What it is made of.
  public enum Kind: String, CaseIterable, Sendable {
    case ethernet
    case wifi
    case cellular
  }

  /// How it is.
  public enum State: String, CaseIterable, Sendable {
    /// No cable, no network in reach, no registration: nothing can go through it.
    case down
    /// It is up, and another one is used.
    case ready
    /// What leaves the terminal goes this way.
    case used
  }

  /// What it is made of.
  public var kind: Kind
  /// How it is.
  public var state: State

  /// A way into the network.
  public init(kind: Kind, state: State) {
    self.kind = kind
    self.state = state
  }

  /// "wifi used": as the ward is told.
  var word: String { "\(kind.rawValue) \(state.rawValue)" }
}

/// Which ways into the network there are: it is NetworkManager that chooses between them.
extension HomeTerminal {
  /// A row of the status screen; none on a board that can't tell.
  var networkRows: [StatusScreen.Row] {
    guard !networks.isEmpty else { return [] }
    let isUsed = networks.contains { $0.state == .used }
    return [
      .init(
        name: "Mạng",
        value: networks.map { Words.network($0) }.joined(separator: " · "), isGood: isUsed)
    ]
  }
}

extension Words {
  fileprivate static func network(_ link: NetworkLink) -> String {
    let name =
      switch link.kind {
      case .ethernet: "Dây mạng"
      case .wifi: "Wi-Fi"
      case .cellular: "4G"
      }
    return switch link.state {
    case .used: "\(name) đang dùng"
    case .ready: "\(name) sẵn sàng"
    case .down: link.kind == .ethernet ? "\(name) chưa cắm" : "\(name) không có sóng"
    }
  }
}
