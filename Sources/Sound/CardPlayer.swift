import Glibc
import LinuxIO

/// The inside of the sound thread: what sounds, how far it is, and what became of the card.
final class CardPlayer {
  /// Samples that are made in one go, in milliseconds.
  private static let chunkMilliseconds = 20
  /// Chunks after which commands are read: pre-emption does not wait for a full buffer.
  private static let chunksInARow = 16
  /// What the card holds at least while speech has yet to come, and how often one looks for it.
  private static let reserveMilliseconds = 100
  private static let waitMilliseconds = 10
  /// How far ahead of the loudspeaker a live programme is made, in milliseconds.
  private static let liveAheadMilliseconds = 200
  /// The first samples of a performance that begins at once: few, so that they are soon written.
  private static let firstMilliseconds = 4

  private let settings: SoundSettings
  private let reports: Mailbox<SoundReport>
  private var card: Card?
  private var volume: Volume
  private var volumePercent = 0
  private var cardVolume: CardVolume
  /// Whether the mixer is to be set before anything else is written.
  private var isMixerDue = false
  private var performance: Performance?
  /// A voice that is being recorded; nothing sounds meanwhile.
  private var recorder: VoiceRecorder?
  private var pause = RetryPause()
  /// When to look for a lost card again, in monotonic milliseconds.
  private var reopenAt: Int64 = 0
  private var isReportedLost = false
  private var underruns = 0
  /// How the live programme goes, as it was reported last.
  private var reportedLive: LiveProgress.Phase?
  /// Grows if a card runs dry with it: some count in large steps.
  private var liveAheadMilliseconds = CardPlayer.liveAheadMilliseconds

  init(_ settings: SoundSettings, _ reports: Mailbox<SoundReport>) {
    self.settings = settings
    self.reports = reports
    volume = Volume(percent: 0, rateHertz: settings.rateHertz)
    cardVolume = CardVolume(settings)
    openCard()
  }

  private func report(_ report: SoundReport) {
    let taken = reports.post(report)
    precondition(taken, "the loop reads its mailbox faster than sounds end")
  }

  /// One round: obey, then make sound; says when the next round is due.
  func step(_ commands: [SoundThread.Command]) -> SoundThread.Next {
    guard obey(commands) else { return .never }
    if recorder != nil, performance == nil { return recordOn() }
    if card == nil {
      let wait = reopenAt - Clock.monotonicMilliseconds()
      if wait > 0 { return .after(milliseconds: Int(wait)) }
      openCard()
      return .atOnce
    }
    if isMixerDue { setMixer() }
    guard performance != nil else { return .whenAsked }
    let next = advance()
    // What is to sound did not wait for the recording that it ends.
    endRecording()
    return next
  }

  /// Begins a performance on the caller's thread, if nothing sounds, the card is open and a
  /// signal comes first: that takes no longer than to write a few milliseconds of sound.
  func begin(_ before: [SoundThread.Command], _ play: SoundThread.Command) -> Bool {
    let isOpen = obey(before)
    precondition(isOpen, "nothing is played after the end")
    guard let card, performance == nil, case .play(_, let parts, _) = play,
      case .signal = parts.first
    else { return false }
    _ = obey([play])
    do throws(CardFault) {
      let count = Self.firstMilliseconds * settings.rateHertz / 1000
      if let samples = performance?.next(count, &volume) {
        try card.write(samples)
        reportStart()
      }
    } catch {
      failed(error)
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
        isMixerDue = true
        volume.set(percent: cardVolume.scale(percent: audiblePercent))
      case .record(let order): record(order)
      case .stopRecording(let token): if recorder?.order.token == token { endRecording() }
      case .cardsChanged: lookForCard()
      case .goOn: break
      case .close:
        endRecording()
        card?.stop()
        return false
      }
    }
    return true
  }

  // MARK: Volume

  /// The household's volume, or what an emergency needs at least.
  private var audiblePercent: Int {
    max(volumePercent, performance?.minimumVolumePercent ?? 0)
  }

  /// Sets the mixer on the thread, never on the way of an emergency's first samples: it takes
  /// milliseconds, and the lead-in is longer.
  private func setMixer() {
    isMixerDue = false
    if let change = cardVolume.setMixer(percent: audiblePercent) { report(change) }
    volume.set(percent: cardVolume.scale(percent: audiblePercent))
  }

  // MARK: The card

  /// The kernel says that a sound card came or went.
  private func lookForCard() {
    reopenAt = 0
    pause.reset()
    if let card, card.isUnplugged { lose("the card was unplugged") }
  }

  private func openCard() {
    guard card == nil else { return }
    do throws(CardFault) {
      card = try Card(settings)
      isMixerDue = true
      if isReportedLost { report(.cardBack) }
      isReportedLost = false
    } catch {
      lose(error.reason)
    }
  }

  private func lose(_ reason: String) {
    let place = place()
    reportLive(isOver: true)
    card = nil
    if !isReportedLost { report(.cardLost(reason: reason)) }
    isReportedLost = true
    reopenAt = Clock.monotonicMilliseconds() + pause.next()
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
    if performance?.isLive == true {
      liveAheadMilliseconds = min(2 * liveAheadMilliseconds, settings.bufferMilliseconds)
    }
    report(.underrun(count: underruns))
  }

  // MARK: Recording a voice

  private func record(_ order: VoiceOrder) {
    stop()
    endRecording()
    do throws(RecordingFault) {
      recorder = try VoiceRecorder(order)
      report(.recordingStarted(token: order.token))
      // The gain is set once somebody is heard: it takes milliseconds.
      if let fault = order.microphone.setGain() { report(.gainFailed(reason: fault)) }
    } catch {
      let end = VoiceEnd(milliseconds: 0, isSilent: true, fault: error)
      report(.recordingEnded(token: order.token, end))
    }
  }

  private func recordOn() -> SoundThread.Next {
    guard let recorder else { return .atOnce }
    guard recorder.step() else {
      endRecording()
      return .atOnce
    }
    if let (milliseconds, level) = recorder.takeProgress() {
      report(
        .recordingGoes(
          token: recorder.order.token, milliseconds: milliseconds, levelPercent: level))
    }
    return .after(milliseconds: VoiceRecorder.pauseMilliseconds)
  }

  private func endRecording() {
    guard let recorder else { return }
    self.recorder = nil
    report(.recordingEnded(token: recorder.order.token, recorder.finish()))
  }

  // MARK: Playing

  private func play(_ token: UInt64, _ parts: [PerformancePart], _ minimumVolumePercent: Int) {
    stop()
    performance = Performance(
      token: token, parts: parts, minimumVolumePercent: minimumVolumePercent, settings: settings)
    volume.begin(percent: cardVolume.scale(percent: audiblePercent))
    isMixerDue = true
    reportedLive = nil
    // Without a card this reports the failure of what has just been asked for.
    openCard()
  }

  private func stop() {
    guard let performance else { return }
    let place = place()
    reportLive(isOver: true)
    card?.stop()
    self.performance = nil
    report(
      .stopped(token: performance.token, part: place.part, milliseconds: place.milliseconds))
  }

  /// The part that sounds now, and how much of it has sounded.
  private func place() -> (part: Int, milliseconds: Int) {
    performance?.place(sounded: soundedFrames) ?? (0, 0)
  }

  /// Frames of the performance that have sounded.
  private var soundedFrames: Int {
    guard let card else { return 0 }
    // A card that can't say is taken to hold a full buffer: rather a word twice than one lost.
    var delay = card.bufferFrames
    do throws(CardFault) { delay = try card.delayFrames() } catch {}
    return max(0, card.written - delay)
  }

  /// Says how the live programme goes, if it has come into another phase or is over.
  private func reportLive(isOver: Bool = false) {
    guard let performance, let progress = performance.live(sounded: soundedFrames),
      isOver || progress.phase != reportedLive
    else { return }
    reportedLive = progress.phase
    report(.live(token: performance.token, progress))
  }

  /// Makes sound as far as the card takes it; the next round is due when a quarter of it has
  /// sounded, at the end when all of it has.
  private func advance() -> SoundThread.Next {
    guard let card else { return .atOnce }
    do throws(CardFault) {
      let usual = Self.chunkMilliseconds * settings.rateHertz / 1000
      let chunk = max(1, min(usual, card.bufferFrames / 2))
      for _ in 0..<Self.chunksInARow where performance?.isMade == false {
        guard try card.room() >= chunk else {
          let quarter = card.bufferFrames / 4 * 1000 / settings.rateHertz
          return .after(milliseconds: max(1, quarter))
        }
        if let wait = try liveWait(card) { return .after(milliseconds: wait) }
        guard var samples = performance?.next(chunk, &volume) else { break }
        if samples.isEmpty {
          guard try isRunningDry(card) else { return .after(milliseconds: Self.waitMilliseconds) }
          samples = performance?.next(chunk, &volume, isUrgent: true) ?? []
        }
        try card.write(samples)
        reportStart()
      }
      reportUnderruns(card)
      reportLive()
      // A whole buffer has sounded: it does play, and has not only been opened.
      if card.written > 2 * card.bufferFrames { pause.reset() }
      return performance?.isMade == true ? try drain(card) : .atOnce
    } catch {
      failed(error)
      return .atOnce
    }
  }

  /// Whether what plays will be over before long. Without a pace nobody waits for anything.
  private func isRunningDry(_ card: Card) throws(CardFault) -> Bool {
    guard settings.pacing != .none, card.written > 0 else { return false }
    let reserve = Self.reserveMilliseconds * settings.rateHertz / 1000
    return try card.delayFrames() <= min(reserve, card.bufferFrames / 2)
  }

  /// What is live is made little ahead of its sounding: how long to wait before more is made, in
  /// milliseconds.
  private func liveWait(_ card: Card) throws(CardFault) -> Int? {
    guard performance?.isLive == true else { return nil }
    reportUnderruns(card)
    let ahead = try card.aheadFrames() * 1000 / settings.rateHertz
    guard ahead >= liveAheadMilliseconds else { return nil }
    reportLive()
    return ahead - liveAheadMilliseconds / 2
  }

  /// Everything is written: waits until it has sounded, then ends.
  private func drain(_ card: Card) throws(CardFault) -> SoundThread.Next {
    guard let performance else { return .whenAsked }
    let left = try card.delayFrames() - performance.framesLeftInCard
    guard left <= 0 else { return .after(milliseconds: left * 1000 / settings.rateHertz + 1) }
    let place = performance.place(sounded: card.written)
    pause.reset()
    reportLive(isOver: true)
    card.stop()
    self.performance = nil
    if let refusal = performance.refusal {
      report(
        .failed(
          token: performance.token, part: place.part, milliseconds: place.milliseconds,
          reason: refusal.description))
    } else if performance.endsInSpeech {
      report(.spoken(token: performance.token, milliseconds: place.milliseconds))
    } else {
      report(.finished(token: performance.token))
    }
    return .whenAsked
  }

  private func reportStart() {
    guard let performance, !performance.hasStarted else { return }
    self.performance?.hasStarted = true
    report(.started(token: performance.token, nanoseconds: Clock.measureNanoseconds()))
  }
}
