import Hummingbird
import WardContract
import WardDesk

/// The first page of a ward: what wants somebody's attention now.
enum TodayPage {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("") { request, context in
      let frame = try context.frame(request)
      let now = frame.now
      let facts = try await frame.ward.read { store in
        let fleet = try store.fleet()
        return Facts(
          homes: fleet.all, online: fleet.online, faulty: fleet.needALook,
          hanging: try store.board().filter { $0.bulletin.messageType != .cancel }.map(\.bulletin),
          feedback: try FeedbackInbox(store).counts(at: now))
      }
      return page(frame, facts)
    }
  }

  struct Facts: Sendable {
    var homes: Int
    var online: Int
    var faulty: Int
    var hanging: [Bulletin]
    var feedback: (all: Int, done: Int, overdue: Int)
  }

  static func page(_ frame: Frame, _ facts: Facts) -> Response {
    let open = facts.feedback.all - facts.feedback.done
    let items = facts.hanging.pieces { bulletin in
      """
      <li><a href="\(frame.at("/items/\(bulletin.identifier)"))">\(bulletin.headline)</a>
        \(Badge.priority(bulletin, frame))</li>
      """
    }
    return frame.page(
      frame.say("Hôm nay", "Today"),
      """
      <ul class="tiles" id="tiles" data-live>
        <li><a href="\(frame.at("/homes"))"><strong>\(facts.online)/\(facts.homes)</strong>
          \(frame.say("máy đang kết nối", "homes connected"))</a></li>
        <li\(" class=\"bad\"", if: facts.faulty > 0)>
          <a href="\(frame.at("/homes?filter=faulty"))"><strong>\(facts.faulty)</strong>
          \(frame.say("máy cần xem", "homes need a look"))</a></li>
        <li\(" class=\"bad\"", if: facts.feedback.overdue > 0)>
          <a href="\(frame.at("/feedback"))"><strong>\(open)</strong>
          \(frame.say("ý kiến chưa xong", "feedback open"))\
          \(", \(facts.feedback.overdue) \(frame.say("quá hạn", "overdue"))", if: facts.feedback.overdue > 0)</a></li>
      </ul>
      <h2>\(frame.say("Đang treo", "On the board"))</h2>
      <ul class="items" id="board" data-live>\(items)</ul>
      \("<p>\(frame.say("Chưa có tin nào.", "Nothing yet."))</p>", if: facts.hanging.isEmpty)
      """)
  }
}
