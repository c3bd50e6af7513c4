import ArgumentParser
import WardContract
import WardDesk

/// Who the history names for what was set here.
let commandLineOfficer = "dòng lệnh"

/// One terminal of a ward.
struct OneTerminal: ParsableArguments {
  @OptionGroup var ward: WardOption
  @Option(help: "The terminal's name.") var id: Identifier

  /// The ward, its database, and the terminal in it.
  func open() throws -> (folder: WardFolder, store: DeskStore, terminal: DeskStore.Terminal) {
    let folder = try ward.open()
    let store = try DeskStore(path: folder.databasePath)
    guard let terminal = try store.terminal(id) else {
      throw DeskError("Không có máy nào tên \(id).")
    }
    return (folder, store, terminal)
  }
}

/// What a ward proposes to households.
struct DefaultsOptions: ParsableArguments {
  @Option(help: "How large words are: thuong, lon or rat-lon; `-` proposes nothing.")
  var textSize: String?
  @Option(help: "How fast it reads on request: cham, vua or nhanh; `-` proposes nothing.")
  var readingPace: String?
  @Option(help: "The volume, 10…100 percent; `-` proposes nothing.") var volume: String?
  @Option(help: "Dark at night: co or khong; `-` proposes nothing.") var darkAtNight: String?

  /// `defaults` with what was given in its place.
  func changed(_ defaults: HomeDefaults) throws -> HomeDefaults {
    func read<Value>(
      _ text: String?, _ old: Value?, _ name: String, _ read: (String) -> Value?
    ) throws -> Value? {
      guard let text else { return old }
      if text == "-" { return nil }
      guard let value = read(text) else { throw ValidationError("--\(name) can't be \(text)") }
      return value
    }
    var new = defaults
    new.textSize = try read(textSize, new.textSize, "text-size") { TextSize(rawValue: $0) }
    new.readingPace = try read(readingPace, new.readingPace, "reading-pace") {
      ReadingPace(rawValue: $0)
    }
    new.volumePercent = try read(volume, new.volumePercent, "volume") { text in
      Int64(text).flatMap { HomeDefaults.volumes.contains($0) ? Int($0) : nil }
    }
    new.isDarkAtNight = try read(darkAtNight, new.isDarkAtNight, "dark-at-night") {
      ["co": true, "khong": false][$0]
    }
    return new
  }
}

extension WardFolder {
  /// Has the running desk send what was set; says so if it can't now.
  func sendSettings() throws {
    guard !tellDesk() else { return }
    print("The desk isn't connected; the homes get it when it is.")
    throw notYetSent
  }
}

extension TerminalCommand {
  struct Set: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set where a home belongs, or what is proposed to its household.",
      discussion: """
        What is left out stays. The home takes it up once it is connected and says so; what the
        household has chosen itself stays.
        Examples:
          loanha terminal set --ward ba-dinh --id nha-1 --group 01.00004.cao-tuoi --text-size lon
          loanha terminal set --ward ba-dinh --whole-ward --dark-at-night khong
          loanha terminal set --ward ba-dinh --homes-of 01.00004.cao-tuoi --volume 80
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The terminal's name.") var id: Identifier?
    @Flag(help: "Propose it to every home of the ward.") var wholeWard = false
    @Option(help: "Propose it to the homes of this area or group.") var homesOf: Area?
    @Option(help: "The home's leaf area.") var area: Area?
    @Option(
      name: .customLong("group"), help: "A group that the home is in; may be repeated.")
    var groups: [Area] = []
    @Flag(help: "The home is in no group.") var noGroups = false
    @Option(help: "Where the home is.") var address: String?
    @OptionGroup var defaults: DefaultsOptions

    func validate() throws {
      let scopes = [id != nil, wholeWard, homesOf != nil].count { $0 }
      guard scopes == 1 else {
        throw ValidationError("one of --id, --whole-ward and --homes-of is needed")
      }
      guard id != nil || area == nil && groups.isEmpty && !noGroups && address == nil else {
        throw ValidationError("area, groups and address are one home's")
      }
    }

    func run() throws {
      let folder = try ward.open()
      let store = try DeskStore(path: folder.databasePath)
      guard let id else {
        let scope = homesOf.map { SettingsScope.area($0) } ?? .ward
        let new = try defaults.changed(store.circles()[scope])
        try store.set(new, for: scope, by: commandLineOfficer, at: currentInstant())
        return try folder.sendSettings()
      }
      guard var place = try store.terminal(id)?.place else {
        throw DeskError("Không có máy nào tên \(id).")
      }
      place.area = area ?? place.area
      if noGroups || !groups.isEmpty { place.groups = groups }
      place.address = address.map(TextRules.normalised) ?? place.address
      try folder.check(place)
      try store.set(
        place, defaults.changed(store.ownDefaults(of: id)), of: id, by: commandLineOfficer,
        at: currentInstant())
      try folder.sendSettings()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what is set for a home, what it holds, and who set what when.")

    @OptionGroup var one: OneTerminal

    func run() throws {
      let (_, store, terminal) = try one.open()
      let issued = try store.issuedSettings(of: one.id)
      print("\(terminal.identifier)\t\(terminal.area)\t\(terminal.address ?? "no address")")
      print("  groups: \(terminal.groups.map(\.description).joined(separator: ", "))")
      let own = try store.ownDefaults(of: one.id)
      if let place = terminal.place {
        print("  proposed: \(own.over(try store.circles().merged(around: place)).json.text)")
      }
      let held = terminal.settings
      let since = held.since.map { " since \($0)" } ?? ""
      print("  settings: version \(issued?.version ?? 0), the home holds \(held.version)\(since)")
      if let refused = terminal.refusedSettings { print("  refused: \(refused)") }
      if let retired = terminal.retired {
        print("  retired \(retired)\(terminal.successor.map { ", replaced by \($0)" } ?? "")")
      }
      for entry in try store.settingsHistory(of: .home(one.id), limit: 20) {
        let officer = entry.officer.isEmpty ? "enrolment" : entry.officer
        let area = entry.place?.area.description ?? ""
        print("  \(entry.time)\t\(officer)\t\(area)\t\(entry.defaults.json.text)")
      }
    }
  }

  struct Move: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A household moves and takes its terminal along.",
      discussion: """
        Within the ward its area and address change, and it stays the same terminal:
          loanha terminal move --ward ba-dinh --id nha-1 --area 01.00004.tdp-2 \\
            --address "Số 5, phố Đội Cấn"
        To another ward it is retired here and enrolled there; the device needs the new settings:
          loanha terminal move --ward ba-dinh --id nha-1 --to-ward cua-nam --area 01.00082 \\
            --address "Số 9, phố Hàng Bông" --home nha-1-moi
        """)

    @OptionGroup var one: OneTerminal
    @Option(help: "The leaf area of the new home.") var area: Area
    @Option(name: .customLong("group"), help: "A group that it is in there; may be repeated.")
    var groups: [Area] = []
    @Option(help: "Where the new home is.") var address: String
    @Option(help: "The folder of the ward that the household moves to.") var toWard: String?
    @Option(help: "The folder for the terminal's new settings, in another ward.")
    var home: String?

    func run() throws {
      let (folder, store, _) = try one.open()
      let place = HomePlace(
        area: area, groups: groups, address: TextRules.normalised(address))
      let now = currentInstant()
      guard let toWard else {
        try folder.check(place)
        try store.set(
          place, store.ownDefaults(of: one.id), of: one.id, by: commandLineOfficer, at: now)
        return try folder.sendSettings()
      }
      let there = try WardFolder(path: toWard)
      let home = home ?? there.terminalPath(one.id)
      try there.enrol(
        one.id, area: area, groups: groups, home: home, address: place.address, now: now)
      try store.retire(one.id, at: now)
      print(
        """
        \(one.id) is retired in \(folder.name) and enrolled in \(there.name). The device still belongs to
        \(folder.name) until the folder \(home) is copied to it.
        """)
    }
  }

  struct Replace: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A new terminal takes the place of one that is broken.",
      discussion: """
        It gets the address, area, groups and proposals of the old one, which is retired: it counts as
        missing no longer, and what it said stays. What the household had chosen on it, its feedback and
        its bills stay on the old device.
          loanha terminal replace --ward ba-dinh --id nha-1 --by nha-1b --home nha-1b
        """)

    @OptionGroup var one: OneTerminal
    @Option(help: "The new terminal's name; it is enrolled if it isn't yet.") var by: Identifier
    @Option(help: "The folder for the new terminal's settings.") var home: String?

    func run() throws {
      let (folder, store, old) = try one.open()
      let now = currentInstant()
      if try !store.isEnrolled(by), let place = old.place {
        let home = home ?? folder.terminalPath(by)
        try folder.enrol(
          by, area: place.area, groups: place.groups, home: home, address: place.address, now: now)
        print("\(by) is enrolled. Its settings are in \(home); copy that folder to the device.")
      }
      try store.replace(one.id, by: by, officer: commandLineOfficer, at: now)
      print("\(one.id) is retired.")
      try folder.sendSettings()
    }
  }

  struct Retire: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        """
        A terminal is no longer in use: it counts as missing no longer, the broker ends its connection and \
        lets it in no more; what it said stays.
        """)

    @OptionGroup var one: OneTerminal

    func run() throws {
      let (folder, store, _) = try one.open()
      try store.retire(one.id, at: currentInstant())
      print("\(one.id) is retired; the desk has the broker let it in no more.")
      guard folder.tellDesk() else {
        print("The desk isn't connected: it does so when it is.")
        throw notYetSent
      }
    }
  }
}
