/// The parts of a terminal as it names them when they fail (docs/protocol.md), for people.
enum PartWords {
  /// What a part is called; one that a newer terminal names, as that does.
  static func name(_ part: String, _ language: Language) -> String {
    switch part {
    case "sound": language.say("loa", "loudspeaker")
    case "second-speaker": language.say("loa thứ hai", "second loudspeaker")
    case "mixer": language.say("nút âm lượng của card âm thanh", "the sound card's volume")
    case "speech": language.say("giọng đọc", "voice")
    case "display": language.say("màn hình", "display")
    case "buttons": language.say("nút bấm", "buttons")
    case "telephone": language.say("modem gọi SOS", "modem for SOS")
    case "disk": language.say("thẻ nhớ", "memory card")
    case "sensors": language.say("cảm biến", "sensors")
    case "lamps": language.say("đèn báo", "lamps")
    case "power": language.say("nguồn điện, pin", "power, battery")
    case "temperature": language.say("nhiệt độ máy", "its temperature")
    case "board": language.say("tệp mô tả máy", "board file")
    case "plan": language.say("lịch phát của phường", "the ward's plan")
    default: part
    }
  }

  /// A way into the network and how it is: "wifi used" is "Wi-Fi, đang dùng".
  static func network(_ way: String, _ language: Language) -> String {
    let words = way.split(separator: " ").map(String.init)
    let name =
      switch words.first {
      case "wifi": "Wi-Fi"
      case "ethernet": language.say("dây mạng", "cable")
      case "cellular": language.say("mạng di động", "mobile network")
      default: words.first ?? ""
      }
    switch words.dropFirst().first {
    case "used": return name + language.say(", đang dùng", ", in use")
    case "ready": return name + language.say(", sẵn sàng", ", ready")
    case "down": return name + language.say(", không có", ", down")
    default: return words.count > 1 ? way : name
    }
  }

  /// How much it matters that a part fails, and what to do.
  static func advice(
    _ part: String, _ language: Language
  ) -> (HomeDiagnosis.Finding.Level, String) {
    switch part {
    case "sound":
      (
        .bad,
        language.say(
          "Nhà không nghe được tin. Kiểm tra loa đã cắm; rút nguồn, chờ mười giây, cắm lại; vẫn hỏng thì thay loa.",
          "They hear nothing. See that it is plugged in; take the power away for ten seconds; else replace it."
        )
      )
    case "second-speaker":
      (
        .poor,
        language.say(
          "Loa kia vẫn phát. Kiểm tra dây của loa thứ hai.",
          "The other one still sounds. Look at its cable.")
      )
    case "mixer":
      (
        .poor,
        language.say(
          "Máy tự chỉnh âm lượng bằng phần mềm; chưa phải làm gì gấp.",
          "Its software scales the sound meanwhile; no hurry.")
      )
    case "speech":
      (
        .bad,
        language.say(
          "Tin không có bản ghi thì nhà chỉ nghe chuông. Gửi tin kèm bản ghi; báo người lắp máy cài lại.",
          "Of items without a recording they hear the signal only. Send recordings; have it set up anew."
        )
      )
    case "display":
      (
        .bad,
        language.say(
          "Nhà không đọc được tin. Kiểm tra cáp và nguồn màn hình; vẫn hỏng thì thay.",
          "They can't read items. Look at its cable and power; else replace it.")
      )
    case "buttons":
      (
        .bad,
        language.say(
          "Nhà không bấm được, kể cả SOS. Cử người đến xem ngay.",
          "Nothing can be pressed, SOS neither. Send somebody at once.")
      )
    case "telephone":
      (
        .bad,
        language.say(
          "SOS không gọi được; phường vẫn được báo qua mạng. Kiểm tra modem và SIM.",
          "SOS can't telephone; the ward is still told. Look at the modem and its card.")
      )
    case "disk":
      (
        .bad,
        language.say(
          "Máy không lưu được: mất điện là quên tin. Thay thẻ nhớ.",
          "It can't store: a power cut makes it forget. Replace the card.")
      )
    case "sensors":
      (
        .poor,
        language.say(
          "Thiếu số đo không khí; tin vẫn phát bình thường.",
          "Measurements are missing; items sound as ever.")
      )
    case "lamps": (.poor, language.say("Không gấp; xem khi có dịp.", "No hurry."))
    case "power":
      (
        .bad,
        language.say(
          "Máy có thể tắt. Kiểm tra bộ nguồn, ổ cắm và pin.",
          "It may go off. Look at its supply, the socket and the battery.")
      )
    case "temperature":
      (
        .bad,
        language.say(
          "Máy quá nóng. Đưa khỏi chỗ nắng, để thoáng các khe.",
          "It is too hot. Move it out of the sun and clear its vents.")
      )
    case "board":
      (
        .poor,
        language.say(
          "Tệp mô tả không đúng loại máy; máy chạy tạm. Báo người lắp máy.",
          "The board file is for another machine; it goes on meanwhile. Tell the installer.")
      )
    case "plan":
      (
        .bad,
        language.say(
          "Máy không đọc được lịch phát nên chỉ phát tin khẩn cấp. Ký lại lịch của phường.",
          "It can't read the plan, so only emergencies sound. Sign the ward's plan anew.")
      )
    default:
      (
        .poor,
        language.say(
          "Xem lý do ở bảng dưới; báo người lắp máy.", "See why below; tell the installer.")
      )
    }
  }
}
