import Testing
import WardContract

@testable import TerminalCore

/// what a household tells its ward is kept, sent until the desk has it, and answered.
@Suite("Requests of a household") struct RequestTests {
  static let terminal = Identifier("nha-1")!
  static let digest = MediaDigest(String(repeating: "0a", count: 32))!
  let body = Feedback(subject: Identifier("rac")!, title: "Rác", sentence: "Rác chưa dọn").json

  private func submit(_ bench: inout Bench, recording: Int? = nil) -> Identifier {
    let voice = recording.map {
      Request.Recording(digest: Self.digest, sizeBytes: $0, durationMilliseconds: 9_000)
    }
    let moment = Moment(
      monotonicMilliseconds: bench.monotonic, wall: bench.now, isSynchronized: true, entropy: 7)
    let identifier = bench.core.submit(.feedback, body, recording: voice, moment)!
    bench.tell(.tick)
    return identifier
  }

  private func acknowledge(
    _ bench: inout Bench, _ request: Identifier, pieces: Int = 0, isComplete: Bool = true,
    by signer: String = "desk"
  ) {
    let word = RequestAcknowledgement(
      terminal: Self.terminal, request: request, pieces: pieces, isComplete: isComplete,
      time: bench.now)
    bench.tell(
      .message(
        .down(terminal: Self.terminal, kind: .requestAcknowledgement, request),
        payload: Bench.sign(word.json, as: .requestAcknowledgement, [signer]), retained: false))
  }

  private func reply(
    _ bench: inout Bench, to request: Identifier, revision: Int = 1,
    _ state: Reply.State = .answered, words: String = "Đã dọn.", by signer: String = "desk"
  ) {
    let time = Instant(milliseconds: bench.now.milliseconds / 1_000 * 1_000)
    let reply = Reply(
      terminal: Self.terminal, request: request, revision: revision, state: state,
      office: "UBND phường Ba Đình", words: words, time: time, signed: time)
    bench.tell(
      .message(
        .down(terminal: Self.terminal, kind: .reply, request),
        payload: Bench.sign(reply.json, as: .reply, [signer]), retained: false))
    bench.letGather()
  }

  private func published(_ bench: inout Bench) -> [Topic] {
    bench.takeEffects().compactMap { effect in
      if case .publish(let topic, _, _) = effect { topic } else { nil }
    }.filter { topic in
      switch topic {
      case .up(_, .request, _), .up(_, .reply, _), .recording: true
      default: false
      }
    }
  }

  @Test(
    "a request that is not on disk is not sent, and one that the desk has not signed for is kept")
  func keptUntilCommitted() {
    var bench = Bench()
    bench.silenceDisk()
    _ = submit(&bench)
    #expect(published(&bench).isEmpty)
    var other = Bench()
    let request = submit(&other)
    #expect(published(&other) == [.up(terminal: Self.terminal, kind: .request, request)])
    #expect(other.core.requests[request]?.standing == .sent)
    acknowledge(&other, request, by: "editor")
    #expect(other.core.requests[request]?.standing == .sent)
    acknowledge(&other, request)
    #expect(other.core.requests[request]?.standing == .received)
    other.wait(3_600_000)
    #expect(published(&other).isEmpty)
  }

  @Test("what nobody acknowledges is sent again, ever more seldom, and at once on a new connection")
  func repeated() {
    var bench = Bench()
    let request = submit(&bench)
    bench.wait(3_600_000)
    #expect((5...15).contains(published(&bench).count))
    bench.tell(.linkDown(reason: "cut"))
    #expect(bench.core.requests[request]?.standing == .waiting)
    bench.tell(.linkUp)
    #expect(published(&bench) == [.up(terminal: Self.terminal, kind: .request, request)])
  }

  @Test("power cut in mid-upload: the recording goes on from the piece that the desk has")
  func upload() {
    var bench = Bench()
    let request = submit(&bench, recording: 2 * Bounds.mediaPieceBytes + 1)
    acknowledge(&bench, request, isComplete: false)
    #expect(bench.effects.contains(.readRecording(Self.digest, piece: 0)))
    bench = bench.restarted(after: 60_000) { $0.recordings = [Self.digest] }
    bench.sendKeyring()
    acknowledge(&bench, request, pieces: 1, isComplete: false)
    #expect(bench.effects.contains(.readRecording(Self.digest, piece: 1)))
    bench.tell(.recordingRead(Self.digest, piece: 1, bytes: [1, 2]))
    #expect(
      published(&bench).contains(
        .recording(terminal: Self.terminal, request: request, piece: 1)))
    acknowledge(&bench, request, pieces: 3)
    #expect(bench.effects.contains(.dropRecording(Self.digest)))
    bench.letGather()
    bench = bench.restarted(after: 60_000)
    #expect(bench.core.requests[request]?.standing == .received)
  }

  @Test("a recording that no request needs is taken off the disk at the start, a needed one is not")
  func stray() {
    var bench = Bench()
    _ = submit(&bench, recording: 10)
    let other = MediaDigest(String(repeating: "0b", count: 32))!
    let after = bench.restarted(after: 1_000) { $0.recordings = [Self.digest, other] }
    #expect(after.effects.contains(.dropRecording(other)))
    #expect(!after.effects.contains(.dropRecording(Self.digest)))
  }

  @Test("a desk that gets no further with a recording is not sent it again at once")
  func noProgress() {
    var bench = Bench()
    let request = submit(&bench, recording: 10)
    acknowledge(&bench, request, isComplete: false)
    _ = bench.takeEffects()
    for _ in 0..<5 { acknowledge(&bench, request, isComplete: false) }
    #expect(!bench.effects.contains(.readRecording(Self.digest, piece: 0)))
    bench.wait(40_000)
    #expect(bench.effects.contains(.readRecording(Self.digest, piece: 0)))
  }

  @Test(
    "a reply is believed from the desk alone, told of once it is on disk, and survives a restart")
  func answered() {
    var bench = Bench()
    let request = submit(&bench)
    acknowledge(&bench, request)
    reply(&bench, to: request, by: "editor")
    #expect(bench.core.requests[request]?.reply == nil)
    _ = bench.takeEffects()
    reply(&bench, to: request)
    #expect(published(&bench) == [.up(terminal: Self.terminal, kind: .reply, request)])
    bench = bench.restarted(after: 60_000)
    bench.sendKeyring()
    #expect(bench.core.requests[request]?.reply?.words == "Đã dọn.")
    #expect(bench.core.requests.news.count == 1)
    var journal = Journal()
    bench.core.requests.shown(request, &journal)
    #expect(bench.core.requests.news.isEmpty)
  }

  @Test("an older reply is passed over, another one under a known revision refused")
  func revisions() {
    var bench = Bench()
    let request = submit(&bench)
    reply(&bench, to: request, revision: 2, words: "Đã dọn xong.")
    reply(&bench, to: request, revision: 1, .handling, words: "Đang dọn.")
    #expect(bench.core.requests[request]?.reply?.words == "Đã dọn xong.")
    reply(&bench, to: request, revision: 2, words: "Khác.")
    #expect(bench.core.requests[request]?.reply?.words == "Đã dọn xong.")
    #expect(bench.core.requests[request]?.standing == .answered)
  }

  @Test(
    "a reply to a request that is not here is answered for, so that the desk need not repeat it")
  func unknown() {
    var bench = Bench()
    let request = Identifier("khong-co")!
    reply(&bench, to: request)
    #expect(published(&bench) == [.up(terminal: Self.terminal, kind: .reply, request)])
  }

  @Test("at the bound the oldest request that is over gives way, and none that isn't")
  func bound() {
    var bench = Bench()
    let first = submit(&bench)
    for _ in 1..<Requests.maximumKept { _ = submit(&bench) }
    #expect(!bench.core.requests.hasRoom)
    reply(&bench, to: first)
    #expect(!bench.core.requests.hasRoom)
    var journal = Journal()
    bench.core.requests.shown(first, &journal)
    let last = submit(&bench)
    #expect(bench.core.requests[first] == nil && bench.core.requests[last] != nil)
    #expect(bench.core.requests.entries.count == Requests.maximumKept)
  }

  @Test("a reply of a revoked key goes, and the request asks for another one")
  func revoked() {
    var bench = Bench()
    let request = submit(&bench)
    acknowledge(&bench, request)
    reply(&bench, to: request)
    _ = bench.takeEffects()
    bench.sendKeyring(version: 2, revoked: "desk")
    #expect(bench.core.requests[request]?.reply == nil)
    #expect(published(&bench) == [.up(terminal: Self.terminal, kind: .request, request)])
  }
}
