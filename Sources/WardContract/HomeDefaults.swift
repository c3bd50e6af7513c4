/// How large the words on the screens are.
public enum TextSize: String, CaseIterable, Sendable {
  case normal = "thuong"
  case large = "lon"
  case largest = "rat-lon"

  /// Of the normal size.
  public var percent: Int {
    switch self {
    case .normal: 100
    case .large: 120
    case .largest: 145
    }
  }
}

/// How fast the terminal reads what somebody asks it to read. What it reads by itself keeps the pace
/// that the minutes of its session were reckoned with.
public enum ReadingPace: String, CaseIterable, Sendable {
  case slow = "cham"
  case normal = "vua"
  case fast = "nhanh"

  /// Of the board's words a minute.
  public var percent: Int {
    switch self {
    case .slow: 80
    case .normal: 100
    case .fast: 125
    }
  }
}

/// What a ward proposes to a household: it stands as long as nobody in the home has chosen otherwise.
/// What is `nil` is left to the terminal.
public struct HomeDefaults: Equatable, Sendable {
  /// How large words are.
  public var textSize: TextSize?
  /// How fast it reads on request.
  public var readingPace: ReadingPace?
  /// The volume, in `volumes`; an emergency has a least volume of its own.
  public var volumePercent: Int?
  /// Whether it is dark at night while nobody touches it.
  public var isDarkAtNight: Bool?

  /// What can be proposed: heard, and no louder than the household's own 100 %.
  public static let volumes: ClosedRange<Int64> = 10...100

  /// Nothing is proposed.
  public init() {}

  /// These, and where they say nothing, those of a wider circle.
  public func over(_ wider: HomeDefaults) -> HomeDefaults {
    var merged = self
    merged.textSize = textSize ?? wider.textSize
    merged.readingPace = readingPace ?? wider.readingPace
    merged.volumePercent = volumePercent ?? wider.volumePercent
    merged.isDarkAtNight = isDarkAtNight ?? wider.isDarkAtNight
    return merged
  }

  /// The proposals that `reader` has.
  public init(_ reader: ObjectReader) throws(Malformed) {
    textSize = try reader.optionalWord("textSize")
    readingPace = try reader.optionalWord("readingPace")
    volumePercent =
      reader.has("volume") ? Int(try reader.integer("volume", in: Self.volumes)) : nil
    isDarkAtNight = reader.has("darkAtNight") ? try reader.boolean("darkAtNight") : nil
  }

  /// The proposals as JSON.
  public var json: JSONValue {
    .members([
      "textSize": textSize.map { .string($0.rawValue) },
      "readingPace": readingPace.map { .string($0.rawValue) },
      "volume": volumePercent.map { .integer(Int64($0)) },
      "darkAtNight": isDarkAtNight.map { .boolean($0) },
    ])
  }
}
