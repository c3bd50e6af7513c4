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

/// How brightly the display shines by day.
public enum Brightness: String, CaseIterable, Sendable {
  case full = "sang"
  case medium = "vua"
  case low = "diu"

  /// Of the board's brightness.
  public var percent: Int {
    switch self {
    case .full: 100
    case .medium: 65
    case .low: 35
    }
  }
}

/// How a household likes its terminal.
public struct Preferences: Equatable, Sendable {
  /// How large words are.
  public var textSize = TextSize.normal
  /// How fast it reads on request.
  public var readingPace = ReadingPace.normal
  /// How brightly it shines by day.
  public var brightness = Brightness.full
  /// It is dark at night while nobody touches it.
  public var isDarkAtNight = true

  /// What a new home has.
  public init() {}

  /// "rat-lon vua sang 1": size, pace, brightness, dark at night.
  public var stored: String {
    [textSize.rawValue, readingPace.rawValue, brightness.rawValue, isDarkAtNight ? "1" : "0"]
      .joined(separator: " ")
  }

  /// What can't be read is what a new home has.
  public init(stored text: String) {
    self.init()
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 4 else { return }
    textSize = TextSize(rawValue: words[0]) ?? textSize
    readingPace = ReadingPace(rawValue: words[1]) ?? readingPace
    brightness = Brightness(rawValue: words[2]) ?? brightness
    isDarkAtNight = words[3] != "0"
  }
}
