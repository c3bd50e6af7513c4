import Boards
import ConfigurationFiles
import Glibc
import Installation
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
    case .prepare:
      for done in Preparation.perform(folder: try arguments.neededHome()) { print(done) }
    case .storageMissing:
      let (board, _) = try boardToRun(arguments)
      try StorageMissing.run(board: board, home: arguments.home ?? ".")
    case .installUpdate:
      let board = try? board(arguments).name
      print(try Installer(root: arguments.root, board: board, now: .present()).install())
    case .settleUpdate:
      print(try Installer(root: arguments.root, board: nil, now: .present()).settle())
    case .describe:
      let board = try BoardChoice.board(try arguments.neededBoard(), anyMachine: true)
      let lines = BoardDescription.lines(
        board, home: arguments.home ?? ".", machine: BoardChoice.runningMachine)
      for line in lines { print(line) }
    case .doctor:
      let (lines, isGood) = try Doctor.examine(folder: try arguments.neededHome())
      for line in lines { print(line) }
      if !isGood { exit(1) }
    case .record(let path): try record(try board(arguments), arguments, path)
    case .run: try run(arguments)
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

  private static func run(_ arguments: Arguments) throws {
    let home = try arguments.neededHome()
    let (board, boardFault) = try boardToRun(arguments)
    let settings = try Unclaimed.settings(
      board: board, boardFault: boardFault, folder: home, version: Household.version,
      waitsForRepair: arguments.keepsGoing)
    guard let settings else { return }
    try Household(board: board, settings: settings, folder: home, boardFault: boardFault).run()
  }

  /// The board, or a generic one and why.
  private static func boardToRun(_ arguments: Arguments) throws -> (Board, fault: String?) {
    do {
      return (try board(arguments), nil)
    } catch let error as Arguments.Fault {
      throw error
    } catch {
      guard arguments.keepsGoing else { throw error }
      StandardStream.error.print("loanhad: \(error); going on with a generic board")
      return (BoardChoice.generic, "\(error)")
    }
  }
}
