import ConfigurationFiles
import WardContract

/// What stands where a decree sets no number.
private enum AsNeeded: String, CaseIterable { case asNeeded = "theo-yeu-cau-thuc-te" }

extension RuleSet {
  private static let singleTables = [
    "timetable", "directive", "music", "exercise", "neighbours", "messages", "clusters",
  ]

  /// Reads the text of the file `name`. Throws at the line that is wrong: what is missing, unknown,
  /// said twice, out of range or in contradiction to something else in the file.
  public init(_ text: String, name: String) throws(ConfigurationError) {
    guard text.utf8.count <= Bounds.ruleSetBytes else {
      throw ConfigurationError(
        file: name, line: 0,
        fault: "the file has more than \(Bounds.ruleSetBytes) bytes; a ward's plan has to carry it")
    }
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if let fault = TextRules.fault(in: String(Substring(line)), limit: Bounds.ruleSetBytes) {
        throw ConfigurationError(file: name, line: index + 1, fault: fault)
      }
    }
    let file = try ConfigurationFile(Array(text.utf8), name: name)
    let reader = RuleSetReader(file: file)
    try reader.checkTables(single: Self.singleTables)

    self.name = name
    var head = file.table("")
    number = try head.line("number")
    title = try head.line("title")
    issuer = try head.line("issued-by")
    effective = try head.string("effective", rule: LocalDate.rule) { LocalDate($0) }
    until = try head.optionalString("until", rule: LocalDate.rule) { LocalDate($0) }
    version = try head.integer("version", in: 1...1_000)
    supersedes = try head.optionalString("supersedes")
    try head.finish()
    if let until, until < effective {
      throw head.fault("until", "it ends on \(until), before it takes effect on \(effective)")
    }
    self.head = head

    halves = try reader.halves()
    contents = try reader.contents()
    areas = try reader.areas(halves: halves, classes: contents)
    programmes = try reader.programmes()
    issuers = try reader.issuers()
    timetable = try reader.citation("timetable")
    directive = try reader.citation("directive")
    neighbours = try reader.citation("neighbours")
    music = try reader.music()
    var table = file.table("exercise")
    exercise = ExerciseRule(needs: try table.words("needs"), citation: try Citation(&table))
    try table.finish()
    table = file.table("messages")
    messages = MessageRule(
      emergencies: try table.words("emergencies"), warnings: try table.words("warnings"),
      origins: try table.words("origins"), citation: try Citation(&table))
    try table.finish()
    clusters = try reader.clusters()
  }
}

extension ConfigurationTable {
  /// The text of `key`, which must be there and not empty.
  mutating func line(_ key: String) throws(ConfigurationError) -> String {
    try string(key, rule: "a text, not empty") { $0.isEmpty ? nil : $0 }
  }

  /// The array of strings of `key`, none of them empty.
  mutating func lines(_ key: String) throws(ConfigurationError) -> [String] {
    let lines = try strings(key)
    if lines.contains("") { throw fault(key, "\"\(key)\" has an empty text") }
    return lines
  }
}

extension Citation {
  /// Takes `source` and `words`, or the two with `prefix` before them, out of a table.
  init(_ table: inout ConfigurationTable, _ prefix: String = "") throws(ConfigurationError) {
    source = try table.line("\(prefix)source")
    words = try table.line("\(prefix)words")
  }
}

/// Reads the tables of a rule file.
private struct RuleSetReader {
  let file: ConfigurationFile

  /// Refuses tables that a rule set doesn't have, and a set that lacks one.
  func checkTables(single: [String]) throws(ConfigurationError) {
    let needed =
      Session.allCases.map { "session.\($0.rawValue)" }
      + AreaType.allCases.map { "area.\($0.rawValue)" }
      + ProgrammeSource.allCases.map { "programme.\($0.rawValue)" } + single
    let free = ["content", "issuer"]
    try file.allowTables(
      needed + free.flatMap { prefix in file.names(under: prefix).map { "\(prefix).\($0)" } })
    for table in needed where !file.hasTable(table) {
      throw ConfigurationError(file: file.name, line: 0, fault: "the table [\(table)] is missing")
    }
    for prefix in free where file.names(under: prefix).isEmpty {
      throw ConfigurationError(
        file: file.name, line: 0, fault: "a table [\(prefix).NAME] is missing")
    }
  }

  func citation(_ name: String) throws(ConfigurationError) -> Citation {
    var table = file.table(name)
    let citation = try Citation(&table)
    try table.finish()
    return citation
  }

  func halves() throws(ConfigurationError) -> [RuleSet.HalfDay] {
    let rule = "a time of day such as \"05:00\", up to \"24:00\""
    var halves: [RuleSet.HalfDay] = []
    for session in [Session.morning, .afternoon] {
      var table = file.table("session.\(session.rawValue)")
      let from = try table.string("from", rule: rule, Self.minute)
      let until = try table.string("until", rule: rule, Self.minute)
      try table.finish()
      guard from < until else { throw table.fault("until", "the session ends before it begins") }
      if let before = halves.first, from < before.untilMinute {
        throw table.fault("from", "it begins before [session.\(before.session.rawValue)] ends")
      }
      halves.append(.init(session: session, fromMinute: from, untilMinute: until))
    }
    return halves
  }

  /// "05:00" in minutes after midnight.
  private static func minute(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
    guard digits.allSatisfy((0...9).contains) else { return nil }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
    return hour * 60 + minute
  }

  func contents() throws(ConfigurationError) -> [RuleSet.ContentClass] {
    var contents: [RuleSet.ContentClass] = []
    for name in file.names(under: "content") {
      var table = file.table("content.\(name)")
      contents.append(
        .init(
          name: name, title: try table.line("title"), needs: try table.words("needs"),
          origins: try table.words("origins"), programme: try table.optionalWord("programme"),
          citation: try Citation(&table)))
      try table.finish()
    }
    return contents
  }

  func areas(
    halves: [RuleSet.HalfDay], classes: [RuleSet.ContentClass]
  ) throws(ConfigurationError) -> [RuleSet.AreaRules] {
    var areas: [RuleSet.AreaRules] = []
    for type in AreaType.allCases {
      var table = file.table("area.\(type.rawValue)")
      if let other: AreaType = try table.optionalWord("same-as") {
        try table.finish()
        let fault = table.fault("same-as", "[area.\(other.rawValue)] has no rules of its own")
        table = file.table("area.\(other.rawValue)")
        let again: AreaType? = try table.optionalWord("same-as")
        guard again == nil else { throw fault }
      }
      areas.append(try area(&table, halves, classes))
    }
    return areas
  }

  private func area(
    _ table: inout ConfigurationTable, _ halves: [RuleSet.HalfDay],
    _ classes: [RuleSet.ContentClass]
  ) throws(ConfigurationError) -> RuleSet.AreaRules {
    let content = try table.strings("content", of: classes.map(\.name))
    let contentCitation = try Citation(&table, "content-")
    guard !content.isEmpty else { throw table.missing("content") }
    let programmes: [ProgrammeSource] = try table.words("programmes")
    guard !programmes.isEmpty else { throw table.missing("programmes") }
    let programmesCitation = try Citation(&table, "programmes-")
    for name in content {
      guard let only = classes.first(where: { $0.name == name })?.programme else { continue }
      guard programmes.contains(only) else {
        throw table.fault(
          "content", "\"\(name)\" is for \"\(only.rawValue)\" alone, which \"programmes\" lacks")
      }
    }
    let hasRelay = programmes.contains(.relay)
    let relayCounts: Bool? = try table.optionalBoolean("relay-counts")
    guard hasRelay == (relayCounts != nil) else {
      throw table.fault(
        "relay-counts", "\"relay-counts\" stands where \"programmes\" has \"tiep-song\", only there"
      )
    }
    let sessions = try number(&table, "sessions-a-day", in: 1...halves.count, or: "time")
    var weekdays: [Weekday] = try table.words("weekdays")
    guard weekdays.isEmpty == (sessions == nil) else {
      throw table.fault(
        "weekdays", "\"weekdays\" stands beside \"sessions-a-day\", and only there")
    }
    if sessions == nil { weekdays = Weekday.allCases }
    let timeCitation = try Citation(&table, "time-")
    let minutes = try number(&table, "minutes-a-session", in: 1...180, or: "duration")
    let durationCitation = try Citation(&table, "duration-")
    try table.finish()
    for half in halves {
      guard let minutes, minutes > half.untilMinute - half.fromMinute else { continue }
      throw table.fault(
        "minutes-a-session",
        "\(minutes) minutes don't fit into [session.\(half.session.rawValue)]")
    }
    return RuleSet.AreaRules(
      content: content, contentCitation: contentCitation, programmes: programmes,
      programmesCitation: programmesCitation, relayCounts: relayCounts ?? true,
      sessionsADay: sessions, weekdays: weekdays, timeCitation: timeCitation,
      minutesASession: minutes, durationCitation: durationCitation)
  }

  /// The number of `key`, or `nil` where `other` says that the decree sets none.
  private func number(
    _ table: inout ConfigurationTable, _ key: String, in range: ClosedRange<Int>, or other: String
  ) throws(ConfigurationError) -> Int? {
    let number = try table.optionalInteger(key, in: range)
    let asNeeded: AsNeeded? = try table.optionalWord(other)
    switch (number, asNeeded) {
    case (nil, nil): throw table.missing(key, other)
    case (_?, _?): throw table.fault(other, "\"\(other)\" contradicts \"\(key)\"")
    default: return number
    }
  }

  func programmes() throws(ConfigurationError) -> [RuleSet.Programme] {
    var programmes: [RuleSet.Programme] = []
    for source in ProgrammeSource.allCases {
      var table = file.table("programme.\(source.rawValue)")
      programmes.append(
        .init(
          source: source, title: try table.line("title"), needs: try table.words("needs"),
          citation: try Citation(&table)))
      try table.finish()
    }
    return programmes
  }

  func issuers() throws(ConfigurationError) -> [RuleSet.Issuer] {
    var issuers: [RuleSet.Issuer] = []
    for name in file.names(under: "issuer") {
      var table = file.table("issuer.\(name)")
      let issuer = RuleSet.Issuer(
        name: try table.line("name"), aliases: try table.lines("aliases"),
        nameBegins: try table.lines("name-begins"), lifts: try table.words("lifts"))
      try table.finish()
      guard !issuer.lifts.isEmpty else { throw table.missing("lifts") }
      guard issuer.aliases.isEmpty || issuer.nameBegins.isEmpty else {
        throw table.fault(
          "name-begins", "a kind of bodies has no \"aliases\"; \"name-begins\" lists")
      }
      if let other = issuers.first(where: { other in
        ([issuer.name] + issuer.aliases).contains { other.isNamed($0) }
      }) {
        throw table.fault("name", "\"\(other.name)\" has that name, too")
      }
      issuers.append(issuer)
    }
    return issuers
  }

  func music() throws(ConfigurationError) -> RuleSet.MusicRule {
    var table = file.table("music")
    let music = RuleSet.MusicRule(
      refused: try table.words("refused"), needsDirective: try table.words("needs-directive"),
      citation: try Citation(&table))
    try table.finish()
    if let both = music.needsDirective.first(where: { music.refused.contains($0) }) {
      throw table.fault("needs-directive", "\"\(both.rawValue)\" is in \"refused\", too")
    }
    if music.refused.contains(.none) || music.needsDirective.contains(.none) {
      throw table.fault("refused", "\"khong\" is no music and always allowed")
    }
    return music
  }

  func clusters() throws(ConfigurationError) -> RuleSet.ClusterRule {
    var table = file.table("clusters")
    let rule = RuleSet.ClusterRule(
      areas: try table.words("areas"), minimum: try table.optionalInteger("minimum", in: 0...1_000),
      maximum: try table.optionalInteger("maximum", in: 0...1_000),
      loudspeakersACluster: try table.optionalInteger("loudspeakers-a-cluster", in: 1...100),
      citation: try Citation(&table), avoid: try table.words("avoid"),
      avoidCitation: try Citation(&table, "avoid-"))
    try table.finish()
    if let minimum = rule.minimum, let maximum = rule.maximum, maximum < minimum {
      throw table.fault("maximum", "the maximum \(maximum) is below the minimum \(minimum)")
    }
    return rule
  }
}
