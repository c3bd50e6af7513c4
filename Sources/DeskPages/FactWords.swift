import WardContract

/// What a receipt says, in words.
enum FactWords {
  static func of(_ fact: Receipt.Fact, _ language: Language) -> String {
    switch fact {
    case .received: language.say("đã nhận", "received")
    case .refused(let code, let detail):
      language.say("từ chối: \(detail) (\(code))", "refused: \(detail) (\(code))")
    case .shown: language.say("đã mở xem", "opened")
    case .played(let from, let to, _):
      language.say(
        "đã phát \(from / 1000)–\(to / 1000) giây", "played \(from / 1000)–\(to / 1000) s")
    case .heard: language.say("đã nghe hết", "heard")
    case .confirmed: language.say("đã bấm “Đã nghe”", "confirmed")
    case .missed(let reason): language.say("bỏ lỡ: \(reason)", "missed: \(reason)")
    case .takenOff(let reason): language.say("đã gỡ: \(reason)", "taken off: \(reason)")
    case .withheld: language.say("máy chủ tin không giao", "withheld by the broker")
    case .partFailed(let part, let reason):
      language.say(
        "hỏng \(PartWords.name(part, language)): \(reason)",
        "\(PartWords.name(part, language)) failed: \(reason)")
    case .partBack(let part):
      language.say(
        "\(PartWords.name(part, language)) đã chạy lại", "\(PartWords.name(part, language)) is back"
      )
    case .watchOver(0): language.say("thôi nhờ trông nom", "wants no watching over")
    case .watchOver(let hours):
      language.say("nhờ trông nom sau \(hours) giờ", "to be watched over after \(hours) h")
    case .untouched(let hours):
      language.say("\(hours) giờ không ai chạm máy", "untouched for \(hours) h")
    case .touchedAgain: language.say("đã có người chạm máy", "touched again")
    case .sos(let report): "SOS: \(of(report, language))"
    }
  }

  /// A step of a call for help.
  static func of(_ report: SOSReport, _ language: Language) -> String {
    let number = report.number ?? ""
    return switch report.stage {
    case .pressed: language.say("giữ nút SOS", "SOS held")
    case .cancelled: language.say("đã tự huỷ ở nhà", "called off at home")
    case .unable: language.say("máy không gọi được", "the terminal can't telephone")
    case .dialled: language.say("đang gọi \(number)", "dialling \(number)")
    case .connected: language.say("đã nối \(number)", "\(number) answers")
    case .ended: language.say("cuộc gọi \(number) kết thúc", "the call to \(number) is over")
    case .closed: language.say("đã xong ở nhà", "over at home")
    }
  }
}
