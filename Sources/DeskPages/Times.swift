import WardContract

extension Frame {
  /// A time as people write it in Vietnam, for Hanoi's clock: "8:05 28/11", with the year if it is
  /// another one.
  func time(_ instant: Instant) -> HTML {
    let text = Times.written(instant, now: now)
    return "<time datetime=\"\(instant.description)\">\(text)</time>"
  }
}

enum Times {
  /// "8:05 28/11/2026"; the year is left out if it is this one's.
  static func written(_ instant: Instant, now: Instant) -> String {
    let (parts, today) = (LocalTime(instant), LocalTime(now))
    let minutes = parts.minute < 10 ? "0\(parts.minute)" : "\(parts.minute)"
    let day = "\(parts.day)/\(parts.month)"
    let date = parts.year == today.year ? day : "\(day)/\(parts.year)"
    return "\(parts.hour):\(minutes) \(date)"
  }
}
