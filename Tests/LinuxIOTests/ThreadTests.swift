import Foundation
import LinuxIO
import Testing

/// Mailboxes and the threads at their ends.
@Suite("Threads and mailboxes", .timeLimit(.minutes(10))) struct ThreadTests {
  private func isReadable(_ descriptor: Int32) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&request, 1, 0) == 1
  }

  @Test("a mailbox is readable while there are messages, and not a moment longer")
  func readable() throws {
    let mailbox = try Mailbox<Int>(capacity: 3)
    #expect(!isReadable(mailbox.descriptor))
    for number in 1...3 { #expect(mailbox.post(number)) }
    #expect(isReadable(mailbox.descriptor))
    #expect(mailbox.drain() == [1, 2, 3])
    #expect(!isReadable(mailbox.descriptor))
  }

  @Test("a full mailbox has room again once it is drained")
  func roomAgain() throws {
    let mailbox = try Mailbox<Int>(capacity: 1)
    for number in 0..<5 {
      #expect(mailbox.post(number))
      #expect(!mailbox.post(-1))
      #expect(mailbox.drain() == [number])
    }
  }

  @Test("a mailbox for no messages takes none and doesn't ring")
  func noCapacity() throws {
    let mailbox = try Mailbox<Int>(capacity: 0)
    #expect(!mailbox.post(1))
    #expect(!isReadable(mailbox.descriptor))
    #expect(mailbox.drain().isEmpty)
  }

  @Test("who waits is woken by the message; with one there nobody waits")
  func wait() throws {
    let mailbox = try Mailbox<Int>(capacity: 1)
    mailbox.wait(timeoutMilliseconds: 0)
    let thread = try WorkerThread(name: "sender") { _ = mailbox.post(1) }
    mailbox.wait(timeoutMilliseconds: -1)
    mailbox.wait(timeoutMilliseconds: -1)
    #expect(mailbox.drain() == [1])
    thread.join()
  }

  @Test("a reader that waits is attended; one that neither waits nor looks is found out")
  func unattended() throws {
    let mailbox = try Mailbox<Int>(capacity: 1)
    #expect(mailbox.unattendedMilliseconds() == 0)
    _ = mailbox.post(1)
    // The clock is what is waited for: nobody reads the mailbox.
    while mailbox.unattendedMilliseconds() == 0 { sched_yield() }
    _ = mailbox.drain()
    let reader = try WorkerThread(name: "reader") {
      mailbox.wait(timeoutMilliseconds: -1)
      _ = mailbox.drain()
    }
    while mailbox.unattendedMilliseconds() != 0 { sched_yield() }
    _ = mailbox.post(2)
    reader.join()
    while mailbox.unattendedMilliseconds() == 0 { sched_yield() }
  }

  @Test("four senders at once: nothing lost, nothing twice, each sender's order kept")
  func senders() throws {
    let mailbox = try Mailbox<Int>(capacity: 64)
    let threads = try (0..<4).map { sender in
      try WorkerThread(name: "sender \(sender)") {
        for number in 0..<5_000 {
          while !mailbox.post(sender * 10_000 + number) { sched_yield() }
        }
      }
    }
    var heard: [Int] = []
    while heard.count < 20_000 {
      mailbox.wait(timeoutMilliseconds: 10_000)
      let messages = mailbox.drain()
      #expect(messages.count <= 64)
      heard += messages
    }
    for thread in threads { thread.join() }
    for sender in 0..<4 {
      #expect(
        heard.filter { $0 / 10_000 == sender } == (0..<5_000).map { sender * 10_000 + $0 })
    }
  }

  @Test("messages that nobody took go with their mailbox")
  func untaken() throws {
    final class Message: Sendable {}
    weak var message: Message?
    do {
      let mailbox = try Mailbox<Message>(capacity: 1)
      let posted = Message()
      message = posted
      #expect(mailbox.post(posted))
    }
    #expect(message == nil)
  }

  @Test("a lock lets one thread in at a time")
  func lock() throws {
    final class Counter: @unchecked Sendable { var value = 0 }
    let (lock, counter) = (Lock(), Counter())
    let threads = try (0..<4).map { _ in
      try WorkerThread(name: "counter") {
        for _ in 0..<10_000 {
          lock.lock()
          counter.value += 1
          lock.unlock()
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(counter.value == 40_000)
    #expect(lock.tryLock())
    let other = try Mailbox<Bool>(capacity: 1)
    try WorkerThread(name: "other") { _ = other.post(lock.tryLock()) }.join()
    #expect(other.drain() == [false])
    lock.unlock()
  }

  @Test(
    "a thread bears its name, of which 15 bytes count",
    arguments: [("sound", "sound"), ("a name that is too long", "a name that is ")])
  func name(_ given: String, _ shown: String) throws {
    let heard = try Mailbox<String>(capacity: 1)
    let thread = try WorkerThread(name: given) {
      let bytes = try? Files.read("/proc/thread-self/comm", limit: 100)
      _ = heard.post(String(decoding: bytes ?? [], as: UTF8.self))
    }
    thread.join()
    thread.join()
    #expect(heard.drain() == [shown + "\n"])
  }

  @Test("a thread leaves signals to others, and whoever starts it keeps hearing them")
  func signals() throws {
    func isBlocked(_ number: Int32) -> Bool {
      var mask = sigset_t()
      pthread_sigmask(SIG_SETMASK, nil, &mask)
      return sigismember(&mask, number) == 1
    }
    let numbers = [SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGUSR1]
    let before = numbers.map(isBlocked)
    let heard = try Mailbox<[Bool]>(capacity: 1)
    try WorkerThread(name: "quiet") {
      _ = heard.post(
        [SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGUSR1].map { number in
          var mask = sigset_t()
          pthread_sigmask(SIG_SETMASK, nil, &mask)
          return sigismember(&mask, number) == 1
        })
    }.join()
    #expect(heard.drain() == [[true, true, true, true, true]])
    #expect(numbers.map(isBlocked) == before)
  }

  @Test("what a thread's work holds goes when the work is done")
  func holdsNothing() throws {
    final class Held: Sendable {}
    weak var held: Held?
    do {
      let object = Held()
      held = object
      try WorkerThread(name: "holder") { withExtendedLifetime(object) {} }.join()
    }
    #expect(held == nil)
  }
}
