import Glibc
import LinuxIO

/// The inside of the sound thread: what sounds, how far it is, and what became of the card.
final class CardPlayer {
  /// Pauses between attempts to get a lost card back, in milliseconds.
  private static let firstPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 30_000
  /// Samples that are made in one go, in milliseconds, and chunks that are made in one round.
  private static let chunkMilliseconds = 20
  private static let chunksPerRound = 16
  /// The first samples of a signal: few, so that they are soon written.
  private static let firstMilliseconds = 4

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
  private let reports: Mailbox<SoundReport>
  private var card: Card?
  private var volume: Volume
  private var volumePercent = 0
  private var performance: Performance?
  private var pause = CardPlayer.firstPauseMilliseconds
  /// When to try to get a lost card back, in monotonic milliseconds.
  private var reopenAt: Int64 = 0
  private var isReportedLost = false
  private var underruns = 0

  init(_ settings: SoundSettings, _ reports: Mailbox<SoundReport>) {
    self.settings = settings
    self.reports = reports
    volume = Volume(percent: 0, rateHertz: settings.rateHertz)
    openCard()
  }

  private func report(_ report: SoundReport) {
    let taken = reports.post(report)
    precondition(taken, "the loop reads its mailbox faster than sounds end")
  }

  /// One round: obey, then make sound; says when the next round is due.
  func step(_ commands: [SoundThread.Command]) -> SoundThread.Next {
    guard obey(commands) else { return .never }
    if card == nil {
      let wait = reopenAt - Clock.monotonicMilliseconds()
      if wait > 0 { return .after(milliseconds: Int32(wait)) }
      openCard()
      return .atOnce
    }
    return performance == nil ? .whenAsked : advance()
  }

  /// Begins a performance on the caller's thread, with its first samples, if nothing sounds and
  /// the card is open: that takes no longer than writing a few milliseconds of sound.
  func begin(_ before: [SoundThread.Command], _ play: SoundThread.Command) -> Bool {
    let isOpen = obey(before)
    precondition(isOpen, "nothing is played after the end")
    guard let card, performance == nil, case .play(_, let parts, _) = play,
      case .signal = parts.first
    else { return false }
    _ = obey([play])
    do throws(Card.Fault) {
      guard let samples = next(frames(Self.firstMilliseconds)) else { return true }
      try card.write(samples)
      reportStart()
    } catch {
      recover(from: error)
    }
    return true
  }

  /// Does as it is told; false once it is time to end.
  private func obey(_ commands: [SoundThread.Command]) -> Bool {
    for command in commands {
      switch command {
      case .play(let token, let parts, let minimum): play(token, parts, minimum)
      case .stop(let token): if performance?.token == token { stop() }
      case .setVolume(let percent):
        volumePercent = percent
        volume.set(percent: max(percent, performance?.minimumVolumePercent ?? 0))
      case .goOn: break
      case .close:
        card?.stop()
        return false
      }
    }
    return true
  }

  private func frames(_ milliseconds: Int) -> Int { settings.rateHertz * milliseconds / 1000 }

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
    reopenAt = Clock.monotonicMilliseconds() + pause
    pause = min(pause * 2, Self.longestPauseMilliseconds)
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

  /// Fills the card as far as it goes; the next round is due when a quarter of it has sounded.
  private func advance() -> SoundThread.Next {
    guard let card else { return .atOnce }
    let chunk = frames(Self.chunkMilliseconds)
    do throws(Card.Fault) {
      var chunks = 0
      while try card.room() >= chunk, let samples = next(chunk) {
        try card.write(samples)
        reportStart()
        // A stop must not wait for a full buffer.
        chunks += 1
        if chunks == Self.chunksPerRound { return .atOnce }
      }
      if isOver(card) {
        finish(card)
        return .whenAsked
      }
      guard let performance else { return .whenAsked }
      let left = card.delayFrames * 1000 / settings.rateHertz
      let quarter = settings.bufferMilliseconds / 4
      let wait = performance.endFrame == nil ? quarter : min(left, quarter)
      return settings.pacing == .none ? .atOnce : .after(milliseconds: Int32(max(1, wait)))
    } catch {
      recover(from: error)
      return .atOnce
    }
  }

  private func recover(from fault: Card.Fault) {
    guard fault.isUnderrun, let card else { return lose(fault.reason) }
    underruns += 1
    report(.underrun(count: underruns))
    do throws(Card.Fault) { try card.recover() } catch { lose(error.reason) }
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
