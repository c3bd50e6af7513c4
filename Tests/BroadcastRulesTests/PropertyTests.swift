import TestSupport
import Testing
import WardContract

@testable import BroadcastRules

/// Numbers from a seed (SplitMix64): the same seed gives the same case.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func of(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[of(0...items.count - 1)] }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { of(1...count) == 1 }
}

/// A ward with its day, from a seed.
struct RandomWard {
  var rules: Broadcasting
  var plain: PlainRules
  private var random: SeededGenerator
  private var count = 0

  /// Read once, not for every seed.
  private static let book = ward(.district).book

  init(_ seed: Int) {
    random = SeededGenerator(seed)
    let type = random.pick(AreaType.allCases)
    var slots: [BroadcastPlan.Slot] = []
    for session in Session.allCases where !random.once(in: 8) {
      let usual = session == .morning ? 5 * 60...11 * 60 : 12 * 60...18 * 60
      let range = random.once(in: 6) ? 0...1439 : usual
      let minutes = random.pick([1, 5, 10, 15, 16, 30, 45, 46, 60, 180])
      slots.append(.init(session: session, startMinute: random.of(range), minutes: minutes))
    }
    if random.once(in: 2) { slots.reverse() }
    var neighbours: [Neighbour] = []
    if random.once(in: 4) {
      neighbours.append(
        Neighbour(
          name: "phường bên",
          slots: [
            .init(session: .morning, startMinute: random.of(300...720), minutes: random.of(1...90))
          ], agreement: random.pick([nil, nil, "", "5/TT"])))
    }
    let plan = BroadcastPlan(
      area: Area("01.00004")!, version: 1, issued: at("2017-01-01 00:00"), author: "UBND",
      areaType: type, slots: slots, spreadSeconds: 0, afterInterruption: .miss,
      ruleSets: [])
    rules = Broadcasting(plan: plan, book: Self.book, neighbours: neighbours)
    plain = PlainRules(type: type, slots: slots, neighbours: neighbours)
  }

  /// A moment, often near the days on which rules change or weeks end.
  private mutating func moment() -> Instant {
    let days = [
      "2017-07-30", "2017-08-01", "2020-02-28", "2021-03-11", "2021-03-12", "2024-02-28",
      "2026-02-16", "2026-09-02", "2027-12-30",
    ]
    let date = day(random.pick(days)).adding(days: random.of(-4...10))
    return date.instant(minute: random.of(0...1439)) + Int64(random.pick([0, 0, 1, 59]) * 1000)
  }

  mutating func bulletin(from begins: Instant? = nil) -> Bulletin {
    count += 1
    let begins = begins ?? moment()
    var bulletin = notice("tin-\(count)", begins: begins)
    bulletin.expires = begins + Int64(random.pick([1, 60, 600, 1_440, 4_320, 11_520])) * 60_000
    bulletin.priority = random.pick([.ordinary, .ordinary, .ordinary, .priority, .emergency])
    bulletin.status = random.pick([.actual, .actual, .actual, .actual, .exercise, .test])
    if random.once(in: 20) { (bulletin.messageType, bulletin.revision) = (.cancel, 2) }
    var regulation = bulletin.regulation
    regulation.contentClass = random.pick([
      "thong-tin-thiet-yeu", "chi-dao-dieu-hanh", "viec-co-moc-thoi-gian", "cong-viec-chung",
      "khan-cap", "yeu-cau-cap-tren", "chu-truong-thanh-pho", "tiep-song", "quang-cao", nil,
    ])
    regulation.origin = random.pick(Origin.allCases)
    regulation.programmeSource = random.pick(
      [.ownProgramme, .ownProgramme] + ProgrammeSource.allCases)
    regulation.approvingBody = random.pick([nil, "", "Sở Y tế"])
    regulation.documentNumber = random.pick([nil, "", "12/UBND", "13/UBND"])
    regulation.session = random.pick([nil, nil, .morning, .afternoon])
    regulation.music = random.pick([.none, .none, .none, .embedded, .pure])
    regulation.eventTime = random.pick([nil, begins, begins + 86_400_000, begins + 864_000_000])
    if random.once(in: 2) {
      let from = begins + Int64(random.of(-72...24)) * 3_600_000
      regulation.directive = Directive(
        issuer: random.pick(PlainRules.issuers), number: "1", from: from,
        until: from + Int64(random.of(1...144)) * 3_600_000,
        lifts: Limit.allCases.filter { _ in random.once(in: 2) } + [])
    }
    bulletin.regulation = regulation
    return bulletin
  }

  /// An item in its own turn, or anywhere.
  mutating func item(_ bulletin: Bulletin) -> BroadcastItem {
    let sound = random.pick([1, 30_000, 300_000, 899_999, 900_000, 900_001, 2_700_000, 2_700_001])
    if case .slot(let slot) = rules.turn(of: bulletin), !random.once(in: 3) {
      return BroadcastItem(bulletin, soundMilliseconds: sound, slot: slot)
    }
    if random.once(in: 3) {
      return BroadcastItem(
        bulletin, soundMilliseconds: sound,
        moment: bulletin.begins + Int64(random.of(0...2_000)) * 60_000)
    }
    return BroadcastItem(
      bulletin, soundMilliseconds: sound,
      slot: BroadcastSlot(
        date: LocalDate(bulletin.begins).adding(days: random.of(0...3)),
        session: random.pick(Session.allCases)))
  }

  /// An item, and what is heard on its day and the next one.
  mutating func scene() -> (item: BroadcastItem, others: [BroadcastItem]) {
    let bulletin = bulletin()
    let own = item(bulletin)
    var others: [BroadcastItem] = []
    for _ in 0..<random.of(0...4) {
      var other = item(self.bulletin(from: bulletin.begins + Int64(random.of(-600...600)) * 60_000))
      if random.once(in: 2), own.slot != nil { other.slot = own.slot }
      if random.once(in: 12) { other.bulletin.identifier = bulletin.identifier }
      others.append(other)
    }
    return (own, others)
  }
}

@Suite("The evaluator against the plain re-statement of the decrees") struct PropertyTests {
  private static let cases = 1_000

  @Test(
    "it breaks exactly the rules that the plain one breaks, in thousands of cases",
    arguments: 0..<8)
  func judging(_ batch: Int) {
    let seeds = batch * Self.cases + 1...(batch + 1) * Self.cases
    print("broadcast rules: items of the seeds \(seeds.lowerBound)…\(seeds.upperBound)")
    var allowed = 0
    for seed in seeds {
      var ward = RandomWard(seed)
      let (item, others) = ward.scene()
      let codes = Set(ward.rules.broken(item, beside: others)).sorted()
      let expected = ward.plain.broken(item, beside: others)
      #expect(
        codes == expected,
        "seed \(seed): \(ward.plain.type.rawValue), \(item.slot.map(\.description) ?? "at once")")
      if codes.isEmpty { allowed += 1 }
    }
    // Neither everything nor nothing is allowed.
    #expect((Self.cases / 20...Self.cases / 2).contains(allowed), "\(allowed) were allowed")
  }

  @Test("it gives each item the turn that a walk through the minutes gives it", arguments: 0..<4)
  func turns(_ batch: Int) {
    let seeds = batch * 500 + 1...(batch + 1) * 500
    print("broadcast rules: turns of the seeds \(seeds.lowerBound)…\(seeds.upperBound)")
    for seed in seeds {
      var ward = RandomWard(seed)
      let bulletin = ward.bulletin()
      let turn =
        switch ward.rules.turn(of: bulletin) {
        case .slot(let slot): "\(PlainRules.number(slot.date)) \(slot.session.rawValue)"
        case .atOnce: "at once"
        case .never: "never"
        }
      #expect(turn == ward.plain.turn(bulletin), "seed \(seed)")
    }
  }

  @Test("a lifted limit is named as the ground, and no other", arguments: 0..<2)
  func grounds(_ batch: Int) {
    for seed in batch * Self.cases + 1...(batch + 1) * Self.cases {
      var ward = RandomWard(seed)
      let (item, others) = ward.scene()
      guard case .allowed(let grounds) = ward.rules.judge(item, beside: others) else { continue }
      var without = item
      without.bulletin.regulation.directive = nil
      let codes = Set(ward.plain.broken(without, beside: others)).sorted()
      switch grounds {
      case .rules: #expect(codes.isEmpty, "seed \(seed)")
      case .emergency: #expect(item.bulletin.priority == .emergency, "seed \(seed)")
      case .directive(_, let lifts):
        #expect(codes == lifts.map(\.rawValue).sorted(), "seed \(seed)")
      }
    }
  }
}
