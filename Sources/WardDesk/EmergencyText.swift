import ConfigurationFiles
import LinuxIO
import WardContract

/// A ready text for one hazard: what a ward says when there is no time to write.
public struct EmergencyText: Sendable {
  /// The file's name without its ending.
  public let identifier: Identifier
  /// The hazard on a button: "Cháy".
  public let name: String
  /// The headline; "tại" and a place go behind it if somebody names one.
  public let headline: String
  /// What people are to do.
  public let instruction: String
  /// What the all-clear says.
  public let allClear: String
  /// CAP 1.2 `category`.
  public let category: Category
  /// CAP 1.2 `severity`.
  public let severity: Severity
  /// How long it hangs if nobody ends it, 1 to 72 hours.
  public let hours: Int

  /// Reads the file at `path`, named after the hazard.
  public init(path: String) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard name.hasSuffix(".toml"), let identifier = Identifier(name.dropLast(5)) else {
      throw DeskError("\(path): \(Identifier.rule) as the file's name, before .toml")
    }
    let file = try ConfigurationFile(
      Files.read(path, limit: ConfigurationFile.maximumBytes), name: path)
    try file.allowTables([])
    var table = file.table("")
    func line(_ key: String, limit: Int) throws -> String {
      try table.string(key, rule: "text of 1 to \(limit) bytes") { text in
        let text = TextRules.normalised(text)
        return text.isEmpty || TextRules.fault(in: text, limit: limit) != nil ? nil : text
      }
    }
    self.identifier = identifier
    self.name = try line("name", limit: Bounds.nameBytes)
    // Room for a place.
    headline = try line("headline", limit: Bounds.headlineBytes - Self.placeBytes)
    instruction = try line("instruction", limit: 2_000)
    allClear = try line("all-clear", limit: Bounds.headlineBytes)
    category = try table.word("category")
    severity = try table.word("severity", standard: .severe)
    hours = try table.integer("hours", in: 1...72, standard: 12)
    try table.finish()
  }

  /// Longest name of a place, in bytes of UTF-8, with the word before it.
  public static let placeBytes = 200

  /// The texts that come with LoaNha, and the ward's own, which take the place of those of the same
  /// name; by their names.
  public static func read(shared: String, own: String) throws -> [EmergencyText] {
    var texts: [Identifier: EmergencyText] = [:]
    for folder in [shared, own] where Files.isFolder(folder) {
      for name in try Files.list(folder) where name.hasSuffix(".toml") {
        let text = try EmergencyText(path: "\(folder)/\(name)")
        texts[text.identifier] = text
      }
    }
    return texts.values.sorted { $0.identifier < $1.identifier }
  }

  /// The bulletin that says it, still unsigned. An exercise says before and after its words that it
  /// is one; a test reaches the devices and no ear.
  public func bulletin(
    as status: Status, place: String = "", areas: [Area], sender: String, at now: Instant
  ) -> Bulletin {
    let place = TextRules.normalised(place)
    let stamp = now.description.prefix(19).filter(\.isNumber)
    guard let name = Identifier("\(identifier.description.prefix(40))-\(stamp)") else {
      preconditionFailure("a hazard's name and a time make an identifier")
    }
    return Bulletin(
      identifier: name, senderName: sender, sent: now, status: status, priority: .emergency,
      areas: areas, category: category, urgency: .immediate, severity: severity,
      certainty: .observed, expires: now + Int64(hours) * 3_600_000,
      headline: place.isEmpty ? headline : "\(headline) tại \(place)", instruction: instruction)
  }
}

extension WardFolder {
  /// The ward's own texts for emergencies.
  public var emergencyPath: String { "\(path)/emergency" }

  /// The ready texts for emergencies: those that come with LoaNha, and the ward's own.
  public func emergencyTexts() throws -> [EmergencyText] {
    try EmergencyText.read(shared: SharedFolder.find("emergency"), own: emergencyPath)
  }
}
