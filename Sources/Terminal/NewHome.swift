import LinuxIO
import Signatures
import WardContract

/// What a desk's answer to a claim makes of a device, once all of it was verified.
struct NewHome {
  /// Why an answer makes nothing of it.
  enum Fault: Error, Equatable {
    /// It is sealed for another key, or no answer at all.
    case notForUs
    /// Some part of it is not what the contract describes.
    case malformed(Malformed)
    /// The city's key does not stand behind this ward.
    case notEndorsed(Refusal)
    /// The ward's keyring or its desk's word is not to be believed.
    case notBelieved(Refusal)
    /// The certificate is for another key or name, or the fleet's root does not stand behind it.
    case foreignCertificate
    /// The desk's word counts no more, by this clock.
    case expired
  }

  /// Which home it is.
  let assignment: Assignment
  private let endorsement: Endorsement
  private let certificates: [UInt8]

  /// Opens and verifies an answer: the city's key stands behind the ward, the ward's root key behind its
  /// keyring, a desk key in that behind the assignment, which is for this key and this start, and the
  /// fleet's root behind the certificate, which is for this key and the assigned name.
  init(
    _ letter: [UInt8], device: DeviceKey, nonce: [UInt8], trust: EnrolmentTrust,
    root: Certificate, now: Instant
  ) throws(Fault) {
    guard
      let bytes = SealedLetter.open(letter, with: device.key, for: EnrolmentAnswer.purpose)
    else { throw .notForUs }
    let answer: EnrolmentAnswer
    do { answer = try EnrolmentAnswer(parsing: bytes) } catch { throw .malformed(error) }
    do {
      endorsement = try Verifier.sodium.endorsement(answer.endorsement, city: trust.cityKey)
    } catch { throw .notEndorsed(error) }
    do {
      let keyring = try Verifier.sodium.keyring(
        answer.keyring, area: endorsement.area, root: endorsement.rootKey)
      assignment = try Verifier.sodium.assignment(
        answer.assignment, key: device.fingerprint, nonce: nonce, ward: endorsement.area,
        keyring: keyring)
    } catch { throw .notBelieved(error) }
    guard now < assignment.expires else { throw .expired }
    certificates = answer.certificates
    // A clock that has lost the time knows at least that it is later than what was just signed.
    let time = max(now, assignment.issued)
    guard Self.isOurs(certificates, device, assignment.terminal, root, at: time) else {
      throw .foreignCertificate
    }
  }

  /// Whether a chain begins with a client's certificate for this key under this name that `root` stands
  /// behind at that time.
  static func isOurs(
    _ pem: [UInt8], _ device: DeviceKey, _ name: Identifier, _ root: Certificate, at time: Instant
  ) -> Bool {
    guard let chain = try? Certificate.chain(pem: pem), chain[0].commonName == name.description,
      (try? chain[0].publicKey().fingerprint()) == device.fingerprint
    else { return false }
    return (try? chain[0].isClient(through: Array(chain.dropFirst()), of: root, at: time)) == true
  }

  /// Writes the home into `folder`. The settings come last: a home that has them is a whole one.
  func write(to folder: String, authority: Certificate) throws {
    try Files.replace("\(folder)/ca.pem", authority.pem(), mode: 0o644)
    try Files.replace("\(folder)/\(DeviceKey.certificateFileName)", certificates, mode: 0o644)
    let settings = HomeSettingsFile(
      terminal: assignment.terminal, area: assignment.area, groups: assignment.groups,
      ward: assignment.ward, wardName: endorsement.name, rootKey: endorsement.rootKey,
      address: assignment.address, host: assignment.host, port: assignment.port,
      certificate: DeviceKey.certificateFileName, key: DeviceKey.fileName)
    try Files.replace(TerminalSettings.path(in: folder), Array(settings.text.utf8))
  }
}
