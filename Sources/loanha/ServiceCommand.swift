import ArgumentParser
import WardContract
import WardDesk

/// What homes asked of public services, and the trial office that answers them.
struct ServiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "service",
    abstract: "Show what homes asked of public services; move the trial's dossiers on.",
    discussion: """
      No authority has an interface that this could be sent to: a trial office answers, and every
      answer says so. docs/adapters.md is what a real one would have to do.

      Examples:
        loanha service list --ward ba-dinh
        loanha service set-state --ward ba-dinh H26.4-261124-0001 da-co-ket-qua
      """,
    subcommands: [List.self, SetState.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what homes asked for, the oldest first.",
      discussion: "The last column says what the home has of the answer: held, shown.")

    @OptionGroup var ward: WardOption

    func run() throws {
      let folder = try ward.open()
      for known in try DeskStore(path: folder.databasePath).requests(.service) {
        let answer = known.replies.last?.details.flatMap { try? ServiceAnswer(json: $0) }
        let what =
          switch try? ServiceForm(json: known.request.body) {
          case .application(let code, let name): "\(code) \(name)"
          case .lookUp(let code): "look-up of \(code)"
          case nil: "can't be read"
          }
        let dossier = answer?.dossier.map { "\($0) " } ?? ""
        print(
          "\(known.number)\t\(known.request.created)\t\(known.terminal?.description ?? "-")\t"
            + "\(what)\t\(dossier)\(answer?.progress.rawValue ?? "-")"
            + "\t\(known.replies.last?.receipt?.rawValue ?? "-")")
      }
    }
  }

  struct SetState: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "set-state",
      abstract: "Move a dossier of the trial office on; it never goes back.")

    @OptionGroup var ward: WardOption
    @Argument(help: "The dossier's code.") var dossier: String
    @Argument(help: "da-tiep-nhan, dang-giai-quyet, da-co-ket-qua, da-tra-ket-qua or tu-choi.")
    var state: ServiceAnswer.Progress

    func run() throws {
      let folder = try ward.open()
      let code: DossierCode
      do { code = try DossierCode(dossier) } catch {
        throw DeskError("\(dossier) is no dossier's code such as H26.4-261124-0001")
      }
      try DeskStore(path: folder.databasePath).move(trialDossier: code, to: state)
      print("\(code) is \(state.rawValue)")
      if !folder.tellDesk() {
        print("The desk isn't connected; the home learns of it when it is.")
        throw notYetSent
      }
    }
  }
}

extension ServiceAnswer.Progress: ExpressibleByArgument {}
