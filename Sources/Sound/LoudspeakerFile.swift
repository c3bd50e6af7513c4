import Glibc

/// What a loudspeaker plays, as a file: for whoever wants to hear it before homes do.
public enum LoudspeakerFile {
  private static let blockFrames = 4_800
  /// While a voice has not said its next words, in microseconds: a voice has no other way to tell.
  private static let pauseMicroseconds: UInt32 = 5_000

  /// Plays `parts` at full volume into an Ogg Opus file at `path`, as fast as it goes, and returns its
  /// length in milliseconds.
  public static func write(
    _ parts: [PerformancePart], to path: String, _ settings: SoundSettings
  ) throws -> Int {
    precondition(settings.rateHertz == OpusEncoding.rateHertz, "Opus takes 48 kHz")
    let file = try OpusFile(path: path)
    var volume = Volume(percent: 100, rateHertz: settings.rateHertz)
    var performance = Performance(
      token: 0, parts: parts, minimumVolumePercent: 0, settings: settings)
    while let samples = performance.next(blockFrames, &volume) {
      if samples.isEmpty { usleep(pauseMicroseconds) }
      try file.write(samples)
    }
    if let refusal = performance.refusal { throw refusal }
    return try file.finish()
  }
}
