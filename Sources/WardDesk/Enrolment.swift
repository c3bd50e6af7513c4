import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// Makes the identity, certificate and settings of a new terminal in `home`, and registers it: the way for
  /// devices that can't ask by themselves. `groups` are areas of the ward that it listens to beside its own,
  /// such as those of a group of people; `address` is where the home is, as a call-taker needs to hear it.
  public func enrol(
    _ terminal: Identifier, area: Area, groups: [Area] = [], home: String, address: String? = nil,
    now: Instant
  ) throws {
    let store = try DeskStore(path: databasePath)
    try check(terminal, HomePlace(area: area, groups: groups, address: address), in: store)
    guard !isPractice || Founding.absolute(home).hasPrefix(Founding.absolute(path) + "/terminals/")
    else {
      throw DeskError(
        "Máy của phường tập chỉ nằm trong thư mục của phường tập, không lên thiết bị.")
    }
    guard !Files.exists("\(home)/settings.toml") else {
      throw DeskError("\(home) holds the settings of a terminal already")
    }
    let broker = try BrokerFolder(path: brokerPath)
    try Files.makeFolder(home)
    let identity = try broker.issueClient(terminal.description)
    try Files.replace("\(home)/identity.pem", identity.certificates, mode: 0o644)
    try Files.replace("\(home)/identity.key", identity.key)
    try Files.replace(
      "\(home)/ca.pem", Files.read(broker.authorityPath, limit: 16_384), mode: 0o644)
    let settings = HomeSettingsFile(
      terminal: terminal, area: area, groups: groups, ward: self.area, wardName: name,
      rootKey: try rootPublicKey(), address: address, host: broker.host, port: broker.port,
      certificate: "identity.pem", key: "identity.key")
    try Files.replace("\(home)/settings.toml", Array(settings.text.utf8))
    try store.enrol(terminal, area: area, groups: groups, address: address, at: now)
  }

  /// Refuses a home that this ward can't have, or has had already.
  func check(_ terminal: Identifier, _ place: HomePlace, in store: DeskStore) throws {
    try check(place)
    guard try !store.isEnrolled(terminal) else {
      throw DeskError("Tên \(terminal) đã có máy mang. Chọn tên khác.")
    }
  }
}
