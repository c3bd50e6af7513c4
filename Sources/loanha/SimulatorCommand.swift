import ArgumentParser
import LinuxIO
import TerminalCore
import WardDesk

struct SimulatorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim", abstract: "Press, see and hear a simulated terminal.",
    subcommands: [Press.self, Screen.self, Speaker.self])

  struct HomeOption: ParsableArguments {
    @Option(name: .customLong("home"), help: "The terminal's folder.") var path: String

    var terminal: SimulatedTerminal { SimulatedTerminal(path: path) }
  }

  struct Press: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Press a button.",
      discussion: """
        Examples:
          loanha sim press ok --home nha-1
          loanha sim press ok --hold 1.5 --home nha-1    # has the screen read out
          loanha sim press sos --hold 3.5 --home nha-1
        """)

    @OptionGroup var home: HomeOption
    @Argument(help: "up, down, ok, back, volume-up, volume-down or sos.") var button: Button
    @Option(help: "For how many seconds it is held, at most 60.") var hold: Double?

    func validate() throws {
      guard (0...60).contains(hold ?? 0) else {
        throw ValidationError("--hold: 0 to 60 seconds were expected")
      }
    }

    func run() throws { try home.terminal.press(button.rawValue, holdSeconds: hold) }
  }

  struct Screen: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say where the screen's picture is, or copy it.")

    @OptionGroup var home: HomeOption
    @Option(help: "Copy it to this file.") var out: String?

    func run() throws {
      guard let out else { return print(home.terminal.screenPath) }
      try Files.replace(out, home.terminal.screen(), mode: 0o644)
    }
  }

  struct Speaker: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say where the speaker's sound is, or copy it as a whole WAV file.",
      discussion: """
        While the terminal runs, the lengths in its WAV file's header are not known yet; the copy
        has them right.
        """)

    @OptionGroup var home: HomeOption
    @Option(help: "Copy it to this file.") var out: String?

    func run() throws {
      guard let out else { return print(home.terminal.speakerPath) }
      try Files.replace(out, home.terminal.speaker(), mode: 0o644)
    }
  }
}

extension Button: ExpressibleByArgument {}
