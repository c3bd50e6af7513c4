import Boards
import TerminalCore

/// A terminal whose data partition can't be mounted. It can't know its ward, so it says what to
/// do, on the screen and with the alert lamp. Whoever started it mounts the partition and ends it.
public enum StorageMissing {
  /// Says so on `board` until a signal asks to end. `home`: where a board without a display keeps
  /// its picture; nothing else is written.
  public static func run(board: Board, home: String) throws {
    let code = MachineCode.code(of: MachineCode.machineIdentity())
    let screen = Screen.storageMissing(StorageMissingScreen(code: code))
    let standing = try StandingScreen(board, home: home, screen)
    standing.note("the data partition is not mounted: the screen says so")
    standing.show(screen, isWrong: true)
    try standing.run(status: "The data partition is not mounted")
  }
}
