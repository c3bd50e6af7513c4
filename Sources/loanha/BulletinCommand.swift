import ArgumentParser
import LinuxIO
import WardContract
import WardDesk

struct BulletinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bulletin", abstract: "Write, correct, withdraw and list bulletins.",
    subcommands: [
      Publish.self, Update.self, Cancel.self, List.self, Pending.self, Sign.self, Return.self,
    ])

  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a bulletin and hang it on the board.",
      discussion: """
        Examples:
          loanha bulletin publish --ward ba-dinh --class thong-tin-thiet-yeu \\
            --title "Lịch cắt điện" --text-file lich.txt --image lich.png --speak
          loanha bulletin publish --ward ba-dinh --class viec-co-moc-thoi-gian \\
            --event-time 2026-11-26T08:00:00+07:00 --session sang --title "Tiêm chủng" --speak
          loanha bulletin publish --ward ba-dinh --class chi-dao-dieu-hanh \\
            --directive-issuer "Ban Tuyên giáo Thành ủy" --directive-number 45-CV/BTGTU \\
            --lifts ngay-trong-tuan,thoi-luong --title "Chào mừng Quốc khánh" --audio le.opus
          loanha bulletin publish --ward ba-dinh --priority khan-cap --expires-in 2h \\
            --title "Cháy tại ngõ 12" --instruction "Ra khỏi nhà ngay." --speak

        What breaks a rule of local broadcasting is refused with every rule that it breaks, exit
        code 1. `loanha rules explain` lists the classes of content, `loanha rules remaining` says
        what is left of the next sessions. An emergency is exempt.
        """)

    @OptionGroup var ward: WardOption
    @OptionGroup var words: WordOptions
    @OptionGroup(title: "The broadcast rules") var regulation: RegulationOptions
    @OptionGroup var hanging: HangingOptions
    @Option(help: "The bulletin's name; made from the time if it is left out.")
    var id: Identifier?
    @Option(help: "thong-thuong, uu-tien or khan-cap.") var priority = Priority.ordinary
    @Option(help: "Actual, Exercise or Test.") var status = Status.actual
    @Option(help: "An area it is for; may be repeated; the whole ward if left out.")
    var area: [Area] = []
    @Option(
      help: "How long it hangs: 90m, 12h, 7d; a day, or until a day after its session if left out.")
    var expiresIn: Duration?
    @Option(help: "When it begins to count, such as 2026-11-24T08:05:00+07:00.")
    var effective: Instant?

    func run() throws {
      let folder = try ward.open()
      let now = currentInstant()
      let text = try words.readText()
      // 2026-11-24T08:05:00+07:00 becomes tin-20261124080500.
      let made = Identifier("tin-" + now.description.prefix(19).filter(\.isNumber))
      guard let identifier = id ?? made else { throw ValidationError("no name for the bulletin") }
      guard try DeskStore(path: folder.databasePath).newest(identifier) == nil else {
        throw DeskError("there is a bulletin \(identifier) already; see `loanha bulletin update`")
      }
      var bulletin = Bulletin(
        identifier: identifier, senderName: "UBND \(folder.name)", sent: now, status: status,
        priority: priority, areas: area.isEmpty ? [folder.area] : area,
        urgency: priority == .emergency ? .immediate : .unknown, effective: effective,
        expires: (effective ?? now) + (expiresIn ?? Duration(hours: 24)).milliseconds,
        headline: try words.readTitle(),
        description: text, instruction: words.readInstruction())
      bulletin.resources = try words.takeMedia(for: bulletin, folder)
      try regulation.apply(to: &bulletin)
      if expiresIn == nil {
        try folder.setUsualEnd(of: &bulletin, directive: regulation.apply(to:))
      }
      try hanging.hang(bulletin, folder)
    }
  }

  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Correct a bulletin: the new words take the place of the old, and sound again.")

    @OptionGroup var ward: WardOption
    @OptionGroup var words: WordOptions
    @OptionGroup(title: "The broadcast rules; what is left out stays as it is")
    var regulation: RegulationOptions
    @OptionGroup var hanging: HangingOptions
    @Argument(help: "The bulletin's name.") var id: Identifier

    func run() throws {
      let folder = try ward.open()
      let now = currentInstant()
      let store = try DeskStore(path: folder.databasePath)
      var bulletin = try store.current(id, at: now).correction(at: now)
      if words.title != nil { bulletin.headline = try words.readTitle() }
      if words.hasText { bulletin.description = try words.readText() }
      if words.instruction != nil { bulletin.instruction = words.readInstruction() }
      if words.hasMedia { bulletin.resources = try words.takeMedia(for: bulletin, folder) }
      try regulation.apply(to: &bulletin)
      try hanging.hang(bulletin, folder)
    }
  }

  struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Withdraw a bulletin. For an emergency this is the all-clear.",
      discussion: """
        Example:
          loanha bulletin cancel --ward ba-dinh chay-ngo-12 --title "Đám cháy đã được dập tắt"
        """)

    @OptionGroup var ward: WardOption
    @OptionGroup var hanging: HangingOptions
    @Argument(help: "The bulletin's name.") var id: Identifier
    @Option(help: "What homes are told if they were told of an emergency.") var title: String?
    @Option(help: "More about it.") var text = ""

    func run() throws {
      let folder = try ward.open()
      let now = currentInstant()
      let store = try DeskStore(path: folder.databasePath)
      try hanging.hang(
        store.current(id, at: now).withdrawal(headline: title, text: text, at: now), folder)
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List bulletins, the newest first.")

    @OptionGroup var ward: WardOption
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let bulletins = try DeskStore(path: ward.open().databasePath).newestOfAll().map(\.bulletin)
      if json { return print(JSONValue.array(bulletins.map(\.json)).text) }
      let now = currentInstant()
      for bulletin in bulletins {
        let state =
          bulletin.messageType == .cancel
          ? "withdrawn" : bulletin.expires <= now ? "expired" : "hangs"
        print(
          "\(bulletin.identifier)\tr\(bulletin.revision)\t\(bulletin.priority.rawValue)\t\(state)"
            + "\t\(bulletin.sent)\t\(bulletin.headline)")
      }
    }
  }
}

extension Priority: ExpressibleByArgument {}
extension Status: ExpressibleByArgument {}
