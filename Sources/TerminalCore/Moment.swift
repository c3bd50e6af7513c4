import WardContract

/// When an event happened, and a random number drawn for it: the core has no clock and no dice.
public struct Moment: Sendable {
  /// Milliseconds on a clock that never steps and counts suspended time (CLOCK_BOOTTIME).
  public var monotonicMilliseconds: Int64
  /// What the system's wall clock says, right or wrong.
  public var wall: Instant
  /// Whether the system says that its wall clock is synchronised (adjtimex, no STA_UNSYNC).
  public var isSynchronized: Bool
  /// 64 random bits.
  public var entropy: UInt64

  /// A moment.
  public init(
    monotonicMilliseconds: Int64, wall: Instant, isSynchronized: Bool, entropy: UInt64
  ) {
    self.monotonicMilliseconds = monotonicMilliseconds
    self.wall = wall
    self.isSynchronized = isSynchronized
    self.entropy = entropy
  }
}
