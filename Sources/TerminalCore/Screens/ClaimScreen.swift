/// A terminal that belongs to no home yet: what an installer reads off it.
public struct ClaimScreen: Equatable, Sendable {
  /// Names this very machine: "7KQF-2M9X-WB4H".
  public var code: String
  /// The board file that it runs with.
  public var board: String
  /// What a telephone opens that scans the code; `nil` if there is no page to open.
  public var link: String?
  /// What it waits for, and what to do.
  public var help: String
  /// What is wrong, in words, the worst first.
  public var problems: [String]

  /// How far a terminal has got in becoming a home's.
  public enum Stage: Sendable {
    /// It knows nobody to ask, and waits for files.
    case byFile
    /// There is no way to the broker yet.
    case connecting
    /// It has said its code, and waits for the desk.
    case waiting
    /// The desk has answered.
    case accepted
  }

  /// What may be wrong with a terminal that has no home.
  public enum Problem: Sendable {
    /// The board file is wrong for this machine.
    case board
    /// There are settings, and they can't be used.
    case settings
    /// What the device brought along to ask with can't be used.
    case trust
    /// What the desk answered is not to be believed.
    case answer
    /// What the desk answered is of the past, by the terminal's clock.
    case clock
    /// Nothing can be written.
    case storage
  }

  /// The screen of the machine that `code` names.
  public init(
    code: String, board: String, stage: Stage = .byFile, link: String? = nil,
    problems: [Problem] = []
  ) {
    self.code = code
    self.board = board
    self.link = link
    help =
      switch stage {
      case .byFile: Words.claimByFile
      case .connecting: Words.claimConnecting
      case .waiting: link == nil ? Words.claimWaiting : Words.claimScanning
      case .accepted: Words.claimAccepted
      }
    self.problems = problems.map { problem in
      switch problem {
      case .board: Words.wrongBoard
      case .settings: Words.brokenSettings
      case .trust: Words.brokenTrust
      case .answer: Words.foreignAnswer
      case .clock: Words.expiredAnswer
      case .storage: Words.diskFailing
      }
    }
  }
}
