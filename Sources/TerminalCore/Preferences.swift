import WardContract

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

  /// What a home has that has chosen nothing, where its ward proposes this.
  init(proposed defaults: HomeDefaults) {
    self.init()
    textSize = defaults.textSize ?? textSize
    readingPace = defaults.readingPace ?? readingPace
    isDarkAtNight = defaults.isDarkAtNight ?? isDarkAtNight
  }

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
