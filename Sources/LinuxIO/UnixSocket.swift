import CLinux
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

/// Answers lines of text on a Unix socket that only this user may open: a button of the
/// simulator, a request to the desk.
public final class LineServer {
  /// Longest line, in bytes.
  public static let maximumLineBytes = 4_096
  /// Most clients at a time; others are turned away.
  public static let maximumClients = 16

  private let loop: EventLoop
  private let path: String
  private let listener: Descriptor
  private let answer: (String) -> String
  /// Whether the socket at `path` is ours to remove: one that could not be bound is not.
  private var isBound = false
  private var clients: [Int32: (descriptor: Descriptor, bytes: [UInt8])] = [:]

  /// Listens at `path`, an old socket there is replaced; `answer` gets each line without its end
  /// and returns the line to send back.
  public init(
    _ loop: EventLoop, path: String, answer: @escaping (String) -> String
  ) throws(SystemError) {
    guard var address = UnixAddress(path) else {
      throw SystemError("bind", path, number: ENAMETOOLONG)
    }
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    listener = Descriptor(
      owning: try systemCall("socket") { socket(AF_UNIX, Int32(kind), 0) })
    self.loop = loop
    self.path = path
    self.answer = answer
    // An old socket gives way; anything else that lies there is somebody's file.
    if Files.isSocket(path) { try Files.remove(path) }
    let before = umask(0o177)
    let number = listener.number
    let bound = address.withPointer { pointer, length in bind(number, pointer, length) }
    let failure = errno
    umask(before)
    guard bound == 0 else { throw SystemError("bind", path, number: failure) }
    isBound = true
    try systemCall("listen", path) { listen(number, 8) }
    try loop.watch(number, for: .reading) { [unowned self] _ in accept() }
  }

  deinit {
    loop.unwatch(listener.number)
    for number in clients.keys { loop.unwatch(number) }
    if isBound { unlink(path) }
  }

  private func accept() {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = accept4(listener.number, nil, nil, flags)
    guard number >= 0 else { return }
    let client = Descriptor(owning: number)
    guard clients.count < Self.maximumClients else { return }
    do throws(SystemError) {
      try loop.watch(number, for: .reading) { [unowned self] _ in receive(number) }
      clients[number] = (client, [])
    } catch {
      loop.unwatch(number)
    }
  }

  private func drop(_ number: Int32) {
    loop.unwatch(number)
    clients[number] = nil
  }

  private func receive(_ number: Int32) {
    guard let client = clients[number] else { return }
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try client.descriptor.read(atMost: 4_096) } catch {
      if error.number != EAGAIN { drop(number) }
      return
    }
    var gathered = client.bytes + bytes
    while let end = gathered.firstIndex(of: 0x0A) {
      let line = String(decoding: gathered[..<end], as: UTF8.self)
      gathered.removeFirst(end + 1)
      let reply = Array((answer(line) + "\n").utf8)
      guard (try? client.descriptor.writeAll(reply)) != nil else { return drop(number) }
    }
    if bytes.isEmpty || gathered.count > Self.maximumLineBytes { return drop(number) }
    clients[number]?.bytes = gathered
  }
}

/// Asks a `LineServer` one line.
public enum LineClient {
  /// Sends `line` and returns the answer, waiting at most so long.
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
    setsockopt(client.number, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    try systemCall("connect", path) {
      address.withPointer { pointer, length in connect(client.number, pointer, length) }
    }
    try client.writeAll(Array((line + "\n").utf8))
    var answer: [UInt8] = []
    while answer.last != 0x0A, answer.count < 1 << 20 {
      let more = try client.read(atMost: 4_096)
      if more.isEmpty { break }
      answer += more
    }
    if answer.last == 0x0A { answer.removeLast() }
    return String(decoding: answer, as: UTF8.self)
  }
}
