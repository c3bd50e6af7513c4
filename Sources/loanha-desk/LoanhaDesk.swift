import ArgumentParser
import DeskPages
import LinuxIO
import WardContract
import WardDesk

/// The ward desk's server.
@main struct LoanhaDesk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loanha-desk",
    abstract: "The ward desk: pages for the officers of one or several wards.",
    discussion: """
      A first morning:
        loanha ward init --ward ba-dinh --area 01.00004 --name "phường Ba Đình"
        mosquitto -c ba-dinh/broker/mosquitto.conf &
        loanha-desk init --office office --ward ba-dinh
        loanha-desk serve --office office
      """,
    version: "loanha-desk 0.1.0",
    subcommands: [
      Initialise.self, Serve.self, Invite.self, TakeBackup.self, Restore.self, Check.self,
    ])

  struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Make the folder of a server for these wards.")

    @OptionGroup var office: OfficeOption
    @Option(help: "A ward's folder, made by `loanha ward init`; may be repeated.")
    var ward: [String]
    @Option(help: "The address to listen on.") var address = "127.0.0.1"
    @Option(help: "The port; 0 takes any that is free.") var port = 8_443

    func run() throws {
      let made = try OfficeFolder.make(
        path: office.path, wardPaths: ward, address: address, port: port)
      print("The office is made in \(made.path): office.toml says where it listens.")
    }
  }

  struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Serve the pages, and keep each ward's board on its broker.")

    @OptionGroup var office: OfficeOption
    @Option(help: "Seconds between two signed board indexes, 5 to 3600.")
    var indexInterval = 300

    func validate() throws {
      guard (5...3_600).contains(indexInterval) else {
        throw ValidationError("--index-interval takes 5 to 3600 seconds")
      }
    }

    func run() async throws {
      let server = try DeskServer(OfficeFolder(path: office.path))
      let setUpPath = try await server.firstSetUpPath()
      try await server.run(indexIntervalSeconds: indexInterval) { address in
        StandardStream.error.print("desk: pages at \(address)")
        if let setUpPath {
          StandardStream.error.print(
            """
            desk: nobody looks after this server yet. Whoever is to: open this within three days
              \(address)\(setUpPath)
            """)
        }
      }
    }
  }
}

extension LoanhaDesk {
  struct Invite: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a new link to set up an account whose password or telephone is lost.")

    @OptionGroup var office: OfficeOption
    @Argument(help: "The account's name.") var name: String

    func run() throws {
      let folder = try OfficeFolder(path: office.path)
      let store = try OfficeStore(path: folder.databasePath)
      guard let account = Identifier(name) else {
        throw ValidationError("\(name) is no account's name")
      }
      do {
        let now = Instant(milliseconds: Clock.wallMilliseconds())
        let code = try store.invite(account, by: .server, at: now)
        print("Open /set-up/\(code) at the server's address within three days.")
      } catch AccountFault.unknown {
        throw ValidationError("there is no account \(name)")
      }
    }
  }
}

/// The office that a command is about.
struct OfficeOption: ParsableArguments {
  @Option(name: .customLong("office"), help: "The office's folder, made by `loanha-desk init`.")
  var path: String
}
