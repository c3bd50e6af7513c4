import ArgumentParser
import LinuxIO
import WardContract
import WardDesk

/// The command line of installers and ward staff.
@main struct Loanha: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loanha",
    abstract: "The ward's desk and its terminals from the command line.",
    discussion: """
      A first evening:
        loanha ward init --ward ba-dinh --area 01.00004 --name "phường Ba Đình"
        loanha terminal enroll --ward ba-dinh --id nha-1 --area 01.00004 --home nha-1
        mosquitto -c ba-dinh/broker/mosquitto.conf &
        loanha desk serve --ward ba-dinh &
        loanhad --board boards/simulator.toml --home nha-1 &
        loanha bulletin publish --ward ba-dinh --class thong-tin-thiet-yeu \\
          --title "Họp tổ dân phố" --text "19 giờ tối nay."
        loanha receipts --ward ba-dinh

      Exit codes: 0 done, 1 refused or failed, 3 stored but not yet sent, 64 wrong usage.
      """,
    version: "loanha 0.1.0",
    subcommands: [
      CityCommand.self, WardCommand.self, EnrollCommand.self, TerminalCommand.self,
      BulletinCommand.self, LiveCommand.self,
      DirectoryCommand.self, ServiceCommand.self, BillCommand.self, ReceiptsCommand.self,
      FeedbackCommand.self, RulesCommand.self, VerifyCommand.self, ReleaseCommand.self,
      DeskCommand.self,
      DoctorCommand.self, SimulatorCommand.self, PilotCommand.self, BoardsCommand.self,
      SayCommand.self,
      VietQRCommand.self,
      AirCommand.self, AqiCommand.self, LunarCommand.self,
    ])
}

/// Stored, but not on its way yet: the desk isn't running or is cut off from its broker.
let notYetSent = ExitCode(3)

/// The ward that a command is about.
struct WardOption: ParsableArguments {
  @Option(name: .customLong("ward"), help: "The ward's folder, made by `loanha ward init`.")
  var path: String

  func open() throws -> WardFolder { try WardFolder(path: path) }
}

/// Now, in whole seconds: signed times have no fractions.
func currentInstant() -> Instant {
  Instant(milliseconds: Clock.wallMilliseconds() / 1000 * 1000)
}

extension Identifier: ExpressibleByArgument {
  /// What the command line spells.
  public init?(argument: String) { self.init(argument) }
}

extension Area: ExpressibleByArgument {
  /// What the command line spells.
  public init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
  /// What the command line spells.
  public init?(argument: String) { self.init(argument) }
}
