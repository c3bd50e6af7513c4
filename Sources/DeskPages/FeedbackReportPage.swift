import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// Where an officer writes down what somebody says on the telephone or in the office.
enum FeedbackReportPage {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("feedback-report") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      return page(frame, .none)
    }
    group.post("feedback-report") { request, context -> Response in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let form = context.form
      let asked = Identifier(form["subject"])
      let home = form["home"].filter { $0 != " " }
      guard
        let subject = frame.ward.folder.feedbackSubjects().first(where: { $0.identifier == asked }),
        let way = FeedbackReport.Way(rawValue: form["way"])
      else {
        return page(
          frame, form,
          fault: frame.say("Chọn việc gì và cách phản ánh.", "Choose what about, and how it came."))
      }
      guard home.isEmpty || Identifier(home) != nil else {
        return page(
          frame, form,
          fault: frame.say(
            "Không có máy nào tên \(home). Xem lại tên, hoặc để trống.",
            "There is no home named \(home). Look again, or leave it empty."))
      }
      let report = FeedbackReport(
        way: way, caller: Draft.cleaned(form["caller"]), contact: Draft.cleaned(form["contact"]),
        home: Identifier(home), words: Draft.cleaned(form["words"]),
        officer: frame.visitor.fullName)
      do {
        let number = try await frame.ward.write {
          try $0.keep(report, about: subject, at: frame.now)
        }
        return .see(frame.at("/feedback/\(number)"))
      } catch let error as DeskError {
        return page(frame, form, fault: error.description)
      }
    }
  }

  /// The way here.
  static func link(_ frame: Frame) -> HTML {
    """
    <p class="actions"><a class="button" href="\(frame.at("/feedback-report"))">\
    \(frame.say("Ghi ý kiến cho người gọi hoặc đến phường", "Write down what a caller says"))</a></p>
    """
  }

  private static func page(_ frame: Frame, _ form: Form, fault: String? = nil) -> Response {
    let subjects = frame.ward.folder.feedbackSubjects().pieces { subject in
      """
      <option value="\(subject.identifier)"\(" selected", if: form["subject"] == subject.identifier.description)>\
      \(subject.name)</option>
      """
    }
    func way(_ way: FeedbackReport.Way, _ label: String) -> HTML {
      let isChosen = form["way"] == way.rawValue || (form["way"].isEmpty && way == .telephone)
      return """
        <label class="inline"><input type="radio" name="way" value="\(way.rawValue)"\
        \(" checked", if: isChosen)> \(label)</label>
        """
    }
    return frame.page(
      frame.say("Ghi ý kiến cho người dân", "Write down what somebody says"),
      status: fault == nil ? .ok : .unprocessableContent,
      """
      \(fault.map { "<p class=\"fault\" role=\"alert\">\($0)</p>" } ?? HTML.none)
      <form method="post" action="\(frame.at("/feedback-report"))">\(frame.formToken)
        <fieldset><legend>\(frame.say("Người dân phản ánh bằng cách nào", "How it came"))</legend>
          \(way(.telephone, frame.say("Gọi điện", "By telephone")))
          \(way(.visit, frame.say("Đến phường", "In the office")))</fieldset>
        <label for="subject">\(frame.say("Về việc gì", "What about"))</label>
        <select id="subject" name="subject">\(subjects)</select>
        <label for="words">\(frame.say("Người dân nói gì", "What they say"))</label>
        <textarea id="words" name="words" required maxlength="1500">
      \(form["words"])</textarea>
        <label for="caller">\(frame.say("Họ tên (để trống nếu không muốn nêu)", "Name (empty if they would not say)"))</label>
        <input id="caller" name="caller" maxlength="60" autocomplete="off" value="\(form["caller"])">
        <label for="contact">\(frame.say("Số điện thoại hoặc địa chỉ để trả lời", "Telephone or address for the answer"))</label>
        <input id="contact" name="contact" maxlength="60" autocomplete="off" value="\(form["contact"])">
        <label for="home">\(frame.say("Tên máy của nhà, nếu việc liên quan đến máy", "The home's terminal, if it is about one"))</label>
        <input id="home" name="home" maxlength="64" autocomplete="off" autocapitalize="none" value="\(form["home"])">
        <p class="note">\(frame.say(
          "Chỉ ghi điều cần để giải quyết. Máy ở nhà không nhận câu trả lời cho ý kiến ghi tại đây.",
          "Write only what is needed. No home gets an answer to what is written down here."))</p>
        <div class="actions"><button class="main">\(frame.say("Ghi vào sổ", "Keep it"))</button></div>
      </form>
      """)
  }
}
