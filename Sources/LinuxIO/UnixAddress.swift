import Glibc

/// The address of a Unix socket; a leading "@" names one in the abstract space.
struct UnixAddress {
  private var address = sockaddr_un()
  private var length: socklen_t

  init?(_ path: String) {
    let bytes = Array(path.utf8)
    let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    guard !bytes.isEmpty, bytes.count < 108 else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let isAbstract = bytes[0] == UInt8(ascii: "@")
    if isAbstract { withUnsafeMutableBytes(of: &address.sun_path) { $0[0] = 0 } }
    length = socklen_t(offset + bytes.count + (isAbstract ? 0 : 1))
  }

  mutating func withPointer<Answer>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
  ) -> Answer {
    let length = length
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
