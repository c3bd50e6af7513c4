import Vietnam
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
  case codeEntry(CodeEntryScreen)
  case qr(QRScreen)
  case air(AirScreen)
  case choice(ChoiceScreen)
  case page(PageScreen)
  case call(CallScreen)
  case recording(RecordingScreen)
  case claim(ClaimScreen)
  case storageMissing(StorageMissingScreen)
  case examination(ExaminationScreen)
}

/// How real what stands on a screen is. Anything but `actual` is marked over the whole width.
public enum Reality: Equatable, Sendable {
  case actual
  case exercise
}

/// What a screen says of a live programme.
public enum LiveSign: Equatable, Sendable {
  case onAir
  /// Nothing of it comes; it may come back.
  case interrupted
}

/// The clock on the wall, what is new, and whether the home is connected.
public struct RestScreen: Equatable, Sendable {
  /// "08:05"; `nil` while the time is not known.
  public var time: String?
  /// "Thứ Ba, 24/11/2026"; `nil` while the time is not known.
  public var date: String?
  /// "15 tháng 10 năm Bính Ngọ", of the lunar calendar; `nil` while the time is not known.
  public var lunarDate: String?
  /// The ward as people know it.
  public var wardName: String
  /// Items that nobody has heard or opened yet.
  public var unheardCount: Int
  /// The headline of the most urgent, newest of them.
  public var newest: String?
  /// Whether the ward can be heard.
  public var connection: Connection
  /// The air outdoors or at home, and the room; `nil` if nobody measures any.
  public var air: Air?
  /// When the items that wait will be read; `nil` if none does.
  public var upcoming: String?
  /// "Yên lặng đến 06:00" while the household wants no ordinary news.
  public var quiet: String?
  /// "Phường đã trả lời: Rác thải, môi trường" while nobody has opened it, or what waits to be sent.
  public var reply: String?
  /// What is wrong, in words, the worst first.
  public var problems: [String]
  /// 0…100 percent.
  public var volumePercent: Int

  /// The air on one line.
  public struct Air: Equatable, Sendable {
    /// "Ngoài trời: Kém 120", "Trong phòng 28,5 °C"
    public var words: [String]
    /// The band whose colour stands before it; `nil` without an index.
    public var band: AirBand?
  }
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
    /// The bulletin's name.
    public var identifier: Identifier
    /// The bulletin's headline.
    public var headline: String
    /// Sender and date on one line.
    public var detail: String
    /// How urgent it is.
    public var priority: Priority
    /// Nobody has heard or opened it yet.
    public var isUnheard: Bool
    /// Real, or an exercise.
    public var reality: Reality
    /// There is something to hear.
    public var hasSound: Bool
  }

  /// From top to bottom.
  public var rows: [Row]
  /// Index of the chosen row; 0 in an empty list.
  public var selected: Int
  /// How large the household likes its words.
  public var textSize = TextSize.normal
}

/// One item: its words page by page, then its images.
public struct ReaderScreen: Equatable, Sendable {
  /// The bulletin's name.
  public var identifier: Identifier
  /// The bulletin's revision, from 1.
  public var revision: Int
  /// The bulletin's headline.
  public var headline: String
  /// Sender and date on one line.
  public var detail: String
  /// "Phát lúc 17:00 hôm nay" while it waits for its session, or that it can't be heard.
  public var announcement: String?
  /// Description and instruction, paragraphs divided by line feeds.
  public var text: String
  /// Images that are on disk.
  public var images: [MediaDigest]
  /// How urgent it is.
  public var priority: Priority
  /// Real, or an exercise.
  public var reality: Reality
  /// From 0; the painter says how many there are.
  public var page: Int
  /// What there is to hear.
  public var sound: Sound
  /// How large the household likes its words.
  public var textSize = TextSize.normal

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
  /// The bulletin's name.
  public var identifier: Identifier
  /// The bulletin's headline.
  public var headline: String
  /// The office that speaks.
  public var senderName: String
  /// How urgent it is.
  public var priority: Priority
  /// The session that goes on, and what is still to come in it; `nil` outside of sessions.
  public var session: String?
  /// Real, or an exercise.
  public var reality: Reality
  /// How it goes, if it is heard while it is made.
  public var live: LiveSign?
  /// The first image that is on disk.
  public var image: MediaDigest?
  /// Length of the sound in milliseconds; 0 without one.
  public var durationMilliseconds: Int
}

/// An emergency in force, over everything else until somebody confirms it.
public struct EmergencyScreen: Equatable, Sendable {
  /// The bulletin's name.
  public var identifier: Identifier
  /// The bulletin's revision, from 1.
  public var revision: Int
  /// The bulletin's headline.
  public var headline: String
  /// More about it; may be empty.
  public var text: String
  /// What people should do.
  public var instruction: String?
  /// The office that speaks.
  public var senderName: String
  /// "08:05 24/11/2026".
  public var sent: String
  /// Real, or an exercise.
  public var reality: Reality
  /// From 0; the painter says how many there are.
  public var page: Int
  /// There is no sound card: only the screen can tell.
  public var isSilent: Bool
  /// How the voice goes, if somebody speaks live.
  public var live: LiveSign?
}

/// The end of an emergency that this home was told of.
public struct AllClearScreen: Equatable, Sendable {
  /// The bulletin's name.
  public var identifier: Identifier
  /// The bulletin's headline.
  public var headline: String
  /// More about it; may be empty.
  public var text: String
  /// The office that speaks.
  public var senderName: String
  /// Real, or an exercise.
  public var reality: Reality
  /// From 0; the painter says how many there are.
  public var page = 0
}

/// "Why is it silent": what works and what doesn't, in words.
public struct StatusScreen: Equatable, Sendable {
  /// One thing and its state.
  public struct Row: Equatable, Sendable {
    /// The thing.
    public var name: String
    /// Its state, in words.
    public var value: String
    /// Nothing is wrong with it.
    public var isGood: Bool
  }

  /// What the screen answers.
  public var title: String
  /// From top to bottom.
  public var rows: [Row]
  /// What OK does about a silence that the household asked for; `nil` if it didn't.
  public var action: String?
  /// From 0; the painter says how many there are.
  public var page = 0
}
