import ArgumentParser
import BroadcastRules
import LinuxIO
import WardContract
import WardDesk

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "The rules of local broadcasting: check, explain, what is left.",
    subcommands: [Check.self, Explain.self, Remaining.self])

  struct Remaining: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What is left of the next sessions, beside what hangs on the board.",
      discussion: """
        Examples:
          loanha rules remaining --ward ba-dinh
          loanha rules remaining --ward ba-dinh --date 2026-11-30 --days 1 --json
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The first day; today if left out.") var date: LocalDate?
    @Option(help: "How many days, 1 to 31.") var days = 7
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
      guard (1...31).contains(days) else { throw ValidationError("--days takes 1 to 31") }
    }

    func run() throws {
      let folder = try ward.open()
      let rules = try folder.broadcasting()
      let planned = try folder.planned(under: rules)
      let first = date ?? LocalDate(currentInstant())
      var rows: [JSONValue] = []
      for day in 0..<days {
        for session in rules.plan.slots.sorted(by: { $0.startMinute < $1.startMinute }) {
          let slot = BroadcastSlot(date: first.adding(days: day), session: session.session)
          let left = rules.remaining(in: slot, beside: planned)
          guard !json else {
            rows.append(row(slot, left, rules.opening(of: slot)))
            continue
          }
          let opening = rules.opening(of: slot).map { "\($0.description.dropFirst(11).prefix(5))" }
          let why = left.breaches.first.map { "không phát: \($0.statement)" } ?? left.words
          print("\(slot)\t\(opening ?? "")\t\(why)")
        }
      }
      if json { print(JSONValue.array(rows).text) }
    }

    private func row(
      _ slot: BroadcastSlot, _ left: BroadcastRules.Remaining, _ opening: Instant?
    ) -> JSONValue {
      .members([
        "date": .string(slot.date.description), "session": .string(slot.session.rawValue),
        "opening": opening.map { .string($0.description) },
        "limitMilliseconds": .integer(Int64(left.limitMilliseconds)),
        "usedMilliseconds": .integer(Int64(left.usedMilliseconds)),
        "relayMilliseconds": .integer(Int64(left.relayMilliseconds)),
        "leftMilliseconds": .integer(Int64(left.leftMilliseconds)),
        "sessionsLimit": left.sessionsLimit.map { .integer(Int64($0)) },
        "sessionsUsed": .integer(Int64(left.sessionsUsed)),
        "breaches": .array(left.breaches.map(\.json)),
      ])
    }
  }
}

extension LocalDate: ExpressibleByArgument {
  /// What the command line spells.
  public init?(argument: String) { self.init(argument) }
}

extension Breach {
  /// The broken rule as JSON.
  var json: JSONValue {
    .members([
      "rule": .string(rule.rawValue), "statement": .string(statement), "source": .string(source),
      "words": .string(words), "limit": .string(limit), "used": .string(used),
      "left": .string(left),
    ])
  }
}
