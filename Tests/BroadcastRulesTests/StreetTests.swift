import BroadcastRules
import ConfigurationFiles
import TestSupport
import Testing
import WardContract

@Suite("Loudspeakers in the street, messages to telephones") struct StreetTests {
  private func clusters(
    _ count: Int, loudspeakers: Int = 2, paused: Int = 0, near: [AvoidedPlace] = []
  ) throws -> [LoudspeakerCluster] {
    let lines = (0..<count + paused).flatMap { index in
      [
        "[cluster.c\(index)]", "position = \"ngõ \(index)\"", "loudspeakers = \(loudspeakers)",
        "state = \"\(index < count ? "duy-tri" : "tam-dung")\"",
        "near = [\(near.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))]",
      ]
    }
    return try LoudspeakerCluster.register(
      Array(lines.joined(separator: "\n").utf8), name: "clusters.toml")
  }

  private func breaches(
    _ name: String, _ type: AreaType, _ clusters: [LoudspeakerCluster]
  ) throws -> [String] {
    try RuleSet(shippedRules(name), name: name).judge(clusters, in: type).breaches.map(\.used)
  }

  @Test("R-10: in 2017 a ward of a quận keeps 5 to 10 clusters of 2 loudspeakers at most")
  func r10() throws {
    for type in [AreaType.innerDistrict, .district] {
      #expect(try breaches(decree2017, type, clusters(4)) == ["4 cụm loa"])
      #expect(try breaches(decree2017, type, clusters(5)) == [])
      #expect(try breaches(decree2017, type, clusters(10)) == [])
      #expect(try breaches(decree2017, type, clusters(11)) == ["11 cụm loa"])
      #expect(try breaches(decree2017, type, clusters(5, loudspeakers: 3)).count == 5)
    }
    #expect(try breaches(decree2017, .rural, clusters(40, loudspeakers: 4)) == [])
    #expect(try breaches(decree2017, .town, clusters(0)) == [])
  }

  @Test("R-11: a cluster that is paused counts for nothing and never plays")
  func r11() throws {
    let register = try clusters(5, paused: 30, near: [.school])
    #expect(register.filter(\.mayPlay).count == 5)
    #expect(register.filter { $0.state == .paused }.allSatisfy { !$0.mayPlay })
    #expect(try breaches(decree2017, .district, register) == [])
    #expect(try breaches(decree2017, .district, clusters(4, paused: 1)) == ["4 cụm loa"])
    let set = try RuleSet(shippedRules(decree2017), name: decree2017)
    #expect(set.judge(register, in: .district).warnings.count == 5)
  }

  @Test(
    "R-12: a cluster near what loudspeakers must avoid is warned of",
    arguments: AvoidedPlace.allCases)
  func r12(_ place: AvoidedPlace) throws {
    for name in [decree2017, decree2021] {
      let set = try RuleSet(shippedRules(name), name: name)
      let (breaches, warnings) = set.judge(try clusters(5, near: [place]), in: .district)
      #expect(breaches.isEmpty)
      #expect(warnings.count == 5)
      #expect(warnings[0].statement.hasPrefix("Cụm loa c0 (ngõ 0) ở gần "))
      #expect(set.judge(try clusters(5), in: .district).warnings.isEmpty)
    }
  }

  @Test("R-26: since 2021 the ward decides on the number")
  func r26() throws {
    for count in [0, 4, 11, 100] {
      #expect(try breaches(decree2021, .district, clusters(count, loudspeakers: 4)) == [])
    }
  }

  @Test("a register with a slip is refused with file and line")
  func register() {
    func fault(_ text: String) -> String {
      refusal { _ = try LoudspeakerCluster.register(Array(text.utf8), name: "clusters.toml") }
    }
    let good = "[cluster.a]\nposition = \"x\"\nloudspeakers = 2\nstate = \"duy-tri\"\n"
    #expect(fault(good) == "")
    #expect(fault(good + "near = [\"cho\"]").hasPrefix("clusters.toml:5: \"near\" names \"cho\""))
    #expect(fault(good + "volume = 3").hasPrefix("clusters.toml:5: unknown key"))
    #expect(
      fault("[cluster.a]\nposition = \"x\"\nloudspeakers = -1").hasPrefix("clusters.toml:3: "))
    #expect(fault("[loa.a]").hasPrefix("clusters.toml:1: unknown table"))
  }

  @Test(
    "R-33: messages only for emergencies, warnings and orders of centre and city",
    arguments: [
      (Priority.emergency, Category.meteorological, Origin.ward, nil, true),
      (.emergency, .security, .ward, nil, true), (.emergency, .fire, .ward, nil, true),
      (.emergency, .transport, .ward, nil, false), (.priority, .fire, .ward, nil, true),
      (.priority, .health, .ward, nil, true), (.priority, .meteorological, .ward, nil, false),
      (.ordinary, .health, .ward, nil, false), (.ordinary, .other, .city, "12/UBND", true),
      (.ordinary, .other, .central, "12/CP", true), (.ordinary, .other, .city, nil, false),
      (.ordinary, .other, .city, "", false), (.ordinary, .other, .district, "12/UBND", false),
      (.ordinary, .other, .ward, "12/UBND", false),
    ] as [(Priority, WardContract.Category, Origin, String?, Bool)])
  func r33(
    _ priority: Priority, _ category: WardContract.Category, _ origin: Origin, _ number: String?,
    _ isAllowed: Bool
  ) {
    for begins in ["2020-11-24 06:00", "2026-11-24 06:00"] {
      let bulletin = notice(begins: at(begins)) {
        $0.priority = priority
        $0.category = category
        $0.regulation.origin = origin
        $0.regulation.documentNumber = number
      }
      let verdict = ward(.district).judgeMessage(bulletin)
      #expect(verdict.breaches.map(\.rule) == (isAllowed ? [] : [.messages]))
      var practice = bulletin
      practice.status = .exercise
      #expect(ward(.district).judgeMessage(practice).breaches.map(\.rule) == [.test])
    }
  }
}
