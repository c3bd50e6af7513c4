import ArgumentParser
import WardContract
import WardDesk

struct TerminalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terminal",
    abstract:
      "Enrol terminals, set what their homes are told, replace and retire them, or list them.",
    subcommands: [
      Enroll.self, List.self, Show.self, Set.self, Move.self, Replace.self, Retire.self,
    ])

  struct Enroll: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the identity, certificate and settings of a terminal.",
      discussion: """
        Example:
          loanha terminal enroll --ward ba-dinh --id nha-1 --area 01.00004 --home nha-1 \
            --address "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình"
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The terminal's name.") var id: Identifier
    @Option(help: "The home's leaf area; the ward's own if it is left out.") var area: Area?
    @Option(
      name: .customLong("group"),
      help: "An area of the ward that it listens to as well, as a group has; may be repeated.")
    var groups: [Area] = []
    @Option(help: "The terminal's folder; one within the ward's if it is left out.")
    var home: String?
    @Option(help: "Where the home is; the screen shows it to whoever calls for help.")
    var address: String?

    func run() throws {
      let folder = try ward.open()
      let home = home ?? folder.terminalPath(id)
      try folder.enrol(
        id, area: area ?? folder.area, groups: groups, home: home, address: address,
        now: currentInstant())
      print("\(id) is enrolled. Its settings are in \(home); copy that folder to the device.")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the ward's terminals.")

    @OptionGroup var ward: WardOption
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let terminals = try DeskStore(path: ward.open().databasePath).terminals(.all)
      if json {
        let rows = terminals.map { terminal in
          JSONValue.members([
            "terminal": .string(terminal.identifier), "area": .string(terminal.area),
            "groups": .array(terminal.groups.map { .string($0.description) }),
            "address": terminal.address.map { .string($0) },
            "online": terminal.isOnline.map { .boolean($0) },
            "lastHeard": terminal.lastHeard.map { .string($0.description) },
            "faults": .array(terminal.faults.map { .string($0) }),
            "networks": .array(terminal.networks.map { .string($0) }),
            "mobile": terminal.mobile?.json,
            "settings": .integer(terminal.settings.version),
            "retired": terminal.retired.map { .string($0.description) },
          ])
        }
        return print(JSONValue.array(rows).text)
      }
      for terminal in terminals {
        let state =
          switch terminal.isOnline {
          case true?: "online"
          case false?: "offline"
          case nil: "never heard of"
          }
        let retired = terminal.retired.map { ", retired \($0)" } ?? ""
        let since = terminal.lastHeard.map { " since \($0)" } ?? ""
        let faults = terminal.faults.joined(separator: ", ")
        let trouble = faults.isEmpty ? "" : "\tfails: \(faults)"
        let networks = terminal.networks.joined(separator: ", ")
        let mobile = terminal.mobile.map { mobile in
          let name = mobile.name.isEmpty ? "mobile network" : mobile.name
          return "\tmodem: \(mobile.registration), \(name), signal \(mobile.signalPercent) %"
        }
        let ways = (networks.isEmpty ? "" : "\tnetwork: \(networks)") + (mobile ?? "")
        print(
          "\(terminal.identifier)\t\(terminal.area)\t\(state)\(since)\(retired)\(ways)\(trouble)")
      }
    }
  }
}
