import Foundation
import LinuxIO

private func withAddress<Answer>(
  _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
) -> Answer {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(path.utf8)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}

private func makeSocket() throws -> Descriptor {
  let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
  return Descriptor(owning: try systemCall("socket") { socket(AF_UNIX, kind, 0) })
}

/// A client that can send and hold back whatever a test needs.
final class RawClient: @unchecked Sendable {
  private let socket: Descriptor
  private var bytes: [UInt8] = []
  var number: Int32 { socket.number }

  /// Connects, without waiting for room.
  init(_ path: String) throws {
    socket = try makeSocket()
    let number = socket.number
    _ = fcntl(number, F_SETFL, O_NONBLOCK)
    try systemCall("connect", path) { withAddress(path) { connect(number, $0, $1) } }
    _ = fcntl(number, F_SETFL, 0)
    // A server that neither answers nor ends fails the test and doesn't stop it.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  func send(_ text: String) { send(Array(text.utf8)) }
  func send(_ bytes: [UInt8]) { try? socket.writeAll(bytes) }

  /// The next line, or `nil` if the server has ended the connection.
  func line() -> String? {
    while true {
      if let end = bytes.firstIndex(of: 0x0A) {
        defer { bytes.removeFirst(end + 1) }
        return String(decoding: bytes[..<end], as: UTF8.self)
      }
      guard let more = try? socket.read(atMost: 4_096), !more.isEmpty else { return nil }
      bytes += more
    }
  }
}

/// A listener that takes nobody in by itself, and leaves its socket behind as a killed one does.
final class RawListener: @unchecked Sendable {
  static let backlog = 1
  private let socket: Descriptor

  init(_ path: String) throws {
    socket = try makeSocket()
    let number = socket.number
    try systemCall("bind", path) { withAddress(path) { bind(number, $0, $1) } }
    try systemCall("listen", path) { listen(number, Int32(Self.backlog)) }
  }

  /// Takes one client in, hears its line, says `part` and ends the connection.
  func answerOnce(_ part: String) {
    let number = accept(socket.number, nil, nil)
    guard number >= 0 else { return }
    let client = Descriptor(owning: number)
    _ = try? client.read(atMost: 4_096)
    try? client.writeAll(Array(part.utf8))
  }
}
