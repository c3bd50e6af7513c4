import ConfigurationFiles
import LinuxIO
import Signatures
import WardContract

/// Everything of one ward's desk in one folder; private files can be read by their owner alone.
public struct WardFolder: Sendable {
  /// The folder.
  public let path: String
  /// The ward's area and its name as people know it.
  public let area: Area
  /// The ward as people know it: "phường Ba Đình".
  public let name: String
  /// Areas within the ward that bulletins may be for, such as its tổ dân phố.
  public let areasWithin: [Area]
  /// The folder of the broker that serves the ward.
  public let brokerPath: String
  /// People practise here: nothing of it leaves this machine (`PracticeWard`).
  public let isPractice: Bool

  /// Opens the ward in the folder `path`.
  public init(path: String) throws {
    let settings = "\(path)/ward.toml"
    guard Files.exists(settings) else {
      throw DeskError("there is no ward in \(path); `loanha ward init` makes one")
    }
    let bytes = try Files.read(settings, limit: ConfigurationFile.maximumBytes)
    let file = try ConfigurationFile(bytes, name: settings)
    try file.allowTables([])
    var table = file.table("")
    self.path = path
    let rule = "a path of unit codes such as 01.00004"
    area = try table.string("area", rule: rule) { Area($0) }
    name = try table.string("name")
    areasWithin = try table.strings("areas-within").compactMap { Area($0) }
    brokerPath = try table.string("broker")
    isPractice = try table.boolean("practice", standard: false)
    try table.finish()
    if isPractice { try PracticeWard.check(area: area, path: path, brokerPath: brokerPath) }
  }

  /// The file that says what the ward is.
  static func settings(
    area: Area, name: String, areasWithin: [Area], brokerPath: String, isPractice: Bool = false
  ) -> String {
    """
    # The ward of this desk; written by `loanha ward init`.
    area = \(quoted(area.description))
    name = \(quoted(name))
    areas-within = [\(areasWithin.map { quoted($0.description) }.joined(separator: ", "))]
    broker = \(quoted(brokerPath))
    \(isPractice ? "practice = true\n" : "")
    """
  }

  /// `text` as a string of a configuration file.
  static func quoted(_ text: String) -> String {
    let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  /// A key file by the role of its key: `root` is the one to keep offline.
  public func keyPath(_ role: String) -> String { "\(path)/keys/\(role).jwk" }
  /// The signed keyring.
  public var keyringPath: String { "\(path)/keyring.json" }
  /// How the ward means to broadcast; see `PlanFile`.
  public var planSettingsPath: String { "\(path)/plan.toml" }
  /// The plan as it was signed.
  public var planPath: String { "\(path)/plan.json" }
  /// What a monitoring station has measured, as it was signed.
  public var stationPath: String { "\(path)/station.json" }
  /// Rule sets of the ward's own.
  public var rulesPath: String { "\(path)/rules" }
  /// The root's public key, 32 bytes in base64url.
  public var rootPublicKeyPath: String { "\(path)/root.pub" }
  /// The city's word for the ward's root key, as it was signed.
  public var endorsementPath: String { "\(path)/endorsement.json" }
  /// The public half of the city's key, 32 bytes in base64url.
  public var cityPublicKeyPath: String { "\(path)/city.pub" }
  /// The desk's database.
  public var databasePath: String { "\(path)/desk/desk.db" }
  /// Media under their digests.
  public var mediaPath: String { "\(path)/desk/media" }
  /// Where the running desk listens for the command line.
  public var socketPath: String { "\(path)/desk/desk.sock" }
  /// The desk's own certificate and key for the broker.
  public var certificatePath: String { "\(path)/desk/identity.pem" }
  /// The private key of the desk's certificate.
  public var certificateKeyPath: String { "\(path)/desk/identity.key" }
  /// The name under which the broker knows this desk.
  public var deskName: String { Self.deskName(area) }
  /// The folder of an enrolled terminal.
  public func terminalPath(_ terminal: Identifier) -> String { "\(path)/terminals/\(terminal)" }

  static func deskName(_ area: Area) -> String {
    "desk-" + area.description.map { $0 == "." ? "-" : String($0) }.joined()
  }

  /// The private key in the file `path`, with the name that the keyring knows it by.
  public static func signer(
    _ path: String
  ) throws -> (keyIdentifier: String, sign: ([UInt8]) -> [UInt8]) {
    let json = try JSONParser.parse(Files.read(path, limit: 4_096))
    let key = try JSONWebKey.privateKey(json)
    return (JSONWebKey.thumbprint(key.publicKey), { key.sign($0) })
  }

  /// The keyring, verified with the root's public key.
  public func keyring() throws -> Keyring {
    let root = try rootPublicKey()
    let envelope = try Files.read(keyringPath, limit: Bounds.envelopeBytes)
    return try Verifier.sodium.keyring(envelope, area: area, root: root)
  }

  /// The root's public key, 32 bytes.
  public func rootPublicKey() throws -> [UInt8] { try Self.publicKey(rootPublicKeyPath) }

  /// The public key, 32 bytes, in the file `path`: one line of base64url.
  public static func publicKey(_ path: String) throws -> [UInt8] {
    let text = String(decoding: try Files.read(path, limit: 128), as: UTF8.self)
    guard let key = Base64URL.decode(String(text.prefix { $0 != "\n" })), key.count == 32 else {
      throw DeskError("\(path) holds no public key")
    }
    return key
  }
}
