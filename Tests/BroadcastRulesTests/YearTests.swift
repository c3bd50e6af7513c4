import BroadcastRules
import TestSupport
import Testing
import WardContract

/// A year of a ward: officers who write too much, holidays with directives, and an audit of what was
/// broadcast.
private struct Year {
  /// A holiday for which a directive came: its days, and the limits that it lifts.
  struct Holiday {
    var first: LocalDate
    var days: Int
    var lifts: [Limit]

    var directive: Directive {
      Directive(
        issuer: "Ban Tuyên giáo Thành ủy", number: "45-CV/BTGTU", from: first.instant(minute: 0),
        until: first.adding(days: days).instant(minute: 0), lifts: lifts)
    }

    func contains(_ date: LocalDate) -> Bool { first <= date && date < first.adding(days: days) }
  }

  var broadcasts: [BroadcastItem] = []
  var refused = 0
  var wronglyRefused: [String] = []
  var wronglyAllowed: [String] = []
  var days = 0

  /// Lives through `year`. Tết is the first day of the lunar year.
  init(_ year: Int, tet: String, type: AreaType, seed: Int) {
    let rules = ward(type, minutes: 45)
    let plain = PlainRules(type: type, slots: rules.plan.slots)
    var random = SeededGenerator(seed)
    let holidays = [
      Holiday(
        first: day(tet).adding(days: -2), days: 7,
        lifts: [.weekdays, .duration, .music, .content]),
      Holiday(first: day("\(year)-04-30"), days: 2, lifts: [.weekdays, .music]),
      Holiday(first: day("\(year)-09-02"), days: 1, lifts: [.weekdays, .duration, .hours]),
    ]
    let classes = plain.classes(PlainRules.decree(PlainRules.number(day("\(year)-06-01"))))
    var date = day("\(year)-01-01")
    while date < day("\(year + 1)-01-01") {
      days += 1
      for hour in [6, 16] {
        for _ in 0..<random.of(0...5) {
          let begins = date.instant(minute: hour * 60 + random.of(0...59))
          var bulletin = notice(
            "tin-\(broadcasts.count + refused)", begins: begins, content: random.pick(classes))
          bulletin.regulation.origin = random.pick([.city, .ward])
          bulletin.regulation.documentNumber = random.pick([nil, "7/UBND"])
          bulletin.regulation.eventTime = begins + 5 * 86_400_000
          bulletin.regulation.music = random.pick([.none, .none, .none, .embedded])
          if bulletin.regulation.contentClass == "tiep-song" {
            bulletin.regulation.programmeSource = .relay
          }
          if let holiday = holidays.first(where: { $0.contains(date) }), random.once(in: 2) {
            bulletin.regulation.directive = holiday.directive
          }
          var item = BroadcastItem(bulletin, soundMilliseconds: random.of(5...900) * 1000)
          switch rules.turn(of: bulletin) {
          case .slot(let slot): item.slot = slot
          case .atOnce: break
          case .never: continue
          }
          let near = Array(broadcasts.suffix(120))
          let codes = rules.broken(item, beside: near).sorted()
          let expected = plain.broken(item, beside: near)
          let what = "\(bulletin.identifier) on \(date): \(codes), plainly \(expected)"
          if !codes.isEmpty, expected.isEmpty { wronglyRefused.append(what) }
          if codes.isEmpty, !expected.isEmpty { wronglyAllowed.append(what) }
          if codes.isEmpty { broadcasts.append(item) } else { refused += 1 }
        }
      }
      date = date.adding(days: 1)
    }
  }
}

@Suite("A year of a ward") struct YearTests {
  @Test(
    "R-36: over-limit is 0, and nothing that is allowed was refused, under each rule set",
    arguments: [
      (2018, "2018-02-16"), (2020, "2020-01-25"), (2024, "2024-02-10"), (2026, "2026-02-17"),
    ], AreaType.allCases)
  func year(_ year: (number: Int, tet: String), _ type: AreaType) {
    let seed = year.number * 10 + (AreaType.allCases.firstIndex(of: type) ?? 0)
    print("broadcast rules: the year \(year.number) in \(type.rawValue), seed \(seed)")
    let lived = Year(year.number, tet: year.tet, type: type, seed: seed)
    #expect(lived.wronglyRefused == [])
    #expect(lived.wronglyAllowed == [])
    #expect(lived.days == (year.number % 4 == 0 ? 366 : 365))
    #expect(lived.refused > 100)
    #expect(lived.broadcasts.count > 100)

    // The audit: every session's sound, laid end to end, second by second.
    let isFree = year.number < 2021 && type == .innerDistrict
    let most = isFree || type == .rural || type == .town ? 45 * 60 : 15 * 60
    var sessions: [BroadcastSlot: [BroadcastItem]] = [:]
    var specialDays: Set<LocalDate> = []
    for item in lived.broadcasts {
      guard let slot = item.slot else {
        #expect(item.bulletin.regulation.directive?.lifts.contains(.hours) == true)
        continue
      }
      sessions[slot, default: []].append(item)
      guard !isFree, slot.date.weekday > 4 else { continue }
      specialDays.insert(slot.date)
      #expect(item.bulletin.regulation.directive?.lifts.contains(.weekdays) == true)
    }
    var overLimit = 0
    for (slot, items) in sessions {
      var clock = 0
      for item in items {
        let order = item.bulletin.regulation.directive
        if let order, order.lifts.contains(.duration),
          order.from <= slot.date.instant(minute: 0), slot.date.instant(minute: 1439) < order.until
        {
          continue
        }
        for _ in 0..<item.soundMilliseconds / 1000 { clock += 1 }
      }
      if clock > most { overLimit += 1 }
    }
    #expect(overLimit == 0)
    // Tết has a weekend each year, and the ward was heard on it.
    #expect(isFree || !specialDays.isEmpty)
    if year.number % 4 == 0, day("\(year.number)-02-29").weekday < 5 {
      #expect(sessions.keys.contains { $0.date == day("\(year.number)-02-29") })
    }
  }
}
