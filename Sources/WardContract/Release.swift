/// A version of the terminal's program that may be installed, as whoever makes the program signed it
/// with a release key. Wards offer it and can't make one.
public struct Release: Equatable, Sendable {
  /// What the file is.
  public enum Kind: String, CaseIterable, Sendable {
    /// The terminal's Debian package.
    case package
    /// A bundle of RAUC with a whole system.
    case image
  }

  /// What the file is.
  public var kind: Kind
  /// What it brings a terminal to; of one terminal it only grows.
  public var version: ReleaseVersion
  /// The version that a terminal must have at least to go to this one.
  public var follows: ReleaseVersion
  /// When it was signed.
  public var issued: Instant
  /// The architecture by Debian's name: "amd64", "arm64".
  public var architecture: Identifier
  /// The boards that it is for, by the names of their files; empty for all of the architecture.
  public var boards: [Identifier]
  /// Bytes of the file, 1…`Bounds.releaseBytes`.
  public var sizeBytes: Int
  /// SHA-256 of the file.
  public var digest: MediaDigest
  /// What changes, in Vietnamese, for the people at home.
  public var notes: String

  /// A release.
  public init(
    kind: Kind, version: ReleaseVersion, follows: ReleaseVersion, issued: Instant,
    architecture: Identifier, boards: [Identifier] = [], sizeBytes: Int, digest: MediaDigest,
    notes: String
  ) {
    self.kind = kind
    self.version = version
    self.follows = follows
    self.issued = issued
    self.architecture = architecture
    self.boards = boards
    self.sizeBytes = sizeBytes
    self.digest = digest
    self.notes = notes
  }

  /// Whether a terminal of that kind, architecture and board, at `version`, may go to this release.
  public func suits(
    _ kind: Kind, _ architecture: Identifier, board: Identifier?, at version: ReleaseVersion
  ) -> Bool {
    self.kind == kind && self.architecture == architecture && version >= follows
      && version < self.version && (boards.isEmpty || board.map(boards.contains) == true)
  }

  /// The release that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    kind = try reader.word("kind")
    version = try reader.version("version")
    follows = try reader.version("follows")
    issued = try reader.instant("issued")
    architecture = try reader.identifier("architecture")
    boards = try reader.identifiers("boards")
    sizeBytes = Int(try reader.integer("size", in: 1...Int64(Bounds.releaseBytes)))
    guard let digest = MediaDigest(try reader.string("sha256")) else {
      throw Malformed("sha256", "64 small hexadecimal digits were expected")
    }
    self.digest = digest
    notes = try reader.text("notes", limit: Bounds.releaseNotesBytes)
    guard follows < version else { throw Malformed("follows", "not before version") }
    guard !notes.isEmpty else { throw Malformed("notes", "words for the household were expected") }
  }

  /// The release as JSON, ready to be signed with a release key.
  public var json: JSONValue {
    .members([
      "kind": .string(kind.rawValue), "version": .string(version.description),
      "follows": .string(follows.description), "issued": .string(issued.description),
      "architecture": .string(architecture.description),
      "boards": boards.isEmpty ? nil : .array(boards.map { .string($0.description) }),
      "size": .integer(Int64(sizeBytes)), "sha256": .string(digest.description),
      "notes": .string(notes),
    ])
  }
}

extension ObjectReader {
  /// The version of member `name`.
  func version(_ name: String) throws(Malformed) -> ReleaseVersion {
    guard let version = ReleaseVersion(try string(name)) else {
      throw Malformed(place(of: name), ReleaseVersion.rule)
    }
    return version
  }
}

extension Verifier {
  /// A release that one of the keys in `releaseKeys` (32 bytes each) has signed. Whether it suits a
  /// terminal is for `Release.suits` to say.
  public func release(_ bytes: [UInt8], releaseKeys: [[UInt8]]) throws(Refusal) -> Release {
    let envelope = try open(bytes)
    guard envelope.signatures.allSatisfy({ $0.contentType == .release }) else { throw .wrongType }
    guard isSigned(envelope, byAnyOf: releaseKeys) else {
      throw .unknownKey(envelope.signatures[0].keyIdentifier)
    }
    do { return try Release(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
  }
}
