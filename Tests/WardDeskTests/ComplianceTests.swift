import BroadcastRules
import Foundation
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// A ward with two homes; Tuesday 24 November 2026, sessions at 07:00 and 17:00 of 15 minutes.
private struct Ledger {
  static let day = LocalDate("2026-11-24")!
  static let morning = BroadcastSlot(date: day, session: .morning)
  static let afternoon = BroadcastSlot(date: day, session: .afternoon)
  static let dawn = Instant("2026-11-24T05:00:00+07:00")!
  static let ruleSet = try! String(
    contentsOfFile: "\(sourceRoot)/rules/qd-1246-2021.toml", encoding: .utf8)

  var plans = [plan(1, at: dawn + -86_400_000 * 30)]
  var bulletins: [Bulletin] = []
  var homes = [home("nha-1"), home("nha-2")]
  var receipts: [(terminal: String, receipt: Receipt)] = []

  static func plan(_ version: Int64, at issued: Instant, minutes: Int = 15) -> BroadcastPlan {
    BroadcastPlan(
      area: Area("01.00004")!, version: version, issued: issued, author: "UBND phường Ba Đình",
      areaType: .innerDistrict,
      slots: [
        .init(session: .morning, startMinute: 420, minutes: minutes),
        .init(session: .afternoon, startMinute: 1020, minutes: minutes),
      ], spreadSeconds: 60, afterInterruption: .goOn, ruleSets: [ruleSet])
  }

  static func home(
    _ name: String, area: String = "01.00004", enrolled: Instant = dawn + -86_400_000
  ) -> DeskStore.Terminal {
    DeskStore.Terminal(
      identifier: name, area: area, enrolled: enrolled, isOnline: true, version: "0.1.0",
      lastHeard: nil, faults: [], networks: [])
  }

  @discardableResult
  mutating func hang(
    _ name: String, minutes: Int = 5, sent: Instant = dawn, priority: Priority = .ordinary,
    revision: Int = 1, type: MessageType = .alert, areas: [String] = ["01.00004"],
    directive: Directive? = nil
  ) -> Bulletin {
    let sound = Resource(
      mimeType: .opus, sizeBytes: 1, digest: MediaDigest(String(repeating: "a", count: 64))!,
      durationMilliseconds: minutes * 60_000)
    let bulletin = Bulletin(
      identifier: Identifier(name)!, revision: revision, senderName: "UBND", sent: sent,
      messageType: type, priority: priority, areas: areas.map { Area($0)! },
      expires: sent + 86_400_000, headline: name, resources: type == .cancel ? [] : [sound],
      regulation: .init(contentClass: "thong-tin-thiet-yeu", directive: directive))
    bulletins.append(bulletin)
    return bulletin
  }

  mutating func report(
    _ home: String, _ name: String, _ fact: Receipt.Fact, in slot: BroadcastSlot? = morning
  ) {
    let receipt = Receipt(
      sequence: Int64(receipts.count + 1), bulletin: Identifier(name)!, revision: 1, fact: fact,
      slot: slot, time: Self.dawn + 7_260_000)
    receipts.append((home, receipt))
  }

  func count(from first: LocalDate = day, to last: LocalDate = day) throws -> Compliance {
    try ComplianceCount(
      plans: plans.map { try Broadcasting(plan: $0) }, bulletins: bulletins, homes: homes,
      receipts: receipts
    ).report(from: first, to: last)
  }
}

@Suite("R-36: planned against played") struct ComplianceTests {
  @Test("R-36: a session has its plan, and each home what it played, heard and missed")
  func session() throws {
    var ledger = Ledger()
    ledger.hang("tin-1")
    ledger.hang("tin-2", minutes: 4, priority: .priority)
    for name in ["tin-2", "tin-1"] {
      let minutes = name == "tin-1" ? 5 : 4
      ledger.report("nha-1", name, .played(fromMilliseconds: 0, toMilliseconds: minutes * 60_000))
      ledger.report("nha-1", name, .heard)
    }
    ledger.report("nha-2", "tin-2", .missed(reason: "quiet"))
    let report = try ledger.count()
    let session = try #require(report.sessions.first)
    #expect(report.sessions.count == 1)
    #expect(session.slot == Ledger.morning)
    #expect(session.opening == Instant("2026-11-24T07:00:00+07:00"))
    #expect(session.items.map(\.headline) == ["tin-2", "tin-1"])
    #expect(session.plannedMilliseconds == 9 * 60_000)
    #expect(session.homes.map(\.playedMilliseconds) == [9 * 60_000, 0])
    #expect(session.homes.map(\.heard) == [2, 0])
    #expect(session.homes[1].missed.map(\.reason) == ["quiet"])
    #expect(session.homes[1].unreported.map(\.description) == ["tin-1"])
    #expect(report.overLimitCount == 0)
  }

  @Test("R-36: a home that played a second more than the session allows is over the limit")
  func overLimit() throws {
    var ledger = Ledger()
    ledger.hang("tin-1", minutes: 15)
    let limit = 15 * 60_000
    ledger.report("nha-1", "tin-1", .played(fromMilliseconds: 0, toMilliseconds: limit))
    ledger.report("nha-2", "tin-1", .played(fromMilliseconds: 0, toMilliseconds: limit))
    #expect(try ledger.count().overLimitCount == 0)
    ledger.report("nha-2", "tin-1", .played(fromMilliseconds: 0, toMilliseconds: 1_000))
    let report = try ledger.count()
    #expect(report.overLimitCount == 1)
    #expect(report.sessions[0].overLimit.map(\.terminal) == ["nha-2"])
  }

  @Test("R-25: what a directive frees of the minutes takes nothing from the session")
  func freed() throws {
    var ledger = Ledger()
    let directive = Directive(
      issuer: "Ban Tuyên giáo Thành ủy", number: "45-CV/BTGTU", from: Ledger.dawn,
      until: Ledger.dawn + 86_400_000, lifts: [.duration])
    ledger.hang("le", minutes: 40, directive: directive)
    ledger.report("nha-1", "le", .played(fromMilliseconds: 0, toMilliseconds: 40 * 60_000))
    let report = try ledger.count()
    #expect(report.overLimitCount == 0)
    #expect(report.sessions[0].homes[0].playedMilliseconds == 40 * 60_000)
    #expect(report.sessions[0].items[0].directive == directive)
  }

  @Test("a replay by hand is no broadcasting")
  func byHand() throws {
    var ledger = Ledger()
    ledger.hang("tin-1")
    let played = Receipt.Fact.played(fromMilliseconds: 0, toMilliseconds: 300_000)
    ledger.report("nha-1", "tin-1", played, in: nil)
    ledger.report("nha-1", "tin-1", .heard, in: nil)
    let home = try #require(ledger.count().sessions.first?.homes.first)
    #expect(home.playedMilliseconds == 0)
    #expect(home.unreported.count == 1)
  }

  @Test("the newest revision signed before the session is what was planned; a withdrawn item isn't")
  func revisions() throws {
    var ledger = Ledger()
    ledger.hang("tin-1", minutes: 5)
    ledger.hang(
      "tin-1", minutes: 7, sent: Ledger.dawn + 60_000, revision: 2, type: .update)
    ledger.hang("tin-2", minutes: 3)
    ledger.hang("tin-2", sent: Ledger.dawn + 60_000, revision: 2, type: .cancel)
    let session = try #require(ledger.count().sessions.first)
    #expect(session.items.map(\.milliseconds) == [7 * 60_000])
    #expect(session.items.map(\.revision) == [2])
  }

  @Test("what was withdrawn after its session was planned for it all the same")
  func withdrawnLater() throws {
    var ledger = Ledger()
    ledger.hang("tin-1")
    ledger.hang("tin-1", sent: Ledger.dawn + 4 * 3_600_000, revision: 2, type: .cancel)
    #expect(try ledger.count().sessions.first?.items.count == 1)
  }

  @Test("R-21: a session is measured by the plan of its time, not by a later one")
  func plans() throws {
    var ledger = Ledger()
    ledger.hang("tin-1", minutes: 12)
    ledger.plans.append(Ledger.plan(2, at: Ledger.dawn + 8 * 3_600_000, minutes: 10))
    ledger.report("nha-1", "tin-1", .played(fromMilliseconds: 0, toMilliseconds: 12 * 60_000))
    let report = try ledger.count()
    #expect(report.sessions[0].limitMilliseconds == 15 * 60_000)
    #expect(report.overLimitCount == 0)
    ledger.plans[1].issued = Ledger.dawn
    #expect(try ledger.count().overLimitCount == 1)
  }

  @Test("nothing is expected of a home of another area, or one that was enrolled later")
  func others() throws {
    var ledger = Ledger()
    ledger.homes = [
      Ledger.home("nha-1", area: "01.00004.tdp-1"), Ledger.home("nha-2", area: "01.00004.tdp-2"),
      Ledger.home("nha-3", area: "01.00004.tdp-1", enrolled: Ledger.dawn + 4 * 3_600_000),
    ]
    ledger.hang("tin-1", areas: ["01.00004.tdp-1"])
    #expect(try ledger.count().sessions[0].homes.map(\.expected) == [1, 0, 0])
  }

  @Test("an emergency, and what a directive frees of the hours, stand apart with their grounds")
  func specials() throws {
    var ledger = Ledger()
    ledger.hang("chay", priority: .emergency)
    let directive = Directive(
      issuer: "Sở Thông tin và Truyền thông", number: "12/STTTT", from: Ledger.dawn,
      until: Ledger.dawn + 86_400_000, lifts: [.hours, .sessions])
    ledger.hang("le", directive: directive)
    ledger.report("nha-1", "chay", .heard, in: nil)
    let report = try ledger.count()
    #expect(report.sessions.isEmpty)
    #expect(report.specials.map(\.bulletin.description) == ["chay", "le"])
    #expect(report.specials[0].grounds == .emergency)
    #expect(report.specials[0].heard == 1)
    #expect(report.specials[0].expected == 2)
  }

  @Test("the desk keeps every plan that it has signed")
  func kept() throws {
    let folder = TemporaryFolder()
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Ledger.dawn)
    let settings = try String(contentsOfFile: ward.planSettingsPath, encoding: .utf8)
    try settings.replacingOccurrences(of: "minutes = 15", with: "minutes = 10")
      .write(toFile: ward.planSettingsPath, atomically: true, encoding: .utf8)
    _ = try ward.signPlan(
      shared: "\(sourceRoot)/rules", keyPaths: ward.usualKeyPaths(.ordinary),
      now: Ledger.dawn + 60_000)
    let plans = try DeskStore(path: ward.databasePath).plans()
    #expect(plans.map(\.version) == [1, 2])
    #expect(plans.map { $0.slots[0].minutes } == [15, 10])
  }
}
