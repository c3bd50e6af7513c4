import Hummingbird
import WardContract
import WardDesk

/// One feedback: what was said, who looks after it, what the ward answered, and what it notes for itself.
struct FeedbackItemPage {
  let frame: Frame
  let item: FeedbackInbox.Item
  let handling: FeedbackHandling
  /// Those it can be handed on to.
  let officers: [Account]

  private var kept: DeskRequest { item.kept }
  private var path: String { frame.at("/feedback/\(kept.number)") }
  private var mayWrite: Bool {
    handling.erased == nil && frame.may(.editor, .approver, .operator)
  }
  private var isReport: Bool { handling.report != nil }

  func response() -> Response {
    let owner = handling.owner ?? frame.say("chưa có ai", "nobody yet")
    return frame.page(
      "\(kept.number). \(item.feedback.title)", scripts: ["microphone.js", "feedback.js"],
      """
      <dl id="state" data-live>
        <dt>\(frame.say("Nhận lúc", "Received"))</dt><dd>\(frame.time(kept.stored))</dd>
        <dt>\(isReport ? frame.say("Người phản ánh", "Told by") : frame.say("Nhà", "Home"))</dt>
        <dd>\(FeedbackPages.origin(item, handling, frame))</dd>
        \(handling.report.map(particulars) ?? .none)
        <dt>\(frame.say("Tình trạng", "State"))</dt><dd>\(FeedbackPages.state(item, frame))</dd>
        <dt>\(frame.say("Hạn trả lời", "Due"))</dt><dd>\(frame.time(item.due))</dd>
        <dt>\(frame.say("Người phụ trách", "Owner"))</dt><dd>\(owner)</dd>
        \(forwards, if: !handling.forwards.isEmpty)\(retention)
      </dl>
      \(said)
      <h2>\(isReport ? frame.say("Phường đã trả lời", "What the ward said")
        : frame.say("Phường đã nói với nhà này", "What the ward said to this home"))</h2>
      <ul class="items" id="replies" data-live>\(replies)</ul>
      \(replyForm, if: mayWrite && kept.completed != nil)
      \(passing, if: mayWrite)
      <h2>\(frame.say("Ghi chú nội bộ", "Notes of the desk"))</h2>
      <p class="note">\(frame.say("Nhà dân không thấy phần này.", "Homes never see this."))</p>
      <ul class="items" id="notes" data-live>\(notes)</ul>
      \(noteForms, if: mayWrite)
      """)
  }

  /// When what people said goes, or went.
  private var retention: HTML {
    if let erased = handling.erased {
      return """
        <dt>\(frame.say("Đã xoá", "Erased"))</dt><dd>\(frame.time(erased)): \(frame.say(
          "lời nói, câu trả lời, ghi chú và thông tin người phản ánh, theo thời hạn lưu.",
          "words, answers, notes and who it was, by the rule of retention."))</dd>
        """
    }
    guard item.isDone, let last = kept.replies.last else { return .none }
    let day: Int64 = 86_400_000
    return """
      <dt>\(frame.say("Lời sẽ được xoá", "Will be erased"))</dt>
      <dd>\(frame.time(last.time + Int64(frame.ward.retention.feedbackDays) * day))</dd>
      """
  }

  // MARK: What was said

  private var said: HTML {
    let words = handling.report?.words ?? item.words
    let player: HTML = "<p><audio controls preload=\"none\" src=\"\(path)/recording\"></audio></p>"
    return """
      \(handling.erased == nil ? words.map { "<blockquote class=\"lines\">\($0)</blockquote>" } ?? .none : .none)
      \(player, if: kept.request.recording != nil && kept.completed != nil)
      """
  }

  private func particulars(_ report: FeedbackReport) -> HTML {
    let contact: HTML = """
      <dt>\(frame.say("Liên hệ", "Contact"))</dt><dd>\(report.contact)</dd>
      """
    let home: HTML =
      report.home.map {
        """
        <dt>\(frame.say("Về nhà", "About the home"))</dt>
        <dd><a href="\(frame.at("/homes/\($0)"))">\($0)</a></dd>
        """
      } ?? .none
    return """
      \(contact, if: !report.contact.isEmpty)\(home)
      <dt>\(frame.say("Người ghi", "Written down by"))</dt><dd>\(report.officer)</dd>
      """
  }

  private var forwards: HTML {
    let units = handling.forwards.pieces { forward in
      "<div>\(forward.unit) (\(forward.officer), \(frame.time(forward.time)))</div>"
    }
    return "<dt>\(frame.say("Đã chuyển đến", "Handed on to"))</dt><dd>\(units)</dd>"
  }

  private var replies: [HTML] {
    kept.replies.pieces { reply in
      let receipt =
        isReport
        ? frame.say("cán bộ tự báo lại", "to be told by an officer")
        : FeedbackPages.words(reply.receipt, frame)
      return """
        <li><b>\(FeedbackPages.words(reply.state, frame))</b> \(frame.time(reply.time))
          <span class="note">\(receipt)</span>
          \("<p>\(reply.words)</p>", if: !reply.words.isEmpty)
          \(reply.recording.map { voice($0, isHome: reply.isRecordingHome) } ?? .none)</li>
        """
    }
  }

  /// What was spoken with a reply, and whether the home has it.
  private func voice(_ recording: WardContract.Request.Recording, isHome: Bool) -> HTML {
    let place =
      isHome
      ? frame.say("lời nói đã tới nhà", "the voice is in the home")
      : frame.say("lời nói đang gửi tới nhà", "the voice is on its way")
    return """
      <div><audio controls preload="none" src="\(path)/voice/\(recording.digest)"></audio>
      <span class="note">\(place)</span></div>
      """
  }

  private var notes: [HTML] {
    handling.notes.pieces { note in
      "<li><b>\(note.author)</b> \(frame.time(note.time))<p class=\"lines\">\(note.words)</p></li>"
    }
  }

  // MARK: What can be done

  private var replyForm: HTML {
    let last: HTML = """
      <p class="warning">\(frame.say(
        "Ý kiến này không nêu tên: câu trả lời là lời cuối, sau đó không còn đường về nhà.",
        "This is anonymous: an answer is the last word; after it no way leads back to the home."))</p>
      """
    let byMouth: HTML = """
      <p class="notice">\(frame.say(
        "Ý kiến này do cán bộ ghi lại, máy ở nhà không nhận câu trả lời. Hãy gọi hoặc gặp người phản ánh, rồi ghi lại đã nói gì.",
        "An officer wrote this down; no home gets the answer. Call or meet whoever told it, then note what was said."))</p>
      """
    let label =
      isReport
      ? frame.say("Đã trả lời người phản ánh thế nào", "What they were told")
      : frame.say("Trả lời (nhà sẽ đọc và nghe)", "Reply (the home reads and hears it)")
    return """
      <form method="post" action="\(path)/reply">
        \(frame.formToken)
        \(last, if: kept.request.isAnonymous && !item.isDone)\(byMouth, if: isReport)
        <label for="words">\(label)</label>
        <textarea id="words" name="words" maxlength="1000"></textarea>
        \(spoken, if: !isReport)
        <div class="actions">
          <button name="state" value="answered" class="main">\(frame.say("Trả lời", "Answer"))</button>
          <button name="state" value="handling">\(frame.say("Báo đang xử lý", "Say it is being handled"))</button>
          <button name="state" value="refused">\(frame.say("Không giải quyết, nêu lý do", "Decline, with the reason"))</button>
        </div>
      </form>
      """
  }

  /// To speak what is written, for a browser that can record.
  private var spoken: HTML {
    """
    <fieldset id="spoken" hidden data-path="\(path)/voice"
      data-longest-seconds="\(Bounds.recordingMilliseconds / 1_000 - 1)">
      <legend>\(frame.say("Nói câu trả lời (nếu muốn)", "Speak it (if you like)"))</legend>
      <p class="note">\(frame.say(
        "Nhà nghe giọng bạn thay giọng máy. Vẫn ghi bằng chữ ở trên: có người không nghe được.",
        "The home hears you in place of a synthetic voice. Write it above as well: some can't hear."))</p>
      <div class="actions">
        <button type="button" id="record">\(frame.say("Ghi âm", "Record"))</button>
        <meter id="level" min="0" max="1" aria-label="\(frame.say("Mức âm", "Level"))" hidden></meter>
      </div>
      <p id="intake" role="status"></p>
      <div id="voice"></div>
    </fieldset>
    """
  }

  /// What was spoken and not sent yet: to hear it, and the field by which it goes with the reply.
  static func piece(_ recording: WardContract.Request.Recording, at path: String, _ frame: Frame)
    -> HTML
  {
    """
    <div class="medium"><input type="hidden" name="voice" value="\(recording.digest)">
      <p>\(frame.say("Nghe lại trước khi gửi", "Hear it before it is sent")):
        \(CheckPanel.duration(recording.durationMilliseconds, frame))</p>
      <audio controls preload="auto" src="\(path)/voice/\(recording.digest)"></audio>
      <p class="actions"><button type="button">\(frame.say("Bỏ lời nói", "Take it out"))</button></p></div>
    """
  }

  /// To another officer, or to another unit.
  private var passing: HTML {
    let people = officers.pieces { officer in
      "<option value=\"\(officer.name)\">\(officer.fullName)</option>"
    }
    let unit: HTML = """
      <details><summary>\(frame.say("Chuyển đơn vị khác", "Hand it on to another unit"))</summary>
      <form method="post" action="\(path)/forward">\(frame.formToken)
        <p class="note">\(frame.say(
          "Việc chuyển được ghi vào sổ và nói với nhà dân. Phần mềm không gửi gì cho đơn vị ấy: hãy gửi công văn hoặc gọi. Lời cuối vẫn do phường nói.",
          "It is recorded and said to the home. Nothing is sent to that unit: write or call them. The last word is still the ward's."))</p>
        <label for="unit">\(frame.say("Đơn vị nhận", "Unit"))</label>
        <input id="unit" name="unit" required maxlength="60" autocomplete="off">
        <label for="forward-words">\(frame.say("Nói thêm với nhà dân (không bắt buộc)", "More for the home (if anything)"))</label>
        <textarea id="forward-words" name="words" maxlength="600"></textarea>
        <div class="actions"><button>\(frame.say("Ghi là đã chuyển", "Record that it was handed on"))</button></div>
      </form></details>
      """
    return """
      <h2>\(frame.say("Chuyển việc", "Hand it on"))</h2>
      <details><summary>\(frame.say("Giao cán bộ khác của phường", "To another officer of the ward"))</summary>
      <form method="post" action="\(path)/route">\(frame.formToken)
        <label for="officer">\(frame.say("Giao cho", "To"))</label>
        <select id="officer" name="officer">\(people)</select>
        <label for="route-words">\(frame.say("Lời nhắn (nhà dân không thấy)", "Note (homes don't see it)"))</label>
        <textarea id="route-words" name="words" maxlength="600"></textarea>
        <div class="actions"><button>\(frame.say("Giao việc", "Hand it on"))</button></div>
      </form></details>
      \(unit, if: !item.isDone && kept.completed != nil)
      """
  }

  private var noteForms: HTML {
    """
    <form method="post" action="\(path)/note">
      \(frame.formToken)
      <label for="note">\(frame.say("Ghi chú", "Note"))</label>
      <textarea id="note" name="words" maxlength="1000"></textarea>
      <div class="actions"><button>\(frame.say("Lưu ghi chú", "Keep the note"))</button></div>
    </form>
    <form method="post" action="\(path)/own">
      \(frame.formToken)
      <div class="actions"><button>\(frame.say("Tôi phụ trách", "I look after it"))</button></div>
    </form>
    """
  }
}
