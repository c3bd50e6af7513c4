import Hummingbird
import WardContract
import WardDesk

/// The directory as it is being written, beside the one that homes have.
struct DirectoryPage {
  let frame: Frame
  /// What has just happened.
  var notice = HTML.none
  /// Whether that was a refusal.
  var isRefused = true
  /// The file that was refused.
  var file = ""
  private let draft: [DeskStore.DraftEntry]
  private let submissions: [DirectorySubmission]
  private let standing: (first: DirectoryPart, entries: Directory)?

  private static let shownSubmissions = 10
  private static let oldDays = 365

  init(_ frame: Frame) async throws {
    self.frame = frame
    (draft, submissions) = try await frame.ward.read {
      (
        try $0.directoryDraft(),
        try $0.directorySubmissions(limit: Self.shownSubmissions)
      )
    }
    // One that homes would not believe is none.
    standing = (try? frame.ward.folder.directory()) ?? nil
  }

  private var mayWrite: Bool { frame.may(.editor) }
  private var waiting: DirectorySubmission? { submissions.first { $0.state == .waiting } }

  func response() -> Response {
    frame.page(
      frame.say("Danh bạ", "Directory"), scripts: mayWrite ? ["directory.js"] : [],
      status: isRefused && !notice.markup.isEmpty ? .unprocessableContent : .ok,
      """
      \(notice)
      <p>\(frame.say(
        "Những gì nhà dân tra trên máy: thủ tục, nơi thu tiền, việc để phản ánh, số cần gọi.",
        "What homes look up: procedures, billers, subjects of feedback, numbers."))</p>
      <div id="standing" data-live>\(standingWords)\(waitingWords)</div>
      \(draft.isEmpty ? beginning : editing)
      \(history)
      """)
  }

  private var standingWords: HTML {
    guard let standing else {
      return
        "<p class=\"warning\">\(frame.say("Nhà dân chưa có danh bạ nào.", "Homes have no directory yet."))</p>"
    }
    let count = standing.first.count
    return """
      <p>\(frame.say("Nhà dân đang có bản", "Homes have version")) \(standing.first.version),
        \(frame.time(standing.first.issued)), \(standing.entries.count) \(frame.say("mục", "entries")).
        \(files(standing.entries, "?of=standing"))</p>
      \("<p class=\"note\">\(frame.say("Gồm \(count) phần.", "In \(count) parts."))</p>", if: count > 1)
      """
  }

  private var waitingWords: HTML {
    guard let waiting else { return .none }
    return """
      <p class="notice"><a href="\(frame.at("/directory/submissions/\(waiting.number)"))">\(frame.say(
        "Bản \(waiting.version) đang chờ ký", "Version \(waiting.version) waits to be signed"))</a>
        (\(waiting.submittedBy), \(frame.time(waiting.submitted)))</p>
      """
  }

  private func files(_ directory: Directory, _ query: String) -> [HTML] {
    let files = directory.files
    return files.indices.pieces { index in
      """
      <a href="\(frame.at("/directory/files/\(index + 1)\(query)"))" download="danh-ba-\(index + 1).toml">\
      \(frame.say("Tải tệp", "File"))\(" \(index + 1)", if: files.count > 1)</a>
      """
    }
  }

  // MARK: Writing

  private var beginning: HTML {
    guard mayWrite else { return .none }
    let copy: HTML = """
      <form method="post" action="\(frame.at("/directory/copy"))" class="actions">\(frame.formToken)
        <button class="main">\(frame.say(
          "Sửa từ bản nhà dân đang có", "Begin with what homes have"))</button></form>
      """
    return """
      <h2>\(frame.say("Sửa danh bạ", "Change it"))</h2>
      \(copy, if: standing != nil)
      \(newEntries)\(importForm)
      """
  }

  private var editing: HTML {
    let before = Dictionary(
      (standing?.entries.entries ?? []).map { (Self.name($0), $0) }, uniquingKeysWith: { $1 })
    let names = Set(draft.map { Self.name($0.entry) })
    let gone = before.values.filter { !names.contains(Self.name($0)) }
    let changes = draft.count { before[Self.name($0.entry)] != $0.entry } + gone.count
    let sections = Directory.Entry.Kind.allCases.pieces { kind in
      section(kind, draft.filter { $0.entry.kind == kind }, before)
    }
    let lost = gone.sorted { $0.name < $1.name }.pieces { entry in
      "<li>\(entry.name) <span class=\"note\">\(entry.key)</span></li>"
    }
    return """
      <h2>\(frame.say("Bản đang soạn", "Draft"))</h2>
      <p>\(draft.count) \(frame.say("mục,", "entries,"))
        \(changes == 0 ? frame.say("không khác bản nhà dân đang có.", "the same as homes have.")
          : frame.say("khác \(changes) mục so với bản nhà dân đang có.", "\(changes) differ from what homes have."))
        \(files(Directory(draft.map(\.entry)), ""))</p>
      \(submit, if: mayWrite && waiting == nil && changes > 0)
      \(newEntries, if: mayWrite)
      \(sections)
      \("<h2>\(frame.say("Sẽ bỏ khỏi máy ở nhà dân", "Will be gone from homes"))</h2><ul class=\"items\">\(lost)</ul>", if: !gone.isEmpty)
      \(importForm, if: mayWrite)
      """
  }

  private static func name(_ entry: Directory.Entry) -> String {
    "\(entry.kind.rawValue) \(entry.key)"
  }

  private var submit: HTML {
    """
    <form method="post" action="\(frame.at("/directory/submit"))" class="actions">\(frame.formToken)
      <button class="main">\(frame.say("Trình ký", "Submit"))</button></form>
    """
  }

  private var newEntries: HTML {
    let links = Directory.Entry.Kind.allCases.pieces { kind in
      """
      <li><a class="button" href="\(frame.at("/directory/new/\(kind.rawValue)"))">+ \
      \(frame.words(kind))</a></li>
      """
    }
    return "<ul class=\"ready\">\(links)</ul>"
  }

  private func section(
    _ kind: Directory.Entry.Kind, _ entries: [DeskStore.DraftEntry],
    _ before: [String: Directory.Entry]
  ) -> HTML {
    guard !entries.isEmpty else { return .none }
    let rows = entries.pieces { kept in
      let entry = kept.entry
      let old = before[Self.name(entry)]
      let badge: HTML =
        old == nil
        ? "<b class=\"badge green\">\(frame.say("Mới", "New"))</b>"
        : old != entry ? "<b class=\"badge amber\">\(frame.say("Đã sửa", "Changed"))</b>" : .none
      let isOld = entry.source.date < frame.today.adding(days: -Self.oldDays)
      return """
        <tr><td><a href="\(frame.at("/directory/entries/\(kind.rawValue)/\(entry.key)"))">\(entry.name)</a>
            \(badge)<br><span class="note">\(entry.key)</span></td>
          <td data-label="\(frame.say("Nguồn", "Source"))">\(entry.source.text), \(Self.day(entry.source.date))
            \("<b class=\"badge red\">\(frame.say("đã hơn một năm", "over a year old"))</b>", if: isOld)</td>
          <td data-label="\(frame.say("Sửa", "Changed"))">\(kept.editor), \(frame.time(kept.changed))</td></tr>
        """
    }
    return """
      <h2>\(frame.words(kind)) (\(entries.count))</h2>
      <table><thead><tr><th>\(frame.say("Mục", "Entry"))</th><th>\(frame.say("Nguồn", "Source"))</th>
        <th>\(frame.say("Sửa", "Changed"))</th></tr></thead><tbody>\(rows)</tbody></table>
      """
  }

  /// As people write it: "28/11/2026".
  static func day(_ date: LocalDate) -> String {
    date.description.split(separator: "-").reversed().map { "\(Int($0) ?? 0)" }.joined(
      separator: "/")
  }

  private var importForm: HTML {
    """
    <details\(" open", if: !file.isEmpty)><summary>\(frame.say("Nhập từ tệp", "Take in a file"))</summary>
    <form method="post" action="\(frame.at("/directory/import"))">\(frame.formToken)
      <p class="note">\(frame.say(
        "Tệp như của lệnh loanha directory publish. Mục có cùng mã được thay, mục khác giữ nguyên.",
        "A file of loanha directory publish. An entry with the same code is replaced, others stay."))</p>
      <p id="with-script" hidden><label class="button" for="toml">\(frame.say("Chọn tệp", "Choose a file"))</label>
        <input id="toml" type="file" accept=".toml,text/plain"></p>
      <label for="import">\(frame.say("Nội dung tệp", "What stands in it"))</label>
      <textarea id="import" name="file" required>
    \(file)</textarea>
      <div class="actions"><button>\(frame.say("Nhập", "Take in"))</button></div>
    </form></details>
    """
  }

  /// Why a file was not taken in.
  static func fault(_ fault: DirectoryFileFault, _ frame: Frame) -> HTML {
    guard let line = fault.line else {
      return Self.fault(
        frame.say(
          "Không đọc được tệp: có mục đứng hai lần, hoặc tệp quá lớn. Chưa nhập gì.",
          "The file can't be read: an entry stands twice, or it is too large. Nothing was taken in."
        ))
    }
    return """
      <div class="fault" role="alert"><p>\(frame.say(
        "Tệp sai ở dòng \(line). Chưa nhập gì. Sửa dòng này rồi nhập lại:",
        "Line \(line) of the file is wrong. Nothing was taken in. Correct it and try again:"))</p>
        <code>\(fault.text)</code></div>
      """
  }

  static func fault(_ words: String) -> HTML {
    "<p class=\"fault\" role=\"alert\">\(words)</p>"
  }

  // MARK: What was submitted

  private var history: HTML {
    guard !submissions.isEmpty else { return .none }
    let rows = submissions.pieces { one in
      """
      <li><a href="\(frame.at("/directory/submissions/\(one.number)"))">\
      \(frame.say("Bản", "Version")) \(one.version)</a> \(frame.directoryBadge(one.state))
        <span class="note">\(one.submittedBy), \(frame.time(one.submitted))</span></li>
      """
    }
    return """
      <h2>\(frame.say("Các lần trình", "Submitted"))</h2>
      <ul class="items" id="history" data-live>\(rows)</ul>
      """
  }
}
