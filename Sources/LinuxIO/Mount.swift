import CLinux
import Glibc

/// How file systems are mounted.
public enum Mount {
  /// Takes the read-only flag off the mount at `path`, and leaves the file system's own alone; says
  /// whether there is a mount. Needs CAP_SYS_ADMIN.
  ///
  /// A file system that is mounted read-only has two such flags. Whoever makes it writable again
  /// takes away its own and that of one mount; copies of the mount, as a service has in its
  /// namespace, would keep theirs for as long as it runs.
  @discardableResult
  public static func allowWriting(at path: String) throws(SystemError) -> Bool {
    var change = mount_attr()
    change.attr_clr = UInt64(MOUNT_ATTR_RDONLY)
    do throws(SystemError) {
      try systemCall("mount_setattr", path) {
        mount_setattr(AT_FDCWD, path, 0, &change, MemoryLayout<mount_attr>.size)
      }
      return true
    } catch  where error.number == EINVAL || error.number == ENOENT {
      // No mount, but a folder like others, or none yet.
      return false
    }
  }
}
