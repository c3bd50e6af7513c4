import BroadcastRules
import TestSupport
import Testing
import WardContract

/// One test a row of the requirements, by its id: what the decrees ask for.
@Suite("Requirements of the decrees") struct RequirementTests {
  /// A case of a table: what is broadcast, when, and which rules it breaks.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var type: AreaType
    var item: BroadcastItem
    var others: [BroadcastItem] = []
    var broken: [String]

    init(
      _ name: String, _ type: AreaType, _ item: BroadcastItem, beside others: [BroadcastItem] = [],
      breaks broken: [String] = []
    ) {
      (testDescription, self.type, self.item) = (name, type, item)
      (self.others, self.broken) = (others, broken)
    }
  }

  private func check(_ test: Case) {
    let verdict = ward(test.type).judge(test.item, beside: test.others)
    #expect(
      ward(test.type).broken(test.item, beside: test.others) == test.broken,
      "\(test.testDescription): \(verdict)")
  }

  /// A notice of the time of the decree of 2017: Tuesday, 24 November 2020.
  private static func old(
    _ content: String?, seconds: Int = 60, _ change: (inout Bulletin) -> Void = { _ in }
  ) -> BroadcastItem {
    item(
      notice(begins: at("2020-11-24 06:00"), content: content, change), seconds: seconds,
      "2020-11-24 sang")
  }

  private static func new(
    _ content: String? = "thong-tin-thiet-yeu", seconds: Int = 60,
    _ change: (inout Bulletin) -> Void = { _ in }
  ) -> BroadcastItem {
    item(notice(content: content, change), seconds: seconds)
  }

  // MARK: Content

  @Test(
    "R-17: in the four quận of 2017 only emergencies and orders of centre and city pass",
    arguments: [
      Case("khẩn cấp", .innerDistrict, old("khan-cap")),
      Case(
        "an order with its number", .innerDistrict,
        old("yeu-cau-cap-tren") {
          $0.regulation.origin = .city
          $0.regulation.documentNumber = "12/UBND"
        }),
      Case(
        "an order without a number", .innerDistrict,
        old("yeu-cau-cap-tren") { $0.regulation.origin = .central }, breaks: ["so-van-ban"]),
      Case(
        "an order with an empty number", .innerDistrict,
        old("yeu-cau-cap-tren") {
          $0.regulation.origin = .central
          $0.regulation.documentNumber = ""
        }, breaks: ["so-van-ban"]),
      Case(
        "an order of the ward itself", .innerDistrict,
        old("yeu-cau-cap-tren") { $0.regulation.documentNumber = "12/UBND" },
        breaks: ["cap-ban-hanh"]),
      Case("local news", .innerDistrict, old("cong-viec-chung"), breaks: ["noi-dung"]),
      Case(
        "an order in another quận, which has no such class", .district,
        old("yeu-cau-cap-tren") {
          $0.regulation.origin = .city
          $0.regulation.documentNumber = "12/UBND"
        }, breaks: ["noi-dung"]),
      Case("no cap on its length", .innerDistrict, old("khan-cap", seconds: 50 * 60)),
    ])
  func r17(_ test: Case) { check(test) }

  @Test(
    "R-18: classes of the other quận in 2017, with document and time where they need one",
    arguments: [
      Case("công việc chung", .district, old("cong-viec-chung")),
      Case("vận động", .rural, old("van-dong-tuyen-truyen")),
      Case("người tốt - việc tốt", .town, old("nguoi-tot-viec-tot")),
      Case("khẩn cấp", .district, old("khan-cap")),
      Case(
        "chủ trương của Thành phố without a document", .district, old("chu-truong-thanh-pho"),
        breaks: ["so-van-ban"]),
      Case(
        "with one", .district,
        old("chu-truong-thanh-pho") { $0.regulation.documentNumber = "179/KH-UBND" }),
      Case(
        "việc có mốc thời gian without a time", .district, old("viec-co-moc-thoi-gian"),
        breaks: ["moc-thoi-gian"]),
      Case(
        "with one", .district,
        old("viec-co-moc-thoi-gian") { $0.regulation.eventTime = at("2020-11-25 08:00") }),
      Case(
        "which is over", .district,
        old("viec-co-moc-thoi-gian") { $0.regulation.eventTime = at("2020-11-24 06:59") },
        breaks: ["moc-thoi-gian"]),
      Case("no class", .district, old(nil), breaks: ["noi-dung"]),
      Case("a class that nobody knows", .district, old("quang-cao"), breaks: ["noi-dung"]),
      Case("a class of 2021", .district, old("thong-tin-thiet-yeu"), breaks: ["noi-dung"]),
    ])
  func r18(_ test: Case) { check(test) }

  @Test(
    "R-24: the classes of 2021; unknown and missing ones break the rule, for priority items, too",
    arguments: AreaType.allCases.flatMap { type in
      [
        Case("chủ trương của Đảng", type, new("chu-truong-cua-dang")),
        Case("chính sách, pháp luật", type, new("chinh-sach-phap-luat")),
        Case("chỉ đạo, điều hành", type, new("chi-dao-dieu-hanh")),
        Case("thông tin thiết yếu", type, new("thong-tin-thiet-yeu")),
        Case("no class", type, new(nil), breaks: ["noi-dung"]),
        Case("an empty class", type, new(""), breaks: ["noi-dung"]),
        Case("an unknown class", type, new("quang-cao"), breaks: ["noi-dung"]),
        Case("no class, ưu tiên", type, new(nil) { $0.priority = .priority }, breaks: ["noi-dung"]),
        Case(
          "a directive does not make an unknown class known", type,
          new("quang-cao") { $0.regulation.directive = directive([.content]) },
          breaks: ["noi-dung"]),
        Case(
          "a relay's class without a relay", type, new("tiep-song"),
          breaks: type == .innerDistrict || type == .district
            ? ["noi-dung", "nguon-chuong-trinh"] : ["nguon-chuong-trinh"]),
      ]
    })
  func r24(_ test: Case) { check(test) }

  @Test("R-28: since 2021 the four quận have the rules of every quận")
  func r28() throws {
    let set = try RuleSet(shippedRules(decree2021), name: decree2021)
    #expect(set.area(.innerDistrict) == set.area(.district))
    #expect(set.area(.rural) == set.area(.town))
    let old = try RuleSet(shippedRules(decree2017), name: decree2017)
    #expect(old.area(.innerDistrict) != old.area(.district))
  }

  // MARK: Programmes and music

  @Test(
    "R-22: a recording made elsewhere needs an approving body and the number of its approval",
    arguments: [
      Case("both", .district, new { recording(&$0, "Sở Y tế", "77/SYT") }),
      Case("no body", .district, new { recording(&$0, nil, "77/SYT") }, breaks: ["co-quan-duyet"]),
      Case("no number", .rural, new { recording(&$0, "Sở Y tế", nil) }, breaks: ["so-van-ban"]),
      Case(
        "neither", .town, new { recording(&$0, nil, "") }, breaks: ["co-quan-duyet", "so-van-ban"]),
      Case("the ward's own needs none", .innerDistrict, new()),
    ])
  func r22(_ test: Case) { check(test) }

  private static func recording(_ bulletin: inout Bulletin, _ body: String?, _ number: String?) {
    bulletin.regulation.programmeSource = .approvedRecording
    bulletin.regulation.approvingBody = body
    bulletin.regulation.documentNumber = number
  }

  @Test(
    "R-23: a relay is refused in every quận and allowed in huyện and thị xã",
    arguments: [AreaType.innerDistrict, .district].map { type in
      Case(
        "relay in a quận", type, new { $0.regulation.programmeSource = .relay },
        breaks: ["nguon-chuong-trinh"])
    } + [
      Case(
        "even by a directive", .district,
        new {
          $0.regulation.programmeSource = .relay
          $0.regulation.directive = directive(Limit.allCases)
        }, breaks: ["nguon-chuong-trinh"]),
      Case("in a huyện", .rural, new("tiep-song") { $0.regulation.programmeSource = .relay }),
      Case("in a thị xã", .town, new { $0.regulation.programmeSource = .relay }),
      Case(
        "in a quận in 2017", .district,
        old("cong-viec-chung") { $0.regulation.programmeSource = .relay },
        breaks: ["nguon-chuong-trinh"]),
      Case(
        "in a huyện in 2017", .rural,
        old("tiep-song") { $0.regulation.programmeSource = .relay }),
    ])
  func r23(_ test: Case) { check(test) }

  @Test(
    "R-16: no programme of music alone; songs within one by order of two bodies",
    arguments: [
      Case("pure", .rural, new { $0.regulation.music = .pure }, breaks: ["ca-nhac"]),
      Case(
        "pure by a directive", .rural,
        new {
          $0.regulation.music = .pure
          $0.regulation.directive = directive([.music])
        }, breaks: ["ca-nhac"]),
      Case("woven in", .rural, new { $0.regulation.music = .embedded }, breaks: ["ca-nhac"]),
      Case("woven in, Ban Tuyên giáo", .rural, new { song(&$0, "Ban Tuyên giáo Thành ủy") }),
      Case("woven in, its other spelling", .rural, new { song(&$0, "ban tuyên giáo Thành uỷ") }),
      Case(
        "woven in, its new name", .rural, new { song(&$0, "Ban Tuyên giáo và Dân vận Thành ủy") }),
      Case("woven in, Sở TTTT", .rural, new { song(&$0, "Sở Thông tin và Truyền thông") }),
      Case(
        "woven in, a quận", .rural, new { song(&$0, "UBND quận Cầu Giấy") }, breaks: ["ca-nhac"]),
      Case(
        "woven in, anybody", .rural, new { song(&$0, "Công ty Âm nhạc") },
        breaks: ["ca-nhac", "chi-dao"]),
      Case(
        "woven in, a directive for something else", .rural,
        new {
          $0.regulation.music = .embedded
          $0.regulation.directive = directive([.duration])
        }, breaks: ["ca-nhac"]),
      Case(
        "the decree of 2017", .district,
        old("cong-viec-chung") { $0.regulation.music = .pure }, breaks: ["ca-nhac"]),
    ])
  func r16(_ test: Case) { check(test) }

  private static func song(_ bulletin: inout Bulletin, _ issuer: String) {
    bulletin.regulation.music = .embedded
    bulletin.regulation.directive = directive([.music], issuer: issuer)
  }
}
