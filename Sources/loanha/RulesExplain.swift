import ArgumentParser
import BroadcastRules
import LinuxIO
import WardContract
import WardDesk

extension RulesCommand {
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What the rules say, and where it stands.",
      discussion: """
        Examples:
          loanha rules explain
          loanha rules explain 2020-11-24 --area-type huyen
          loanha rules explain thoi-luong --ward ba-dinh
          loanha rules explain noi-dung --json

        Rules: \(Rule.allCases.map(\.rawValue).joined(separator: ", ")).
        With a date: the rule set in force on it. Without anything: the one of today.
        """)

    @Argument(help: "A rule by its name, or a date.") var topic: String?
    @Option(name: .customLong("ward"), help: "The ward's folder: its plan and type of area.")
    var ward: String?
    @OptionGroup var rules: RulesOption
    @Option(help: "bon-quan, quan, huyen or thi-xa; the ward's, or else all.")
    var areaType: AreaType?
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let plan = try ward.map { try WardFolder(path: $0) }?.plan()
      let book =
        if let plan {
          try Broadcasting(plan: plan).book
        } else {
          try RuleBook(
            RuleFiles.read(shared: rules.folder(), own: ward.map { "\($0)/rules" }).map(\.set))
        }
      var shown = Rule.allCases.filter { ![.ruleSet, .turn].contains($0) }
      var date = LocalDate(currentInstant())
      if let topic {
        if let day = LocalDate(topic) {
          date = day
        } else if let rule = Rule(rawValue: topic) {
          shown = [rule]
        } else {
          throw ValidationError(
            "\(topic) is neither a date nor one of "
              + Rule.allCases.map(\.rawValue).joined(separator: ", "))
        }
      }
      guard let set = book.ruleSet(on: date) else {
        throw DeskError("no rule set is in force on \(date)")
      }
      let given = areaType ?? plan?.areaType
      let types = given.map { [$0] } ?? AreaType.allCases
      if json { return print(Self.json(set, types, shown).text) }
      print("\(set.number), phiên bản \(set.version), từ \(set.effective): \(set.title)")
      for type in types {
        print("\n\(type.rawValue): \(type.words)")
        for rule in shown {
          print("  \(rule.rawValue): \(rule.title)")
          for explanation in set.explain(rule, in: type) {
            print("    \(explanation.limit)")
            print("      \(explanation.citation.source): “\(explanation.citation.words)”")
          }
        }
      }
    }

    private static func json(_ set: RuleSet, _ types: [AreaType], _ rules: [Rule]) -> JSONValue {
      let rows = types.flatMap { type in
        rules.flatMap { rule in
          set.explain(rule, in: type).map { explanation in
            JSONValue.members([
              "areaType": .string(type.rawValue), "rule": .string(rule.rawValue),
              "title": .string(rule.title), "limit": .string(explanation.limit),
              "source": .string(explanation.citation.source),
              "words": .string(explanation.citation.words),
            ])
          }
        }
      }
      return .members([
        "number": .string(set.number), "title": .string(set.title),
        "effective": .string(set.effective.description), "version": .integer(Int64(set.version)),
        "rules": .array(rows),
      ])
    }
  }
}
