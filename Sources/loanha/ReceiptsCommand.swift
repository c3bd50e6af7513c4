import ArgumentParser
import WardContract
import WardDesk

struct ReceiptsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipts",
    abstract: "What became of bulletins in the homes, and what failed there.",
    discussion: """
      Examples:
        loanha receipts --ward ba-dinh
        loanha receipts --ward ba-dinh tin-1 --json
      """)

  @OptionGroup var ward: WardOption
  @Argument(help: "One bulletin; all if it is left out.") var id: Identifier?
  @Flag(help: "Every fact as JSON.") var json = false

  func run() throws {
    let receipts = try DeskStore(path: ward.open().databasePath).receipts(of: id)
    if json {
      let rows = receipts.map { terminal, receipt in
        JSONValue.members(["terminal": .string(terminal), "receipt": receipt.json])
      }
      return print(JSONValue.array(rows).text)
    }
    print("bulletin\tterminal\trev\twhat became of it")
    var index = 0
    while index < receipts.count {
      let (terminal, first) = receipts[index]
      let end =
        receipts[index...].firstIndex {
          $0.terminal != terminal || $0.receipt.bulletin != first.bulletin
            || $0.receipt.revision != first.revision
        } ?? receipts.count
      let facts = receipts[index..<end].map { Self.words($0.receipt.fact) }
      let subject = first.bulletin?.description ?? "(terminal)"
      print("\(subject)\t\(terminal)\t\(first.revision)\t\(facts.joined(separator: ", "))")
      index = end
    }
  }

  static func words(_ fact: Receipt.Fact) -> String {
    switch fact {
    case .received, .shown, .heard, .confirmed, .withheld: fact.word
    case .played(let from, let to, let lost):
      "played \(from / 1000)–\(to / 1000) s" + (lost == 0 ? "" : ", \(lost) ms of it lost")
    case .refused(let code, let detail): "refused (\(code): \(detail))"
    case .missed(let reason): "missed (\(reason))"
    case .takenOff(let reason): "taken off (\(reason))"
    case .partFailed(let part, let reason): "no \(part) (\(reason))"
    case .partBack(let part): "\(part) is back"
    case .watchOver(let hours):
      hours == 0 ? "wants no watching over" : "agreed to be watched over after \(hours) h"
    case .untouched(let hours): "NOBODY HAS TOUCHED IT FOR \(hours) h"
    case .touchedAgain: "somebody has touched it again"
    case .sos(let report): "SOS \(report)"
    }
  }
}
