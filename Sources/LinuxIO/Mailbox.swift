import CLinux
import Glibc

/// Carries messages from one thread to another: bounded, and with a descriptor that an event
/// loop can watch.
public final class Mailbox<Message: Sendable>: @unchecked Sendable {
  private let lock = Lock()
  private let bell: Descriptor
  private var messages: [Message] = []
  private let capacity: Int
  /// Since when the reader has had something to do; `nil` while it waits for messages.
  private var busySince: Int64?

  /// A mailbox for at most `capacity` messages.
  public init(capacity: Int) throws(SystemError) {
    self.capacity = capacity
    let flags = Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)
    bell = Descriptor(owning: try systemCall("eventfd") { eventfd(0, flags) })
  }

  /// Readable while there are messages.
  public var descriptor: Int32 { bell.number }

  /// Adds a message and rings; false if the mailbox is full, and then nothing was added.
  public func post(_ message: Message) -> Bool {
    lock.lock()
    let hasRoom = messages.count < capacity
    if hasRoom { messages.append(message) }
    if busySince == nil { busySince = Clock.monotonicMilliseconds() }
    lock.unlock()
    if hasRoom { ring() }
    return hasRoom
  }

  private func ring() {
    var one: UInt64 = 1
    _ = write(bell.number, &one, MemoryLayout<UInt64>.size)
  }

  /// Takes all messages out, in their order.
  public func drain() -> [Message] {
    var count: UInt64 = 0
    _ = read(bell.number, &count, MemoryLayout<UInt64>.size)
    lock.lock()
    defer { lock.unlock() }
    let taken = messages
    messages = []
    // Whoever looks for messages is alive.
    busySince = Clock.monotonicMilliseconds()
    return taken
  }

  /// Waits until there is a message, at most so many milliseconds; -1 is for ever.
  public func wait(timeoutMilliseconds: Int32) {
    lock.lock()
    if messages.isEmpty { busySince = nil }
    lock.unlock()
    var request = pollfd(fd: bell.number, events: Int16(POLLIN), revents: 0)
    poll(&request, 1, timeoutMilliseconds)
    lock.lock()
    if busySince == nil { busySince = Clock.monotonicMilliseconds() }
    lock.unlock()
  }

  /// For how long the thread that reads has neither waited for messages nor looked for them, in
  /// milliseconds: what it is doing takes so long, or it is stuck. 0 while it waits. Asking wakes
  /// nobody.
  public func unattendedMilliseconds() -> Int64 {
    lock.lock()
    defer { lock.unlock() }
    return busySince.map { max(0, Clock.monotonicMilliseconds() - $0) } ?? 0
  }
}
