import Boards
import ConfigurationFiles
import LinuxIO
import TerminalCore

/// A terminal without a home: it shows its code, and waits until somebody has enrolled it.
public final class Unclaimed {
  private let standing: StandingScreen
  private let board: Board
  private let boardFault: String?
  private let folder: String
  private let version: String
  private let code = ClaimCode.code(of: ClaimCode.machineIdentity())
  private var settings: TerminalSettings?
  private var settingsFault: String?

  /// The settings of the home in `folder`. While there are none, the terminal on `board` says so
  /// and waits; `nil` if a signal asks to end first. If there are some that can't be used, this
  /// throws, unless it `waitsForRepair`.
  public static func settings(
    board: Board, boardFault: String?, folder: String, version: String, waitsForRepair: Bool
  ) throws -> TerminalSettings? {
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        return try TerminalSettings(folder: folder, version: version)
      } catch {
        guard waitsForRepair else { throw error }
      }
    }
    let unclaimed = try Unclaimed(board, boardFault, folder, version)
    return try unclaimed.wait()
  }

  private init(
    _ board: Board, _ boardFault: String?, _ folder: String, _ version: String
  ) throws {
    self.board = board
    self.boardFault = boardFault
    self.folder = folder
    self.version = version
    standing = try StandingScreen(
      board, home: folder, .claim(ClaimScreen(code: code, board: board.name)))
  }

  private func wait() throws -> TerminalSettings? {
    standing.onLook = { [unowned self] in readSettings() }
    let path = TerminalSettings.path(in: folder)
    standing.note("no home yet: claim code \(code), waiting for \(path)")
    show()
    try standing.run(status: "Waiting for a home, claim code \(code)")
    return settings
  }

  private func readSettings() {
    let before = settingsFault
    settingsFault = nil
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        settings = try TerminalSettings(folder: folder, version: version)
        standing.stop()
      } catch {
        settingsFault = error.description
      }
    }
    guard settingsFault != before else { return }
    if let settingsFault { standing.note("the settings can't be used: \(settingsFault)") }
    show()
  }

  private func show() {
    var problems: [ClaimScreen.Problem] = []
    if boardFault != nil { problems.append(.board) }
    if settingsFault != nil { problems.append(.settings) }
    let screen = Screen.claim(ClaimScreen(code: code, board: board.name, problems: problems))
    standing.show(screen, isWrong: !problems.isEmpty)
  }
}
