import CLinux
import Glibc

/// Owns a file descriptor and closes it when it goes.
public final class Descriptor {
  /// The descriptor's number, valid as long as this object lives.
  public let number: Int32

  /// Takes over an open descriptor.
  public init(owning number: Int32) {
    precondition(number >= 0, "a descriptor that isn't one")
    self.number = number
  }

  deinit { close(number) }

  /// Opens `path`; `flags` as in open(2), close-on-exec always.
  public static func open(
    _ path: String, _ flags: Int32, mode: mode_t = 0o600
  ) throws(SystemError) -> Descriptor {
    Descriptor(
      owning: try systemCall("open", path) { loanha_open(path, flags | O_CLOEXEC, mode) })
  }

  /// Writes all of `bytes`, waiting where it must.
  public func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes[...]
    while let start = rest.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: rest).baseAddress {
      do throws(SystemError) {
        let count = try systemCall("write") { write(number, start, rest.count) }
        rest = rest.dropFirst(count)
      } catch  where error.number == EAGAIN {
        var request = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        try systemCall("poll") { poll(&request, 1, -1) }
      }
    }
  }

  /// Writes all of `bytes`, waiting where it must.
  public func writeAll(_ bytes: [UInt8]) throws(SystemError) {
    do {
      try bytes.withUnsafeBytes { try writeAll($0) }
    } catch let error as SystemError {
      throw error
    } catch {
      preconditionFailure("only system calls fail here")
    }
  }

  /// Sends what the socket takes of `bytes` now and returns how many that were; a reader that has
  /// gone is an error (EPIPE) and no signal.
  func send(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    guard !bytes.isEmpty else { return 0 }
    let count = bytes.withUnsafeBytes {
      Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR { return 0 }
    throw SystemError("send")
  }

  /// Reads at most `count` bytes; empty at the end of the file.
  public func read(atMost count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(SystemError) {
        filled = try systemCall("read") { Glibc.read(number, buffer.baseAddress, count) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads at most `count` bytes from a place in the file, however few the system gives at once.
  public func read(atMost count: Int, from offset: Int) throws(SystemError) -> [UInt8] {
    try systemCall("lseek") { lseek(number, off_t(offset), SEEK_SET) }
    var bytes: [UInt8] = []
    while bytes.count < count {
      let more = try read(atMost: count - bytes.count)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Waits until everything that was written is on the disk.
  public func synchronize() throws(SystemError) {
    try systemCall("fdatasync") { fdatasync(number) }
  }
}
