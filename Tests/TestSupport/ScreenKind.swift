import TerminalCore

/// The kinds of screens there are: what is tested for every screen is tested for each of these. A new
/// screen doesn't compile before it has a kind, and fails the tests before it is in them.
public enum ScreenKind: String, CaseIterable, Sendable {
  case rest, news, reader, broadcast, emergency, allClear, status, codeEntry, qr, air, choice, page
  case call, recording, claim, storageMissing, examination

  public init(_ screen: Screen) {
    self =
      switch screen {
      case .rest: .rest
      case .news: .news
      case .reader: .reader
      case .broadcast: .broadcast
      case .emergency: .emergency
      case .allClear: .allClear
      case .status: .status
      case .codeEntry: .codeEntry
      case .qr: .qr
      case .air: .air
      case .choice: .choice
      case .page: .page
      case .call: .call
      case .recording: .recording
      case .claim: .claim
      case .storageMissing: .storageMissing
      case .examination: .examination
      }
  }

  /// What stands on a terminal that belongs to a home; the others come before that, and have no buttons.
  public var isOfAHome: Bool { self != .claim && self != .storageMissing }
}
