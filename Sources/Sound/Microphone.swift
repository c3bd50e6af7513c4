import CALSA
import Glibc
import LinuxIO

/// One ALSA PCM that records, from its making to its end: a microphone is open only while somebody
/// is being recorded.
public final class Microphone {
  /// How long `read` waits at most, in milliseconds.
  private static let waitMilliseconds: Int32 = 100
  /// A microphone that gives nothing for so long is dead, in milliseconds.
  private static let patienceMilliseconds: Int64 = 2_000
  /// Depth of the card's buffer in microseconds: more than a disk stalls.
  private static let bufferMicroseconds: UInt32 = 1_000_000

  private let settings: MicrophoneSettings
  private let pcm: OpaquePointer
  private var heardAt = Clock.monotonicMilliseconds()

  /// Opens the PCM that the settings name, and listens.
  public init(_ settings: MicrophoneSettings) throws(CardFault) {
    ALSAMessage.begin()
    var handle: OpaquePointer?
    let opened = snd_pcm_open(
      &handle, settings.pcm, SND_PCM_STREAM_CAPTURE, Int32(SND_PCM_NONBLOCK))
    guard opened >= 0, let handle else {
      throw CardFault(
        "opening \(settings.pcm)", Int(opened), detail: ALSAMessage.first)
    }
    var answer = snd_pcm_set_params(
      handle, SND_PCM_FORMAT_S16_LE, SND_PCM_ACCESS_RW_INTERLEAVED, UInt32(settings.channels),
      UInt32(settings.rateHertz), 1, Self.bufferMicroseconds)
    if answer >= 0 { answer = snd_pcm_start(handle) }
    guard answer >= 0 else {
      let fault = CardFault(
        "configuring \(settings.pcm)", Int(answer), detail: ALSAMessage.first)
      snd_pcm_close(handle)
      throw fault
    }
    self.settings = settings
    pcm = handle
  }

  deinit {
    snd_pcm_drop(pcm)
    snd_pcm_close(pcm)
  }

  /// What has been heard since, at most `frames` samples; none if a tenth of a second brought none.
  public func read(_ frames: Int) throws(CardFault) -> [Int16] {
    var answer = 0
    var samples = [Int16](unsafeUninitializedCapacity: frames * settings.channels) {
      buffer, count in
      answer = snd_pcm_readi(pcm, buffer.baseAddress, snd_pcm_uframes_t(frames))
      count = max(0, answer) * settings.channels
    }
    if answer <= 0 {
      try wait(after: answer)
      return []
    }
    heardAt = Clock.monotonicMilliseconds()
    if settings.channels > 1 {
      samples = stride(from: 0, to: samples.count, by: settings.channels).map { samples[$0] }
    }
    return samples
  }

  private func wait(after answer: Int) throws(CardFault) {
    guard Clock.monotonicMilliseconds() - heardAt < Self.patienceMilliseconds else {
      throw CardFault("recording", Int(-ETIMEDOUT))
    }
    if answer == 0 || answer == Int(-EAGAIN) {
      snd_pcm_wait(pcm, Self.waitMilliseconds)
      return
    }
    // The disk was slower than the buffer is deep: a piece is missing, the rest goes on.
    guard snd_pcm_recover(pcm, Int32(truncatingIfNeeded: answer), 1) >= 0, snd_pcm_start(pcm) >= 0
    else { throw CardFault("recording", answer) }
  }
}
