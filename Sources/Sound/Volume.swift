/// Brings samples to the household's volume, without a jump.
struct Volume {
  /// How long a change of volume takes, in milliseconds.
  static let rampMilliseconds = 60

  private var gain: Float
  private var target: Float
  private let step: Float

  init(percent: Int, rateHertz: Int) {
    gain = Self.gain(percent)
    target = gain
    step = 1 / Float(Self.rampMilliseconds * rateHertz / 1000)
  }

  /// Loudness goes roughly with the square of the slider: 50 % is −12 dB.
  static func gain(_ percent: Int) -> Float {
    let part = Float(min(max(percent, 0), 100)) / 100
    return part * part
  }

  /// The volume to go to, step by step.
  mutating func set(percent: Int) { target = Self.gain(percent) }

  /// The volume of something that begins after silence: there is nothing to jump from.
  mutating func begin(percent: Int) {
    target = Self.gain(percent)
    gain = target
  }

  mutating func apply(_ samples: [Float]) -> [Float] {
    if gain == target { return gain == 1 ? samples : samples.map { $0 * gain } }
    return samples.map { sample in
      gain = gain < target ? min(target, gain + step) : max(target, gain - step)
      return sample * gain
    }
  }
}
