import Boards
import Glibc
import LinuxIO
import Terminal

/// The household terminal.
@main enum Loanhad {
  private static let usage = """
    usage: loanhad --board FILE --home FOLDER
           loanhad --describe --board FILE
           loanhad --version

      --board FILE     what the terminal is built of, such as boards/simulator.toml
      --home FOLDER    its settings and store; made by `loanha terminal enroll`
      --describe       say what the board file describes, and end
    """

  // The words of sysexits.h.
  private static let wrongUsage: Int32 = 64
  private static let unavailable: Int32 = 69
  private static let wrongConfiguration: Int32 = 78

  private static func fail(_ words: String, _ code: Int32) -> Never {
    StandardStream.error.print("loanhad: \(words)")
    exit(code)
  }

  static func main() {
    var board: String?
    var home: String?
    var isDescription = false
    var arguments = CommandLine.arguments.dropFirst()
    while let argument = arguments.popFirst() {
      switch argument {
      case "--board": board = arguments.popFirst()
      case "--home": home = arguments.popFirst()
      case "--describe": isDescription = true
      case "--version":
        StandardStream.output.print("loanhad \(Household.version)")
        return
      case "--help":
        StandardStream.output.print(usage)
        return
      default: fail("unknown argument \(argument)\n\(usage)", wrongUsage)
      }
    }
    guard let board else { fail("a board file is needed\n\(usage)", wrongUsage) }
    do {
      let file = try Board(path: board, read: ConfigurationFiles.read)
      if isDescription { return describe(file) }
      guard let home else { fail("a home folder is needed\n\(usage)", wrongUsage) }
      let settings = try TerminalSettings(folder: home, version: Household.version)
      try Household(board: file, settings: settings, folder: home).run()
    } catch let error as ConfigurationError {
      fail(error.description, wrongConfiguration)
    } catch {
      fail("\(error)", unavailable)
    }
  }

  private static func describe(_ board: Board) {
    let print = StandardStream.output.print
    print("board    \(board.name) (\(board.status.rawValue))")
    print(
      "sound    \(board.sound.pcm), \(board.sound.rateHertz) Hz, \(board.sound.channels) channel(s)"
    )
    print(
      "display  \(board.display.kind.rawValue), \(board.display.width)×\(board.display.height)")
    print("buttons  \(board.buttons.source.rawValue)")
  }
}
