import BroadcastRules
import TestSupport
import Testing
import WardContract

@Suite("Sessions, minutes and directives") struct SessionTests {
  // MARK: R-13 … R-14

  @Test("R-13: an overlap with a neighbour needs an agreement's number")
  func r13() {
    func broken(_ start: Int, minutes: Int = 15, agreement: String? = nil) -> [String] {
      let other = Neighbour(
        name: "phường Ngọc Hà",
        slots: [.init(session: .morning, startMinute: start, minutes: minutes)],
        agreement: agreement)
      return ward(.district, minutes: 15, neighbours: [other]).broken(item(notice()))
    }
    #expect(broken(7 * 60) == ["giap-ranh"])
    #expect(broken(7 * 60 + 14) == ["giap-ranh"])
    #expect(broken(7 * 60 + 15) == [])
    #expect(broken(6 * 60 + 45) == [])
    #expect(broken(6 * 60 + 45, minutes: 16) == ["giap-ranh"])
    #expect(broken(7 * 60, agreement: "5/TT-UBND") == [])
    #expect(broken(7 * 60, agreement: "") == ["giap-ranh"])
  }

  @Test("R-14: an item has its session whenever it is asked for; one that was missed has no other")
  func r14() {
    let rules = ward(.district)
    let bulletin = notice(days: 30)
    #expect(rules.turn(of: bulletin) == .slot(slot("2026-11-24 sang")))
    var late = bulletin
    late.sent = at("2026-11-24 07:00:01")
    #expect(rules.turn(of: late) == .slot(slot("2026-11-24 chieu")))
  }

  // MARK: R-19

  @Test(
    "R-19: the next session of a weekday, of the half of the day that was asked for",
    arguments: [
      ("2026-11-24 06:00", nil, "2026-11-24 sang"), ("2026-11-24 07:00", nil, "2026-11-24 sang"),
      ("2026-11-24 07:00:01", nil, "2026-11-24 chieu"),
      ("2026-11-24 06:00", Session.afternoon, "2026-11-24 chieu"),
      ("2026-11-24 08:00", .morning, "2026-11-25 sang"),
      // Friday evening, Saturday and Sunday wait for Monday.
      ("2026-11-27 18:00", nil, "2026-11-30 sang"), ("2026-11-28 06:00", nil, "2026-11-30 sang"),
      ("2026-11-29 23:59", .afternoon, "2026-11-30 chieu"),
    ] as [(String, Session?, String)])
  func r19(_ begins: String, _ session: Session?, _ expected: String) {
    for type in AreaType.allCases {
      let bulletin = notice(begins: at(begins)) { $0.regulation.session = session }
      #expect(ward(type).turn(of: bulletin) == .slot(slot(expected)))
    }
  }

  @Test("R-19: on Saturday and Sunday only by a directive")
  func r19Weekend() {
    let rules = ward(.district)
    for name in ["2026-11-28 sang", "2026-11-29 chieu"] {
      #expect(rules.broken(item(notice(), name)) == ["ngay-trong-tuan"])
      let special = notice { $0.regulation.directive = directive([.weekdays]) }
      #expect(rules.broken(item(special, name)) == [])
      let other = notice { $0.regulation.directive = directive([.duration, .hours]) }
      #expect(rules.broken(item(other, name)) == ["ngay-trong-tuan"])
    }
    let special = notice(begins: at("2026-11-28 06:00")) {
      $0.regulation.directive = directive([.weekdays])
    }
    #expect(rules.turn(of: special) == .slot(slot("2026-11-28 sang")))
    // In 2017 the four quận had no weekdays of their own.
    let urgent = notice(begins: at("2020-11-28 06:00"), content: "khan-cap")
    #expect(ward(.innerDistrict).turn(of: urgent) == .slot(slot("2020-11-28 sang")))
    #expect(ward(.district).turn(of: urgent) == .slot(slot("2020-11-30 sang")))
  }

  @Test("R-19: no third session a day, such as one outside of the ward's own")
  func r19Third() {
    let rules = ward(.district)
    let both = [item(notice("a")), item(notice("b"), "2026-11-24 chieu")]
    let extra = notice("c") { $0.regulation.directive = directive([.hours]) }
    #expect(rules.broken(item(extra, nil), beside: both) == ["so-buoi"])
    #expect(rules.broken(item(extra, nil), beside: [both[0]]) == [])
    #expect(
      rules.broken(item(notice("d"), "2026-11-24 chieu"), beside: [both[0], item(extra, nil)])
        == ["so-buoi"])
    let lifted = notice("c") { $0.regulation.directive = directive([.hours, .sessions]) }
    #expect(rules.broken(item(lifted, nil), beside: both) == [])
    // What a directive lifts the number for takes nobody's place.
    #expect(rules.broken(both[1], beside: [both[0], item(lifted, nil)]) == [])
  }

  @Test("R-19: a plan outside of the halves of the day has no sessions there")
  func r19Hours() {
    let rules = ward(.district, morning: 4 * 60, afternoon: 18 * 60 + 50)
    #expect(rules.broken(item(notice())) == ["khung-gio"])
    #expect(rules.broken(item(notice(), "2026-11-24 chieu")) == ["khung-gio"])
    guard case .never(let breaches) = rules.turn(of: notice()) else {
      Issue.record("a session was found")
      return
    }
    #expect(breaches.map(\.rule) == [.turn])
    #expect(
      rules.planBreaches(on: day("2026-11-24")).map(\.rule) == [
        .hours, .duration, .hours, .duration,
      ])
  }

  // MARK

  @Test(
    "R-20: the sound of a session, relays included, has 15 minutes in a quận and 45 in a huyện",
    arguments: [
      (AreaType.innerDistrict, 900), (.district, 900), (.rural, 2_700), (.town, 2_700),
    ])
  func r20(_ type: AreaType, _ seconds: Int) {
    let rules = ward(type)
    #expect(rules.broken(item(notice(), seconds: seconds)) == [])
    let longer = BroadcastItem(
      notice(), soundMilliseconds: seconds * 1000 + 1, slot: slot("2026-11-24 sang"))
    #expect(rules.broken(longer) == ["thoi-luong"])
    var relay = notice("tiep-song")
    if type == .rural || type == .town { relay.regulation.programmeSource = .relay }
    let others = [item(relay, seconds: seconds - 100), item(notice("tin-3"), seconds: 40)]
    #expect(rules.broken(item(notice(), seconds: 60), beside: others) == [])
    #expect(rules.broken(item(notice(), seconds: 61), beside: others) == ["thoi-luong"])
    // Neither another session, nor an emergency, nor an older revision of itself counts.
    let elsewhere = [
      item(notice("tin-4"), seconds: seconds, "2026-11-24 chieu"),
      item(notice("tin-5"), seconds: seconds, "2026-11-25 sang"),
      item(notice("tin-6") { $0.priority = .emergency }, seconds: seconds),
      item(notice("tin-1"), seconds: seconds),
    ]
    #expect(rules.broken(item(notice(), seconds: 60), beside: others + elsewhere) == [])
    let left = rules.remaining(in: slot("2026-11-24 sang"), beside: others + elsewhere.prefix(3))
    #expect(left.usedMilliseconds == (seconds - 60) * 1000)
    #expect(left.leftMilliseconds == 60_000)
    #expect(
      left.relayMilliseconds
        == (relay.regulation.programmeSource == .relay ? (seconds - 100) * 1000 : 0))
    #expect(left.sessionsUsed == 2 && left.sessionsLimit == 2)
  }

  @Test("R-20: what is broken is said with source, limit, what is used and what is left")
  func r20Words() throws {
    let others = [item(notice("a"), seconds: 870)]
    let verdict = ward(.district).judge(item(notice(), seconds: 120), beside: others)
    let breach = try #require(verdict.breaches.first)
    #expect(breach.source == "QĐ 1246/QĐ-UBND, Điều 1 mục 2 điểm a")
    #expect(breach.words == "tối đa 15 phút/buổi phát thanh")
    #expect(breach.limit == "15 phút/buổi")
    #expect(breach.used == "14 phút 30 giây")
    #expect(breach.left == "30 giây")
    #expect(
      breach.description
        == "thoi-luong: Tin dài 2 phút, quá thời lượng còn lại của buổi. Giới hạn: 15 phút/buổi; "
        + "đã có: 14 phút 30 giây; còn: 30 giây. Căn cứ: QĐ 1246/QĐ-UBND, Điều 1 mục 2 điểm a: "
        + "“tối đa 15 phút/buổi phát thanh”.")
  }

  @Test("R-20: what is left, as it is said, is never more than there is")
  func r20Rounding() {
    let others = [
      BroadcastItem(notice("a"), soundMilliseconds: 897_600, slot: slot("2026-11-24 sang"))
    ]
    #expect(
      ward(.district).remaining(in: slot("2026-11-24 sang"), beside: others).words
        == "còn 2 giây trong 15 phút, đã dùng 14 phút 58 giây; 1/2 buổi trong ngày")
  }

  @Test("R-20: every broken rule is told, not only the first")
  func r20All() {
    let bulletin = notice(content: "viec-co-moc-thoi-gian") {
      $0.regulation.music = .embedded
      $0.regulation.programmeSource = .approvedRecording
      $0.regulation.directive = directive([.music], issuer: "UBND quận Ba Đình")
    }
    #expect(
      ward(.district).broken(item(bulletin, seconds: 1_000, "2026-11-28 sang")) == [
        "ngay-trong-tuan", "thoi-luong", "moc-thoi-gian", "co-quan-duyet", "so-van-ban", "ca-nhac",
      ])
  }

  @Test("R-21: the ward's own minutes hold where they are fewer, and never more than the decree's")
  func r21() {
    let short = ward(.district, minutes: 10)
    #expect(short.broken(item(notice(), seconds: 600)) == [])
    let verdict = short.judge(item(notice(), seconds: 601), beside: [])
    #expect(verdict.breaches.map(\.limit) == ["10 phút/buổi"])
    #expect(verdict.breaches.first?.source.contains("mục 2.2, đoạn cuối") == true)
    #expect(short.planBreaches(on: day("2026-11-24")).isEmpty)
    let long = ward(.district, minutes: 20)
    #expect(long.broken(item(notice(), seconds: 901)) == ["thoi-luong"])
    #expect(long.planBreaches(on: day("2026-11-24")).map(\.rule) == [.duration, .duration])
    let morning = slot("2026-11-24 sang")
    #expect(short.opening(of: morning) == at("2026-11-24 07:00"))
    #expect(short.closing(of: morning) == at("2026-11-24 07:10"))
    #expect(long.closing(of: morning) == at("2026-11-24 07:15"))
    #expect(ward(.district, afternoon: nil).opening(of: slot("2026-11-24 chieu")) == nil)
    #expect(
      ward(.district, afternoon: nil).broken(item(notice(), "2026-11-24 chieu")) == ["ke-hoach"])
    #expect(short.opening(of: slot("2017-07-31 sang")) == nil)
  }

  // MARK: R-25

  @Test(
    "R-25: a directive counts by its issuer under the rule set of the day",
    arguments: [
      ("Ban Tuyên giáo Thành ủy", true, true), ("Sở Thông tin và Truyền thông", true, true),
      ("Sở Văn hóa và Thể thao", true, true), ("UBND quận Ba Đình", true, true),
      ("UBND huyện Đông Anh", true, true), ("UBND thị xã Sơn Tây", true, true),
      ("Ban Tuyên giáo Quận ủy Ba Đình", true, false),
      ("UBND phường Ba Đình", false, false), ("UBND quận ", false, false),
      ("UBND quận, huyện, thị xã", false, false), ("Ban Tuyên giáo", false, false),
      ("Sở Thông tin", false, false),
    ])
  func r25(_ issuer: String, _ in2017: Bool, _ in2021: Bool) {
    for (start, content, isKnown) in [
      ("2020-11-28 06:00", "cong-viec-chung", in2017),
      ("2026-11-28 06:00", "thong-tin-thiet-yeu", in2021),
    ] {
      let bulletin = notice(begins: at(start), content: content) {
        $0.regulation.directive = directive(
          [.weekdays], issuer: issuer, from: "\(start.prefix(4))-01-01",
          until: "\(start.prefix(4))-12-31")
      }
      let slot = BroadcastSlot(date: LocalDate(at(start)), session: .morning)
      let item = BroadcastItem(bulletin, soundMilliseconds: 1, slot: slot)
      let broken = ward(.district).broken(item)
      #expect(broken == (isKnown ? [] : ["ngay-trong-tuan", "chi-dao"]), "\(issuer)")
    }
  }

  @Test("R-25: a directive lifts what it names, on its days, and is named as the ground")
  func r25Days() {
    let order = directive([.weekdays, .duration], from: "2026-11-28", until: "2026-11-29")
    let bulletin = notice(begins: at("2026-11-28 06:00")) { $0.regulation.directive = order }
    let rules = ward(.district)
    #expect(
      rules.judge(item(bulletin, seconds: 3_000, "2026-11-28 sang"), beside: [])
        == .allowed(.directive(order, lifts: [.weekdays, .duration])))
    #expect(
      rules.judge(item(bulletin, "2026-11-28 sang"), beside: [])
        == .allowed(.directive(order, lifts: [.weekdays])))
    // Sunday is after its end; on Monday it isn't needed.
    #expect(
      rules.broken(item(bulletin, seconds: 3_000, "2026-11-29 sang")) == [
        "ngay-trong-tuan", "thoi-luong",
      ])
    #expect(rules.judge(item(bulletin, "2026-11-30 sang"), beside: []) == .allowed(.rules))
    // It takes nothing from the others.
    let others = [item(bulletin, seconds: 3_000, "2026-11-28 sang")]
    let second = notice("b") { $0.regulation.directive = directive([.weekdays]) }
    #expect(rules.broken(item(second, seconds: 900, "2026-11-28 sang"), beside: others) == [])
  }

  @Test("R-25: what a directive lifts the hours for is heard at once, within its days")
  func r25Hours() {
    let order = directive([.hours, .weekdays], from: "2026-11-28", until: "2026-11-30")
    let rules = ward(.district)
    let night = notice(begins: at("2026-11-28 22:00")) { $0.regulation.directive = order }
    #expect(rules.turn(of: night) == .atOnce(.directive(order, lifts: [.hours])))
    #expect(rules.broken(item(night, nil)) == [])
    #expect(
      rules.broken(BroadcastItem(night, soundMilliseconds: 1, moment: at("2026-11-30 00:00")))
        == ["khung-gio"])
    var early = night
    early.sent = at("2026-11-27 22:00")
    #expect(rules.turn(of: early) == .slot(slot("2026-11-28 sang")))
    var nobody = night
    nobody.regulation.directive?.issuer = "Ai đó"
    #expect(rules.turn(of: nobody) == .slot(slot("2026-11-30 sang")))
  }

  // MARK: Emergencies, exercises, tests

  @Test("R-25: an emergency is exempt from every limit, and said to be one")
  func emergency() {
    for begins in ["2026-11-28 03:00", "2020-11-28 03:00", "2015-01-01 03:00"] {
      let alarm = notice(begins: at(begins), content: nil) {
        $0.priority = .emergency
        $0.regulation.music = .pure
      }
      for type in AreaType.allCases {
        #expect(ward(type).turn(of: alarm) == .atOnce(.emergency))
        #expect(
          ward(type).judge(item(alarm, seconds: 9_000, nil), beside: []) == .allowed(.emergency))
      }
    }
  }

  @Test("R-35: the exercise of an emergency keeps to the hours and states its document")
  func r35Exercise() {
    func broken(_ begins: String, _ change: (inout Bulletin) -> Void = { _ in }) -> [String] {
      let bulletin = notice(begins: at(begins), content: nil) {
        $0.priority = .emergency
        $0.status = .exercise
        $0.regulation.documentNumber = "9/KH-UBND"
        change(&$0)
      }
      let rules = ward(.district)
      let broken = rules.broken(item(bulletin, nil))
      #expect((rules.turn(of: bulletin) == .atOnce(.rules)) == broken.isEmpty)
      return broken
    }
    #expect(broken("2026-11-24 10:00") == [])
    #expect(broken("2026-11-24 10:00") { $0.regulation.documentNumber = nil } == ["so-van-ban"])
    #expect(broken("2026-11-24 04:59:59") == ["khung-gio"])
    #expect(broken("2026-11-24 19:00") == ["khung-gio"])
    #expect(broken("2026-11-28 10:00") == ["ngay-trong-tuan"])
    let order = directive([.hours, .weekdays])
    let night = notice(begins: at("2026-11-28 23:00"), content: nil) {
      $0.priority = .emergency
      $0.status = .exercise
      $0.regulation.documentNumber = "9/KH-UBND"
      $0.regulation.directive = order
    }
    #expect(
      ward(.district).turn(of: night) == .atOnce(.directive(order, lifts: [.hours, .weekdays])))
  }

  @Test("R-35: a test is never heard, whatever its priority; an ordinary exercise is an item")
  func r35Test() {
    for priority in Priority.allCases {
      let bulletin = notice {
        $0.priority = priority
        $0.status = .test
      }
      #expect(ward(.district).broken(item(bulletin)) == ["thu-nghiem"])
      guard case .never = ward(.district).turn(of: bulletin) else {
        Issue.record("a test has a turn")
        continue
      }
    }
    let practice = notice { $0.status = .exercise }
    #expect(ward(.district).turn(of: practice) == .slot(slot("2026-11-24 sang")))
  }

  @Test("before the first rule set nothing ordinary is heard, and that is said")
  func noRules() {
    let bulletin = notice(begins: at("2017-07-31 06:00"), days: 1)
    let rules = ward(.district)
    guard case .never(let breaches) = rules.turn(of: bulletin) else {
      Issue.record("it has a turn")
      return
    }
    #expect(breaches.map(\.rule) == [.ruleSet])
    #expect(rules.broken(item(bulletin, "2017-07-31 sang")) == ["bo-quy-dinh"])
  }

  @Test("an item that ends before the next session is told of it")
  func tooShort() {
    let bulletin = notice(begins: at("2026-11-27 18:00"), days: 1)
    guard case .never(let breaches) = ward(.district).turn(of: bulletin) else {
      Issue.record("it has a turn")
      return
    }
    #expect(breaches.map(\.left) == ["buổi gần nhất: buổi sáng thứ Hai 30/11/2026"])
  }

  @Test("a withdrawal is no broadcast")
  func withdrawal() {
    let bulletin = notice(content: nil) {
      $0.messageType = .cancel
      $0.revision = 2
    }
    #expect(ward(.district).turn(of: bulletin) == .atOnce(.rules))
    #expect(ward(.district).judge(item(bulletin, nil), beside: []) == .allowed(.rules))
  }
}
