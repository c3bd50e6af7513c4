import ArgumentParser
import BroadcastRules
import ConfigurationFiles
import LinuxIO
import WardContract
import WardDesk

extension RulesCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check rule files, a ward's plan, or an item before it is published.",
      discussion: """
        Examples:
          loanha rules check
          loanha rules check rules/qd-5133-2017.toml rules/qd-1246-2021.toml --json
          loanha rules check --ward ba-dinh
          loanha rules check --ward ba-dinh --class thong-tin-thiet-yeu --seconds 200
          loanha rules check --ward ba-dinh --class viec-co-moc-thoi-gian --audio tin.opus \\
            --event-time 2026-11-26T08:00:00+07:00 --session chieu

        Without anything the rule files that came with the program are checked, each by itself and
        all together; with a ward its plan, its rule files and its clusters of loudspeakers
        (clusters.toml), too. With a class of content, a sound or a text it says whether that might
        be published: nothing is signed or kept. Exit code 1 if anything is wrong or refused.
        """)

    @Option(name: .customLong("ward"), help: "The ward's folder, made by `loanha ward init`.")
    var ward: String?
    @OptionGroup var rules: RulesOption
    @Argument(help: "Rule files that are to hold together.") var files: [String] = []
    @OptionGroup(title: "An item") var words: WordOptions
    @OptionGroup(title: "The broadcast rules") var regulation: RegulationOptions
    @Option(help: "thong-thuong, uu-tien or khan-cap.") var priority = Priority.ordinary
    @Option(help: "Actual, Exercise or Test.") var status = Status.actual
    @Option(help: "When it begins to count; now if left out.") var effective: Instant?
    @Option(help: "How long it sounds, in seconds, if there is no recording yet.") var seconds: Int?
    @Flag(help: "As JSON.") var json = false

    private var hasItem: Bool {
      regulation.isGiven || words.hasText || words.hasMedia || words.title != nil || seconds != nil
    }

    func validate() throws {
      guard !hasItem || ward != nil else { throw ValidationError("an item needs --ward") }
      guard files.isEmpty || ward == nil else {
        throw ValidationError("either files or --ward, not both")
      }
      guard (0...86_400).contains(seconds ?? 0) else {
        throw ValidationError("--seconds takes 0 to 86400")
      }
    }

    func run() throws {
      if let ward, hasItem { return try checkItem(WardFolder(path: ward)) }
      var faults: [String] = []
      var warnings: [String] = []
      var sets: [RuleSet] = []
      do {
        sets =
          files.isEmpty
          ? try RuleFiles.read(shared: rules.folder(), own: ward.map { "\($0)/rules" }).map(\.set)
          : try files.map(Self.read)
        if !files.isEmpty { _ = try RuleBook(sets) }
      } catch { faults.append("\(error)") }
      if let ward {
        let folder = try WardFolder(path: ward)
        do {
          let today = LocalDate(currentInstant())
          let rules = try folder.broadcasting()
          faults += rules.planBreaches(on: today).map(\.description)
          if let clusters = try folder.clusters(), let set = rules.book.ruleSet(on: today) {
            let judged = set.judge(clusters, in: rules.plan.areaType)
            faults += judged.breaches.map(\.description)
            warnings += judged.warnings.map(\.description)
          }
        } catch { faults.append("\(error)") }
      }
      report(sets, faults, warnings)
      if !faults.isEmpty { throw ExitCode.failure }
    }

    private static func read(_ path: String) throws -> RuleSet {
      let bytes = try Files.read(path, limit: Bounds.ruleSetBytes)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw DeskError("\(path) is not UTF-8")
      }
      return try RuleSet(text, name: path)
    }

    private func report(_ sets: [RuleSet], _ faults: [String], _ warnings: [String]) {
      if json {
        let rows = sets.map { set in
          JSONValue.members([
            "file": .string(set.name), "number": .string(set.number),
            "effective": .string(set.effective.description),
            "version": .integer(Int64(set.version)),
          ])
        }
        return print(
          JSONValue.members([
            "ruleSets": .array(rows), "faults": .array(faults.map { .string($0) }),
            "warnings": .array(warnings.map { .string($0) }),
          ]).text)
      }
      for set in sets {
        print("\(set.name): ok, \(set.number), from \(set.effective), version \(set.version)")
      }
      for warning in warnings { print("warning: \(warning)") }
      for fault in faults { print(fault) }
    }

    /// About how long it sounds with a voice before its recordings; `nil` if none was asked for.
    private func spokenMilliseconds(_ bulletin: Bulletin) -> Int? {
      guard words.speak else { return nil }
      let recorded = bulletin.sounds.compactMap(\.durationMilliseconds).reduce(0, +)
      return bulletin.speechMilliseconds() + recorded
    }

    private func checkItem(_ folder: WardFolder) throws {
      let now = currentInstant()
      guard let identifier = Identifier("loanha-rules-check") else {
        throw ValidationError("no name for the item")
      }
      var bulletin = Bulletin(
        identifier: identifier, senderName: "UBND \(folder.name)", sent: now, status: status,
        priority: priority, areas: [folder.area], effective: effective,
        expires: (effective ?? now) + Duration(hours: 24).milliseconds,
        headline: words.title ?? "Tin", description: try words.readText(),
        instruction: words.readInstruction(), resources: try words.measureSounds())
      try regulation.apply(to: &bulletin)
      try folder.setUsualEnd(of: &bulletin, directive: regulation.apply(to:))
      let hearing = try folder.hearing(
        of: bulletin, soundMilliseconds: seconds.map { $0 * 1000 } ?? spokenMilliseconds(bulletin))
      if json {
        print(hearing.json.text)
      } else {
        print(hearing.refusal ?? hearing.words)
        if hearing.refusal == nil, let left = hearing.remaining { print(left.words) }
      }
      if hearing.refusal != nil { throw ExitCode.failure }
    }
  }
}

extension Hearing {
  /// The answer as JSON.
  var json: JSONValue {
    var slot: BroadcastSlot?
    if case .slot(let found) = turn { slot = found }
    return .members([
      "allowed": .boolean(verdict.breaches.isEmpty),
      "date": slot.map { .string($0.date.description) },
      "session": slot.map { .string($0.session.rawValue) },
      "leftMilliseconds": remaining.map { .integer(Int64($0.leftMilliseconds)) },
      "breaches": .array(verdict.breaches.map(\.json)),
    ])
  }
}
