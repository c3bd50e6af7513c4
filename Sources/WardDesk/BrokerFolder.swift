import ConfigurationFiles
import Glibc
import LinuxIO
import Signatures
import WardContract

/// The broker's folder: the fleet's authorities, its certificate, configuration and permissions; and the
/// broker for enrolment beside it (`EnrolmentBroker`).
public struct BrokerFolder: Sendable {
  /// The folder, an absolute path.
  public let path: String
  /// Name or address under which clients reach the broker.
  public let host: String
  /// The broker's TCP port.
  public let port: Int
  /// The TCP port where devices without a home ask for one; desks have the next one.
  public let enrolmentPort: Int
  /// How long certificates of clients are good, in seconds.
  let certificateSeconds: Int

  /// Opens the broker in the folder `path`.
  public init(path: String) throws {
    let settings = "\(path)/broker.toml"
    guard Files.exists(settings) else { throw DeskError("there is no broker in \(path)") }
    let bytes = try Files.read(settings, limit: ConfigurationFile.maximumBytes)
    var table = try ConfigurationFile(bytes, name: settings).table("")
    self.path = path
    host = try table.string("host")
    port = try table.integer("port", in: 1...65_535, standard: 8_883)
    enrolmentPort = try table.integer("enrolment-port", in: 1...65_534, standard: port + 1)
    certificateSeconds = try table.integer(
      "certificate-seconds", in: 60...315_360_000, standard: Self.clientSeconds)
    try table.finish()
  }

  /// Whether only programs of this machine reach it, for homes and for devices without one: by what it is
  /// called, and by what it is told.
  var isOnLoopback: Bool {
    get throws {
      var lines: [Substring] = []
      for path in [configurationPath, enrolmentConfigurationPath] {
        let text = String(decoding: try Files.read(path, limit: 65_536), as: UTF8.self)
        lines += text.split(separator: "\n").map { Substring($0) }
      }
      let listeners = lines.filter { $0.hasPrefix("listener ") }
      return host == "localhost" && !listeners.isEmpty
        && listeners.allSatisfy { $0.hasSuffix(" 127.0.0.1") }
        && !lines.contains { $0.hasPrefix("connection ") }
    }
  }

  /// The fleet's root certificate, which every client needs.
  public var authorityPath: String { "\(path)/ca.pem" }
  /// The root's private key. Once an intermediate is made it is not needed until the next one, and belongs
  /// into a safe.
  public var rootKeyPath: String { "\(path)/ca.key" }
  /// The configuration to start mosquitto with: `mosquitto -c FILE`.
  public var configurationPath: String { "\(path)/mosquitto.conf" }

  private static let rootDays = 7_300
  private static let intermediateDays = 3_653
  /// Half a year: a home that stands empty for four months renews in time when it is switched on again.
  private static let clientSeconds = 180 * 86_400

  /// Makes a broker with its own certificate authority, reached under `host` and on loopback.
  static func make(
    path: String, host: String, port: Int, enrolmentPort: Int
  ) throws -> BrokerFolder {
    try Files.makeFolder("\(path)/data")
    let root = try CertificateAuthority(
      commonName: "LoaNha fleet root", days: rootDays, isRoot: true)
    try Files.replace("\(path)/ca.pem", root.certificate.pem(), mode: 0o644)
    try Files.replace("\(path)/ca.key", root.keyPEM())
    let authority = try root.intermediate(
      commonName: "LoaNha fleet authority", days: intermediateDays)
    let chain = try authority.certificate.pem()
    try Files.replace("\(path)/authority.pem", chain, mode: 0o644)
    try Files.replace("\(path)/authority.key", authority.keyPEM())
    let key = try TLSKey()
    var names = ["DNS:localhost", "IP:127.0.0.1"]
    let isAddress = host.allSatisfy { $0.isNumber || $0 == "." || $0 == ":" }
    let name = (isAddress ? "IP:" : "DNS:") + host
    if !names.contains(name) { names.append(name) }
    let certificate = try authority.issue(
      commonName: host, for: key, purpose: .server(names: names), days: 825)
    try Files.replace("\(path)/server.pem", certificate.pem() + chain, mode: 0o644)
    try Files.replace("\(path)/server.key", key.pem())
    try Files.makeFolder("\(path)/desks")
    let settings = "host = \"\(host)\"\nport = \(port)\nenrolment-port = \(enrolmentPort)\n"
    try Files.replace("\(path)/broker.toml", Array(settings.utf8))
    let broker = try BrokerFolder(path: path)
    try Files.replace(broker.configurationPath, Array(broker.configuration.utf8))
    try Files.replace(
      broker.enrolmentConfigurationPath, Array(broker.enrolmentConfiguration.utf8))
    try broker.writePermissions()
    try broker.writeRevocationList()
    return broker
  }

  /// mosquitto's configuration. A client is who its certificate says, and may do what the
  /// permissions say of that name.
  private var configuration: String {
    """
    # Written by `loanha ward init`. Start with: mosquitto -c \(configurationPath)
    \(processLine)
    per_listener_settings false
    user \(Self.userName)
    allow_anonymous false
    acl_file \(path)/acl
    listener \(port) \(listeningAddress)
    cafile \(path)/ca.pem
    crlfile \(revocationListPath)
    certfile \(path)/server.pem
    keyfile \(path)/server.key
    tls_version tlsv1.3
    require_certificate true
    use_identity_as_username true
    # Without it a small message waits up to 40 ms for an acknowledgement of the one before.
    set_tcp_nodelay true
    persistence true
    persistence_location \(path)/data/
    autosave_interval 60
    # An envelope or a piece of a medium has at most 64 KiB.
    max_packet_size 131072
    # For a desk after an emergency: some receipts of every home. Bounded by bytes as well, for one
    # that has stopped reading.
    max_queued_messages 40000
    max_queued_bytes 33554432
    max_inflight_messages 20
    max_keepalive 600
    log_dest stderr
    log_type error
    log_type warning
    log_type notice
    connection_messages false

    """
  }

  /// Where mosquitto listens.
  var listeningAddress: String { host == "localhost" ? "127.0.0.1" : host }

  /// mosquitto drops root's rights to this user; it must be able to read its own key.
  static var userName: String {
    guard let entry = getpwuid(getuid()) else { return "root" }
    return String(cString: entry.pointee.pw_name)
  }

  /// Issues a client certificate under `name`, with the chain to the fleet's root, and its key.
  func issueClient(_ name: String) throws -> (certificates: [UInt8], key: [UInt8]) {
    let key = try TLSKey()
    let request = try CertificateRequest(der: CertificateRequest.make(for: key))
    return (try issueClient(name, for: request), try key.pem())
  }

  /// Issues a client certificate under `name` for a key that its holder keeps, with the chain to the
  /// fleet's root, as PEM.
  func issueClient(_ name: String, for request: CertificateRequest) throws -> [UInt8] {
    let (authority, chain) = try authority()
    let certificate = try authority.issueClient(
      commonName: name, for: request, lifeSeconds: certificateSeconds)
    // Kept before it is given away: what nobody knows of can't be revoked.
    try keepIssued(certificate, to: name)
    return try certificate.pem() + chain
  }

  /// The intermediate, which issues, and its certificate as PEM.
  func authority() throws -> (authority: CertificateAuthority, chain: [UInt8]) {
    let chain = try Files.read("\(path)/authority.pem", limit: 16_384)
    let key = try TLSKey(pem: Files.read("\(path)/authority.key", limit: 16_384))
    return (CertificateAuthority(key: key, certificate: try Certificate(pem: chain)), chain)
  }

  /// Lets a desk write the topics of its areas, and writes the permissions anew.
  func registerDesk(_ name: String, areas: [Area]) throws {
    let lines = areas.map(\.description).joined(separator: "\n") + "\n"
    try Files.replace("\(path)/desks/\(name)", Array(lines.utf8))
    try writePermissions()
  }

  private func writePermissions() throws {
    var lines = [
      "# Written by `loanha ward init`: who may read and write what. %u is the common name of a",
      "# client's certificate. A terminal reads areas, media and what is said to it, and writes",
      "# what it says itself.",
      "pattern read loanha/v1/area/#",
      "pattern read loanha/v1/media/#",
      "pattern read loanha/v1/terminal/%u/down/#",
      "pattern write loanha/v1/terminal/%u/up/#",
      "pattern write loanha/v1/terminal/%u/presence",
    ]
    for desk in try Files.list("\(path)/desks") {
      lines += ["", "user \(desk)"]
      let areas = try Files.read("\(path)/desks/\(desk)", limit: 65_536)
      for area in areas.split(separator: 0x0A) {
        lines.append("topic write loanha/v1/area/\(String(decoding: area, as: UTF8.self))/#")
      }
      lines += [
        "topic write loanha/v1/media/#", "topic write loanha/v1/terminal/+/down/#",
        "topic read loanha/v1/terminal/+/up/#", "topic read loanha/v1/terminal/+/presence",
      ]
    }
    try Files.replace("\(path)/acl", Array((lines.joined(separator: "\n") + "\n").utf8))
    try writeEnrolmentPermissions(desks: Files.list("\(path)/desks"))
  }
}
