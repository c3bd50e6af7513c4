import ArgumentParser
import WardContract
import WardDesk

extension WardCommand {
  struct Areas: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "areas",
      abstract: "Move homes as areas of the ward are merged or renamed from a day on.",
      discussion: """
        The file names the decision, its first day, and what each area becomes:
          source = "Quyết định 12/QĐ-UBND"
          date = "2027-01-01"
          [area.01.00004.tdp-7]
          becomes = "01.00004.tdp-3"
        Examples:
          loanha ward areas check --ward ba-dinh sap-xep.toml
          loanha ward areas apply --ward ba-dinh sap-xep.toml
        """,
      subcommands: [Check.self, Apply.self])

    struct Check: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Explain what the file would do; fail if it can't be applied now.")

      @OptionGroup var ward: WardOption
      @Argument(help: "The file.") var file: String

      func run() throws {
        let explanation = try AreaChanges(path: file).explain(
          in: ward.open(), at: currentInstant())
        for line in explanation.lines + explanation.faults { print(line) }
        guard explanation.faults.isEmpty else { throw ExitCode.failure }
      }
    }

    struct Apply: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Move the homes, all at once; the history keeps where they were.")

      @OptionGroup var ward: WardOption
      @Argument(help: "The file.") var file: String

      func run() throws {
        let folder = try ward.open()
        let count = try AreaChanges(path: file).apply(
          to: folder, by: commandLineOfficer, at: currentInstant())
        print("\(count) nhà đã chuyển.")
        try folder.sendSettings()
      }
    }
  }
}
