import WardContract

@testable import TerminalCore

/// One screen of each kind, with the longest strings that a ward really writes.
enum Gallery {
  static func identifier(_ text: String) -> Identifier { Identifier(text)! }

  static let headline =
    "Thông báo lịch tiêm chủng mở rộng và khám sức khỏe định kỳ cho trẻ em, người cao tuổi trên địa bàn phường Nghĩa Đô"
  static let text = """
    Ủy ban nhân dân phường thông báo: từ 7 giờ 30 đến 11 giờ ngày 28/11/2026, Trạm Y tế phường tổ chức tiêm chủng mở rộng cho trẻ em dưới 5 tuổi và khám sức khỏe miễn phí cho người từ 60 tuổi trở lên.
    Đề nghị nhân dân mang theo sổ tiêm chủng, thẻ bảo hiểm y tế và căn cước. Hộ gia đình có người già yếu, đi lại khó khăn xin báo với tổ trưởng tổ dân phố để được khám tại nhà. Mọi thắc mắc liên hệ Trạm Y tế, số 12 phố Nguyễn Thái Học.
    """

  static let rest = Screen.rest(
    RestScreen(
      time: "08:05", date: "Thứ Ba, 24/11/2026", lunarDate: "16 tháng 10 năm Bính Ngọ",
      wardName: "phường Ba Đình", unheardCount: 3,
      newest: headline, connection: .connected,
      air: .init(words: ["Ngoài trời: Kém 127", "Trong phòng 28,5 °C"], band: .poor),
      upcoming: nil, quiet: nil, problems: [], volumePercent: 60))
  static let quiet = Screen.rest(
    RestScreen(
      time: "20:47", date: "Chủ nhật, 29/11/2026", lunarDate: "21 tháng 10 năm Bính Ngọ",
      wardName: "phường Ba Đình", unheardCount: 0,
      newest: nil, connection: .connected,
      air: .init(
        words: ["Trong nhà: Trung bình 87 (tham khảo)", "Trong phòng 28,5 °C"], band: .moderate),
      upcoming: nil, quiet: nil, problems: [],
      volumePercent: 60))
  static let waiting = Screen.rest(
    RestScreen(
      time: "16:12", date: "Thứ Ba, 24/11/2026", lunarDate: "16 tháng 10 năm Bính Ngọ",
      wardName: "phường Ba Đình", unheardCount: 3,
      newest: headline, connection: .connected, upcoming: "3 tin sẽ phát lúc 17:00 hôm nay",
      quiet: nil, problems: [], volumePercent: 60))
  static let silent = Screen.rest(
    RestScreen(
      time: "22:12", date: "Thứ Sáu, 27/11/2026", lunarDate: "19 tháng 10 năm Bính Ngọ",
      wardName: "phường Ba Đình", unheardCount: 2,
      newest: "Chi trả lương hưu tháng 12", connection: .connected,
      air: .init(words: ["Ngoài trời: Nguy hại 312", "Trong phòng 28,5 °C"], band: .hazardous),
      upcoming: "2 tin sẽ phát lúc 07:00 Thứ Hai, 30/11", quiet: "Yên lặng đến 06:00",
      problems: ["Chưa có lịch phát thanh của phường"], volumePercent: 60))
  static let troubled = Screen.rest(
    RestScreen(
      time: nil, date: nil, wardName: "phường Ba Đình", unheardCount: 1, newest: "Lịch thu gom rác",
      connection: .cutOff(since: "08:05 ngày 20/11"), upcoming: nil, quiet: nil,
      problems: ["Loa không hoạt động", "Bộ nhớ đầy hoặc hỏng"], volumePercent: 100))
  static let news = Screen.news(
    NewsScreen(
      rows: [
        row("a", headline, .ordinary, isUnheard: true),
        row("b", "Cảnh báo ngập úng tại khu vực ven sông Hồng", .priority, isUnheard: true),
        row("c", "Họp tổ dân phố số 7", .ordinary, isUnheard: false, .exercise),
        row("d", "Chi trả lương hưu tháng 12", .ordinary, isUnheard: false),
        row("e", "Thu phí vệ sinh quý IV", .ordinary, isUnheard: false),
      ], selected: 1))

  private static func row(
    _ id: String, _ headline: String, _ priority: Priority, isUnheard: Bool,
    _ reality: Reality = .actual
  ) -> NewsScreen.Row {
    NewsScreen.Row(
      identifier: identifier(id), headline: headline,
      detail: "UBND phường Ba Đình · 08:05 24/11/2026", priority: priority, isUnheard: isUnheard,
      reality: reality, hasSound: true)
  }

  static func reader(page: Int, images: [MediaDigest] = []) -> Screen {
    .reader(
      ReaderScreen(
        identifier: identifier("a"), revision: 1, headline: headline,
        detail: "UBND phường Ba Đình · 08:05 24/11/2026", announcement: nil, text: text,
        images: images,
        priority: .ordinary, reality: .actual, page: page, sound: .ready))
  }

  static let announced = Screen.reader(
    ReaderScreen(
      identifier: identifier("a"), revision: 1, headline: headline,
      detail: "UBND phường Ba Đình · 08:05 24/11/2026", announcement: "Phát lúc 17:00 hôm nay",
      text: text, images: [], priority: .ordinary, reality: .actual, page: 0, sound: .ready))

  static let session = Screen.broadcast(
    BroadcastScreen(
      identifier: identifier("a"), headline: headline, senderName: "UBND phường Ba Đình",
      priority: .priority, session: "Buổi chiều, còn 12 tin", reality: .actual, image: nil,
      durationMilliseconds: 184_000))

  static let quietTimes = Screen.choice(
    ChoiceScreen(
      title: "Yên lặng",
      rows: [
        .init(name: "Tạm yên lặng", value: "Đến 19:20", isMarked: true),
        .init(name: "Yên lặng hằng ngày", value: "Có", isMarked: true),
        .init(name: "Từ", value: "21:00", isMarked: true),
        .init(name: "Đến", value: "06:00", isMarked: true),
      ], selected: 1, action: "Đổi", note: "Tin ưu tiên và tin khẩn cấp vẫn phát."))
  static let quietRooms = Screen.choice(
    ChoiceScreen(
      title: "Yên lặng",
      rows: [
        .init(name: "Tạm yên lặng", value: "Không", isMarked: false),
        .init(name: "Yên lặng hằng ngày", value: "Có", isMarked: true),
        .init(name: "Từ", value: "21:00", isMarked: true),
        .init(name: "Đến", value: "06:00", isMarked: true),
        .init(name: "Loa thứ hai", value: "Tắt đến 12:00", isMarked: true),
      ], selected: 4, action: "Đổi", note: "Tin ưu tiên và tin khẩn cấp vẫn phát."))
  static let neverQuiet = Screen.choice(
    ChoiceScreen(
      title: "Yên lặng",
      rows: [
        .init(name: "Tạm yên lặng", value: "Không", isMarked: false),
        .init(name: "Yên lặng hằng ngày", value: "Không", isMarked: false),
        .init(name: "Từ", value: "21:00", isMarked: false),
        .init(name: "Đến", value: "06:00", isMarked: false),
      ], selected: 0, action: "Đổi", note: "Tin ưu tiên và tin khẩn cấp vẫn phát."))

  static func broadcast(image: MediaDigest? = nil) -> Screen {
    .broadcast(
      BroadcastScreen(
        identifier: identifier("a"), headline: headline, senderName: "UBND phường Ba Đình",
        priority: .ordinary, session: nil, reality: .actual, image: image,
        durationMilliseconds: 184_000))
  }

  static let live = Screen.broadcast(
    BroadcastScreen(
      identifier: identifier("a"), headline: headline, senderName: "UBND phường Ba Đình",
      priority: .ordinary, reality: .actual, live: .interrupted, image: nil,
      durationMilliseconds: 0))

  static func emergency(_ reality: Reality = .actual, isSilent: Bool = false) -> Screen {
    .emergency(
      EmergencyScreen(
        identifier: identifier("kc"), revision: 1,
        headline: "Cháy lớn tại ngõ 12 phố Hàng Bạc – sơ tán ngay",
        text:
          "Lực lượng cứu hỏa đang chữa cháy. Không quay lại lấy đồ đạc. Tập trung tại sân trường.",
        instruction:
          "Ra khỏi nhà theo lối cầu thang bộ, không dùng thang máy. Giúp người già, trẻ em.",
        senderName: "UBND phường Hoàn Kiếm", sent: "08:05 24/11/2026", reality: reality, page: 0,
        isSilent: isSilent))
  }

  static let allClear = Screen.allClear(
    AllClearScreen(
      identifier: identifier("kc"), headline: "Đám cháy đã được dập tắt, bà con có thể trở về nhà",
      text: "Cảm ơn bà con đã chấp hành. Khu vực ngõ 12 còn phong tỏa đến 18 giờ.",
      senderName: "UBND phường Hoàn Kiếm", reality: .actual))

  static let status = status(page: 0)
  static func status(page: Int) -> Screen {
    .status(
      StatusScreen(
        title: "Vì sao im lặng?",
        rows: [
          .init(name: "Kết nối phường", value: "Mất liên lạc từ 08:05 ngày 20/11", isGood: false),
          .init(name: "Mạng", value: "Wi-Fi không có sóng · 4G đang dùng", isGood: true),
          .init(name: "Sóng di động", value: "Viettel, sóng vừa (38 %)", isGood: true),
          .init(name: "Phát thanh", value: "Buổi tới lúc 07:00 Thứ Hai, 30/11", isGood: true),
          .init(name: "Loa", value: "Hoạt động", isGood: true),
          .init(name: "Âm lượng", value: "60 %", isGood: true),
          .init(name: "Đồng hồ", value: "08:05, 24/11/2026", isGood: true),
          .init(name: "Nút bấm", value: "Hoạt động", isGood: true),
          .init(name: "Nút SOS", value: "Điện thoại chưa có mạng, chỉ gọi được 112", isGood: false),
          .init(name: "Bộ nhớ", value: "Bộ nhớ đầy hoặc hỏng", isGood: false),
          .init(name: "Tin tức", value: "Có 2 tin của phường không tải về được", isGood: false),
          .init(
            name: "Trong nhà", value: "Không đo được độ ẩm · 25,5 °C · 1007 hPa · PM2.5 12 µg/m³",
            isGood: false),
          .init(name: "Khu vực", value: "Tổ dân phố số 7", isGood: true),
          .init(name: "Cần làm", value: Words.mendConnection, isGood: false),
          .init(name: "Mã thiết bị", value: "ba-dinh-0007", isGood: true),
        ], page: page))
  }

  static let functions = Screen.choice(
    ChoiceScreen(
      title: "Mời chọn",
      rows: [
        .init(name: "Tin của phường", value: "3 tin chưa nghe", isMarked: true),
        .init(name: "Phản ánh với phường", value: "2 trả lời mới", isMarked: true),
        .init(name: "Không khí", value: "Trung bình"),
        .init(name: "Dịch vụ công", value: "1 trả lời mới", isMarked: true),
        .init(name: "Hóa đơn"), .init(name: "Số cần gọi"), .init(name: "Cài đặt"),
        .init(name: "Vì sao im lặng?"),
      ], selected: 0, action: "Mở", note: "Giữ OK một giây để nghe đọc màn hình."))
  static let settings = settings(.normal)
  static func settings(_ size: TextSize) -> Screen {
    .choice(
      ChoiceScreen(
        title: "Cài đặt",
        rows: [
          .init(name: "Âm lượng", value: "60"), .init(name: "Cỡ chữ", value: "Rất lớn"),
          .init(name: "Tốc độ đọc", value: "Nhanh"), .init(name: "Độ sáng", value: "Sáng"),
          .init(name: "Tối vào ban đêm", value: "Không"),
          .init(name: "Yên lặng", value: "Đang yên lặng", isMarked: true),
          .init(name: "Trông nom", value: "24 giờ", isMarked: true),
          .init(name: "Kiểm tra máy", value: "2 chỗ hỏng", isMarked: true),
        ], selected: 1, action: "Đổi", note: "Giữ OK một giây để nghe đọc màn hình.",
        textSize: size))
  }
  static let watchOver = Screen.choice(
    ChoiceScreen(
      title: "Trông nom",
      rows: [
        .init(name: "Không trông nom"), .init(name: "Báo phường sau 12 giờ"),
        .init(name: "Báo phường sau 24 giờ", value: "Đang chọn", isMarked: true),
        .init(name: "Báo phường sau 36 giờ"),
      ], selected: 2, action: "Đồng ý",
      note:
        "Nếu lâu hơn thế không ai bấm nút nào, máy báo cho phường để có người hỏi thăm. Chỉ chọn khi cả nhà đồng ý."
    ))
  /// Names that want two lines, more than fit on one page.
  static let longChoice = Screen.choice(
    ChoiceScreen(
      title: "Thủ tục của phường",
      rows: [
        .init(name: "Đăng ký khai sinh"),
        .init(name: "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con"),
        .init(
          name: "Cấp giấy xác nhận tình trạng hôn nhân", value: "Phường đã nhận", isMarked: true),
        .init(
          name:
            "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp hoặc chứng nhận"
        ),
        .init(name: "Đăng ký thường trú"), .init(name: "Tách hộ"),
      ], selected: 3, action: "Xem"))
  static let emptyChoice = Screen.choice(
    ChoiceScreen(
      title: "Thủ tục của phường", rows: [], selected: 0, action: "Xem",
      note: "Phường chưa gửi danh mục thủ tục. Xin thử lại sau, hoặc hỏi bộ phận một cửa."))
  static func page(_ size: TextSize = .normal) -> Screen {
    .page(
      PageScreen(
        title: headline, detail: "UBND phường Ba Đình · 08:05 24/11/2026", text: text, page: 0,
        action: "Gửi", textSize: size))
  }
  static let largest = Screen.reader(
    ReaderScreen(
      identifier: identifier("a"), revision: 1, headline: headline,
      detail: "UBND phường Ba Đình · 08:05 24/11/2026", announcement: nil, text: text, images: [],
      priority: .ordinary, reality: .actual, page: 1, sound: .ready, textSize: .largest))

  static let replied = Screen.rest(
    RestScreen(
      time: "08:05", date: "Thứ Ba, 24/11/2026", lunarDate: "15 tháng 10 năm Bính Ngọ",
      wardName: "phường Ba Đình", unheardCount: 3, newest: headline, connection: .connected,
      upcoming: "3 tin sẽ phát lúc 17:00 hôm nay", quiet: nil,
      reply: "Phường trả lời: Rác thải, môi trường", problems: [], volumePercent: 60))
  static let feedbacks = Screen.choice(
    ChoiceScreen(
      title: "Phản ánh với phường",
      rows: [
        .init(name: "Gửi phản ánh mới"),
        .init(name: "Phản ánh chưa gửi", value: "Chưa gửi", isMarked: true),
        .init(name: "Rác thải, môi trường", value: "Đã trả lời", isMarked: true),
        .init(name: "Đường sá, vỉa hè", value: "Đang xử lý"),
        .init(name: "An ninh, trật tự", value: "Phường đã nhận"),
        .init(name: "Chính sách, thủ tục", value: "Không giải quyết"),
      ], selected: 0, action: "Mở", note: "Việc gấp, cần cứu giúp: giữ nút SOS."))
  static let subjects = Screen.choice(
    ChoiceScreen(
      title: "Phản ánh về việc gì?",
      rows: FeedbackSubjects.usual.map {
        .init(name: $0.name, value: $0.isAnonymous ? "Không kèm tên hộ" : "Có tên hộ")
      }, selected: 2, action: "Mở", note: FeedbackWords.promise(isAnonymous: true)))
  static let ways = Screen.choice(
    ChoiceScreen(
      title: "An ninh, trật tự",
      rows: [FeedbackWords.row(.speak), FeedbackWords.row(.write)]
        + FeedbackSubjects.usual[2].sentences.map { FeedbackWords.row(.sentence($0)) }, selected: 0,
      action: "Đồng ý", note: FeedbackWords.voicePromise))
  static let feedbackCode = Screen.qr(
    QRScreen(
      title: "Quét để viết trên điện thoại",
      payload: "https://phuong-ba-dinh.hanoi.example/f/01.00004/9f86d081884c7d65",
      lines: ["An ninh, trật tự", FeedbackWords.promise(isAnonymous: true)],
      note: FeedbackWords.formWaits))
  static func recording(_ phase: RecordingScreen.Phase = .speaking) -> Screen {
    .recording(
      RecordingScreen(
        subject: "An ninh, trật tự", note: FeedbackWords.voicePromise, phase: phase,
        seconds: phase == .opening ? 0 : 23, longestSeconds: 60,
        levelPercent: phase == .speaking ? 62 : 0))
  }
  static let review = Screen.choice(
    ChoiceScreen(
      title: "Gửi phản ánh này?",
      rows: [
        .init(name: "Gửi cho phường"), .init(name: "Nghe lại", value: "23 giây"),
        .init(name: "Nói lại"), .init(name: "Bỏ, không gửi"),
      ], selected: 0, action: "Đồng ý",
      note: "Rác thải, môi trường: lời nói dài 23 giây. "
        + "\(FeedbackWords.keptAfter(.diskFull)) Phường biết hộ nào gửi."))
  static let answer = Screen.page(
    PageScreen(
      title: "Rác thải, môi trường", detail: "Đã trả lời",
      text: """
        UBND phường Ba Đình, 09:10:
        Tổ vệ sinh môi trường đã dọn điểm rác đầu ngõ 12 sáng nay. Từ tuần sau xe thu gom qua ngõ lúc 18 giờ hằng ngày. Cảm ơn gia đình đã báo.

        Nhà mình gửi lúc 08:05 ngày 23/11: lời nói dài 23 giây.
        Phường đã trả lời.
        Phường biết hộ nào gửi.
        """, page: 0, action: "Nghe đọc"))

  static let claim = Screen.claim(
    ClaimScreen(
      code: "W7KQ-MW9X-WB4H", board: "raspberry-pi-zero-2-w", problems: [.settings]))

  static let storageMissing = Screen.storageMissing(StorageMissingScreen(code: "W7KQ-MW9X"))

  static let electricity =
    "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA53037045406347600"
    + "5802VN62540112HD26110001230613PD030000000010817TIEN DIEN 11/2026630483C9"
  static let bill = Screen.qr(
    QRScreen(
      title: "Quét để trả tiền điện", payload: electricity, figure: "347.600 đồng",
      lines: ["Kỳ tháng 11/2026", "Mã PD03000000001", "Người nhận: EVNHANOI"],
      note: "Mở ứng dụng ngân hàng trên điện thoại, chọn quét mã QR.",
      trial: "THỬ NGHIỆM – đừng chuyển tiền"))
  static let customerCode = Screen.codeEntry(
    CodeEntryScreen(
      title: "Mã khách hàng EVNHANOI",
      help: "Mã khách hàng ở góc trên hóa đơn tiền điện, bắt đầu bằng PD", fault: nil,
      entered: "PD0300", choice: "7", previous: "6", next: "8", isComplete: false))
  static let services = Screen.choice(
    ChoiceScreen(
      title: "Dịch vụ công",
      rows: [
        .init(name: "Thủ tục của phường", value: "32"), .init(name: "Tra mã hồ sơ"),
        .init(name: "Hồ sơ đã gửi", value: "1 tin mới", isMarked: true),
      ], selected: 2, action: "Mở"))
  static let procedure = Screen.page(
    PageScreen(
      title: "Đăng ký thường trú", detail: "Mã thủ tục 1.004222",
      text: Services.text(
        {
          var procedure = Directory.Procedure(
            code: "1.004222", name: "Đăng ký thường trú", group: "Cư trú",
            source: .init(
              text: "Cổng Dịch vụ công quốc gia", date: LocalDate("2026-11-23")!))
          procedure.papers = ["Tờ khai thay đổi thông tin cư trú (mẫu CT01)"]
          procedure.fee = "20.000 đồng nộp trực tiếp; 10.000 đồng nộp trực tuyến"
          procedure.timeLimit = "07 ngày làm việc"
          return procedure
        }()), page: 0, action: "Làm tiếp"))
  static let dossier = Screen.page(
    PageScreen(
      title: "Đăng ký thường trú",
      detail: "THỬ NGHIỆM – dữ liệu thử · UBND phường Ba Đình · 08:05 24/11/2026",
      text:
        "Đã tiếp nhận yêu cầu. (Trả lời thử, chưa phải của cơ quan thật.)\nMã hồ sơ: H26.4-261124-0001\nHẹn trả kết quả: 27/11/2026"
    ))
  static let bills = Screen.choice(
    ChoiceScreen(
      title: "Hóa đơn",
      rows: [
        .init(name: "Tiền điện PD03000000001", value: "347.600 đồng", isMarked: true),
        .init(name: "Tiền nước HN0012345"), .init(name: "Nhập mã khách hàng"),
        .init(name: "Biên lai đã trả", value: "3"), .init(name: "Xóa mã đã nhớ"),
      ], selected: 0, action: "Mở", note: "THỬ NGHIỆM – dữ liệu thử"))
  static let receipt = Screen.page(
    PageScreen(
      title: "Đã thanh toán", detail: "THỬ NGHIỆM – dữ liệu thử",
      text:
        "Tiền điện: 347.600 đồng\nTháng 11/2026\nMã khách hàng: PD03000000001\nNgười nhận: EVNHANOI\nTrả lúc 08:05 ngày 24/11/2026\nSố biên lai: BL-1795482300"
    ))
  static let absurdBill = Screen.page(
    PageScreen(
      title: "Tiền điện PD03000000001", detail: "THỬ NGHIỆM – dữ liệu thử",
      text: Words.absurdAmount(1_000_000_000_000_000)))
  static let dossierCode = Screen.codeEntry(
    CodeEntryScreen(
      title: "Mã hồ sơ", help: "In trên giấy hẹn trả kết quả",
      fault: "Ngày 31/02 trong mã không có. Xin xem lại giấy hẹn.",
      entered: "000.00.19.H26-260231-0001", choice: "Xong", previous: "9", next: "0",
      isComplete: true))
  private static let longAddress =
    "Căn hộ 1204, tòa nhà B, khu tập thể Thành Công, ngõ 34 phố Nguyên Hồng, phường Láng Hạ"
  private static let shortAddress = "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình"

  static let callHolding = Screen.call(
    CallScreen(
      tone: .asking, title: "Giữ tiếp để cầu cứu", text: "Bấm nhầm thì thả tay ra.",
      filledPerMille: 580))
  private static let emergencyNumbers: [CallScreen.Choice] = [
    .init(number: "112", name: "Mọi việc khẩn cấp"), .init(number: "113", name: "Công an"),
    .init(number: "114", name: "Cháy, cứu nạn"), .init(number: "115", name: "Cấp cứu"),
  ]
  static let callChoosing = Screen.call(
    CallScreen(
      tone: .asking, title: "Gọi số nào?", choices: emergencyNumbers, selected: 3,
      text: "Tự gọi 115 sau 8 giây.", ward: "Chưa báo được cho phường. Có mạng là máy báo ngay.",
      ok: "Gọi ngay", back: "Hủy"))
  static let callRinging = Screen.call(
    CallScreen(
      tone: .calling, title: "Mọi việc khẩn cấp", number: "112",
      text: "115 chưa gọi được. Máy gọi 112 thay. Đang đổ chuông…", address: shortAddress,
      ward: "Đang báo cho phường…", back: "Kết thúc"))
  static let callTalking = Screen.call(
    CallScreen(
      tone: .calling, title: "Cấp cứu", number: "115",
      text: "Còn nói chuyện thì bấm OK, không thì máy ngắt.", time: "15:12",
      address: longAddress, ward: "Phường đã nhận tin cầu cứu.",
      mark: "Có tin khẩn cấp của phường: phát ngay sau cuộc gọi.", ok: "Vẫn gọi", back: "Kết thúc"))
  static let callFailed = Screen.call(
    CallScreen(
      tone: .failing, title: "Không gọi được 115",
      text: "Không ai nghe máy, hoặc máy bận. Máy tự gọi 112 sau 8 giây.", address: shortAddress,
      ward: "Phường đã nhận tin cầu cứu.", ok: "Gọi 112", back: "Thôi"))
  static let callUnable = Screen.call(
    CallScreen(
      tone: .failing, title: "Lấy điện thoại khác gọi:", choices: emergencyNumbers,
      text: "Máy này không gọi điện được.", address: "Hãy tự nói địa chỉ nhà.",
      ward: "Chưa báo được cho phường. Có mạng là máy báo ngay.", back: "Bấm nhầm (10)"))
  static let callEnded = Screen.call(
    CallScreen(
      tone: .over, title: "Cuộc gọi đã kết thúc", number: "115",
      text: "Cần giúp nữa thì bấm OK để gọi lại.", time: "03:12", address: shortAddress,
      ward: "Phường đã nhận tin cầu cứu.", ok: "Gọi lại", back: "Về"))
}
