import WardContract

/// What a monitoring station near the ward says, and how old that is.
struct StationWatch {
  /// Values whose newest hour has ended longer ago are old, in milliseconds: VN_AQI of an hour needs
  /// two of the newest three (QĐ 1459/QĐ-TCMT, mục 2.1).
  static let freshMilliseconds: Int64 = 3 * 3_600_000

  /// How far what is known can be relied on.
  enum Age: Equatable {
    case fresh
    /// Too old to go by, or of an unknown age.
    case old
  }

  private(set) var air: StationAir?
  private(set) var envelope: [UInt8]?

  /// Takes what the desk has signed, unless it is older than what is known.
  mutating func take(_ new: StationAir, envelope: [UInt8]) throws(Refusal) {
    if let air, new.issued < air.issued { throw .rolledBack }
    if let air, new.issued == air.issued, new != air { throw .contradiction }
    (air, self.envelope) = (new, envelope)
  }

  mutating func forget() { (air, envelope) = (nil, nil) }

  /// What is known now; `nil` if there is nothing that should be shown.
  func current(_ reading: TrustedClock.Reading) -> (air: StationAir, age: Age)? {
    guard let air, !reading.hasPassed(air.expires) else { return nil }
    let isFresh = reading.isKnown && reading.now - air.end <= Self.freshMilliseconds
    return (air, isFresh ? .fresh : .old)
  }
}
