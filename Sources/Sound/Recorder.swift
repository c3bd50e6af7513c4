import LinuxIO

/// Makes one recording from a microphone: a WAV file with one channel of 16 bits. The microphone is
/// open only while `record` runs.
public final class Recorder: Sendable {
  /// How long a recording may be.
  public static let seconds = 1...600
  private static let blockFrames = 4_800

  private let settings: MicrophoneSettings
  private let isStopped = Flag()

  /// A recorder for this microphone, which it doesn't touch yet.
  public init(_ settings: MicrophoneSettings) { self.settings = settings }

  /// Records for so many seconds, or until `stop`, on the caller's thread. The file appears under
  /// its name once it is whole; only its owner may read it.
  public func record(seconds: Int, to path: String) throws(RecordingFault) -> Recording {
    guard Self.seconds.contains(seconds) else { throw .seconds(seconds) }
    let microphone = try settings.open()
    let mixerFault = settings.setGain()
    let file = try WaveWriter(path: path, rateHertz: settings.rateHertz)
    let wanted = seconds * settings.rateHertz
    var level = SampleRange()
    while file.frames < wanted, !isStopped.isSet {
      let samples = try read(microphone, min(Self.blockFrames, wanted - file.frames), file.frames)
      level.add(samples)
      try file.write(samples)
    }
    try file.finish()
    return Recording(
      milliseconds: file.frames * 1000 / settings.rateHertz, peakDBFS: level.peakDBFS,
      mixerFault: mixerFault)
  }

  /// Ends the recording from any thread, within a tenth of a second; what was recorded is kept. A
  /// recording that has not begun will be empty.
  public func stop() { isStopped.set() }

  private func read(
    _ microphone: Microphone, _ count: Int, _ before: Int
  ) throws(RecordingFault) -> [Int16] {
    do throws(CardFault) {
      return try microphone.read(count)
    } catch {
      throw .lost(afterMilliseconds: before * 1000 / settings.rateHertz, reason: error.reason)
    }
  }

  /// Something that one thread sets and another sees.
  private final class Flag: @unchecked Sendable {
    private let lock = Lock()
    private var value = false

    var isSet: Bool {
      lock.lock()
      defer { lock.unlock() }
      return value
    }

    func set() {
      lock.lock()
      value = true
      lock.unlock()
    }
  }
}
