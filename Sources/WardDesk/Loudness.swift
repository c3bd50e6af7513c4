import CEBUR128
import Glibc

/// How loud a sound is by EBU R 128 (ITU-R BS.1770-4), played by one loudspeaker.
public struct Loudness: Equatable, Sendable {
  /// Integrated loudness, in LUFS; minus infinity if nothing was loud enough to count.
  public var integratedLUFS: Double
  /// The highest true peak, in dBTP; minus infinity for silence.
  public var truePeakDBTP: Double
  /// How much of it stands at full scale, in milliseconds: it was recorded too loud, and no correction
  /// gives back what was cut off.
  public var clippedMilliseconds: Int

  /// Nothing in it can be heard: below the gate at −70 LUFS.
  public var isSilent: Bool { integratedLUFS < -70 || !integratedLUFS.isFinite }
}

/// Measures samples of one channel as they come.
final class LoudnessMeter {
  /// From so many samples in a row on, full scale is no peak any more but a cut.
  private static let cutFrames = 3
  private static let fullScale: Float = 0.9999

  private var state: UnsafeMutablePointer<ebur128_state>?
  private let rateHertz: Int
  private var atFullScale = 0
  private var clippedFrames = 0

  init(rateHertz: Int) throws {
    self.rateHertz = rateHertz
    let mode = Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue)
    state = ebur128_init(1, UInt(rateHertz), mode)
    guard state != nil else { throw DeskError("Không đủ bộ nhớ để đo âm lượng.") }
  }

  deinit { ebur128_destroy(&state) }

  func add(_ samples: [Float]) throws {
    guard ebur128_add_frames_float(state, samples, samples.count) == 0 else {
      throw DeskError("Không đủ bộ nhớ để đo âm lượng.")
    }
    for sample in samples { count(sample) }
  }

  private func count(_ sample: Float) {
    guard abs(sample) >= Self.fullScale else { return atFullScale = 0 }
    atFullScale += 1
    if atFullScale == Self.cutFrames { clippedFrames += Self.cutFrames }
    if atFullScale > Self.cutFrames { clippedFrames += 1 }
  }

  /// What was measured so far.
  var loudness: Loudness {
    var integrated = -Double.infinity
    var peak = 0.0
    ebur128_loudness_global(state, &integrated)
    ebur128_true_peak(state, 0, &peak)
    return Loudness(
      integratedLUFS: integrated, truePeakDBTP: peak > 0 ? 20 * log10(peak) : -.infinity,
      clippedMilliseconds: (clippedFrames * 1000 + rateHertz - 1) / rateHertz)
  }
}
