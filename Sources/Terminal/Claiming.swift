import LinuxIO
import MQTTLink
import Signatures
import TerminalCore
import WardContract

/// Asks for a home over the broker for enrolment until a desk has answered. That broker lets anybody in
/// and keeps nothing: the claim is said again and again, and an answer is believed for what is in it.
final class Claiming {
  /// A desk that has just begun hears of a device this soon, in milliseconds.
  private static let repeatMilliseconds: Int64 = 5_000
  private static let shortestPauseMilliseconds: Int64 = 2_000
  private static let longestPauseMilliseconds: Int64 = 60_000

  private let device: DeviceKey
  private let trust: EnrolmentTrust
  private let root: Certificate
  private let folder: String
  private let claim: [UInt8]
  private let nonce: [UInt8]
  private var link: BrokerLink?
  private var connectAt: Int64? = 0
  private var claimAt: Int64?
  private var failures: Int64 = 0
  /// Called when `stage` or `fault` may have changed.
  private let changed: () -> Void

  /// How far it is.
  private(set) var stage = ClaimScreen.Stage.connecting
  /// Why the last answer made nothing of this device, or could not be kept; in words for the journal.
  private(set) var fault: (problem: ClaimScreen.Problem, reason: String)?

  /// Asks as `device`, with what `trust` says, on the caller's loop; what comes of it goes into `folder`.
  init(
    _ device: DeviceKey, _ trust: EnrolmentTrust, folder: String, board: String, version: String,
    _ loop: EventLoop, changed: @escaping () -> Void
  ) throws {
    self.device = device
    self.trust = trust
    self.folder = folder
    self.changed = changed
    root = try Certificate(
      pem: Files.read(trust.authorityPath, limit: Bounds.certificateChainBytes))
    nonce = try SecureRandom.bytes(Claim.nonceBytes)
    claim =
      Claim(
        request: try CertificateRequest.make(for: device.key), nonce: nonce, board: board,
        version: version
      ).json.bytes
    link = BrokerLink(
      LinkSettings(
        clientIdentifier: device.fingerprint.description, host: trust.host, port: trust.port,
        tls: .init(authorityPath: trust.authorityPath), keepaliveSeconds: 30,
        maximumPayloadBytes: Bounds.enrolmentAnswerBytes), loop
    ) { [unowned self] in heard($0) }
  }

  /// When `tick` must be called at the latest, in monotonic milliseconds.
  var deadline: Int64? { [connectAt, claimAt, link?.deadline].compactMap(\.self).min() }

  /// What is due by time alone.
  func tick() {
    link?.tick()
    let now = Clock.monotonicMilliseconds()
    if let connectAt, now >= connectAt {
      self.connectAt = nil
      link?.connect()
    }
    if let claimAt, now >= claimAt { sayClaim() }
  }

  /// Says goodbye.
  func close() { link?.disconnect() }

  private func sayClaim() {
    link?.publish(Topic.claim(device.fingerprint).text, claim, retained: false)
    claimAt = Clock.monotonicMilliseconds() + Self.repeatMilliseconds
  }

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up:
      failures = 0
      link?.subscribe([Topic.enrolment(device.fingerprint).text])
      sayClaim()
      change(to: .waiting)
    case .down(let reason):
      claimAt = nil
      let pause = min(
        Self.shortestPauseMilliseconds << failures, Self.longestPauseMilliseconds)
      failures = min(failures + 1, 8)
      // Devices that have lost their broker together don't come back together.
      let spread = Int64(Clock.entropy() % UInt64(pause))
      connectAt = Clock.monotonicMilliseconds() + pause / 2 + spread
      if stage != .accepted {
        StandardStream.error.print("loanhad: no broker for enrolment: \(reason)")
        change(to: .connecting)
      }
    case .message(let name, let payload, _):
      guard Topic(name) == .enrolment(device.fingerprint), stage != .accepted else { return }
      receive(payload)
    case .dropped, .published: break
    case .subscriptionRefused(let filters):
      StandardStream.error.print("loanhad: the broker does not let us read \(filters)")
    }
  }

  private func receive(_ letter: [UInt8]) {
    do {
      let home = try NewHome(
        letter, device: device, nonce: nonce, trust: trust, root: root,
        now: Instant(milliseconds: Clock.wallMilliseconds()))
      try home.write(to: folder, authority: root)
      fault = nil
      claimAt = nil
      change(to: .accepted)
    } catch let error as NewHome.Fault {
      let problem: ClaimScreen.Problem = error == .expired ? .clock : .answer
      fault = (problem, "the answer to our claim makes nothing of us: \(error)")
      changed()
    } catch {
      fault = (.storage, "the home can't be written: \(error)")
      changed()
    }
  }

  private func change(to stage: ClaimScreen.Stage) {
    guard stage != self.stage else { return }
    self.stage = stage
    changed()
  }
}
