/// A terminal that belongs to no home yet: what an installer reads off it.
public struct ClaimScreen: Equatable, Sendable {
  /// Names this very machine: "7KQF-2M9X".
  public var code: String
  /// The board file that it runs with.
  public var board: String
  /// What is wrong, in words, the worst first.
  public var problems: [String]

  /// What may be wrong with a terminal that has no home.
  public enum Problem: Sendable {
    /// The board file is wrong for this machine.
    case board
    /// There are settings, and they can't be used.
    case settings
  }

  /// The screen of the machine that `code` names.
  public init(code: String, board: String, problems: [Problem] = []) {
    self.code = code
    self.board = board
    self.problems = problems.map { problem in
      switch problem {
      case .board: Words.wrongBoard
      case .settings: Words.brokenSettings
      }
    }
  }
}
