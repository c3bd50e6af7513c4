import Glibc
import LinuxIO
import MQTTLink
import WardContract

/// Passes a live programme on that is made in a browser, from its first segment to its end.
///
/// The browser codes and signs; nothing here could. What makes the programme end (its speaker, the
/// time that was granted, a browser that is heard no more) makes it end in the same way: with the last
/// segment that the browser signed for that case. Then the bulletin comes off the board, unless it is
/// an emergency: that one ends with its all-clear.
public final class LiveRelay: Sendable {
  /// Most bytes that a browser brings at once.
  public static let maximumBatchBytes = 128 * 1024

  /// Why it ended.
  public enum End: String, Sendable {
    /// The speaker ended it.
    case spoken
    /// Nothing came from the browser for a while.
    case silence
    /// The time that was granted is over.
    case timeUp = "time-up"
    /// The broker was away for too long.
    case noBroker = "no-broker"
    /// The server ends.
    case stopped
  }

  enum Order: Sendable {
    case pass(LiveBatch)
    case stop
  }

  /// What announced it.
  public let bulletin: Bulletin
  private let stream: LiveStream
  private let orders: Mailbox<Order>
  private nonisolated(unsafe) let thread: WorkerThread

  /// Begins to pass on the programme that `bulletin` announces, for so many milliseconds at most.
  /// `ended` is called once, on a thread of this.
  public init(
    _ folder: WardFolder, _ bulletin: Bulletin, milliseconds: Int,
    ended: @escaping @Sendable (End) -> Void
  ) throws {
    guard let stream = bulletin.live else {
      throw DeskError("\(bulletin.identifier) announces no live programme")
    }
    let orders = try Mailbox<Order>(capacity: 64)
    (self.bulletin, self.stream, self.orders) = (bulletin, stream, orders)
    thread = try WorkerThread(name: "relay") {
      var end = End.noBroker
      do {
        end = try LiveRelayLoop(folder, bulletin, stream, orders, milliseconds).run()
        if bulletin.priority != .emergency {
          try DeskStore(path: folder.databasePath).takeOff(bulletin.identifier)
          _ = folder.tellDesk()
        }
      } catch {
        StandardStream.error.print("desk: live programme \(bulletin.identifier): \(error)")
      }
      ended(end)
    }
  }

  /// Takes what the browser brings. What no home would believe is refused; what comes faster than it
  /// can be passed on is left out.
  public func take(_ bytes: [UInt8]) throws(Refusal) {
    _ = orders.post(.pass(try LiveBatch(bytes, of: stream)))
  }

  /// Ends it and waits until it has.
  public func stop() {
    _ = orders.post(.stop)
    thread.join()
  }
}

/// The thread of a `LiveRelay`, with a connection of its own under the desk's certificate.
private final class LiveRelayLoop {
  /// How long a browser may take until it begins, and how long it may be silent then.
  private static let beginningMilliseconds: Int64 = 30_000
  private static let patienceMilliseconds: Int64 = 10_000

  private let orders: Mailbox<LiveRelay.Order>
  private let topics: [String]
  private let loop: EventLoop
  private var link: BrokerLink?
  private var connectAt: Int64? = 0
  private var downSince: Int64? = Clock.monotonicMilliseconds()
  /// When it is over at the latest, and when it is if nothing comes.
  private var timeUpAt: Int64?
  private var silentAt: Int64
  private let milliseconds: Int64
  /// How it ends if nothing more comes; `nil` before the first sound.
  private var prepared: [UInt8]?
  /// Why it has ended, and until when homes hear it out.
  private var ending: (end: LiveRelay.End, until: Int64)?

  init(
    _ folder: WardFolder, _ bulletin: Bulletin, _ stream: LiveStream,
    _ orders: Mailbox<LiveRelay.Order>, _ milliseconds: Int
  ) throws {
    self.orders = orders
    self.milliseconds = Int64(milliseconds)
    silentAt = Clock.monotonicMilliseconds() + Self.beginningMilliseconds
    topics = bulletin.areas.map { Topic.live($0, stream: stream.stream).text }
    loop = try EventLoop()
    let broker = try BrokerFolder(path: folder.brokerPath)
    let settings = LinkSettings(
      clientIdentifier: "\(folder.deskName)-\(stream.stream)", host: broker.host,
      port: broker.port,
      tls: .init(
        authorityPath: broker.authorityPath, certificatePath: folder.certificatePath,
        keyPath: folder.certificateKeyPath),
      keepaliveSeconds: 30, maximumPayloadBytes: Bounds.liveSegmentBytes)
    link = BrokerLink(settings, loop) { [unowned self] in heard($0) }
    try loop.watch(orders.descriptor, for: .reading) { [unowned self] _ in
      for order in orders.drain() { follow(order) }
    }
    loop.onAlarm = { [unowned self] in
      link?.tick()
      work()
    }
    loop.afterRound = { [unowned self] in setAlarm() }
  }

  /// Passes on until it is over; says why it was.
  func run() throws -> LiveRelay.End {
    work()
    setAlarm()
    try loop.run()
    link?.disconnect()
    return ending?.end ?? .stopped
  }

  private var patienceEndsAt: Int64? {
    downSince.map { $0 + LiveBroadcast.brokerPatienceMilliseconds }
  }

  private func setAlarm() {
    var deadlines: [Int64?] = [connectAt, link?.deadline]
    if let ending {
      deadlines.append(ending.until)
    } else {
      deadlines += [timeUpAt, silentAt, patienceEndsAt]
    }
    do throws(SystemError) {
      try loop.setAlarm(atMonotonicMilliseconds: deadlines.compactMap { $0 }.min())
    } catch {
      preconditionFailure("a timer can be set: \(error)")
    }
  }

  /// What is due by time alone.
  private func work() {
    let now = Clock.monotonicMilliseconds()
    if let connectAt, now >= connectAt {
      self.connectAt = nil
      link?.connect()
    }
    if let ending {
      if now >= ending.until { loop.stop() }
    } else if let timeUpAt, now >= timeUpAt {
      end(.timeUp)
    } else if now >= silentAt {
      end(.silence)
    } else if let patienceEndsAt, now >= patienceEndsAt {
      end(.noBroker)
    }
  }

  private func follow(_ order: LiveRelay.Order) {
    guard ending == nil else { return }
    switch order {
    case .stop: end(.stopped)
    case .pass(let batch):
      let now = Clock.monotonicMilliseconds()
      timeUpAt = timeUpAt ?? now + milliseconds
      silentAt = now + Self.patienceMilliseconds
      prepared = batch.end
      for segment in batch.segments { publish(segment) }
      if batch.isOver { end(.spoken) }
    }
  }

  /// The last segment goes out more than once, since nothing comes after it that would repeat it.
  private func end(_ why: LiveRelay.End) {
    for _ in 0..<LiveBroadcast.lastSent { if let prepared { publish(prepared) } }
    let wait = prepared == nil ? 0 : LiveBroadcast.hearOutMilliseconds
    ending = (why, Clock.monotonicMilliseconds() + wait)
  }

  private func publish(_ message: [UInt8]) {
    guard let link, link.unacknowledged < LiveBroadcast.maximumUnderWay else { return }
    for topic in topics {
      link.publish(topic, message, retained: false, delivery: .atMostOnce)
    }
  }

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up: downSince = nil
    case .down:
      let now = Clock.monotonicMilliseconds()
      downSince = downSince ?? now
      connectAt = now + LiveBroadcast.retryMilliseconds
    case .message, .dropped, .published, .subscriptionRefused: break
    }
  }
}
