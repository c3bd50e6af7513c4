import CALSA
import Glibc
import LinuxIO

/// One ALSA PCM, kept open. While nothing sounds it is stopped and wakes nobody.
final class Card {
  /// What ALSA answered.
  struct Fault: Error {
    var code: Int32
    var reason: String
    /// The card ran dry; it can go on.
    var isUnderrun: Bool { code == -EPIPE }

    init(_ operation: String, _ code: Int32) {
      self.code = code
      reason = "\(operation): \(String(cString: snd_strerror(code)))"
    }
  }

  private let settings: SoundSettings
  private let pcm: OpaquePointer
  /// Frames that the card's buffer holds.
  let bufferFrames: Int
  /// Frames written since the last `stop`, and when the first of them was.
  private(set) var written = 0
  private var startedAt: Int64 = 0

  init(_ settings: SoundSettings) throws(Fault) {
    loanha_silence_alsa()
    self.settings = settings
    var handle: OpaquePointer?
    let mode = Int32(SND_PCM_NONBLOCK)
    let opened = snd_pcm_open(&handle, settings.pcm, SND_PCM_STREAM_PLAYBACK, mode)
    guard opened >= 0, let handle else { throw Fault("opening \(settings.pcm)", opened) }
    let configured = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, UInt32(settings.channels),
      UInt32(settings.rateHertz), 1, UInt32(settings.bufferMilliseconds * 1000))
    var buffer: snd_pcm_uframes_t = 0
    var period: snd_pcm_uframes_t = 0
    guard configured >= 0, snd_pcm_get_params(handle, &buffer, &period) >= 0 else {
      snd_pcm_close(handle)
      throw Fault("configuring \(settings.pcm)", configured)
    }
    pcm = handle
    bufferFrames = Int(buffer)
  }

  deinit { snd_pcm_close(pcm) }

  /// Frames that have been written and have not sounded yet.
  var delayFrames: Int {
    switch settings.pacing {
    case .none: return 0
    case .clock:
      let elapsed = (Clock.measureNanoseconds() - startedAt) / 1000
      let sounded = Int(elapsed) * (settings.rateHertz / 1000) / 1000
      return written == 0 ? 0 : max(0, written - sounded)
    case .card:
      var delay: snd_pcm_sframes_t = 0
      guard snd_pcm_delay(pcm, &delay) >= 0 else { return 0 }
      return max(0, Int(delay))
    }
  }

  /// Frames that can be written now without waiting.
  func room() throws(Fault) -> Int {
    switch settings.pacing {
    case .none: return bufferFrames
    case .clock: return max(0, bufferFrames - delayFrames)
    case .card:
      let room = snd_pcm_avail_update(pcm)
      guard room >= 0 else { throw Fault("playing", Int32(room)) }
      return Int(room)
    }
  }

  /// Writes mono samples; all of them, since `room` said that there is room.
  func write(_ samples: [Int16]) throws(Fault) {
    var frames = samples
    if settings.channels == 2 { frames = samples.flatMap { [$0, $0] } }
    if written == 0 { startedAt = Clock.measureNanoseconds() }
    var done = 0
    while done < samples.count {
      let answer = frames.withUnsafeBufferPointer { buffer in
        snd_pcm_writei(
          pcm, buffer.baseAddress.map { $0 + done * settings.channels },
          snd_pcm_uframes_t(samples.count - done))
      }
      guard answer > 0 else { throw Fault("playing", answer == 0 ? -EIO : Int32(answer)) }
      done += Int(answer)
    }
    written += samples.count
    // A buffer that isn't full enough to start by itself is started by hand.
    if settings.pacing == .card, snd_pcm_state(pcm) == SND_PCM_STATE_PREPARED { snd_pcm_start(pcm) }
  }

  /// Goes on after an underrun.
  func recover() throws(Fault) {
    let answer = snd_pcm_prepare(pcm)
    guard answer >= 0 else { throw Fault("recovering", answer) }
  }

  /// Silence at once: what has not sounded yet never will.
  func stop() {
    snd_pcm_drop(pcm)
    snd_pcm_prepare(pcm)
    written = 0
  }
}
