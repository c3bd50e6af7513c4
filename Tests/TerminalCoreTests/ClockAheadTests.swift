import Simulation
import Testing
import WardContract

@testable import TerminalCore

@Suite("A clock that runs ahead") struct ClockAheadTests {
  private func headlines(_ bench: inout Bench) -> [String] {
    bench.press(.ok)
    defer { bench.press(.back) }
    guard case .news(let news) = bench.screen else { return ["no list"] }
    return news.rows.map { "\($0.headline)\($0.isUnheard ? ", unheard" : "")" }
  }

  /// An item is heard, then the system's clock, said to be synchronised, jumps two days ahead.
  private func jumped() -> (Bench, Bulletin) {
    var bench = Bench()
    let item = bench.bulletin("tin-1")
    bench.send(item)
    bench.soundOut(after: 4_000, .spoken(milliseconds: 3_000))
    bench.letGather()
    bench.wallError = 2 * 86_400_000
    bench.tell(.tick)
    bench.letGather()
    return (bench, item)
  }

  @Test(
    "what it took off as expired hangs again once the ward has told the time, and is not heard twice"
  )
  func hangsAgain() {
    var (bench, item) = jumped()
    #expect(headlines(&bench) == [])
    #expect(bench.facts.contains("taken-off tin-1"))
    bench.sendIndex([item])
    bench.letGather()
    #expect(headlines(&bench) == ["Tin tin-1"])
    #expect(bench.plays.count == 1)
    #expect(
      bench.facts.filter { $0 == "received tin-1" }.count == 2, "the ward knows that it is back")
  }

  @Test("so it does after a power cut, and what the ward has withdrawn meanwhile does not")
  func powerCut() {
    let (bench, item) = jumped()
    var again = bench.restarted(after: 60_000)
    again.sendIndex([item])
    #expect(headlines(&again) == ["Tin tin-1"])
    var cancel = item
    cancel.revision = 2
    cancel.messageType = .cancel
    // Later than an index may lag behind what was just written.
    var third = bench.restarted(after: 600_000)
    third.wallError = 2 * 86_400_000
    third.tell(.tick)
    third.send(cancel)
    third.sendIndex([])
    #expect(headlines(&third) == [])
  }
}
