import CLinux
import Glibc

/// Whole files and folders.
public enum Files {
  /// The bytes of the file at `path`, at most `limit`; a longer one is refused with EFBIG.
  public static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY)
    var bytes: [UInt8] = []
    while true {
      let more = try file.read(atMost: min(limit + 1 - bytes.count, 65_536))
      if more.isEmpty { return bytes }
      bytes += more
      guard bytes.count <= limit else { throw SystemError("read", path, number: EFBIG) }
    }
  }

  /// Puts `bytes` into the place of the file at `path` so that, whenever power goes, either the
  /// old file is there or the new one, whole.
  public static func replace(
    _ path: String, _ bytes: [UInt8], mode: mode_t = 0o600
  ) throws(SystemError) {
    let temporary = "\(path).new"
    do throws(SystemError) {
      let file = try Descriptor.open(temporary, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
      try systemCall("fchmod", temporary) { fchmod(file.number, mode) }
      try file.writeAll(bytes)
      try file.synchronize()
      try systemCall("rename", path) { rename(temporary, path) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronizeFolder(of: path)
  }

  /// Makes a rename or a new file in the folder of `path` durable.
  public static func synchronizeFolder(of path: String) throws(SystemError) {
    let folder = folder(of: path)
    let descriptor = try Descriptor.open(folder, O_RDONLY | O_DIRECTORY)
    try systemCall("fsync", folder) { fsync(descriptor.number) }
  }

  /// The folder that `path` lies in.
  public static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes the folder `path` and those above it; one that is there already is left as it is, a
  /// file of that name is an error (ENOTDIR).
  public static func makeFolder(_ path: String, mode: mode_t = 0o700) throws(SystemError) {
    if isFolder(path) { return }
    guard !exists(path) else { throw SystemError("mkdir", path, number: ENOTDIR) }
    let parent = folder(of: path)
    if parent != path, !exists(parent) { try makeFolder(parent, mode: mode) }
    do throws(SystemError) {
      try systemCall("mkdir", path) { mkdir(path, mode) }
    } catch  where error.number == EEXIST {
      return
    }
  }

  /// Whether there is anything at `path`.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Bytes of the file at `path`, or `nil` if there is none.
  public static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Whether there is a folder at `path`.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is a socket at `path`.
  public static func isSocket(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
  }

  /// What tells one file from another that took its name: device and inode.
  struct Identity: Equatable {
    var device: dev_t
    var inode: ino_t
  }

  /// The identity of what lies at `path` itself, links not followed; `nil` for nothing.
  static func identity(_ path: String) -> Identity? {
    var status = stat()
    return lstat(path, &status) == 0 ? Identity(device: status.st_dev, inode: status.st_ino) : nil
  }

  /// Names in the folder `path`, sorted, without "." and "..".
  public static func list(_ path: String) throws(SystemError) -> [String] {
    guard let folder = opendir(path) else { throw SystemError("opendir", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes the file at `path`; one that isn't there is no error.
  public static func remove(_ path: String) throws(SystemError) {
    do throws(SystemError) {
      try systemCall("unlink", path) { unlink(path) }
    } catch  where error.number == ENOENT {
      return
    }
  }
}
