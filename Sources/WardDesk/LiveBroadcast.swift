import Glibc
import LinuxIO
import MQTTLink
import Signatures
import Sound
import WardContract

/// A live programme from its announcement to its end: one run of `loanha live`.
///
/// It has a connection of its own under the desk's certificate, and a key that exists only here. The
/// desk's service hangs the bulletin; this sends the segments. What makes it end (the source, the
/// time that was granted, a signal) makes it end in the same way: a last segment, time for the homes
/// to hear it out, and the bulletin is withdrawn, unless it is an emergency. If the desk loses power instead, the homes give the
/// stream up after a minute, and the bulletin expires.
public final class LiveBroadcast {
  /// New sound in a segment, in milliseconds.
  static let segmentMilliseconds = 80
  /// How long homes get to sound their signal and tune in before the programme begins.
  static let leadMilliseconds: Int64 = 5_000
  /// How long after the last segment it may still be heard in a home.
  static let hearOutMilliseconds: Int64 = 4_000
  /// The last segment is sent so often: nothing comes after it that would repeat it.
  static let lastSent = 3
  /// Segments that the broker has not taken; more are left out rather than sent late.
  static let maximumUnderWay = 40
  /// How long the broker may be away before the programme ends, in milliseconds.
  static let brokerPatienceMilliseconds: Int64 = 60_000
  static let retryMilliseconds: Int64 = 1_000
  private static let progressMilliseconds: Int64 = 1_000

  private enum Phase {
    case connecting
    /// Announced; the sound begins then.
    case announced(begins: Int64)
    case onAir
    /// The last segment is out; then the bulletin is withdrawn.
    case hearingOut(until: Int64)
  }

  /// How a programme goes, for the eyes of whoever makes it.
  public struct Status: Sendable {
    /// What has been sent, in milliseconds; `nil` before the programme begins.
    public var milliseconds: Int?
    /// The loudest sample of the last second, in decibels relative to full scale.
    public var peakDBFS: Double
    /// The source is behind, or the broker is away.
    public var problem: String?
  }

  private let folder: WardFolder
  private let input: any LiveInput
  private let segmenter: LiveSegmenter
  private let topics: [String]
  private let announce: () throws -> Void
  private let withdraw: () throws -> Void
  private let report: (Status) -> Void
  /// When homes can begin with it, once they know of it, in monotonic milliseconds.
  private let readyAt: Int64
  private let loop: EventLoop
  private let heard: Mailbox<LiveThread.Heard>
  private var thread: LiveThread?
  private var link: BrokerLink?
  private var signals: TerminationSignals?
  private var phase: Phase = .connecting
  private var failure: DeskError?
  private var lost: String?
  private var connectAt: Int64? = 0
  private var downSince = Clock.monotonicMilliseconds()
  private var reportAt = Clock.monotonicMilliseconds()
  private var peak: Int16 = 0
  private var silentPackets = 0
  private var isEnding = false
  private var isWithdrawn = true

  /// A programme of `input` for `areas`, whose homes can begin in so many milliseconds. `announce` hangs the bulletin, `withdraw` takes it off,
  /// `report` is called once a second.
  init(
    _ folder: WardFolder, _ input: any LiveInput, _ segmenter: LiveSegmenter, areas: [Area],
    readyInMilliseconds: Int64,
    announce: @escaping () throws -> Void, withdraw: @escaping () throws -> Void,
    report: @escaping (Status) -> Void
  ) throws {
    self.folder = folder
    self.input = input
    self.segmenter = segmenter
    readyAt = Clock.monotonicMilliseconds() + readyInMilliseconds
    self.announce = announce
    self.withdraw = withdraw
    self.report = report
    topics = areas.map { Topic.live($0, stream: segmenter.stream.stream).text }
    loop = try EventLoop()
    heard = try Mailbox(capacity: 256)
    let broker = try BrokerFolder(path: folder.brokerPath)
    let settings = LinkSettings(
      clientIdentifier: "\(folder.deskName)-\(segmenter.stream.stream)", host: broker.host,
      port: broker.port,
      tls: .init(
        authorityPath: broker.authorityPath, certificatePath: folder.certificatePath,
        keyPath: folder.certificateKeyPath),
      keepaliveSeconds: 30, maximumPayloadBytes: Bounds.liveSegmentBytes)
    link = BrokerLink(settings, loop) { [unowned self] in heard($0) }
    signals = try TerminationSignals(loop) { [unowned self] _ in asked() }
    try loop.watch(heard.descriptor, for: .reading) { [unowned self] _ in
      for heard in heard.drain() { take(heard) }
    }
    loop.onAlarm = { [unowned self] in
      link?.tick()
      work()
    }
    loop.afterRound = { [unowned self] in setAlarm() }
  }

  /// Makes the whole programme; returns once the bulletin is withdrawn.
  func run() throws {
    work()
    setAlarm()
    try loop.run()
    thread?.close()
    if !isWithdrawn { try withdraw() }
    link?.disconnect()
    if let failure { throw failure }
  }

  private func setAlarm() {
    var deadlines = [reportAt, connectAt, link?.deadline]
    switch phase {
    case .connecting: deadlines.append(downSince + Self.brokerPatienceMilliseconds)
    case .announced(let begins): deadlines.append(begins)
    case .hearingOut(let until): deadlines.append(until)
    case .onAir: break
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
    if link?.isUp == false, now - downSince >= Self.brokerPatienceMilliseconds {
      fail(DeskError("no broker for a minute: \(lost ?? "it does not answer")"))
    }
    switch phase {
    case .announced(let begins) where now >= begins: begin()
    case .hearingOut(let until) where now >= until: loop.stop()
    default: break
    }
    if now >= reportAt { tellProgress(now) }
  }

  private func tellProgress(_ now: Int64) {
    reportAt = now + Self.progressMilliseconds
    var problem: String?
    if silentPackets > 0 { problem = "the source is behind" }
    if let lost { problem = "no broker: \(lost)" }
    report(
      Status(
        milliseconds: thread == nil ? nil : segmenter.milliseconds,
        peakDBFS: peak == 0 ? -.infinity : 20 * log10(Double(peak) / 32_768), problem: problem))
    (peak, silentPackets) = (0, 0)
  }

  // MARK: Beginning and end

  private func fail(_ error: DeskError) {
    failure = failure ?? error
    loop.stop()
  }

  private func hangBulletin() {
    do {
      try announce()
      isWithdrawn = false
      let ready = max(readyAt, Clock.monotonicMilliseconds())
      phase = .announced(begins: ready + Self.leadMilliseconds)
    } catch {
      fail(DeskError("\(error)"))
    }
  }

  private func begin() {
    phase = .onAir
    do throws(SystemError) {
      thread = try LiveThread(input, heard: heard)
    } catch {
      fail(DeskError("\(error)"))
    }
  }

  /// A signal asks to end. The second one does not wait for the homes.
  private func asked() {
    guard case .onAir = phase, !isEnding else { return loop.stop() }
    isEnding = true
  }

  // MARK: Sound

  private func take(_ heard: LiveThread.Heard) {
    guard case .onAir = phase else { return }
    switch heard {
    case .packet(let samples, let isSilence):
      peak = samples.reduce(peak) { max($0, $1 == .min ? .max : abs($1)) }
      silentPackets += isSilence ? 1 : 0
      add(samples)
    case .ended(let reason):
      if let reason { failure = DeskError(reason) }
      isEnding = true
      add([Int16](repeating: 0, count: OpusEncoding.packetFrames))
    }
  }

  private func add(_ samples: [Int16]) {
    do throws(EncodingFault) {
      let sounds = segmenter.milliseconds + 2 * LiveSegment.packetMilliseconds
      let isLast = isEnding || sounds > segmenter.stream.longestMilliseconds
      guard let message = try segmenter.add(samples, isLast: isLast) else { return }
      for _ in 0..<(isLast ? Self.lastSent : 1) { publish(message) }
      if isLast {
        phase = .hearingOut(until: Clock.monotonicMilliseconds() + Self.hearOutMilliseconds)
      }
    } catch {
      fail(DeskError("the sound can't be coded: \(error)"))
    }
  }

  private func publish(_ message: [UInt8]) {
    guard let link, link.unacknowledged < Self.maximumUnderWay else { return }
    for topic in topics {
      link.publish(topic, message, retained: false, delivery: .atMostOnce)
    }
  }

  // MARK: The broker

  private func heard(_ event: LinkEvent) {
    switch event {
    case .up:
      lost = nil
      if case .connecting = phase { hangBulletin() }
    case .down(let reason):
      if lost == nil { downSince = Clock.monotonicMilliseconds() }
      lost = reason
      connectAt = Clock.monotonicMilliseconds() + Self.retryMilliseconds
    case .message, .dropped, .published, .subscriptionRefused: break
    }
  }
}
