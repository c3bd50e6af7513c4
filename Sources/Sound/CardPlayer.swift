import Glibc
import LinuxIO

/// The inside of the sound thread: what sounds, how far it is, and what became of the card.
final class CardPlayer {
  /// Pauses between attempts to get a lost card back, in milliseconds.
  private static let firstPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 30_000
  /// Samples that are made in one go, in milliseconds.
  private static let chunkMilliseconds = 20
  /// Chunks after which commands are read: pre-emption does not wait for a full buffer.
  private static let chunksInARow = 16

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
    do throws(CardFault) {
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

  /// A card that was pulled out and put back while nothing sounded is noticed only now, and is
  /// there: it is opened afresh, once, before it counts as lost.
  private func failed(_ fault: CardFault) {
    guard let performance, !performance.hasStarted, !performance.hasReopened else {
      return lose(fault.reason)
    }
    self.performance = performance.again()
    card = nil
    openCard()
  }

  private func reportUnderruns(_ card: Card) {
    let more = card.takeUnderruns()
    guard more > 0 else { return }
    underruns += more
    report(.underrun(count: underruns))
  }

  // MARK: Playing

  private func play(_ token: UInt64, _ parts: [PerformancePart], _ minimumVolumePercent: Int) {
    stop()
    performance = Performance(
      token: token, parts: parts, minimumVolumePercent: minimumVolumePercent, settings: settings)
    volume.begin(percent: max(volumePercent, minimumVolumePercent))
    // Without a card this reports the failure of what has just been asked for.
    openCard()
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
    guard let performance, let card else { return (0, 0) }
    // A card that can't say is taken to hold a full buffer: rather a word twice than one lost.
    var delay = card.bufferFrames
    do throws(CardFault) { delay = try card.delayFrames() } catch {}
    return performance.place(sounded: max(0, card.written - delay))
  }

  /// Makes sound as far as the card takes it, then waits until a quarter of it has sounded; at
  /// the end, until all of it has.
  private func advance() {
    guard let card else { return }
    do throws(CardFault) {
      let usual = Self.chunkMilliseconds * settings.rateHertz / 1000
      let chunk = max(1, min(usual, card.bufferFrames / 2))
      for _ in 0..<Self.chunksInARow where performance?.isMade == false {
        guard try card.room() >= chunk else { return waitForRoom(card) }
        guard let samples = performance?.next(chunk, &volume) else { break }
        try card.write(samples)
        reportStart()
      }
      reportUnderruns(card)
      if performance?.isMade == true { try drain(card) }
    } catch {
      failed(error)
    }
  }

  private func waitForRoom(_ card: Card) {
    let quarter = card.bufferFrames / 4 * 1000 / settings.rateHertz
    commands.wait(timeoutMilliseconds: Int32(max(1, quarter)))
  }

  /// Everything is written: waits until it has sounded, then ends.
  private func drain(_ card: Card) throws(CardFault) {
    guard let performance else { return }
    let left = try card.delayFrames() - performance.framesLeftInCard
    guard left <= 0 else {
      return commands.wait(timeoutMilliseconds: Int32(left * 1000 / settings.rateHertz + 1))
    }
    let place = performance.place(sounded: card.written)
    card.stop()
    self.performance = nil
    guard let refusal = performance.refusal else {
      return report(.finished(token: performance.token))
    }
    report(
      .failed(
        token: performance.token, part: place.part, milliseconds: place.milliseconds,
        reason: refusal.description))
  }

  private func reportStart() {
    guard let performance, !performance.hasStarted else { return }
    self.performance?.hasStarted = true
    report(.started(token: performance.token, nanoseconds: Clock.measureNanoseconds()))
  }
}
