import Simulation
import Testing
import WardContract

@testable import TerminalCore

/// A power cut in mid-session: R-14, "mất điện".
@Suite("Interrupted sessions") struct InterruptionTests {
  static let opening = SessionTests.opening

  /// An item of ten minutes has sounded for `milliseconds` when power goes for a while.
  private func cut(
    after milliseconds: Int64, away: Int64 = 30_000, _ after: AfterInterruption = .goOn,
    seconds: Int = 600, others: [Int] = []
  ) -> (before: Bench, after: Bench) {
    var bench = Bench(plan: false)
    bench.sendPlan(after: after)
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1", seconds: seconds))
    bench.wait(1_000)
    for number in others { bench.deliver(bench.item("tin-\(number)", seconds: 60)) }
    bench.wait(until: Self.opening)
    bench.tell(.soundStarted(token: bench.plays[0].token))
    bench.wait(milliseconds)
    return (bench, bench.restarted(after: away))
  }

  private func from(_ bench: Bench) -> Int? {
    guard case .medium(_, let from)? = bench.plays.last?.parts.last else { return nil }
    return from
  }

  @Test("an item goes on from the last point on disk, never from before it, and hardly twice")
  func goesOn() {
    let (before, after) = cut(after: 250_000)
    #expect(after.sounded == ["tin-1"])
    let from = from(after) ?? 0
    #expect(from <= 250_000 && from >= 250_000 - 70_000, "from \(from) ms")
    let notes = before.written.count { operation in
      if case .putProgress(_, let progress) = operation { progress.noted != nil } else { false }
    }
    #expect(notes == 4, "a point a minute and no more")
  }

  @Test("interrupted again and again amid its signal, an item goes on where it was to go on")
  func amidItsSignal() {
    var (_, after) = cut(after: 250_000)
    let point = from(after)
    for number in 1...3 {
      after.tell(.soundStarted(token: after.plays.last!.token))
      after.send(after.bulletin("kc-\(number)", .emergency))
      after.tell(
        .soundEnded(
          token: after.stops.last!, .stopped(part: 0, milliseconds: 283)))
      after.press(.ok)
      after.tell(
        .soundEnded(token: after.stops.last!, .stopped(part: 0, milliseconds: 100)))
      #expect(from(after) == point, "interruption \(number)")
    }
    #expect(point != nil)
  }

  @Test("an item of which no point was noted is missed; the rest of the session goes on")
  func noPoint() {
    let (_, after) = cut(after: 50_000, others: [2])
    #expect(after.sounded == ["tin-2"])
    #expect(after.facts.contains("missed tin-1"))
  }

  @Test("where the ward wants it so, a session that was broken off is missed as a whole")
  func misses() {
    var (_, after) = cut(after: 250_000, .miss, others: [2])
    after.wait(3_600_000)
    #expect(after.plays.isEmpty)
    let missed = after.receipts.filter { if case .missed = $0.fact { true } else { false } }
    #expect(missed.allSatisfy { $0.fact == .missed(reason: "restart") })
    #expect(missed.map(\.bulletin) == [Identifier("tin-1"), Identifier("tin-2")])
    #expect(missed.allSatisfy { $0.slot == SessionTests.slot })
  }

  @Test("after the session nothing is played late as if it were live")
  func tooLate() {
    var (_, after) = cut(after: 250_000, away: 3_600_000, others: [2])
    after.wait(3_600_000)
    #expect(after.plays.isEmpty)
    #expect(after.facts.suffix(2).sorted() == ["missed tin-1", "missed tin-2"])
  }

  @Test("without a clock after the restart it waits for the time, and goes on once it is known")
  func unknownClock() {
    var (before, _) = cut(after: 250_000)
    var after = before.restarted(after: 30_000, isSynchronized: false)
    after.tell(.linkUp)
    after.wait(10_000)
    #expect(after.plays.isEmpty)
    after.sendIndex([before.item("tin-1")], sequence: 99)
    #expect(after.sounded == ["tin-1"])
    before.tell(.tick)
  }

  @Test("R-20: the minutes of a session hold over a restart, what was said again included")
  func minutes() {
    var (_, after) = cut(after: 250_000, seconds: 900)
    let from = from(after) ?? 0
    // Of the minute after the last point nobody knows: it counts as heard.
    #expect(from >= 250_000, "at most 900 s sound in all, from \(from) ms")
    after.soundOut(after: 2_000 + Int64(900_000 - from))
    #expect(after.receipts.last?.fact == .heard)
  }

  @Test("R-20: if nothing is left of the minutes, the rest of an interrupted item is missed")
  func nothingLeft() {
    let (_, after) = cut(after: 880_000, seconds: 900)
    #expect(after.plays.isEmpty)
    #expect(after.receipts.last?.fact == .missed(reason: "interrupted"))
    #expect(!after.facts.contains { $0.hasPrefix("refused") })
  }

  @Test("what sounded before the cut is told as well: minutes can be added up from receipts")
  func told() {
    var (_, after) = cut(after: 250_000)
    let from = from(after) ?? 0
    after.soundOut(after: 2_000 + Int64(600_000 - from))
    let pieces = after.receipts.compactMap { receipt -> ClosedRange<Int>? in
      guard case .played(let from, let to, _) = receipt.fact else { return nil }
      #expect(receipt.slot == SessionTests.slot)
      return from...to
    }
    #expect(pieces == [0...from, from...600_000])
  }

  @Test(
    "turned off while its start is still on its way to the disk, it is told of as missed by hand")
  func turnedOffBeforeItBegan() {
    var bench = Bench()
    bench.sendIndex([])
    bench.letGather()
    bench.silenceDisk()
    bench.send(bench.bulletin("tin-1"))
    bench.press(.back)
    var facts: [Receipt.Fact] = []
    // Whatever waits for the disk gets there, one transaction after another.
    for _ in 0..<4 {
      bench.letGather()
      for case .store(let operations, let token) in bench.takeEffects() {
        for case .putReceipt(let receipt) in operations { facts.append(receipt.fact) }
        bench.tell(.stored(token: token))
      }
    }
    #expect(facts.contains(.missed(reason: "by-hand")), "\(facts)")
    #expect(bench.plays.isEmpty)
  }
}
