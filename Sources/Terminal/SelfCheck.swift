import LinuxIO

/// Whether this program works in this home: what it says to whoever has just installed it, and would put
/// the one before back without that word. A part that fails is no reason, since another program would not
/// mend it.
struct SelfCheck {
  /// How long it must have run, in milliseconds: what fails at once should fail before.
  static let runMilliseconds: Int64 = 60_000
  /// How long a broker may be out of reach before the network is what is missing, in milliseconds.
  static let networkMilliseconds: Int64 = 300_000
  /// How long a thread may be busy with one thing, in milliseconds.
  static let busyMilliseconds: Int64 = 30_000

  private let folder: String
  private let version: String
  private let startedAt: Int64
  private var isDone = false
  private var hasConnected = false

  /// A program of `version` that starts now; `folder` is its home's.
  init(folder: String, version: String, at now: Int64) {
    self.folder = folder
    self.version = version
    startedAt = now
  }

  /// It has been connected to its ward.
  mutating func connected() { hasConnected = true }

  /// Whether it works: it runs, its threads answer, and it has reached its ward, unless nobody answers
  /// there at all.
  func isHealthy(busiestMilliseconds: Int64, hasBeenAnswered: Bool, at now: Int64) -> Bool {
    guard busiestMilliseconds < Self.busyMilliseconds else { return false }
    let age = now - startedAt
    return hasConnected
      ? age >= Self.runMilliseconds : !hasBeenAnswered && age >= Self.networkMilliseconds
  }

  /// Says that it works, once, where the installer looks; a disk that doesn't take it is tried again.
  mutating func sayHealthy() {
    let updates = "\(folder)/update"
    guard !isDone, Files.isFolder(updates) else { return }
    let word = Array(version.utf8)
    if (try? Files.read("\(updates)/healthy", limit: 64)) != word {
      guard (try? Files.replace("\(updates)/healthy", word)) != nil else { return }
    }
    isDone = true
  }
}
