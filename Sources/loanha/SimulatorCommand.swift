import ArgumentParser
import Glibc
import LinuxIO
import TerminalCore
import WardDesk

struct SimulatorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim", abstract: "Press, see and hear a simulated terminal.",
    subcommands: [Press.self, Screen.self, Speaker.self])

  struct HomeOption: ParsableArguments {
    @Option(name: .customLong("home"), help: "The terminal's folder.") var path: String
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

    func run() throws {
      guard let hold else { return try ask("press") }
      try ask("down")
      usleep(UInt32(hold * 1e6))
      try ask("up")
    }

    private func ask(_ word: String) throws {
      let answer = try LineClient.ask(
        "\(word) \(button.rawValue)", at: "\(home.path)/buttons.sock")
      guard answer == "ok" else { throw DeskError(answer) }
    }
  }

  struct Screen: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say where the screen's picture is, or copy it.")

    @OptionGroup var home: HomeOption
    @Option(help: "Copy it to this file.") var out: String?

    func run() throws {
      let path = "\(home.path)/screen.png"
      let bytes = try Files.read(path, limit: 1 << 26)
      guard let out else { return print(path) }
      try Files.replace(out, bytes, mode: 0o644)
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
      let path = "\(home.path)/speaker.wav"
      var bytes = try Files.read(path, limit: 1 << 30)
      guard let out else { return print(path) }
      guard bytes.count >= 44 else { throw DeskError("\(path) holds no sound yet") }
      func put(_ number: Int, at offset: Int) {
        for index in 0..<4 {
          bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
        }
      }
      put(bytes.count - 8, at: 4)
      put(bytes.count - 44, at: 40)
      try Files.replace(out, bytes, mode: 0o644)
    }
  }
}

extension Button: ExpressibleByArgument {}
