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
  /// Rows of the status screen; none on a board that can't tell.
  var networkRows: [StatusScreen.Row] {
    var rows: [StatusScreen.Row] = []
    if !networks.isEmpty {
      let isUsed = networks.contains { $0.state == .used }
      let words = networks.map { Words.network($0) }.joined(separator: " · ")
      rows.append(.init(name: "Mạng", value: words, isGood: isUsed))
    }
    if let mobileNetwork {
      rows.append(
        .init(
          name: "Sóng di động", value: Words.mobile(mobileNetwork),
          isGood: mobileNetwork.isRegistered))
    }
    return rows
  }
}

extension Words {
  /// "Viettel, sóng mạnh (64 %)"
  fileprivate static func mobile(_ network: MobileNetwork) -> String {
    let name = network.name.isEmpty ? "Đã vào mạng" : network.name
    let strength =
      switch network.signalPercent {
      case 60...: "sóng mạnh"
      case 30...: "sóng vừa"
      default: "sóng yếu"
      }
    return switch network.registration {
    case .home: "\(name), \(strength) (\(network.signalPercent) %)"
    case .roaming: "\(name) (nhờ mạng khác), \(strength) (\(network.signalPercent) %)"
    case .searching: "Đang tìm sóng"
    case .denied: "Mạng không nhận thẻ SIM. Xin báo phường."
    case .none: "Chưa vào được mạng. Xin báo phường."
    }
  }

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
