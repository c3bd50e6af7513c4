import CLinux
import Glibc

/// Answers lines of text on a Unix socket that only this user may open: a button of the
/// simulator, a request to the desk.
public final class LineServer {
  /// Longest line, in bytes, without its end.
  public static let maximumLineBytes = 4_096
  /// Most clients at a time; others are turned away.
  public static let maximumClients = 16

  private struct Client {
    let descriptor: Descriptor
    /// What came and is no whole line yet.
    var heard: [UInt8] = []
    /// What the client didn't take yet. While there is any, nothing more is heard of it.
    var unsaid: ArraySlice<UInt8> = []
    /// The client has said its all.
    var isFinished = false
  }

  private let loop: EventLoop
  private let path: String
  private let listener: Descriptor
  private let answer: (String) -> String
  /// The file at `path` that is ours to remove; `nil` until the socket is bound.
  private var file: Files.Identity?
  private var clients: [Int32: Client] = [:]
  /// Given up for a moment when the process has no descriptor left, so that a client can still
  /// be turned away; otherwise it would keep the loop awake for ever.
  private var spare: Descriptor?

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
    spare = try Descriptor.open("/dev/null", O_RDONLY)
    // An old socket gives way; anything else that lies there is somebody's file.
    if Files.isSocket(path) { try Files.remove(path) }
    let number = listener.number
    // Linux gives the file the mode of the socket: nobody else can open it, not even for a moment.
    try systemCall("fchmod", path) { fchmod(number, 0o600) }
    try systemCall("bind", path) {
      address.withPointer { pointer, length in bind(number, pointer, length) }
    }
    file = Files.identity(path)
    try systemCall("listen", path) { listen(number, 8) }
    try loop.watch(number, for: .reading) { [unowned self] _ in accept() }
  }

  deinit {
    loop.unwatch(listener.number)
    for number in clients.keys { loop.unwatch(number) }
    // Another server may have taken the path over.
    if let file, Files.identity(path) == file { unlink(path) }
  }

  private func accept() {
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = accept4(listener.number, nil, nil, flags)
    guard number >= 0 else {
      if errno == EMFILE || errno == ENFILE { turnAway() }
      return
    }
    let client = Descriptor(owning: number)
    guard clients.count < Self.maximumClients else { return }
    do throws(SystemError) {
      try loop.watch(number, for: .reading) { [unowned self] _ in serve(number) }
      clients[number] = Client(descriptor: client)
    } catch {
      loop.unwatch(number)
    }
  }

  private func turnAway() {
    spare = nil
    let number = accept4(listener.number, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
    if number >= 0 { close(number) }
    spare = try? Descriptor.open("/dev/null", O_RDONLY)
  }

  private func drop(_ number: Int32) {
    loop.unwatch(number)
    clients[number] = nil
  }

  /// Goes on with a client that is ready for whichever of the two it is watched for.
  private func serve(_ number: Int32) {
    guard var client = clients[number] else { return }
    do throws(SystemError) {
      if client.unsaid.isEmpty { try hear(&client) }
      try say(&client)
      if client.isFinished && client.unsaid.isEmpty { return drop(number) }
      try loop.change(number, to: client.unsaid.isEmpty ? .reading : .writing)
      clients[number] = client
    } catch {
      drop(number)
    }
  }

  private func hear(_ client: inout Client) throws(SystemError) {
    do throws(SystemError) {
      let bytes = try client.descriptor.read(atMost: Self.maximumLineBytes)
      client.heard += bytes
      client.isFinished = bytes.isEmpty
    } catch  where error.number == EAGAIN {
      return
    }
  }

  /// Answers line after line, as long as the client takes the answers.
  private func say(_ client: inout Client) throws(SystemError) {
    while true {
      let room = try client.descriptor.send(client.unsaid)
      client.unsaid = client.unsaid.dropFirst(room)
      guard client.unsaid.isEmpty else { return }
      let end = client.heard.firstIndex(of: 0x0A)
      guard end ?? client.heard.count <= Self.maximumLineBytes else {
        throw SystemError("read", path, number: EMSGSIZE)
      }
      guard let end else { return }
      let line = String(decoding: client.heard[..<end], as: UTF8.self)
      client.heard.removeFirst(end + 1)
      client.unsaid = Array((answer(line) + "\n").utf8)[...]
    }
  }
}
