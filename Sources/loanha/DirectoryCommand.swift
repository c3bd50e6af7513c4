import ArgumentParser
import WardContract
import WardDesk

/// What a ward's homes can look up.
struct DirectoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "directory",
    abstract: "Publish what the ward's homes can look up, or show it.",
    discussion: """
      Examples:
        loanha directory publish --ward ba-dinh directory/thu-tuc.toml directory/hoa-don.toml
        loanha directory show --ward ba-dinh
      """,
    subcommands: [Publish.self, Show.self])

  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign the directory in these files and send it to the ward's homes.",
      discussion: """
        The files together are the whole directory: what stands in none of them is gone. Each entry
        has a source and a date. directory/README.md describes the files.
        """)

    @OptionGroup var ward: WardOption
    @Argument(help: "The files, together at most 1,024 entries.") var files: [String]
    @Option(
      help: ArgumentHelp(
        "A private key (JWK) to sign with; may be repeated.",
        discussion: "Left out, the ward's own keys sign: editor and approver."))
    var sign: [String] = []

    func run() throws {
      let folder = try ward.open()
      let (first, entries) = try folder.publishDirectory(
        files, keyPaths: sign.isEmpty ? folder.usualKeyPaths(.ordinary) : sign,
        now: currentInstant())
      print(first.line(entries))
      if !folder.tellDesk() {
        print("The desk isn't connected; homes get it when it is.")
        throw notYetSent
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the directory that homes get, an entry a line.")

    @OptionGroup var ward: WardOption

    func run() throws {
      guard let (first, entries) = try ward.open().directory() else {
        throw DeskError("there is no directory yet; `loanha directory publish` makes one")
      }
      print(first.line(entries))
      for procedure in entries.procedures {
        print("  \(procedure.code)\t\(procedure.name)\t\(procedure.source.words)")
      }
      for biller in entries.billers {
        print("  \(biller.identifier)\t\(biller.name)\t\(biller.format)\t\(biller.source.words)")
      }
      for subject in entries.subjects {
        print("  \(subject.identifier)\t\(subject.name)\t\(subject.source.words)")
      }
      for number in entries.numbers {
        print("  \(number.number)\t\(number.name)\t\(number.source.words)")
      }
      for area in entries.areaNames {
        print("  \(area.area)\t\(area.name)\t\(area.source.words)")
      }
      if let form = entries.writingForm { print("  \(form.address)\t\(form.source.words)") }
    }
  }
}

extension DirectoryPart {
  /// What the whole directory is, on one line.
  fileprivate func line(_ entries: Directory) -> String {
    "\(area), version \(version) of \(issued), \(author): \(entries.count) entries in \(count) parts"
  }
}

extension Directory.Source {
  fileprivate var words: String { "(\(text), \(date))" }
}
