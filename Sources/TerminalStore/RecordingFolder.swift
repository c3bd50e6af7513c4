import Glibc
import LinuxIO
import Signatures
import TerminalCore
import WardContract

/// Recordings of voices on disk, the household's and the ward's in replies, each whole and under its digest.
/// What is being recorded stands beside them under another name; after a power cut it goes.
struct RecordingFolder {
  let path: String

  static func path(_ folder: String, _ digest: MediaDigest) -> String { "\(folder)/\(digest)" }

  /// What is there and whole; the rest goes.
  func contents() throws(SystemError) -> [MediaDigest] {
    var found: [MediaDigest] = []
    for name in try Files.list(path) {
      if let digest = MediaDigest(name) {
        found.append(digest)
      } else {
        // On a disk that takes nothing it stays, and is passed over.
        try? Files.remove("\(path)/\(name)")
      }
    }
    return found
  }

  /// Where a recording is written while it is made.
  static func partPath(_ folder: String, token: UInt64) -> String { "\(folder)/\(token).part" }

  /// Makes a recording that has been made durable under its digest.
  func keep(token: UInt64, milliseconds: Int) throws(SystemError) -> Request.Recording {
    let part = Self.partPath(path, token: token)
    do throws(SystemError) {
      let file = try Descriptor.open(part, O_RDWR | O_NOFOLLOW)
      let bytes = try file.read(atMost: Bounds.recordingBytes + 1, from: 0)
      guard (1...Bounds.recordingBytes).contains(bytes.count) else {
        throw SystemError("read", part, number: EFBIG)
      }
      try file.synchronize()
      let digest = SHA256.mediaDigest(SHA256.digest(bytes))
      let whole = Self.path(path, digest)
      try systemCall("rename", whole) { rename(part, whole) }
      try Files.synchronizeFolder(of: whole)
      return Request.Recording(
        digest: digest, sizeBytes: bytes.count, durationMilliseconds: milliseconds)
    } catch {
      try? Files.remove(part)
      throw error
    }
  }

  /// Keeps the recording of a reply that came whole, durably, if it is the one that was signed and
  /// `inspect` finds nothing wrong with its inside.
  func keep(
    _ recording: Request.Recording, _ bytes: [UInt8], inspect: (String, Resource) -> String?
  ) throws {
    guard SHA256.mediaDigest(SHA256.digest(bytes)) == recording.digest else {
      throw MediaFolder.Fault(reason: "the digest is not the one that was signed")
    }
    let whole = Self.path(path, recording.digest)
    let part = "\(whole).part"
    do {
      let file = try Descriptor.open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW)
      try file.writeAll(bytes)
      let resource = Resource(
        mimeType: .opus, sizeBytes: bytes.count, digest: recording.digest,
        durationMilliseconds: recording.durationMilliseconds)
      if let reason = inspect(part, resource) { throw MediaFolder.Fault(reason: reason) }
      try file.synchronize()
      try systemCall("rename", whole) { rename(part, whole) }
      try Files.synchronizeFolder(of: whole)
    } catch {
      try? Files.remove(part)
      throw error
    }
  }

  /// The bytes of a piece, counted from 0; there are some, or this throws.
  func read(_ digest: MediaDigest, piece: Int) throws(SystemError) -> [UInt8] {
    let path = Self.path(path, digest)
    let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW)
    let bytes = try file.read(
      atMost: Bounds.mediaPieceBytes, from: piece * Bounds.mediaPieceBytes)
    guard !bytes.isEmpty else { throw SystemError("read", path, number: ENODATA) }
    return bytes
  }

  func drop(_ digest: MediaDigest) throws(SystemError) {
    try Files.remove(Self.path(path, digest))
  }
}
