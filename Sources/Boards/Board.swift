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
    sound = try Sound(table("sound"))
    display = try Display(table("display"))
    buttons = try Buttons(table("buttons"))
  }

  private static let inheritanceRule =
    "another board of the same folder, not in a circle, and \(maximumFiles) files at most"

  /// The path of the file of `board`, in the folder of `path`.
  private static func neighbour(of path: String, _ board: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return "\(slash.map { path[...$0] } ?? "")\(board).toml"
  }
}
