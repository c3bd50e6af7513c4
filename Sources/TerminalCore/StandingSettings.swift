import WardContract

/// What the ward has told this home about itself, as far as the home believes it; the settings of its
/// enrolment stand below, as version 0.
struct StandingSettings {
  /// What stands; `nil` is what the terminal was enrolled with.
  private(set) var settings: HomeSettings?
  /// How it was signed.
  private(set) var envelope: [UInt8]?
  /// The newest that was not taken since.
  private(set) var refused: RefusedSettings?
  /// The number in the journal after which they are on disk, and what was there before.
  private var number = 0
  private var versionBefore: Int64 = 0

  init() {}

  /// Takes up what the disk remembers.
  init(_ settings: HomeSettings, envelope: [UInt8]) {
    (self.settings, self.envelope) = (settings, envelope)
  }

  /// What the ward proposes.
  var defaults: HomeDefaults { settings?.defaults ?? HomeDefaults() }

  var version: Int64 { settings?.version ?? 0 }

  /// The version that a restart would find.
  func versionOnDisk(_ journal: Journal) -> Int64 {
    number <= journal.durable ? version : versionBefore
  }

  /// Whether `new` is to take the place of what stands. What is older, or says the same, is a message
  /// that came late or again.
  func admits(_ new: HomeSettings) throws(Refusal) -> Bool {
    guard let settings, new.version <= settings.version else { return true }
    guard new.version < settings.version || new.says(what: settings) else {
      throw .contradiction
    }
    return false
  }

  /// Puts `new` in the place of what stood; `nil` is what the terminal was enrolled with.
  mutating func put(_ new: (HomeSettings, envelope: [UInt8])?, _ journal: inout Journal) {
    versionBefore = versionOnDisk(journal)
    number = journal.add(.putSettings(new?.envelope))
    (settings, envelope, refused) = (new?.0, new?.envelope, nil)
  }

  mutating func refuse(_ version: Int64, _ refusal: Refusal) {
    refused = RefusedSettings(version: version, code: refusal.code)
  }
}

extension Profile {
  /// The home as its ward has told it; `nil` leaves what it was enrolled with.
  func told(_ settings: HomeSettings?) -> Profile {
    guard let settings else { return self }
    var profile = self
    (profile.area, profile.groups) = (settings.area, settings.groups)
    profile.address = settings.address
    return profile
  }
}

/// How the home's settings come, stand and go.
extension HomeTerminal {
  private static let moved = "moved"

  /// Takes up the settings that the disk remembers, verified anew.
  mutating func restoreSettings(_ memory: Memory) {
    guard let envelope = memory.settings else { return }
    do throws(Refusal) {
      settings = StandingSettings(try believed(envelope), envelope: envelope)
      profile = installed.told(settings.settings)
    } catch {
      effects.append(.note("the stored settings are not believed: \(error)"))
      settings.put(nil, &journal)
    }
  }

  private func believed(_ envelope: [UInt8]) throws(Refusal) -> HomeSettings {
    try verifier.homeSettings(
      envelope, terminal: installed.terminal, ward: installed.ward, keyrings: keyrings)
  }

  mutating func receiveSettings(_ payload: [UInt8], _ name: Identifier, _ moment: Moment) {
    if payload == settings.envelope { return }
    do throws(Refusal) {
      let new = try believed(payload)
      guard String(new.version) == name.description else { throw .wrongTopic }
      guard try settings.admits(new) else { return }
      effects.append(.note("settings version \(new.version): \(new.area)"))
      settings.put((new, payload), &journal)
      settingsChanged(moment)
    } catch {
      // The keyring is on its way, and the desk repeats.
      if error == .noKeyring { return }
      if let version = Int64(name.description), version > settings.version {
        settings.refuse(version, error)
      }
      refuse(error, what: "settings version \(name)", bulletin: nil, moment)
    }
  }

  /// Goes back to what the terminal was enrolled with if the keyring no longer vouches for its settings;
  /// the desk then sends them anew.
  mutating func recheckSettings(_ moment: Moment) {
    guard let envelope = settings.envelope, (try? believed(envelope)) == nil else { return }
    effects.append(.note("the settings are not believed any more"))
    settings.put(nil, &journal)
    settingsChanged(moment)
  }

  /// The home is another one now: what hangs for others comes off, and what hung for it before it was
  /// moved away hangs again. An emergency stays until it ends: no desk's key can silence one.
  private mutating func settingsChanged(_ moment: Moment) {
    profile = installed.told(settings.settings)
    takeUpDefaults()
    for item in wall.items where item.bulletin.priority != .emergency && !concerns(item.bulletin) {
      if item.record.progress.course == .begun {
        wall.update(item.record.identifier, &journal) { $0.course = .over }
        record(
          .missed(reason: Self.moved), of: item.record.identifier, revision: item.record.revision,
          isEmergency: false, in: programme.slot(of: item.bulletin), moment)
      }
      takeOff(item, reason: Self.moved, keepsEnvelope: true, moment)
      wall.putAside(item.record.identifier)
    }
    wall.reconsiderAside()
    board.compare(wall: wall, areas: profile.areas, moment)
  }

  /// Whether a bulletin is for this home.
  func concerns(_ bulletin: Bulletin) -> Bool {
    bulletin.areas.contains { profile.areas.contains($0) }
  }

  // MARK: What the ward proposes

  /// Takes up what the ward proposes where the household has chosen nothing.
  private mutating func takeUpDefaults() {
    if !hasChosenPreferences {
      preferences = Preferences(proposed: settings.defaults)
      player.pacePercent = preferences.readingPace.percent
    }
    if !hasChosenVolume {
      menu.volumePercent = proposedVolumePercent
      effects.append(.setVolume(percent: menu.volumePercent))
    }
  }

  /// The volume of a home that has never chosen one.
  var proposedVolumePercent: Int { settings.defaults.volumePercent ?? Self.firstVolumePercent }
}

/// The topics under which bulletins come.
extension HomeTerminal {
  /// Those of the home's areas, and each emergency that hung here before the home was moved: for its end.
  var bulletinFilters: [String] {
    let followed = wall.items.filter {
      $0.bulletin.priority == .emergency && !concerns($0.bulletin)
    }
    return profile.areas.map(Topic.bulletinFilter)
      + followed.map { Topic.bulletin($0.record.area, $0.record.identifier).text }
  }

  /// Whether a bulletin under this topic may be for the home.
  func listens(to area: Area, _ identifier: Identifier) -> Bool {
    profile.areas.contains(area) || wall.item(identifier)?.record.area == area
  }

  /// Subscribes to what is new of them, and no longer to what is gone.
  mutating func settleListening() {
    guard link.isUp, !subscribed.isEmpty else { return }
    let wanted = bulletinFilters
    guard wanted != subscribed else { return }
    let gone = subscribed.filter { !wanted.contains($0) }
    let new = wanted.filter { !subscribed.contains($0) }
    if !gone.isEmpty { effects.append(.unsubscribe(gone)) }
    if !new.isEmpty { effects.append(.subscribe(new)) }
    subscribed = wanted
  }
}
