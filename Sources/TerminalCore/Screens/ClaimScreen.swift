/// A terminal that belongs to no home yet: what an installer reads off it.
public struct ClaimScreen: Equatable, Sendable {
  /// Names this very machine: "7KQF-2M9X".
  public var code: String
  /// The board file that it runs with.
  public var board: String
  /// What is wrong, in words, the worst first.
  public var problems: [String]

  /// The screen of the machine that `code` names.
  public init(code: String, board: String, problems: [String] = []) {
    self.code = code
    self.board = board
    self.problems = problems
  }
}
