import BroadcastRules
import Hummingbird
import WardContract
import WardDesk

/// The page on which an item is written.
struct ComposePage {
  let frame: Frame
  let kept: DeskStore.KeptDraft
  let media: [MediaDigest: TakenMedium]
  /// What was submitted of it last.
  let submission: Submission?
  let check: DraftCheck
  /// The rule set of today, whose classes there are; `nil` without a plan.
  let rules: RuleSet?
  let areaType: AreaType?

  private var draft: Draft { kept.draft }
  private var address: String { frame.at("/drafts/\(draft.identifier)") }

  /// The page; `notice` says what has just happened to the draft.
  func response(notice: HTML = .none, isRefused: Bool = false) -> Response {
    frame.page(
      frame.say("Soạn tin", "Write"), scripts: ["microphone.js", "compose.js"],
      status: isRefused ? .unprocessableContent : .ok,
      """
      \(notice)
      \(submission.map(submitted) ?? HTML.none)
      <p id="saved" class="note" role="status">\(frame.say("Đã lưu", "Saved")) \
      \(frame.time(kept.changed)), \(kept.editor)</p>
      <div class="compose">
        <form id="compose" method="post" action="\(address)" data-autosave="\(address)/autosave"
          data-media="\(address)/media" data-most-bytes="\(Bounds.mediaBytes)">
          \(frame.formToken)
          <input type="hidden" name="revision" value="\(kept.revision)">
          \(words)\(sounds)\(broadcast)\(particulars)\(directive)\(actions)
        </form>
        <aside>\(CheckPanel.panel(check, frame))\(look)</aside>
      </div>
      """)
  }

  private func submitted(_ submission: Submission) -> HTML {
    let words =
      submission.state == .waiting
      ? frame.say("Sửa ở đây không đổi bản đã trình.", "What you change here doesn't change it.")
      : ""
    return "<p class=\"notice\">\(DraftListPage.state(of: submission, frame)) \(words)</p>"
  }

  // MARK: Parts of the form

  private var words: HTML {
    """
    <fieldset><legend>\(frame.say("Nội dung", "Words"))</legend>
      \(line("headline", frame.say("Tiêu đề", "Headline"), draft.headline))
      \(area("text", frame.say("Nội dung", "Text"), draft.text))
      \(area("instruction", frame.say("Người dân cần làm gì (bắt buộc với tin khẩn cấp)",
        "What people should do (needed in an emergency)"), draft.instruction))
    </fieldset>
    """
  }

  private var sounds: HTML {
    let items = draft.media.compactMap { media[$0] }.pieces { MediumPiece.item($0, frame) }
    return """
      <fieldset><legend>\(frame.say("Âm thanh và ảnh", "Sounds and images"))</legend>
        <ul id="media" class="items">\(items)</ul>
        <p class="note">\(frame.say(
          "Không có âm thanh thì máy ở nhà dân tự đọc phần chữ.",
          "Without a sound terminals read the words out."))</p>
        <p id="intake" role="status"></p>
        <div class="actions">
          <span id="with-script" hidden>
            <label class="button" for="file">\(frame.say("Thêm tệp", "Add files"))</label>
            <input id="file" type="file" multiple accept="audio/*,image/jpeg,image/png">
            <button type="button" id="record">\(frame.say("Ghi âm", "Record"))</button>
            <meter id="level" min="0" max="1" hidden></meter>
          </span>
          <button name="do" value="speak">\(frame.say("Tạo bản ghi giọng đọc máy", "Have a voice record it"))</button>
        </div>
        <noscript><p class="note">\(frame.say(
          "Thêm tệp và ghi âm cần bật JavaScript.", "To add files and record, turn on JavaScript."))</p></noscript>
      </fieldset>
      """
  }

  private var broadcast: HTML {
    let ward = frame.ward.folder
    let names = ward.areasWithin.isEmpty ? [:] : ward.areaNames()
    let areas = ([ward.area] + ward.areasWithin).pieces { place in
      let name =
        place == ward.area
        ? frame.say("Cả phường", "The whole ward")
        : names[place].map { "\($0) (\(place))" } ?? "\(place)"
      return box("area", place.description, name, draft.areas.contains(place))
    }
    return """
      <fieldset><legend>\(frame.say("Phát thế nào", "How it is broadcast"))</legend>
        \(choice("class", frame.say("Loại nội dung", "Class of content"), classes, draft.contentClass))
        \(choice("priority", frame.say("Mức ưu tiên", "Priority"), [
          (Priority.ordinary.rawValue, frame.say("Thông thường: phát trong buổi", "Ordinary: in its session")),
          (Priority.priority.rawValue, frame.say("Ưu tiên: phát trong buổi, trước các tin khác",
            "Priority: in its session, before others")),
          (Priority.emergency.rawValue, frame.say("KHẨN CẤP: phát ngay, mọi nhà", "EMERGENCY: at once")),
        ], draft.priority.rawValue))
        \(choice("status", frame.say("Thật, diễn tập hay thử", "Real, exercise or test"), [
          (Status.actual.rawValue, frame.say("Tin thật", "Real")),
          (Status.exercise.rawValue, frame.say("Diễn tập (máy nói rõ là diễn tập)", "Exercise")),
          (Status.test.rawValue, frame.say("Thử máy (không ai nghe thấy)", "Test (for no ear)")),
        ], draft.status.rawValue))
        <p class="label">\(frame.say("Nơi nhận", "For"))</p>\(areas)
        \(choice("session", frame.say("Buổi phát", "Session"), [
          ("", frame.say("Buổi gần nhất", "The next one")),
          (Session.morning.rawValue, frame.say("Buổi sáng", "Morning")),
          (Session.afternoon.rawValue, frame.say("Buổi chiều", "Afternoon")),
        ], draft.session?.rawValue ?? ""))
        \(moment("effective", frame.say("Có hiệu lực từ (để trống: ngay khi treo)",
          "Counts from (empty: at once)"), draft.effective))
        \(moment("expires", frame.say("Treo đến (để trống: một ngày sau buổi phát)",
          "Hangs until (empty: a day after its session)"), draft.expires))
        \(moment("event", frame.say("Giờ của việc được báo (nếu có)", "Time of what it announces"),
          draft.eventTime))
      </fieldset>
      """
  }

  private var particulars: HTML {
    """
    <details\(" open", if: hasParticulars)><summary>\(frame.say(
      "Văn bản, nguồn chương trình, ca nhạc", "Documents, source, music"))</summary>
      \(line("document", frame.say("Số văn bản", "Number of the document"), draft.documentNumber))
      \(line("body", frame.say("Cơ quan phê duyệt", "Approving body"), draft.approvingBody))
      \(choice("programme", frame.say("Nguồn chương trình", "Source"), [
        (ProgrammeSource.ownProgramme.rawValue, frame.say("Phường tự thực hiện", "Made by the ward")),
        (ProgrammeSource.approvedRecording.rawValue,
          frame.say("Bài phát thanh đã được duyệt", "An approved recording")),
        (ProgrammeSource.relay.rawValue, frame.say("Tiếp sóng", "A relay")),
      ], draft.programmeSource.rawValue))
      \(choice("origin", frame.say("Cấp ban hành", "Level of government"), [
        (Origin.ward.rawValue, frame.say("Phường, xã", "Ward")),
        (Origin.district.rawValue, frame.say("Quận, huyện", "District")),
        (Origin.city.rawValue, frame.say("Thành phố", "City")),
        (Origin.central.rawValue, frame.say("Trung ương", "Central")),
      ], draft.origin.rawValue))
      \(choice("music", frame.say("Ca nhạc", "Music"), [
        (Music.none.rawValue, frame.say("Không có", "None")),
        (Music.embedded.rawValue, frame.say("Bài hát lồng ghép", "Songs within")),
        (Music.pure.rawValue, frame.say("Ca nhạc thuần túy", "Nothing else")),
      ], draft.music.rawValue))
    </details>
    """
  }

  private var hasParticulars: Bool {
    !draft.documentNumber.isEmpty || !draft.approvingBody.isEmpty || draft.music != .none
      || draft.programmeSource != .ownProgramme || draft.origin != .ward
  }

  private var directive: HTML {
    let lifts = Limit.allCases.pieces { limit in
      box("lift", limit.rawValue, frame.words(limit), draft.directive.lifts.contains(limit))
    }
    return """
      <details\(" open", if: !draft.directive.isEmpty)><summary>\(frame.say(
        "Văn bản chỉ đạo dỡ bỏ giới hạn", "A directive that lifts limits"))</summary>
        \(line("issuer", frame.say("Cơ quan chỉ đạo", "Issued by"), draft.directive.issuer))
        \(line("number", frame.say("Số văn bản chỉ đạo", "Its number"), draft.directive.number))
        \(moment("from", frame.say("Từ (để trống: từ bây giờ)", "From (empty: now)"), draft.directive.from))
        \(moment("until", frame.say("Đến (để trống: hết hiệu lực cùng tin)",
          "Until (empty: as long as the item)"), draft.directive.until))
        <p class="label">\(frame.say("Dỡ bỏ", "Lifts"))</p>\(lifts)
      </details>
      """
  }

  private var actions: HTML {
    """
    <div class="actions">
      <button class="main" name="do" value="submit">\(frame.say("Trình duyệt", "Submit"))</button>
      <button name="do" value="save">\(frame.say("Lưu", "Save"))</button>
      <button name="do" value="preview">\(frame.say("Xem và nghe thử", "See and hear it"))</button>
      <button formaction="\(address)/ready">\(frame.say("Lưu thành mẫu", "Keep as a ready text"))</button>
      <button class="danger" name="do" value="remove">\(frame.say("Xóa bản nháp", "Remove"))</button>
    </div>
    """
  }

  private var look: HTML {
    // A test is shown nowhere.
    guard draft.status != .test else { return .none }
    let view: ItemPreview.View = draft.priority == .emergency ? .emergency : .broadcast
    return """
      <h2>\(frame.say("Ở nhà dân", "In a home"))</h2>
      <a href="\(address)/preview"><img id="look" class="screen"
        src="\(address)/screen?view=\(view.rawValue)&amp;r=\(kept.revision)"
        alt="\(frame.say("Màn hình ở nhà dân", "The screen in a home"))"></a>
      """
  }

  private var classes: [(String, String)] {
    let known = rules.map { set in
      set.contents.filter { areaType.map(set.area)?.content.contains($0.name) ?? true }
        .map { ($0.name, $0.title) }
    }
    return [("", frame.say("— chọn —", "— choose —"))] + (known ?? [])
  }

  // MARK: Fields

  private func line(_ name: String, _ label: String, _ value: String) -> HTML {
    """
    <label for="\(name)">\(label)</label>
    <input id="\(name)" name="\(name)" value="\(value)" autocomplete="off">
    """
  }

  private func area(_ name: String, _ label: String, _ value: String) -> HTML {
    """
    <label for="\(name)">\(label)</label>
    <textarea id="\(name)" name="\(name)">
    \(value)</textarea>
    """
  }

  private func moment(_ name: String, _ label: String, _ value: Instant?) -> HTML {
    """
    <label for="\(name)">\(label)</label>
    <input id="\(name)" name="\(name)" type="datetime-local" value="\(DraftForm.field(value))">
    """
  }

  private func choice(
    _ name: String, _ label: String, _ options: [(String, String)], _ chosen: String
  ) -> HTML {
    // What the rules know no more stands there all the same, for them to say so.
    let lost = options.contains { $0.0 == chosen } ? [] : [(chosen, chosen)]
    let items = (options + lost).pieces { value, label in
      "<option value=\"\(value)\"\(" selected", if: value == chosen)>\(label)</option>"
    }
    return """
      <label for="\(name)">\(label)</label><select id="\(name)" name="\(name)">\(items)</select>
      """
  }

  private func box(_ name: String, _ value: String, _ label: String, _ isSet: Bool) -> HTML {
    """
    <label class="inline"><input type="checkbox" name="\(name)" value="\(value)"\
    \(" checked", if: isSet)> \(label)</label>
    """
  }
}

extension Frame {
  /// What a directive may lift.
  func words(_ limit: Limit) -> String {
    switch limit {
    case .hours: say("khung giờ", "hours")
    case .sessions: say("số buổi trong ngày", "sessions a day")
    case .weekdays: say("ngày trong tuần", "weekdays")
    case .duration: say("thời lượng của buổi", "minutes of a session")
    case .content: say("nội dung", "content")
    case .music: say("ca nhạc", "music")
    }
  }
}
