import Hummingbird
import WardContract
import WardDesk

/// The drafts of a ward, and what one can begin with.
enum DraftListPage {
  /// What stands on it.
  struct Facts: Sendable {
    var drafts: [DeskStore.KeptDraft]
    var texts: [ReadyText]
  }

  static func page(_ frame: Frame, _ facts: Facts) -> Response {
    let rows = facts.drafts.pieces { kept -> HTML in
      let draft = kept.draft
      let headline =
        draft.headline.isEmpty ? frame.say("(chưa có tiêu đề)", "(no headline)") : draft.headline
      return """
        <li><a href="\(frame.at("/drafts/\(draft.identifier)"))">\(headline)</a>
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
      frame.say("Soạn tin", "Write"), isLive: true,
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

  private static func removal(of text: ReadyText, _ frame: Frame) -> HTML {
    """
    <button formaction="\(frame.at("/ready-texts/\(text.identifier)/remove"))" class="small"
      aria-label="\(frame.say("Xóa mẫu", "Remove")) \(text.title)">✕</button>
    """
  }
}
