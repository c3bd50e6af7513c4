import CLinux
import Glibc

/// Asks a `LineServer` one line.
public enum LineClient {
  /// Longest answer, in bytes.
  public static let maximumAnswerBytes = 1 << 20

  /// Sends `line` and returns the answer. Waits at most so long for the connection, for room to
  /// write, and for each piece of the answer (EAGAIN then); a server that ends before its answer
  /// does is an error as well (ECONNRESET).
  public static func ask(
    _ line: String, at path: String, timeoutMilliseconds: Int = 5_000
  ) throws(SystemError) -> String {
    guard var address = UnixAddress(path) else {
      throw SystemError("connect", path, number: ENAMETOOLONG)
    }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let client = Descriptor(owning: try systemCall("socket") { socket(AF_UNIX, kind, 0) })
    var patience = timeval(
      tv_sec: timeoutMilliseconds / 1000, tv_usec: timeoutMilliseconds % 1000 * 1000)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // The one for sending bounds connect(2) too (unix(7)).
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      try systemCall("setsockopt", path) {
        setsockopt(client.number, SOL_SOCKET, option, &patience, size)
      }
    }
    try systemCall("connect", path) {
      address.withPointer { pointer, length in connect(client.number, pointer, length) }
    }
    var rest = Array((line + "\n").utf8)[...]
    while !rest.isEmpty {
      let count = try client.send(rest)
      guard count > 0 else { throw SystemError("send", path, number: EAGAIN) }
      rest = rest.dropFirst(count)
    }
    var answer: [UInt8] = []
    while answer.last != 0x0A {
      let more = try client.read(atMost: 4_096)
      guard !more.isEmpty else { throw SystemError("read", path, number: ECONNRESET) }
      answer += more
      guard answer.count <= maximumAnswerBytes else {
        throw SystemError("read", path, number: EMSGSIZE)
      }
    }
    return String(decoding: answer.dropLast(), as: UTF8.self)
  }
}
