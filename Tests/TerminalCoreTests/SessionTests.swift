import Simulation
import Testing
import WardContract

@testable import TerminalCore

/// Sessions of a ward that broadcasts at 07:00 and 17:00 for 15 minutes. It is Tuesday, 08:00.
@Suite("Sessions on the terminal") struct SessionTests {
  static let opening = Instant("2026-11-24T17:00:00+07:00")!
  static let slot = BroadcastSlot("2026-11-24 chieu")!

  /// The reasons of what was missed, as "reason bulletin slot".
  private func missed(_ bench: Bench) -> [String] {
    bench.receipts.compactMap { receipt in
      guard case .missed(let reason) = receipt.fact, let bulletin = receipt.bulletin else {
        return nil
      }
      return "\(reason) \(bulletin)" + (receipt.slot.map { " \($0)" } ?? "")
    }
  }

  @Test("R-21: an ordinary item waits for the ward's time, says so, and then sounds")
  func waits() {
    var bench = Bench()
    bench.sendIndex([])
    let item = bench.item("tin-1")
    bench.deliver(item)
    guard case .rest(let rest) = bench.screen else {
      Issue.record("not at rest")
      return
    }
    #expect(rest.upcoming == "1 tin sẽ phát lúc 17:00 hôm nay")
    bench.press(.ok)
    bench.press(.ok)
    guard case .reader(let reader) = bench.screen else {
      Issue.record("no reader")
      return
    }
    #expect(reader.announcement == "Phát lúc 17:00 hôm nay")
    bench.wait(until: Self.opening + -1_000)
    #expect(bench.plays.isEmpty)
    bench.wait(until: Self.opening)
    #expect(bench.sounded == ["tin-1"])
    guard case .broadcast(let broadcast) = bench.screen else {
      Issue.record("the session isn't seen")
      return
    }
    #expect(broadcast.session == "Buổi chiều")
    bench.soundOut(after: 62_000)
    #expect(bench.receipts.last { $0.fact == .heard }?.slot == Self.slot)
    let played = Receipt.Fact.played(fromMilliseconds: 0, toMilliseconds: 60_000)
    #expect(bench.receipts.last { $0.fact == played }?.slot == Self.slot)
  }

  @Test("a session has priority items first, then in the order in which they begin, then by name")
  func order() {
    var bench = Bench()
    bench.sendIndex([])
    for name in ["tin-3", "tin-2"] { bench.deliver(bench.item(name)) }
    bench.wait(60_000)
    bench.deliver(bench.item("tin-1"))
    bench.deliver(bench.item("tin-4", .priority))
    bench.wait(until: Self.opening)
    for _ in 0..<4 { bench.soundOut(after: 62_000) }
    #expect(bench.sounded == ["tin-4", "tin-2", "tin-3", "tin-1"])
  }

  @Test(
    "R-20: what doesn't fit the minutes that are left is refused and reported, the rest goes on")
  func minutes() {
    var bench = Bench()
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1", seconds: 600))
    bench.deliver(bench.item("tin-2", seconds: 301))
    bench.deliver(bench.item("tin-3", seconds: 300))
    bench.wait(until: Self.opening)
    bench.soundOut(after: 602_000)
    bench.soundOut(after: 302_000)
    #expect(bench.sounded == ["tin-1", "tin-3"])
    let refusal = bench.receipts.first { $0.bulletin == Identifier("tin-2") && $0.slot != nil }
    guard case .refused("rule", let detail) = refusal?.fact else {
      Issue.record("no refusal: \(bench.facts)")
      return
    }
    #expect(detail.hasPrefix("thoi-luong") && refusal?.slot == Self.slot)
  }

  @Test("a signed item that breaks a rule is refused at once and never sounds by itself")
  func broken() {
    var bench = Bench()
    bench.sendIndex([])
    var music = bench.item("tin-1")
    music.regulation.music = .pure
    var nameless = bench.item("tin-2")
    nameless.regulation.contentClass = "khong-co"
    for item in [music, nameless] { bench.deliver(item) }
    bench.wait(until: Self.opening + 1_800_000)
    #expect(bench.sounded.isEmpty)
    #expect(bench.facts.filter { $0.hasPrefix("refused") } == ["refused tin-1", "refused tin-2"])
    #expect(!bench.facts.contains { $0.hasPrefix("missed") })
  }

  @Test("R-14: what comes after its session, or whose sound does, is missed and waits in the list")
  func late() {
    var bench = Bench()
    bench.sendIndex([])
    let soundless = bench.item("tin-1")
    bench.send(soundless)
    let late = bench.item("tin-2")
    bench.wait(until: Self.opening + 1_500_000)
    #expect(missed(bench) == ["no-media tin-1 2026-11-24 chieu"])
    bench.deliver(late)
    for sound in soundless.sounds { bench.tell(.mediaReady(sound.digest)) }
    bench.wait(until: Self.opening + 20 * 3_600_000)
    #expect(
      missed(bench) == ["no-media tin-1 2026-11-24 chieu", "late tin-2 2026-11-24 chieu"])
    #expect(bench.sounded.isEmpty)
    for button in [Button.ok, .ok, .ok] { bench.press(button) }
    #expect(bench.sounded.count == 1)
    bench.soundOut(after: 60_000)
    #expect(bench.receipts.last { $0.fact == .heard }?.slot == nil)
  }

  @Test("an emergency breaks into a session, which goes on behind it while its time lasts")
  func emergency() {
    var bench = Bench()
    bench.sendIndex([])
    for number in 1...3 { bench.deliver(bench.item("tin-\(number)", seconds: 240)) }
    bench.wait(until: Self.opening)
    let first = bench.plays.last!.token
    bench.tell(.soundStarted(token: first))
    bench.wait(100_000)
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(.soundEnded(token: first, .stopped(part: 1, milliseconds: 98_000)))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    bench.tell(.soundEnded(token: bench.plays.last!.token, .finished))
    bench.press(.ok)
    guard case .medium(_, let from)? = bench.plays.last?.parts.last else {
      Issue.record("the session doesn't go on")
      return
    }
    #expect(from == 96_000)
    bench.soundOut(after: 146_000)
    bench.soundOut(after: 242_000)
    // Another one takes the rest of the time.
    bench.send(bench.bulletin("lut", .emergency))
    bench.tell(
      .soundEnded(token: bench.plays.dropLast().last!.token, .stopped(part: 0, milliseconds: 9)))
    bench.wait(until: Self.opening + 1_190_000)
    bench.press(.ok)
    bench.tell(.soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 9)))
    bench.wait(60_000)
    #expect(missed(bench) == ["interrupted tin-3 2026-11-24 chieu"])
    #expect(bench.sounded == ["tin-1", "tin-1", "tin-2", "tin-3"])
  }

  @Test("while nobody knows the time there is no session; an emergency sounds all the same")
  func unknownTime() {
    var bench = Bench(isSynchronized: false)
    bench.deliver(bench.item("tin-1"))
    bench.wait(until: Self.opening + 60_000)
    #expect(bench.plays.isEmpty)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    bench.tell(.soundEnded(token: bench.plays[0].token, .finished))
    bench.press(.ok)
    // The ward's index tells the time, and the session still lasts.
    bench.sendIndex([bench.item("tin-1")])
    #expect(bench.sounded == ["tin-1"])
  }

  @Test(
    "a wall clock that is stepped back or forth plays nothing twice, also not after a restart",
    arguments: [-1_800_000, -86_400_000, 3_600_000, 86_400_000] as [Int64])
  func stepped(error: Int64) {
    var bench = Bench()
    bench.deliver(bench.item("tin-1", seconds: 600))
    bench.deliver(bench.item("tin-2", seconds: 280))
    bench.wait(until: Self.opening)
    bench.soundOut(after: 602_000)
    #expect(bench.plays.count == 2)
    bench.tell(.soundEnded(token: bench.plays[1].token, .finished))
    bench.wait(until: Self.opening + 1_300_000)
    bench.wallError = error
    var late = bench.item("tin-3", seconds: 30)
    late.sent = Self.opening + -3_600_000
    bench.deliver(late)
    bench.wait(3 * 3_600_000)
    #expect(bench.sounded.filter { $0 != "tin-3" } == ["tin-1", "tin-2"])
    var again = bench.restarted(after: 1_000)
    again.wallError = error
    again.tell(.tick)
    again.wait(3 * 3_600_000)
    #expect(again.sounded.filter { $0 != "tin-3" }.isEmpty)
    if error < 0, error > -86_400_000 {
      #expect(bench.sounded + again.sounded == ["tin-1", "tin-2"], "the session opened twice")
    }
  }

  @Test("a clock that is put right in mid-session stops what sounded too early; it goes on in time")
  func heldBack() {
    var bench = Bench()
    bench.wallError = 3_600_000
    bench.deliver(bench.item("tin-1", seconds: 600))
    bench.wait(until: Self.opening + -3_600_000)
    let token = bench.plays[0].token
    bench.tell(.soundStarted(token: token))
    bench.wait(60_000)
    bench.wallError = 0
    bench.sendIndex([bench.item("tin-1")])
    #expect(bench.effects.contains(.stopSound(token: token)))
    bench.tell(.soundEnded(token: token, .stopped(part: 1, milliseconds: 58_000)))
    bench.wait(until: Self.opening + -1_000)
    #expect(bench.plays.count == 1)
    bench.wait(until: Self.opening)
    guard case .medium(_, let from)? = bench.plays.last?.parts.last else { return }
    #expect(bench.plays.count == 2 && from == 56_000)
  }

  @Test("an item that sounds at once by a directive does not wait for a session")
  func directive() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.map(\.parts.first) == [.chime(.ordinary)])
  }

  @Test("R-19: what is written on a Friday evening waits for Monday")
  func weekend() {
    let friday = Instant("2026-11-27T18:00:00+07:00")!
    var bench = Bench(origin: friday)
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1"))
    guard case .rest(let rest) = bench.screen else { return }
    #expect(rest.upcoming == "1 tin sẽ phát lúc 07:00 Thứ Hai, 30/11")
    let monday = Instant("2026-11-30T07:00:00+07:00")!
    bench.wait(until: monday + -1_000)
    #expect(bench.plays.isEmpty)
    bench.wait(1_000)
    #expect(bench.sounded == ["tin-1"])
  }

  @Test("homes begin within the plan's spread, each at a time of its own, the same every time")
  func spread() {
    var begins: [Int64] = []
    for number in 1...40 {
      var bench = Bench(plan: false, name: "nha-\(number)")
      bench.sendPlan { $0.spreadSeconds = 60 }
      bench.sendIndex([])
      bench.deliver(bench.item("tin-1"))
      bench.wait(until: Self.opening + -1_000)
      while bench.plays.isEmpty, bench.now < Self.opening + 61_000 { bench.wait(500) }
      begins.append(bench.now - Self.opening)
    }
    #expect(begins.allSatisfy { (0...60_500).contains($0) })
    #expect(Set(begins.map { $0 / 6_000 }).count >= 8, "\(begins)")
  }
}
