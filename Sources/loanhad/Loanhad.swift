import Boards
import Glibc
import LinuxIO
import Sound
import Terminal

/// The household terminal.
@main enum Loanhad {
  // The words of sysexits.h.
  private static let wrongUsage: Int32 = 64
  private static let unavailable: Int32 = 69
  private static let wrongConfiguration: Int32 = 78

  private static func fail(_ words: String, _ code: Int32) -> Never {
    StandardStream.error.print("loanhad: \(words)")
    exit(code)
  }

  static func main() {
    do {
      try perform(try Arguments(CommandLine.arguments.dropFirst()))
    } catch let error as Arguments.Fault {
      fail("\(error)\n\(Arguments.usage)", wrongUsage)
    } catch let error as ConfigurationError {
      fail(error.description, wrongConfiguration)
    } catch let error as WrongMachine {
      fail(error.description, wrongConfiguration)
    } catch let error as BoardChoice.Undecided {
      fail(error.description, wrongConfiguration)
    } catch {
      fail("\(error)", unavailable)
    }
  }

  private static func perform(_ arguments: Arguments) throws {
    let print = StandardStream.output.print
    switch arguments.task {
    case .version: print("loanhad \(Household.version)")
    case .help: print(Arguments.usage)
    case .setClock:
      let folder = try arguments.neededHome()
      if let done = try ClockFloor.apply(folder: folder, version: Household.version) { print(done) }
    case .describe:
      let board = try BoardChoice.board(try arguments.neededBoard(), anyMachine: true)
      let lines = BoardDescription.lines(
        board, home: arguments.home ?? ".", machine: BoardChoice.runningMachine)
      for line in lines { print(line) }
    case .record(let path): try record(try board(arguments), arguments, path)
    case .run: try run(try board(arguments), home: try arguments.neededHome())
    }
  }

  private static func board(_ arguments: Arguments) throws -> Board {
    try BoardChoice.board(
      try arguments.neededBoard(), anyMachine: arguments.isForAnyMachine)
  }

  private static func record(_ board: Board, _ arguments: Arguments, _ path: String) throws {
    guard let microphone = board.microphone else {
      fail("the board \(board.name) has no [microphone]", wrongConfiguration)
    }
    let settings = MicrophoneSettings(microphone, home: arguments.home ?? ".")
    let recording = try Recorder(settings).record(seconds: arguments.seconds, to: path)
    StandardStream.output.print("\(path): \(recording)")
  }

  private static func run(_ board: Board, home: String) throws {
    if Unclaimed.isNeeded(folder: home) {
      guard try Unclaimed(board: board, folder: home).wait() else { return }
    }
    let settings = try TerminalSettings(folder: home, version: Household.version)
    try Household(board: board, settings: settings, folder: home).run()
  }
}
