import Testing
import WardContract

@testable import TerminalCore

@Suite("Parts that fail") struct DevicePartsTests {
  private func restProblems(_ bench: Bench) -> [String] {
    if case .rest(let rest) = bench.screen { rest.problems } else { [] }
  }

  private func announced(_ effects: [Effect]) throws -> [[String]] {
    try effects.compactMap { effect in
      guard case .publish(.presence, let payload, _) = effect else { return nil }
      return try Presence(json: JSONParser.parse(payload)).faults
    }
  }

  @Test("the ward learns at once what fails and what works again, and each only once")
  func announcing() throws {
    var bench = Bench()
    _ = bench.takeEffects()
    bench.tell(.partFailed(.display, reason: "no connector"))
    bench.tell(.partFailed(.display, reason: "no connector"))
    bench.tell(.soundLost(reason: "no card"))
    bench.tell(.partBack(.display))
    #expect(try announced(bench.takeEffects()) == [["display"], ["display", "sound"], ["sound"]])
  }

  @Test("a fault that lasts goes into the ledger once, and so does its end")
  func ledger() {
    var bench = Bench()
    bench.tell(.partFailed(.buttons, reason: "no input device"))
    bench.wait(Parts.settleMilliseconds - 1)
    #expect(!bench.facts.contains { $0.hasPrefix("part") })
    bench.wait(1)
    bench.letGather()
    #expect(bench.facts.filter { $0.hasPrefix("part") } == ["part-failed buttons"])
    bench.wait(120_000)
    bench.tell(.partBack(.buttons))
    bench.tell(.partBack(.buttons))
    bench.letGather()
    #expect(
      bench.facts.filter { $0.hasPrefix("part") } == ["part-failed buttons", "part-back buttons"])
  }

  @Test(
    "without a loudspeaker an item says that it can only be read, and no wish waits to surprise anybody"
  )
  func onlyToRead() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000)
    bench.tell(.soundLost(reason: "no card"))
    for _ in 0..<2 { bench.press(.ok) }
    guard case .reader(let mute) = bench.screen else { Issue.record("no reader"); return }
    #expect(mute.sound == .none && mute.announcement == Words.onlyToRead)
    bench.press(.ok)
    let before = bench.plays.count
    bench.tell(.soundBack)
    #expect(bench.plays.count == before)
    guard case .reader(let loud) = bench.screen else { return }
    #expect(loud.sound == .ready && loud.announcement == nil)
    bench.press(.ok)
    #expect(bench.plays.count == before + 1)
  }

  @Test("a plug that is seated anew is no news for the ledger")
  func short() {
    var bench = Bench()
    for _ in 0..<20 {
      bench.tell(.soundLost(reason: "no card"))
      bench.wait(3_000)
      bench.tell(.soundBack)
      bench.wait(1_000)
    }
    #expect(!bench.facts.contains { $0.hasPrefix("part") })
  }

  @Test("a disk that refuses is a part that fails, until it takes something again")
  func disk() {
    var bench = Bench()
    bench.silenceDisk()
    _ = bench.takeEffects()
    bench.press(.volumeUp)
    bench.letGather()
    guard case .store(_, let token)? = bench.takeEffects().last(where: \.isStore) else {
      Issue.record("the volume is worth a write")
      return
    }
    bench.tell(.storeFailed(token: token, reason: "full"))
    #expect(bench.core.parts.failing == [.disk])
    bench.wait(Journal.firstRetryMilliseconds)
    guard case .store(_, let again)? = bench.takeEffects().last(where: \.isStore) else {
      Issue.record("what failed is tried again")
      return
    }
    bench.tell(.stored(token: again))
    #expect(bench.core.parts.failing.isEmpty)
  }

  @Test("a note is written when a fault begins, changes or ends, not each time it is seen")
  func notes() {
    var bench = Bench()
    _ = bench.takeEffects()
    for _ in 0..<5 { bench.tell(.partFailed(.display, reason: "no card")) }
    bench.tell(.partFailed(.display, reason: "busy"))
    bench.tell(.partBack(.display))
    let notes = bench.takeEffects().compactMap { effect -> String? in
      if case .note(let text) = effect { text } else { nil }
    }
    #expect(notes == ["no display: no card", "no display: busy", "display is back"])
  }

  @Test("buttons that fail are told of on the rest screen")
  func screen() {
    var bench = Bench()
    bench.tell(.partFailed(.buttons, reason: "KEY_ENTER does not come up"))
    #expect(restProblems(bench) == [Words.noButtons])
    bench.tell(.partBack(.buttons))
    #expect(restProblems(bench).isEmpty)
  }
}

extension Effect {
  fileprivate var isStore: Bool { if case .store = self { true } else { false } }
}
