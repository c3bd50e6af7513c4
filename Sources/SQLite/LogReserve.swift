import Glibc

/// A write-ahead log that lies on the disk, as zeros, before its first use.
///
/// SQLite begins its log anew at the first byte each time it has folded it in, and takes zeros for
/// its end. Where bytes are overwritten that are there already, `fdatasync` writes them and nothing
/// else. For a log that grows, the file system writes down each time how far it reaches: on ext4
/// that was as much again as the log itself.
enum LogReserve {
  /// Size of a log of so many pages, in bytes: a header, and one for each page
  /// (https://www.sqlite.org/fileformat2.html#the_write_ahead_log).
  static func bytes(pages: Int, pageBytes: Int) -> Int { 32 + pages * (24 + pageBytes) }

  /// Lengthens the log at `path` to `bytes`. A disk that has no room for all of it, or takes
  /// nothing, leaves the log as it was: it grows then as it needs.
  static func lay(out path: String, bytes: Int) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, Int(status.st_size) < bytes else { return }
    let zeros = [UInt8](repeating: 0, count: 65_536)
    var end = Int(status.st_size)
    while end < bytes {
      let written = pwrite(file, zeros, min(zeros.count, bytes - end), off_t(end))
      guard written > 0 else {
        _ = ftruncate(file, status.st_size)
        return
      }
      end += written
    }
    fsync(file)
  }
}
