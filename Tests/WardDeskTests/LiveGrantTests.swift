import Foundation
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Live: what the rules grant") struct LiveGrantTests {
  let folder = TemporaryFolder()
  /// A Tuesday.
  static let founded = Instant("2026-11-24T08:05:00+07:00")!

  private func ward(_ type: AreaType = .innerDistrict) throws -> WardFolder {
    try Founding(
      path: folder.file(type.rawValue), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [], host: "localhost", port: 8883, brokerPath: nil, areaType: type,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.founded)
  }

  private func bulletin(
    _ source: ProgrammeSource = .ownProgramme, contentClass: String? = "chi-dao-dieu-hanh"
  ) -> Bulletin {
    Bulletin(
      identifier: Identifier("noi-1")!, senderName: "UBND", sent: Self.founded,
      areas: [Area("01.00004")!], expires: Self.founded + 60_000, headline: "Nói chuyện",
      regulation: .init(contentClass: contentClass, programmeSource: source))
  }

  private func refusal(
    _ ward: WardFolder, _ bulletin: Bulletin, minutes: Int? = nil, _ time: String
  ) throws -> String {
    do {
      let grant = try ward.grant(
        bulletin, milliseconds: minutes.map { $0 * 60_000 }, at: Instant(time)!)
      return "granted \(grant.longestMilliseconds / 1000) s"
    } catch let error as DeskError {
      return error.description
    }
  }

  @Test("in a session it has what the session has left, and waits until every home has begun")
  func inSession() throws {
    let ward = try ward()
    let late = Instant("2026-11-24T17:05:00+07:00")!
    #expect(
      try ward.grant(bulletin(), milliseconds: nil, at: late)
        == LiveGrant(longestMilliseconds: 600_000, begins: late))
    let early = Instant("2026-11-24T17:00:10+07:00")!
    #expect(
      try ward.grant(bulletin(), milliseconds: 300_000, at: early)
        == LiveGrant(longestMilliseconds: 300_000, begins: early + 50_000))
    #expect(
      try refusal(ward, bulletin(), minutes: 10, "2026-11-24T17:06:00+07:00").contains("over in 9"))
  }

  @Test(
    "outside of the sessions, on a Saturday, without a class of content: refused with the rule",
    arguments: [
      ("2026-11-24T16:59:59+07:00", "luot-phat"), ("2026-11-24T17:15:00+07:00", "luot-phat"),
      ("2026-11-28T17:05:00+07:00", "luot-phat"),
    ])
  func outside(time: String, rule: String) throws {
    let ward = try ward()
    #expect(try refusal(ward, bulletin(), time).contains(rule))
    let plain = bulletin(contentClass: nil)
    #expect(try refusal(ward, plain, "2026-11-24T17:05:00+07:00").contains("noi-dung"))
  }

  @Test("R-17: a ward of a quận may not relay, by no directive; a xã of a huyện may")
  func relay() throws {
    let time = "2026-11-24T17:01:00+07:00"
    var relay = bulletin(.relay, contentClass: "tiep-song")
    for type in [AreaType.innerDistrict, .district] {
      let ward = try ward(type)
      #expect(try refusal(ward, relay, time).contains("nguon-chuong-trinh"), "\(type)")
      var ordered = relay
      ordered.regulation.directive = directive(at: Instant(time)!)
      #expect(try refusal(ward, ordered, time).contains("nguon-chuong-trinh"), "\(type)")
    }
    relay.regulation.directive = nil
    #expect(try refusal(ward(.rural), relay, minutes: 10, time) == "granted 600 s")
  }

  private func directive(at time: Instant) -> Directive {
    Directive(
      issuer: "Ban Tuyên giáo Thành ủy", number: "45-CV/BTGTU", from: time + -1_000,
      until: time + 3_600_000, lifts: Limit.allCases)
  }

  @Test("a directive lets it be heard at night; an emergency needs none, and no plan")
  func atOnce() throws {
    let ward = try ward()
    let night = "2026-11-24T23:10:00+07:00"
    var ordered = bulletin()
    ordered.regulation.directive = directive(at: Instant(night)!)
    #expect(try refusal(ward, ordered, night) == "granted 900 s")
    var emergency = bulletin(contentClass: nil)
    emergency.priority = .emergency
    try FileManager.default.removeItem(atPath: ward.planPath)
    #expect(try refusal(ward, emergency, minutes: 3, night) == "granted 180 s")
    #expect(try refusal(ward, bulletin(), night).contains("chưa có lịch phát"))
  }

  @Test("what is planned in the session takes from it")
  func beside() throws {
    let ward = try ward()
    var planned = bulletin()
    planned.identifier = Identifier("tin-1")!
    planned.expires = planned.sent + 86_400_000
    planned.resources = [
      Resource(
        mimeType: .opus, sizeBytes: 1, digest: MediaDigest(String(repeating: "0", count: 64))!,
        durationMilliseconds: 12 * 60_000)
    ]
    planned.regulation.session = .afternoon
    _ = try ward.sign(planned, keyPaths: ward.usualKeyPaths(.ordinary))
    let time = "2026-11-24T17:03:00+07:00"
    #expect(try refusal(ward, bulletin(), minutes: 5, time).contains("thoi-luong"))
    #expect(try refusal(ward, bulletin(), time) == "granted 180 s")
  }
}
