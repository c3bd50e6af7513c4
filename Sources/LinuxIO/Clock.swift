import CLinux
import Glibc

/// The clocks of the system, and its dice.
public enum Clock {
  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let answer = clock_gettime(clock, &time)
    precondition(answer == 0, "a clock that every Linux has")
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Milliseconds since the start of the system, suspended time included; never steps.
  public static func monotonicMilliseconds() -> Int64 { milliseconds(CLOCK_BOOTTIME) }

  /// Milliseconds since 1970-01-01T00:00:00 UTC as the system believes.
  public static func wallMilliseconds() -> Int64 { milliseconds(CLOCK_REALTIME) }

  /// Sets the wall clock; needs CAP_SYS_TIME.
  public static func setWall(milliseconds: Int64) throws(SystemError) {
    var time = timespec()
    time.tv_sec = time_t(milliseconds / 1000)
    time.tv_nsec = Int(milliseconds % 1000) * 1_000_000
    try systemCall("clock_settime") { clock_settime(CLOCK_REALTIME, &time) }
  }

  /// Nanoseconds on CLOCK_MONOTONIC, for measurements.
  public static func measureNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Whether the kernel holds its wall clock to be synchronised (adjtimex(2), no STA_UNSYNC).
  public static func isSynchronized() -> Bool {
    var state = timex()
    return adjtimex(&state) != TIME_ERROR && state.status & STA_UNSYNC == 0
  }

  /// 64 random bits from the kernel.
  public static func entropy() -> UInt64 {
    var bits: UInt64 = 0
    let count = getrandom(&bits, MemoryLayout<UInt64>.size, 0)
    precondition(count == MemoryLayout<UInt64>.size, "getrandom gives small amounts whole")
    return bits
  }
}
