import ArgumentParser
import LinuxIO
import WardContract
import WardDesk

/// Where the rule sets of the broadcast regulation lie.
struct RulesOption: ParsableArguments {
  @Option(
    name: .customLong("rules"),
    help: "The folder of the rule sets; those that came with the program if it is left out.")
  var path: String?

  func folder() throws -> String { try path ?? RuleFiles.sharedFolder() }
}

extension WardCommand {
  struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "plan",
      abstract: "Check and sign when the ward broadcasts (plan.toml), or show it.",
      discussion: """
        Examples:
          loanha ward plan --ward ba-dinh
          loanha ward plan --ward ba-dinh --show
        Checks plan.toml against the rule sets of the regulation and of the ward's folder rules/,
        signs it with the editor's and the approver's key under the next version, and tells the
        desk. Homes go by it at once.
        """)

    @OptionGroup var ward: WardOption
    @OptionGroup var rules: RulesOption
    @Option(
      help: ArgumentHelp(
        "A private key (JWK) to sign with; may be repeated.",
        discussion: "Left out, the ward's own keys sign: editor and approver."))
    var sign: [String] = []
    @Flag(help: "Show the plan that homes go by, and change nothing.") var show = false

    func run() throws {
      let folder = try ward.open()
      if show {
        guard let plan = try folder.plan() else {
          throw DeskError("there is no plan yet; `loanha ward plan` signs plan.toml")
        }
        return print(plan.lines)
      }
      let keys = sign.isEmpty ? folder.usualKeyPaths(.ordinary) : sign
      let (plan, isNew) = try folder.signPlan(
        shared: rules.folder(), keyPaths: keys, now: currentInstant())
      print(plan.lines)
      guard isNew else { return print("It was signed already; nothing has changed.") }
      if !folder.tellDesk() {
        print("The desk isn't connected; homes learn of it when it is.")
        throw notYetSent
      }
    }
  }
}

extension BroadcastPlan {
  /// The plan for a person to read, a line a thing.
  var lines: String {
    func time(_ minute: Int) -> String {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
      return "\(two(minute / 60)):\(two(minute % 60))"
    }
    var lines = ["\(area), version \(version) of \(issued), \(areaType.rawValue)"]
    lines.append("  \(author)" + (documentNumber.map { ", \($0)" } ?? ""))
    if let noticeNumber { lines.append("  notice \(noticeNumber)") }
    lines += slots.map { slot in
      "  \(slot.session.rawValue)\t\(time(slot.startMinute))\t\(slot.minutes) min"
    }
    if slots.isEmpty { lines.append("  no sessions") }
    lines.append(
      "  homes begin within \(spreadSeconds) s; after an interruption \(afterInterruption.rawValue)"
    )
    lines.append("  \(ruleSets.count) rule sets")
    return lines.joined(separator: "\n")
  }
}

extension AreaType: ExpressibleByArgument {}
