import ArgumentParser
import WardContract
import WardDesk

/// What homes asked of billers, and the trial biller that answers them.
struct BillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bill",
    abstract: "Show the bills that homes asked for; pay one of the trial biller's.",
    discussion: """
      No biller has a public interface: a trial biller answers, and every answer says so. No money
      moves. docs/adapters.md is what a real one would have to do.

      Examples:
        loanha bill list --ward ba-dinh
        loanha bill pay --ward ba-dinh --biller dien --code PD03000000001
      """,
    subcommands: [List.self, Pay.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the bills that homes asked for, the oldest first.",
      discussion: "The last column says what the home has of the answer: held, shown.")

    @OptionGroup var ward: WardOption

    func run() throws {
      let folder = try ward.open()
      for known in try DeskStore(path: folder.databasePath).requests(.bill) {
        let form = try? BillForm(json: known.request.body)
        let answer = known.replies.last?.details.flatMap { try? BillAnswer(json: $0) }
        print(
          "\(known.number)\t\(known.request.created)\t\(known.terminal?.description ?? "-")\t"
            + "\(form.map { "\($0.biller) \($0.code)" } ?? "can't be read")\t"
            + (answer.map { "\($0.period) \($0.amount) \($0.state.rawValue)" } ?? "-")
            + "\t\(known.replies.last?.receipt?.rawValue ?? "-")")
      }
    }
  }

  struct Pay: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take this month's bill of the trial biller for paid.")

    @OptionGroup var ward: WardOption
    @Option(help: "The biller, as the directory names it.") var biller: Identifier
    @Option(help: "The customer's code.") var code: String

    func run() throws {
      let folder = try ward.open()
      let isNew = try DeskStore(path: folder.databasePath).pay(
        trialBillOf: biller, code: code, at: currentInstant())
      print(isNew ? "paid (trial)" : "was paid already (trial)")
      if !folder.tellDesk() {
        print("The desk isn't connected; the home learns of it when it is.")
        throw notYetSent
      }
    }
  }
}
