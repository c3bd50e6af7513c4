import Foundation
import LinuxIO
import TestSupport
import Testing

@Suite("The event loop", .timeLimit(.minutes(10))) struct EventLoopTests {
  private let loop: EventLoop

  init() throws { loop = try EventLoop() }

  /// Two ends of a connection, both of which can be read and written.
  private func makePair() throws -> (near: Descriptor, far: Descriptor) {
    var ends: [Int32] = [-1, -1]
    try systemCall("socketpair") {
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
    }
    return (Descriptor(owning: ends[0]), Descriptor(owning: ends[1]))
  }

  @Test("a loop with nothing to do waits without a round")
  func idle() throws {
    var ends = 0
    loop.afterRound = { ends += 1 }
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(loop.rounds == 0)
    #expect(ends == 1)
  }

  @Test("a descriptor is called for what it is watched for, and for what it is changed to")
  func change() throws {
    let pair = try makePair()
    var heard: [EventLoop.Readiness] = []
    try loop.watch(pair.near.number, for: .reading) { heard.append($0) }
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(heard.isEmpty)
    try loop.change(pair.near.number, to: [.reading, .writing])
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(heard == [.writing])
    try pair.far.writeAll([1])
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(heard == [.writing, [.reading, .writing]])
    try loop.change(pair.near.number, to: [])
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(heard.count == 2)
  }

  @Test("a hang-up is told to whoever watches for room to write, and can be read as the end")
  func hangUp() throws {
    var pair: (near: Descriptor, far: Descriptor)? = try makePair()
    let near = try #require(pair?.near)
    var heard: EventLoop.Readiness = []
    try loop.watch(near.number, for: .writing) { heard = $0 }
    pair = nil
    try loop.runOnce(timeoutMilliseconds: 1_000)
    #expect(heard == [.reading, .writing])
    #expect(try near.read(atMost: 1).isEmpty)
    loop.unwatch(near.number)
  }

  @Test("what wasn't read is told again in the next round")
  func levelTriggered() throws {
    let pair = try makePair()
    var calls = 0
    try loop.watch(pair.near.number, for: .reading) { _ in calls += 1 }
    try pair.far.writeAll([1])
    for _ in 0..<3 { try loop.runOnce(timeoutMilliseconds: 1_000) }
    #expect(calls == 3)
  }

  @Test("more descriptors than one round takes are all heard in a few")
  func many() throws {
    let pairs = try (0..<50).map { _ in try makePair() }
    var heard: Set<Int32> = []
    for pair in pairs {
      let near = pair.near
      try loop.watch(near.number, for: .reading) { _ in
        heard.insert(near.number)
        _ = try? near.read(atMost: 1)
      }
      try pair.far.writeAll([1])
    }
    for _ in 0..<10 { try loop.runOnce(timeoutMilliseconds: 0) }
    #expect(heard.count == 50)
  }

  @Test("a handler may unwatch itself and let its descriptor go")
  func unwatchesItself() throws {
    let pair = try makePair()
    var near: Descriptor? = pair.near
    let number = pair.near.number
    var calls = 0
    try loop.watch(number, for: .reading) { [loop] _ in
      calls += 1
      loop.unwatch(number)
      near = nil
    }
    try pair.far.writeAll([1])
    for _ in 0..<2 { try loop.runOnce(timeoutMilliseconds: 0) }
    #expect(calls == 1)
    #expect(near == nil)
  }

  @Test("to unwatch what isn't watched is nothing; a descriptor can be watched again")
  func unwatch() throws {
    let pair = try makePair()
    loop.unwatch(pair.near.number)
    loop.unwatch(-1)
    var calls: [Int] = []
    for round in 0..<2 {
      try loop.watch(pair.near.number, for: .writing) { _ in calls.append(round) }
      try loop.runOnce(timeoutMilliseconds: 0)
      loop.unwatch(pair.near.number)
    }
    #expect(calls == [0, 1])
  }

  @Test("what can't be watched is an error, and may be tried again")
  func cannotWatch() throws {
    let folder = TemporaryFolder()
    let file = try Descriptor.open(folder.file("a"), O_RDWR | O_CREAT)
    for _ in 0..<2 {
      let error = #expect(throws: SystemError.self) {
        try loop.watch(file.number, for: .reading) { _ in }
      }
      #expect(error == SystemError("epoll_ctl", number: EPERM))
    }
    let change = #expect(throws: SystemError.self) {
      try loop.change(file.number, to: .writing)
    }
    #expect(change?.call == "epoll_ctl")
  }

  @Test("to watch a descriptor twice is a mistake of ours and ends the program")
  func twice() async {
    await #expect(processExitsWith: .failure) {
      let loop = try EventLoop()
      let mailbox = try Mailbox<Int>(capacity: 1)
      try loop.watch(mailbox.descriptor, for: .reading) { _ in }
      try? loop.watch(mailbox.descriptor, for: .writing) { _ in }
    }
  }

  @Test(
    "an alarm in the past, at the start of time or before it rings at once, and once",
    arguments: [Int64.min, -1, 0, 1])
  func past(_ time: Int64) throws {
    var rings = 0
    loop.onAlarm = { rings += 1 }
    try loop.setAlarm(atMonotonicMilliseconds: time)
    try loop.runOnce(timeoutMilliseconds: 5_000)
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(rings == 1)
  }

  @Test("an alarm at the end of time is set and doesn't ring")
  func endOfTime() throws {
    loop.onAlarm = { Issue.record("rang") }
    try loop.setAlarm(atMonotonicMilliseconds: .max)
    try loop.runOnce(timeoutMilliseconds: 0)
  }

  @Test("a second alarm replaces the first")
  func replaced() throws {
    var rings = 0
    loop.onAlarm = { rings += 1 }
    try loop.setAlarm(atMonotonicMilliseconds: 1)
    try loop.setAlarm(atMonotonicMilliseconds: Clock.monotonicMilliseconds() + 3_600_000)
    try loop.runOnce(timeoutMilliseconds: 0)
    #expect(rings == 0)
  }

  @Test("an alarm never rings before its time")
  func neverEarly() throws {
    for delay in 1...20 as ClosedRange<Int64> {
      let due = Clock.monotonicMilliseconds() + delay
      var rang: Int64?
      loop.onAlarm = { rang = Clock.monotonicMilliseconds() }
      try loop.setAlarm(atMonotonicMilliseconds: due)
      while rang == nil { try loop.runOnce(timeoutMilliseconds: 5_000) }
      #expect(try #require(rang) >= due)
    }
  }

  @Test("an alarm may set the next one")
  func chain() throws {
    var rings = 0
    loop.onAlarm = { [loop] in
      rings += 1
      if rings == 5 { return loop.stop() }
      try? loop.setAlarm(atMonotonicMilliseconds: 1)
    }
    try loop.setAlarm(atMonotonicMilliseconds: 1)
    try loop.run()
    #expect(rings == 5)
  }

  @Test("stop ends a run after its round; a stopped loop can run again")
  func stop() throws {
    let pair = try makePair()
    var (calls, ends) = (0, 0)
    loop.afterRound = { ends += 1 }
    try loop.watch(pair.near.number, for: .writing) { [loop] _ in
      calls += 1
      loop.stop()
    }
    try loop.run()
    try loop.run()
    #expect(calls == 2)
    #expect(ends == 2)
  }

  @Test("a loop that goes lets its descriptors and its handlers go")
  func noCycle() throws {
    let folder = TemporaryFolder()
    weak var gone: EventLoop?
    weak var held: TemporaryFolder?
    do {
      let loop = try EventLoop()
      let inHandler = TemporaryFolder()
      (gone, held) = (loop, inHandler)
      let mailbox = try Mailbox<Int>(capacity: 1)
      try loop.watch(mailbox.descriptor, for: .reading) { _ in _ = inHandler.path }
      let server = try LineServer(loop, path: folder.file("socket")) { $0 }
      withExtendedLifetime(server) {}
    }
    #expect(gone == nil)
    #expect(held == nil)
  }

  @Test("messages of another thread wake the loop, all of them, in order")
  func threads() throws {
    let mailbox = try Mailbox<Int>(capacity: 1_000)
    var heard: [Int] = []
    try loop.watch(mailbox.descriptor, for: .reading) { [loop] _ in
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

  @Test("a handler may unwatch another that is ready in the same round")
  func unwatchesAnother() throws {
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

  @Test("an alarm rings once; one that was taken back doesn't; one in the past rings at once")
  func alarms() throws {
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

  @Test("a stop that comes before the run isn't lost")
  func stoppedBefore() throws {
    loop.stop()
    try loop.run()
    #expect(loop.rounds == 0)
  }
}
