import Testing
import WardContract

@testable import TerminalCore

/// the household speaks to its ward from the device itself, and sees what becomes of it.
@Suite("Feedback on the device") struct FeedbackTests {
  static let digest = MediaDigest(String(repeating: "0c", count: 32))!
  static let spoken = Request.Recording(
    digest: digest, sizeBytes: 20_000, durationMilliseconds: 12_000)

  private func home(microphone: Bool = true) -> Bench {
    var bench = Bench(hasMicrophone: microphone)
    bench.sendIndex([])
    bench.wait(10_000)
    return bench
  }

  /// From the rest screen to the ways of telling something about a subject.
  private func openWays(_ bench: inout Bench, subject: Int = 0) {
    for _ in 0..<2 { bench.press(.down) }
    for _ in 0..<2 { bench.press(.ok) }
    for _ in 0..<subject { bench.press(.down) }
    bench.press(.ok)
  }

  private func choice(_ bench: Bench) -> ChoiceScreen? {
    if case .choice(let choice) = bench.screen { choice } else { nil }
  }

  private func page(_ bench: Bench) -> PageScreen? {
    if case .page(let page) = bench.screen { page } else { nil }
  }

  /// Begins to speak, and returns the recording's token.
  private func speak(_ bench: inout Bench) throws -> UInt64 {
    openWays(&bench)
    _ = bench.takeEffects()
    bench.press(.ok)
    let token = bench.effects.lazy.compactMap { effect -> UInt64? in
      if case .record(let token, 60_000) = effect { token } else { nil }
    }.first
    let found = try #require(token)
    bench.tell(.recordingStarted(token: found))
    return found
  }

  private func requests(_ bench: Bench) -> [Request] {
    bench.written.compactMap { if case .putRequest(let request) = $0 { request } else { nil } }
  }

  @Test("a ready sentence is sent as it was read, with or without the home's name as it was said")
  func sentence() throws {
    for (subject, isAnonymous) in [(0, false), (2, true)] {
      var bench = home(microphone: false)
      openWays(&bench, subject: subject)
      let promise = isAnonymous ? "Gửi không kèm tên hộ." : "Phường biết hộ nào gửi."
      #expect(choice(bench)?.note == promise)
      bench.press(.down)
      bench.press(.ok)
      #expect(choice(bench)?.title == "Gửi phản ánh này?")
      #expect(requests(bench).isEmpty, "nothing is sent before it was looked at")
      bench.press(.ok)
      let sent = try #require(requests(bench).first)
      let form = try Feedback(json: sent.body)
      #expect(sent.isAnonymous == isAnonymous && sent.recording == nil)
      #expect(form.subject == FeedbackSubjects.usual[subject].identifier)
      #expect(form.sentence == FeedbackSubjects.usual[subject].sentences[1])
      #expect(bench.core.requests[sent.identifier]?.standing == .sent)
    }
  }

  @Test("somebody speaks: the screen and a lamp say that the microphone is open, and only then")
  func speaking() throws {
    var bench = home()
    let token = try speak(&bench)
    guard case .recording(let screen) = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(screen.phase == .speaking)
    #expect(bench.lamps?.recording == .on)
    bench.tell(.recordingGoes(token: token, milliseconds: 12_000, levelPercent: 70))
    guard case .recording(let later) = bench.screen else { return }
    #expect(later.seconds == 12 && later.levelPercent == 70)
    _ = bench.takeEffects()
    bench.press(.ok)
    #expect(bench.effects.contains(.stopRecording(token: token)))
    #expect(bench.lamps?.recording == .off)
    bench.tell(.recordingEnded(token: token, .kept(Self.spoken, nil)))
    #expect(
      choice(bench)?.rows.map(\.name) == [
        "Gửi cho phường", "Nghe lại", "Nói lại", "Bỏ, không gửi",
      ])
    bench.press(.ok)
    #expect(requests(bench).first?.recording == Self.spoken)
  }

  @Test("what was said can be heard, said again and thrown away; the old recording goes last")
  func choices() throws {
    var bench = home()
    let token = try speak(&bench)
    bench.press(.ok)
    bench.tell(.recordingEnded(token: token, .kept(Self.spoken, nil)))
    bench.press(.down)
    _ = bench.takeEffects()
    bench.press(.ok)
    #expect(bench.plays.map(\.parts) == [[.recording(Self.digest)]])
    bench.press(.down)
    _ = bench.takeEffects()
    bench.press(.ok)
    let again = try #require(
      bench.effects.lazy.compactMap { if case .record(let token, _) = $0 { token } else { nil } }
        .first)
    bench.tell(.recordingEnded(token: again, .failed(.busy)))
    #expect(page(bench)?.title == "Chưa ghi được lời nói")
    #expect(!bench.effects.contains(.dropRecording(Self.digest)), "the first one is still there")
    for _ in 0..<2 { bench.press(.back) }
    // The list, with what was not sent.
    bench.press(.back)
    #expect(choice(bench)?.rows.map(\.name).contains("Phản ánh chưa gửi") == true)
    bench.press(.down)
    bench.press(.ok)
    for _ in 0..<3 { bench.press(.down) }
    bench.press(.ok)
    #expect(bench.effects.contains(.dropRecording(Self.digest)))
    #expect(bench.written.last == .putDraft(nil))
    #expect(requests(bench).isEmpty)
  }

  @Test("an emergency ends a recording and goes first; what was said waits, also over a restart")
  func emergency() throws {
    var bench = home()
    let token = try speak(&bench)
    _ = bench.takeEffects()
    bench.send(bench.bulletin("chay", .emergency))
    guard case .emergency = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(bench.effects.contains(.stopRecording(token: token)))
    #expect(bench.lamps?.recording == .off)
    bench.tell(.recordingEnded(token: token, .kept(Self.spoken, nil)))
    bench.letGather()
    bench = bench.restarted(after: 1_000) { $0.recordings = [Self.digest] }
    #expect(!bench.effects.contains(.dropRecording(Self.digest)))
    #expect(bench.core.feedback.draft?.recording == Self.spoken)
    let lost = bench.restarted(after: 1_000)
    #expect(lost.core.feedback.draft == nil, "its recording is gone")
  }

  @Test("what is ordinary waits until somebody has spoken")
  func ordinaryWaits() throws {
    var bench = home()
    let token = try speak(&bench)
    let item = bench.bulletin("tin-1")
    bench.send(item)
    bench.sendIndex([item])
    bench.letGather()
    #expect(bench.plays.isEmpty)
    bench.press(.ok)
    bench.tell(.recordingEnded(token: token, .kept(Self.spoken, nil)))
    bench.wait(1_000)
    #expect(bench.plays.count == 1)
  }

  @Test(
    "without microphone, or with one that fails, a sentence says what to do",
    arguments: [RecordingTrouble.noMicrophone, .busy, .lost, .diskFull, .silent, .tooShort])
  func troubles(trouble: RecordingTrouble) throws {
    var bench = home()
    let token = try speak(&bench)
    bench.tell(.recordingEnded(token: token, .failed(trouble)))
    #expect(page(bench)?.text.contains("Xin") == true)
    bench.press(.ok)
    #expect(choice(bench)?.rows.first?.name == "Nói vào máy")
    #expect(bench.lamps?.recording == .off)
  }

  @Test(
    "waiting, sent, received, being handled, answered: each is said when it is so; the answer is read"
  )
  func states() throws {
    var bench = home(microphone: false)
    bench.tell(.linkDown(reason: "cut"))
    openWays(&bench)
    for _ in 0..<2 { bench.press(.ok) }
    #expect(page(bench)?.detail == "Chờ gửi")
    bench.wait(60_000)
    bench.tell(.linkUp)
    #expect(page(bench)?.detail == "Đang gửi")
    let request = try #require(requests(bench).first?.identifier)
    func down(_ kind: Topic.DownKind, _ json: JSONValue, as type: ContentType) {
      bench.tell(
        .message(
          .down(terminal: Identifier("nha-1")!, kind: kind, request),
          payload: Bench.sign(json, as: type, ["desk"]), retained: false))
      bench.letGather()
    }
    let word = RequestAcknowledgement(
      terminal: Identifier("nha-1")!, request: request, pieces: 0, isComplete: true,
      time: bench.now)
    down(.requestAcknowledgement, word.json, as: .requestAcknowledgement)
    #expect(page(bench)?.detail == "Phường đã nhận")
    #expect(page(bench)?.text.contains("Phường đã nhận lúc 08:01.\n") == true)
    for _ in 0..<3 { bench.press(.back) }
    func reply(_ revision: Int, _ state: Reply.State, _ words: String) {
      let time = Instant(milliseconds: bench.now.milliseconds / 1_000 * 1_000)
      let reply = Reply(
        terminal: Identifier("nha-1")!, request: request, revision: revision, state: state,
        office: "UBND phường Ba Đình", words: words, time: time, signed: time)
      down(.reply, reply.json, as: .reply)
    }
    func rest() -> RestScreen? { if case .rest(let rest) = bench.screen { rest } else { nil } }
    reply(1, .handling, "")
    #expect(rest()?.reply == "Phường đang xử lý: Rác thải, môi trường")
    reply(2, .answered, "Sáng mai tổ vệ sinh dọn.")
    #expect(rest()?.reply == "Phường trả lời: Rác thải, môi trường")
    for _ in 0..<2 { bench.press(.down) }
    #expect(choice(bench)?.rows[1].value == "1 trả lời mới")
    bench.press(.ok)
    bench.press(.down)
    _ = bench.takeEffects()
    bench.press(.ok)
    #expect(page(bench)?.text.contains("Sáng mai tổ vệ sinh dọn.") == true)
    #expect(page(bench)?.detail == "Đã trả lời")
    bench.letGather()
    let told = bench.effects.contains { effect in
      guard case .publish(.up(_, .reply, request), let payload, _) = effect else { return false }
      return (try? ReplyReceipt(json: JSONParser.parse(payload)))?.state == .shown
    }
    #expect(told)
    bench.press(.ok)
    #expect(bench.plays.count == 1, "the answer is read out")
    for _ in 0..<3 { bench.press(.back) }
    #expect(rest()?.reply == nil)
  }

  @Test("a reply that comes while its page stands open is not left marked new")
  func openPage() {
    var bench = home(microphone: false)
    openWays(&bench)
    for _ in 0..<2 { bench.press(.ok) }
    bench.reply(.answered, nil)
    #expect(page(bench)?.text.contains("Đã trả lời.") == true)
    #expect(bench.core.requests.news.isEmpty)
    // Under something else nobody has seen it.
    bench.send(bench.bulletin("kc", .emergency))
    bench.reply(revision: 2, .answered, words: "Mai dọn.", nil)
    #expect(bench.core.requests.news.count == 1)
    bench.press(.ok)
    #expect(bench.core.requests.news.isEmpty)
  }

  @Test("the rest screen tells of replies of services and bills as well, and of no figure in them")
  func repliesOnRest() throws {
    var bench = home(microphone: false)
    bench.send(Bench.directory([(code: "1.000894", name: "Đăng ký kết hôn", group: "Hộ tịch")]))
    func rest() -> String? { if case .rest(let rest) = bench.screen { rest.reply } else { nil } }
    bench.open(.services)
    for _ in 0..<5 { bench.press(.ok) }
    while bench.core.menu.place != .rest { bench.press(.back) }
    bench.reply(
      .received, ServiceAnswer(isTrial: true, progress: .received, dossier: nil, due: nil).json)
    #expect(rest() == "Phường trả lời: Đăng ký kết hôn")
    openWays(&bench)
    for _ in 0..<2 { bench.press(.ok) }
    while bench.core.menu.place != .rest { bench.press(.back) }
    bench.reply(.answered, nil)
    #expect(rest() == "2 trả lời mới: phản ánh, hồ sơ")
  }

  @Test("the ward's own subjects take the place of the usual ones")
  func directory() {
    #expect(FeedbackSubjects.usual.count == 7)
    #expect(Set(FeedbackSubjects.usual.map(\.identifier)).count == 7)
    for subject in FeedbackSubjects.usual {
      for sentence in subject.sentences {
        #expect(TextRules.fault(in: sentence, limit: Bounds.headlineBytes) == nil)
      }
    }
  }
}
