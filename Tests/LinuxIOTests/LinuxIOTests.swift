import Foundation
import LinuxIO
import TestSupport
import Testing

@Suite("Linux edges") struct LinuxIOTests {
  let folder = TemporaryFolder()

  @Test("a replaced file is the old or the new one, with its mode, and no scraps stay")
  func replace() throws {
    let path = folder.file("a")
    try Files.replace(path, Array("old".utf8))
    try Files.replace(path, Array("new".utf8), mode: 0o640)
    #expect(try Files.read(path, limit: 10) == Array("new".utf8))
    #expect(try Files.list(folder.path) == ["a"])
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test("a file beyond its limit, and one that isn't there, are errors that name it")
  func errors() throws {
    try Files.replace(folder.file("a"), [1, 2, 3])
    do throws(SystemError) {
      _ = try Files.read(folder.file("a"), limit: 2)
      Issue.record("read")
    } catch {
      #expect(error.number == EFBIG && error.subject == folder.file("a"))
    }
    do throws(SystemError) {
      _ = try Files.read(folder.file("b"), limit: 2)
      Issue.record("read")
    } catch {
      #expect(error.description == "open \(folder.file("b")): No such file or directory")
    }
  }

  @Test("a mailbox keeps the order, and says when it is full instead of growing")
  func mailbox() throws {
    let mailbox = try Mailbox<Int>(capacity: 3)
    #expect((1...4).map { mailbox.post($0) } == [true, true, true, false])
    #expect(mailbox.drain() == [1, 2, 3])
    #expect(mailbox.drain().isEmpty)
  }

  @Test("messages of another thread wake the loop, all of them, in order")
  func threads() throws {
    let loop = try EventLoop()
    let mailbox = try Mailbox<Int>(capacity: 1_000)
    var heard: [Int] = []
    try loop.watch(mailbox.descriptor, for: .reading) { _ in
      heard += mailbox.drain()
      if heard.count == 1_000 { loop.stop() }
    }
    let thread = try WorkerThread(name: "test") {
      for number in 0..<1_000 { _ = mailbox.post(number) }
    }
    try loop.run()
    thread.join()
    #expect(heard == Array(0..<1_000))
  }

  @Test("an alarm rings once; one that was taken back doesn't; one in the past rings at once")
  func alarms() throws {
    let loop = try EventLoop()
    var rings = 0
    loop.onAlarm = { rings += 1 }
    try loop.setAlarm(atMonotonicMilliseconds: Clock.monotonicMilliseconds() - 5)
    try loop.runOnce(timeoutMilliseconds: 5_000)
    #expect(rings == 1)
    try loop.setAlarm(atMonotonicMilliseconds: Clock.monotonicMilliseconds() + 3_600_000)
    try loop.runOnce(timeoutMilliseconds: 0)
    try loop.setAlarm(atMonotonicMilliseconds: nil)
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(rings == 1 && loop.rounds == 1)
  }

  @Test("a handler may unwatch another that is ready in the same round")
  func unwatch() throws {
    let loop = try EventLoop()
    let boxes = try (0..<2).map { _ in try Mailbox<Int>(capacity: 1) }
    var calls = 0
    for (index, box) in boxes.enumerated() {
      try loop.watch(box.descriptor, for: .reading) { _ in
        calls += 1
        loop.unwatch(boxes[1 - index].descriptor)
      }
      _ = box.post(1)
    }
    try loop.runOnce(timeoutMilliseconds: 1_000)
    #expect(calls == 1)
  }

  @Test("an old socket gives way to a new one, a file at its place does not")
  func occupied() throws {
    let loop = try EventLoop()
    let path = try folder.write("precious", to: "file")
    #expect(throws: SystemError.self) { _ = try LineServer(loop, path: path) { $0 } }
    #expect(try Files.read(path, limit: 99) == Array("precious".utf8))
    let old = try LineServer(loop, path: folder.file("socket")) { $0 }
    let new = try LineServer(loop, path: folder.file("socket")) { $0 }
    withExtendedLifetime((old, new)) {}
  }

  @Test("lines are answered; a line without end is turned away and others still served")
  func lines() throws {
    let loop = try EventLoop()
    let path = folder.file("socket")
    let server = try LineServer(loop, path: path) { line in
      if line == "end" { loop.stop() }
      return "<\(line)>"
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let answers = try Mailbox<String>(capacity: 10)
    let thread = try WorkerThread(name: "client") {
      for line in ["một", String(repeating: "x", count: 10_000), "end"] {
        _ = answers.post((try? LineClient.ask(line, at: path)) ?? "error")
      }
    }
    try loop.run()
    thread.join()
    let heard = answers.drain()
    #expect(heard.first == "<một>" && heard.last == "<end>" && heard.count == 3)
    withExtendedLifetime(server) {}
  }
}
