import ArgumentParser
import LinuxIO
import Signatures
import WardContract
import WardDesk

struct WardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ward", abstract: "Make a ward, or look at it.",
    subcommands: [Initialise.self, Show.self, Plan.self, Keys.self, Revoke.self, Areas.self])

  struct Initialise: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init",
      abstract: "Make a ward: keys, keyring, broker authority and certificates, permissions.",
      discussion: """
        Example:
          loanha ward init --ward ba-dinh --area 01.00004 --name "phường Ba Đình"
        A second ward on the same broker:
          loanha ward init --ward cua-nam --area 01.00082 --name "phường Cửa Nam" \\
            --broker ba-dinh/broker
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The ward's unit code path, such as 01.00004.") var area: Area
    @Option(help: "The ward as people know it.") var name: String
    @Option(
      name: .customLong("area-within"),
      help: "An area within the ward that may be spoken to; may be repeated.")
    var areasWithin: [Area] = []
    @Option(help: "Name or address under which terminals reach the broker.")
    var host = "localhost"
    @Option(help: "The broker's port.") var port = 8883
    @Option(
      help: """
        The port where devices ask for a home; desks have the next one. The one behind the broker's \
        port if it is left out.
        """)
    var enrolmentPort: Int?
    @Option(help: "The broker's folder, made if there is none yet; else it is in the ward's.")
    var broker: String?
    @Option(
      help: """
        What the broadcast regulation takes the ward for: bon-quan (Hoàn Kiếm, Ba Đình, Đống Đa, \
        Hai Bà Trưng), quan, huyen or thi-xa. The strictest if it is left out.
        """)
    var areaType = AreaType.innerDistrict
    @Flag(
      help: """
        For officers to practise: its broker listens on this machine alone, and its area begins with tap, \
        such as tap.00004.
        """)
    var practice = false
    @OptionGroup var rules: RulesOption

    func run() throws {
      let founding = Founding(
        path: ward.path, area: area, name: TextRules.normalised(name), areasWithin: areasWithin,
        host: host, port: port, enrolmentPort: enrolmentPort, brokerPath: broker,
        areaType: areaType, rulesPath: try rules.folder(), isPractice: practice)
      let folder = try founding.found(now: currentInstant())
      print(
        """
        \(folder.name) (\(folder.area)) is made in \(folder.path).
          keys/root.jwk                 signs the keyring: move it to a safe, offline
          keys/editor.jwk, approver.jwk belong to two different people
          keys/emergency.jwk            speaks alone, in an emergency
          keys/desk.jwk                 stays with the desk
          keyring.json                  the keys that homes believe, signed
          plan.toml                     when the ward broadcasts: change it, then `loanha ward plan`
          \(folder.brokerPath)/ca.key   the fleet's root: into the safe as well; authority.key issues without it

        Start the broker:  mosquitto -c \(folder.brokerPath)/mosquitto.conf
        For devices that ask for a home:  loanha city endorse, and
                           mosquitto -c \(folder.brokerPath)/enrolment.conf
        """)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the ward's keyring and terminals.")

    @OptionGroup var ward: WardOption

    func run() throws {
      let folder = try ward.open()
      let keyring = try folder.keyring()
      print("\(folder.name) (\(folder.area)), keyring version \(keyring.version)")
      for key in keyring.keys {
        let state = key.revokedAt.map { "revoked \($0)" } ?? "until \(key.validUntil)"
        print("  \(key.role.rawValue)\t\(key.holder)\t\(key.keyIdentifier)\t\(state)")
      }
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revoke-key",
      abstract: "Revoke a key: what it signed comes off every wall. Needs the root key.")

    @OptionGroup var ward: WardOption
    @OptionGroup var root: RootOption
    @Argument(help: "The key's identifier, as `loanha ward show` prints it.") var key: String

    func run() throws {
      let folder = try ward.open()
      let version = try folder.revoke(key, rootPath: root.path, now: currentInstant())
      print("\(key) is revoked; the keyring is at version \(version).")
      try folder.tellOfKeyring()
    }
  }
}
