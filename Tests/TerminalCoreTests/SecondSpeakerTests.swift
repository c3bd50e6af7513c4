import Testing
import WardContract

@testable import TerminalCore

@Suite("A loudspeaker in another room") struct SecondSpeakerTests {
  /// To the row of the second speaker, and back to the rest screen.
  private func turn(_ bench: inout Bench, presses: Int) {
    bench.openQuiet()
    for _ in 0..<5 { bench.press(.down) }
    for _ in 0..<presses { bench.press(.ok) }
  }

  private func leave(_ bench: inout Bench) { for _ in 0..<3 { bench.press(.back) } }

  private func row(_ bench: Bench) -> String? {
    guard case .choice(let quiet) = bench.screen else { return nil }
    return quiet.rows.last.map { "\($0.name): \($0.value)" }
  }

  private func everywhere(_ bench: Bench) -> [Bool] {
    bench.effects.compactMap { effect in
      if case .play(_, _, _, let everywhere) = effect { everywhere } else { nil }
    }
  }

  private func stops(_ bench: Bench) -> Int {
    bench.effects.count { if case .stopSecondSpeaker = $0 { true } else { false } }
  }

  @Test("off, it says until when, hears nothing ordinary, and is on again by itself")
  func off() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    turn(&bench, presses: 0)
    #expect(row(bench) == "Loa thứ hai: Bật")
    bench.press(.ok)
    #expect(row(bench) == "Loa thứ hai: Tắt đến 09:00")
    bench.press(.ok)
    #expect(row(bench) == "Loa thứ hai: Tắt đến 12:00")
    leave(&bench)
    guard case .rest(let rest) = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(rest.quiet == "Loa thứ hai tắt đến 12:00")
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000, .spoken(milliseconds: 1_000))
    #expect(everywhere(bench) == [false])
    bench.wait(4 * 3_600_000)
    bench.send(bench.bulletin("tin-2"))
    #expect(everywhere(bench) == [false, true])
  }

  @Test("off, it still hears emergencies, exercises, priority items and the all-clear")
  func never() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    turn(&bench, presses: 1)
    leave(&bench)
    bench.send(bench.bulletin("uu-tien", .priority))
    bench.soundOut(after: 1_000, .spoken(milliseconds: 1_000))
    var exercise = bench.bulletin("tap", .emergency)
    exercise.status = .exercise
    bench.send(exercise)
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(
      .soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 100)))
    #expect(everywhere(bench) == [true, true, true])
  }

  @Test("turned off amid an ordinary item it falls silent there; amid an emergency it does not")
  func amid() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    turn(&bench, presses: 0)
    bench.send(bench.bulletin("tin-1"))
    bench.tell(.soundStarted(token: bench.plays.last!.token))
    #expect(everywhere(bench) == [true])
    bench.press(.ok)
    #expect(stops(bench) == 1)
    let token = bench.plays[0].token
    #expect(!bench.effects.contains(.stopSound(token: token)))

    var alarmed = Bench(hasSecondSpeaker: true)
    alarmed.sendIndex([])
    turn(&alarmed, presses: 0)
    alarmed.send(alarmed.bulletin("chay", .emergency))
    alarmed.press(.ok)
    alarmed.press(.ok)
    #expect(stops(alarmed) == 0)
  }

  @Test("asked for by hand, an item sounds where the person stands")
  func byHand() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000, .spoken(milliseconds: 1_000))
    for _ in 0..<3 { bench.press(.ok) }
    #expect(everywhere(bench) == [true, false])
  }

  @Test("with the main card broken, nothing ordinary comes out of a speaker that is off")
  func broken() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    turn(&bench, presses: 1)
    bench.tell(.partFailed(.sound, reason: "unplugged"))
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.isEmpty)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    bench.press(.ok)
    bench.tell(
      .soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 100)))
    bench.tell(.partBack(.sound))
    #expect(bench.plays.count == 2)
  }

  @Test("a restart does not turn it on, nor keep it off for longer")
  func restart() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.sendIndex([])
    turn(&bench, presses: 2)
    bench.letGather()
    var again = bench.restarted(after: 60_000)
    again.sendIndex([])
    again.sendKeyring()
    again.send(again.bulletin("tin-1"))
    again.soundOut(after: 1_000, .spoken(milliseconds: 1_000))
    again.wait(4 * 3_600_000)
    again.send(again.bulletin("tin-2"))
    #expect(everywhere(again) == [false, true])
  }

  @Test("a fault of the second speaker stands on the screen and in the ledger")
  func fault() {
    var bench = Bench(hasSecondSpeaker: true)
    bench.tell(.partFailed(.secondSpeaker, reason: "unplugged"))
    bench.wait(Parts.settleMilliseconds)
    bench.letGather()
    #expect(bench.facts.contains("part-failed second-speaker"))
    bench.press(.back)
    guard case .status(let status) = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    #expect(
      status.rows.contains { $0.name == "Loa thứ hai" && $0.value == "Không hoạt động" })
  }

  @Test("a home without a second speaker is not asked about one")
  func none() {
    var bench = Bench()
    bench.sendIndex([])
    turn(&bench, presses: 0)
    #expect(row(bench)?.hasPrefix("Đến: ") == true)
  }
}
