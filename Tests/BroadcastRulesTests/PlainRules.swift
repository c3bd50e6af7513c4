import BroadcastRules
import Foundation
import WardContract

/// The decrees told once more, slowly and so that anybody can see that it is right: no rule files, no
/// code of `BroadcastRules`, days by Foundation's calendar, time minute by minute, sound by counting.
struct PlainRules {
  /// The ward's type, and its sessions.
  var type: AreaType
  var slots: [BroadcastPlan.Slot]
  var neighbours: [Neighbour] = []

  static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600)!
    return calendar
  }()

  /// A moment as a calendar shows it: 20261124, minutes after midnight, whether a weekday.
  static func look(_ instant: Instant) -> (day: Int, minute: Int, isWorkday: Bool) {
    let date = Date(timeIntervalSince1970: (Double(instant.milliseconds) / 1000).rounded(.down))
    let parts = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .weekday], from: date)
    return (
      parts.year! * 10_000 + parts.month! * 100 + parts.day!, parts.hour! * 60 + parts.minute!,
      (2...6).contains(parts.weekday!)
    )
  }

  static func number(_ date: LocalDate) -> Int {
    date.parts.year * 10_000 + date.parts.month * 100 + date.parts.day
  }

  // MARK: The table of the decrees

  enum Decree { case none, of2017, of2021 }

  static func decree(_ day: Int) -> Decree {
    if day < 2017_08_01 { return .none }
    return day < 2021_03_12 ? .of2017 : .of2021
  }

  func isFree(_ decree: Decree) -> Bool { decree == .of2017 && type == .innerDistrict }

  func mostMinutes(_ decree: Decree) -> Int? {
    if isFree(decree) { return nil }
    return type == .rural || type == .town ? 45 : 15
  }

  func classes(_ decree: Decree) -> [String] {
    let relay = type == .rural || type == .town ? ["tiep-song"] : []
    if decree == .of2021 {
      return [
        "chu-truong-cua-dang", "chinh-sach-phap-luat", "chi-dao-dieu-hanh", "thong-tin-thiet-yeu",
        "viec-co-moc-thoi-gian",
      ] + relay
    }
    if type == .innerDistrict { return ["khan-cap", "yeu-cau-cap-tren"] }
    return [
      "cong-viec-chung", "van-dong-tuyen-truyen", "nguoi-tot-viec-tot", "chu-truong-thanh-pho",
      "viec-co-moc-thoi-gian", "khan-cap",
    ] + relay
  }

  static func isKnown(_ name: String, _ decree: Decree) -> Bool {
    AreaType.allCases.contains { PlainRules(type: $0, slots: []).classes(decree).contains(name) }
  }

  /// What a directive lifts at a moment.
  static func lifts(_ bulletin: Bulletin, _ moment: Instant, _ decree: Decree) -> [Limit] {
    guard let order = bulletin.regulation.directive else { return [] }
    guard order.from.milliseconds <= moment.milliseconds,
      moment.milliseconds < order.until.milliseconds
    else { return [] }
    switch order.issuer {
    case "Ban Tuyên giáo Thành ủy", "Sở Thông tin và Truyền thông": return order.lifts
    case "UBND quận Ba Đình": return order.lifts.filter { $0 != .music }
    case "Ban Tuyên giáo Quận ủy Ba Đình":
      return decree == .of2017 ? order.lifts.filter { $0 != .music } : []
    default: return []
    }
  }

  static func mayDirect(_ issuer: String, _ decree: Decree) -> Bool {
    switch issuer {
    case "Ban Tuyên giáo Thành ủy", "Sở Thông tin và Truyền thông", "UBND quận Ba Đình": true
    case "Ban Tuyên giáo Quận ủy Ba Đình": decree == .of2017
    default: false
    }
  }

  static let issuers = [
    "Ban Tuyên giáo Thành ủy", "Sở Thông tin và Truyền thông", "UBND quận Ba Đình",
    "Ban Tuyên giáo Quận ủy Ba Đình", "UBND phường Ba Đình",
  ]

  // MARK: Minute by minute

  /// The minutes of the day in which a session may sound: its own, cut where the decree cuts.
  func minutes(of slot: BroadcastPlan.Slot, _ decree: Decree) -> [Int] {
    var minutes: [Int] = []
    for minute in 0..<slot.minutes {
      if let most = mostMinutes(decree), minutes.count == most { break }
      minutes.append(slot.startMinute + minute)
    }
    return minutes
  }

  /// What keeps a session of the plan from being one: by limit.
  func faults(of slot: BroadcastPlan.Slot, _ decree: Decree, isWorkday: Bool) -> [Limit] {
    var faults: [Limit] = []
    let half = slot.session == .morning ? 5 * 60..<12 * 60 : 12 * 60..<19 * 60
    if minutes(of: slot, decree).contains(where: { !half.contains($0) }) { faults.append(.hours) }
    if !isWorkday, !isFree(decree) { faults.append(.weekdays) }
    return faults
  }

  /// The moment at which the bulletin is heard: looks at every minute of its life.
  func turn(_ bulletin: Bulletin) -> String {
    if bulletin.status == .test { return "never" }
    if bulletin.messageType == .cancel { return "at once" }
    if bulletin.priority == .emergency {
      let item = BroadcastItem(bulletin, soundMilliseconds: 0)
      return broken(item, beside: []).isEmpty ? "at once" : "never"
    }
    let begins = bulletin.begins
    let decree = Self.decree(Self.look(begins).day)
    if decree != .none, Self.lifts(bulletin, begins, decree).contains(.hours) { return "at once" }
    var minute = Instant(milliseconds: (begins.milliseconds + 59_999) / 60_000 * 60_000)
    var now = Self.look(minute)
    while minute < bulletin.expires {
      let decree = Self.decree(now.day)
      let lifts = Self.lifts(bulletin, minute, decree)
      for slot in slots where slot.startMinute == now.minute && decree != .none {
        if let wanted = bulletin.regulation.session, wanted != slot.session { continue }
        let faults = faults(of: slot, decree, isWorkday: now.isWorkday)
        if faults.allSatisfy({ lifts.contains($0) }) {
          return "\(now.day) \(slot.session.rawValue)"
        }
      }
      minute = minute + 60_000
      now.minute += 1
      // The calendar is asked once a day.
      if now.minute == 24 * 60 { now = Self.look(minute) }
    }
    return "never"
  }

  // MARK: What is broken

  /// When an item is heard.
  func moment(_ item: BroadcastItem) -> Instant {
    guard let place = item.slot else { return item.moment ?? item.bulletin.begins }
    let start = slots.first { $0.session == place.session }?.startMinute ?? 0
    let parts = place.date.parts
    let date = Self.calendar.date(
      from: DateComponents(
        year: parts.year, month: parts.month, day: parts.day, hour: start / 60, minute: start % 60))!
    return Instant(milliseconds: Int64(date.timeIntervalSince1970) * 1000)
  }

  /// The codes of all broken rules, in alphabetical order.
  func broken(_ item: BroadcastItem, beside others: [BroadcastItem]) -> [String] {
    let bulletin = item.bulletin
    let regulation = bulletin.regulation
    if bulletin.status == .test { return ["thu-nghiem"] }
    if bulletin.messageType == .cancel { return [] }
    if bulletin.priority == .emergency, bulletin.status == .actual { return [] }
    let moment = moment(item)
    let now = Self.look(moment)
    let decree = Self.decree(now.day)
    if decree == .none { return ["bo-quy-dinh"] }
    let lifts = Self.lifts(bulletin, moment, decree)
    var broken: Set<String> = []
    func must(_ isRight: Bool, _ code: String, unless limit: Limit? = nil) {
      if !isRight, !(limit.map { lifts.contains($0) } ?? false) { broken.insert(code) }
    }
    let hasNumber = !(regulation.documentNumber ?? "").isEmpty

    // Music and directives hold for everything.
    must(regulation.music != .pure, "ca-nhac")
    must(regulation.music != .embedded, "ca-nhac", unless: .music)
    if let order = regulation.directive { must(Self.mayDirect(order.issuer, decree), "chi-dao") }

    if bulletin.priority == .emergency {
      must((5 * 60..<19 * 60).contains(now.minute), "khung-gio", unless: .hours)
      must(now.isWorkday || isFree(decree), "ngay-trong-tuan", unless: .weekdays)
      must(hasNumber, "so-van-ban")
      return broken.sorted()
    }

    // Class of content.
    if let name = regulation.contentClass, Self.isKnown(name, decree) {
      must(classes(decree).contains(name), "noi-dung", unless: .content)
      if name == "tiep-song" { must(regulation.programmeSource == .relay, "nguon-chuong-trinh") }
      if name == "chu-truong-thanh-pho" || name == "yeu-cau-cap-tren" {
        must(hasNumber, "so-van-ban")
      }
      if name == "yeu-cau-cap-tren" {
        must(regulation.origin == .central || regulation.origin == .city, "cap-ban-hanh")
      }
      if name == "viec-co-moc-thoi-gian" {
        must(
          regulation.eventTime.map { $0.milliseconds >= moment.milliseconds } ?? false,
          "moc-thoi-gian")
      }
    } else {
      broken.insert("noi-dung")
    }

    // Where the programme comes from.
    if regulation.programmeSource == .relay {
      must(type == .rural || type == .town, "nguon-chuong-trinh")
    }
    if regulation.programmeSource == .approvedRecording {
      must(!(regulation.approvingBody ?? "").isEmpty, "co-quan-duyet")
      must(hasNumber, "so-van-ban")
    }

    // Sessions and their sound.
    let counted = others.filter {
      $0.bulletin.identifier != bulletin.identifier && $0.bulletin.priority != .emergency
        && $0.bulletin.status != .test && $0.bulletin.messageType != .cancel
        && Self.look(self.moment($0)).day == now.day
    }
    var most = isFree(decree) ? nil : mostMinutes(decree)
    if let place = item.slot {
      guard let slot = slots.first(where: { $0.session == place.session }) else {
        broken.insert("ke-hoach")
        return broken.sorted()
      }
      most = minutes(of: slot, decree).count
      let faults = faults(of: slot, decree, isWorkday: now.isWorkday)
      must(!faults.contains(.hours), "khung-gio", unless: .hours)
      must(!faults.contains(.weekdays), "ngay-trong-tuan", unless: .weekdays)
      for other in neighbours where (other.agreement ?? "").isEmpty {
        let theirs = other.slots.flatMap { Array($0.startMinute..<$0.startMinute + $0.minutes) }
        must(minutes(of: slot, decree).allSatisfy { !theirs.contains($0) }, "giap-ranh")
      }
    } else {
      must(false, "khung-gio", unless: .hours)
      must(now.isWorkday || isFree(decree), "ngay-trong-tuan", unless: .weekdays)
    }
    if let most {
      var seconds = Double(item.soundMilliseconds) / 1000
      for other in counted where item.slot != nil && other.slot == item.slot {
        if Self.lifts(other.bulletin, self.moment(other), decree).contains(.duration) { continue }
        seconds += Double(other.soundMilliseconds) / 1000
      }
      must(seconds <= Double(most * 60), "thoi-luong", unless: .duration)
    }
    if !isFree(decree) {
      var sessions: Set<String> = [item.slot.map(\.description) ?? "own"]
      for (index, other) in counted.enumerated() {
        if Self.lifts(other.bulletin, self.moment(other), decree).contains(.sessions) { continue }
        sessions.insert(other.slot.map(\.description) ?? "other \(index)")
      }
      must(sessions.count <= 2, "so-buoi", unless: .sessions)
    }
    return broken.sorted()
  }
}
