import Glibc
import LinuxIO
import TerminalCore
import WardContract

/// Recordings of the household's voice on disk, each whole and under its digest. What is being
/// recorded stands beside them under another name; after a power cut it goes.
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
