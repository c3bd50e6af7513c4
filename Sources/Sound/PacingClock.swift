/// Stands in for a card's clock with PCMs that swallow samples at once: says how many of the
/// samples that were written would have sounded by now.
struct PacingClock {
  private let rateHertz: Int64
  private var startNanoseconds: Int64 = 0

  init(rateHertz: Int) { self.rateHertz = Int64(rateHertz) }

  /// The first sample sounds at this time of CLOCK_MONOTONIC.
  mutating func start(at nanoseconds: Int64) { startNanoseconds = nanoseconds }

  /// Frames that would have sounded if there had always been enough of them.
  private func due(at nanoseconds: Int64) -> Int {
    // In microseconds: a performance of a day at 192 kHz stays far below 64 bits.
    Int((nanoseconds - startNanoseconds) / 1000 * rateHertz / 1_000_000)
  }

  /// Frames of those written that have not sounded yet.
  func delayFrames(written: Int, at nanoseconds: Int64) -> Int {
    written == 0 ? 0 : max(0, written - due(at: nanoseconds))
  }

  /// If everything written has sounded for a while, a card would have run dry: then the clock is
  /// set back by the gap, so that what comes next isn't taken for sounded already.
  mutating func catchUp(written: Int, at nanoseconds: Int64) -> Bool {
    let gap = Int64(due(at: nanoseconds) - written)
    guard written > 0, gap > 0 else { return false }
    startNanoseconds += gap * 1_000_000 / rateHertz * 1000
    return true
  }
}
