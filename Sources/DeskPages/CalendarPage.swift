import BroadcastRules
import Hummingbird
import WardContract
import WardDesk

/// What is to be heard in the sessions of the next week, how full each is, and which neighbouring ward
/// speaks at the same time.
enum CalendarPage {
  private static let days = 7

  /// A session with what is to be heard in it.
  struct Entry: Sendable {
    var room: SessionRoom
    var items: [Bulletin]
    /// Neighbours that speak at the same time, and by which document both agreed on it.
    var neighbours: [Neighbour]
  }

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("calendar") { request, context in
      let frame = try context.frame(request)
      let (folder, now) = (frame.ward.folder, frame.now)
      let (entries, atOnce) = try await Workshop.shared.make {
        let rules = try folder.broadcasting()
        let items = try folder.planned(under: rules)
        let entries = try folder.sessions(from: now, days: days).map { room in
          Entry(
            room: room, items: items.filter { $0.slot == room.slot }.map(\.bulletin),
            neighbours: rules.neighbours.filter { overlaps($0, room.slot.session, rules.plan) })
        }.filter { $0.room.remaining.breaches.isEmpty || !$0.items.isEmpty }
        return (entries, items.filter { $0.slot == nil }.map(\.bulletin))
      }
      return page(frame, entries, atOnce)
    }
  }

  private static func overlaps(
    _ neighbour: Neighbour, _ session: Session, _ plan: BroadcastPlan
  ) -> Bool {
    guard let own = plan.slots.first(where: { $0.session == session }) else { return false }
    return neighbour.slots.contains {
      $0.startMinute < own.startMinute + own.minutes
        && own.startMinute < $0.startMinute + $0.minutes
    }
  }

  private static func page(_ frame: Frame, _ entries: [Entry], _ atOnce: [Bulletin]) -> Response {
    let sessions = entries.pieces { entry in
      let neighbours = entry.neighbours.pieces { neighbour in
        let agreed =
          neighbour.agreement.map { frame.say("đã thống nhất: \($0)", "agreed: \($0)") }
          ?? frame.say("chưa có văn bản thống nhất", "no agreement")
        return """
          <p class="\(neighbour.agreement == nil ? "warning" : "note")">
            \(frame.say("Trùng giờ với", "At the same time as")) \(neighbour.name): \(agreed)</p>
          """
      }
      return """
        <section class="session"><h2>\(entry.room.slot.words)</h2>
          \(CheckPanel.sessions([entry.room], frame))
          \(neighbours)
          \(list(entry.items, frame))</section>
        """
    }
    return frame.page(
      frame.say("Lịch phát", "Calendar"),
      """
      <section><h2>\(frame.say("Phát ngay, không chờ buổi", "Heard at once, in no session"))</h2>
        \(list(atOnce, frame))</section>
      <div id="sessions" data-live>\(sessions)</div>
      \("<p>\(frame.say("Kế hoạch không có buổi nào trong bảy ngày tới.", "The plan has no session in the next seven days."))</p>", if: entries.isEmpty)
      """)
  }

  private static func list(_ items: [Bulletin], _ frame: Frame) -> HTML {
    if items.isEmpty { return "<p class=\"note\">\(frame.say("Chưa có tin.", "Nothing yet."))</p>" }
    let lines = items.pieces { bulletin in
      let length = CheckPanel.duration(bulletin.soundMilliseconds, frame)
      return """
        <li><a href="\(frame.at("/items/\(bulletin.identifier)"))">\(bulletin.headline)</a>
          \(Badge.priority(bulletin, frame)) <span class="note">\(length)</span></li>
        """
    }
    return "<ul class=\"items\">\(lines)</ul>"
  }
}
