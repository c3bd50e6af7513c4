import Glibc
import LinuxIO
import Sound

/// Reads the sound of a live programme in real time, on a thread of its own.
final class LiveThread {
  /// What the loop is told.
  enum Heard: Sendable {
    /// The sound of one packet; `isSilence` if the source gave none in time.
    case packet([Int16], isSilence: Bool)
    case ended(reason: String?)
  }

  /// Longest that the source may lag before its clock is set anew, in nanoseconds.
  private static let longestLagNanoseconds: Int64 = 500_000_000
  /// How far the clock of a microphone may get ahead of ours, in nanoseconds.
  private static let longestLeadNanoseconds: Int64 = 300_000_000
  private static let packetNanoseconds: Int64 = 20_000_000

  private final class Shared: @unchecked Sendable {
    private let lock = Lock()
    private var isStopped = false
    let input: any LiveInput
    let heard: Mailbox<Heard>

    init(_ input: any LiveInput, _ heard: Mailbox<Heard>) {
      self.input = input
      self.heard = heard
    }

    var shouldStop: Bool {
      lock.lock()
      defer { lock.unlock() }
      return isStopped
    }

    /// Waits for a loop that is behind, unless nobody wants to hear any more.
    func tell(_ heard: Heard) {
      while !self.heard.post(heard), !shouldStop { usleep(10_000) }
    }

    func stop() {
      lock.lock()
      isStopped = true
      lock.unlock()
    }
  }

  private let shared: Shared
  private let thread: WorkerThread

  /// Starts to read `input`.
  init(_ input: any LiveInput, heard: Mailbox<Heard>) throws(SystemError) {
    let shared = Shared(input, heard)
    self.shared = shared
    thread = try WorkerThread(name: "live") { Self.run(shared) }
  }

  /// Ends the thread, within a few hundredths of a second.
  func close() {
    shared.stop()
    thread.join()
  }

  private static func run(_ shared: Shared) {
    var reason: String?
    do throws(DeskError) {
      try read(shared)
    } catch {
      reason = error.description
    }
    shared.tell(.ended(reason: reason))
  }

  /// One packet after another, each when it is due; returns at the end of the source.
  private static func read(_ shared: Shared) throws(DeskError) {
    let input = shared.input
    let silence = [Int16](repeating: 0, count: OpusEncoding.packetFrames)
    var samples: [Int16] = []
    var due = Clock.measureNanoseconds() + packetNanoseconds
    while !shared.shouldStop {
      let new = try input.read(OpusEncoding.packetFrames - samples.count)
      samples += new ?? []
      let isAtEnd = new == nil
      if isAtEnd, samples.isEmpty { return }
      if samples.count == OpusEncoding.packetFrames || isAtEnd {
        samples += silence.dropFirst(samples.count)
        // Nor may what claims to be a microphone be heard before it can have been spoken.
        wait(until: input.isPacedByItself ? due - longestLeadNanoseconds : due)
        shared.tell(.packet(samples, isSilence: false))
        samples = []
      } else if !input.isPacedByItself, Clock.measureNanoseconds() >= due {
        // What has come of the next packet sounds after it.
        shared.tell(.packet(silence, isSilence: true))
      } else {
        continue
      }
      due = max(due + packetNanoseconds, Clock.measureNanoseconds() - longestLagNanoseconds)
      if isAtEnd { return }
    }
  }

  private static func wait(until nanoseconds: Int64) {
    let left = nanoseconds - Clock.measureNanoseconds()
    if left > 0 { usleep(UInt32(left / 1_000)) }
  }
}
