import ArgumentParser
import WardDesk

struct DeskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk", abstract: "Run the ward's desk.", subcommands: [Serve.self])

  struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep the board on the broker and take the homes' receipts, until a signal ends it."
    )

    @OptionGroup var ward: WardOption
    @Option(help: "Seconds between two signed board indexes, 5 to 3600.")
    var indexInterval = 300

    func validate() throws {
      guard (5...3_600).contains(indexInterval) else {
        throw ValidationError("--index-interval takes 5 to 3600 seconds")
      }
    }

    func run() throws {
      try Desk(ward.open(), indexIntervalSeconds: indexInterval).runUntilSignal()
    }
  }
}
