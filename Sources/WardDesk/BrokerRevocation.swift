import Glibc
import LinuxIO
import Signatures
import WardContract

/// Who may come into the broker no more. Every client's certificate is kept under its name as it is issued;
/// those of a name that was revoked go onto the list that the broker reads at its start and on SIGHUP.
extension BrokerFolder {
  /// The intermediate writes a new list with each revocation; in between an old one must hold.
  private static let listDays = 3_650
  private static let maximumBytes = 1 << 20

  /// The list, as mosquitto reads it.
  var revocationListPath: String { "\(path)/crl.pem" }
  private var pidPath: String { "\(path)/mosquitto.pid" }

  /// Where a running broker writes its process identifier.
  var processLine: String { "pid_file \(pidPath)" }

  private func issuedPath(_ name: String) -> String { "\(path)/issued/\(name).pem" }

  /// Keeps what was issued to `name`.
  func keepIssued(_ certificate: Certificate, to name: String) throws {
    try Files.makeFolder("\(path)/issued")
    let path = issuedPath(name)
    let before = Files.exists(path) ? try Files.read(path, limit: Self.maximumBytes) : []
    try Files.replace(path, before + certificate.pem(), mode: 0o644)
  }

  /// The last certificate that was issued to `name`; `nil` if none is known, or it was revoked.
  func newestIssued(to name: String) throws -> Certificate? {
    guard Files.exists(issuedPath(name)) else { return nil }
    let pem = try Files.read(issuedPath(name), limit: Self.maximumBytes)
    return try Certificate.chain(pem: pem, limit: 4_096).last
  }

  /// Puts every certificate that was issued to `name` onto the list. Doing it again changes nothing.
  func revoke(_ name: String) throws {
    let revoked = "\(path)/revoked"
    try Files.makeFolder(revoked)
    if Files.exists(issuedPath(name)) {
      let known = "\(revoked)/\(name).pem"
      let before = Files.exists(known) ? try Files.read(known, limit: Self.maximumBytes) : []
      let issued = try Files.read(issuedPath(name), limit: Self.maximumBytes)
      try Files.replace(known, before + issued, mode: 0o644)
      try Files.remove(issuedPath(name))
    }
    try writeRevocationList()
  }

  /// Writes the list of all that were revoked.
  func writeRevocationList() throws {
    let folder = "\(path)/revoked"
    var revoked: [Certificate] = []
    for file in Files.isFolder(folder) ? try Files.list(folder) : [] where file.hasSuffix(".pem") {
      let pem = try Files.read("\(folder)/\(file)", limit: Self.maximumBytes)
      revoked += try Certificate.chain(pem: pem, limit: 4_096)
    }
    let list = try authority().authority.revocationList(revoked, days: Self.listDays)
    try Files.replace(revocationListPath, list, mode: 0o644)
  }

  /// Whether a broker under an account of its own was told to read the list as it stands: whoever has it
  /// reload notes the list's SHA-256 in a file that the environment names (decision 40).
  private func hasReadList() -> Bool {
    guard let place = getenv("LOANHA_REVOCATIONS_READ"),
      let list = try? Files.read(revocationListPath, limit: Self.maximumBytes),
      let read = try? Files.read(String(cString: place), limit: 128)
    else { return false }
    let digest = SHA256.mediaDigest(SHA256.digest(list)).description
    return String(decoding: read.prefix(64), as: UTF8.self) == digest
  }

  /// Has the running broker read its files again. False if none runs on this machine, or it is somebody
  /// else's who has not had it read the list yet.
  func reload() -> Bool {
    if hasReadList() { return true }
    guard let text = try? Files.read(pidPath, limit: 32),
      let process = Int32(String(decoding: text.prefix { $0 >= 0x30 }, as: UTF8.self)),
      process > 1, let name = try? Files.read("/proc/\(process)/comm", limit: 64),
      name == Array("mosquitto\n".utf8)
    else { return false }
    return kill(process, SIGHUP) == 0
  }
}
