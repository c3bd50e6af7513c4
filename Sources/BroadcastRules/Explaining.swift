import WardContract

extension Rule {
  /// What the rule is about, in Vietnamese.
  public var title: String {
    switch self {
    case .ruleSet: "Bộ quy định có hiệu lực"
    case .plan: "Kế hoạch phát thanh của phường"
    case .turn: "Buổi phát thanh của tin"
    case .hours: "Khung giờ"
    case .sessions: "Số buổi trong ngày"
    case .weekdays: "Ngày trong tuần"
    case .duration: "Thời lượng mỗi buổi"
    case .content: "Loại nội dung"
    case .documentNumber: "Số văn bản"
    case .approvingBody: "Cơ quan phê duyệt"
    case .eventTime: "Mốc thời gian"
    case .origin: "Cấp ban hành"
    case .programme: "Nguồn chương trình"
    case .music: "Ca nhạc"
    case .directive: "Văn bản chỉ đạo"
    case .neighbours: "Địa bàn giáp ranh"
    case .test: "Thử nghiệm, diễn tập"
    case .messages: "Nhắn tin tới số điện thoại"
    case .clusters: "Cụm loa"
    }
  }
}

/// What a rule set says of a rule: the limit in words, and where it stands.
public struct Explanation: Equatable, Sendable {
  /// The limit, in Vietnamese.
  public var limit: String
  /// Where it stands.
  public var citation: Citation
}

extension RuleSet {
  /// What the set says of `rule` in areas of `type`; at least one thing.
  public func explain(_ rule: Rule, in type: AreaType) -> [Explanation] {
    let area = area(type)
    func one(_ limit: String, _ citation: Citation) -> [Explanation] {
      [Explanation(limit: limit, citation: citation)]
    }
    switch rule {
    case .ruleSet:
      return one("từ \(effective)" + (until.map { " đến \($0)" } ?? ""), timetable)
    case .plan: return one("do địa phương quy định", timetable)
    case .hours, .turn:
      let halves = halves.map { half in
        "\(Words.session(half.session)) \(Words.time(half.fromMinute))–\(Words.time(half.untilMinute))"
      }
      return one(Words.list(halves), area.timeCitation)
    case .sessions:
      return one(
        area.sessionsADay.map { "\($0) buổi/ngày" } ?? "theo yêu cầu thực tế", area.timeCitation)
    case .weekdays: return one(Words.list(area.weekdays.map(Words.weekday)), area.timeCitation)
    case .duration:
      let minutes = area.minutesASession.map { "\($0) phút/buổi" } ?? "theo yêu cầu thực tế"
      let relay = area.programmes.contains(.relay) && area.relayCounts ? ", kể cả tiếp sóng" : ""
      return one(minutes + relay, area.durationCitation)
    case .content:
      return one("các loại dưới đây", area.contentCitation)
        + area.content.compactMap { content($0) }.map { content in
          Explanation(
            limit: "\(content.name): \(content.title)" + Self.words(of: content.needs),
            citation: content.citation)
        }
    case .documentNumber: return explain(.documentNumber, in: area)
    case .approvingBody: return explain(.approvingBody, in: area)
    case .eventTime: return explain(.eventTime, in: area)
    case .origin:
      let classes = contents.filter { !$0.origins.isEmpty && area.content.contains($0.name) }
      guard !classes.isEmpty else { return one("mọi cấp", area.contentCitation) }
      return classes.map { content in
        Explanation(
          limit: "\(content.title): \(Words.list(content.origins.map(Words.origin)))",
          citation: content.citation)
      }
    case .programme:
      return one("các nguồn dưới đây", area.programmesCitation)
        + area.programmes.map(programme).map { programme in
          Explanation(
            limit: "\(programme.source.rawValue): \(programme.title)"
              + Self.words(of: programme.needs), citation: programme.citation)
        }
    case .music:
      return one("không phát: \(Words.list(music.refused.map(Words.music)))", music.citation)
        + one(
          "theo chỉ đạo: \(Words.list(music.needsDirective.map(Words.music)))", music.citation)
    case .directive:
      return issuers.flatMap { issuer in
        one(
          "\(issuer.name): \(Words.list(issuer.lifts.sorted().map(Words.limit)))", directive)
      }
    case .neighbours: return one("không trùng giờ, hoặc có văn bản thống nhất", neighbours)
    case .test:
      return one(
        "diễn tập khẩn cấp trong khung giờ" + Self.words(of: exercise.needs), exercise.citation)
    case .messages:
      return one(
        "khẩn cấp: \(Words.list(messages.emergencies.map(\.rawValue))); cảnh báo: "
          + Words.list(messages.warnings.map(\.rawValue)), messages.citation)
    case .clusters:
      let numbers = [
        clusters.minimum.map { "ít nhất \($0) cụm" },
        clusters.maximum.map { "nhiều nhất \($0) cụm" },
        clusters.loudspeakersACluster.map { "nhiều nhất \($0) loa/cụm" },
      ].compactMap { $0 }
      let isLimited = clusters.areas.contains(type) && !numbers.isEmpty
      return one(isLimited ? Words.list(numbers) : "do phường quyết định", clusters.citation)
        + one(
          "tránh: \(Words.list(clusters.avoid.map(Words.place)))", clusters.avoidCitation)
    }
  }

  private static func words(of needs: [Particular]) -> String {
    needs.isEmpty ? "" : " (phải có \(Words.list(needs.map(Words.particular))))"
  }

  /// Whatever needs that particular in the area.
  private func explain(_ particular: Particular, in area: AreaRules) -> [Explanation] {
    let classes = contents.filter {
      $0.needs.contains(particular) && area.content.contains($0.name)
    }
    let sources = programmes.filter {
      $0.needs.contains(particular) && area.programmes.contains($0.source)
    }
    let found =
      classes.map { Explanation(limit: "\($0.title): phải ghi", citation: $0.citation) }
      + sources.map { Explanation(limit: "\($0.title): phải ghi", citation: $0.citation) }
    return found.isEmpty
      ? [Explanation(limit: "không bắt buộc", citation: area.contentCitation)] : found
  }
}

extension BroadcastSlot {
  /// "buổi sáng thứ Hai 30/11/2026".
  public var words: String { Words.slot(self) }
}

extension LocalDate {
  /// "thứ Hai 30/11/2026".
  public var words: String { Words.day(self) }
}

extension AreaType {
  /// The type in Vietnamese.
  public var words: String {
    switch self {
    case .innerDistrict: "phường của 4 quận Hoàn Kiếm, Ba Đình, Đống Đa, Hai Bà Trưng"
    case .district: "phường của quận khác"
    case .rural: "xã, thị trấn của huyện"
    case .town: "phường, xã của thị xã"
    }
  }
}

extension Remaining {
  /// "còn 12 phút 30 giây trong 15 phút, đã dùng 2 phút 30 giây".
  public var words: String {
    let relay =
      relayMilliseconds > 0 ? " (tiếp sóng \(Words.duration(relayMilliseconds)))" : ""
    let sessions = sessionsLimit.map { "; \(sessionsUsed)/\($0) buổi trong ngày" } ?? ""
    return "còn \(Words.left(leftMilliseconds)) trong \(Words.duration(limitMilliseconds)), "
      + "đã dùng \(Words.duration(usedMilliseconds))\(relay)\(sessions)"
  }
}
