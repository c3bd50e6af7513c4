import Hummingbird
import WardContract
import WardDesk

/// A first broadcast, step by step, in a ward for practice. A step ticks itself off once it has happened.
enum PracticePage {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("practice") { request, context in
      let frame = try context.frame(request)
      guard frame.ward.folder.isPractice else { throw HTTPError(.notFound) }
      let (progress, homes) = try await frame.ward.read { store in
        (try store.practiceProgress(), try store.terminals(limit: 1))
      }
      return page(frame, progress, homes.first)
    }
    group.post("practice/ledger") { request, context -> Response in
      let frame = try context.frame(request)
      guard frame.ward.folder.isPractice else { throw HTTPError(.notFound) }
      try await frame.ward.write { try $0.noteLookedUp() }
      return .see(frame.at("/items"))
    }
  }

  private struct Step {
    var isDone: Bool
    var words: String
    var advice: String
    var path: String?
  }

  private static func page(
    _ frame: Frame, _ progress: PracticeWard.Progress, _ home: DeskStore.Terminal?
  ) -> Response {
    let steps = [
      Step(
        isDone: progress.isWritten, words: frame.say("Soạn một tin", "Write an item"),
        advice: frame.say(
          "Mở “Soạn tin”, viết tiêu đề và lời; bản nháp tự lưu.",
          "Open “Write”, give it a title and words; it saves itself."), path: "/drafts"),
      Step(
        isDone: progress.isSubmitted, words: frame.say("Trình ký", "Submit it"),
        advice: frame.say(
          "Khi bảng bên cạnh báo đã đủ, bấm trình duyệt rồi ký phần người biên tập.",
          "When the panel beside it is content, submit it, and sign it as its editor."),
        path: "/drafts"),
      Step(
        isDone: progress.isApproved,
        words: frame.say("Người khác duyệt", "Another person approves"),
        advice: frame.say(
          "Một người khác đăng nhập, đọc, nghe rồi ký. Không ai tự duyệt tin của mình.",
          "Somebody else signs in, reads, listens and signs. Nobody approves their own."),
        path: "/approvals"),
      Step(
        isDone: progress.isHeard,
        words: frame.say("Nghe ở nhà mô phỏng", "Hear it in a simulated home"),
        advice: frame.say(
          "Mở máy mô phỏng, xem màn hình và nghe loa; bấm OK để nghe tin.",
          "Open the simulated home, see its screen, hear its loudspeaker; OK plays the item."),
        path: home.map { "/homes/\($0.identifier)" } ?? "/homes"),
      Step(
        isDone: progress.isLookedUp, words: frame.say("Xem sổ phát", "Look into the ledger"),
        advice: frame.say(
          "Sổ ghi nhà nào đã nhận, đã nghe; nhà nào chưa.",
          "It says which home received and heard it, and which hasn't."), path: nil),
    ]
    let current = steps.firstIndex { !$0.isDone }
    let items = steps.enumerated().pieces { index, step in
      let state = step.isDone ? frame.say("xong", "done") : frame.say("chưa", "to do")
      let way: HTML =
        step.path.map {
          "<a class=\"button\" href=\"\(frame.at($0))\">\(frame.say("Mở", "Open"))</a>"
        }
          ?? """
          <form method="post" action="\(frame.at("/practice/ledger"))">\(frame.formToken)
            <button>\(frame.say("Mở sổ phát", "Open the ledger"))</button></form>
          """
      return """
        <li\(" aria-current=\"step\"", if: index == current)>
          <b class="badge \(step.isDone ? "green" : "grey")">\(step.isDone ? "✓ " : "")\(state)</b>
          <strong>\(index + 1). \(step.words)</strong><p>\(step.advice)</p>\(way, if: !step.isDone)</li>
        """
    }
    let done: HTML = """
      <p class="notice">\(frame.say(
        "Bạn đã làm xong một lần phát. Ở phường thật cũng đúng những bước này.",
        "A broadcast is done. In a real ward the steps are just these."))</p>
      """
    return frame.page(
      frame.say("Tập phát lần đầu", "A first broadcast"),
      """
      <p>\(frame.say(
        "Ở đây mọi thứ là thật trừ người nghe: máy chủ tin chỉ chạy trên máy này, và không máy ở nhà nào tin chữ ký của phường tập.",
        "All of it is real but for the listeners: the broker runs on this machine alone, and no home believes these signatures."))</p>
      <ol class="items" id="steps" data-live>\(items)</ol>
      <div id="done" data-live>\(done, if: current == nil)</div>
      """)
  }
}
