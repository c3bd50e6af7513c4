import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// Makes the identity, certificate and settings of a new terminal in `home`, and registers it.
  /// `groups` are areas of the ward that it listens to beside its own, such as those of a group of
  /// people; `address` is where the home is, as a call-taker needs to hear it.
  public func enrol(
    _ terminal: Identifier, area: Area, groups: [Area] = [], home: String, address: String? = nil,
    now: Instant
  ) throws {
    try check(HomePlace(area: area, groups: groups, address: address))
    let store = try DeskStore(path: databasePath)
    guard try !store.isEnrolled(terminal) else {
      throw DeskError("the terminal \(terminal) is enrolled already")
    }
    guard !Files.exists("\(home)/settings.toml") else {
      throw DeskError("\(home) holds the settings of a terminal already")
    }
    let broker = try BrokerFolder(path: brokerPath)
    try Files.makeFolder(home)
    let identity = try broker.issueClient(terminal.description)
    try Files.replace("\(home)/identity.pem", identity.certificate, mode: 0o644)
    try Files.replace("\(home)/identity.key", identity.key)
    try Files.replace(
      "\(home)/ca.pem", Files.read(broker.authorityPath, limit: 16_384), mode: 0o644)
    let settings = """
      # The terminal of one home; written by `loanha terminal enroll`.
      terminal = "\(terminal)"
      area = "\(area)"
      groups = [\(groups.map { "\"\($0)\"" }.joined(separator: ", "))]
      ward = "\(self.area)"
      ward-name = "\(name)"
      root-key = "\(Base64URL.encode(try rootPublicKey()))"
      \(address.map { "address = \"\($0)\"" } ?? "# address = \"where the home is\"")

      [broker]
      host = "\(broker.host)"
      port = \(broker.port)
      ca = "ca.pem"
      certificate = "identity.pem"
      key = "identity.key"

      """
    try Files.replace("\(home)/settings.toml", Array(settings.utf8))
    try store.enrol(terminal, area: area, groups: groups, address: address, at: now)
  }
}
