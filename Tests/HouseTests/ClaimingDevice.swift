import Foundation
import LinuxIO
import MQTTLink
import Signatures
import TestSupport
import WardContract

/// A device that asks for a home, as small as it goes: a key, and a connection on somebody's loop.
final class ClaimingDevice {
  let key: TLSKey
  let fingerprint: KeyFingerprint
  private let claim: [UInt8]
  private let nonce = [UInt8](repeating: 7, count: 16)
  private let house: House
  private let loop: EventLoop
  private var link: BrokerLink?
  private var home: BrokerLink?
  private var saidAt: Int64 = .min / 2
  private(set) var answers: [EnrolmentAnswer] = []
  private(set) var strangeMessages = 0
  private(set) var disconnections: [String] = []

  /// `request` replaces the device's own, as somebody may who has overheard another's.
  init(_ house: House, _ loop: EventLoop, request: [UInt8]? = nil, clientIdentifier: String? = nil)
    throws
  {
    self.house = house
    self.loop = loop
    key = try TLSKey()
    fingerprint = try key.publicKey().fingerprint()
    claim =
      Claim(
        request: try request ?? CertificateRequest.make(for: key), nonce: nonce, board: "test",
        version: "0.1.0"
      ).json.bytes
    link = BrokerLink(
      LinkSettings(
        clientIdentifier: clientIdentifier ?? fingerprint.description, host: "localhost",
        port: house.enrolmentPort, tls: .init(authorityPath: "\(house.ward)/broker/ca.pem"),
        maximumPayloadBytes: Bounds.enrolmentAnswerBytes), loop
    ) { [unowned self] in heard($0) }
  }

  func connect() { link?.connect() }
  var isUp: Bool { link?.isUp == true }
  func close() { link?.disconnect() }

  /// Says its claim if that is due, or at once, under the topic of another key if that is wanted.
  func say(now: Bool = false, as key: KeyFingerprint? = nil, retained: Bool = false) {
    let time = Clock.monotonicMilliseconds()
    guard isUp, now || time - saidAt >= 5_000 else { return }
    saidAt = time
    link?.publish(Topic.claim(key ?? fingerprint).text, claim, retained: retained)
  }

  /// Listens for what is said to another key.
  func listen(to key: KeyFingerprint) { link?.subscribe([Topic.enrolment(key).text]) }

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up: link?.subscribe([Topic.enrolment(fingerprint).text])
    case .down(let reason): disconnections.append(reason)
    case .message(let topic, let letter, _):
      guard Topic(topic) == .enrolment(fingerprint),
        let words = SealedLetter.open(letter, with: key, for: EnrolmentAnswer.purpose),
        let answer = try? EnrolmentAnswer(parsing: words)
      else { return strangeMessages += 1 }
      answers.append(answer)
    default: break
    }
  }

  /// What it was assigned; signatures are not looked at here.
  var assignment: Assignment? {
    guard let envelope = answers.first.flatMap({ try? Envelope(parsing: $0.assignment) }),
      let json = try? JSONParser.parse(envelope.payload)
    else { return nil }
    return try? Assignment(json: json)
  }

  /// Connects to the ward's broker as the terminal that it is now, and says that it is there.
  func goHome() throws {
    guard let assignment, let answer = answers.first else { return }
    let path = house.folder.file(fingerprint.description)
    try Files.replace("\(path).pem", answer.certificates)
    try Files.replace("\(path).key", key.pem())
    let presence = Presence(online: true, version: "0.1.0", boardSequence: 0).json.bytes
    let topic = Topic.presence(assignment.terminal).text
    home = BrokerLink(
      LinkSettings(
        clientIdentifier: assignment.terminal.description, host: assignment.host,
        port: assignment.port,
        tls: .init(
          authorityPath: "\(house.ward)/broker/ca.pem", certificatePath: "\(path).pem",
          keyPath: "\(path).key"), maximumPayloadBytes: Bounds.envelopeBytes), loop
    ) { [unowned self] event in
      if case .up = event { home?.publish(topic, presence, retained: true) }
    }
    home?.connect()
  }

  var isHome: Bool { home?.isUp == true }
}

extension EventLoop {
  /// Goes round until the condition holds; false if it doesn't in time.
  func run(seconds: Int64 = 60, until condition: () throws -> Bool) rethrows -> Bool {
    let end = Clock.monotonicMilliseconds() + seconds * 1_000
    while try !condition() {
      guard Clock.monotonicMilliseconds() < end else { return false }
      try? runOnce(timeoutMilliseconds: 50)
    }
    return true
  }
}
