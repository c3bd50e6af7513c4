import Vietnam
import WardContract

/// The words that the screens are made of.
enum Words {
  private static let weekdays = [
    "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật",
  ]

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  /// "08:05"
  static func time(_ instant: Instant) -> String {
    let local = LocalTime(instant)
    return "\(two(local.hour)):\(two(local.minute))"
  }

  /// "24/11/2026"
  static func date(_ instant: Instant) -> String {
    let local = LocalTime(instant)
    return "\(two(local.day))/\(two(local.month))/\(local.year)"
  }

  /// "Thứ Ba, 24/11/2026"
  static func longDate(_ instant: Instant) -> String {
    "\(weekdays[LocalTime(instant).weekday]), \(date(instant))"
  }

  /// "15 tháng 10 năm Bính Ngọ", of the lunar calendar.
  static func lunarDate(_ instant: Instant) -> String? {
    let parts = LocalDate(instant).parts
    return LunarDate(year: parts.year, month: parts.month, day: parts.day)?.text
  }

  /// "08:05" today, "08:05 ngày 20/11" before.
  static func since(_ instant: Instant, now: Instant) -> String {
    let (then, today) = (LocalTime(instant), LocalTime(now))
    let isToday = (then.year, then.month, then.day) == (today.year, today.month, today.day)
    return isToday ? time(instant) : "\(time(instant)) ngày \(two(then.day))/\(two(then.month))"
  }

  /// "17:00 hôm nay", "07:00 ngày mai", "07:00 Thứ Hai, 30/11".
  static func opening(_ instant: Instant, now: Instant) -> String {
    let (date, today) = (LocalDate(instant), LocalDate(now))
    if date == today { return "\(time(instant)) hôm nay" }
    if date == today.adding(days: 1) { return "\(time(instant)) ngày mai" }
    return
      "\(time(instant)) \(weekdays[date.weekday]), \(two(date.parts.day))/\(two(date.parts.month))"
  }

  /// "06:00"
  static func hour(_ hour: Int) -> String { "\(two(hour)):00" }

  static func session(_ session: Session) -> String {
    switch session {
    case .morning: "Buổi sáng"
    case .afternoon: "Buổi chiều"
    }
  }

  /// Sender and date of an item on one line.
  static func detail(_ bulletin: Bulletin) -> String {
    "\(bulletin.senderName) · \(time(bulletin.sent)) \(date(bulletin.sent))"
  }

  /// Description and instruction as one text.
  static func text(_ bulletin: Bulletin) -> String {
    [bulletin.description, bulletin.instruction ?? ""].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  /// What there is of several words on one line; `nil` if there is nothing.
  static func line(_ parts: [String?]) -> String? {
    let parts = parts.compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  /// "Mục 2 trên 5."
  static func place(_ index: Int, of count: Int) -> String { "Mục \(index + 1) trên \(count)." }
  /// "Bấm OK: Mở."
  static func ok(_ action: String) -> String { "Bấm OK: \(action)." }

  static let functions = "Mời chọn"
  static let quiet = "Yên lặng"
  static let status = "Vì sao im lặng?"
  static let newsTitle = "Tin của phường"
  static let mendConnection =
    "Xem lại dây mạng, Wi-Fi. Vẫn mất thì báo phường, đọc mã thiết bị."
  static let callWard = "Báo phường, đọc mã thiết bị ghi ở cuối."
  static let unsent = "Còn một phản ánh chưa gửi"
  static let unheard = "Chưa nghe."
  static let exercise = "Diễn tập, không phải thật."
  static let allClear = "Đã hết khẩn cấp."
  static let noNews = "Hôm nay chưa có tin."
  static let unclaimed = "Máy chưa được giao cho hộ nào. Mã của máy:"
  static let noPlan = "Chưa có lịch phát thanh của phường"
  static let unusablePlan = "Lịch phát thanh của phường không dùng được"
  static let promise = "Tin ưu tiên và tin khẩn cấp vẫn phát."
  static let noSound = "Loa không hoạt động"
  static let muted = "Đang tắt tiếng. Bấm nút + để nghe tin"
  static let onlyToRead = "Loa không hoạt động, chỉ đọc được."
  static let noSecondSpeaker = "Loa thứ hai không hoạt động"
  static let noSpeech = "Giọng đọc không hoạt động"
  static let clockUnknown = "Chưa biết giờ đúng"
  static let clockWrong = "Đồng hồ hệ thống sai giờ"
  static let noButtons = "Nút bấm không hoạt động"
  static let wrongBoard = "Cấu hình bo mạch sai"
  static let brokenTrust = "Tệp đăng ký của máy sai: chép lại thẻ nhớ"
  static let foreignAnswer = "Hồ sơ nhận được không đáng tin: báo bàn trực phường"
  static let expiredAnswer = "Hồ sơ đã quá hạn hoặc đồng hồ máy sai: báo bàn trực phường"
  static let claimByFile =
    "Người lắp đặt đăng ký mã này tại phường, rồi chép hồ sơ của hộ vào thẻ nhớ."
  static let claimConnecting = "Chưa có mạng để gửi mã về phường. Kiểm tra dây mạng hoặc Wi-Fi."
  static let claimWaiting = "Chờ bàn trực duyệt: nhập mã này ở trang Lắp máy của phường."
  static let claimScanning = "Chờ bàn trực duyệt: quét mã vuông, hoặc nhập mã chữ ở trang Lắp máy."
  static let claimAccepted = "Bàn trực đã duyệt. Máy đang nhận hồ sơ của hộ."
  static let brokenSettings = "Hồ sơ của hộ không đọc được"
  static let tooHot = "Máy quá nóng, cần thông gió"
  static let diskFailing = "Bộ nhớ đầy hoặc hỏng"
  static let noTelephone = "Không gọi cứu giúp được từ máy này"
  static let limitedTelephone = "Điện thoại chưa có mạng, chỉ gọi được 112"
  static func withheld(_ count: Int) -> String { "Có \(count) tin của phường không tải về được" }
  static func refused(_ count: Int) -> String { "Đã từ chối \(count) tin không hợp lệ" }
}
