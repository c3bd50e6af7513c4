import ArgumentParser
import Boards
import ConfigurationFiles
import LinuxIO
import WardContract
import WardDesk

struct BoardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boards", abstract: "Check the files that say what terminals are built of.",
    subcommands: [Check.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read board files as a terminal would, and say what is wrong with them.",
      discussion: """
        Examples:
          loanha boards check
          loanha boards check boards/raspberry-pi-4.toml
          loanha boards check --folder boards --json

        Prints a line a board: that it is ok and how far it can be trusted, or where it is wrong
        and what may stand there instead. Exit code 1 if any is wrong.
        """)

    @Argument(help: "Board files; if there is none, all of the folder.") var files: [String] = []
    @Option(help: "The folder with board files.") var folder = "boards"
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let checked = Self.check(files.isEmpty ? try boardFiles() : files)
      if json {
        print(JSONValue.array(checked.map(\.json)).text)
      } else {
        for board in checked { print(board.line) }
      }
      if checked.contains(where: \.isWrong) { throw ExitCode.failure }
    }

    private func boardFiles() throws -> [String] {
      let names = try Files.list(folder).filter { $0.hasSuffix(".toml") }
      guard !names.isEmpty else { throw DeskError("there is no board file (*.toml) in \(folder)") }
      return names.map { "\(folder)/\($0)" }
    }

    /// A board file, and the board that it describes or what is wrong with it.
    struct Checked {
      var file: String
      var result: Result<Board, ConfigurationError>

      var isWrong: Bool { (try? result.get()) == nil }

      var line: String {
        switch result {
        case .success(let board): "\(file): ok, \(board.status.rawValue)"
        case .failure(let error): error.description
        }
      }

      var json: JSONValue {
        switch result {
        case .success(let board):
          .members([
            "file": .string(file), "name": .string(board.name),
            "status": .string(board.status.rawValue),
            "machine": .array(board.machines.map { .string($0) }),
          ])
        case .failure(let error):
          .members(["file": .string(file), "fault": .string(error.description)])
        }
      }
    }

    private static func check(_ files: [String]) -> [Checked] {
      var named: [String: String] = [:]
      return files.map { file in
        do throws(ConfigurationError) {
          let board = try Board(path: file, read: read)
          guard file.split(separator: "/").last == "\(board.name).toml" else {
            throw ConfigurationError(
              file: file, line: 0, fault: "the name \"\(board.name)\" is not that of the file",
              allowed: "a board's name is its file's without \".toml\"")
          }
          if let other = named.updateValue(file, forKey: board.name), other != file {
            throw ConfigurationError(
              file: file, line: 0, fault: "\(other) has the name \"\(board.name)\", too",
              allowed: "a name that no other board has")
          }
          return Checked(file: file, result: .success(board))
        } catch {
          return Checked(file: file, result: .failure(error))
        }
      }
    }

    private static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
      do throws(SystemError) {
        return try Files.read(path, limit: ConfigurationFile.maximumBytes)
      } catch {
        throw ConfigurationError(file: path, line: 0, fault: "can't be read: \(error)")
      }
    }
  }
}
