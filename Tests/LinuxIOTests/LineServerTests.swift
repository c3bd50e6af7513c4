import Foundation
import LinuxIO
import TestSupport
import Testing

/// Lines over a Unix socket, from both ends.
@Suite("Lines on a socket", .timeLimit(.minutes(10))) struct LineServerTests {
  private let folder = TemporaryFolder()
  private let loop: EventLoop

  init() throws {
    // As every program with a loop has it; see `TerminationSignals`.
    signal(SIGPIPE, SIG_IGN)
    loop = try EventLoop()
  }

  /// Runs a server that answers `<line>` while `client` talks to it on another thread, and gives
  /// what `client` said.
  private func serve<Answer: Sendable>(
    _ path: String, answer: @escaping (String) -> String = { "<\($0)>" },
    to client: @escaping @Sendable (String) -> Answer
  ) throws -> Answer {
    let server = try LineServer(loop, path: path, answer: answer)
    let said = try Mailbox<Answer>(capacity: 1)
    try loop.watch(said.descriptor, for: .reading) { [loop] _ in loop.stop() }
    let thread = try WorkerThread(name: "client") { _ = said.post(client(path)) }
    try loop.run()
    thread.join()
    loop.unwatch(said.descriptor)
    withExtendedLifetime(server) {}
    return try #require(said.drain().first)
  }

  @Test("lines in one piece, and one line in many pieces, are answered in their order")
  func pieces() throws {
    let heard = try serve(folder.file("s")) { path -> [String] in
      guard let client = try? RawClient(path) else { return [] }
      client.send("a\n\nb\r\nnửa ")
      for byte in "dòng\n".utf8 { client.send([byte]) }
      return (0..<4).map { _ in client.line() ?? "end" }
    }
    #expect(heard == ["<a>", "<>", "<b\r>", "<nửa dòng>"])
  }

  @Test("a client that has said its all and closed its side still gets its answer")
  func halfClosed() throws {
    let heard = try serve(folder.file("s")) { path -> [String?] in
      guard let client = try? RawClient(path) else { return [] }
      client.send("a\n")
      shutdown(client.number, Int32(SHUT_WR))
      return [client.line(), client.line()]
    }
    #expect(heard == ["<a>", nil])
  }

  @Test("a client that goes in the middle of a line, or before its answer, harms nobody")
  func gone() throws {
    let heard = try serve(folder.file("s")) { path -> String? in
      for text in ["", "half", "whole\n", "two\nlines\n"] {
        (try? RawClient(path))?.send(text)
      }
      return try? LineClient.ask("still there", at: path)
    }
    #expect(heard == "<still there>")
  }

  @Test("a line that isn't UTF-8 is answered and harms nobody")
  func notUTF8() throws {
    let heard = try serve(folder.file("s")) { path -> String? in
      guard let client = try? RawClient(path) else { return nil }
      client.send([0xFF, 0x00, 0x41, 0x0A])
      return client.line()
    }
    #expect(heard == "<\u{FFFD}\u{0}A>")
  }

  @Test("the longest line is answered")
  func longestLine() throws {
    let line = String(repeating: "x", count: LineServer.maximumLineBytes)
    #expect(try serve(folder.file("s")) { try? LineClient.ask(line, at: $0) } == "<\(line)>")
  }

  @Test("a line one byte longer than the longest is turned away")
  func tooLongLine() throws {
    let heard = try serve(folder.file("s")) { path -> String? in
      guard let client = try? RawClient(path) else { return "no connection" }
      client.send(String(repeating: "x", count: LineServer.maximumLineBytes + 1) + "\n")
      return client.line()
    }
    #expect(heard == nil)
  }

  @Test("one client more than there is room for is turned away; when one goes there is room")
  func tooManyClients() throws {
    let heard = try serve(folder.file("s")) { path -> [String?] in
      var clients: [RawClient] = []
      // An answer to each before the next one comes: all are taken in.
      for _ in 0..<LineServer.maximumClients {
        guard let client = try? RawClient(path) else { return ["no connection"] }
        client.send("in\n")
        guard client.line() == "<in>" else { return ["not taken in"] }
        clients.append(client)
      }
      let turnedAway = (try? RawClient(path))?.line()
      clients.removeLast()
      var again: String?
      // The server hears of the one that went in a round of its own.
      _ = eventually(within: 20) {
        guard let client = try? RawClient(path) else { return false }
        client.send("again\n")
        again = client.line()
        return again != nil
      }
      return [turnedAway, again]
    }
    #expect(heard == [nil, "<again>"])
  }

  @Test("an answer longer than the socket holds at once arrives whole")
  func longAnswer() throws {
    let count = 900_000
    let path = folder.file("s")
    let long = String(repeating: "x", count: count)
    let heard = try serve(path, answer: { $0 == "all" ? long : $0 }) { path -> Int? in
      guard let client = try? RawClient(path) else { return nil }
      client.send("all\n")
      // Once another is answered, the server has done what it does at once.
      _ = try? LineClient.ask("another", at: path)
      return client.line()?.utf8.count
    }
    #expect(heard == count)
  }

  @Test("a server that ends without an answer, or within it, is an error to who asked")
  func noAnswer() throws {
    for part in ["", "half an ans"] {
      let path = folder.file("r\(part.count)")
      let listener = try RawListener(path)
      let thread = try WorkerThread(name: "server") { listener.answerOnce(part) }
      let answer = try? LineClient.ask("a", at: path)
      thread.join()
      #expect(answer == nil)
    }
  }

  @Test("a server that never answers is an error once patience is over")
  func patience() throws {
    let listener = try RawListener(folder.file("s"))
    let error = #expect(throws: SystemError.self) {
      try LineClient.ask("a", at: folder.file("s"), timeoutMilliseconds: 20)
    }
    #expect(error?.number == EAGAIN)
    withExtendedLifetime(listener) {}
  }

  @Test("a server that doesn't even take clients in is an error once patience is over")
  func noRoomToConnect() async {
    await #expect(processExitsWith: .success) {
      // Ends the process if nothing else does.
      alarm(3)
      let folder = TemporaryFolder()
      let listener = try RawListener(folder.file("s"))
      let waiting = (0..<RawListener.backlog + 1).compactMap { _ in
        try? RawClient(folder.file("s"))
      }
      #expect(throws: SystemError.self) {
        try LineClient.ask("a", at: folder.file("s"), timeoutMilliseconds: 20)
      }
      withExtendedLifetime((listener, waiting)) {}
    }
  }

  @Test("nobody there, and a socket that nobody listens to any more, are told apart")
  func nobody() throws {
    let none = #expect(throws: SystemError.self) {
      try LineClient.ask("a", at: folder.file("none"))
    }
    #expect(none == SystemError("connect", folder.file("none"), number: ENOENT))
    _ = try RawListener(folder.file("old"))
    let old = #expect(throws: SystemError.self) {
      try LineClient.ask("a", at: folder.file("old"))
    }
    #expect(old == SystemError("connect", folder.file("old"), number: ECONNREFUSED))
  }

  @Test("a socket that a killed server left is replaced; one that ends takes its own away")
  func replaced() throws {
    let path = folder.file("s")
    _ = try RawListener(path)
    #expect(Files.exists(path))
    #expect(try serve(path) { try? LineClient.ask("a", at: $0) } == "<a>")
    #expect(!Files.exists(path))
  }

  @Test("a server that takes over a path is still found when the one before it ends")
  func takenOver() throws {
    let path = folder.file("s")
    var before: LineServer? = try LineServer(loop, path: path) { _ in "before" }
    let after = try LineServer(loop, path: path) { _ in "after" }
    withExtendedLifetime(before) {}
    before = nil
    #expect(Files.exists(path))
    withExtendedLifetime(after) {}
  }

  @Test("a path of 107 bytes is taken, one that doesn't fit is refused with its name")
  func longPath() throws {
    let start = "\(folder.path)/"
    let fits = start + String(repeating: "s", count: 107 - start.utf8.count)
    #expect(try serve(fits) { try? LineClient.ask("a", at: $0) } == "<a>")
    for path in [fits + "s", ""] {
      let expected = SystemError("bind", path, number: ENAMETOOLONG)
      #expect(throws: expected) { _ = try LineServer(loop, path: path) { $0 } }
      let asked = SystemError("connect", path, number: ENAMETOOLONG)
      #expect(throws: asked) { try LineClient.ask("a", at: path) }
    }
  }

  @Test("a server whose folder isn't there is an error that names the path")
  func noFolder() {
    let path = folder.file("none/s")
    #expect(throws: SystemError("bind", path, number: ENOENT)) {
      _ = try LineServer(loop, path: path) { $0 }
    }
  }

  @Test("a server in the abstract space answers and leaves no file")
  func abstract() throws {
    let name = "@\(folder.file("abstract"))"
    #expect(try serve(name) { try? LineClient.ask("a", at: $0) } == "<a>")
    #expect(try Files.list(folder.path).isEmpty)
  }

  @Test("a file at a socket's place is somebody's, and stays")
  func occupied() throws {
    let path = try folder.write("precious", to: "file")
    #expect(throws: SystemError.self) { _ = try LineServer(loop, path: path) { $0 } }
    #expect(try Files.read(path, limit: 99) == Array("precious".utf8))
  }

  @Test("a socket is for its owner alone, whatever the mask of modes")
  func mode() async {
    await #expect(processExitsWith: .success) {
      umask(0)
      let folder = TemporaryFolder()
      let server = try LineServer(EventLoop(), path: folder.file("s")) { $0 }
      var status = stat()
      #expect(stat(folder.file("s"), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      withExtendedLifetime(server) {}
    }
  }

  @Test("a client that finds no descriptor left is turned away and doesn't keep the loop awake")
  func noDescriptors() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let loop = try EventLoop()
      let server = try LineServer(loop, path: folder.file("s")) { $0 }
      let client = try RawClient(folder.file("s"))
      // All numbers below the lowest free one are taken.
      let free = rlim_t(try Descriptor.open("/dev/null", O_RDONLY).number)
      var few = rlimit(rlim_cur: free, rlim_max: free)
      #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &few) == 0)
      try loop.runOnce(timeoutMilliseconds: 5_000)
      try loop.runOnce(timeoutMilliseconds: 0)
      #expect(loop.rounds == 1)
      #expect(client.line() == nil)
      withExtendedLifetime(server) {}
    }
  }
}
