import WardContract

/// Vietnamese words for what rules count.
enum Words {
  /// "14 phút 30 giây"; a fraction of a second counts as a whole one.
  static func duration(_ milliseconds: Int) -> String {
    words(seconds: (milliseconds + 999) / 1000)
  }

  /// The same for what is left: a fraction of a second counts for nothing.
  static func left(_ milliseconds: Int) -> String { words(seconds: milliseconds / 1000) }

  private static func words(seconds: Int) -> String {
    switch (seconds / 60, seconds % 60) {
    case (0, let seconds): return "\(seconds) giây"
    case (let minutes, 0): return "\(minutes) phút"
    case (let minutes, let seconds): return "\(minutes) phút \(seconds) giây"
    }
  }

  /// "07:05" of minutes after midnight.
  static func time(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }

  /// "thứ Hai 24/11/2026".
  static func day(_ date: LocalDate) -> String {
    let parts = date.parts
    return "\(weekday(Weekday(date))) \(two(parts.day))/\(two(parts.month))/\(parts.year)"
  }

  /// "buổi sáng thứ Hai 24/11/2026".
  static func slot(_ slot: BroadcastSlot) -> String { "\(session(slot.session)) \(day(slot.date))" }

  /// "07:05 thứ Hai 24/11/2026".
  static func moment(_ instant: Instant) -> String {
    let local = LocalTime(instant)
    return "\(time(local.hour * 60 + local.minute)) \(day(LocalDate(instant)))"
  }

  static func place(_ place: AvoidedPlace) -> String {
    switch place {
    case .school: "trường học"
    case .hospital: "bệnh viện"
    case .diplomatic: "cơ quan ngoại giao"
    case .elderly: "khu người cao tuổi"
    case .foreigners: "khu vực người nước ngoài sinh sống"
    case .highRise: "khu nhà cao tầng"
    }
  }

  static func session(_ session: Session) -> String {
    switch session {
    case .morning: "buổi sáng"
    case .afternoon: "buổi chiều"
    }
  }

  static func weekday(_ weekday: Weekday) -> String {
    switch weekday {
    case .monday: "thứ Hai"
    case .tuesday: "thứ Ba"
    case .wednesday: "thứ Tư"
    case .thursday: "thứ Năm"
    case .friday: "thứ Sáu"
    case .saturday: "thứ Bảy"
    case .sunday: "Chủ nhật"
    }
  }

  static func limit(_ limit: Limit) -> String {
    switch limit {
    case .hours: "khung giờ"
    case .sessions: "số buổi"
    case .weekdays: "ngày trong tuần"
    case .duration: "thời lượng"
    case .content: "nội dung"
    case .music: "ca nhạc"
    }
  }

  static func particular(_ particular: Particular) -> String {
    switch particular {
    case .documentNumber: "số văn bản"
    case .approvingBody: "cơ quan phê duyệt"
    case .eventTime: "mốc thời gian"
    }
  }

  static func origin(_ origin: Origin) -> String {
    switch origin {
    case .central: "Trung ương"
    case .city: "Thành phố"
    case .district: "quận, huyện"
    case .ward: "phường, xã"
    }
  }

  static func music(_ music: Music) -> String {
    switch music {
    case .none: "không có ca nhạc"
    case .embedded: "bài hát lồng ghép"
    case .pure: "ca nhạc thuần túy"
    }
  }

  static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

  /// Two digits at least.
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
