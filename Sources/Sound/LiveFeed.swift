import LinuxIO

/// A live programme on its way to the loudspeaker: one thread adds what comes, the sound thread
/// takes out what is due. One performance has one feed.
public final class LiveFeed: @unchecked Sendable {
  private let lock = Lock()
  private var buffer = JitterBuffer()

  /// A feed into which nothing has come yet.
  public init() {}

  /// Opus packets of 20 ms, from number `first` of the stream on; the last of them may be the
  /// stream's last. Twice, late and out of order are fine; bounded, however much comes.
  public func add(first: Int, _ packets: [[UInt8]], isLast: Bool) {
    lock.lock()
    buffer.add(first: first, packets, isLast: isLast)
    lock.unlock()
  }

  /// What is due next, whether silence follows, and how far the stream is with it.
  func next() -> (JitterBuffer.Next, fallsSilent: Bool, JitterBuffer.Account) {
    lock.lock()
    defer { lock.unlock() }
    let next = buffer.next()
    return (next, buffer.fallsSilent, buffer.account)
  }
}

/// How a live programme goes.
public struct LiveProgress: Equatable, Sendable, CustomStringConvertible {
  /// Where it stands.
  public enum Phase: Equatable, Sendable {
    /// Nothing of it has sounded yet.
    case waiting
    case sounding
    /// Nothing of it has sounded for three seconds; it may come back.
    case interrupted
  }

  /// Where it stands.
  public var phase: Phase
  /// The time in the programme at which it was joined, in milliseconds.
  public var fromMilliseconds: Int
  /// The time in the programme up to which it has sounded, in milliseconds.
  public var reachedMilliseconds: Int
  /// How much between the two did not sound as it was made, in milliseconds.
  public var lostMilliseconds: Int

  /// All of it on one line.
  public var description: String {
    "\(phase), from \(fromMilliseconds) to \(reachedMilliseconds) ms, \(lostMilliseconds) ms lost"
  }

  /// A programme of which nothing has sounded yet.
  static let waiting = LiveProgress(
    phase: .waiting, fromMilliseconds: 0, reachedMilliseconds: 0, lostMilliseconds: 0)
}

extension LiveProgress {
  init(_ account: JitterBuffer.Account) {
    guard let first = account.first else {
      self = .waiting
      return
    }
    phase = account.isInterrupted ? .interrupted : .sounding
    fromMilliseconds = first * JitterBuffer.packetMilliseconds
    reachedMilliseconds = account.reached * JitterBuffer.packetMilliseconds
    lostMilliseconds = account.lost * JitterBuffer.packetMilliseconds
  }
}
