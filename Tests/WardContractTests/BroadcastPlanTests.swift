import Signatures
import Testing
import WardContract

@Suite("The ward's broadcast plan (R-21) and directives (R-25)") struct BroadcastPlanTests {
  let ward = Ward()

  private static let plan = BroadcastPlan(
    area: Ward.area, version: 1, issued: Ward.now, author: "UBND phường Ba Đình",
    documentNumber: "12/QĐ-UBND", noticeNumber: "34/TB-UBND", areaType: .innerDistrict,
    slots: [
      .init(session: .morning, startMinute: 7 * 60, minutes: 15),
      .init(session: .afternoon, startMinute: 17 * 60, minutes: 10),
    ], spreadSeconds: 60, afterInterruption: .goOn, ruleSets: ["# một\n", "# hai\n"])

  private static let directive = Directive(
    issuer: "Ban Tuyên giáo Thành ủy", number: "45-CV/BTGTU", from: Ward.now,
    until: Ward.now + 86_400_000, lifts: [.weekdays, .duration])

  private func believe(
    _ keys: [Ed25519.PrivateKey], as type: ContentType = .broadcastPlan, area: Area = Ward.area
  ) throws -> BroadcastPlan {
    try Verifier.sodium.broadcastPlan(
      ward.sign(Self.plan.json, keys, as: type), area: area, keyrings: [ward.keyring])
  }

  @Test("R-21: a plan that editor and approver signed is believed, word for word")
  func believed() throws {
    #expect(try believe([ward.editor, ward.approver]) == Self.plan)
  }

  @Test("neither one person, nor the desk, nor the emergency key makes a plan")
  func notEntitled() {
    for keys in [
      [ward.editor], [ward.approver], [ward.desk], [ward.emergency], [ward.editor, ward.desk],
    ] {
      #expect(throws: Refusal.notEntitled) { try believe(keys) }
    }
  }

  @Test("a plan of another ward, and a bulletin's signature over a plan, are refused")
  func mistaken() {
    let keys = [ward.editor, ward.approver]
    #expect(throws: Refusal.wrongTopic) { try believe(keys, area: Area("01.00008")!) }
    #expect(throws: Refusal.wrongType) { try believe(keys, as: .bulletin) }
  }

  @Test(
    "a plan with an absurd member is refused by the member's name",
    arguments: [
      ("areaType", JSONValue.string("hanh-tinh"), "areaType"), ("version", .integer(0), "version"),
      ("spreadSeconds", .integer(601), "spreadSeconds"),
      ("spreadSeconds", .integer(-1), "spreadSeconds"),
      ("afterInterruption", .string("tuy-y"), "afterInterruption"),
      (
        "sessions", .array([slot("sang", 420, 15), slot("sang", 480, 15)]), "sessions[1]"
      ),
      ("sessions", .array([slot("sang", 1_440, 15)]), "sessions[0].startMinute"),
      ("sessions", .array([slot("sang", 420, 0)]), "sessions[0].minutes"),
      ("sessions", .array([slot("trua", 420, 15)]), "sessions[0].session"),
      ("ruleSets", .array([.integer(1)]), "ruleSets[0]"),
      ("ruleSets", .array([.string(String(repeating: "x", count: 16_385))]), "ruleSets[0]"),
    ])
  func absurd(member: String, value: JSONValue, place: String) {
    #expect(throws: Malformed.self) { try BroadcastPlan(json: Self.with(member, value)) }
    do { _ = try BroadcastPlan(json: Self.with(member, value)) } catch {
      #expect(error.place == place)
    }
  }

  private static func slot(_ session: String, _ start: Int64, _ minutes: Int64) -> JSONValue {
    .members([
      "session": .string(session), "startMinute": .integer(start), "minutes": .integer(minutes),
    ])
  }

  private static func with(_ name: String, _ value: JSONValue) -> JSONValue {
    guard case .object(let members) = plan.json else { return .null }
    return .object(members.map { $0.name == name ? .init(name, value) : $0 })
  }

  @Test("R-25: a directive survives signing and reading")
  func directive() throws {
    var bulletin = ward.bulletin()
    bulletin.regulation.directive = Self.directive
    bulletin.regulation.music = .embedded
    let envelope = ward.sign(bulletin, [ward.editor, ward.approver])
    #expect(try ward.verify(envelope).get() == bulletin)
  }

  @Test("R-25: a directive lifts what it names, from its first moment to before its last")
  func lifts() {
    let directive = Self.directive
    #expect(directive.lifts(.weekdays, at: directive.from))
    #expect(!directive.lifts(.weekdays, at: directive.until))
    #expect(!directive.lifts(.weekdays, at: directive.from + -1))
    #expect(!directive.lifts(.content, at: directive.from))
  }

  @Test(
    "R-25: a directive without issuer, number, end or limit is malformed",
    arguments: ["issuer", "number", "until", "lifts"])
  func incomplete(member: String) {
    var bulletin = ward.bulletin()
    var directive = Self.directive
    switch member {
    case "issuer": directive.issuer = ""
    case "number": directive.number = ""
    case "until": directive.until = directive.from
    default: directive.lifts = []
    }
    bulletin.regulation.directive = directive
    let envelope = ward.sign(bulletin, [ward.editor, ward.approver])
    #expect(throws: Refusal.self) { try ward.verify(envelope).get() }
  }
}
