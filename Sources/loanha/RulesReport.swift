import ArgumentParser
import BroadcastRules
import WardContract
import WardDesk

extension RulesCommand {
  struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Planned against played, session by session and home by home.",
      discussion: """
        Examples:
          loanha rules report --ward ba-dinh
          loanha rules report --ward ba-dinh --from 2026-11-01 --to 2026-11-30 --homes
          loanha rules report --ward ba-dinh --json

        Counted from what was signed and what homes reported. Ends with 1 if a home played more
        than a session allows.
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The first day; 30 days before the last if left out.") var from: LocalDate?
    @Option(help: "The last day; today if left out.") var to: LocalDate?
    @Flag(help: "Every home of every session.") var homes = false
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let last = to ?? LocalDate(currentInstant())
      let first = from ?? last.adding(days: -30)
      guard first <= last, first.adding(days: 400) >= last else {
        throw ValidationError("--from must be at most 400 days before --to")
      }
      let report = try ward.open().compliance(from: first, to: last)
      if json { print(report.json.text) } else { Self.write(report, homes: homes) }
      if report.overLimitCount > 0 { throw ExitCode(1) }
    }

    private static func write(_ report: Compliance, homes: Bool) {
      print("Phát thanh từ \(report.first.words) đến \(report.last.words)")
      if report.sessions.isEmpty { print("\nKhông có buổi phát thanh nào.") }
      for session in report.sessions {
        let opening = session.opening.map { " (\($0.description.dropFirst(11).prefix(5)))" } ?? ""
        let expected = session.homes.filter { $0.expected > 0 }
        let longest = session.homes.map(\.playedMilliseconds).max() ?? 0
        let complete = expected.filter { $0.heard == $0.expected }.count
        print(
          """

          \(session.slot.words)\(opening)
            kế hoạch \(seconds(session.plannedMilliseconds)), giới hạn \
          \(seconds(session.limitMilliseconds)); nhà phát lâu nhất \(seconds(longest))
            \(complete)/\(expected.count) nhà phát đủ; \(session.overLimit.count) nhà vượt giới hạn
          """)
        for item in session.items {
          let order = item.directive.map { ", theo chỉ đạo số \($0.number)" } ?? ""
          print("  \(item.bulletin)\t\(seconds(item.milliseconds))\t\(item.headline)\(order)")
        }
        for home in session.homes where homes || isWorthALine(home, in: session) {
          print("    \(words(home))")
        }
      }
      if !report.specials.isEmpty { print("\nNgoài các buổi phát thanh") }
      for special in report.specials {
        print(
          "  \(special.begins)\t\(special.bulletin)\t\(special.headline)\t"
            + "\(special.grounds.words)\t\(special.heard)/\(special.expected) nhà nghe hết")
      }
      print("\nVượt giới hạn: \(report.overLimitCount)")
    }

    private static func isWorthALine(
      _ home: Compliance.Home, in session: Compliance.SessionRecord
    ) -> Bool {
      home.heard < home.expected || home.countedMilliseconds > session.limitMilliseconds
    }

    private static func words(_ home: Compliance.Home) -> String {
      var words = [
        "\(home.terminal)\tphát \(seconds(home.playedMilliseconds))",
        "nghe hết \(home.heard)/\(home.expected)",
      ]
      words += home.missed.map { "\($0.bulletin) lỡ (\($0.reason))" }
      words += home.unreported.map { "\($0) chưa báo" }
      return words.joined(separator: ", ")
    }

    /// Minutes and seconds, rounded up: "2:05".
    private static func seconds(_ milliseconds: Int) -> String {
      let seconds = (milliseconds + 999) / 1000
      return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }
  }
}

extension Grounds {
  /// Why something may be broadcast, in Vietnamese.
  var words: String {
    switch self {
    case .rules: "trong giới hạn"
    case .emergency: "khẩn cấp"
    case .directive(let directive, _): "theo chỉ đạo số \(directive.number) của \(directive.issuer)"
    }
  }
}

extension Compliance {
  /// The report as JSON.
  var json: JSONValue {
    .members([
      "from": .string(first.description), "to": .string(last.description),
      "overLimit": .integer(Int64(overLimitCount)), "sessions": .array(sessions.map(\.json)),
      "outsideOfSessions": .array(specials.map(\.json)),
    ])
  }
}

extension Compliance.SessionRecord {
  fileprivate var json: JSONValue {
    .members([
      "date": .string(slot.date.description), "session": .string(slot.session.rawValue),
      "opening": opening.map { .string($0.description) },
      "limitMilliseconds": .integer(Int64(limitMilliseconds)),
      "plannedMilliseconds": .integer(Int64(plannedMilliseconds)),
      "overLimit": .integer(Int64(overLimit.count)),
      "items": .array(
        items.map { item in
          .members([
            "bulletin": .string(item.bulletin.description),
            "revision": .integer(Int64(item.revision)), "headline": .string(item.headline),
            "milliseconds": .integer(Int64(item.milliseconds)),
            "directive": item.directive.map { .string($0.number) },
          ])
        }),
      "homes": .array(
        homes.map { home in
          .members([
            "terminal": .string(home.terminal),
            "playedMilliseconds": .integer(Int64(home.playedMilliseconds)),
            "countedMilliseconds": .integer(Int64(home.countedMilliseconds)),
            "expected": .integer(Int64(home.expected)), "heard": .integer(Int64(home.heard)),
            "missed": .array(
              home.missed.map { missed in
                .members([
                  "bulletin": .string(missed.bulletin.description),
                  "reason": .string(missed.reason),
                ])
              }),
            "unreported": .array(home.unreported.map { .string($0.description) }),
          ])
        }),
    ])
  }
}

extension Compliance.Special {
  fileprivate var json: JSONValue {
    .members([
      "bulletin": .string(bulletin.description), "headline": .string(headline),
      "begins": .string(begins.description), "grounds": .string(grounds.words),
      "heard": .integer(Int64(heard)), "expected": .integer(Int64(expected)),
    ])
  }
}
