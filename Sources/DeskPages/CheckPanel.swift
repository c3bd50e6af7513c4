import BroadcastRules
import WardContract
import WardDesk

/// What is said of a draft beside it: what is missing, which rule it breaks, when and how long it is
/// heard, and what is left of the next sessions.
enum CheckPanel {
  static func panel(_ check: DraftCheck, _ frame: Frame) -> HTML {
    let missing = check.faults.pieces { "<li>\($0.description)</li>" }
    let breaches = (check.hearing?.verdict.breaches ?? []).pieces { breach($0, frame) }
    let title =
      check.isReady
      ? frame.say("Đã đủ để trình duyệt", "Ready to be submitted")
      : frame.say("Còn thiếu hoặc chưa được phép", "Something is missing or not allowed")
    return """
      <section id="check" aria-live="polite" class="\(check.isReady ? "good" : "open")">
        <h2>\(title)</h2>
        \("<ul>\(missing)</ul>", if: !check.faults.isEmpty)
        \("<p class=\"fault\">\(check.problem ?? "")</p>", if: check.problem != nil)
        \(breaches)
        <p>\(hearing(check, frame))</p>
        \(sessions(check.sessions, frame))
      </section>
      """
  }

  private static func breach(_ breach: Breach, _ frame: Frame) -> HTML {
    """
    <div class="fault"><p>\(breach.statement)</p>
      <p class="note">\(frame.say("Giới hạn", "Limit")): \(breach.limit) ·
        \(frame.say("đã có", "used")): \(breach.used) · \(frame.say("còn", "left")): \(breach.left)</p>
      <details><summary>\(breach.source)</summary><blockquote>\(breach.words)</blockquote></details>
    </div>
    """
  }

  /// When it is heard, and how long.
  private static func hearing(_ check: DraftCheck, _ frame: Frame) -> HTML {
    let length = duration(check.soundMilliseconds, frame)
    let about =
      check.isGuessed
      ? frame.say("khoảng \(length), do máy đọc", "about \(length), read by the terminal") : length
    guard let hearing = check.hearing, hearing.verdict.breaches.isEmpty else {
      return "\(frame.say("Dài", "Length")) \(about)."
    }
    switch hearing.turn {
    case .slot(let slot):
      let opening = check.opening.map { frame.time($0) } ?? HTML.none
      return "\(frame.say("Phát", "Heard")) \(slot.words) (\(opening)), \(about)."
    case .atOnce: return "\(frame.say("Phát ngay khi treo", "Heard at once")), \(about)."
    case .never:
      return """
        \(frame.say("Tin thử: chỉ máy nhận, không ai nghe hay thấy.", "A test: no one hears or sees it."))
        """
    }
  }

  /// "2 phút 30 giây"
  static func duration(_ milliseconds: Int, _ frame: Frame) -> String {
    let seconds = (milliseconds + 999) / 1000
    let (minutes, rest) = (seconds / 60, seconds % 60)
    let parts = [
      minutes > 0 ? "\(minutes) \(frame.say("phút", "min"))" : "",
      rest > 0 || minutes == 0 ? "\(rest) \(frame.say("giây", "s"))" : "",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The sessions as bars: what others take, what this item takes, what is left.
  static func sessions(_ rooms: [SessionRoom], _ frame: Frame) -> HTML {
    let rows = rooms.pieces { room -> HTML in
      if let breach = room.remaining.breaches.first {
        return "<li>\(room.slot.words): <span class=\"note\">\(breach.statement)</span></li>"
      }
      let left = room.remaining.leftMilliseconds - room.ownMilliseconds
      let words =
        left >= 0
        ? "\(frame.say("còn", "left")) \(duration(left, frame))"
        : "\(frame.say("quá", "over by")) \(duration(-left, frame))"
      return """
        <li\(" class=\"own\"", if: room.ownMilliseconds > 0)>\(room.slot.words):
          <span\(" class=\"bad\"", if: left < 0)>\(words)</span>
          \(bar(room))</li>
        """
    }
    return "<ul class=\"sessions\">\(rows)</ul>"
  }

  private static func bar(_ room: SessionRoom) -> HTML {
    let whole = max(1, room.remaining.limitMilliseconds)
    let used = min(1000, room.remaining.usedMilliseconds * 1000 / whole)
    let own = min(1000 - used, room.ownMilliseconds * 1000 / whole)
    return """
      <svg class="bar" viewBox="0 0 1000 60" preserveAspectRatio="none" aria-hidden="true">
        <rect class="rest" width="1000" height="60"/><rect class="used" width="\(used)" height="60"/>
        <rect class="ours" x="\(used)" width="\(own)" height="60"/></svg>
      """
  }
}
