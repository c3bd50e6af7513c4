import Glibc
import LinuxIO

/// Watches that a card which is to play does play. A card can die without an error: its buffer
/// stays full, and whoever waits for room waits for ever.
struct CardProgress {
  private let patienceMilliseconds: Int64
  private var furthest = Int.min
  private var since: Int64 = 0

  /// A card that stands still for longer than its whole buffer lasts, and a second, is dead: no
  /// card counts in steps larger than its buffer.
  init(bufferMilliseconds: Int) { patienceMilliseconds = Int64(bufferMilliseconds) + 1_000 }

  /// Samples were written: a card that had nothing to play had no reason to move. One that is dead
  /// is full soon, and then nothing is written any more.
  mutating func wrote(isFirst: Bool, at milliseconds: Int64 = Clock.monotonicMilliseconds()) {
    if isFirst { furthest = Int.min }
    since = milliseconds
  }

  /// The card has sounded so many frames by now; throws if it has been as many for too long.
  mutating func check(
    position: Int, at milliseconds: Int64 = Clock.monotonicMilliseconds()
  ) throws(CardFault) {
    if position > furthest {
      furthest = position
      since = milliseconds
    } else if milliseconds - since > patienceMilliseconds {
      throw CardFault("playing", Int(-ETIMEDOUT))
    }
  }
}
