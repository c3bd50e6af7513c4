import Glibc
import LinuxIO
import Signatures
import WardContract

/// Makes a ward: its keys, its keyring, its desk, and a broker if it has none yet.
public struct Founding {
  /// The ward's folder, made by this.
  public var path: String
  /// The ward's area.
  public var area: Area
  /// The ward as people know it.
  public var name: String
  /// Areas within the ward that may be spoken to.
  public var areasWithin: [Area]
  /// Name or address under which terminals reach a new broker.
  public var host: String
  /// A new broker's TCP port.
  public var port: Int
  /// The TCP port where a new broker is asked for homes; the one behind `port` if it is `nil`.
  public var enrolmentPort: Int?
  /// The folder of a broker, which is made if there is none yet; `nil` makes one within the ward's.
  public var brokerPath: String?
  /// What the regulation takes the ward for.
  public var areaType: AreaType
  /// The folder of the rule sets that come with LoaNha.
  public var rulesPath: String
  /// Whether it is for practice (`PracticeWard`).
  public var isPractice: Bool

  /// What is needed to make a ward.
  public init(
    path: String, area: Area, name: String, areasWithin: [Area], host: String, port: Int,
    enrolmentPort: Int? = nil, brokerPath: String?, areaType: AreaType, rulesPath: String,
    isPractice: Bool = false
  ) {
    self.path = path
    self.area = area
    self.name = name
    self.areasWithin = areasWithin
    self.host = host
    self.port = port
    self.enrolmentPort = enrolmentPort
    self.brokerPath = brokerPath
    self.areaType = areaType
    self.rulesPath = rulesPath
    self.isPractice = isPractice
  }

  private static let dayMilliseconds: Int64 = 86_400_000
  /// A key must be renewed after two years.
  static let keyDays: Int64 = 730

  /// Makes the ward. Refuses a folder that holds one already: its keys can't be had again.
  public func found(now: Instant) throws -> WardFolder {
    guard !Files.exists("\(path)/ward.toml") else {
      throw DeskError("\(path) holds a ward already; nothing was changed")
    }
    guard areasWithin.allSatisfy({ area.covers($0) }) else {
      throw DeskError("every area within must lie in \(area)")
    }
    guard !isPractice || brokerPath == nil && host == "localhost" else {
      throw DeskError("Phường tập phải có máy chủ tin riêng, chỉ nghe trên máy này.")
    }
    guard isPractice == (area.andAncestors.first?.description == PracticeWard.code) else {
      throw DeskError(
        "Khu vực bắt đầu bằng “\(PracticeWard.code).” là của phường tập, và chỉ của phường tập.")
    }
    _ = try RuleFiles.read(shared: rulesPath)
    try Files.makeFolder("\(path)/keys")
    try Files.makeFolder("\(path)/desk/media")
    try Files.makeFolder("\(path)/terminals")
    let brokerPath = Self.absolute(brokerPath ?? "\(path)/broker")
    let broker =
      Files.exists("\(brokerPath)/broker.toml")
      ? try BrokerFolder(path: brokerPath)
      : try BrokerFolder.make(
        path: brokerPath, host: host, port: port, enrolmentPort: enrolmentPort ?? port + 1)
    let root = try makeKey("root")
    let second = now + -(now.milliseconds % 1000)
    let keyring = Keyring(
      area: area, version: 1, issued: second,
      keys: [
        try makeKey("editor", .editor, "Người biên tập", from: second),
        try makeKey("approver", .approver, "Người duyệt", from: second),
        try makeKey("emergency", .emergency, "Trực khẩn cấp", from: second),
        try makeKey("desk", .desk, "Bàn trực phường", from: second),
      ])
    let envelope = Envelope.sign(
      keyring.json, as: .keyring,
      by: [(JSONWebKey.thumbprint(root.publicKey), { root.sign($0) })])
    try Files.replace("\(path)/keyring.json", envelope, mode: 0o644)
    let publicKey = Base64URL.encode(root.publicKey) + "\n"
    try Files.replace("\(path)/root.pub", Array(publicKey.utf8), mode: 0o644)
    let identity = try broker.issueClient(WardFolder.deskName(area))
    try Files.replace("\(path)/desk/identity.pem", identity.certificates, mode: 0o644)
    try Files.replace("\(path)/desk/identity.key", identity.key)
    try broker.registerDesk(WardFolder.deskName(area), areas: [area] + areasWithin)
    let plan = PlanFile.standard(name: name, areaType: areaType)
    try Files.replace("\(path)/plan.toml", Array(plan.utf8))
    // Last: a ward without this file is one that was never finished.
    let settings = WardFolder.settings(
      area: area, name: name, areasWithin: areasWithin, brokerPath: broker.path,
      isPractice: isPractice)
    try Files.replace("\(path)/ward.toml", Array(settings.utf8))
    let folder = try WardFolder(path: path)
    _ = try folder.signPlan(
      shared: rulesPath, keyPaths: folder.usualKeyPaths(.ordinary), now: second)
    return folder
  }

  private func makeKey(_ file: String) throws -> Ed25519.PrivateKey {
    let key = try Ed25519.PrivateKey()
    try Files.replace("\(path)/keys/\(file).jwk", JSONWebKey.encode(key).bytes + [0x0A])
    return key
  }

  private func makeKey(
    _ holder: String, _ role: Role, _ title: String, from: Instant
  ) throws -> Key {
    guard let name = Identifier(holder) else { throw DeskError("\(holder) is no name of a holder") }
    let key = try makeKey(holder)
    return Self.key(key.publicKey, name, role, title, area: area, from: from)
  }

  /// A new key of the keyring. It counts from a little earlier on, so that a terminal whose clock is
  /// slow believes it.
  static func key(
    _ publicKey: [UInt8], _ holder: Identifier, _ role: Role, _ title: String, area: Area,
    from: Instant
  ) -> Key {
    Key(
      keyIdentifier: JSONWebKey.thumbprint(publicKey), publicKey: publicKey, holder: holder,
      title: title, role: role, areas: [area], validFrom: from + -dayMilliseconds,
      validUntil: from + keyDays * dayMilliseconds)
  }

  /// The absolute path of a folder, which need not be there yet.
  public static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&buffer, buffer.count) != nil else { return path }
    let folder = String(
      decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return "\(folder)/\(path)"
  }
}
