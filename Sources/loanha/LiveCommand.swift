import ArgumentParser
import Glibc
import LinuxIO
import WardContract
import WardDesk

struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live", abstract: "Speak or relay a programme into the homes while it is made.",
    discussion: """
      Examples:
        loanha live mic --ward ba-dinh --title "Chủ tịch phường trả lời nhân dân" \\
          --class chi-dao-dieu-hanh --minutes 10
        loanha live mic --ward ba-dinh --title "Bão số 9" --priority khan-cap
        loanha live https://dai.example.vn/live.m3u8 --ward dong-anh --title "Thời sự" \\
          --class tiep-song

      Ordinary programmes need a session that goes on now, or a directive; homes take a minute to
      open a session, and the programme waits for them. Wards of a quận may not relay.
      Ends with its source, after the minutes that it was given, or with Ctrl-C: then with a last
      word to the homes, which take it off.
      """)

  @Argument(help: "A sound file, an http(s) address to relay (ffmpeg), or mic.")
  var source: String
  @OptionGroup var ward: WardOption
  @OptionGroup(title: "The broadcast rules") var regulation: RegulationOptions
  @OptionGroup var signing: SigningOptions
  @Option(help: "The headline.") var title: String
  @Option(help: "More about it.") var text = ""
  @Option(help: "What people should do, in an emergency.") var instruction: String?
  @Option(help: "The bulletin's name; made from the time if it is left out.") var id: Identifier?
  @Option(help: "thong-thuong, uu-tien or khan-cap.") var priority = Priority.ordinary
  @Option(help: "Actual or Exercise.") var status = Status.actual
  @Option(help: "An area it is for; may be repeated; the whole ward if left out.")
  var area: [Area] = []
  @Option(
    help:
      "How long it lasts at most, 1 to 45 minutes; what the session has left, or 15, if left out."
  )
  var minutes: Int?
  @Option(help: "The ALSA name of the microphone; `arecord -L` lists them.")
  var microphone = "default"

  func validate() throws {
    guard (1...Bounds.soundMilliseconds / 60_000).contains(minutes ?? 1) else {
      throw ValidationError("--minutes takes 1 to \(Bounds.soundMilliseconds / 60_000)")
    }
  }

  private var programmeSource: LiveProgramme.Source {
    if source == "mic" { return .microphone(pcm: microphone) }
    return source.contains("://") ? .relay(address: source) : .file(path: source)
  }

  func run() throws {
    let folder = try ward.open()
    let now = currentInstant()
    guard let identifier = id ?? Identifier("live-" + now.description.prefix(19).filter(\.isNumber))
    else { throw ValidationError("no name for the bulletin") }
    guard try DeskStore(path: folder.databasePath).newest(identifier) == nil else {
      throw DeskError("there is a bulletin \(identifier) already")
    }
    var bulletin = Bulletin(
      identifier: identifier, senderName: "UBND \(folder.name)", sent: now, status: status,
      priority: priority, areas: area.isEmpty ? [folder.area] : area,
      urgency: priority == .emergency ? .immediate : .unknown, expires: now + 3_600_000,
      headline: TextRules.normalised(title), description: TextRules.normalised(text),
      instruction: instruction.map(TextRules.normalised))
    try regulation.apply(to: &bulletin)
    if case .relay = programmeSource { bulletin.regulation.programmeSource = .relay }
    let programme = LiveProgramme(
      source: programmeSource, bulletin: bulletin, longestMilliseconds: minutes.map { $0 * 60_000 },
      keyPaths: try signing.keyPaths(priority, folder))
    let meter = Meter(store: try DeskStore(path: folder.databasePath), identifier: identifier)
    try programme.broadcast(folder) { meter.show($0) }
    print("\(identifier) has ended.")
    if priority == .emergency {
      print("It hangs until it expires; `loanha bulletin cancel` gives the all-clear.")
    }
  }

  /// Tells once a second how the programme goes: on a terminal in one line that changes.
  private final class Meter {
    private let store: DeskStore
    private let identifier: Identifier
    private let isTerminal = isatty(1) == 1

    init(store: DeskStore, identifier: Identifier) {
      self.store = store
      self.identifier = identifier
    }

    func show(_ status: LiveBroadcast.Status) {
      let level = max(0, min(10, Int((status.peakDBFS.isFinite ? status.peakDBFS : -60) + 60) / 6))
      let bar = String(repeating: "▮", count: level) + String(repeating: "▯", count: 10 - level)
      let decibels =
        status.peakDBFS.isFinite ? "\(Int(status.peakDBFS.rounded())) dBFS" : "silence"
      let time =
        status.milliseconds.map { "\($0 / 1000) s  \(bar) \(decibels)" } ?? "not yet on air"
      let line = "\(time)  \(homes) homes" + (status.problem.map { "  \($0)" } ?? "")
      if isTerminal {
        print("\r\u{1B}[K\(line)", terminator: "")
        fflush(nil)
      } else {
        StandardStream.output.print(line)
      }
    }

    /// Homes that have said that they got the announcement.
    private var homes: Int {
      let receipts = (try? store.receipts(of: identifier)) ?? []
      return Set(receipts.filter { $0.receipt.fact == .received }.map(\.terminal)).count
    }
  }
}
