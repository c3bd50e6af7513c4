/// Why there is no reading. Nobody gets a number in its place.
public enum NoData: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such device; it may come.
  case missing(String)
  /// The device is there, and doesn't say anything that makes sense.
  case unreadable(String)
  /// It says what can't be: it lies. Its value in thousandths of a unit, and what can be in whole
  /// ones.
  case outOfRange(Int, ClosedRange<Int>)
  /// It was asked, and hasn't answered in time: it hangs.
  case late
  /// Nothing was read yet, or what was read is too old.
  case stale

  /// What is wrong, on one line.
  public var description: String {
    switch self {
    case .missing(let reason), .unreadable(let reason): reason
    case .outOfRange(let value, let range):
      "\(thousandths(value)) is not within \(range.lowerBound)…\(range.upperBound)"
    case .late: "it doesn't answer"
    case .stale: "not read lately"
    }
  }
}

/// A number of thousandths as a decimal: -500 is "-0.500".
func thousandths(_ value: Int) -> String {
  let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000)
  return "\(value < 0 ? "-" : "")\(whole).\(String(rest + 1_000).dropFirst())"
}
