/// The SHA-256 digest of a medium: 64 small hexadecimal digits. It is the medium's name on the
/// wire and on disk, so that a medium can't be exchanged under its name.
public struct MediaDigest: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 64 small hexadecimal digits.
  public let description: String

  /// The digest that `text` spells, or `nil`.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    description = String(text)
  }

  /// Whether `left` sorts before `right`, byte by byte.
  public static func < (left: MediaDigest, right: MediaDigest) -> Bool {
    left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
  }
}

/// A sound or an image of a bulletin (CAP 1.2 `resource`).
public struct Resource: Equatable, Sendable {
  /// What a terminal can play or show.
  public enum MimeType: String, CaseIterable, Sendable {
    case wav = "audio/wav"
    case flac = "audio/flac"
    case mp3 = "audio/mpeg"
    case ogg = "audio/ogg"
    case opus = "audio/opus"
    case jpeg = "image/jpeg"
    case png = "image/png"

    /// Whether the medium is heard rather than seen.
    public var isSound: Bool {
      switch self {
      case .wav, .flac, .mp3, .ogg, .opus: true
      case .jpeg, .png: false
      }
    }
  }

  /// The kind of medium as its author states it; a terminal looks into the bytes all the same.
  public var mimeType: MimeType
  /// Bytes of the medium, 1…`Bounds.mediaBytes`.
  public var sizeBytes: Int
  /// SHA-256 of the medium.
  public var digest: MediaDigest
  /// Length of a sound in milliseconds as the desk measured it; `nil` for an image.
  public var durationMilliseconds: Int?

  /// A medium.
  public init(
    mimeType: MimeType, sizeBytes: Int, digest: MediaDigest, durationMilliseconds: Int? = nil
  ) {
    self.mimeType = mimeType
    self.sizeBytes = sizeBytes
    self.digest = digest
    self.durationMilliseconds = durationMilliseconds
  }

  /// How many pieces of `Bounds.mediaPieceBytes` the medium has.
  public var pieces: Int {
    (sizeBytes + Bounds.mediaPieceBytes - 1) / Bounds.mediaPieceBytes
  }

  /// The medium that an object of JSON spells.
  public init(_ reader: ObjectReader) throws(Malformed) {
    mimeType = try reader.word("mimeType")
    sizeBytes = Int(try reader.integer("size", in: 1...Int64(Bounds.mediaBytes)))
    guard let digest = MediaDigest(try reader.string("sha256")) else {
      throw Malformed(reader.place(of: "sha256"), "64 small hexadecimal digits were expected")
    }
    self.digest = digest
    durationMilliseconds =
      mimeType.isSound
      ? Int(try reader.integer("durationMilliseconds", in: 1...Int64(Bounds.soundMilliseconds)))
      : nil
  }

  /// The medium as JSON.
  public var json: JSONValue {
    .members([
      "mimeType": .string(mimeType.rawValue), "size": .integer(Int64(sizeBytes)),
      "sha256": .string(digest.description),
      "durationMilliseconds": durationMilliseconds.map { .integer(Int64($0)) },
    ])
  }
}
