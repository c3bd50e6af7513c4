import Glibc
import LinuxIO
import Signatures
import WardContract

/// Root's part of an update. The terminal's user asks for one by putting a signed release and its package
/// into a folder; nothing of that is believed before it was copied out of the user's reach and verified
/// there. Whenever power goes, the next `settle` finishes the update or takes it back.
public struct Installer {
  /// A point in one run of the system.
  public struct Now: Sendable {
    /// Names this start of the system.
    public var boot: String
    /// Milliseconds since then.
    public var milliseconds: Int64

    /// A point in time.
    public init(boot: String, milliseconds: Int64) {
      self.boot = boot
      self.milliseconds = milliseconds
    }

    /// The present.
    public static func present() throws -> Now {
      let boot = try Files.read("/proc/sys/kernel/random/boot_id", limit: 64)
      return Now(
        boot: String(decoding: boot.prefix { $0 != 0x0A }, as: UTF8.self),
        milliseconds: Clock.monotonicMilliseconds())
    }
  }

  /// Why a request came to nothing; what runs was not touched.
  struct Refused: Error {
    var version: ReleaseVersion?
    var reason: String
  }

  /// So long a new program has to say that it works, in milliseconds.
  public static let patienceMilliseconds: Int64 = 600_000
  /// So often an installation is begun, and so many starts of the system may see a new program that has
  /// not said yet that it works.
  public static let maximumTries = 3
  /// The largest program that is kept, in bytes.
  private static let programBytes = 4 * Bounds.releaseBytes

  private let root: String
  private let board: Identifier?
  private let now: Now
  private let folder: UpdateFolder
  private let watch: UpdateGuard

  /// The installer of the system whose files lie in the folder `root`, empty for the one that runs.
  /// `board` is what its terminal is built of, if that is known.
  public init(root: String = "", board: String?, now: Now) throws {
    self.root = root
    self.board = board.flatMap { Identifier($0) }
    self.now = now
    folder = UpdateFolder(path: "\(root)/var/lib/loanha-update")
    watch = UpdateGuard(root: root)
    try Files.makeFolder(folder.path, mode: 0o755)
  }

  // MARK: What is asked for

  /// Installs what the terminal's user asks for, if anything is asked for and it may be installed. Says
  /// what was done, for the journal.
  public func install() throws -> String {
    try alone(installLocked)
  }

  private func installLocked() throws -> String {
    if let marker = try folder.marker() { return try settle(marker) }
    switch Result(catching: prepare) {
    case .success(nil): return "no update is asked for"
    case .success(let marker?): return try installCandidate(marker)
    case .failure(let error):
      let refused = error as? Refused ?? Refused(version: nil, reason: "\(error)")
      try folder.keep(.refused, of: refused.version, reason: refused.reason)
      try watch.remove()
      try folder.tidy()
      return "the update is refused: \(refused.reason)"
    }
  }

  /// Everything that an update needs before it begins; `nil` if nobody asks for one.
  private func prepare() throws -> UpdateMarker? {
    guard let asker = try askersFolder() else { return nil }
    // At once: a request that brings this program down must not bring it down again and again.
    guard try asker.remove("request") else { return nil }
    let release = try verifiedRelease(asker)
    let running = try runningVersion()
    try check(release, at: running)
    try take(asker.file("package"), as: release)
    try asker.remove("healthy")
    try keep(running)
    try watch.set(program: folder.programPath)
    return UpdateMarker(
      stage: .installing, version: release.version, previous: running, tries: 0, boot: now.boot,
      deadlineMilliseconds: 0)
  }

  /// Where the terminal's user asks; `nil` where nobody ever has.
  private func askersFolder() throws(SystemError) -> UntrustedFolder? {
    do throws(SystemError) {
      return try UntrustedFolder("update", in: "\(root)/var/lib/loanha")
    } catch  where error.number == ENOENT {
      return nil
    }
  }

  /// Keeps the package that is installed, and the program that runs.
  private func keep(_ running: ReleaseVersion) throws {
    let tool = "\(root)/usr/lib/loanha/keep-package"
    try SystemTool.run(["sh", tool, root, folder.previousPath])
    guard try DebianPackage(path: folder.previousPath).version == running.description else {
      throw Refused(version: nil, reason: "version \(running), which runs now, can't be kept")
    }
    try Descriptor.open(folder.previousPath, O_RDONLY).synchronize()
    let program = try Descriptor.open("\(root)/usr/bin/loanhad", O_RDONLY)
    _ = try copy(program, to: folder.programPath, limit: Self.programBytes, mode: 0o755)
    try Files.synchronizeFolder(of: folder.programPath)
  }

  private func verifiedRelease(_ asker: UntrustedFolder) throws(Refused) -> Release {
    do {
      let keys = try ReleaseKeys.read(folder: root + ReleaseKeys.folder)
      return try Verifier.sodium.release(
        asker.read("release.json", limit: Bounds.envelopeBytes), releaseKeys: keys)
    } catch {
      throw Refused(version: nil, reason: "the release is not believed: \(error)")
    }
  }

  private func check(_ release: Release, at running: ReleaseVersion) throws {
    func refuse(_ reason: String) -> Refused {
      Refused(version: release.version, reason: reason)
    }
    let architecture = try SystemTool.run(dpkg + ["--print-architecture"])
    guard let name = Identifier(architecture.prefix { $0 != "\n" }) else {
      throw refuse("dpkg names no architecture")
    }
    guard release.suits(.package, name, board: board, at: running) else {
      throw refuse(
        "release \(release.version) for \(release.architecture) after \(release.follows) does not suit "
          + "\(running) on \(name)")
    }
    if let last = try? folder.outcome(), last.putBack == release.version {
      throw refuse("release \(release.version) was put back here before")
    }
  }

  /// The version of the package that is installed; one that is not whole is no version.
  private func runningVersion() throws(Refused) -> ReleaseVersion {
    let text: String
    do {
      text = try SystemTool.run([
        "dpkg-query", "--admindir=\(root)/var/lib/dpkg", "--show",
        "--showformat=${db:Status-Abbrev}${Version}", DebianPackage.terminalName,
      ])
    } catch {
      throw Refused(version: nil, reason: "\(error)")
    }
    guard text.hasPrefix("ii "), let version = ReleaseVersion(String(text.dropFirst(3))) else {
      throw Refused(version: nil, reason: "the terminal is not installed as a release: \(text)")
    }
    return version
  }

  /// Copies the package out of the asker's reach and verifies the copy, never what may still change.
  private func take(_ file: Descriptor, as release: Release) throws {
    let copied = try copy(file, to: folder.candidatePath, limit: release.sizeBytes, mode: 0o600)
    guard copied.sizeBytes == release.sizeBytes, copied.digest == release.digest else {
      throw Refused(
        version: release.version, reason: "the package is not the one that the release names")
    }
    if let fault = try DebianPackage(path: folder.candidatePath).fault(as: release) {
      throw Refused(version: release.version, reason: "the package is another: \(fault)")
    }
  }

  // MARK: What is under way

  /// Goes on with an update that is under way: confirms it, takes it back, or waits on. Says what was done,
  /// for the journal.
  public func settle() throws -> String {
    try alone(settleLocked)
  }

  private func settleLocked() throws -> String {
    guard let marker = try folder.marker() else {
      try watch.remove()
      try folder.tidy()
      return "no update is under way"
    }
    return try settle(marker)
  }

  private func settle(_ marker: UpdateMarker) throws -> String {
    switch marker.stage {
    case .installing:
      guard marker.tries < Self.maximumTries else {
        return try restore(marker, "power went each time it was being installed")
      }
      return try installCandidate(marker)
    case .watching:
      if isConfirmed(marker.version) { return try end(marker, as: .confirmed) }
      if marker.boot != now.boot {
        guard marker.tries < Self.maximumTries else {
          return try restore(
            marker, "the system was started \(marker.tries) times without its word")
        }
        return try startWatching(marker)
      }
      guard now.milliseconds < marker.deadlineMilliseconds else {
        return try restore(
          marker,
          "it did not say within \(Self.patienceMilliseconds / 60_000) minutes that it works")
      }
      return "version \(marker.version) has not said yet that it works"
    case .restoring: return try restore(marker, marker.reason)
    }
  }

  private func installCandidate(_ marker: UpdateMarker) throws -> String {
    var marker = marker
    marker.tries += 1
    try folder.keep(marker)
    do throws(SystemTool.Failure) {
      try SystemTool.run(dpkg + ["--force-confold", "--install", folder.candidatePath])
    } catch {
      return try restore(marker, "it could not be installed: \(error.description)")
    }
    marker.tries = 0
    return try startWatching(marker)
  }

  private func startWatching(_ marker: UpdateMarker) throws -> String {
    var marker = marker
    marker.stage = .watching
    marker.tries += 1
    marker.boot = now.boot
    marker.deadlineMilliseconds = now.milliseconds + Self.patienceMilliseconds
    try folder.keep(marker)
    return "version \(marker.version) is installed; it has to say that it works"
  }

  private func restore(_ marker: UpdateMarker, _ reason: String) throws -> String {
    var marker = marker
    marker.stage = .restoring
    marker.reason = UpdateOutcome.plain(reason)
    try folder.keep(marker)
    try watch.stopTerminal()
    try SystemTool.run(
      dpkg + ["--force-confold", "--force-downgrade", "--install", folder.previousPath])
    return try end(marker, as: .rolledBack)
  }

  private func end(_ marker: UpdateMarker, as kind: UpdateOutcome.Kind) throws -> String {
    try folder.keep(kind, of: marker.version, reason: marker.reason)
    try folder.removeMarker()
    try watch.remove()
    try folder.tidy()
    return kind == .confirmed
      ? "version \(marker.version) works"
      : "version \(marker.version) is taken back, \(marker.previous) runs again: \(marker.reason)"
  }

  /// Whether the new program has said that it works.
  private func isConfirmed(_ version: ReleaseVersion) -> Bool {
    let word = try? askersFolder()?.read("healthy", limit: 64)
    return word == Array(version.description.utf8)
  }

  // MARK: Files

  private var dpkg: [String] {
    root.isEmpty ? ["dpkg"] : ["dpkg", "--root=\(root)", "--force-script-chrootless"]
  }

  /// Does something that nobody else may do meanwhile.
  private func alone(_ work: () throws -> String) throws -> String {
    let lock = try Descriptor.open("\(folder.path)/lock", O_RDWR | O_CREAT)
    guard flock(lock.number, LOCK_EX | LOCK_NB) == 0 else { return "another update is under way" }
    // Not left to its end: a program that is just being started has it, too, for a moment.
    defer { flock(lock.number, LOCK_UN) }
    return try work()
  }

  private func copy(
    _ source: Descriptor, to path: String, limit: Int, mode: mode_t
  ) throws -> (sizeBytes: Int, digest: MediaDigest) {
    let copy = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: mode)
    let sum = SHA256()
    var size = 0
    while true {
      let bytes = try source.read(atMost: 65_536)
      if bytes.isEmpty { break }
      size += bytes.count
      guard size <= limit else { throw SystemError("read", path, number: EFBIG) }
      sum.update(bytes)
      try copy.writeAll(bytes)
    }
    try copy.synchronize()
    return (size, SHA256.mediaDigest(sum.finish()))
  }
}
