import SQLite
import WardContract

/// What is set for a ward's homes: by whom, when, and what each home was told of it. Nothing that was set is
/// ever deleted; going back is to set the earlier again.
extension DeskStore {
  static let settingsTables =
    """
    CREATE TABLE settings_history (
      number INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT, document TEXT, officer TEXT,
      time INTEGER);
    CREATE INDEX settings_by_scope ON settings_history (scope, number);
    CREATE TABLE issued_settings (
      terminal TEXT PRIMARY KEY, version INTEGER, document TEXT, time INTEGER) WITHOUT ROWID;
    CREATE TABLE places (
      terminal TEXT, since INTEGER, area TEXT, groups TEXT, PRIMARY KEY (terminal, since))
      WITHOUT ROWID;
    ALTER TABLE terminals ADD COLUMN moved INTEGER;
    ALTER TABLE terminals ADD COLUMN retired INTEGER;
    ALTER TABLE terminals ADD COLUMN successor TEXT;
    ALTER TABLE presences ADD COLUMN settings INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE presences ADD COLUMN settings_since INTEGER;
    ALTER TABLE presences ADD COLUMN refused_settings TEXT;
    """
    + ["DELETE", "UPDATE"].map { change in
      """
      CREATE TRIGGER settings_history_\(change) BEFORE \(change) ON settings_history
        BEGIN SELECT RAISE(ABORT, 'what was set stays'); END;
      """
    }.joined()

  // MARK: Setting

  /// Sets what is proposed to all homes of a ward, an area or a group.
  public func set(
    _ defaults: HomeDefaults, for scope: SettingsScope, by officer: String, at now: Instant
  ) throws(DatabaseError) {
    if case .home = scope { preconditionFailure("a home has a place as well") }
    let homes = try terminals()
    try database.transaction { () throws(DatabaseError) in
      for home in homes { try keepBaseline(home) }
      try add(SettingsEntry.document(nil, defaults), to: scope, by: officer, at: now)
      let circles = try circles()
      for home in homes { try issue(home, circles, at: now) }
    }
  }

  /// Sets where a home belongs, and what is proposed to it beside what is proposed to all.
  public func set(
    _ place: HomePlace, _ defaults: HomeDefaults, of terminal: Identifier, by officer: String,
    at now: Instant
  ) throws {
    try set([(terminal, place, defaults)], by: officer, at: now)
  }

  /// The same for several homes, all of them or none. What `also` does, happens with it or not at all.
  public func set(
    _ changes: [(terminal: Identifier, place: HomePlace, defaults: HomeDefaults)],
    by officer: String, at now: Instant, also: () throws(DatabaseError) -> Void = {}
  ) throws {
    var homes: [(Terminal, HomePlace, HomeDefaults)] = []
    for change in changes {
      homes.append((try inUse(change.terminal), change.place, change.defaults))
    }
    try database.transaction { () throws(DatabaseError) in
      let circles = try circles()
      for (home, place, defaults) in homes {
        try change(home, to: place, defaults, circles, by: officer, at: now)
      }
      try also()
    }
  }

  /// Homes join a group, and others leave it.
  public func change(
    group: Area, joining: [Identifier], leaving: [Identifier], by officer: String, at now: Instant
  ) throws {
    var changes: [(Identifier, HomePlace, HomeDefaults)] = []
    for name in joining + leaving.filter({ !joining.contains($0) }) {
      guard var place = try inUse(name).place else { continue }
      let before = place.groups
      place.groups.removeAll { $0 == group }
      if joining.contains(name) { place.groups.append(group) }
      guard place.groups.count <= Bounds.groupsOfHome else {
        throw DeskError("Máy \(name) đã ở \(Bounds.groupsOfHome) nhóm, không thêm được nữa.")
      }
      if Set(before) != Set(place.groups) {
        changes.append((name, place, try ownDefaults(of: name)))
      }
    }
    try set(changes, by: officer, at: now)
  }

  /// The terminal of that name, unless it has been retired.
  private func inUse(_ terminal: Identifier) throws -> Terminal {
    guard let home = try self.terminal(terminal) else {
      throw DeskError("Không có máy nào tên \(terminal).")
    }
    guard home.retired == nil else { throw DeskError("Máy \(terminal) đã thôi dùng.") }
    return home
  }

  private func change(
    _ home: Terminal, to place: HomePlace, _ defaults: HomeDefaults, _ circles: SettingsCircles,
    by officer: String, at now: Instant
  ) throws(DatabaseError) {
    try keepBaseline(home)
    let (name, scope) = (Value.text(home.identifier), try scope(of: home))
    if let before = home.place {
      if try settingsHistory(of: scope, limit: 1).isEmpty {
        let document = SettingsEntry.document(before, HomeDefaults())
        try add(document, to: scope, by: "", at: home.enrolled)
      }
      if before.area != place.area || before.groups != place.groups {
        try keep(before, of: name, since: 0)
        try keep(place, of: name, since: now.milliseconds)
        try database.query(
          "UPDATE terminals SET area = ?, groups = ?, moved = ? WHERE identifier = ?",
          [
            .text(place.area.description), Self.column(place.groups), .integer(now.milliseconds),
            name,
          ]
        )
      }
    }
    try database.query(
      "UPDATE terminals SET address = ? WHERE identifier = ?",
      [place.address.map { .text($0) } ?? .null, name])
    try add(SettingsEntry.document(place, defaults), to: scope, by: officer, at: now)
    var home = home
    (home.area, home.groups, home.address) = (place.area.description, place.groups, place.address)
    try issue(home, circles, at: now)
  }

  private func scope(of home: Terminal) throws(DatabaseError) -> SettingsScope {
    guard let identifier = Identifier(home.identifier) else {
      throw DatabaseError.corrupt("a terminal has no name", "terminals")
    }
    return .home(identifier)
  }

  private static func column(_ groups: [Area]) -> Value {
    .text(groups.map(\.description).joined(separator: " "))
  }

  private func keep(
    _ place: HomePlace, of name: Value, since: Int64
  ) throws(DatabaseError) {
    try database.query(
      "INSERT OR IGNORE INTO places VALUES (?, ?, ?, ?)",
      [name, .integer(since), .text(place.area.description), Self.column(place.groups)])
  }

  private func add(
    _ document: JSONValue, to scope: SettingsScope, by officer: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO settings_history (scope, document, officer, time) VALUES (?, ?, ?, ?)",
      [
        .text(scope.description), .text(document.text), .text(officer),
        .integer(now.milliseconds),
      ])
  }

  // MARK: What homes are told

  /// What a home was enrolled with is version 0.
  func keepBaseline(_ home: Terminal) throws(DatabaseError) {
    guard let place = home.place else { return }
    try database.query(
      "INSERT OR IGNORE INTO issued_settings VALUES (?, 0, ?, ?)",
      [
        .text(home.identifier), .text(SettingsEntry.document(place, HomeDefaults()).text),
        .integer(home.enrolled.milliseconds),
      ])
  }

  /// Makes a new version of what a home is told, if it says anything new.
  func issue(
    _ home: Terminal, _ circles: SettingsCircles, at now: Instant
  ) throws(DatabaseError) {
    guard let place = home.place else { return }
    let own = try settingsHistory(of: scope(of: home), limit: 1).first?.defaults
    let merged = (own ?? HomeDefaults()).over(circles.merged(around: place))
    try database.query(
      """
      UPDATE issued_settings SET version = version + 1, document = ?2, time = ?3
      WHERE terminal = ?1 AND document <> ?2
      """,
      [
        .text(home.identifier), .text(SettingsEntry.document(place, merged).text),
        .integer(now.milliseconds),
      ])
  }

  /// What a home has been told last: the version, 0 if it is what it was enrolled with, and since when.
  public func issuedSettings(
    of terminal: Identifier
  ) throws(DatabaseError) -> (version: Int64, time: Instant)? {
    try database.query(
      "SELECT version, time FROM issued_settings WHERE terminal = ?",
      [.text(terminal.description)]
    ).first.flatMap { row in
      guard let version = row[0].integer, let time = row[1].integer else { return nil }
      return (version, Instant(milliseconds: time))
    }
  }

  /// Settings that connected homes have not said to hold, at most `limit`. In no order: homes that never
  /// say it must not hold up the others.
  func unheldSettings(
    ward: Area, limit: Int, at now: Instant
  ) throws(DatabaseError) -> [HomeSettings] {
    try database.query(
      """
      SELECT issued_settings.terminal, issued_settings.version, document FROM issued_settings
      JOIN presences ON presences.terminal = issued_settings.terminal AND online = 1
      JOIN terminals ON identifier = issued_settings.terminal AND retired IS NULL
      WHERE issued_settings.version > presences.settings ORDER BY random() LIMIT ?
      """, [.integer(Int64(limit))]
    ).compactMap { row in
      guard let terminal = row[0].text.flatMap({ Identifier($0) }), let version = row[1].integer,
        let (place, defaults) = SettingsEntry.read(row[2].text), let place
      else { return nil }
      return HomeSettings(
        terminal: terminal, ward: ward, version: version, signed: now, area: place.area,
        groups: place.groups, address: place.address, defaults: defaults)
    }
  }

  /// A home holds a version that this desk never gave: it goes on beyond.
  func goBeyond(_ version: Int64, of terminal: Identifier) throws(DatabaseError) {
    try database.query(
      "UPDATE issued_settings SET version = ?2 + 1 WHERE terminal = ?1 AND version < ?2",
      [.text(terminal.description), .integer(version)])
  }

  // MARK: Reading

  /// What was set for a scope, the newest first.
  public func settingsHistory(
    of scope: SettingsScope, limit: Int
  ) throws(DatabaseError) -> [SettingsEntry] {
    try database.query(
      """
      SELECT number, document, officer, time FROM settings_history WHERE scope = ?
      ORDER BY number DESC LIMIT ?
      """, [.text(scope.description), .integer(Int64(limit))]
    ).compactMap { row in
      guard let number = row[0].integer, let (place, defaults) = SettingsEntry.read(row[1].text)
      else { return nil }
      return SettingsEntry(
        number: number, place: place, defaults: defaults, officer: row[2].text ?? "",
        time: Instant(milliseconds: row[3].integer ?? 0))
    }
  }

  /// What is proposed to a home by itself.
  public func ownDefaults(of terminal: Identifier) throws(DatabaseError) -> HomeDefaults {
    try settingsHistory(of: .home(terminal), limit: 1).first?.defaults ?? HomeDefaults()
  }

  /// What is proposed to more than one home.
  public func circles() throws(DatabaseError) -> SettingsCircles {
    var circles = SettingsCircles()
    let rows = try database.query(
      """
      SELECT scope, document FROM settings_history WHERE number IN (
        SELECT max(number) FROM settings_history
        WHERE scope = 'ward' OR scope BETWEEN 'area ' AND 'area~' GROUP BY scope)
      """)
    for row in rows {
      guard let name = row[0].text, let (_, defaults) = SettingsEntry.read(row[1].text) else {
        continue
      }
      if name == SettingsScope.ward.description {
        circles.defaults[.ward] = defaults
      } else if let area = Area(name.dropFirst("area ".count)) {
        circles.defaults[.area(area)] = defaults
      }
    }
    return circles
  }

  // MARK: Retiring

  /// A terminal is no longer in use, from now on; what it said stays. `successor` is the one that has
  /// taken its place in the home.
  public func retire(
    _ terminal: Identifier, successor: Identifier? = nil, at now: Instant
  ) throws {
    _ = try inUse(terminal)
    try database.query(
      "UPDATE terminals SET retired = ?, successor = ? WHERE identifier = ?",
      [
        .integer(now.milliseconds), successor.map { .text($0.description) } ?? .null,
        .text(terminal.description),
      ])
  }

  /// `new` takes the place of `old` in its home, with everything that was set for it, and `old` is retired.
  public func replace(
    _ old: Identifier, by new: Identifier, officer: String, at now: Instant
  ) throws {
    guard old != new, let place = try inUse(old).place else {
      throw DeskError("Chọn máy mới khác với máy cũ.")
    }
    try set(place, ownDefaults(of: old), of: new, by: officer, at: now)
    try retire(old, successor: new, at: now)
  }
}
