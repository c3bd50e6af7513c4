import WardContract

/// What a household can tell its ward about while the ward's directory names no subjects.
///
/// A subject is anonymous if people would rather say nothing than be known for it, and named if the
/// ward must know where to go.
public enum FeedbackSubjects {
  /// Seven of them, the commonest first.
  public static let usual: [Directory.Subject] = [
    subject(
      "rac-thai", "Rác thải, môi trường", isAnonymous: false,
      [
        "Rác chưa được thu gom.", "Có người đổ rác không đúng chỗ.",
        "Cống, rãnh bị tắc, nước bẩn tràn ra.", "Có mùi hôi hoặc khói bụi kéo dài.",
      ]),
    subject(
      "dien-nuoc", "Điện, nước", isAnonymous: false,
      [
        "Khu nhà bị mất điện.", "Khu nhà bị mất nước.", "Nước có màu hoặc mùi lạ.",
        "Dây điện, cột điện trông không an toàn.",
      ]),
    subject(
      "an-ninh", "An ninh, trật tự", isAnonymous: true,
      [
        "Có người lạ đáng ngờ trong khu.", "Có đánh nhau, gây rối.", "Trong khu có mất trộm.",
        "Có người lừa đảo qua điện thoại.",
      ]),
    subject(
      "tieng-on", "Tiếng ồn", isAnonymous: true,
      [
        "Hát karaoke, mở loa quá to.", "Công trình làm ồn ban đêm.", "Hàng quán ồn ào về khuya.",
      ]),
    subject(
      "duong-sa", "Đường sá, vỉa hè", isAnonymous: false,
      [
        "Mặt đường hỏng, có ổ gà.", "Đèn đường không sáng.", "Vỉa hè bị lấn chiếm.",
        "Đường ngập khi mưa.",
      ]),
    subject(
      "chinh-sach", "Chính sách, thủ tục", isAnonymous: false,
      [
        "Xin hướng dẫn giấy tờ cần làm.", "Hồ sơ phải chờ quá lâu.",
        "Chưa nhận được tiền trợ cấp.",
      ]),
    subject(
      "viec-khac", "Góp ý, việc khác", isAnonymous: true,
      ["Tin phát thanh hay, xin phát thêm.", "Tin phát thanh khó nghe, khó hiểu."]),
  ]

  private static func subject(
    _ name: String, _ title: String, isAnonymous: Bool, _ sentences: [String]
  ) -> Directory.Subject {
    guard let identifier = Identifier(name), let date = LocalDate("2026-11-28") else {
      preconditionFailure("the usual subjects have names")
    }
    var subject = Directory.Subject(
      identifier: identifier, name: title, isAnonymous: isAnonymous,
      source: Directory.Source(text: "LoaNha", date: date))
    subject.sentences = sentences
    return subject
  }
}
