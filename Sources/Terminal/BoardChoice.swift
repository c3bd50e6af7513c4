import Boards
import ConfigurationFiles
import LinuxIO

/// Which board file a terminal runs with.
public enum BoardChoice {
  /// Where the package puts the board files.
  public static let folder = "/usr/share/loanha/boards"

  /// The board that `name` means: a path (it has a slash or ends in ".toml"), the name of a file
  /// in `folder`, or "auto", the one that names the running machine. Unless `anyMachine`, a file
  /// for another machine is refused with `WrongMachine`.
  public static func board(
    _ name: String, anyMachine: Bool = false, folder: String = folder,
    machine: Machine = runningMachine
  ) throws -> Board {
    if name == "auto" { return try board(for: machine, folder) }
    let isPath = name.contains("/") || name.hasSuffix(".toml")
    let board = try read(isPath ? name : "\(folder)/\(name).toml")
    if !anyMachine { try board.check(machine) }
    return board
  }

  /// A board of which nothing is known but that it runs Linux: the first sound card, any display,
  /// any keyboard. What a terminal goes on with, better than silent, if its board file is wrong.
  public static var generic: Board {
    let text = """
      name = "generic"
      [sound]
      pcm = "plughw"
      [display]
      kind = "drm"
      [buttons]
      source = "evdev"
      """
    guard let board = try? Board(path: "generic", read: { _ in Array(text.utf8) }) else {
      preconditionFailure("the generic board is a board")
    }
    return board
  }

  /// The machine that this program runs on.
  public static var runningMachine: Machine {
    Machine { try? Files.read($0, limit: 4_096) }
  }

  private static func read(_ path: String) throws(ConfigurationError) -> Board {
    try Board(path: path, read: ConfigurationFiles.read)
  }

  /// The board file that names the machine most specifically.
  private static func board(for machine: Machine, _ folder: String) throws -> Board {
    let boards = try Files.list(folder).filter { $0.hasSuffix(".toml") }
      .map { try read("\(folder)/\($0)") }
    for name in machine.names {
      let fitting = boards.filter { $0.machines.contains(name) }
      if fitting.count > 1 { throw Undecided(machine: name, boards: fitting.map(\.name).sorted()) }
      if let board = fitting.first { return board }
    }
    throw Undecided(machine: machine.names.first ?? "of no name", boards: [])
  }

  /// No board file fits the machine by itself, or several do.
  public struct Undecided: Error, Equatable, CustomStringConvertible {
    /// The machine's name.
    public var machine: String
    /// The boards that fit it.
    public var boards: [String]

    /// What to do.
    public var description: String {
      boards.isEmpty
        ? "no board file is for the machine \"\(machine)\": name one with --board, "
          + "or BOARD= in /etc/default/loanhad"
        : "several board files are for the machine \"\(machine)\": \(boards.joined(separator: ", "));"
          + " name one with --board, or BOARD= in /etc/default/loanhad"
    }
  }
}
