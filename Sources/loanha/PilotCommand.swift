import ArgumentParser
import WardDesk

/// The pilot of five wards with fifty homes each.
struct PilotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pilot",
    abstract: "Make the pilot's five wards with fifty homes each on one broker, or check them.",
    discussion: """
      Two wards of what was Ba Đình, two of Hoàn Kiếm, one of Cầu Giấy, with their real unit codes.
      Homes and addresses are made up, and say so.
        loanha pilot init --folder pilot
        loanha pilot check --folder pilot
      """,
    subcommands: [Initialise.self, Check.self])

  struct Size: ParsableArguments {
    @Option(help: "The folder of the pilot.") var folder: String
    @Option(help: "Homes in each ward, 1 to 200.") var homes = Pilot.homesPerWard

    func validate() throws {
      guard (1...200).contains(homes) else { throw ValidationError("--homes takes 1 to 200") }
    }
  }

  struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Make the pilot in a new folder.")

    @OptionGroup var size: Size
    @Option(help: "Name or address under which terminals reach the broker.")
    var host = "localhost"
    @Option(help: "The broker's port.") var port = 8_883
    @OptionGroup var rules: RulesOption

    func run() throws {
      let pilot = Pilot(path: size.folder)
      try pilot.make(
        homesPerWard: size.homes, host: host, port: port, rulesPath: rules.folder(),
        now: currentInstant())
      print(
        """
        The pilot is made in \(pilot.path). Homes and addresses in it are made up.
          mosquitto -c \(pilot.path)/ba-dinh/broker/mosquitto.conf &
          loanha-desk serve --office \(pilot.path)/office
        """)
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with the pilot, and fail if anything is.")

    @OptionGroup var size: Size

    func run() throws {
      let faults = try Pilot(path: size.folder).faults(homesPerWard: size.homes)
      for fault in faults { print(fault) }
      guard faults.isEmpty else { throw ExitCode.failure }
      print("Five wards with \(size.homes) homes each are whole.")
    }
  }
}
