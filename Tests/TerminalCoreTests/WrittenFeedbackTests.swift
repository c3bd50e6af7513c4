import Testing
import Vietnam
import WardContract

@testable import TerminalCore

/// feedback that is written on a phone: the home shows a code, and says what became of it.
@Suite("Feedback that is written on a phone") struct WrittenFeedbackTests {
  static let address = "https://phuong.example/f/01.00004"

  private func home(hasForm: Bool = true) -> Bench {
    var bench = Bench(hasMicrophone: true)
    var directory = Directory()
    if hasForm { directory.writingForm = .init(address: Self.address, source: Bench.source) }
    bench.send(directory)
    bench.sendIndex([])
    bench.wait(10_000)
    return bench
  }

  /// From the rest screen to the code for a subject.
  private func ask(_ bench: inout Bench, subject: Int = 0) {
    while bench.core.menu.place != .rest { bench.press(.back) }
    bench.press(.down, .down, .ok, .ok)
    for _ in 0..<subject { bench.press(.down) }
    bench.press(.ok, .down, .ok)
  }

  private func code(_ bench: Bench) -> QRScreen? {
    if case .qr(let code) = bench.screen { code } else { nil }
  }

  private func page(_ bench: Bench) -> PageScreen? {
    if case .page(let page) = bench.screen { page } else { nil }
  }

  private func acknowledge(_ bench: inout Bench, isComplete: Bool) {
    let request = bench.core.requests.entries.last!.request.identifier
    let word = RequestAcknowledgement(
      terminal: Bench.terminal, request: request, pieces: 0, isComplete: isComplete,
      completed: isComplete ? bench.now : nil, time: bench.now)
    bench.tell(
      .message(
        .down(terminal: Bench.terminal, kind: .requestAcknowledgement, request),
        payload: Bench.sign(word.json, as: .requestAcknowledgement, ["desk"]), retained: false))
    bench.letGather()
  }

  @Test("the code leads to the form of this request, and says whether the ward learns the home")
  func code() throws {
    for (subject, promise) in [(0, "Phường biết hộ nào gửi."), (2, "Gửi không kèm tên hộ.")] {
      var bench = home()
      ask(&bench, subject: subject)
      let request = try #require(bench.core.requests.entries.first?.request)
      #expect(request.isWritten && request.isAnonymous == (subject == 2))
      let code = try #require(self.code(bench))
      #expect(code.payload == "\(Self.address)/\(request.identifier)")
      #expect(code.lines == [FeedbackSubjects.usual[subject].name, promise])
      #expect(code.note == FeedbackWords.formWaits, "the desk has not heard of it yet")
      acknowledge(&bench, isComplete: false)
      #expect(self.code(bench)?.note == Words.scanWithCamera)
    }
  }

  @Test("nothing is said to have been received before anything was written")
  func waits() {
    var bench = home()
    ask(&bench)
    acknowledge(&bench, isComplete: false)
    bench.press(.back)
    guard case .choice(let list) = bench.screen else {
      Issue.record("no list")
      return
    }
    #expect(list.rows.last?.value == "Chờ viết")
    // The same subject again: the same code, and no second form.
    ask(&bench)
    #expect(bench.core.requests.entries.count == 1 && code(bench) != nil)
  }

  @Test("what was written is shown and read in the home, under every later word of the ward")
  func written() {
    var bench = home()
    ask(&bench)
    let written = FeedbackAnswer(written: "Ngõ tối.\nXin sửa đèn.").json
    while bench.core.menu.place != .rest { bench.press(.back) }
    bench.reply(.received, words: "Đã nhận.", written)
    guard case .rest(let rest) = bench.screen else {
      Issue.record("not at rest")
      return
    }
    #expect(rest.reply == "Phường đã nhận: Rác thải, môi trường")
    bench.reply(revision: 2, .answered, words: "Mai sửa.", written)
    bench.press(.down, .down, .ok, .down)
    bench.press(.ok)
    #expect(page(bench)?.text.contains("Mai sửa.") == true)
    #expect(page(bench)?.text.contains("“Ngõ tối.\nXin sửa đèn.”") == true)
    #expect(bench.core.requests.neededRecordings.isEmpty)
    ask(&bench)
    #expect(bench.core.requests.entries.count == 2, "what is answered is not written into again")
  }

  @Test("a code that nobody used ends, and the home says so")
  func lapsed() {
    var bench = home()
    ask(&bench)
    bench.reply(.refused, words: "Mã đã hết hạn mà chưa có lời nào.", nil)
    #expect(page(bench)?.detail == "Mã hết hạn")
    #expect(page(bench)?.text.contains("Phường không giải quyết việc này.") == false)
  }

  @Test("a ward without a form offers none, and one that takes it away shows no dead code")
  func withoutForm() {
    var bench = home(hasForm: false)
    bench.press(.down, .down, .ok, .ok)
    bench.press(.ok)
    guard case .choice(let ways) = bench.screen else {
      Issue.record("no ways")
      return
    }
    #expect(!ways.rows.map(\.name).contains("Viết trên điện thoại"))
    bench = home()
    ask(&bench)
    bench.send(Directory(), version: 2)
    #expect(code(bench) == nil && page(bench)?.detail == "Chờ viết")
  }
}
