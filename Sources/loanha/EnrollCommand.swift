import ArgumentParser
import Glibc
import LinuxIO
import WardContract
import WardDesk

/// Accepts a device that shows a code, and waits until it is the home's terminal.
struct EnrollCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll", abstract: "Give a device that shows a claim code to a home.",
    discussion: """
      Example:
        loanha enroll --ward ba-dinh 7KQF-2M9X-WB4H --area 01.00004.tdp-7 \\
          --address "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình"
      Without a code it lists the devices that wait. A device is answered by the running desk; the
      code stays accepted for a day, whether this command waits or not.
      """)

  @OptionGroup var ward: WardOption
  @Argument(help: "What the device shows, or what its square code says.") var code: String?
  @Option(help: "The terminal's name; one after its code if it is left out.") var id: Identifier?
  @Option(help: "The home's leaf area; the ward's own if it is left out.") var area: Area?
  @Option(
    name: .customLong("group"),
    help: "An area of the ward that it listens to as well, as a group has; may be repeated.")
  var groups: [Area] = []
  @Option(help: "Where the home is; the screen shows it to whoever calls for help.")
  var address: String?
  @Option(help: "Seconds to wait for the device, 0…86,400.") var wait = 600

  func validate() throws {
    guard (0...86_400).contains(wait) else {
      throw ValidationError("--wait: 0 to 86,400 seconds")
    }
  }

  func run() throws {
    let folder = try ward.open()
    let store = try DeskStore(path: folder.databasePath)
    guard let code else { return try list(store) }
    guard let name = ClaimName(code) else {
      throw DeskError(
        "\"\(code)\" is no claim code: twelve letters and digits such as 7KQF-2M9X-WB4H")
    }
    let accepted = try folder.accept(
      name, as: id, area: area ?? folder.area, groups: groups,
      address: address.map(TextRules.normalised), in: store, by: currentAccount(),
      at: currentInstant())
    print("\(accepted.code) is accepted as \(accepted.terminal); waiting for the device.")
    try wait(for: accepted.terminal, store)
  }

  private func list(_ store: DeskStore) throws {
    for claim in try store.claims(at: currentInstant()) {
      print("\(claim.key.code)\t\(claim.board)\t\(claim.version)\tsince \(claim.first)")
    }
  }

  /// Says each step once it is done.
  private func wait(for terminal: Identifier, _ store: DeskStore) throws {
    let end = Clock.monotonicMilliseconds() + Int64(wait) * 1_000
    var hasCertificate = false
    while Clock.monotonicMilliseconds() < end {
      if !hasCertificate, try store.acceptance(of: terminal)?.issued != nil {
        hasCertificate = true
        print("It has its certificate.")
      }
      if hasCertificate, let home = try store.terminal(terminal), home.isOnline == true {
        let faults = home.faults.isEmpty ? "nothing fails" : home.faults.joined(separator: ", ")
        return print("\(terminal) is connected, loanhad \(home.version); \(faults).")
      }
      usleep(250_000)
    }
    let fault =
      hasCertificate
      ? "the device has not connected yet: look at its screen"
      : "nobody has heard of the device yet: is it switched on and in the network, and does the desk run?"
    print("\(fault) The code stays accepted for a day.")
    throw notYetSent
  }
}
