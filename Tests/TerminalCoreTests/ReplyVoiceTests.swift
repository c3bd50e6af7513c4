import Testing
import WardContract

@testable import TerminalCore

/// Issue 6 row 6: the ward answers in its own voice, and the home plays it.
@Suite("The ward's voice in a reply") struct ReplyVoiceTests {
  static let terminal = Identifier("nha-1")!
  static let digest = MediaDigest(String(repeating: "0e", count: 32))!
  static let voice = Request.Recording(
    digest: digest, sizeBytes: Bounds.mediaPieceBytes + 5, durationMilliseconds: 12_000)

  /// A home that has sent a ready sentence, and has its page open.
  private func home() -> Bench {
    var bench = Bench()
    bench.sendIndex([])
    bench.wait(10_000)
    for button in [Button.down, .down, .ok, .ok, .ok, .ok, .ok] { bench.press(button) }
    return bench
  }

  private func piece(_ bench: inout Bench, _ number: Int, to terminal: Identifier = terminal) {
    let bytes = [UInt8](repeating: 7, count: Self.voice.bytes(ofPiece: number))
    bench.tell(
      .message(
        .replyRecording(terminal: terminal, Self.digest, piece: number), payload: bytes,
        retained: false))
  }

  /// What the desk was told of the reply since the last call.
  private func told(_ bench: inout Bench) -> [ReplyReceipt] {
    bench.takeEffects().compactMap { effect in
      guard case .publish(.up(_, .reply, _), let payload, _) = effect else { return nil }
      return try? ReplyReceipt(json: JSONParser.parse(payload))
    }
  }

  private func kept(_ bench: Bench) -> [Int] {
    bench.effects.compactMap { effect in
      if case .keepReplyRecording(Self.voice, let bytes) = effect { bytes.count } else { nil }
    }
  }

  private func page(_ bench: Bench) -> PageScreen? {
    if case .page(let page) = bench.screen { page } else { nil }
  }

  @Test(
    "it comes piece by piece, is said to be on its way until it is on disk, and then OK plays it")
  func heard() {
    var bench = home()
    bench.reply(.answered, words: "Sáng mai dọn.", nil, recording: Self.voice)
    #expect(told(&bench).map(\.pieces) == [0])
    #expect(page(bench)?.text.contains("đang tới") == true)
    #expect(page(bench)?.text.contains("Sáng mai dọn.") == true)
    piece(&bench, 1)
    piece(&bench, 0, to: Identifier("nha-2")!)
    #expect(told(&bench).isEmpty, "only its own pieces in their order count")
    piece(&bench, 0)
    #expect(told(&bench).map(\.pieces) == [1])
    piece(&bench, 1)
    #expect(kept(bench) == [Self.voice.sizeBytes])
    #expect(told(&bench).isEmpty, "what is not on disk is not said to be there")
    #expect(page(bench)?.text.contains("đang tới") == true)
    bench.tell(.replyRecordingKept(Self.digest))
    #expect(told(&bench).map(\.pieces) == [nil])
    #expect(page(bench)?.action == "Nghe cán bộ nói")
    bench.press(.ok)
    #expect(bench.plays.map(\.parts) == [[.recording(Self.digest)]])
    bench.soundOut(after: 12_000)
    bench.hold(.ok, 1_500)
    #expect(bench.plays.last?.parts == [.recording(Self.digest)], "reading out is in that voice")
  }

  @Test("a cut asks again for what is lacking; a silent desk is asked ever more seldom")
  func cut() {
    var bench = home()
    bench.reply(.answered, nil, recording: Self.voice)
    piece(&bench, 0)
    _ = told(&bench)
    bench.tell(.linkDown(reason: "cut"))
    bench.tell(.linkUp)
    #expect(told(&bench).map(\.pieces) == [1])
    bench.wait(3_600_000)
    #expect((5...15).contains(told(&bench).count))
  }

  @Test("what is not what was signed is fetched anew, later and not at once")
  func refused() {
    var bench = home()
    bench.reply(.answered, nil, recording: Self.voice)
    for number in 0...1 { piece(&bench, number) }
    _ = told(&bench)
    bench.tell(.replyRecordingRefused(Self.digest, reason: "another digest"))
    bench.sendIndex([])
    #expect(told(&bench).isEmpty)
    bench.wait(Requests.longestPatienceMilliseconds)
    #expect(told(&bench).map(\.pieces).first == 0)
  }

  @Test("a power cut: what was kept is found again, half of one is fetched anew")
  func restarted() {
    var bench = home()
    bench.reply(.answered, nil, recording: Self.voice)
    piece(&bench, 0)
    var half = bench.restarted(after: 60_000)
    #expect(told(&half).map(\.pieces) == [0])
    var whole = bench.restarted(after: 60_000) { $0.recordings = [Self.digest] }
    #expect(!whole.effects.contains(.dropRecording(Self.digest)))
    #expect(told(&whole).map(\.pieces) == [nil])
  }

  @Test("with its reply it goes from the disk: a newer one takes its place, or its key is revoked")
  func dropped() {
    for isRevoked in [false, true] {
      var bench = home()
      bench.reply(.handling, words: "Đang dọn.", nil, recording: Self.voice)
      for number in 0...1 { piece(&bench, number) }
      bench.tell(.replyRecordingKept(Self.digest))
      _ = bench.takeEffects()
      if isRevoked {
        bench.sendKeyring(version: 2, revoked: "desk")
      } else {
        bench.reply(revision: 2, .answered, nil)
      }
      #expect(bench.effects.contains(.dropRecording(Self.digest)))
      #expect(page(bench)?.action == "Nghe đọc")
    }
  }

  @Test("many voices at once: no more than two are on their way, and all of them come")
  func bounded() {
    var bench = home()
    var others: [Request.Recording] = []
    for number in 0..<5 {
      if number > 0 {
        bench.press(.back)
        for button in [Button.up, .up, .up, .up, .up, .up, .ok, .ok, .ok, .ok] {
          bench.press(button)
        }
      }
      let digest = MediaDigest(String(repeating: "0\(number)", count: 32))!
      others.append(Request.Recording(digest: digest, sizeBytes: 9, durationMilliseconds: 900))
      bench.reply(.answered, nil, recording: others[number])
    }
    #expect(bench.core.requests.entries.count == 5)
    #expect(told(&bench).count { $0.pieces == 0 } == 2)
    for voice in others + others + others {
      bench.tell(
        .message(
          .replyRecording(terminal: Self.terminal, voice.digest, piece: 0),
          payload: [UInt8](repeating: 1, count: 9), retained: false))
    }
    let whole = bench.effects.compactMap { effect in
      if case .keepReplyRecording(let voice, _) = effect { voice.digest } else { nil }
    }
    #expect(Set(whole).count == 5)
  }
}
