import Glibc
import LinuxIO
import Signatures
import TerminalCore
import WardContract

/// Media on disk: complete and checked ones under their digest, those on their way beside them
/// as `.part`.
final class MediaFolder {
  /// What was wrong with a piece or a medium.
  struct Fault: Error {
    var reason: String
  }

  private let path: String
  /// The part that is being written, kept open.
  private var open: (digest: MediaDigest, file: Descriptor, pieces: Int)?

  init(path: String) { self.path = path }

  static func path(_ folder: String, _ digest: MediaDigest) -> String { "\(folder)/\(digest)" }

  private func partPath(_ digest: MediaDigest) -> String { "\(path)/\(digest).part" }

  /// What is there. A piece that power cut short is cut off; whole ones count.
  func contents() throws(SystemError) -> [StoredMedium] {
    var media: [StoredMedium] = []
    for name in try Files.list(path) {
      let isPart = name.hasSuffix(".part")
      guard let digest = MediaDigest(isPart ? name.dropLast(5) : name[...]) else {
        // On a disk that takes nothing it stays, and is passed over.
        try? Files.remove("\(path)/\(name)")
        continue
      }
      let size = Files.size("\(path)/\(name)") ?? 0
      if isPart {
        media.append(
          StoredMedium(digest: digest, pieces: size / Bounds.mediaPieceBytes, isReady: false))
      } else {
        let pieces = (size + Bounds.mediaPieceBytes - 1) / Bounds.mediaPieceBytes
        media.append(StoredMedium(digest: digest, pieces: pieces, isReady: true))
      }
    }
    return media
  }

  /// Writes a piece behind those that are there. A piece that isn't the next is refused.
  func append(_ digest: MediaDigest, piece: Int, _ bytes: [UInt8]) throws {
    if open?.digest != digest {
      try Files.makeFolder(path)
      let file = try Descriptor.open(partPath(digest), O_RDWR | O_CREAT)
      let whole = (Files.size(partPath(digest)) ?? 0) / Bounds.mediaPieceBytes
      open = (digest, file, whole)
    }
    guard let current = open else { return }
    guard piece == current.pieces else {
      throw Fault(reason: "piece \(piece) came when \(current.pieces) was next")
    }
    let end = off_t(piece * Bounds.mediaPieceBytes)
    do throws(SystemError) {
      try systemCall("ftruncate", partPath(digest)) { ftruncate(current.file.number, end) }
      try systemCall("lseek", partPath(digest)) { lseek(current.file.number, end, SEEK_SET) }
      try current.file.writeAll(bytes)
    } catch {
      // Half a piece may stand there now; the next attempt cuts it off.
      open = nil
      throw error
    }
    open?.pieces += 1
  }

  /// Checks a complete medium: size, digest, and what `inspect` says of its inside. Then it is
  /// made durable under its own name; a wrong one is taken off the disk.
  func check(_ resource: Resource, inspect: (String, Resource) -> String?) throws {
    open = nil
    let part = partPath(resource.digest)
    do {
      let file = try Descriptor.open(part, O_RDONLY)
      let digest = SHA256()
      var size = 0
      while true {
        let bytes = try file.read(atMost: 65_536)
        if bytes.isEmpty { break }
        size += bytes.count
        digest.update(bytes)
      }
      guard size == resource.sizeBytes else {
        throw Fault(reason: "\(size) bytes, \(resource.sizeBytes) were announced")
      }
      guard SHA256.mediaDigest(digest.finish()) == resource.digest else {
        throw Fault(reason: "the digest is not the one that was signed")
      }
      if let reason = inspect(part, resource) { throw Fault(reason: reason) }
      try file.synchronize()
      // Played once at most in a day: no reason to keep it in memory.
      posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
      try systemCall("rename", part) { rename(part, Self.path(path, resource.digest)) }
      try Files.synchronizeFolder(of: part)
    } catch {
      try? Files.remove(part)
      throw error
    }
  }

  func drop(_ digest: MediaDigest) throws(SystemError) {
    if open?.digest == digest { open = nil }
    try Files.remove(partPath(digest))
    try Files.remove(Self.path(path, digest))
  }
}
