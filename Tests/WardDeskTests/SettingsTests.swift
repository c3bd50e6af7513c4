import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 7 rows 6 and 7: what is set for homes, and terminals that are replaced, moved and retired.
@Suite("Settings of homes") struct SettingsTests {
  let folder = TemporaryFolder()
  let ward: WardFolder
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!
  static let street = Area("01.00004.tdp-7")!
  static let other = Area("01.00004.tdp-8")!
  static let group = Area("01.00004.cao-tuoi")!

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Self.group, Self.street, Self.other], host: "localhost", port: 8883,
      brokerPath: nil, areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    store = try DeskStore(path: ward.databasePath)
    for name in ["nha-1", "nha-2"] {
      try store.enrol(
        Identifier(name)!, area: Self.street, address: "Số 12, phố Đội Cấn", at: Self.now)
    }
  }

  private func defaults(_ change: (inout HomeDefaults) -> Void) -> HomeDefaults {
    var defaults = HomeDefaults()
    change(&defaults)
    return defaults
  }

  private func connect(
    _ home: Identifier = home, _ version: Int64 = 0, refused: RefusedSettings? = nil,
    online: Bool = true, at now: Instant = now
  ) throws {
    var presence = Presence(online: online, version: "1", boardSequence: 1)
    (presence.settingsVersion, presence.refusedSettings) = (version, refused)
    try store.note(presence, of: home, at: now)
  }

  private var unheld: [HomeSettings] {
    get throws { try store.unheldSettings(ward: ward.area, limit: 100, at: Self.now) }
  }

  private func move(to area: Area, groups: [Area] = [], after: Int64 = 60_000) throws {
    try store.set(
      HomePlace(area: area, groups: groups, address: "Số 5"), store.ownDefaults(of: Self.home),
      of: Self.home, by: "Lan", at: Self.now + after)
  }

  private func item(_ name: String, _ areas: [Area], at sent: Instant) -> Bulletin {
    Bulletin(
      identifier: Identifier(name)!, senderName: "UBND", sent: sent, priority: .emergency,
      areas: areas, expires: sent + 86_400_000, headline: "Tin")
  }

  @Test("a home is told what is new, over and over until it says that it has it on disk")
  func repeated() throws {
    try connect()
    #expect(try unheld.isEmpty)
    try move(to: Self.other, groups: [Self.group])
    for _ in 1...2 {
      let told = try #require(try unheld.first)
      #expect(told.version == 1 && told.area == Self.other && told.groups == [Self.group])
      #expect(told.address == "Số 5" && told.terminal == Self.home)
    }
    try connect(refused: RefusedSettings(version: 1, code: "malformed"))
    #expect(try unheld.count == 1 && store.terminal(Self.home)?.refusedSettings == "1 malformed")
    try connect(Self.home, 1)
    #expect(try unheld.isEmpty)
    // The last will of a connection knows nothing of settings.
    try connect(online: false, at: Self.now + 1_000)
    #expect(try store.terminal(Self.home)?.settings.version == 1)
    // A home whose disk was lost is told again.
    try connect(Self.home, 0)
    #expect(try unheld.map(\.version) == [1])
  }

  @Test("home before group before area before ward; what changes nothing makes no version")
  func merged() throws {
    try move(to: Self.street, groups: [Self.group])
    try connect()
    try connect(Identifier("nha-2")!)
    let version = try #require(try unheld.first).version
    try store.set(
      defaults { ($0.textSize, $0.volumePercent, $0.isDarkAtNight) = (.normal, 30, true) },
      for: .ward, by: "Lan", at: Self.now)
    try store.set(
      defaults { $0.volumePercent = 50 }, for: .area(Self.street), by: "Lan", at: Self.now)
    try store.set(
      defaults { $0.textSize = .large }, for: .area(Self.group), by: "Lan", at: Self.now)
    let place = try #require(try store.terminal(Self.home)?.place)
    try store.set(
      place, defaults { $0.isDarkAtNight = false }, of: Self.home, by: "Lan", at: Self.now)
    let told = try unheld.sorted { $0.terminal < $1.terminal }
    #expect(told[0].version == version + 4 && told[1].version == 2)
    #expect(told[0].defaults.textSize == .large && told[0].defaults.volumePercent == 50)
    #expect(told[0].defaults.isDarkAtNight == false)
    #expect(told[1].defaults.textSize == .normal && told[1].defaults.volumePercent == 50)
    try store.set(
      defaults { $0.textSize = .large }, for: .area(Self.group), by: "Lan", at: Self.now)
    #expect(try unheld.sorted { $0.terminal < $1.terminal }.map(\.version) == told.map(\.version))
  }

  @Test("a terminal that is enrolled later is told what is proposed to all")
  func enrolledLater() throws {
    try store.set(defaults { $0.textSize = .largest }, for: .ward, by: "Lan", at: Self.now)
    let new = Identifier("nha-3")!
    try store.enrol(new, area: Self.street, at: Self.now)
    try connect(new)
    #expect(try unheld.map(\.defaults.textSize) == [.largest])
  }

  @Test("history keeps who set what, the enrolment first, and can't be changed")
  func history() throws {
    try move(to: Self.other)
    let history = try store.settingsHistory(of: .home(Self.home), limit: 9)
    #expect(history.map(\.officer) == ["Lan", ""])
    #expect(history[1].place?.area == Self.street && history[1].time == Self.now)
    // Going back is setting the earlier again.
    let first = try #require(history[1].place)
    try store.set(first, history[1].defaults, of: Self.home, by: "Minh", at: Self.now + 120_000)
    #expect(try store.terminal(Self.home)?.area == Self.street.description)
    #expect(try store.issuedSettings(of: Self.home)?.version == 2)
    for change in ["DELETE FROM settings_history", "UPDATE settings_history SET officer = 'x'"] {
      #expect(throws: (any Error).self) { try store.database.query(change) }
    }
  }

  @Test("a desk that comes from a backup goes on beyond what homes hold")
  func beyond() throws {
    try move(to: Self.other)
    try connect(Self.home, 40)
    #expect(try unheld.map(\.version) == [41])
    try store.skipSequences()
    #expect(try unheld.allSatisfy { $0.version > 1_000_000_000 })
  }

  @Test("a place outside of the ward, a strange group and a bad address are refused with words")
  func strict() {
    for place in [
      HomePlace(area: Area("01.00008")!),
      HomePlace(area: Self.street, groups: [Area("01.00004.la")!]),
      HomePlace(area: Self.street, groups: [Self.group, Self.group]),
      HomePlace(area: Self.street, address: "a\"b"),
    ] {
      #expect(throws: DeskError.self) { try ward.check(place) }
    }
    #expect(throws: DeskError.self) {
      try store.set(
        HomePlace(area: Self.street), HomeDefaults(), of: Identifier("la")!, by: "Lan", at: Self.now
      )
    }
  }

  @Test("items from before a move are counted where the home was, later ones where it is")
  func ledgerOfMoved() throws {
    try move(to: Self.other)
    let before = item("tin-1", [Self.street], at: Self.now + 1_000)
    let after = item("tin-2", [Self.street], at: Self.now + 120_000)
    #expect(try store.entry(of: before).homes == 2 && store.entry(of: after).homes == 1)
    #expect(try store.rows(of: before, .notReceived).rows.map(\.terminal) == ["nha-1", "nha-2"])
    let elsewhere = item("tin-3", [Self.other], at: Self.now + 120_000)
    #expect(
      try store.reach(of: elsewhere, at: Self.now + 180_000).homes.map(\.terminal) == ["nha-1"])
    #expect(try store.reach(of: before, at: Self.now + 180_000).homes.count == 2)
  }

  @Test("a new terminal takes over the home of a dead one, which counts as missing no longer")
  func replaced() throws {
    try store.set(
      HomePlace(area: Self.other, groups: [Self.group], address: "Số 5"),
      defaults { $0.textSize = .largest }, of: Self.home, by: "Lan", at: Self.now)
    let new = Identifier("nha-1b")!
    try store.enrol(new, area: ward.area, at: Self.now)
    try store.replace(Self.home, by: new, officer: "Lan", at: Self.now + 60_000)
    let (old, replacement) = (
      try #require(try store.terminal(Self.home)), try #require(try store.terminal(new))
    )
    #expect(old.retired == Self.now + 60_000 && old.successor == "nha-1b")
    #expect(replacement.place == HomePlace(area: Self.other, groups: [Self.group], address: "Số 5"))
    #expect(try store.ownDefaults(of: new).textSize == .largest)
    try connect(new)
    try connect()
    #expect(try unheld.map(\.terminal) == [new], "a retired one is told nothing")
    let fleet = try store.fleet()
    #expect(fleet.all == 2 && fleet.retired == 1)
    #expect(try store.terminals().map(\.identifier) == ["nha-1b", "nha-2"])
    let later = item("tin-1", [Self.other], at: Self.now + 120_000)
    #expect(try store.rows(of: later, .notReceived).rows.map(\.terminal) == ["nha-1b"])
    #expect(
      try store.reach(of: later, at: Self.now + 180_000).unreached.map(\.terminal) == ["nha-1b"])
    #expect(throws: DeskError.self) { try store.retire(Self.home, at: Self.now) }
    #expect(throws: DeskError.self) {
      try store.replace(new, by: new, officer: "Lan", at: Self.now)
    }
  }
}
