import CSystemd
import Glibc
import LinuxIO

/// Why something on D-Bus failed.
struct BusFault: Error, CustomStringConvertible {
  /// The error's name on the bus: "org.freedesktop.ModemManager1.Error.Core.Unauthorized".
  var name: String
  /// What it says for people; may be empty.
  var words: String

  init(name: String, words: String) {
    self.name = name
    self.words = words
  }

  /// A negative error number of sd-bus.
  init(_ what: String, _ answer: Int32) {
    name = what
    words = String(cString: strerror(-answer))
  }

  var description: String { words.isEmpty ? name : "\(name): \(words)" }
}

/// One connection to a D-Bus, on the caller's own event loop: nothing here waits, and nothing wakes
/// the process but the socket and `deadline`.
final class Bus {
  /// Messages taken in one go, so that a flood doesn't hold the loop.
  private static let mostAtOnce = 64

  /// What sd-bus calls back: kept here, so that none outlives the connection.
  fileprivate final class Handler {
    let take: (BusMessage) -> Void
    let isOnce: Bool
    weak var bus: Bus?

    init(_ bus: Bus, isOnce: Bool, _ take: @escaping (BusMessage) -> Void) {
      self.bus = bus
      self.isOnce = isOnce
      self.take = take
    }
  }

  private let loop: EventLoop
  private var bus: OpaquePointer?
  private var handlers: [Handler] = []
  private var watched: (descriptor: Int32, readiness: EventLoop.Readiness)?
  /// The connection broke; called once, in the loop.
  var onLost: (String) -> Void = { _ in }

  /// Begins to connect; what is asked meanwhile waits for that.
  init(isSystem: Bool, _ loop: EventLoop) throws(BusFault) {
    self.loop = loop
    let answer =
      isSystem
      ? sd_bus_open_system_with_description(&bus, "loanhad")
      : sd_bus_open_user_with_description(&bus, "loanhad")
    guard answer >= 0 else { throw BusFault("no D-Bus", answer) }
    watch()
  }

  deinit { close() }

  /// Ends the connection; nothing is called back any more.
  func close() {
    if let watched { loop.unwatch(watched.descriptor) }
    watched = nil
    if let bus { sd_bus_close_unref(bus) }
    bus = nil
    handlers = []
  }

  // MARK: The loop

  private func watch() {
    guard let bus else { return }
    let events = sd_bus_get_events(bus)
    var readiness: EventLoop.Readiness = []
    if events > 0, events & POLLIN != 0 { readiness.insert(.reading) }
    if events > 0, events & POLLOUT != 0 { readiness.insert(.writing) }
    let descriptor = sd_bus_get_fd(bus)
    guard descriptor >= 0, events >= 0 else { return }
    do throws(SystemError) {
      if watched?.descriptor != descriptor {
        if let watched { loop.unwatch(watched.descriptor) }
        try loop.watch(descriptor, for: readiness) { [unowned self] _ in process() }
      } else if watched?.readiness != readiness {
        try loop.change(descriptor, to: readiness)
      }
      watched = (descriptor, readiness)
    } catch {
      lose("\(error)")
    }
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  var deadline: Int64? {
    var microseconds: UInt64 = 0
    guard let bus, sd_bus_get_timeout(bus, &microseconds) >= 0, microseconds != .max else {
      return nil
    }
    // sd-bus counts on CLOCK_MONOTONIC, the loop on a clock that counts suspended time as well.
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let milliseconds = Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
    return Clock.monotonicMilliseconds() + Int64(microseconds / 1_000) + 1 - milliseconds
  }

  /// Gives up what has waited for too long.
  func tick() { process() }

  private func process() {
    for _ in 0..<Self.mostAtOnce {
      guard let bus else { return }
      let answer = sd_bus_process(bus, nil)
      if answer < 0 { return lose(String(cString: strerror(-answer))) }
      if answer == 0 { break }
    }
    watch()
  }

  private func lose(_ reason: String) {
    guard bus != nil else { return }
    close()
    onLost(reason)
  }

  // MARK: Asking and listening

  /// Calls a method. `fill` writes its arguments; `answer` gets what comes back, or why nothing did.
  func call(
    _ destination: String, _ path: String, _ interface: String, _ method: String,
    timeoutMilliseconds: Int64, fill: (BusArguments) -> Void = { _ in },
    answer: @escaping (Result<BusMessage, BusFault>) -> Void
  ) {
    var message: OpaquePointer?
    guard let bus,
      sd_bus_message_new_method_call(bus, &message, destination, path, interface, method) >= 0,
      let message
    else { return answer(.failure(BusFault(name: "no D-Bus", words: ""))) }
    defer { sd_bus_message_unref(message) }
    fill(BusArguments(message))
    let handler = Handler(self, isOnce: true) { reply in
      answer(reply.fault.map { .failure($0) } ?? .success(reply))
    }
    handlers.append(handler)
    let sent = sd_bus_call_async(
      bus, nil, message, busCallback, Unmanaged.passUnretained(handler).toOpaque(),
      UInt64(timeoutMilliseconds) * 1_000)
    if sent < 0 {
      forget(handler)
      answer(.failure(BusFault(method, sent)))
    }
    watch()
  }

  /// Listens for signals that `rule` describes.
  func listen(_ rule: String, _ heard: @escaping (BusMessage) -> Void) {
    guard let bus else { return }
    let handler = Handler(self, isOnce: false, heard)
    handlers.append(handler)
    sd_bus_add_match_async(
      bus, nil, rule, busCallback, nil, Unmanaged.passUnretained(handler).toOpaque())
    watch()
  }

  fileprivate func forget(_ handler: Handler) { handlers.removeAll { $0 === handler } }
}

/// A message has come for a handler.
private func busCallback(
  _ message: OpaquePointer?, _ context: UnsafeMutableRawPointer?,
  _ error: UnsafeMutablePointer<sd_bus_error>?
) -> Int32 {
  guard let message, let context else { return 0 }
  let handler = Unmanaged<Bus.Handler>.fromOpaque(context).takeUnretainedValue()
  if handler.isOnce { handler.bus?.forget(handler) }
  handler.take(BusMessage(message))
  return 0
}
