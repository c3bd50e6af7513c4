import Hummingbird
import WardContract
import WardDesk

/// Corrects an item that hangs, or ends it: one click from the item.
enum RevisionPages {
  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("items/:item/correct") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      return correct(frame, try await current(context, frame))
    }
    group.post("items/:item/correct") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let form = context.form
      var next = try await current(context, frame).correction(at: frame.second)
      next.headline = form["headline"]
      next.description = form["description"]
      next.instruction = form["instruction"].isEmpty ? nil : form["instruction"]
      // A recording says the old words.
      if form["keepsMedia"].isEmpty { next.resources = [] }
      let (bulletin, folder, account, now) = (
        next, frame.ward.folder, frame.visitor.account, frame.second
      )
      let number = try await context.recording(
        .submitted, of: "\(bulletin.identifier)", in: accounts
      ) {
        try await frame.decide { try folder.submit(bulletin, to: $0, by: account, at: now) }
      }
      return Response.see(frame.at("/approvals/\(number)"))
    }
    group.get("items/:item/clear") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let bulletin = try await current(context, frame)
      let asked = (Form((request.uri.query ?? "").utf8) ?? .none)["headline"]
      return try clear(frame, bulletin, headline: asked.isEmpty ? nil : asked)
    }
    group.post("items/:item/clear") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let bulletin = try await current(context, frame)
      let answer = SigningPanel.Answer(context.form)
      let (number, hung) = try await context.recording(
        answer.action, of: "\(bulletin.identifier)", details: clearing(bulletin, frame),
        in: accounts
      ) {
        try await frame.take(answer) { last in
          last.messageType == .cancel && last.identifier == bulletin.identifier
            && last.revision == bulletin.revision + 1 && last.priority == bulletin.priority
            && last.status == bulletin.status && last.areas == bulletin.areas
        }
      }
      return Response.see(
        frame.at(hung.map { "/items/\($0.identifier)" } ?? "/approvals/\(number)"))
    }
  }

  private static func current(_ context: DeskContext, _ frame: Frame) async throws -> Bulletin {
    let newest = try await ReachPages.bulletin(context, frame)
    guard newest.messageType != .cancel, newest.expires > frame.now else {
      throw HTTPError(
        .conflict,
        message: frame.say(
          "Tin này đã rút hoặc đã hết hạn, không còn gì để sửa.",
          "It is withdrawn or has expired; there is nothing to change any more."))
    }
    return newest
  }

  /// What ends an item is called.
  static func clearing(_ bulletin: Bulletin, _ frame: Frame) -> String {
    bulletin.priority == .emergency
      ? frame.say("Báo yên", "All-clear") : frame.say("Rút tin", "Withdraw")
  }

  /// The ways from an item to its correction, its end, the homes that it has not reached, how homes see and
  /// hear it, and an item that begins as its copy.
  static func links(_ bulletin: Bulletin, _ frame: Frame) -> HTML {
    let path = frame.at("/items/\(bulletin.identifier)")
    let isWithdrawn = bulletin.messageType == .cancel
    let isHanging = !isWithdrawn && bulletin.expires > frame.now
    let changes: HTML = """
      <a class="button" href="\(path)/correct">\(frame.say("Đính chính", "Correct it"))</a>
      <a class="button" href="\(path)/clear">\(clearing(bulletin, frame))</a>
      """
    let preview: HTML = """
      <a class="button" href="\(path)/preview">\(frame.say("Xem, nghe như ở nhà dân", "As homes see and hear it"))</a>
      """
    let copy: HTML = """
      <form method="post" action="\(path)/copy">\(frame.formToken)
        <button>\(frame.say("Soạn lại từ tin này", "Write anew from this"))</button></form>
      """
    return """
      <div class="actions">
        <a class="button" href="\(path)/reach">\(frame.say("Nhà chưa tới", "Homes not reached"))</a>
        \(preview, if: !isWithdrawn)\(copy, if: frame.may(.editor))
        \(changes, if: isHanging && frame.may(.editor, .approver, .operator))</div>
      """
  }

  // MARK: Pages

  private static func correct(_ frame: Frame, _ bulletin: Bulletin) -> Response {
    let media: HTML = """
      <label class="inline"><input type="checkbox" name="keepsMedia" value="1">
        \(frame.say("Giữ âm thanh, hình ảnh cũ", "Keep the old sound and images"))</label>
      """
    return frame.page(
      frame.say("Đính chính: \(bulletin.headline)", "Correct: \(bulletin.headline)"),
      """
      <p class="notice">\(frame.say(
        "Bản mới thay bản cũ ở mọi nhà và phát lại. Bản mới cũng phải được ký.",
        "The new words take the place of the old in every home, and sound again. They must be signed, too."))</p>
      <form method="post" action="\(frame.at("/items/\(bulletin.identifier)/correct"))">\(frame.formToken)
        <label for="headline">\(frame.say("Tiêu đề", "Headline"))</label>
        <input id="headline" name="headline" required maxlength="200" value="\(bulletin.headline)">
        <label for="instruction">\(frame.say("Việc cần làm", "Instruction"))</label>
        <textarea id="instruction" name="instruction">\(bulletin.instruction ?? "")</textarea>
        <label for="description">\(frame.say("Nội dung", "Text"))</label>
        <textarea id="description" name="description">\(bulletin.description)</textarea>
        \(media, if: !bulletin.resources.isEmpty)
        <div class="actions"><button class="main">\(frame.say("Trình bản đính chính", "Submit the correction"))</button></div>
      </form>
      """)
  }

  private static func clear(_ frame: Frame, _ bulletin: Bulletin, headline: String?) throws
    -> Response
  {
    let ready = try frame.ward.folder.emergencyTexts().first {
      bulletin.identifier.description.hasPrefix("\($0.identifier)-")
    }
    let words =
      headline
      ?? (bulletin.priority == .emergency
        ? ready?.allClear ?? "Đã hết nguy hiểm: \(bulletin.headline)" : nil)
    let last = bulletin.withdrawal(headline: words, at: frame.second)
    let panel = SigningPanel(
      payload: last.json.bytes, bulletin: last,
      action: frame.at("/items/\(bulletin.identifier)/clear"),
      keys: try frame.usableKeys(for: last, roles: Submission.roles(last.priority)),
      label: "\(frame.say("Ký:", "Sign:")) \(clearing(bulletin, frame))",
      command: "loanha bulletin cancel --ward \(frame.ward.folder.path) \(bulletin.identifier)",
      mayWait: true)
    let heard: String =
      bulletin.priority == .emergency
      ? frame.say(
        "Ở mọi nhà đã nhận tin này: tín hiệu báo yên và màn hình riêng với dòng chữ dưới đây. Tin khẩn cấp thôi lặp lại.",
        "In every home that has it: the signal of the all-clear, and a screen with these words. The emergency is repeated no more."
      )
      : frame.say(
        "Tin này gỡ khỏi mọi nhà và không phát nữa.",
        "It comes off every home's wall and is heard no more.")
    return frame.page(
      "\(clearing(bulletin, frame)): \(bulletin.headline)", scripts: SigningPanel.scripts,
      """
      <p class="notice">\(heard)</p>
      <form method="get"><label for="headline">\(frame.say("Lời", "Words"))</label>
        <input id="headline" name="headline" maxlength="200" value="\(last.headline)">
        <div class="actions"><button>\(frame.say("Sửa lời", "Change the words"))</button></div></form>
      <article class="sheet"><h2 data-field="headline">\(last.headline)</h2></article>
      \(panel.piece(frame))
      """)
  }
}
