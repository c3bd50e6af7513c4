import LinuxIO
import MQTTLink
import Signatures
import WardContract

/// Renews the terminal's certificate over the connection that it has, once two thirds of its life are over.
/// That it is so late the ward has signed: the terminal's own clock is not asked.
///
/// A new certificate, for the same key, is on the disk beside the old one before it is used, and takes the
/// old one's place once the broker has let us in with it.
final class Renewal {
  /// At most one request in so many milliseconds.
  private static let pauseMilliseconds: Int64 = 3_600_000
  /// What requests and answers are called.
  static let name = "certificate"

  private let terminal: Identifier
  private let path: String
  private let device: DeviceKey
  private let root: Certificate
  private var askedAt: Int64?
  /// When two thirds of the life of the newest certificate are over.
  private var dueAt: Instant
  private var isTryingNext = false

  private var nextPath: String { "\(path).next" }

  /// For a terminal with its certificate and key in these files.
  init(_ terminal: Identifier, _ tls: LinkSettings.TLS) throws {
    guard let path = tls.certificatePath, let keyPath = tls.keyPath else {
      preconditionFailure("a home's settings name a certificate and its key")
    }
    self.terminal = terminal
    self.path = path
    device = try DeviceKey(TLSKey(pem: Self.read(keyPath)))
    root = try Certificate(pem: Self.read(tls.authorityPath))
    dueAt = try Self.due(Self.read(path))
    if Files.exists(nextPath), let next = try? Self.due(Self.read(nextPath)) { dueAt = next }
  }

  private static func read(_ path: String) throws(SystemError) -> [UInt8] {
    try Files.read(path, limit: Bounds.certificateChainBytes)
  }

  private static func due(_ chain: [UInt8]) throws(OpenSSLError) -> Instant {
    let (from, until) = try Certificate(pem: chain).validity()
    return from + (until - from) * 2 / 3
  }

  /// The certificate's file for the next attempt to connect: the new one if there is one; in turn with it
  /// the old one, for as long as nobody lets us in.
  func pathToConnect() -> String {
    isTryingNext = !isTryingNext && Files.exists(nextPath)
    return isTryingNext ? nextPath : path
  }

  /// The broker has let us in: a new certificate has shown that it is good.
  func connected() throws {
    guard isTryingNext else { return }
    isTryingNext = false
    try Files.replace(path, Self.read(nextPath), mode: 0o644)
    try Files.remove(nextPath)
  }

  /// A request to the desk, if it is time for one; `earliest` is the newest time that the ward has signed.
  func request(
    earliest: Instant?, atMonotonicMilliseconds now: Int64
  ) throws -> [UInt8]? {
    guard let earliest, earliest >= dueAt,
      askedAt.map({ now - $0 >= Self.pauseMilliseconds }) ?? true
    else { return nil }
    askedAt = now
    return try CertificateRequest.make(for: device.key)
  }

  /// Takes a chain that the desk has sent, and says whether it did: one for our key and name that the fleet's
  /// root stands behind, another one than we have, and not an older one. It needs no other signature.
  func receive(_ chain: [UInt8], earliest: Instant?) throws -> Bool {
    guard chain.count <= Bounds.certificateChainBytes, let earliest,
      NewHome.isOurs(chain, device, terminal, root, at: earliest)
    else { return false }
    let due = try Self.due(chain)
    // Another one of the same second is as good: certificates count in whole seconds.
    let newest = try Self.read(Files.exists(nextPath) ? nextPath : path)
    guard due >= dueAt, chain != newest else { return false }
    try Files.replace(nextPath, chain, mode: 0o644)
    dueAt = due
    return true
  }
}
