import Simulation
import Testing
import WardContract

@testable import TerminalCore

@Suite("Silence that a household asks for") struct QuietTests {
  static let opening = SessionTests.opening

  /// To the screen of silence, and there so many rows down.
  private func open(_ bench: inout Bench, row: Int = 0) {
    bench.openQuiet()
    for _ in 0..<row { bench.press(.down) }
  }

  private func leave(_ bench: inout Bench) { for _ in 0..<3 { bench.press(.back) } }

  private func rows(_ bench: Bench) -> [String] {
    guard case .choice(let quiet) = bench.screen else { return [] }
    return quiet.rows.map { "\($0.name): \($0.value)" }
  }

  private func quiet(_ bench: Bench) -> String? {
    if case .rest(let rest) = bench.screen { rest.quiet } else { nil }
  }

  @Test("a pause holds ordinary items back, says until when, and ends by itself")
  func pause() {
    var bench = Bench()
    bench.sendIndex([])
    open(&bench)
    bench.press(.ok)
    #expect(rows(bench).first == "Tạm yên lặng: Đến 09:00")
    bench.press(.ok)
    #expect(rows(bench).first == "Tạm yên lặng: Đến 10:00")
    bench.press(.ok)
    bench.press(.ok)
    #expect(rows(bench).first == "Tạm yên lặng: Không")
    bench.press(.ok)
    leave(&bench)
    #expect(quiet(bench) == "Yên lặng đến 09:00")
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.isEmpty)
    bench.wait(3_590_000)
    #expect(bench.plays.isEmpty)
    bench.wait(10_000)
    #expect(bench.plays.count == 1 && quiet(bench) == nil)
  }

  @Test("what explains a silence leads to ending it, and never by accident to a new one")
  func endedFromStatus() {
    var bench = Bench()
    bench.sendIndex([])
    bench.press(.back)
    guard case .status(let status) = bench.screen else { Issue.record("no status"); return }
    #expect(status.action == nil)
    for _ in 0..<3 { bench.press(.ok) }
    bench.press(.back)
    #expect(quiet(bench) == nil)
    open(&bench)
    bench.press(.ok)
    leave(&bench)
    bench.wait(Menu.backRunMilliseconds)
    bench.press(.back)
    guard case .status(let silent) = bench.screen else { Issue.record("no status"); return }
    #expect(silent.action == "Yên lặng")
    bench.press(.ok)
    for _ in 0..<3 { bench.press(.ok) }
    for _ in 0..<2 { bench.press(.back) }
    #expect(quiet(bench) == nil, "ended where it was explained")
  }

  @Test("a pause is made longer and ended by presses that are seconds apart")
  func slowFinger() {
    var bench = Bench()
    bench.sendIndex([])
    open(&bench)
    var seen: [String] = []
    for _ in 0..<4 {
      bench.press(.ok)
      seen.append(rows(bench)[0])
      bench.wait(3_000)
    }
    #expect(
      seen == ["Đến 09:00", "Đến 10:00", "Đến 12:00", "Không"].map { "Tạm yên lặng: \($0)" })
  }

  @Test("neither an emergency nor its exercise nor a priority item asks for silence")
  func never() {
    var bench = Bench()
    bench.sendIndex([])
    open(&bench)
    bench.press(.ok)
    leave(&bench)
    var exercise = bench.bulletin("tap", .emergency)
    exercise.status = .exercise
    bench.send(exercise)
    #expect(bench.plays.last?.parts.first == .chime(.exercise))
    bench.tell(.soundEnded(token: bench.plays.last!.token, .finished))
    bench.press(.ok)
    bench.send(bench.bulletin("tin-1", .priority))
    #expect(bench.plays.last?.parts.first == .chime(.priority))
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(.soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 9)))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    let loud = bench.effects.contains { effect in
      guard case .play(_, let parts, let minimum, _) = effect else { return false }
      return parts.first == .chime(.emergency) && minimum == 80
    }
    #expect(loud)
  }

  @Test("hours of quiet are at most ten, shown while they last, and a session in them is missed")
  func daily() {
    var bench = Bench()
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1"))
    bench.deliver(bench.item("tin-2", .priority))
    open(&bench, row: 1)
    bench.press(.ok)
    #expect(rows(bench).dropFirst() == ["Yên lặng hằng ngày: Có", "Từ: 21:00", "Đến: 06:00"])
    bench.press(.down)
    for _ in 0..<19 { bench.press(.ok) }
    #expect(rows(bench)[2...] == ["Từ: 16:00", "Đến: 17:00"][...])
    bench.press(.down)
    var lengths: [Int] = []
    for _ in 0..<12 {
      bench.press(.ok)
      lengths.append(bench.core.quiet.times.hours)
    }
    #expect(lengths.max() == QuietTimes.maximumHours && lengths.min() == 1)
    leave(&bench)
    #expect(quiet(bench) == nil)
    bench.wait(until: Self.opening + -60_000)
    #expect(quiet(bench) == "Yên lặng đến 19:00")
    bench.wait(until: Self.opening)
    #expect(bench.sounded == ["tin-2"])
    bench.soundOut(after: 62_000)
    bench.wait(until: Self.opening + 1_500_000)
    #expect(bench.receipts.last?.fact == .missed(reason: "quiet"))
  }

  @Test("silence is remembered over a restart, and a pause does not outlive its end")
  func restart() {
    var bench = Bench()
    bench.sendIndex([])
    open(&bench, row: 1)
    bench.press(.ok)
    bench.press(.up)
    bench.press(.ok)
    leave(&bench)
    // What a household sets gathers for a moment before it is written.
    bench.wait(Journal.gatherMilliseconds)
    var soon = bench.restarted(after: 1_800_000)
    #expect(soon.core.quiet.times.isDaily && quiet(soon) == "Yên lặng đến 09:00")
    soon.wait(1_800_000)
    #expect(quiet(soon) == nil)
    #expect(quiet(bench.restarted(after: 7_200_000)) == nil)
    // A clock that lost years can't make a pause of them.
    let lost = bench.restarted(after: -400 * 86_400_000)
    #expect(quiet(lost) == nil)
  }

  @Test("a clock that is stepped back in a pause does not make it longer")
  func stepped() {
    var bench = Bench()
    bench.sendIndex([])
    open(&bench)
    bench.press(.ok)
    leave(&bench)
    bench.wallError = -6 * 3_600_000
    bench.wait(3_600_000)
    #expect(quiet(bench) == nil)
  }

  @Test("who asks for silence in mid-word has it at once")
  func midWord() {
    var bench = Bench()
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1", seconds: 600))
    bench.wait(until: Self.opening + -10_000)
    open(&bench)
    bench.wait(until: Self.opening)
    let token = bench.plays[0].token
    bench.tell(.soundStarted(token: token))
    bench.wait(60_000)
    bench.press(.ok)
    #expect(bench.effects.contains(.stopSound(token: token)), "\(String(describing: bench.screen))")
  }

  @Test("the volume survives a restart, is set before anything sounds, and jumps at nothing")
  func volume() {
    var bench = Bench()
    bench.sendIndex([])
    for _ in 0..<3 { bench.press(.volumeDown) }
    bench.wait(Journal.gatherMilliseconds)
    #expect(bench.written.last == .putVolume(percent: 30))
    bench.send(bench.bulletin("chay", .emergency))
    let again = bench.restarted(after: 1_000)
    let volumes = again.effects.compactMap { effect -> Int? in
      if case .setVolume(let percent) = effect { percent } else { nil }
    }
    #expect(volumes == [30])
    let first = again.effects.firstIndex { if case .setVolume = $0 { true } else { false } }
    let sound = again.effects.firstIndex { if case .play = $0 { true } else { false } }
    #expect(first! < sound!)
  }
}
