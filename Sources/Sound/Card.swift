import CALSA
import Glibc
import LinuxIO

/// One ALSA PCM, kept open. While nothing sounds it is stopped and wakes nobody.
///
/// It is opened through the ALSA configuration that the process is given (ALSA_CONFIG_PATH); ours
/// is `provisioning/alsa/alsa.conf`.
final class Card {
  private let settings: SoundSettings
  private let pcm: OpaquePointer
  /// Frames that the card's buffer holds: what it granted, which may be less than we asked for.
  let bufferFrames: Int
  /// Frames written since the last `stop`.
  private(set) var written = 0
  private var underruns = 0
  private var clock: PacingClock
  private var progress: CardProgress

  /// Opens and configures the PCM that the settings name.
  init(_ settings: SoundSettings) throws(CardFault) {
    ALSAMessage.begin()
    var handle: OpaquePointer?
    let opened = snd_pcm_open(
      &handle, settings.pcm, SND_PCM_STREAM_PLAYBACK, Int32(SND_PCM_NONBLOCK))
    guard opened >= 0, let handle else {
      throw CardFault(
        "opening \(settings.pcm)", Int(opened), detail: ALSAMessage.first)
    }
    var buffer: snd_pcm_uframes_t = 0
    var period: snd_pcm_uframes_t = 0
    var answer = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, UInt32(settings.channels),
      UInt32(settings.rateHertz), 1, UInt32(settings.bufferMilliseconds * 1000))
    if answer >= 0 { answer = snd_pcm_get_params(handle, &buffer, &period) }
    guard answer >= 0 else {
      let fault = CardFault(
        "configuring \(settings.pcm)", Int(answer), detail: ALSAMessage.first)
      snd_pcm_close(handle)
      throw fault
    }
    if let fault = SpeakerFile.fault(ofPCM: settings.pcm) {
      snd_pcm_close(handle)
      throw fault
    }
    // A card that refuses this still plays.
    _ = Self.silencePlayed(handle)
    self.settings = settings
    pcm = handle
    bufferFrames = Int(buffer)
    clock = PacingClock(rateHertz: settings.rateHertz)
    progress = CardProgress(bufferMilliseconds: bufferFrames * 1000 / settings.rateHertz)
  }

  deinit { snd_pcm_close(pcm) }

  /// Has the kernel put silence where the card has played. Without it a card that runs dry goes on
  /// with what lies in its buffer, and a piece of what sounded a moment ago sounds again.
  private static func silencePlayed(_ pcm: OpaquePointer) -> Int32 {
    var parameters: OpaquePointer?
    guard snd_pcm_sw_params_malloc(&parameters) >= 0, let parameters else { return -ENOMEM }
    defer { snd_pcm_sw_params_free(parameters) }
    var boundary: snd_pcm_uframes_t = 0
    var answer = snd_pcm_sw_params_current(pcm, parameters)
    if answer >= 0 { answer = snd_pcm_sw_params_get_boundary(parameters, &boundary) }
    if answer >= 0 { answer = snd_pcm_sw_params_set_silence_threshold(pcm, parameters, 0) }
    if answer >= 0 { answer = snd_pcm_sw_params_set_silence_size(pcm, parameters, boundary) }
    if answer >= 0 { answer = snd_pcm_sw_params(pcm, parameters) }
    return answer
  }

  /// Frames that have been written and have not sounded yet.
  func delayFrames() throws(CardFault) -> Int {
    switch settings.pacing {
    case .none: return 0
    case .clock: return clock.delayFrames(written: written, at: Clock.measureNanoseconds())
    case .card:
      var delay: snd_pcm_sframes_t = 0
      let answer = snd_pcm_delay(pcm, &delay)
      // A card that ran dry has sounded everything.
      if answer == -EPIPE { return 0 }
      guard answer >= 0 else { throw CardFault("playing", Int(answer)) }
      try checkPresence()
      try progress.check(position: written - delay)
      return max(0, delay)
    }
  }

  /// Frames that lie ahead of what sounds now. Nobody waits for a card without pacing, but what is
  /// live can't be had before its time.
  func aheadFrames() throws(CardFault) -> Int {
    settings.pacing == .none
      ? clock.delayFrames(written: written, at: Clock.measureNanoseconds()) : try delayFrames()
  }

  /// Frames that can be written now without waiting.
  func room() throws(CardFault) -> Int {
    switch settings.pacing {
    case .none: return bufferFrames
    case .clock:
      let now = Clock.measureNanoseconds()
      if clock.catchUp(written: written, at: now) { underruns += 1 }
      return max(0, bufferFrames - clock.delayFrames(written: written, at: now))
    case .card:
      var room = snd_pcm_avail(pcm)
      if room < 0 {
        try recover(room)
        room = snd_pcm_avail(pcm)
      }
      guard room >= 0 else { throw CardFault("playing", room) }
      try checkPresence()
      try progress.check(position: written + room - bufferFrames)
      return room
    }
  }

  /// Writes mono samples, all of them.
  func write(_ samples: [Int16]) throws(CardFault) {
    if written == 0 { clock.start(at: Clock.measureNanoseconds()) }
    progress.wrote(isFirst: written == 0)
    let frames = settings.channels == 1 ? samples : Self.doubled(samples)
    var done = 0
    while done < samples.count {
      let answer = frames.withUnsafeBufferPointer { buffer in
        snd_pcm_writei(
          pcm, buffer.baseAddress.map { $0 + done * settings.channels },
          snd_pcm_uframes_t(samples.count - done))
      }
      if answer >= 0 {
        done += answer
      } else {
        try recover(answer)
      }
    }
    written += samples.count
    // A buffer that isn't full enough to start by itself is started by hand.
    if settings.pacing == .card, snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED {
      let answer = snd_pcm_start(pcm)
      guard answer >= 0 else { throw CardFault("starting", Int(answer)) }
    }
  }

  /// Every sample twice: once for each of two loudspeakers.
  private static func doubled(_ samples: [Int16]) -> [Int16] {
    [Int16](unsafeUninitializedCapacity: samples.count * 2) { buffer, count in
      for (index, sample) in samples.enumerated() {
        buffer[2 * index] = sample
        buffer[2 * index + 1] = sample
      }
      count = samples.count * 2
    }
  }

  /// Gets ready to go on after the answer of a failed operation; throws if the card can't.
  private func recover(_ answer: Int) throws(CardFault) {
    if answer == Int(-EAGAIN) {
      // Somebody else's clock paces this PCM after all; a whole buffer of patience, within what
      // the thread may be away from its mailbox.
      let patience = Int32(min(settings.bufferMilliseconds, 1_000) + 500)
      guard snd_pcm_wait(pcm, patience) > 0 else { throw CardFault("playing", Int(-ETIMEDOUT)) }
      return
    }
    // An underrun, or a system that was suspended.
    guard snd_pcm_recover(pcm, Int32(truncatingIfNeeded: answer), 1) >= 0 else {
      throw CardFault("playing", answer)
    }
    underruns += 1
  }

  /// Whether the card has gone while it was open.
  var isUnplugged: Bool {
    // Asked for room, ALSA looks at the card, and not only into what it remembers.
    snd_pcm_avail(pcm) == Int(-ENODEV) || snd_pcm_state(pcm) == SND_PCM_STATE_DISCONNECTED
  }

  /// Not every kind of PCM answers a question about a card that has gone with an error.
  private func checkPresence() throws(CardFault) {
    guard snd_pcm_state(pcm) != SND_PCM_STATE_DISCONNECTED else {
      throw CardFault("playing", Int(-ENODEV))
    }
  }

  /// How often the card ran dry since this was asked last.
  func takeUnderruns() -> Int {
    defer { underruns = 0 }
    return underruns
  }

  /// Silence at once: what has not sounded yet never will.
  func stop() {
    snd_pcm_drop(pcm)
    snd_pcm_prepare(pcm)
    written = 0
  }
}
