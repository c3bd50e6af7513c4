import TerminalCore
import WardContract

/// What a simulated ward tells its home about itself, and what must hold for it: the home listens to
/// exactly what its newest believed settings say, and nothing of a foreign area ever sounds.
struct SimulatedSettings {
  /// Where a home can be: in no neighbourhood group, or in one, each with groups or without.
  static let leaves = [SimulatedHome.area, .named("01.00004.tdp-1"), .named("01.00004.tdp-2")]
  static let groups = [Area.named("01.00004.cao-tuoi")]
  /// Every area that is spoken to.
  static let areas = leaves + groups

  /// What the ward has said, by version, from 1.
  private(set) var versions: [HomeSettings] = []
  /// What the home says that it holds.
  private var heldVersion: Int64 = 0
  /// Versions that the home has believed, at any time.
  private var believed: [Int64] = [0]

  private func areas(_ version: Int64) -> [Area] {
    guard version > 0 else { return [SimulatedHome.area] }
    let settings = versions[Int(version) - 1]
    return settings.area.andAncestors.filter { SimulatedHome.area.covers($0) } + settings.groups
  }

  private static func message(
    _ settings: HomeSettings, at now: Instant, by key: (String, [UInt8])
  ) -> SimulatedOffice.Message {
    var settings = settings
    settings.signed = now + -(now.milliseconds % 1_000)
    guard let version = Identifier(String(settings.version)) else {
      preconditionFailure("a number is an identifier")
    }
    return (
      .down(terminal: settings.terminal, kind: .settings, version),
      SimulatedDesk.sign(settings.json, as: .homeSettings, [key])
    )
  }

  private static func drawn(
    _ version: Int64, for terminal: Identifier, random: inout Random
  ) -> HomeSettings {
    var settings = HomeSettings(
      terminal: terminal, ward: SimulatedHome.area, version: version, signed: SimulatedHome.epoch,
      area: random.pick(leaves), groups: random.chance(perMille: 500) ? groups : [])
    settings.address = "Số \(version), phố Đội Cấn"
    settings.defaults.volumePercent = random.pick([nil, 40, 80])
    return settings
  }

  /// The ward moves the home.
  mutating func move(
    _ terminal: Identifier, at now: Instant, random: inout Random
  ) -> [SimulatedOffice.Message] {
    versions.append(Self.drawn(Int64(versions.count + 1), for: terminal, random: &random))
    return unreceived(at: now)
  }

  /// What strangers and other keys of the ward would tell the home, beyond everything that the ward has
  /// said.
  func forged(
    for terminal: Identifier, at now: Instant, random: inout Random
  ) -> SimulatedOffice.Message {
    let key = random.pick([
      ("desk", SimulatedKeys.stranger), ("editor", SimulatedKeys.editor),
      ("emergency", SimulatedKeys.emergency),
    ])
    return Self.message(
      Self.drawn(Int64(versions.count) + 5, for: terminal, random: &random), at: now, by: key)
  }

  /// The newest settings, until the home has said that it holds them.
  func unreceived(at now: Instant) -> [SimulatedOffice.Message] {
    guard let newest = versions.last, heldVersion < newest.version else { return [] }
    return [Self.message(newest, at: now, by: ("desk", SimulatedKeys.desk))]
  }

  /// The home says which settings it has.
  mutating func take(presence payload: [UInt8]) {
    guard let json = try? JSONParser.parse(payload), let presence = try? Presence(json: json)
    else { return }
    heldVersion = presence.settingsVersion
  }

  /// Whether a bulletin is for the home as its settings of this version have it.
  func concern(_ bulletin: Bulletin, _ version: Int64) -> Bool {
    let areas = areas(version)
    return bulletin.areas.contains { areas.contains($0) }
  }

  // MARK: What must hold

  /// What is wrong with what the home is subscribed to, and with what sounds in it.
  mutating func faults(
    version: Int64, filters: [String], sounding: [Bulletin], _ desk: SimulatedDesk
  ) -> [String] {
    guard version <= Int64(versions.count) else { return ["settings that the ward never made"] }
    // A home that was never moved is looked at by the other checks.
    if versions.isEmpty { return [] }
    if !believed.contains(version) { believed.append(version) }
    let wanted = areas(version).map(Topic.bulletinFilter)
    // Before it has keys, the home asks for no bulletins at all.
    let isDeaf = !filters.contains { Self.isOfBulletins($0) }
    var faults = isDeaf ? [] : wanted.filter { !filters.contains($0) }.map { "doesn't hear \($0)" }
    for filter in filters where Self.isOfBulletins(filter) && !wanted.contains(filter) {
      guard case .bulletin(_, let identifier) = Topic(filter),
        desk.isEmergency(identifier), believed.contains(where: { hears(identifier, $0, desk) })
      else {
        faults.append("hears \(filter) under version \(version)")
        continue
      }
    }
    for bulletin in sounding where !concern(bulletin, version) {
      // What hung of an emergency stays until it ends.
      let stays =
        bulletin.priority == .emergency && believed.contains { concern(bulletin, $0) }
      if !stays { faults.append("\(bulletin.identifier) sounds and is of \(bulletin.areas)") }
    }
    return faults
  }

  private func hears(_ identifier: Identifier, _ version: Int64, _ desk: SimulatedDesk) -> Bool {
    desk.written.values.contains { $0.identifier == identifier && concern($0, version) }
  }

  private static let bulletinFilters = areas.map(Topic.bulletinFilter)

  /// Whether a filter is for bulletins, of an area or one of them.
  private static func isOfBulletins(_ filter: String) -> Bool {
    if bulletinFilters.contains(filter) { return true }
    guard case .bulletin = Topic(filter) else { return false }
    return true
  }

  /// How many of these are not for bulletins. Of a home that was never moved, all but one.
  func count(others filters: [String]) -> Int {
    versions.isEmpty
      ? max(0, filters.count - 1) : filters.count { !Self.isOfBulletins($0) }
  }

  func atRest(_ memory: Memory, version: Int64) -> [String] {
    let newest = Int64(versions.count)
    let stored = memory.settings.flatMap { try? Envelope(parsing: $0) }
      .flatMap { try? JSONParser.parse($0.payload) }.flatMap { try? HomeSettings(json: $0) }
    guard version == newest, heldVersion == newest, stored?.version ?? 0 == newest else {
      return [
        """
        of settings \(newest) the home has \(version), its disk \(stored?.version ?? 0), \
        and the desk believes \(heldVersion)
        """
      ]
    }
    return []
  }
}
