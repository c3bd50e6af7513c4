import CLinux
import Glibc

/// A folder in which somebody else may do what they like at any moment: rename it, put links into it,
/// exchange its files. Opened once and by no link; from then on only what lies in that very folder is
/// touched.
public struct UntrustedFolder {
  private let descriptor: Descriptor
  private let owner: uid_t
  private let path: String

  /// Opens the folder `name` within `parent`. A link in the place of either is an error (ELOOP, ENOTDIR).
  public init(_ name: String, in parent: String) throws(SystemError) {
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW
    path = "\(parent)/\(name)"
    let above = try Descriptor.open(parent, flags)
    descriptor = try Self.open(name, in: above, flags, path)
    owner = try Self.status(of: descriptor, path).st_uid
  }

  /// Opens the file `name` for reading: one of the folder's owner, by no link, with no other name. A
  /// device, a pipe or somebody else's file is an error (EPERM).
  public func file(_ name: String) throws(SystemError) -> Descriptor {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
    let file = try Self.open(name, in: descriptor, flags, "\(path)/\(name)")
    let status = try Self.status(of: file, "\(path)/\(name)")
    guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == owner, status.st_nlink == 1 else {
      throw SystemError("open", "\(path)/\(name)", number: EPERM)
    }
    return file
  }

  /// The bytes of the file `name`, at most `limit`; a longer one is refused with EFBIG.
  public func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8] {
    let bytes = try file(name).read(atMost: limit + 1, from: 0)
    guard bytes.count <= limit else {
      throw SystemError("read", "\(path)/\(name)", number: EFBIG)
    }
    return bytes
  }

  /// Removes the file or the link `name`; says whether there was one.
  @discardableResult
  public func remove(_ name: String) throws(SystemError) -> Bool {
    do throws(SystemError) {
      try systemCall("unlinkat", "\(path)/\(name)") { unlinkat(descriptor.number, name, 0) }
      return true
    } catch  where error.number == ENOENT {
      return false
    }
  }

  private static func open(
    _ name: String, in folder: Descriptor, _ flags: Int32, _ path: String
  ) throws(SystemError) -> Descriptor {
    Descriptor(
      owning: try systemCall("openat", path) {
        loanha_openat(folder.number, name, flags | O_CLOEXEC, 0)
      })
  }

  private static func status(
    of file: Descriptor, _ path: String
  ) throws(SystemError) -> stat {
    var status = stat()
    try systemCall("fstat", path) { fstat(file.number, &status) }
    return status
  }
}
