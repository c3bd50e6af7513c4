import WardContract

/// The words of an examination, the same on the terminal and at the desk.
enum ExaminationWords {
  static let title = "Kiểm tra máy"
  static let note =
    "Máy tự xem các bộ phận, rồi hỏi bác vài câu. Khoảng hai phút. Có việc khẩn cấp thì máy dừng ngay."
  static let offer = "Máy mới lắp: mời vào Cài đặt, Kiểm tra máy"

  /// "Tốt", "2 chỗ hỏng", "Chưa làm"
  static func short(_ diagnosis: Diagnosis?) -> String {
    guard let diagnosis else { return "Chưa làm" }
    return diagnosis.faults.isEmpty ? "Tốt" : "\(diagnosis.faults.count) chỗ hỏng"
  }

  /// "Kiểm tra lúc 08:05 24/11/2026: tốt"
  static func title(_ diagnosis: Diagnosis) -> String {
    let verdict =
      diagnosis.faults.isEmpty ? "không thấy hỏng" : "\(diagnosis.faults.count) chỗ hỏng"
    return "\(Words.time(diagnosis.time)) \(Words.date(diagnosis.time)): \(verdict)"
  }
}

extension Button {
  /// What people call it.
  var name: String {
    switch self {
    case .up: "Lên"
    case .down: "Xuống"
    case .ok: "OK"
    case .back: "Về"
    case .volumeUp: "To"
    case .volumeDown: "Nhỏ"
    case .sos: "SOS"
    }
  }
}

extension Diagnosis.Subject {
  var isButton: Bool {
    switch self {
    case .buttonUp, .buttonDown, .buttonOK, .buttonBack, .buttonVolumeUp, .buttonVolumeDown,
      .buttonSOS:
      true
    default: false
    }
  }

  /// What people call it: "Loa", "Nút OK".
  public var name: String {
    switch self {
    case .power: "Nguồn điện"
    case .temperature: "Nhiệt độ máy"
    case .storage: "Bộ nhớ"
    case .clock: "Đồng hồ"
    case .network: "Mạng"
    case .broker: "Máy chủ"
    case .desk: "Phường"
    case .modem: "Điện thoại"
    case .board: "Bo mạch"
    case .plan: "Lịch phát thanh"
    case .speech: "Giọng đọc"
    case .speaker: "Loa"
    case .mixer: "Chỉnh âm lượng"
    case .secondSpeaker: "Loa thứ hai"
    case .display: "Màn hình"
    case .lamps: "Đèn"
    case .buttons: "Nút bấm"
    case .buttonUp: "Nút lên"
    case .buttonDown: "Nút xuống"
    case .buttonOK: "Nút OK"
    case .buttonBack: "Nút về"
    case .buttonVolumeUp: "Nút to"
    case .buttonVolumeDown: "Nút nhỏ"
    case .buttonSOS: "Nút SOS"
    case .sensors: "Cảm biến"
    case .sensorTemperature: "Đo nhiệt độ"
    case .sensorHumidity: "Đo độ ẩm"
    case .sensorPressure: "Đo áp suất"
    case .sensorPM25: "Đo bụi PM2.5"
    case .sensorPM10: "Đo bụi PM10"
    case .sensorCO2: "Đo CO₂"
    case .sensorLight: "Đo ánh sáng"
    }
  }
}

extension Diagnosis.Finding {
  /// What came of it: "Tốt", "Còn trống 12 MB".
  public var words: String {
    switch verdict {
    case .absent: "Máy không có"
    case .skipped: "Chưa kiểm tra"
    case .good: figureWords.map { "Tốt, \($0)" } ?? "Tốt"
    case .bad(let reason): reason.words(subject) + (figureWords.map { " (\($0))" } ?? "")
    }
  }

  /// What its figures say to people; those that say nothing to them are left out.
  private var figureWords: String? {
    switch subject {
    case .storage: value(.freeMebibytes).map { "còn trống \(Words.capacity(mebibytes: $0))" }
    case .broker: value(.roundTripMilliseconds).map { "trả lời sau \($0) ms" }
    case .modem: value(.signalPercent).map { "sóng \($0) %" }
    case .power: value(.batteryPercent).map { "pin \($0) %" }
    default: nil
    }
  }

  /// What to do about it; `nil` if nothing is wrong.
  public var advice: String? {
    guard let reason else { return nil }
    return switch (subject, reason) {
    case (.power, .onBattery): "Cắm lại phích điện, xem nhà có điện không."
    case (.temperature, _): "Để máy nơi thoáng, tránh nắng và bếp."
    case (.storage, .worn): "Máy vẫn chạy. Báo phường để thay thẻ nhớ."
    case (.storage, _): "Báo phường để thay hoặc dọn thẻ nhớ."
    case (.clock, _): "Xem máy đã có mạng chưa; có mạng là máy tự chỉnh giờ."
    case (.network, _): "Cắm lại dây mạng, xem Wi-Fi có bật không."
    case (.broker, .notConnected), (.broker, .noAnswer):
      "Xem mạng trước. Mạng tốt mà vẫn thế thì báo phường."
    case (.desk, _): "Mạng vẫn tốt. Báo phường xem máy ở phường."
    case (.modem, .limited): "Xem thẻ SIM. Gọi 112 vẫn được khi có sóng."
    case (.modem, _): "Báo phường để xem bộ phận gọi điện."
    case (.speaker, .notHeard): "Bấm nút to (+) rồi thử lại; xem dây loa."
    case (.speaker, _), (.secondSpeaker, _), (.mixer, _): "Xem dây loa, rồi báo phường."
    case (.display, _): "Xem dây màn hình, rồi báo phường."
    case (.lamps, _): "Máy vẫn chạy. Báo phường để sửa đèn."
    case (.board, _), (.plan, _), (.speech, _): "Báo phường, đọc mã thiết bị."
    default:
      subject.isButton || subject == .buttons
        ? "Báo phường để thay nút." : "Máy vẫn chạy. Báo phường để thay cảm biến."
    }
  }
}

extension Diagnosis.Reason {
  fileprivate func words(_ subject: Diagnosis.Subject) -> String {
    switch self {
    case .failing: "Không hoạt động"
    case .noAnswer: "Không trả lời"
    case .notHeard: "Không nghe thấy"
    case .notSeen: subject == .lamps ? "Không sáng" : "Không thấy đủ"
    case .notPressed: "Bấm không ăn"
    case .noReading: "Không đo được"
    case .onBattery: "Mất điện, chạy bằng pin"
    case .tooHot: "Quá nóng"
    case .nearlyFull: "Gần đầy"
    case .worn: "Thẻ nhớ sắp hết tuổi thọ"
    case .unknown: "Chưa biết giờ"
    case .wrong: subject == .clock ? "Sai giờ" : "Không đúng máy"
    case .noNetwork: "Không có đường nào dùng được"
    case .notConnected: "Chưa kết nối được"
    case .limited: "Chỉ gọi được số khẩn cấp"
    case .missing: "Không tìm thấy"
    }
  }
}

extension Words {
  /// "640 MB", "12 GB"
  fileprivate static func capacity(mebibytes: Int64) -> String {
    mebibytes < 10_240 ? "\(mebibytes) MB" : "\(mebibytes >> 10) GB"
  }
}
