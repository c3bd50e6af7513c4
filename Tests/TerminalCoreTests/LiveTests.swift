import Testing
import WardContract

@testable import TerminalCore

@Suite("Live: decisions of a terminal") struct LiveTests {
  private static let topic = "loanha/v1/area/01.00004/live/dong-1"

  private static func live(_ bench: Bench, _ priority: Priority = .ordinary) -> Bulletin {
    var bulletin = bench.bulletin("noi-1", priority)
    bulletin.live = LiveStream(
      stream: Identifier("dong-1")!, publicKey: [UInt8](repeating: 1, count: 32),
      segmentMilliseconds: 80, longestMilliseconds: 900_000)
    bulletin.expires = bulletin.sent + 960_000
    return bulletin
  }

  private static func goes(
    _ bench: inout Bench, from: Int, to: Int, lost: Int = 0, _ phase: LiveState.Phase = .sounding
  ) {
    bench.tell(
      .live(
        token: bench.plays.last!.token,
        LiveState(
          phase: phase, fromMilliseconds: from, reachedMilliseconds: to, lostMilliseconds: lost)))
  }

  private static func end(_ bench: inout Bench, _ end: SoundEnd) {
    bench.tell(.soundEnded(token: bench.plays.last!.token, end))
  }

  /// Subscriptions and their ends, in their order.
  private static func tuned(_ bench: Bench) -> [String] {
    bench.effects.compactMap { effect in
      switch effect {
      case .subscribe([topic]): "in"
      case .unsubscribe([topic]): "out"
      default: nil
      }
    }
  }

  private static func stream(_ part: SoundPart?) -> String? {
    if case .live(let live) = part { live.stream.description } else { nil }
  }

  @Test("it sounds after its signal, is listened to while it does, and leaves the wall at its end")
  func whole() {
    var bench = Bench()
    bench.send(Self.live(bench))
    #expect(bench.plays.last?.parts.first == .chime(.ordinary))
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
    #expect(Self.tuned(bench) == ["in"])
    guard case .broadcast(let before) = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(before.live == .onAir)
    // Nothing is painted just when it begins to sound.
    Self.goes(&bench, from: 0, to: 100)
    #expect(bench.screen == .broadcast(before))
    Self.goes(&bench, from: 0, to: 60_000, lost: 2_000)
    Self.end(&bench, .finished)
    #expect(
      bench.facts == ["received noi-1", "played noi-1", "heard noi-1", "taken-off noi-1"])
    #expect(Self.tuned(bench) == ["in", "out"])
    #expect(bench.core.counts.hanging == 0)
    // The broker still has it: it is over all the same.
    bench.send(Self.live(bench))
    #expect(bench.plays.count == 1)
  }

  @Test("who missed more than a tenth has not heard it; what was lost stands in the fact")
  func lossy() {
    var bench = Bench()
    bench.send(Self.live(bench))
    Self.goes(&bench, from: 10_000, to: 60_000, lost: 5_020)
    Self.end(&bench, .finished)
    #expect(bench.facts == ["received noi-1", "played noi-1", "taken-off noi-1"])
    let played = bench.written.compactMap { operation -> Receipt.Fact? in
      guard case .putReceipt(let receipt) = operation, receipt.fact.word == "played" else {
        return nil
      }
      return receipt.fact
    }
    #expect(
      played
        == [.played(fromMilliseconds: 10_000, toMilliseconds: 60_000, lostMilliseconds: 5_020)])
  }

  @Test("an emergency interrupts it at once; then the present goes on, and the past is not made up")
  func preempted() {
    var bench = Bench()
    bench.send(Self.live(bench))
    Self.goes(&bench, from: 0, to: 8_000)
    let token = bench.plays.last!.token
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.effects.contains(.stopSound(token: token)))
    Self.end(&bench, .stopped(part: 1, milliseconds: 8_000))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    #expect(Self.tuned(bench) == ["in", "out"])
    bench.press(.ok)
    Self.end(&bench, .stopped(part: 0, milliseconds: 100))
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
    #expect(Self.tuned(bench) == ["in", "out", "in"])
    Self.goes(&bench, from: 31_000, to: 40_000)
    Self.end(&bench, .finished)
    #expect(bench.facts.filter { $0 == "played noi-1" }.count == 2)
  }

  @Test("a recording makes room for it, and goes on afterwards")
  func recordingWaits() {
    var bench = Bench()
    bench.send(bench.bulletin("tin-1"))
    let recording = bench.plays.last!.token
    bench.send(Self.live(bench))
    #expect(bench.effects.contains(.stopSound(token: recording)))
    bench.tell(.soundEnded(token: recording, .stopped(part: 0, milliseconds: 10)))
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
    Self.goes(&bench, from: 0, to: 8_000)
    Self.end(&bench, .finished)
    #expect(bench.plays.last?.parts.first == .chime(.ordinary))
    #expect(bench.plays.count == 3)
  }

  @Test("a stream that is lost is said on the screen, and given up in the end: missed")
  func lost() {
    var bench = Bench()
    bench.send(Self.live(bench))
    Self.goes(&bench, from: 0, to: 8_000, .interrupted)
    guard case .broadcast(let screen) = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(screen.live == .interrupted)
    Self.end(&bench, .failed(part: 1, milliseconds: 8_000, reason: "nothing has come"))
    #expect(
      bench.facts == ["received noi-1", "played noi-1", "missed noi-1", "taken-off noi-1"])
    bench.wait(60_000)
    #expect(bench.plays.count == 1)
  }

  @Test("a broker that comes back is asked for the stream again")
  func reconnected() {
    var bench = Bench()
    bench.send(Self.live(bench))
    bench.tell(.linkDown(reason: "cut"))
    #expect(Self.tuned(bench) == ["in"])
    bench.tell(.linkUp)
    #expect(Self.tuned(bench) == ["in", "in"])
  }

  @Test("after a power cut it is joined again where it is now")
  func restarted() {
    var bench = Bench()
    let live = Self.live(bench)
    bench.send(live)
    Self.goes(&bench, from: 0, to: 8_000)
    var memory = Memory(ledger: Identifier("so-1")!)
    for operation in bench.written {
      switch operation {
      case .putRecord(let record): memory.records = [record]
      case .putProgress(_, let progress): memory.records[0].progress = progress
      case .putKeyring(let envelope): memory.keyring = envelope
      default: break
      }
    }
    #expect(memory.records.first?.progress.course == .begun)
    var again = Bench(memory: memory)
    #expect(Self.stream(again.plays.last?.parts.last) == "dong-1")
    #expect(!again.facts.contains("missed noi-1"))
    Self.goes(&again, from: 90_000, to: 99_000)
    Self.end(&again, .finished)
    #expect(again.facts.contains("heard noi-1"))
  }

  @Test("without a directive it is heard in the session that goes on, and no longer than that")
  func inSession() {
    func ordinary(_ bench: Bench) -> Bulletin {
      var live = Self.live(bench)
      live.regulation.directive = nil
      return live
    }
    var bench = Bench()
    bench.send(ordinary(bench))
    #expect(bench.plays.isEmpty)
    #expect(bench.facts == ["received noi-1", "refused noi-1"])

    bench = Bench()
    // 17:05:00
    bench.monotonic = 9 * 3_600_000 + 300_000
    bench.tell(.tick)
    bench.send(ordinary(bench))
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
    Self.goes(&bench, from: 0, to: 8_000)
    // The session's 15 minutes, and what it may be late.
    bench.wait(10 * 60_000 + 300_000 + 1_000)
    #expect(bench.effects.contains(.stopSound(token: bench.plays.last!.token)))
    Self.end(&bench, .stopped(part: 1, milliseconds: 8_000))
    #expect(bench.plays.count == 1)
    #expect(bench.facts == ["received noi-1", "played noi-1", "missed noi-1"])
  }

  private static func isSpoken(_ bench: Bench) -> Bool {
    guard case .speech? = bench.plays.last?.parts.last else { return false }
    return bench.plays.last?.parts.first == .chime(.emergency)
  }

  @Test("a live emergency: siren and voice; when that is over, its words until somebody confirms")
  func emergency() {
    var bench = Bench()
    bench.send(Self.live(bench, .emergency))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
    Self.goes(&bench, from: 0, to: 30_000)
    Self.end(&bench, .finished)
    for count in 2...3 {
      bench.wait(21_000)
      #expect(bench.plays.count == count)
      #expect(Self.isSpoken(bench))
      Self.end(&bench, .spoken(milliseconds: 4_000))
    }
    guard case .emergency = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    bench.press(.ok)
    bench.wait(300_000)
    #expect(bench.plays.count == 3)
  }

  @Test("a live emergency of which nothing comes speaks its words, then listens again")
  func silentEmergency() {
    var bench = Bench()
    bench.send(Self.live(bench, .emergency))
    Self.end(&bench, .failed(part: 1, milliseconds: 0, reason: "nothing has come"))
    bench.wait(21_000)
    #expect(bench.plays.count == 2)
    #expect(Self.isSpoken(bench))
    Self.end(&bench, .spoken(milliseconds: 4_000))
    bench.wait(21_000)
    #expect(bench.plays.count == 3)
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
  }

  @Test("silenced by hand it stays silent; OK joins it again while it lasts")
  func byHand() {
    var bench = Bench()
    bench.send(Self.live(bench))
    Self.goes(&bench, from: 0, to: 5_000)
    bench.press(.back)
    Self.end(&bench, .stopped(part: 1, milliseconds: 5_000))
    bench.wait(5_000)
    #expect(bench.plays.count == 1)
    bench.press(.ok)
    bench.press(.ok)
    bench.press(.ok)
    #expect(bench.plays.count == 2)
    #expect(bench.plays.last?.parts.count == 1)
    #expect(Self.stream(bench.plays.last?.parts.last) == "dong-1")
  }
}
