import LinuxIO
import MQTTLink
import Signatures
import WardContract

/// Listens to devices without a home on the broker for enrolment, and answers those that an installer has
/// accepted. Strangers talk here: nothing is worked on that was not asked for, and of what is, no more than
/// so much.
final class ClaimReception {
  private static let shortestPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 30_000
  /// Claims that are looked at in a second, of all devices together.
  private static let claimsPerSecond = 200
  /// A device that repeats itself faster is passed over, in milliseconds.
  private static let repeatMilliseconds: Int64 = 2_000
  /// So long after a certificate was issued its device is answered again, in milliseconds: it may not have
  /// got the answer, or lost its disk before it was a home.
  private static let answeringMilliseconds: Int64 = 86_400_000

  private let folder: WardFolder
  private let store: DeskStore
  private let signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8])
  private let broker: BrokerFolder
  private var link: BrokerLink?
  private var connectAt: Int64? = 0
  private var failures: Int64 = 0
  private var hasComplained = false
  private var second: Int64 = 0
  private var looked = 0
  /// When each device was last looked at, this second and the few before it.
  private var lookedAt: [KeyFingerprint: Int64] = [:]

  /// Listens for the ward in `folder`, on the desk's loop.
  init(
    _ folder: WardFolder, _ store: DeskStore, _ broker: BrokerFolder,
    _ signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8]), _ loop: EventLoop
  ) throws {
    self.folder = folder
    self.store = store
    self.broker = broker
    self.signer = signer
    // A name that nobody guesses: who takes the name of a connection ends it.
    let drawn = KeyFingerprint(digest: try SecureRandom.bytes(32))
    link = BrokerLink(
      LinkSettings(
        clientIdentifier: "desk-\(drawn)", host: broker.host, port: broker.enrolmentDeskPort,
        tls: .init(
          authorityPath: broker.authorityPath, certificatePath: folder.certificatePath,
          keyPath: folder.certificateKeyPath),
        keepaliveSeconds: 30, maximumPayloadBytes: Bounds.claimBytes), loop
    ) { [unowned self] in heard($0) }
  }

  /// When `tick` must be called at the latest, in monotonic milliseconds.
  var deadline: Int64? { [connectAt, link?.deadline].compactMap(\.self).min() }

  /// What is due by time alone.
  func tick() {
    link?.tick()
    if let connectAt, Clock.monotonicMilliseconds() >= connectAt {
      self.connectAt = nil
      link?.connect()
    }
  }

  /// Says goodbye.
  func close() { link?.disconnect() }

  private func note(_ text: String) { StandardStream.error.print("desk: \(text)") }

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up:
      (failures, hasComplained) = (0, false)
      note("listens for devices without a home")
      link?.subscribe([Topic.claimFilter])
    case .down(let reason):
      if !hasComplained { note("no broker for enrolment: \(reason)") }
      hasComplained = true
      let pause = min(
        Self.shortestPauseMilliseconds << failures, Self.longestPauseMilliseconds)
      failures = min(failures + 1, 10)
      connectAt =
        Clock.monotonicMilliseconds() + pause / 2 + Int64(Clock.entropy() % UInt64(pause))
    case .message(let name, let payload, _):
      guard case .claim(let key) = Topic(name), mayLook(at: key) else { return }
      do {
        try receive(payload, of: key, at: Instant(milliseconds: Clock.wallMilliseconds()))
      } catch {
        note("the claim of \(key.code) is passed over: \(error)")
      }
    case .dropped, .published: break
    case .subscriptionRefused(let filters): note("may not read \(filters)")
    }
  }

  /// Keeps a flood of claims from taking more of the desk than it may.
  private func mayLook(at key: KeyFingerprint) -> Bool {
    let now = Clock.monotonicMilliseconds()
    if now / 1_000 != second {
      (second, looked) = (now / 1_000, 0)
      lookedAt = lookedAt.filter { now - $0.value < Self.repeatMilliseconds }
    }
    guard looked < Self.claimsPerSecond,
      now - (lookedAt[key] ?? .min / 2) >= Self.repeatMilliseconds
    else { return false }
    looked += 1
    lookedAt[key] = now
    return true
  }

  private func receive(_ payload: [UInt8], of key: KeyFingerprint, at now: Instant) throws {
    let claim = try Claim(parsing: payload)
    let request = try CertificateRequest(der: claim.request)
    guard try request.publicKey.fingerprint() == key else {
      throw DeskError("it holds another key")
    }
    guard var acceptance = try store.acceptance(of: key), isOpen(acceptance, at: now) else {
      return try store.hear(claim, of: key, at: now)
    }
    if acceptance.issued == nil {
      let certificates = try broker.issueClient(acceptance.terminal.description, for: request)
      try store.note(certificates, issuedTo: key, for: acceptance, at: now)
      acceptance.issued = (certificates, now)
      note("\(acceptance.terminal) gets the certificate of \(key.code)")
    }
    try answer(acceptance, claim, request.publicKey, key, at: now)
  }

  /// Whether a device with that acceptance is to be answered: the first time before the installer's word is
  /// too old, later for as long as an answer may have been lost.
  private func isOpen(_ acceptance: Acceptance, at now: Instant) -> Bool {
    guard let issued = acceptance.issued else { return now < acceptance.until }
    return now - issued.time < Self.answeringMilliseconds
  }

  private func answer(
    _ acceptance: Acceptance, _ claim: Claim, _ publicKey: TLSPublicKey, _ key: KeyFingerprint,
    at now: Instant
  ) throws {
    guard let endorsement = try folder.endorsement()?.envelope, let issued = acceptance.issued
    else { throw DeskError("\(folder.name) is endorsed by no city") }
    // Signed times have no fractions.
    let time = now + -(now.milliseconds % 1_000)
    let assignment = Assignment(
      key: key, nonce: claim.nonce, ward: folder.area, terminal: acceptance.terminal,
      area: acceptance.area, groups: acceptance.groups, address: acceptance.address,
      host: broker.host, port: broker.port, issued: time,
      expires: time + Bounds.assignmentLifeMilliseconds)
    let answer = EnrolmentAnswer(
      endorsement: endorsement,
      keyring: try Files.read(folder.keyringPath, limit: Bounds.envelopeBytes),
      assignment: Envelope.sign(assignment.json, as: .assignment, by: [signer]),
      certificates: issued.certificates)
    let letter = try SealedLetter.seal(
      try answer.json().bytes, to: publicKey, for: EnrolmentAnswer.purpose)
    link?.publish(Topic.enrolment(key).text, letter, retained: false)
  }
}
