import Glibc

/// The lowest and the highest sample so far.
struct SampleRange {
  private var lowest = Int16.max
  private var highest = Int16.min

  mutating func add(_ samples: [Int16]) {
    for sample in samples {
      lowest = min(lowest, sample)
      highest = max(highest, sample)
    }
  }

  /// Half of the way from the lowest sample to the highest, in decibels relative to full scale: a
  /// constant offset doesn't count. Minus infinity if nothing moved at all.
  var peakDBFS: Double {
    guard lowest < highest else { return -.infinity }
    return 20 * log10(Double(Int(highest) - Int(lowest)) / 65_536)
  }
}
