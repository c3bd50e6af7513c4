import WardContract

/// What a terminal shows, as words and numbers; the painter gives them their place. Two equal
/// screens look the same.
public enum Screen: Equatable, Sendable {
  case rest(RestScreen)
  case news(NewsScreen)
  case reader(ReaderScreen)
  case broadcast(BroadcastScreen)
  case emergency(EmergencyScreen)
  case allClear(AllClearScreen)
  case status(StatusScreen)
}

/// How real what stands on a screen is. Anything but `actual` is marked over the whole width.
public enum Reality: Equatable, Sendable {
  case actual
  case exercise
}

/// The clock on the wall, what is new, and whether the home is connected.
public struct RestScreen: Equatable, Sendable {
  /// "08:05"; `nil` while the time is not known.
  public var time: String?
  /// "Thứ Ba, 24/11/2026"; `nil` while the time is not known.
  public var date: String?
  /// The ward as people know it.
  public var wardName: String
  /// Items that nobody has heard or opened yet.
  public var unheardCount: Int
  /// The headline of the most urgent, newest of them.
  public var newest: String?
  /// Whether the ward can be heard.
  public var connection: Connection
  /// What is wrong, in words, the worst first.
  public var problems: [String]
  /// 0…100 percent.
  public var volumePercent: Int
}

/// Whether a home hears its ward.
public enum Connection: Equatable, Sendable {
  /// The board is complete and fresh.
  case connected
  /// Connecting or catching up, for less than the time that deserves a worry.
  case connecting
  /// Cut off; since when, in words ("08:05" or "20/11 08:05"), if the time is known.
  case cutOff(since: String?)
}

/// The list of what hangs on the wall, unheard first.
public struct NewsScreen: Equatable, Sendable {
  /// One line of the list.
  public struct Row: Equatable, Sendable {
    public var identifier: Identifier
    public var headline: String
    /// Sender and date on one line.
    public var detail: String
    public var priority: Priority
    public var isUnheard: Bool
    public var reality: Reality
    public var hasSound: Bool
  }

  public var rows: [Row]
  /// Index of the chosen row; 0 in an empty list.
  public var selected: Int
}

/// One item: its words page by page, then its images.
public struct ReaderScreen: Equatable, Sendable {
  public var identifier: Identifier
  public var revision: Int
  public var headline: String
  /// Sender and date on one line.
  public var detail: String
  /// Description and instruction, paragraphs divided by line feeds.
  public var text: String
  /// Images that are on disk.
  public var images: [MediaDigest]
  public var priority: Priority
  public var reality: Reality
  /// From 0; the painter says how many there are.
  public var page: Int
  public var sound: Sound

  /// What there is to hear.
  public enum Sound: Equatable, Sendable {
    case none
    /// Still on its way.
    case fetching
    /// OK plays it.
    case ready
    case playing
  }
}

/// A broadcast that came by itself.
public struct BroadcastScreen: Equatable, Sendable {
  public var identifier: Identifier
  public var headline: String
  public var senderName: String
  public var priority: Priority
  public var reality: Reality
  /// The first image that is on disk.
  public var image: MediaDigest?
  /// Length of the sound in milliseconds; 0 without one.
  public var durationMilliseconds: Int
}

/// An emergency in force, over everything else until somebody confirms it.
public struct EmergencyScreen: Equatable, Sendable {
  public var identifier: Identifier
  public var revision: Int
  public var headline: String
  public var text: String
  public var instruction: String?
  public var senderName: String
  /// "08:05 24/11/2026".
  public var sent: String
  public var reality: Reality
  /// From 0; the painter says how many there are.
  public var page: Int
  /// There is no sound card: only the screen can tell.
  public var isSilent: Bool
}

/// The end of an emergency that this home was told of.
public struct AllClearScreen: Equatable, Sendable {
  public var identifier: Identifier
  public var headline: String
  public var text: String
  public var senderName: String
  public var reality: Reality
}

/// "Why is it silent": what works and what doesn't, in words.
public struct StatusScreen: Equatable, Sendable {
  /// One thing and its state.
  public struct Row: Equatable, Sendable {
    public var name: String
    public var value: String
    public var isGood: Bool
  }

  public var title: String
  public var rows: [Row]
}
