import Glibc
import LinuxIO

/// The inside of the sound thread: what sounds, how far it is, and what became of the card.
final class CardPlayer {
  /// Pauses between attempts to get a lost card back, in milliseconds.
  private static let firstPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 30_000
  /// Samples that are made in one go, in milliseconds: short at first, so that the first is soon
  /// written, longer later.
  private static let chunkMilliseconds = 20

  /// What sounds.
  private struct Performance {
    let token: UInt64
    let parts: [PerformancePart]
    let minimumVolumePercent: Int
    /// The part that is being made, and where each part before it begins, in frames written.
    var part = -1
    var source: (any SampleSource)?
    var starts: [Int] = []
    var hasStarted = false
    /// Frames written when the last part was made to its end.
    var endFrame: Int?
  }

  private let settings: SoundSettings
  private let commands: Mailbox<SoundThread.Command>
  private let reports: Mailbox<SoundReport>
  private var card: Card?
  private var volume: Volume
  private var volumePercent = 0
  private var performance: Performance?
  private var pause = CardPlayer.firstPauseMilliseconds
  private var isReportedLost = false
  private var underruns = 0

  init(
    _ settings: SoundSettings, _ commands: Mailbox<SoundThread.Command>,
    _ reports: Mailbox<SoundReport>
  ) {
    self.settings = settings
    self.commands = commands
    self.reports = reports
    volume = Volume(percent: 0, rateHertz: settings.rateHertz)
    openCard()
  }

  private func report(_ report: SoundReport) {
    let taken = reports.post(report)
    precondition(taken, "the loop reads its mailbox faster than sounds end")
  }

  /// One round: obey, then make sound or wait. False once it is time to end.
  func step() -> Bool {
    for command in commands.drain() {
      switch command {
      case .play(let token, let parts, let minimum): play(token, parts, minimum)
      case .stop(let token): if performance?.token == token { stop() }
      case .setVolume(let percent):
        volumePercent = percent
        volume.set(percent: max(percent, performance?.minimumVolumePercent ?? 0))
      case .close:
        card?.stop()
        return false
      }
    }
    if card == nil {
      commands.wait(timeoutMilliseconds: Int32(pause))
      pause = min(pause * 2, Self.longestPauseMilliseconds)
      openCard()
    } else if performance != nil {
      advance()
    } else {
      commands.wait(timeoutMilliseconds: -1)
    }
    return true
  }

  // MARK: The card

  private func openCard() {
    guard card == nil else { return }
    do throws(Card.Fault) {
      card = try Card(settings)
      pause = Self.firstPauseMilliseconds
      if isReportedLost { report(.cardBack) }
      isReportedLost = false
    } catch {
      lose(error.reason)
    }
  }

  private func lose(_ reason: String) {
    let place = place()
    card = nil
    if !isReportedLost { report(.cardLost(reason: reason)) }
    isReportedLost = true
    guard let performance else { return }
    self.performance = nil
    report(
      .failed(
        token: performance.token, part: place.part, milliseconds: place.milliseconds,
        reason: reason))
  }

  // MARK: Playing

  private func play(_ token: UInt64, _ parts: [PerformancePart], _ minimumVolumePercent: Int) {
    if performance != nil { stop() }
    performance = Performance(
      token: token, parts: parts, minimumVolumePercent: minimumVolumePercent)
    volume.begin(percent: max(volumePercent, minimumVolumePercent))
    // Without a card this reports the failure of what has just been asked for.
    if card == nil { openCard() }
  }

  private func stop() {
    guard let performance else { return }
    let place = place()
    card?.stop()
    self.performance = nil
    report(
      .stopped(token: performance.token, part: place.part, milliseconds: place.milliseconds))
  }

  /// The part that sounds now, and how much of it has sounded.
  private func place() -> (part: Int, milliseconds: Int) {
    guard let performance, let card, !performance.starts.isEmpty else { return (0, 0) }
    let sounded = max(0, card.written - card.delayFrames)
    let part = performance.starts.lastIndex { $0 <= sounded } ?? 0
    let frames = max(0, min(sounded, performance.endFrame ?? sounded) - performance.starts[part])
    return (part, frames * 1000 / settings.rateHertz)
  }

  /// Fills the card as far as it goes; then waits until a quarter of it has sounded.
  private func advance() {
    guard let card else { return }
    do throws(Card.Fault) {
      let chunk = settings.rateHertz * Self.chunkMilliseconds / 1000
      while try card.room() >= chunk, let samples = next(chunk) {
        try card.write(samples)
        reportStart()
        // Pre-emption must not wait for a full buffer.
        if settings.pacing == .none || card.written % (chunk * 16) == 0 { break }
      }
      if isOver(card) { return finish(card) }
      let isFull = try card.room() < chunk
      let isMade = performance?.endFrame != nil
      if isFull || isMade { wait(card, isMade: isMade) }
    } catch {
      recover(from: error)
    }
  }

  private func recover(from fault: Card.Fault) {
    guard fault.isUnderrun, let card else { return lose(fault.reason) }
    underruns += 1
    report(.underrun(count: underruns))
    do throws(Card.Fault) { try card.recover() } catch { lose(error.reason) }
  }

  private func wait(_ card: Card, isMade: Bool) {
    if settings.pacing == .none { return }
    let left = card.delayFrames * 1000 / settings.rateHertz
    let quarter = settings.bufferMilliseconds / 4
    commands.wait(timeoutMilliseconds: Int32(max(1, isMade ? min(left, quarter) : quarter)))
  }

  private func reportStart() {
    guard let performance, !performance.hasStarted else { return }
    self.performance?.hasStarted = true
    report(.started(token: performance.token, nanoseconds: Clock.measureNanoseconds()))
  }

  /// The next samples: lead-in, the parts, the tail; `nil` once everything is made.
  private func next(_ count: Int) -> [Int16]? {
    guard let card, let performance else { return nil }
    if performance.part < 0 {
      let silence = settings.leadInMilliseconds * settings.rateHertz / 1000
      if card.written < silence {
        return [Int16](repeating: 0, count: min(count, silence - card.written))
      }
    }
    if performance.endFrame == nil {
      do throws(MediaRefusal) {
        if let samples = try nextOfParts(count, card) { return samples }
      } catch {
        fail(error, card)
        return nil
      }
    }
    guard let end = self.performance?.endFrame else { return nil }
    let tail = end + settings.tailMilliseconds * settings.rateHertz / 1000
    guard card.written < tail else { return nil }
    return [Int16](repeating: 0, count: min(count, tail - card.written))
  }

  private func nextOfParts(_ count: Int, _ card: Card) throws(MediaRefusal) -> [Int16]? {
    repeat {
      if let samples = try performance?.source?.read(count), !samples.isEmpty {
        return volume.apply(samples)
      }
    } while try beginNextPart(card)
    return nil
  }

  /// Opens the next part; false if there is none, and then everything is made.
  private func beginNextPart(_ card: Card) throws(MediaRefusal) -> Bool {
    guard var performance else { return false }
    performance.part += 1
    guard performance.part < performance.parts.count else {
      performance.source = nil
      performance.endFrame = card.written
      self.performance = performance
      return false
    }
    performance.starts.append(card.written)
    performance.source = nil
    self.performance = performance
    switch performance.parts[performance.part] {
    case .signal(let signal):
      self.performance?.source = SignalSource(signal, rateHertz: settings.rateHertz)
    case .file(let path, let from):
      self.performance?.source = try SoundFile(
        path: path, fromMilliseconds: from, rateHertz: settings.rateHertz)
    }
    return true
  }

  /// A part can't be played: what was made before it still sounds, then the rest is given up.
  private func fail(_ refusal: MediaRefusal, _ card: Card) {
    guard let performance else { return }
    let part = max(0, performance.part)
    let frames = card.written - (performance.starts.last ?? card.written)
    self.performance = nil
    report(
      .failed(
        token: performance.token, part: part,
        milliseconds: frames * 1000 / settings.rateHertz, reason: refusal.description))
    card.stop()
  }

  private func isOver(_ card: Card) -> Bool {
    guard let performance, let end = performance.endFrame else { return false }
    let tail = settings.tailMilliseconds * settings.rateHertz / 1000
    guard card.written >= end + tail else { return false }
    return card.written - card.delayFrames >= end + tail / 2 || card.delayFrames == 0
  }

  private func finish(_ card: Card) {
    guard let performance else { return }
    self.performance = nil
    report(.finished(token: performance.token))
    card.stop()
  }
}
