import Foundation
import LinuxIO
import MQTTLink
import Signatures
import TestSupport

/// A real mosquitto with TLS on loopback, and its authority.
final class Broker {
  let folder = TemporaryFolder()
  let port = freePort()
  let authority: CertificateAuthority
  private(set) var process: ChildProcess?
  private var starts = 0

  init() throws {
    authority = try CertificateAuthority(commonName: "Test authority", days: 2)
    let key = try TLSKey()
    let certificate = try authority.issue(
      commonName: "localhost", for: key, purpose: .server(names: ["DNS:localhost"]), days: 2)
    try Files.replace(folder.file("ca.pem"), authority.certificate.pem())
    try Files.replace(folder.file("server.pem"), certificate.pem())
    try Files.replace(folder.file("server.key"), key.pem())
    try folder.write("user one\ntopic readwrite one/#\ntopic readwrite large\n", to: "acl")
    try folder.write(
      """
      user root
      listener \(port) 127.0.0.1
      allow_anonymous false
      acl_file \(folder.file("acl"))
      cafile \(folder.file("ca.pem"))
      certfile \(folder.file("server.pem"))
      keyfile \(folder.file("server.key"))
      tls_version tlsv1.3
      require_certificate true
      use_identity_as_username true
      """, to: "conf")
    try start()
  }

  func start() throws {
    starts += 1
    let log = folder.file("log-\(starts)")
    process = try ChildProcess("mosquitto", ["-c", folder.file("conf")], log: log)
    _ = eventually { process?.log.contains("running") ?? false }
  }

  /// Settings of a client whose certificate `authority` issued under `name`.
  func settings(
    _ name: String, by authority: CertificateAuthority? = nil, host: String = "localhost",
    trusting: String? = nil
  ) throws -> LinkSettings {
    let key = try TLSKey()
    let issuer = authority ?? self.authority
    let certificate = try issuer.issue(commonName: name, for: key, purpose: .client, days: 2)
    try Files.replace(folder.file("\(name).pem"), certificate.pem())
    try Files.replace(folder.file("\(name).key"), key.pem())
    return LinkSettings(
      clientIdentifier: name, host: host, port: port,
      tls: .init(
        authorityPath: trusting ?? folder.file("ca.pem"),
        certificatePath: folder.file("\(name).pem"),
        keyPath: folder.file("\(name).key")),
      will: .init(topic: "one/will", payload: Array("gone".utf8)), maximumPayloadBytes: 65_536)
  }
}

/// A link on a loop of its own, and what happened on it.
final class Client {
  let loop: EventLoop
  var link: BrokerLink?
  private(set) var reasons: [String] = []
  private(set) var messages: [(topic: String, payload: [UInt8], retained: Bool)] = []
  private(set) var dropped = 0
  private(set) var refused: [String] = []
  private(set) var published = 0

  init(_ settings: LinkSettings) throws {
    loop = try EventLoop()
    link = BrokerLink(settings, loop) { [unowned self] event in
      switch event {
      case .up: break
      case .down(let reason): reasons.append(reason)
      case .message(let topic, let payload, let retained):
        messages.append((topic, payload, retained))
      case .dropped: dropped += 1
      case .published: published += 1
      case .subscriptionRefused(let filters): refused += filters
      }
    }
  }

  /// Runs the loop until the condition holds; false if it doesn't in time.
  func run(until condition: () -> Bool) -> Bool {
    let end = Clock.monotonicMilliseconds() + 15_000
    while !condition() {
      guard Clock.monotonicMilliseconds() < end else { return false }
      try? loop.runOnce(timeoutMilliseconds: 100)
      link?.tick()
    }
    return true
  }

  func connect() -> Bool {
    link?.connect()
    return run { link?.isUp == true }
  }
}
