import Glibc

/// Keeps every sample below a ceiling, so that neither amplifier nor loudspeaker is overdriven.
///
/// What stays below comes through untouched: a recording of 16 bits at full volume, bit by bit.
/// What doesn't is turned down before the peak is there and comes up again slowly; nothing jumps.
/// To see a peak coming, one block is held back until the next one is known. That is no latency: a
/// `Performance` reads so much further ahead, and what comes out is as long as what went in.
public struct Limiter {
  /// Length of a block, and so of the ramp down to a peak, in milliseconds.
  static let blockMilliseconds = 4
  /// How long the gain takes to rise from nothing to 1, in milliseconds.
  private static let releaseMilliseconds = 1_000
  private static let fullScale: Float = 32_768

  /// Samples in a block.
  public let blockFrames: Int
  /// Highest sample that comes out.
  private let ceiling: Float
  private var held: [Float] = []
  /// The most gain that the held block can take.
  private var heldGain: Float = 1
  /// The gain at the beginning of the held block; at the first one there is nothing to jump from.
  private var gain: Float?

  /// A limiter with a ceiling in decibels relative to full scale, at most 0.
  public init(peakDBFS: Double, rateHertz: Int) {
    precondition(peakDBFS <= 0, "a ceiling above full scale")
    blockFrames = max(1, Self.blockMilliseconds * rateHertz / 1000)
    ceiling = min(
      Self.fullScale - 1, (Self.fullScale * Float(pow(10, peakDBFS / 20))).rounded(.down))
  }

  /// Whether there is a block that has not come out yet.
  public var isHolding: Bool { !held.isEmpty }

  /// Takes the next block and gives the one before; after the last one, an empty block gets it out.
  public mutating func limit(_ next: [Float]) -> [Int16] {
    let nextGain = mostGain(next)
    defer {
      held = next
      heldGain = nextGain
    }
    guard isHolding else { return [] }
    // At both ends the gain is one that this block can take, and so it is in between.
    let from = gain ?? heldGain
    let rise = Float(Self.blockMilliseconds) / Float(Self.releaseMilliseconds)
    let to = min(heldGain, nextGain, from + rise)
    gain = to
    let step = (to - from) / Float(held.count)
    return held.enumerated().map { index, sample in
      let limited = sample * Self.fullScale * (from + step * Float(index + 1))
      // What the last digit of a product adds, is taken off again.
      return Int16(max(-ceiling, min(ceiling, limited.rounded())))
    }
  }

  private func mostGain(_ block: [Float]) -> Float {
    let peak = block.reduce(0) { max($0, abs($1)) } * Self.fullScale
    return peak > ceiling ? ceiling / peak : 1
  }
}
