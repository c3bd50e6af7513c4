import ConfigurationFiles

/// A board file and those that it inherits from, read as one.
struct BoardFiles {
  /// A file, and the tables of it that don't count for the board.
  private struct Layer {
    var file: ConfigurationFile
    var dropped: [String]
  }

  /// Most files that one board may be put together from.
  private static let maximumFiles = 4
  private static let inheritanceRule =
    "another board of the same folder, not in a circle, and \(maximumFiles) files at most"

  /// The name that the board's own file gives.
  let name: String
  /// The status of the board's own file.
  let status: Board.Status
  /// The machines that the board's own file is for.
  let machines: [String]
  /// The board's own file first, then what it inherits from.
  private let layers: [Layer]

  /// Reads the board file at `path` and those that it inherits from. Each may have `tables`.
  init(
    path: String, tables: [String], read: (String) throws(ConfigurationError) -> [UInt8]
  ) throws(ConfigurationError) {
    var layers: [Layer] = []
    var heads: [(name: String, status: Board.Status, machines: [String])] = []
    var dropped: [String] = []
    var next: String? = path
    while let path = next {
      let file = try ConfigurationFile(read(path), name: path)
      try file.allowTables(tables)
      layers.append(Layer(file: file, dropped: dropped))
      var top = file.table("")
      heads.append(
        (
          try top.string("name"), try top.word("status", standard: .sketch),
          try top.strings("machine")
        ))
      let read = layers.map(\.file.name)
      next = try top.optionalString("inherit", rule: Self.inheritanceRule) { board in
        let base = Self.neighbour(of: path, board)
        return board.contains("/") || read.contains(base) || read.count == Self.maximumFiles
          ? nil : base
      }
      if next != nil { dropped += try top.strings("without", of: tables) }
      try top.finish()
    }
    (name, status, machines) = heads[0]
    self.layers = layers
  }

  /// The path of the file of `board`, in the folder of `path`.
  private static func neighbour(of path: String, _ board: String) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    return "\(slash.map { path[...$0] } ?? "")\(board).toml"
  }

  /// The table of that name with the keys that it inherits; an empty one if no file has it.
  func table(_ name: String) -> ConfigurationTable {
    var table = layers[0].file.table(name)
    for base in layers.dropFirst() where !base.dropped.contains(name) {
      table.inherit(base.file.table(name))
    }
    return table
  }

  /// The same, or `nil` if no file has it.
  func optionalTable(_ name: String) -> ConfigurationTable? {
    let isThere = layers.contains { $0.file.hasTable(name) && !$0.dropped.contains(name) }
    return isThere ? table(name) : nil
  }
}
