import Vietnam
import WardContract

/// The words of public services and bills.
extension Words {
  static let services = "Dịch vụ công"
  static let bills = "Hóa đơn"
  static let unverified = "chưa xác minh, xin hỏi cán bộ phường"
  static let noProcedures = "Phường chưa gửi danh mục thủ tục. Xin hỏi cán bộ phường."
  static let noBillers = "Phường chưa gửi danh sách nơi thu tiền. Xin hỏi cán bộ phường."
  static let noAddress = "Thủ tục này chưa có địa chỉ trên mạng. Xin hỏi cán bộ phường."
  static let tooManyRequests =
    "Máy đang giữ quá nhiều yêu cầu chưa xong. Xin đợi phường trả lời rồi gửi tiếp."
  static let dossierHelp = "Mã in trên giấy hẹn, ví dụ H26.4-261124-0001"
  static let noSuchDay = "Sáu số chỉ ngày trong mã không đúng. Xin xem lại giấy hẹn."
  static let noDossierCode = "Mã này chưa đủ hoặc sai chỗ. Xin xem lại giấy hẹn."
  static let dossierOfTomorrow = "Ngày trong mã là ngày chưa tới. Xin xem lại giấy hẹn."
  static let trialOffice = "Thử nghiệm: yêu cầu chưa tới cơ quan thật."
  static let trialData = "THỬ NGHIỆM – dữ liệu thử"
  static let trialPayment = "THỬ NGHIỆM – đừng chuyển tiền"
  static let noSecrets = "Máy không bao giờ hỏi số thẻ hay mật khẩu ngân hàng."
  static let scanWithBank = "Mở ứng dụng ngân hàng trên điện thoại, chọn quét mã QR."
  static let scanWithCamera = "Mở máy ảnh của điện thoại và hướng vào mã."
  static let unreadableBill = "Câu trả lời không đọc được. Xin hỏi lại sau."
  static let wrongPayment =
    "Mã thanh toán không khớp với hóa đơn. Xin đừng trả theo mã này và báo cho phường."

  /// Why an amount can't be a household's.
  static func absurdAmount(_ amount: Int64) -> String {
    amount <= 0
      ? "Hóa đơn ghi \(Amount.written(amount)), nên không có gì để trả. Nếu thấy lạ, xin báo cho phường."
      : "Hóa đơn ghi \(Amount.written(amount)): lớn quá, chắc là nhầm. Xin đừng trả và báo cho phường."
  }

  /// "24/11/2026"
  static func date(_ date: LocalDate) -> String { self.date(date.instant(minute: 0)) }

  static func level(_ level: Directory.Level) -> String {
    switch level {
    case .part: "một phần (trước đây gọi là mức 3)"
    case .whole: "toàn trình (trước đây gọi là mức 4)"
    }
  }

  static func progress(_ progress: ServiceAnswer.Progress) -> String {
    switch progress {
    case .unknown: "Không tìm thấy"
    case .received: "Đã tiếp nhận"
    case .processing: "Đang giải quyết"
    case .ready: "Đã có kết quả"
    case .returned: "Đã trả kết quả"
    case .refused: "Bị từ chối"
    }
  }
}
