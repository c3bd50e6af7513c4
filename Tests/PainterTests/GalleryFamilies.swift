import Vietnam
import WardContract

@testable import TerminalCore

/// All screens, in families that share a contact sheet.
extension Gallery {
  typealias Named = (name: String, screen: Screen)

  static let families: [(name: String, screens: [Named])] = [
    (
      "rest",
      [
        ("rest", rest), ("rest-quiet", quiet), ("rest-troubled", troubled),
        ("rest-waiting", waiting), ("rest-silent", silent), ("rest-replied", replied),
        ("rest-fullest", fullest), ("claim", claim), ("storage-missing", storageMissing),
      ]
    ),
    (
      "claim",
      [
        ("claim-connecting", claim(.connecting)), ("claim-waiting", claim(.waiting)),
        ("claim-unlinked", claim(.waiting, link: nil)),
        ("claim-answer", claim(.waiting, [.answer])), ("claim-clock", claim(.waiting, [.clock])),
        ("claim-accepted", claim(.accepted)),
        ("claim-troubled", claim(.connecting, [.board, .trust, .storage])),
      ]
    ),
    (
      "news",
      [
        ("news", news), ("news-empty", emptyNews), ("reader-1", reader(page: 0)),
        ("reader-2", reader(page: 1)), ("reader-waiting", announced), ("reader-largest", largest),
        ("broadcast", broadcast()), ("session", session), ("live", live),
        ("emergency", emergency()), ("exercise", emergency(.exercise)),
        ("emergency-silent", emergency(isSilent: true)), ("all-clear", allClear),
        ("all-clear-long", longAllClear), ("reader-short", shortReader),
      ]
    ),
    (
      "settings",
      [
        ("functions", functions), ("settings", settings), ("settings-largest", settings(.largest)),
        ("quiet", quietTimes), ("quiet-never", neverQuiet), ("quiet-rooms", quietRooms),
        ("watch-over", watchOver), ("status", status), ("status-2", status(page: 1)),
        ("status-quiet", quietStatus),
        ("page", page()), ("page-largest", page(.largest)),
      ]
    ),
    (
      "feedback",
      [
        ("feedbacks", feedbacks), ("feedback-subjects", subjects), ("feedback-ways", ways),
        ("feedback-code", feedbackCode), ("recording", recording()),
        ("recording-opening", recording(.opening)),
        ("recording-closing", recording(.closing)), ("feedback-review", review),
        ("feedback-answer", answer), ("feedback-trouble", trouble),
      ]
    ),
    (
      "errands",
      [
        ("services", services), ("procedure", procedure), ("dossier", dossier),
        ("dossier-code", dossierCode), ("hand-over", handOver), ("bills", bills), ("bill", bill),
        ("bill-absurd", absurdBill), ("receipt", receipt), ("customer-code", customerCode),
        ("choice-long", longChoice), ("choice-empty", emptyChoice), ("sections", sections),
        ("numbers", numbers), ("number", number), ("areas", areas),
      ]
    ),
    (
      "air",
      [
        ("air", airNow), ("air-advice", airAdvice), ("air-day", airDay),
        ("air-day-worst", airWorstDay), ("air-nothing", airNothing), ("air-old", airOld),
      ]
    ),
    (
      "call",
      [
        ("call-holding", callHolding), ("call-choosing", callChoosing),
        ("call-ringing", callRinging), ("call-talking", callTalking), ("call-failed", callFailed),
        ("call-unable", callUnable), ("call-ended", callEnded),
      ]
    ),
    (
      "examination",
      [
        ("examination-start", examinationStart), ("examination-looking", examinationLooking),
        ("examination-speaker", examinationSpeaker), ("examination-display", examinationDisplay),
        ("examination-lamps", examinationLamps), ("examination-buttons", examinationButtons),
        ("examination-good", examinationResult(faults: false)),
        ("examination-bad", examinationResult(faults: true)),
      ]
    ),
  ]
  static let all: [Named] = families.flatMap(\.screens)
  static let sizes = [(800, 480), (1024, 600), (480, 320), (1920, 1080), (480, 800)]
  /// Displays besides the common one, and how often smaller a screen stands on its contact sheet.
  static let sheets: [(width: Int, height: Int, divisor: Int)] = [
    (480, 320, 1), (1024, 600, 2), (480, 800, 2), (1920, 1080, 4),
  ]

  // MARK: Screens with more to place than most

  /// Everything that the rest screen can have to say at once.
  static let fullest = Screen.rest(
    RestScreen(
      time: "22:58", date: "Thứ Bảy, 28/11/2026", lunarDate: "20 tháng 10 năm Bính Ngọ",
      wardName: "phường Văn Miếu – Quốc Tử Giám", unheardCount: 128, newest: headline,
      connection: .cutOff(since: "08:05 ngày 20/11"),
      air: .init(
        words: ["Trong nhà: Kém 127 (tham khảo)", "Trong phòng 28,5 °C"], band: .poor),
      upcoming: "12 tin sẽ phát lúc 07:00 Thứ Hai, 30/11", quiet: "Yên lặng đến 06:00",
      reply: "Phường trả lời: Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức "
        + "có thẩm quyền của Việt Nam cấp hoặc chứng nhận",
      problems: [
        "Không gọi cứu giúp được từ máy này", "Lịch phát thanh của phường không dùng được",
      ],
      volumePercent: 100))
  static let longAllClear = Screen.allClear(
    AllClearScreen(
      identifier: identifier("kc"), headline: "Đám cháy đã được dập tắt, bà con có thể trở về nhà",
      text: text, senderName: "UBND phường Hoàn Kiếm", reality: .exercise))
  static let shortReader = Screen.reader(
    ReaderScreen(
      identifier: identifier("a"), revision: 1, headline: "Họp tổ dân phố số 7",
      detail: "UBND phường Ba Đình · 08:05 24/11/2026", announcement: nil,
      text: "19 giờ tối nay tại nhà văn hóa.", images: [], priority: .ordinary, reality: .actual,
      page: 0, sound: .ready))
  /// The shortest one: nothing is wrong, and it is silent because the household wants it.
  static let quietStatus = Screen.status(
    StatusScreen(
      title: "Vì sao im lặng?",
      rows: [
        .init(name: "Kết nối phường", value: "Đang nghe phường Ba Đình", isGood: true),
        .init(name: "Phát thanh", value: "Yên lặng đến 06:00", isGood: true),
        .init(name: "Loa", value: "Hoạt động", isGood: true),
        .init(name: "Âm lượng", value: Words.muted, isGood: false),
      ], action: "Yên lặng"))
  static let emptyNews = Screen.news(NewsScreen(rows: [], selected: 0))
  static let trouble = Screen.page(
    PageScreen(
      title: "Chưa ghi được lời nói", text: FeedbackWords.trouble(.diskFull), action: "Quay lại"))
  static let handOver = Screen.qr(
    QRScreen(
      title: "Quét để làm tiếp trên điện thoại",
      payload: "https://dichvucong.gov.vn/p/home/dvc-tthc-thu-tuc-hanh-chinh-chi-tiet.html",
      lines: ["Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", "Mã thủ tục 1.000894"],
      note: Words.scanWithCamera))
  private static let source = Directory.Source(
    text: "Cổng thông tin điện tử phường Ba Đình", date: LocalDate("2026-11-23")!)
  private static let book = PhoneBook(
    {
      var directory = Directory()
      directory.numbers = [
        .init(number: "02437334021", name: "Công an phường Ba Đình", source: source),
        .init(number: "18001096", name: "Tổng đài Cổng Dịch vụ công quốc gia", source: source),
        .init(number: "0912345678", name: "Tổ trưởng tổ dân phố số 7", source: source),
      ]
      directory.areaNames = ["Cụm 3 – khu tập thể Thành Công", "Tổ dân phố số 7", "Ngõ 34 Đội Cấn"]
        .enumerated().map {
          .init(area: Area("01.00004.tdp-\($0 + 1)")!, name: $1, source: source)
        }
      return directory
    }())
  private static func phoneBook(_ buttons: [Button]) -> Screen {
    var numbers = Numbers()
    for button in buttons { _ = numbers.press(button, book, pageCount: 1) }
    return numbers.screen(book, home: Area("01.00004.tdp-2")!, canCall: true)
  }
  static let numbers = phoneBook([.down])
  static let number = phoneBook([.down, .down, .down, .down, .ok])
  static let areas = phoneBook(Array(repeating: .down, count: 9) + [.ok, .down])
  static let sections = Screen.choice(
    {
      let names = (0..<84).map { number in
        [
          "Cấp bản sao trích lục hộ tịch loại", "Chứng thực chữ ký trong giấy tờ số",
          "Đăng ký khai sinh cho người đã có hồ sơ", "Đăng ký lại kết hôn trường hợp",
          "Xác nhận tình trạng hôn nhân mẫu", "Ủy quyền giải quyết hồ sơ nhóm",
        ][number % 6] + " \(number / 6 + 10)"
      }.sorted { Letters.areInOrder($0, $1) }
      return Browsing().screen("Hộ tịch", names, action: "Xem")
    }())
}
