import Hummingbird
import WardContract
import WardDesk

/// The drafts of a ward, and what one can begin with.
enum DraftListPage {
  /// What stands on it.
  struct Facts: Sendable {
    var drafts: [DeskStore.KeptDraft]
    /// What became of those that were submitted, by number.
    var submissions: [Int64: Submission]
    var texts: [ReadyText]

    /// What the ward has. A draft that hangs is none any more.
    init(_ store: DeskStore, shared: [ReadyText]) throws {
      submissions = [:]
      drafts = try store.drafts()
      for number in drafts.compactMap(\.submission) {
        submissions[number] = try store.submission(number)
      }
      texts = try store.readyTexts() + shared
      let submissions = submissions
      drafts.removeAll { $0.submission.flatMap { submissions[$0]?.state } == .hung }
    }
  }

  static func page(_ frame: Frame, _ facts: Facts) -> Response {
    let rows = facts.drafts.pieces { kept -> HTML in
      let draft = kept.draft
      let headline =
        draft.headline.isEmpty ? frame.say("(chưa có tiêu đề)", "(no headline)") : draft.headline
      let submission = kept.submission.flatMap { facts.submissions[$0] }
      return """
        <li><a href="\(frame.at("/drafts/\(draft.identifier)"))">\(headline)</a>
          \(submission.map { state(of: $0, frame) } ?? HTML.none)
          <span class="note">\(kept.editor), \(frame.time(kept.changed))</span></li>
        """
    }
    let texts = facts.texts.pieces { text in
      """
      <li><form method="post" action="\(frame.at("/drafts"))">\(frame.formToken)
        <button name="ready" value="\(text.identifier)">\(text.title)</button>
        \(text.isOwn ? removal(of: text, frame) : .none)</form></li>
      """
    }
    return frame.page(
      frame.say("Soạn tin", "Write"),
      """
      <form method="post" action="\(frame.at("/drafts"))" class="actions">\(frame.formToken)
        <button class="main">\(frame.say("Tin mới", "New item"))</button></form>
      <h2>\(frame.say("Bắt đầu từ mẫu có sẵn", "Begin with a ready text"))</h2>
      <ul class="ready" id="ready" data-live>\(texts)</ul>
      <h2>\(frame.say("Đang soạn", "Drafts"))</h2>
      <ul class="items" id="drafts" data-live>\(rows)</ul>
      \("<p>\(frame.say("Chưa có bản nháp nào.", "No drafts yet."))</p>", if: facts.drafts.isEmpty)
      """)
  }

  /// What became of a draft that was submitted, and the way there.
  static func state(of submission: Submission, _ frame: Frame) -> HTML {
    let address = frame.at("/approvals/\(submission.number)")
    let words = frame.say("Xem bản đã trình", "What was submitted")
    return "\(frame.badge(submission.state)) \(submission.note) <a href=\"\(address)\">\(words)</a>"
  }

  private static func removal(of text: ReadyText, _ frame: Frame) -> HTML {
    """
    <button formaction="\(frame.at("/ready-texts/\(text.identifier)/remove"))" class="small"
      aria-label="\(frame.say("Xóa mẫu", "Remove")) \(text.title)">✕</button>
    """
  }
}
