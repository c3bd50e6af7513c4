import BroadcastRules
import ConfigurationFiles
import TestSupport
import Testing
import WardContract

@Suite("Rule files") struct RuleFileTests {
  /// A slip of the keyboard: what is written instead of what, what the fault says, and the text in
  /// whose line it is found, if that is not the line of the slip.
  struct Slip: Sendable, CustomTestStringConvertible {
    var old: String, new: String, words: String, place: String?

    init(_ old: String, _ new: String, _ words: String, at place: String? = nil) {
      (self.old, self.new, self.words, self.place) = (old, new, words, place)
    }

    var testDescription: String { "\(old) → \(new)" }
  }

  /// Reads the shipped file with one text exchanged, as "x.toml".
  private static func reading(
    _ name: String, _ old: String, _ new: String, at words: String? = nil
  ) -> (String, line: Int) {
    let text = shippedRules(name)
    func line(of words: String) -> Int {
      guard let place = text.range(of: words) else { preconditionFailure("\(name): no \(words)") }
      return text[..<place.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        .count
    }
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    return (refusal { _ = try RuleSet(changed, name: "x.toml") }, line(of: words ?? old))
  }

  @Test("both shipped files are read, cite a paragraph for every rule, and fit into a plan")
  func shipped() throws {
    for name in [decree2017, decree2021] {
      let text = shippedRules(name)
      #expect(text.utf8.count <= Bounds.ruleSetBytes)
      let set = try RuleSet(text, name: name)
      let citations =
        AreaType.allCases.map { set.area($0) }.flatMap {
          [$0.contentCitation, $0.programmesCitation, $0.timeCitation, $0.durationCitation]
        } + set.contents.map(\.citation) + set.programmes.map(\.citation) + [
          set.timetable, set.directive, set.music.citation, set.exercise.citation, set.neighbours,
          set.messages.citation, set.clusters.citation, set.clusters.avoidCitation,
        ]
      for citation in citations {
        #expect(citation.source.contains("Điều "), "\(citation.source)")
        #expect(citation.source.hasPrefix("QĐ "), "\(citation.source)")
        #expect(!citation.words.isEmpty)
      }
    }
  }

  @Test(
    "a wrong line is refused with file and line",
    arguments: [
      // Durations and numbers.
      Slip("minutes-a-session = 15", "minutes-a-session = -15", "from 1 to 180"),
      Slip("minutes-a-session = 15", "minutes-a-session = 0", "from 1 to 180"),
      Slip("minutes-a-session = 15", "minutes-a-session = 100000", "from 1 to 180"),
      Slip("minutes-a-session = 15", "minutes-a-session = \"15\"", "whole number"),
      Slip("minutes-a-session = 15", "minutes-a-session = 15.5", "can't be read"),
      Slip("sessions-a-day = 2", "sessions-a-day = 3", "from 1 to 2"),
      Slip("version = 1", "version = 0", "from 1 to 1000"),
      // Words that no vocabulary has.
      Slip("\"chi-dao-dieu-hanh\", \"thong-tin", "\"chi-dao\", \"thong-tin", "names \"chi-dao\""),
      Slip("\"thu-sau\"]", "\"thu-tam\"]", "names \"thu-tam\""),
      Slip("\"thu-sau\"]", "\"thu-hai\"]", "twice"),
      Slip("needs = [\"moc-thoi-gian\"]", "needs = [\"con-dau\"]", "names \"con-dau\""),
      Slip("\"thoi-luong\", \"noi-dung\", \"ca-nhac\"]", "\"am-luong\"]", "names \"am-luong\""),
      Slip("refused = [\"thuan-tuy\"]", "refused = [\"cai-luong\"]", "names \"cai-luong\""),
      Slip("same-as = \"quan\"", "same-as = \"tinh\"", "is \"tinh\""),
      Slip("programme = \"tiep-song\"", "programme = \"vo-tuyen\"", "is \"vo-tuyen\""),
      Slip("origins = [\"trung-uong\"", "origins = [\"lien-bang\"", "names \"lien-bang\""),
      Slip("emergencies = [\"Geo\"", "emergencies = [\"Earth\"", "names \"Earth\""),
      // Contradictions.
      Slip("until = \"12:00\"", "until = \"04:00\"", "ends before it begins"),
      Slip("until = \"12:00\"", "until = \"24:30\"", "a time of day"),
      Slip("from = \"12:00\"", "from = \"11:59\"", "before [session.sang] ends"),
      Slip(
        "until = \"19:00\"", "until = \"12:30\"", "45 minutes don't fit",
        at: "minutes-a-session = 45"),
      Slip(
        "refused = [\"thuan-tuy\"]", "refused = [\"thuan-tuy\", \"long-ghep\"]", "\"refused\", too",
        at: "needs-directive = "),
      Slip("refused = [\"thuan-tuy\"]", "refused = [\"khong\"]", "always allowed"),
      Slip("relay-counts = true", "", "only there", at: "[area.huyen]"),
      Slip("same-as = \"quan\"", "same-as = \"thi-xa\"", "no rules of its own"),
      Slip("same-as = \"quan\"", "same-as = \"bon-quan\"", "no rules of its own"),
      Slip("weekdays = [", "weekends = [", "\"weekdays\" stands beside", at: "[area.quan]"),
      Slip(
        "name = \"Sở Thông tin và Truyền thông\"", "name = \"BAN TUYÊN GIÁO THÀNH ỦY\"", "name, too"
      ),
      // Dates.
      Slip("effective = \"2021-03-12\"", "effective = \"2021-02-29\"", "a date such as"),
      Slip("effective = \"2021-03-12\"", "effective = \"12/3/2021\"", "a date such as"),
      Slip("effective = \"2021-03-12\"", "effective = \"1969-12-31\"", "a date such as"),
      // Slips of the keyboard.
      Slip("[timetable]", "[time-table]", "unknown table"),
      Slip("[area.quan]", "[area.tinh]", "unknown table"),
      Slip(
        "minutes-a-session = 15", "minuts-a-session = 15", "\"minutes-a-session\" or \"duration\"",
        at: "[area.quan]"),
      Slip("number = \"1246/QĐ-UBND\"", "number = \"\"", "not empty"),
      Slip(
        "sessions-a-day = 2", "sessions-a-day = 2\nhours = 3", "unknown key \"hours\"",
        at: "weekdays = ["),
      Slip("title = \"Chủ trương", "title = \"Chu\u{309} trương", "normalisation form C"),
    ])
  func wrongLine(_ slip: Slip) {
    let (fault, line) = Self.reading(decree2021, slip.old, slip.new, at: slip.place)
    #expect(fault.hasPrefix("x.toml:\(line): "), "\(fault)")
    #expect(fault.contains(slip.words), "\(fault)")
  }

  @Test("what has no limit says so: a missing number is refused, and so is a number beside it")
  func asNeeded() {
    let asNeeded = "duration = \"theo-yeu-cau-thuc-te\""
    var (fault, line) = Self.reading(decree2017, asNeeded, "")
    #expect(fault.contains("\"minutes-a-session\" or \"duration\""), "\(fault)")
    (fault, line) = Self.reading(decree2017, asNeeded, "\(asNeeded)\nminutes-a-session = 15")
    #expect(fault.hasPrefix("x.toml:\(line): \"duration\" contradicts"), "\(fault)")
    (fault, line) = Self.reading(decree2017, asNeeded, "duration = \"mai-mai\"")
    #expect(fault.hasPrefix("x.toml:\(line): \"duration\" is \"mai-mai\""), "\(fault)")
  }

  @Test(
    "a set without one of its tables is refused",
    arguments: [
      "session.chieu", "timetable", "area.huyen", "programme.tiep-song", "directive", "music",
      "exercise", "neighbours", "messages", "clusters",
    ])
  func missingTable(_ name: String) {
    let text = shippedRules(decree2021)
    let start = text.range(of: "[\(name)]")!.lowerBound
    let rest = text[text.index(after: start)...]
    let end = rest.range(of: "\n[")?.lowerBound ?? text.endIndex
    let cut = text.replacingCharacters(in: start..<end, with: "")
    let fault = refusal { _ = try RuleSet(cut, name: "x.toml") }
    #expect(fault.hasPrefix("x.toml: the table [\(name)] is missing"), "\(fault)")
  }

  @Test("a shipped file with any line taken out, doubled or cut is read or refused, never a crash")
  func damaged() {
    let lines = shippedRules(decree2017).split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices {
      for change in [
        [], [lines[index], lines[index]], [lines[index].prefix(lines[index].count / 2)],
      ] {
        let text = (Array(lines[..<index]) + change + Array(lines[(index + 1)...])).joined(
          separator: "\n")
        let fault = refusal { _ = try RuleSet(text, name: "x.toml") }
        #expect(fault.isEmpty || fault.hasPrefix("x.toml:"), "\(fault)")
      }
    }
  }

  // MARK: Sets beside each other

  private static func set(
    _ name: String, _ number: String, _ effective: String, until: String? = nil,
    supersedes: String? = nil
  ) throws -> RuleSet {
    let head = shippedRules(decree2021).range(of: "number = \"1246/QĐ-UBND\"")!
    let body = shippedRules(decree2021).range(of: "# The decree says")!
    var lines = [
      "number = \"\(number)\"", "title = \"x\"", "issued-by = \"x\"", "version = 1",
      "effective = \"\(effective)\"",
    ]
    if let until { lines.append("until = \"\(until)\"") }
    if let supersedes { lines.append("supersedes = \"\(supersedes)\"") }
    var text = shippedRules(decree2021)
    text.replaceSubrange(
      head.lowerBound..<body.lowerBound, with: lines.joined(separator: "\n") + "\n")
    return try RuleSet(text, name: name)
  }

  private static func fault(_ sets: [RuleSet]) -> String { refusal { _ = try RuleBook(sets) } }

  @Test("R-27: the set in force is that of the day, from the first to the last one")
  func byDate() throws {
    let book = try RuleBook([
      try RuleSet(shippedRules(decree2021), name: decree2021),
      try RuleSet(shippedRules(decree2017), name: decree2017),
    ])
    func number(_ date: String) -> String? { book.ruleSet(on: day(date))?.number }
    #expect(number("2017-07-31") == nil)
    #expect(number("2017-08-01") == "5133/QĐ-UBND")
    #expect(number("2021-03-11") == "5133/QĐ-UBND")
    #expect(number("2021-03-12") == "1246/QĐ-UBND")
    #expect(number("9999-12-31") == "1246/QĐ-UBND")
    let ended = try RuleBook([Self.set("a", "1", "2020-01-01", until: "2020-02-29")])
    #expect(ended.ruleSet(on: day("2020-02-29")) != nil)
    #expect(ended.ruleSet(on: day("2020-03-01")) == nil)
  }

  @Test("sets that overlap, leave a gap or contradict each other are refused by file and line")
  func contradictions() throws {
    let first = try Self.set("a.toml", "1/QĐ", "2020-01-01")
    #expect(
      Self.fault([first, try Self.set("b.toml", "2/QĐ", "2020-01-01", supersedes: "1/QĐ")])
        == "b.toml:7: a.toml takes effect on 2020-01-01, too; allowed: one rule set a day")
    let ends = try Self.set("a.toml", "1/QĐ", "2020-01-01", until: "2020-12-31")
    #expect(
      Self.fault([try Self.set("b.toml", "2/QĐ", "2020-12-31", supersedes: "1/QĐ"), ends])
        .hasPrefix("a.toml:8: it ends on 2020-12-31, but b.toml takes effect on 2020-12-31"))
    #expect(
      Self.fault([ends, try Self.set("b.toml", "2/QĐ", "2021-01-02", supersedes: "1/QĐ")])
        .hasPrefix("a.toml:8: no rule set is in force after 2020-12-31"))
    #expect(
      Self.fault([ends, try Self.set("b.toml", "2/QĐ", "2021-01-01", supersedes: "1/QĐ")]) == "")
    #expect(
      Self.fault([first, try Self.set("b.toml", "2/QĐ", "2021-01-01", supersedes: "3/QĐ")])
        == "b.toml:8: the set before it is \"1/QĐ\" (a.toml); allowed: supersedes = \"1/QĐ\"")
    #expect(
      Self.fault([first, try Self.set("b.toml", "2/QĐ", "2021-01-01")])
        .hasPrefix("b.toml: the set before it is"))
    #expect(Self.fault([]).contains("no rule set"))
    #expect(
      refusal { _ = try Self.set("a.toml", "1/QĐ", "2020-03-01", until: "2020-02-29") }
        == "a.toml:8: it ends on 2020-02-29, before it takes effect on 2020-03-01")
  }

  @Test("a plan without rule sets, or with one that can't be read, is no plan")
  func plans() {
    var plan = ward(.district).plan
    plan.ruleSets = []
    #expect(refusal { _ = try Broadcasting(plan: plan) }.contains("no rule set"))
    plan.ruleSets = [shippedRules(decree2017), "number = 1"]
    #expect(refusal { _ = try Broadcasting(plan: plan) }.hasPrefix("ruleSets[1]"))
  }
}
