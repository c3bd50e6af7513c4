/// What a terminal is built of, in roles; from a file `boards/<board>.toml`. Nothing in it is
/// about a home.
public struct Board: Sendable {
  /// How far a board file can be trusted.
  public enum Status: String, CaseIterable, Sendable {
    /// Written from data sheets.
    case sketch
    /// Checked against captured files of the real board.
    case captured
    /// Run.
    case tested
  }

  /// `[sound]`
  public struct Sound: Sendable {
    /// Whose clock paces the card; see `SoundSettings.Pacing`.
    public enum Pacing: String, CaseIterable, Sendable {
      case card
      case clock
      case none
    }

    /// Name of an ALSA PCM; `{home}` stands for the terminal's folder.
    public var pcm: String
    /// Samples a second, 8,000…192,000.
    public var rateHertz: Int
    /// 1 or 2.
    public var channels: Int
    /// Depth of the card's buffer, 100…10,000 ms.
    public var bufferMilliseconds: Int
    /// Silence before the first sample, 0…5,000 ms, in which an amplifier wakes up.
    public var leadInMilliseconds: Int
    /// Silence after the last sample, 0…5,000 ms, which pushes it out of the card.
    public var tailMilliseconds: Int
    /// Whose clock says when a sample has sounded.
    public var pacing: Pacing
  }

  /// `[display]`
  public struct Display: Sendable {
    /// Where pixels go.
    public enum Kind: String, CaseIterable, Sendable {
      /// Into a PNG file, for the simulator.
      case png
      case none
    }

    /// Where pixels go.
    public var kind: Kind
    /// Pixels, 320…3,840.
    public var width: Int
    /// Pixels, 320…3,840.
    public var height: Int
    /// The PNG file; `{home}` stands for the terminal's folder.
    public var path: String
    /// A font file with every Vietnamese letter.
    public var regularFontPath: String
    /// The same in bold.
    public var boldFontPath: String
  }

  /// `[buttons]`
  public struct Buttons: Sendable {
    /// Where presses come from.
    public enum Source: String, CaseIterable, Sendable {
      /// Lines on a Unix socket, for the simulator.
      case socket
      case none
    }

    /// Where presses come from.
    public var source: Source
    /// The socket; `{home}` stands for the terminal's folder.
    public var path: String
  }

  /// The board's name; its file is `boards/<name>.toml`.
  public var name: String
  /// How far this very file can be trusted; it is never inherited.
  public var status: Status
  /// The sound card.
  public var sound: Sound
  /// The display.
  public var display: Display
  /// The buttons.
  public var buttons: Buttons

  private static let tableNames = ["sound", "display", "buttons"]
  /// Most files that one board may be put together from.
  private static let maximumFiles = 4

  /// Reads the board file at `path`; `read` gives the bytes of a file, and throws if there is
  /// none. `inherit` names another board of the same folder, whose tables count key by key where
  /// this file has none of its own.
  public init(
    path: String, read: (String) throws(ConfigurationError) -> [UInt8]
  ) throws(ConfigurationError) {
    var files: [ConfigurationFile] = []
    var heads: [(name: String, status: Status)] = []
    var next: String? = path
    while let path = next {
      let file = try ConfigurationFile(read(path), name: path)
      try file.allowTables(Self.tableNames)
      files.append(file)
      var top = file.table("")
      heads.append((try top.string("name"), try top.word("status", standard: .sketch)))
      let read = files.map(\.name)
      next = try top.optionalString("inherit", rule: Self.inheritanceRule) { board in
        let base = Self.neighbour(of: path, board)
        return board.contains("/") || read.contains(base) || read.count == Self.maximumFiles
          ? nil : base
      }
      try top.finish()
    }
    (name, status) = heads[0]
    func table(_ name: String) -> ConfigurationTable {
      var table = files[0].table(name)
      for base in files.dropFirst() { table.inherit(base.table(name)) }
      return table
    }
    sound = try Self.sound(table("sound"))
    display = try Self.display(table("display"))
    buttons = try Self.buttons(table("buttons"))
  }

  private static let inheritanceRule =
    "another board of the same folder, not in a circle, and \(maximumFiles) files at most"

  /// The path of the file of `board`, in the folder of `path`.
  private static func neighbour(of path: String, _ board: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return "\(slash.map { path[...$0] } ?? "")\(board).toml"
  }

  private static func sound(_ given: ConfigurationTable) throws(ConfigurationError) -> Sound {
    var table = given
    let sound = Sound(
      pcm: try table.string("pcm"),
      rateHertz: try table.integer("rate-hz", in: 8_000...192_000, standard: 48_000),
      channels: try table.integer("channels", in: 1...2, standard: 1),
      bufferMilliseconds: try table.integer("buffer-ms", in: 100...10_000, standard: 2_000),
      leadInMilliseconds: try table.integer("lead-in-ms", in: 0...5_000, standard: 200),
      tailMilliseconds: try table.integer("tail-ms", in: 0...5_000, standard: 200),
      pacing: try table.word("pacing", standard: .card))
    try table.finish()
    return sound
  }

  private static func display(_ given: ConfigurationTable) throws(ConfigurationError) -> Display {
    var table = given
    let fonts = "/usr/share/fonts/truetype/noto"
    let display = Display(
      kind: try table.word("kind", standard: .none),
      width: try table.integer("width", in: 320...3_840, standard: 800),
      height: try table.integer("height", in: 320...3_840, standard: 480),
      path: try table.optionalString("path") ?? "{home}/screen.png",
      regularFontPath: try table.optionalString("font") ?? "\(fonts)/NotoSans-Regular.ttf",
      boldFontPath: try table.optionalString("font-bold") ?? "\(fonts)/NotoSans-Bold.ttf")
    try table.finish()
    return display
  }

  private static func buttons(_ given: ConfigurationTable) throws(ConfigurationError) -> Buttons {
    var table = given
    let buttons = Buttons(
      source: try table.word("source", standard: .none),
      path: try table.optionalString("path") ?? "{home}/buttons.sock")
    try table.finish()
    return buttons
  }
}
