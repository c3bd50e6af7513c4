import Vietnam
import WardContract

/// The air of the home and of its ward, a page at a time.
public struct AirScreen: Equatable, Sendable {
  /// What stands on one page.
  public enum Page: Equatable, Sendable {
    case now(AirNow)
    case advice(AirAdvice)
    case day(AirDay)
  }

  /// At least one.
  public var pages: [Page]
  /// From 0; beyond the last it is the last.
  public var page: Int
  /// How large the household likes its words.
  public var textSize: TextSize

  /// The air on that page.
  public init(pages: [Page], page: Int, textSize: TextSize = .normal) {
    self.pages = pages
    self.page = min(page, pages.count - 1)
    self.textSize = textSize
  }
}

/// How the air is now, in the home and outside.
public struct AirNow: Equatable, Sendable {
  /// An index with its band; never the colour of a band alone.
  public struct Index: Equatable, Sendable {
    /// 0…500.
    public var value: Int
    /// The band that it is in.
    public var band: AirBand

    /// An index.
    public init(value: Int) { (self.value, band) = (value, AirBand(index: value)) }
  }

  /// One of the two places.
  public struct Place: Equatable, Sendable {
    /// "Trong nhà", "Trạm Hàng Đậu"
    public var title: String
    /// `nil` if there is none to rely on.
    public var index: Index?
    /// What it is, or why there is none: short lines divided by line feeds.
    public var note: String
    /// Too old to go by; the note says of when it is.
    public var isOld: Bool

    /// The air in one place.
    public init(title: String, index: Index?, note: String, isOld: Bool = false) {
      self.title = title
      self.index = index
      self.note = note
      self.isOld = isOld
    }
  }

  /// The home's own sensors, and the ward's station.
  public var home: Place, ward: Place
  /// Readings of the room: "Nhiệt độ 25,5 °C".
  public var room: [String]

  /// How the air is now.
  public init(home: Place, ward: Place, room: [String]) {
    self.home = home
    self.ward = ward
    self.room = room
  }
}

/// What to do in such air.
public struct AirAdvice: Equatable, Sendable {
  /// Whom it is for.
  public var title: String
  /// The index that it goes by.
  public var index: AirNow.Index
  /// The advice.
  public var text: String
  /// Where index and advice are from.
  public var source: String

  /// Advice.
  public init(title: String, index: AirNow.Index, text: String, source: String) {
    self.title = title
    self.index = index
    self.text = text
    self.source = source
  }
}

/// A picture of the last 24 hours in one place.
public struct AirDay: Equatable, Sendable {
  /// One hour.
  public struct Hour: Equatable, Sendable {
    /// When it began: 0…23.
    public var begins: Int
    /// `nil` is a gap, and stays one.
    public var index: AirNow.Index?

    /// One hour.
    public init(begins: Int, index: AirNow.Index?) {
      self.begins = begins
      self.index = index
    }
  }

  /// "24 giờ qua trong nhà"
  public var title: String
  /// What kind of numbers these are; short.
  public var note: String
  /// 24 of them, the oldest first; empty while the time is not known.
  public var hours: [Hour]

  /// A picture of a day.
  public init(title: String, note: String, hours: [Hour]) {
    self.title = title
    self.note = note
    self.hours = hours
  }
}
