import Testing
import WardContract

@testable import Simulation
@testable import TerminalCore

/// Issue 7 row 6: settings are signed, versioned, and the last good ones stay.
@Suite("A home is told by its ward what it is") struct HomeSettingsTests {
  static let street = Area("01.00004.tdp-1")!
  static let other = Area("01.00004.tdp-2")!
  static let group = Area("01.00004.cao-tuoi")!

  private func settings(
    _ version: Int64, _ area: Area = street, groups: [Area] = [],
    _ change: (inout HomeSettings) -> Void = { _ in }
  ) -> HomeSettings {
    var settings = HomeSettings(
      terminal: Identifier("nha-1")!, ward: Bench.area, version: version, signed: Bench.start,
      area: area, groups: groups, address: "Số 5, phố Đội Cấn")
    change(&settings)
    return settings
  }

  private func send(
    _ settings: HomeSettings, by key: String = "desk", as name: String? = nil, _ bench: inout Bench
  ) {
    let topic = Topic.down(
      terminal: Identifier("nha-1")!, kind: .settings,
      Identifier(name ?? String(settings.version))!)
    bench.tell(
      .message(
        topic, payload: Bench.sign(settings.json, as: .homeSettings, [key]), retained: false))
  }

  private func send(_ bulletin: Bulletin, under area: Area, _ bench: inout Bench) {
    let names = bulletin.priority == .emergency ? ["emergency"] : ["editor", "approver"]
    bench.tell(
      .message(
        .bulletin(area, bulletin.identifier),
        payload: Bench.sign(bulletin.json, as: .bulletin, names), retained: true))
  }

  private func item(
    _ name: String, _ areas: [Area], _ bench: Bench, _ priority: Priority = .ordinary
  ) -> Bulletin {
    var bulletin = bench.bulletin(name, priority)
    bulletin.areas = areas
    return bulletin
  }

  private func filters(_ bench: inout Bench) -> (new: [String], gone: [String]) {
    var (new, gone): ([String], [String]) = ([], [])
    for effect in bench.takeEffects() {
      if case .subscribe(let filters) = effect { new += filters }
      if case .unsubscribe(let filters) = effect { gone += filters }
    }
    return (new, gone)
  }

  private func presence(_ bench: Bench) -> Presence? {
    bench.effects.reversed().lazy.compactMap { effect in
      guard case .publish(.presence, let payload, _) = effect else { return nil }
      return (try? JSONParser.parse(payload)).flatMap { try? Presence(json: $0) }
    }.first
  }

  @Test("a home that is moved subscribes to its new areas and no longer to its old ones")
  func moved() {
    var bench = Bench()
    _ = bench.takeEffects()
    send(settings(1, groups: [Self.group]), &bench)
    let first = filters(&bench)
    #expect(
      first.new == [Topic.bulletinFilter(Self.street), Topic.bulletinFilter(Self.group)])
    send(settings(2, Self.other), &bench)
    let second = filters(&bench)
    #expect(second.new == [Topic.bulletinFilter(Self.other)])
    #expect(
      second.gone == [Topic.bulletinFilter(Self.street), Topic.bulletinFilter(Self.group)])
    #expect(bench.core.profile.address == "Số 5, phố Đội Cấn")
  }

  @Test(
    "what sounds and is for other homes now stops and comes off; back again, it hangs and is silent"
  )
  func comesOff() {
    var bench = Bench()
    send(settings(1), &bench)
    send(item("tin-1", [Self.street], bench), under: Self.street, &bench)
    send(item("tin-2", [Self.street, Self.other], bench), under: Self.street, &bench)
    bench.tell(.soundStarted(token: bench.plays.last?.token ?? 0))
    #expect(bench.core.player.current?.identifier == Identifier("tin-1")!)
    send(settings(2, Self.other), &bench)
    #expect(bench.stops == [bench.plays[0].token])
    #expect(bench.core.wall.items.map(\.record.identifier) == [Identifier("tin-2")!])
    bench.tell(
      .soundEnded(token: bench.plays[0].token, .stopped(part: 1, milliseconds: 500)))
    send(settings(3), &bench)
    #expect(bench.core.wall.items.count == 2)
    let again = bench.core.wall.item(Identifier("tin-1")!)
    #expect(again?.record.progress.course == .over)
    // The restart knows it, too.
    let restarted = bench.restarted(after: 1_000)
    #expect(restarted.core.wall.items.count == 2)
    #expect(restarted.core.settingsVersion == 3)
  }

  @Test("what hung for other homes stays away over a power cut")
  func staysAway() {
    var bench = Bench()
    send(settings(1), &bench)
    send(item("tin-1", [Self.street], bench), under: Self.street, &bench)
    send(settings(2, Self.other), &bench)
    var restarted = bench.restarted(after: 1_000)
    #expect(restarted.core.wall.items.isEmpty)
    #expect(restarted.core.profile.areas == [Bench.area, Self.other])
    restarted.wait(120_000)
    #expect(restarted.plays.isEmpty)
  }

  @Test("no desk's key silences an emergency: it stays until its end, which the home hears of")
  func emergencyStays() {
    var bench = Bench()
    send(settings(1), &bench)
    let fire = item("chay-1", [Self.street], bench, .emergency)
    send(fire, under: Self.street, &bench)
    _ = bench.takeEffects()
    send(settings(2, Self.other), &bench)
    #expect(bench.core.wall.items.count == 1 && bench.stops.isEmpty)
    let followed = Topic.bulletin(Self.street, fire.identifier).text
    #expect(filters(&bench).new == [Topic.bulletinFilter(Self.other), followed])
    // Another one of the area that it left is none of its business.
    send(item("chay-2", [Self.street], bench, .emergency), under: Self.street, &bench)
    #expect(bench.core.wall.items.count == 1)
    var end = fire
    (end.revision, end.messageType) = (2, .cancel)
    send(end, under: Self.street, &bench)
    #expect(bench.core.wall.items.isEmpty)
    #expect(filters(&bench).gone == [followed])
    guard case .allClear = bench.screen else {
      Issue.record("nobody is told of the end: \(String(describing: bench.screen))")
      return
    }
  }

  @Test("the ward is heard wherever in it the home is")
  func wardIsHeard() {
    var bench = Bench()
    send(settings(1, Self.other), &bench)
    send(item("tin-1", [Bench.area], bench), under: Bench.area, &bench)
    #expect(bench.core.wall.items.count == 1)
  }

  @Test("refused settings leave those that stand, and the ward is told why")
  func refused() {
    var bench = Bench()
    send(settings(2), &bench)
    for (bad, key, name, code) in [
      (settings(3, Area("01.00008")!), "desk", nil, "malformed"),
      (settings(3), "editor", nil, "not-entitled"), (settings(3), "stranger", nil, "unknown-key"),
      (settings(3) { $0.terminal = Identifier("nha-2")! }, "desk", nil, "wrong-topic"),
      (settings(4), "desk", "3", "wrong-topic"),
      (settings(3) { $0.ward = Self.street }, "desk", nil, "wrong-topic"),
    ] as [(HomeSettings, String, String?, String)] {
      send(bad, by: key, as: name, &bench)
      #expect(presence(bench)?.refusedSettings == RefusedSettings(version: 3, code: code))
      #expect(presence(bench)?.settingsVersion == 2)
      #expect(bench.core.profile.area == Self.street)
    }
    send(settings(3, Self.other), &bench)
    #expect(presence(bench)?.settingsVersion == 3)
    #expect(presence(bench)?.refusedSettings == nil)
  }

  @Test(
    "a version only grows: late and repeated ones change nothing, another text under one is refused"
  )
  func versions() {
    var bench = Bench()
    send(settings(5), &bench)
    send(settings(4, Self.other), &bench)
    send(settings(5) { $0.signed = $0.signed + 60_000 }, &bench)
    #expect(bench.core.profile.area == Self.street)
    #expect(presence(bench)?.refusedSettings == nil)
    send(settings(5, Self.other), &bench)
    #expect(bench.core.profile.area == Self.street && bench.core.settingsVersion == 5)
    #expect(bench.core.refusals.count == 1)
  }

  @Test("the ward is told that settings are held once they are on disk, and not before")
  func held() {
    var bench = Bench()
    bench.silenceDisk()
    send(settings(1), &bench)
    #expect(bench.core.profile.area == Self.street)
    #expect(presence(bench)?.settingsVersion == 0)
    guard
      case .store(_, let token)? = bench.effects.last(where: {
        if case .store = $0 { true } else { false }
      })
    else {
      Issue.record("nothing is written")
      return
    }
    bench.tell(.stored(token: token))
    #expect(presence(bench)?.settingsVersion == 1)
  }

  @Test("a keyring that no longer vouches for the settings takes the home back to its enrolment")
  func revoked() {
    var bench = Bench()
    send(settings(7), &bench)
    bench.sendKeyring(version: 2, revoked: "desk")
    #expect(bench.core.profile.area == Bench.area)
    #expect(presence(bench)?.settingsVersion == 0)
    #expect(
      bench.written.last { if case .putSettings = $0 { true } else { false } } == .putSettings(nil))
  }

  @Test("settings on the disk that nobody signed are not believed")
  func forgedDisk() {
    var bench = Bench()
    send(settings(1), &bench)
    let forged = Bench.sign(settings(9, Self.other).json, as: .homeSettings, ["stranger"])
    let restarted = bench.restarted(after: 1_000) { $0.settings = forged }
    #expect(restarted.core.profile.area == Bench.area && restarted.core.settingsVersion == 0)
  }

  @Test("what the ward proposes stands until the household chooses, and never after")
  func proposals() {
    func proposing(_ version: Int64, _ size: TextSize, _ volume: Int) -> HomeSettings {
      settings(version) { ($0.defaults.textSize, $0.defaults.volumePercent) = (size, volume) }
    }
    var bench = Bench()
    send(proposing(1, .large, 90), &bench)
    #expect(bench.core.preferences.textSize == .large && bench.core.menu.volumePercent == 90)
    #expect(bench.effects.contains(.setVolume(percent: 90)))
    var restarted = bench.restarted(after: 1_000)
    #expect(restarted.core.preferences.textSize == .large)
    #expect(restarted.core.menu.volumePercent == 90)
    restarted.sendKeyring()
    restarted.press(.volumeDown)
    restarted.core.change(.readingPace)
    send(proposing(2, .largest, 40), &restarted)
    #expect(restarted.core.settingsVersion == 2)
    #expect(restarted.core.preferences.textSize == .large)
    #expect(restarted.core.menu.volumePercent == 80)
  }
}
