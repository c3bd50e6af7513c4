import ConfigurationFiles
import LinuxIO
import SQLite
import Signatures
import WardContract

/// A file that says what becomes of a ward's areas from a day on, such as neighbourhood groups that are merged:
///
///     source = "Quyết định 12/QĐ-UBND"
///     date = "2027-01-01"
///
///     [area.01.00004.tdp-7]
///     becomes = "01.00004.tdp-3"
///
/// All changes of a file happen at once: an area may give its code away and take over another's homes in the
/// same file. An area that is split has no single successor; its homes are moved one by one.
public struct AreaChanges {
  /// The decision.
  public let source: String
  /// The first day on which it counts.
  public let date: LocalDate
  /// What each area becomes.
  let successors: [Area: Area]
  private let digest: String

  private static let rule = "text in one line, of 1 to \(Bounds.nameBytes) bytes"

  /// Reads the file at `path`.
  public init(path: String) throws {
    let bytes = try Files.read(path, limit: ConfigurationFile.maximumBytes)
    let file = try ConfigurationFile(bytes, name: path)
    let names = file.names(under: "area")
    try file.allowTables(names.map { "area.\($0)" })
    var table = file.table("")
    source = try table.string("source", rule: Self.rule) { text in
      TextRules.fault(in: text, limit: Bounds.nameBytes) == nil && !text.isEmpty ? text : nil
    }
    date = try table.string("date", rule: "a date such as 2027-01-01") { LocalDate($0) }
    try table.finish()
    var successors: [Area: Area] = [:]
    for name in names {
      var table = file.table("area.\(name)")
      let successor = try table.string("becomes", rule: Area.rule) { Area($0) }
      try table.finish()
      guard let area = Area(name), area != successor else {
        throw DeskError("\(path): [area.\(name)] không phải khu vực, hoặc thành chính nó.")
      }
      successors[area] = successor
    }
    guard !successors.isEmpty else { throw DeskError("\(path) không có [area.…] nào.") }
    self.successors = successors
    digest = SHA256.mediaDigest(SHA256.digest(bytes)).description
  }

  /// Where a home belongs afterwards.
  func place(_ place: HomePlace) -> HomePlace {
    var new = place
    new.area = successors[place.area] ?? place.area
    new.groups = []
    for group in place.groups.map({ successors[$0] ?? $0 }) where !new.groups.contains(group) {
      new.groups.append(group)
    }
    return new
  }

  /// What the file would do in a ward.
  public struct Explanation: Equatable, Sendable {
    /// What happens, a line each.
    public var lines: [String]
    /// Why it can't be done; empty if it can.
    public var faults: [String]
  }

  /// Explains what the file would do in a ward.
  public func explain(in folder: WardFolder, at now: Instant) throws -> Explanation {
    let store = try DeskStore(path: folder.databasePath)
    var explanation = Explanation(lines: ["\(source), từ ngày \(date)."], faults: [])
    let known = [folder.area] + folder.areasWithin
    for (area, successor) in successors.sorted(by: { $0.key < $1.key }) {
      let count = try store.homes(in: area, limit: 0).total
      let isReused = successors.values.contains(area)
      explanation.lines.append(
        "\(area) → \(successor): \(count) nhà"
          + (isReused ? "; mã \(area) dùng lại cho nhà chuyển tới." : "."))
      if !folder.area.covers(successor) {
        explanation.faults.append(
          "\(successor) thuộc phường khác: cho từng máy thôi dùng ở đây, lắp lại ở phường kia.")
      } else if !known.contains(successor) {
        explanation.faults.append("\(successor) chưa có trong `areas-within` của phường.")
      }
      let isListening = try store.board().contains { $0.bulletin.areas.contains(area) }
      if isListening {
        explanation.lines.append(
          "  Tin đang treo cho \(area) sẽ rời các nhà chuyển đi; tin khẩn cấp thì ở lại đến khi hết."
        )
      }
    }
    if now < date.instant(minute: 0) {
      explanation.faults.append("Chưa đến ngày \(date).")
    }
    if try store.hasApplied(areaChanges: digest) {
      explanation.faults.append("Tệp này đã áp dụng rồi; áp dụng lần nữa sẽ chuyển nhầm nhà.")
    }
    return explanation
  }

  /// Moves the homes, all at once, and gives their number. Refuses what `explain` finds wrong.
  public func apply(to folder: WardFolder, by officer: String, at now: Instant) throws -> Int {
    let faults = try explain(in: folder, at: now).faults
    guard faults.isEmpty else { throw DeskError(faults.joined(separator: " ")) }
    let store = try DeskStore(path: folder.databasePath)
    var changes: [(Identifier, HomePlace, HomeDefaults)] = []
    for terminal in try store.terminals() {
      guard let name = Identifier(terminal.identifier), let old = terminal.place else { continue }
      let new = place(old)
      if new != old { changes.append((name, new, try store.ownDefaults(of: name))) }
    }
    try store.set(changes, by: officer, at: now) { () throws(DatabaseError) in
      try store.note(areaChanges: digest, at: now)
    }
    return changes.count
  }
}

extension DeskStore {
  private static func name(_ digest: String) -> Value { .text("areas \(digest)") }

  func hasApplied(areaChanges digest: String) throws(DatabaseError) -> Bool {
    try !database.query("SELECT 1 FROM settings WHERE name = ?", [Self.name(digest)]).isEmpty
  }

  func note(areaChanges digest: String, at now: Instant) throws(DatabaseError) {
    try database.query(
      "INSERT INTO settings VALUES (?, ?)", [Self.name(digest), .integer(now.milliseconds)])
  }
}
