/// A call for help in words that somebody in fear understands.
extension Calling {
  /// What the ward knows of it.
  enum Ward {
    case knows
    case isBeingTold
    case cannotBeTold

    var words: String {
      switch self {
      case .knows: "Phường đã nhận tin cầu cứu."
      case .isBeingTold: "Đang báo cho phường…"
      case .cannotBeTold: "Chưa báo được cho phường. Có mạng là máy báo ngay."
      }
    }
  }

  /// What stands on the screen; `nil` while nobody calls for help.
  func screen(
    address: String?, ward: Ward, isEmergencyWaiting: Bool, _ moment: Moment
  ) -> CallScreen? {
    let now = moment.monotonicMilliseconds
    guard var screen = screen(now) else { return nil }
    if sos != nil {
      screen.ward = ward.words
      screen.address =
        screen.selected != nil ? nil : address ?? "Hãy tự nói địa chỉ nhà."
      if isEmergencyWaiting {
        screen.mark =
          holdsSound
          ? "Có tin khẩn cấp của phường: phát ngay sau cuộc gọi."
          : "Có tin khẩn cấp của phường: bấm Quay lại để xem."
      }
    }
    return screen
  }

  private func screen(_ now: Int64) -> CallScreen? {
    switch phase {
    case .idle: return nil
    case .holding(let since):
      let step = min(now - since, Self.holdMilliseconds) * Self.holdSteps / Self.holdMilliseconds
      return CallScreen(
        tone: .asking, title: "Giữ tiếp để cầu cứu", text: "Bấm nhầm thì thả tay ra.",
        filledPerMille: Int(step * 1_000 / Self.holdSteps))
    case .hint:
      return CallScreen(
        tone: .asking, title: "Cần cứu giúp?", text: "Giữ nút SOS đỏ trong 3 giây.")
    case .choosing(let number, let until):
      return CallScreen(
        tone: .asking, title: "Gọi số nào?", choices: Self.choices,
        selected: EmergencyNumber.allCases.firstIndex(of: number),
        text: "Tự gọi \(number.rawValue) sau \(Self.seconds(until - now)) giây.",
        ok: "Gọi ngay", back: "Hủy")
    case .unable(_, let until): return unableScreen(until: until, now)
    case .calling(let call): return screen(of: call, now)
    case .failed(let number, let end, let goesOn, let until):
      let again = number == .general ? "gọi lại 112" : "gọi 112"
      return CallScreen(
        tone: .failing, title: "Không gọi được \(number.rawValue)",
        text: Self.words(end)
          + (goesOn
            ? " Máy tự \(again) sau \(Self.seconds(until - now)) giây."
            : " Hãy gọi bằng điện thoại khác, hoặc kêu hàng xóm giúp."),
        ok: number == .general ? "Gọi lại 112" : "Gọi 112", back: "Thôi")
    case .ended(let number, let seconds, let closing, _):
      return CallScreen(
        tone: .over, title: "Cuộc gọi đã kết thúc", number: number.rawValue,
        text: Self.words(closing) + "Cần giúp nữa thì bấm OK để gọi lại.",
        time: seconds.map(Self.clock), ok: "Gọi lại", back: "Về")
    }
  }

  private static var choices: [CallScreen.Choice] {
    EmergencyNumber.allCases.map { CallScreen.Choice(number: $0.rawValue, name: $0.name) }
  }

  private func unableScreen(until: Int64, _ now: Int64) -> CallScreen {
    let canRetry = telephoneFault == nil
    return CallScreen(
      tone: .failing, title: "Lấy điện thoại khác gọi:", choices: Self.choices,
      text: "Máy này không gọi điện được.", ok: canRetry ? "Gọi 112" : nil,
      back: until > now ? "Bấm nhầm (\(Self.seconds(until - now)))" : "Về")
  }

  private func screen(of call: Call, _ now: Int64) -> CallScreen {
    var screen = CallScreen(
      tone: .calling, title: call.number.name, number: call.number.rawValue, text: "",
      back: "Kết thúc")
    let instead = call.insteadOf.map { "\($0.rawValue) chưa gọi được. Máy gọi 112 thay. " } ?? ""
    switch call.state {
    case .dialling: screen.text = instead + "Đang quay số…"
    case .ringing: screen.text = instead + "Đang đổ chuông…"
    case .open(let isAnswered):
      screen.time = call.openSince.map { Self.clock(Int((now - $0) / 1000)) }
      screen.text =
        isAnswered
        ? "Đã nối máy. Hãy nói địa chỉ." : instead + "Đang gọi. Nghe tiếng người thì nói."
      if isAsking(call, now) {
        screen.text = "Còn nói chuyện thì bấm OK, không thì máy ngắt."
        screen.ok = "Vẫn gọi"
      }
    case .ending:
      screen.text = "Đang ngắt máy…"
      screen.back = nil
    }
    return screen
  }

  private static func words(_ closing: Closing?) -> String {
    switch closing {
    case .unattended: "Không ai bấm OK nên máy đã ngắt. "
    case .restart: "Máy vừa khởi động lại. "
    case .byHand, .noAnswer, nil: ""
    }
  }

  private static func words(_ end: CallEnd) -> String {
    switch end {
    case .closed: "Không ai nghe máy, hoặc máy bận."
    case .onlyGeneralNumber: "Máy chưa có mạng điện thoại."
    case .noTelephone: "Không thấy máy gọi."
    case .refused: "Mạng điện thoại không nối."
    }
  }

  private static func seconds(_ milliseconds: Int64) -> Int64 {
    max(0, (milliseconds + 999) / 1000)
  }

  /// "03:12"
  private static func clock(_ seconds: Int) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60)
    return "\(minutes < 10 ? "0" : "")\(minutes):\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension EmergencyNumber {
  /// Whom it reaches, in words.
  var name: String {
    switch self {
    case .general: "Mọi việc khẩn cấp"
    case .police: "Công an"
    case .fire: "Cháy, cứu nạn"
    case .ambulance: "Cấp cứu"
    }
  }
}
