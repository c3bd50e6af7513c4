import Glibc
import Sound
import WardContract

/// Brings a sound to the loudness that homes expect: as loud as their own voice, whoever recorded it.
public struct SoundCorrection: Equatable, Sendable {
  /// Loudness that is aimed at, in LUFS. A home's own voice has −22; a little more, for the breaths and
  /// pauses of a person who reads.
  public static let targetLUFS = -20.0
  /// No true peak may be higher, in dBTP (EBU R 128).
  public static let ceilingDBTP = -1.0
  /// Nothing is made louder than by so many decibels: beyond it the room's noise is what one would hear.
  public static let mostGainDecibels = 20.0
  private static let rateHertz = OpusEncoding.rateHertz
  private static let blockFrames = 48_000
  /// The encoder moves peaks a little, and a limiter sees samples, not what lies between them.
  private static let peakMarginDecibels = 0.5
  private static let attempts = 3

  /// How it came.
  public var before: Loudness
  /// How homes will hear it.
  public var after: Loudness
  /// How much louder it was made, in decibels.
  public var gainDecibels: Double
  /// Length of what was made, in milliseconds.
  public var milliseconds: Int

  /// Corrects the sound file at `path` into an Ogg Opus file at `target`. Both are read as a home
  /// reads them.
  static func correct(_ path: String, into target: String) throws -> SoundCorrection {
    let before = try measure(path)
    guard !before.isSilent else { throw IntakeFault.silent }
    let gain = min(targetLUFS - before.integratedLUFS, mostGainDecibels)
    var ceiling = ceilingDBTP - peakMarginDecibels
    for attempt in 1...attempts {
      let milliseconds = try write(path, gainDecibels: gain, ceilingDBFS: ceiling, into: target)
      let after = try measure(target)
      if after.truePeakDBTP <= ceilingDBTP || attempt == attempts {
        return SoundCorrection(
          before: before, after: after, gainDecibels: gain, milliseconds: milliseconds)
      }
      ceiling -= after.truePeakDBTP - ceilingDBTP + 0.1
    }
    preconditionFailure("the last attempt returns")
  }

  /// How loud the sound file at `path` is.
  static func measure(_ path: String) throws -> Loudness {
    let file = try SoundFile(path: path, rateHertz: rateHertz)
    let meter = try LoudnessMeter(rateHertz: rateHertz)
    while true {
      let samples = try file.read(blockFrames)
      if samples.isEmpty { return meter.loudness }
      try meter.add(samples)
    }
  }

  private static func write(
    _ path: String, gainDecibels: Double, ceilingDBFS: Double, into target: String
  ) throws -> Int {
    let gain = Float(pow(10, gainDecibels / 20))
    let source = try SoundFile(path: path, rateHertz: rateHertz)
    let file = try OpusFile(path: target)
    var limiter = Limiter(peakDBFS: ceilingDBFS, rateHertz: rateHertz)
    while true {
      let block = try source.read(limiter.blockFrames)
      try file.write(limiter.limit(block.map { $0 * gain }))
      if block.isEmpty { return try file.finish() }
    }
  }
}

extension SoundCorrection {
  private static let range: ClosedRange<Int64> = -100_000...100_000

  /// As the desk keeps it: decibels in thousandths.
  init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    func decibels(_ name: String) throws(Malformed) -> Double {
      Double(try reader.integer(name, in: Self.range)) / 1000
    }
    func loudness(_ name: String) throws(Malformed) -> Loudness {
      Loudness(
        integratedLUFS: try decibels("\(name)Loudness"),
        truePeakDBTP: try decibels("\(name)Peak"),
        clippedMilliseconds: Int(
          try reader.integer("\(name)Clipped", in: 0...Int64(SoundFile.longestMilliseconds))))
    }
    before = try loudness("before")
    after = try loudness("after")
    gainDecibels = try decibels("gain")
    milliseconds = Int(
      try reader.integer("milliseconds", in: 0...Int64(SoundFile.longestMilliseconds + 1_000)))
  }

  var json: JSONValue {
    func decibels(_ number: Double) -> JSONValue {
      .integer(Int64((max(-100, min(100, number)) * 1000).rounded()))
    }
    return .members([
      "beforeLoudness": decibels(before.integratedLUFS),
      "beforePeak": decibels(before.truePeakDBTP),
      "beforeClipped": .integer(Int64(before.clippedMilliseconds)),
      "afterLoudness": decibels(after.integratedLUFS), "afterPeak": decibels(after.truePeakDBTP),
      "afterClipped": .integer(Int64(after.clippedMilliseconds)), "gain": decibels(gainDecibels),
      "milliseconds": .integer(Int64(milliseconds)),
    ])
  }
}
