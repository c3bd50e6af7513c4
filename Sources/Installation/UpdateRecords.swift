import LinuxIO
import WardContract

/// Where an update stands, on disk before each step: whoever comes back after a power cut goes on from here.
struct UpdateMarker: Equatable {
  /// What is going on.
  enum Stage: String, CaseIterable {
    /// The new package is being installed.
    case installing
    /// It is installed and has yet to say that it works.
    case watching
    /// The one before is being put back.
    case restoring
  }

  var stage: Stage
  var version: ReleaseVersion
  var previous: ReleaseVersion
  /// How often it was begun to install, and then how many starts of the system have seen it watched.
  var tries: Int
  /// The start of the system that `deadlineMilliseconds` belongs to.
  var boot: String
  /// When the new program must have said that it works, on `Clock.monotonicMilliseconds`.
  var deadlineMilliseconds: Int64
  /// Why the one before is put back; empty unless it is.
  var reason = ""

  init(
    stage: Stage, version: ReleaseVersion, previous: ReleaseVersion, tries: Int, boot: String,
    deadlineMilliseconds: Int64
  ) {
    self.stage = stage
    self.version = version
    self.previous = previous
    self.tries = tries
    self.boot = boot
    self.deadlineMilliseconds = deadlineMilliseconds
  }

  init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    stage = try reader.word("stage")
    version = try reader.releaseVersion("version")
    previous = try reader.releaseVersion("previous")
    tries = Int(try reader.integer("tries", in: 0...1_000))
    boot = try reader.text("boot", limit: Bounds.identifierBytes)
    deadlineMilliseconds = try reader.integer("deadline", in: 0...Int64.max)
    reason = try reader.text("reason", limit: Bounds.nameBytes)
  }

  var json: JSONValue {
    .members([
      "stage": .string(stage.rawValue), "version": .string(version.description),
      "previous": .string(previous.description), "tries": .integer(Int64(tries)),
      "boot": .string(boot), "deadline": .integer(deadlineMilliseconds), "reason": .string(reason),
    ])
  }
}

/// What has become of the last update that the terminal asked for.
public struct UpdateOutcome: Equatable, Sendable {
  /// How it ended.
  public enum Kind: String, CaseIterable, Sendable {
    /// The new version works, and says so itself.
    case confirmed
    /// The new version did not, and the one before is back.
    case rolledBack = "rolled-back"
    /// Nothing was changed.
    case refused
  }

  /// Counts up from 1 over all outcomes of this machine.
  public var number: Int64
  /// How it ended.
  public var kind: Kind
  /// The version that was asked for; `nil` if nothing believable named one.
  public var version: ReleaseVersion?
  /// Why it was refused or put back; empty if it works.
  public var reason: String
  /// The last version that was put back here: it is not tried again.
  public var putBack: ReleaseVersion?

  init(
    number: Int64, kind: Kind, version: ReleaseVersion?, reason: String, putBack: ReleaseVersion?
  ) {
    self.putBack = putBack
    self.number = number
    self.kind = kind
    self.version = version
    self.reason = reason
  }

  /// The end of a reason, which may quote what a program printed, in printable ASCII.
  static func plain(_ reason: String) -> String {
    let letters = reason.unicodeScalars.map { (0x20..<0x7F).contains($0.value) ? $0 : " " }
    return String(String.UnicodeScalarView(letters.suffix(Bounds.nameBytes)))
  }

  /// The outcome that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    number = try reader.integer("number", in: 1...Int64.max)
    kind = try reader.word("outcome")
    version = reader.has("version") ? try reader.releaseVersion("version") : nil
    reason = try reader.text("reason", limit: Bounds.nameBytes)
    putBack = reader.has("putBack") ? try reader.releaseVersion("putBack") : nil
  }

  /// The outcome as JSON.
  public var json: JSONValue {
    .members([
      "number": .integer(number), "outcome": .string(kind.rawValue),
      "version": version.map { .string($0.description) }, "reason": .string(reason),
      "putBack": putBack.map { .string($0.description) },
    ])
  }
}

extension ObjectReader {
  fileprivate func releaseVersion(_ name: String) throws(Malformed) -> ReleaseVersion {
    guard let version = ReleaseVersion(try string(name)) else {
      throw Malformed(place(of: name), ReleaseVersion.rule)
    }
    return version
  }
}

/// Root's own folder: what belongs to the update under way, and what became of the last one.
struct UpdateFolder {
  let path: String

  /// The package to go to, copied and verified, and the signed release that names it.
  var candidatePath: String { "\(path)/candidate.deb" }
  /// The package to go back to.
  var previousPath: String { "\(path)/previous.deb" }
  /// The program that ran when the update began. It watches over the new one, which may be broken.
  var programPath: String { "\(path)/loanhad" }
  private var markerPath: String { "\(path)/marker.json" }
  private var outcomePath: String { "\(path)/outcome.json" }

  private static let recordBytes = 4_096

  /// What is under way; `nil` if nothing is.
  func marker() throws -> UpdateMarker? {
    guard Files.exists(markerPath) else { return nil }
    return try UpdateMarker(
      json: JSONParser.parse(Files.read(markerPath, limit: Self.recordBytes)))
  }

  func keep(_ marker: UpdateMarker) throws {
    try Files.replace(markerPath, marker.json.bytes)
  }

  func outcome() throws -> UpdateOutcome? {
    guard Files.exists(outcomePath) else { return nil }
    return try UpdateOutcome(
      json: JSONParser.parse(Files.read(outcomePath, limit: Self.recordBytes)))
  }

  /// Says what became of it, for the terminal to read.
  func keep(_ kind: UpdateOutcome.Kind, of version: ReleaseVersion?, reason: String) throws {
    let last = try? outcome()
    let outcome = UpdateOutcome(
      number: (last?.number ?? 0) + 1, kind: kind, version: version,
      reason: UpdateOutcome.plain(reason),
      putBack: kind == .rolledBack ? version : last?.putBack)
    try Files.replace(outcomePath, outcome.json.bytes, mode: 0o644)
  }

  /// The update is over.
  func removeMarker() throws {
    try Files.remove(markerPath)
    try Files.synchronizeFolder(of: markerPath)
  }

  /// Leaves only what outlives an update. A tree that was being packed when power went is removed by
  /// the next one to be packed.
  func tidy() throws {
    for name in try Files.list(path) where name != "lock" && "\(path)/\(name)" != outcomePath {
      if !Files.isFolder("\(path)/\(name)") { try Files.remove("\(path)/\(name)") }
    }
  }
}
