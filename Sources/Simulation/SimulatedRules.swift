import WardContract

/// The plan of a simulated ward, and rules like those of QĐ 1246/QĐ-UBND with fewer words.
public enum SimulatedRules {
  /// A directive that frees an item of everything but its content's kind.
  public static func atOnce(at now: Instant) -> Directive {
    Directive(
      issuer: "Ban Tuyên giáo Thành ủy", number: "45-CV/BTGTU", from: now + -86_400_000,
      until: now + 30 * 86_400_000, lifts: [.hours, .sessions, .weekdays, .duration])
  }

  /// A class that every area may broadcast.
  public static let contentClass = "thong-tin-thiet-yeu"

  /// Two sessions a day of 15 minutes.
  public static func plan(
    area: Area, version: Int64 = 1, issued: Instant, after: AfterInterruption = .goOn,
    spreadSeconds: Int = 60, slots: [BroadcastPlan.Slot] = slots
  ) -> BroadcastPlan {
    BroadcastPlan(
      area: area, version: version, issued: issued, author: "UBND phường Ba Đình",
      areaType: .district, slots: slots, spreadSeconds: spreadSeconds, afterInterruption: after,
      ruleSets: [text])
  }

  /// 07:00 and 17:00.
  public static let slots: [BroadcastPlan.Slot] = [
    .init(session: .morning, startMinute: 7 * 60, minutes: 15),
    .init(session: .afternoon, startMinute: 17 * 60, minutes: 15),
  ]

  /// The rule set.
  public static let text = """
    number = "1246/QĐ-UBND"
    title = "Điều chỉnh"
    issued-by = "UBND thành phố Hà Nội"
    effective = "2021-03-12"
    version = 1
    [session.sang]
    from = "05:00"
    until = "12:00"
    [session.chieu]
    from = "12:00"
    until = "19:00"
    [timetable]
    source = "Điều 1"
    words = "thời gian"
    [area.bon-quan]
    same-as = "quan"
    [area.quan]
    content = ["thong-tin-thiet-yeu"]
    content-source = "Điều 1"
    content-words = "nội dung"
    programmes = ["tu-thuc-hien", "bai-phat-thanh-duyet"]
    programmes-source = "Điều 1"
    programmes-words = "chương trình"
    sessions-a-day = 2
    weekdays = ["thu-hai", "thu-ba", "thu-tu", "thu-nam", "thu-sau"]
    time-source = "Điều 1"
    time-words = "tối đa hai buổi/ngày"
    minutes-a-session = 15
    duration-source = "Điều 1"
    duration-words = "tối đa 15 phút/buổi"
    [area.huyen]
    same-as = "quan"
    [area.thi-xa]
    same-as = "quan"
    [content.thong-tin-thiet-yeu]
    title = "Thông tin thiết yếu"
    source = "Điều 1"
    words = "thông tin thiết yếu"
    [programme.tu-thuc-hien]
    title = "Tự thực hiện"
    source = "Điều 1"
    words = "tự thực hiện"
    [programme.bai-phat-thanh-duyet]
    title = "Bài phát thanh đã duyệt"
    source = "Điều 1"
    words = "bài phát thanh"
    [programme.tiep-song]
    title = "Tiếp sóng"
    source = "Điều 1"
    words = "tiếp sóng"
    [directive]
    source = "Điều 1"
    words = "theo chỉ đạo"
    [issuer.ban-tuyen-giao-thanh-uy]
    name = "Ban Tuyên giáo Thành ủy"
    lifts = ["khung-gio", "so-buoi", "ngay-trong-tuan", "thoi-luong", "noi-dung", "ca-nhac"]
    [music]
    refused = ["thuan-tuy"]
    needs-directive = ["long-ghep"]
    source = "Điều 1"
    words = "ca nhạc"
    [exercise]
    needs = ["so-van-ban"]
    source = "Điều 1"
    words = "diễn tập"
    [neighbours]
    source = "Điều 1"
    words = "giáp ranh"
    [messages]
    source = "Điều 1"
    words = "tin nhắn"
    [clusters]
    source = "Điều 1"
    words = "cụm loa"
    avoid = ["truong-hoc"]
    avoid-source = "Điều 1"
    avoid-words = "tránh"

    """
}
