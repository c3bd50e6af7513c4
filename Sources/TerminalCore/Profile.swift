import Vietnamese
import WardContract

/// What makes one terminal this terminal; from its settings file, fixed while it runs.
public struct Profile: Sendable {
  /// The terminal's name, the CN of its certificate.
  public var terminal: Identifier
  /// The leaf area that the home belongs to; everything above it is listened to as well.
  public var area: Area
  /// Groups that the home was put in, each an area of its own.
  public var groups: [Area]
  /// The area whose desk and root key answer for this home.
  public var ward: Area
  /// The ward as people know it: "phường Ba Đình".
  public var wardName: String
  /// The root key of the ward, 32 bytes of Ed25519, installed at provisioning.
  public var rootKey: [UInt8]
  /// The version of `loanhad`.
  public var version: String
  /// How fast the voice of the home reads, 80…300 words a minute.
  public var wordsPerMinute = SpokenText.usualWordsPerMinute

  /// Whether the home has a loudspeaker in another room.
  public var hasSecondSpeaker = false
  /// Whether the home has a modem that telephones.
  public var hasTelephone = false
  /// Where the home is, as a call-taker needs to hear it; `nil` if nobody wrote it down.
  public var address: String?
  /// Whether the home has a microphone.
  public var hasMicrophone = false
  /// What else of the board can be examined.
  public var equipment = Equipment()
  /// Whether the home was enrolled just now, before whoever installs the terminal.
  public var isNew = false

  /// A profile.
  public init(
    terminal: Identifier, area: Area, groups: [Area] = [], ward: Area, wardName: String,
    rootKey: [UInt8], version: String
  ) {
    self.terminal = terminal
    self.area = area
    self.groups = groups
    self.ward = ward
    self.wardName = wardName
    self.rootKey = rootKey
    self.version = version
  }

  /// The areas that the terminal listens to, the widest first: from its ward down to its leaf,
  /// then its groups.
  public var areas: [Area] {
    area.andAncestors.filter { ward.covers($0) } + groups
  }
}
