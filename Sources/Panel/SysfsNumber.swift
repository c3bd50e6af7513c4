/// A decimal number as sysfs writes it, such as "-12", "25375" or "0.010000000": exact, without
/// floating point. At most 18 digits stand before the point and 15 behind it.
struct SysfsNumber: Equatable {
  /// Most digits before the point: a signed 64-bit number has no more but one.
  private static let maximumWholeDigits = 18
  /// Most digits behind the point; the kernel writes 6, 9 or 12.
  private static let maximumDecimals = 15

  /// The number is this, divided by ten to the power of `decimals`.
  private var significand: Int128
  private var decimals: Int

  /// Reads `text`, which may end in white space; `nil` for everything that is no such number.
  init?(_ text: [UInt8]) {
    var rest = text[...]
    while let last = rest.last, last == 0x0A || last == 0x20 { rest = rest.dropLast() }
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    guard rest.count <= Self.maximumWholeDigits + 1 + Self.maximumDecimals else { return nil }
    var wholeDigits = 0
    var decimals: Int?
    var significand: Int128 = 0
    for byte in rest {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        significand = significand * 10 + Int128(byte - UInt8(ascii: "0"))
        if let count = decimals { decimals = count + 1 } else { wholeDigits += 1 }
      case UInt8(ascii: ".") where decimals == nil: decimals = 0
      default: return nil
      }
    }
    guard (1...Self.maximumWholeDigits).contains(wholeDigits), decimals != 0,
      decimals ?? 0 <= Self.maximumDecimals
    else { return nil }
    self.significand = isNegative ? -significand : significand
    self.decimals = decimals ?? 0
  }

  /// A whole number.
  init(_ value: Int) {
    significand = Int128(value)
    decimals = 0
  }

  private init(_ significand: Int128, decimals: Int) {
    self.significand = significand
    self.decimals = decimals
  }

  /// The sum; `nil` if it doesn't fit.
  func adding(_ other: SysfsNumber) -> SysfsNumber? {
    let decimals = max(decimals, other.decimals)
    guard let left = significand.timesTen(decimals - self.decimals),
      let right = other.significand.timesTen(decimals - other.decimals)
    else { return nil }
    let (sum, isTooBig) = left.addingReportingOverflow(right)
    return isTooBig ? nil : SysfsNumber(sum, decimals: decimals)
  }

  /// The product; `nil` if it doesn't fit.
  func multiplied(by other: SysfsNumber) -> SysfsNumber? {
    let (product, isTooBig) = significand.multipliedReportingOverflow(by: other.significand)
    return isTooBig ? nil : SysfsNumber(product, decimals: decimals + other.decimals)
  }

  /// The nearest whole number, halves away from zero; `nil` if it doesn't fit.
  var rounded: Int? {
    guard let unit = Int128(1).timesTen(decimals) else { return nil }
    let (quotient, remainder) = significand.quotientAndRemainder(dividingBy: unit)
    let isHalfOrMore = remainder.magnitude >= unit.magnitude - remainder.magnitude
    return Int(exactly: quotient + (isHalfOrMore ? significand.signum() : 0))
  }
}

extension Int128 {
  /// This number, so many times multiplied by ten; `nil` if it doesn't fit.
  fileprivate func timesTen(_ times: Int) -> Int128? {
    var number = self
    for _ in 0..<times {
      let (product, isTooBig) = number.multipliedReportingOverflow(by: 10)
      if isTooBig { return nil }
      number = product
    }
    return number
  }
}
