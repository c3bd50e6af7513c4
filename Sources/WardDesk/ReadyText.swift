import ConfigurationFiles
import LinuxIO
import SQLite
import WardContract

/// A text to begin with: what a ward says again and again, with blanks such as `{giờ}` to fill in.
public struct ReadyText: Equatable, Sendable {
  /// Its name.
  public var identifier: Identifier
  /// What it is called in a list: "Họp tổ dân phố".
  public var title: String
  /// Its words and its class; what else stands in it is not taken over.
  public var draft: Draft
  /// It is the ward's own, and can be changed there.
  public var isOwn: Bool

  /// A draft that begins with it.
  public func begin(as identifier: Identifier, areas: [Area]) -> Draft {
    var draft = Draft(identifier: identifier, areas: areas)
    draft.contentClass = self.draft.contentClass
    draft.headline = self.draft.headline
    draft.text = self.draft.text
    draft.instruction = self.draft.instruction
    return draft
  }

  /// The text in the file at `path`, named after it: `title`, `class`, `headline`, `text`.
  init(path: String, area: Area) throws {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard name.hasSuffix(".toml"), let identifier = Identifier(name.dropLast(5)) else {
      throw DeskError("\(path): \(Identifier.rule) as the file's name, before .toml")
    }
    let file = try ConfigurationFile(
      Files.read(path, limit: ConfigurationFile.maximumBytes), name: path)
    try file.allowTables([])
    var table = file.table("")
    func words(_ key: String, _ limit: Int) throws -> String {
      try table.string(key, rule: "text of 1 to \(limit) bytes") { text in
        let text = TextRules.normalised(text)
        return text.isEmpty || TextRules.fault(in: text, limit: limit) != nil ? nil : text
      }
    }
    self.identifier = identifier
    title = try words("title", Bounds.nameBytes)
    isOwn = false
    draft = Draft(identifier: identifier, areas: [area])
    draft.contentClass = try words("class", Bounds.nameBytes)
    draft.headline = try words("headline", Bounds.headlineBytes)
    draft.text = try words("text", Bounds.descriptionBytes)
    try table.finish()
  }

  /// The ward's own.
  init(identifier: Identifier, title: String, draft: Draft) {
    self.identifier = identifier
    self.title = title
    self.draft = draft
    isOwn = true
  }
}

extension WardFolder {
  /// The ready texts that come with LoaNha, by title; none if they were not installed.
  public func readyTexts() -> [ReadyText] {
    guard let rules = try? RuleFiles.sharedFolder() else { return [] }
    return (try? readyTexts(shared: "\(Files.folder(of: rules))/ready-texts")) ?? []
  }

  /// The ready texts in the folder `shared`, by title.
  public func readyTexts(shared: String) throws -> [ReadyText] {
    guard Files.isFolder(shared) else { return [] }
    return try Files.list(shared).filter { $0.hasSuffix(".toml") }
      .map { try ReadyText(path: "\(shared)/\($0)", area: area) }
      .sorted { $0.title < $1.title }
  }
}

extension DeskStore {
  /// The ward's own ready texts, by title.
  public func readyTexts() throws(DatabaseError) -> [ReadyText] {
    try database.query(
      "SELECT identifier, title, content FROM ready_texts ORDER BY title, identifier"
    ).compactMap { row in
      guard let identifier = row[0].text.flatMap({ Identifier($0) }), let text = row[2].text,
        let json = try? JSONParser.parse(Array(text.utf8)), let draft = try? Draft(json: json)
      else { return nil }
      return ReadyText(identifier: identifier, title: row[1].text ?? "", draft: draft)
    }
  }

  /// Keeps the words of a draft as a ready text of the ward's own, in the place of one that has its name.
  public func keepReadyText(
    of draft: Draft, title: String, by editor: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT OR REPLACE INTO ready_texts VALUES (?, ?, ?, ?, ?)",
      [
        .text(draft.identifier.description), .text(title), .text(draft.json.text), .text(editor),
        .integer(now.milliseconds),
      ])
  }

  /// Removes a ready text of the ward's own.
  public func removeReadyText(_ identifier: Identifier) throws(DatabaseError) {
    try database.query(
      "DELETE FROM ready_texts WHERE identifier = ?", [.text(identifier.description)])
  }
}
