import WardContract
import WardDesk

/// What is wrong with a home's terminal and what to do about it, in words: from whether it is connected,
/// what it says fails, and what it told of its last days.
struct HomeDiagnosis {
  /// One thing that is known.
  struct Finding: Equatable {
    /// How much it matters.
    enum Level: Equatable {
      /// Items are not heard, or help is not called.
      case bad
      /// Something is less than it should be.
      case poor
      /// All is well.
      case good
    }

    var level: Level
    /// What is so.
    var what: String
    /// What to do.
    var advice: String
  }

  let terminal: DeskStore.Terminal
  /// What it said last, the newest first.
  let receipts: [Receipt]
  let now: Instant
  let language: Language

  private static let minuteMilliseconds: Int64 = 60_000
  private static let dayMilliseconds: Int64 = 86_400_000
  /// Days whose receipts count.
  private static let days: Int64 = 7
  /// A broadcast that was missed once is no pattern.
  private static let pattern = 2
  /// Below that a modem loses its network now and then, in percent.
  private static let weakPercent = 25

  /// What there is to say, the worst first; never nothing.
  var findings: [Finding] {
    if let retired = terminal.retired { return [self.retired(since: retired)] }
    let all = connection + terminal.faults.map(fault) + modem + broadcasts + address + settings
    let bad = all.filter { $0.level == .bad }
    let found = bad + all.filter { $0.level == .poor }
    guard found.isEmpty else { return found }
    return [
      Finding(
        level: .good, what: say("Không thấy gì hỏng.", "Nothing is found wrong."),
        advice: say("Không phải làm gì.", "Nothing to do."))
    ]
  }

  private func say(_ vietnamese: String, _ english: String) -> String {
    language.say(vietnamese, english)
  }

  private func retired(since retired: Instant) -> Finding {
    let since = Times.written(retired, now: now)
    return Finding(
      level: .good, what: say("Máy thôi dùng từ \(since).", "Retired since \(since)."),
      advice: terminal.successor.map {
        say("Nhà này nay dùng máy \($0).", "The home has \($0) now.")
      } ?? say("Không phải làm gì.", "Nothing to do."))
  }

  /// Whether it refused what it is to be.
  private var settings: [Finding] {
    guard let refused = terminal.refusedSettings else { return [] }
    return [
      Finding(
        level: .poor,
        what: say("Máy từ chối cài đặt: \(refused).", "It refused its settings: \(refused)."),
        advice: say(
          "Máy vẫn dùng cài đặt cũ. Xem trang Cài đặt; báo người phụ trách kỹ thuật.",
          "It goes on with the earlier ones. See its settings; tell whoever looks after the system."
        ))
    ]
  }

  // MARK: Connection

  private var connection: [Finding] {
    guard terminal.isOnline != true else { return [] }
    guard let last = terminal.lastHeard, terminal.isOnline == false else {
      return [
        Finding(
          level: .bad, what: say("Máy chưa kết nối lần nào.", "The terminal was never connected."),
          advice: say(
            "Cắm điện và mạng cho máy. Màn hình còn hiện mã thì chưa lắp xong: chép tệp cài đặt của máy vào.",
            "Give it power and a network. While it shows a code, its settings are still to be copied to it."
          ))
      ]
    }
    let absent = max(0, now - last)
    let since = Times.written(last, now: now)
    if absent < 10 * Self.minuteMilliseconds {
      return [
        Finding(
          level: .poor,
          what: say("Máy vừa mất kết nối lúc \(since).", "It lost its connection at \(since)."),
          advice: say("Chờ mười phút: máy tự nối lại.", "Wait ten minutes: it connects by itself."))
      ]
    }
    let way = terminal.networks.first { $0.hasSuffix(" used") }.map {
      PartWords.network(String($0.dropLast(" used".count)), language)
    }
    let advice =
      absent < Self.dayMilliseconds
      ? say(
        "Gọi cho nhà: máy có điện không, màn hình ghi gì, mạng trong nhà có chạy không.",
        "Call the home: has it power, what does its screen say, does their network work?")
      : say(
        "Cử người đến xem: nguồn điện, dây mạng, mật khẩu Wi-Fi có đổi không, SIM còn tiền không.",
        "Send somebody: power, cable, a changed Wi-Fi password, a SIM card without credit.")
    return [
      Finding(
        level: .bad,
        what: say("Máy mất kết nối từ \(since).", "It has been offline since \(since).")
          + (way.map { " " + say("Lần cuối dùng \($0).", "It last used: \($0).") }
            ?? ""),
        advice: advice)
    ]
  }

  // MARK: Parts

  private func fault(_ part: String) -> Finding {
    let reason = receipts.lazy.compactMap { receipt -> String? in
      guard case .partFailed(part, let reason) = receipt.fact else { return nil }
      return reason
    }.first
    let (level, advice) = PartWords.advice(part, language)
    let name = PartWords.name(part, language)
    return Finding(
      level: level,
      what: say("Hỏng: \(name).", "Fails: \(name).")
        + (reason.map { " " + say("Máy ghi: \($0).", "It says: \($0).") } ?? ""),
      advice: advice)
  }

  private var modem: [Finding] {
    guard let mobile = terminal.mobile, terminal.isOnline == true else { return [] }
    switch mobile.registration {
    case .denied:
      return [
        Finding(
          level: .bad, what: say("Mạng di động từ chối SIM.", "The network refuses the SIM card."),
          advice: say(
            "SOS không gọi được. Kiểm tra SIM đã đăng ký chính chủ và còn hạn; thay SIM nếu cần.",
            "SOS can't telephone. See whether the card is registered and valid; replace it."))
      ]
    case .searching, .none:
      return [
        Finding(
          level: .bad, what: say("Modem chưa vào được mạng di động.", "The modem has no network."),
          advice: say(
            "SOS không gọi được lúc này. Đặt máy hoặc ăng-ten gần cửa sổ; kiểm tra SIM đã cắm.",
            "SOS can't telephone now. Move it or its antenna to a window; see that the card is in.")
        )
      ]
    case .home, .roaming:
      guard mobile.signalPercent < Self.weakPercent else { return [] }
      return [
        Finding(
          level: .poor,
          what: say(
            "Sóng di động yếu: \(mobile.signalPercent) %.",
            "The mobile signal is weak: \(mobile.signalPercent) %."),
          advice: say(
            "Cuộc gọi SOS có thể đứt. Đặt ăng-ten gần cửa sổ.",
            "A call for help may break off. Put the antenna to a window."))
      ]
    }
  }

  // MARK: Broadcasts

  /// What of the last days' broadcasts was refused, withheld, or missed again and again.
  private var broadcasts: [Finding] {
    let newest = receipts.filter { now - $0.time < Self.days * Self.dayMilliseconds }
    var missed: [(reason: String, count: Int)] = []
    var refused = 0
    var withheld = 0
    for receipt in newest {
      switch receipt.fact {
      case .missed(let reason):
        if let index = missed.firstIndex(where: { $0.reason == reason }) {
          missed[index].count += 1
        } else {
          missed.append((reason, 1))
        }
      case .refused(let code, _) where code != "rule": refused += 1
      case .withheld: withheld += 1
      default: break
      }
    }
    var findings: [Finding] = []
    if refused > 0 {
      findings.append(
        Finding(
          level: .poor,
          what: say(
            "Máy từ chối \(refused) tin trong \(Self.days) ngày qua.",
            "It refused \(refused) items in the last \(Self.days) days."),
          advice: say(
            "Lý do ở bảng dưới. Nếu nhiều nhà cùng từ chối: xem trang Khóa ký; nếu chỉ nhà này: gửi lại tin.",
            "The table below says why. If many homes refuse, see the page of keys; if it is this one, send it again."
          )))
    }
    if withheld > 0 {
      findings.append(
        Finding(
          level: .bad,
          what: say(
            "Máy chủ tin không giao \(withheld) tin cho nhà này.",
            "The broker withheld \(withheld) items from this home."),
          advice: say(
            "Báo người phụ trách máy chủ tin (mosquitto).",
            "Tell whoever looks after the broker (mosquitto).")))
    }
    for (reason, count) in missed where count >= Self.pattern {
      guard let cause = cause(ofMissing: reason) else { continue }
      findings.append(
        Finding(
          level: .poor,
          what: say("Bỏ lỡ \(count) tin: \(cause.what).", "Missed \(count) items: \(cause.what)."),
          advice: cause.advice))
    }
    return findings
  }

  /// Why broadcasts are missed and what helps; `nil` for what the household wants.
  private func cause(ofMissing reason: String) -> (what: String, advice: String)? {
    switch reason {
    case "late":
      (
        say("máy tắt hoặc mất mạng lúc phát", "it was off or offline at the time"),
        say(
          "Dặn nhà cắm điện cả ngày; tin vẫn chờ để đọc và nghe lại.",
          "Ask them to leave it on; items wait to be read and heard.")
      )
    case "no-media":
      (
        say("bản ghi không tới kịp", "the recording was not there in time"),
        say(
          "Mạng của nhà chậm: gửi tin sớm hơn, hoặc để máy đọc chữ.",
          "Their network is slow: send earlier, or let the terminal read the words.")
      )
    case "no-time":
      (
        say("hết giờ của buổi phát", "the session's time ended first"),
        say(
          "Xem trang Lịch phát: buổi quá đầy, hoặc loa của nhà hỏng.",
          "See the calendar: the session is too full, or the home's sound fails.")
      )
    case "no-voice":
      (
        say("máy không đọc được chữ", "its voice failed"),
        say("Gửi tin kèm bản ghi; báo người lắp máy.", "Send a recording; tell the installer.")
      )
    case "stream-lost":
      (
        say("đứt đường truyền trực tiếp", "the live programme broke off"),
        say("Kiểm tra mạng của nhà.", "Look at their network.")
      )
    case "restart", "interrupted":
      (
        say("bị cắt giữa chừng", "it was broken off"),
        say("Kiểm tra nguồn điện của máy.", "Look at its power.")
      )
    default: nil
    }
  }

  private var address: [Finding] {
    guard terminal.address == nil else { return [] }
    return [
      Finding(
        level: .poor,
        what: say("Chưa ghi địa chỉ nhà.", "The home's address was not written down."),
        advice: say(
          "Khi nhà bấm SOS, phường không biết phải đến đâu. Ghi địa chỉ lúc lắp máy.",
          "If they call for help, nobody knows where. It is given when the terminal is enrolled."))
    ]
  }
}
