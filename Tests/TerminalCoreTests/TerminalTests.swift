import Testing
import WardContract

@testable import TerminalCore

@Suite("Decisions of a terminal") struct TerminalTests {
  @Test("a withheld item is asked for again, then reported, and the screen says so")
  func withheld() {
    var bench = Bench()
    let hidden = bench.bulletin("tin-1")
    bench.sendIndex([hidden])
    _ = bench.takeEffects()
    bench.wait(31_000)
    #expect(
      bench.takeEffects().contains { effect in
        if case .subscribe(let filters) = effect {
          return filters.contains("loanha/v1/area/01.00004/bulletin/+")
        }
        return false
      })
    bench.wait(100_000)
    #expect(bench.facts == ["withheld tin-1"])
    guard case .rest(let rest) = bench.screen else {
      Issue.record("not at rest")
      return
    }
    #expect(rest.problems == [Words.withheld(1)])
    bench.send(hidden)
    bench.wait(600_000)
    #expect(bench.facts.filter { $0.hasPrefix("withheld") }.count == 1)
  }

  @Test("an older index, and another one under the same sequence, are not believed")
  func rolledBackIndex() {
    var bench = Bench()
    let bulletin = bench.bulletin("tin-1")
    bench.send(bulletin)
    bench.monotonic += 600_000
    bench.sendIndex([bulletin], sequence: 9)
    bench.sendIndex([], sequence: 8)
    bench.sendIndex([], sequence: 9)
    #expect(bench.core.counts.hanging == 1)
    #expect(!bench.facts.contains("taken-off tin-1"))
  }

  @Test("a lower keyring, and one that the root didn't sign, change nothing")
  func downgradedKeyring() {
    var bench = Bench(keyring: false)
    bench.sendKeyring(version: 5, revoked: "editor")
    bench.sendKeyring(version: 4)
    bench.sendKeyring(version: 6, by: "stranger")
    bench.send(bench.bulletin("tin-1"))
    bench.letGather()
    #expect(bench.core.counts.hanging == 0)
    #expect(bench.facts == ["refused tin-1"])
  }

  @Test("a new keyring takes off what it no longer vouches for")
  func revokedAfterwards() {
    var bench = Bench()
    bench.send(bench.bulletin("tin-1"))
    bench.sendKeyring(version: 2, revoked: "approver")
    #expect(bench.core.counts.hanging == 0)
    #expect(bench.facts.contains("taken-off tin-1"))
  }

  @Test("an emergency gives way to nobody but an emergency key: no editor, no index, no reference")
  func emergencyStands() {
    var bench = Bench()
    let emergency = bench.bulletin("chay", .emergency)
    bench.send(emergency)
    var softer = emergency
    softer.revision = 2
    softer.messageType = .cancel
    softer.priority = .ordinary
    bench.send(softer)
    var other = bench.bulletin("tin-2", .priority)
    other.messageType = .update
    other.references = [emergency.identifier]
    bench.send(other)
    bench.monotonic += 900_000
    bench.sendIndex([])
    guard case .emergency = bench.screen else {
      Issue.record("the emergency is gone: \(String(describing: bench.screen))")
      return
    }
    var end = emergency
    end.revision = 2
    end.messageType = .cancel
    bench.send(end)
    guard case .allClear = bench.screen else {
      Issue.record("no all-clear")
      return
    }
  }

  @Test("an all-clear that nobody has read yet outlives a power cut, and is gone once it was read")
  func allClearOverPowerCut() {
    var bench = Bench()
    let emergency = bench.bulletin("chay", .emergency)
    bench.send(emergency)
    var end = emergency
    end.revision = 2
    end.messageType = .cancel
    bench.send(end)
    bench = bench.restarted(after: 5_000)
    guard case .allClear(let notice) = bench.screen else {
      Issue.record("nothing says that it is over: \(String(describing: bench.screen))")
      return
    }
    #expect(notice.identifier == emergency.identifier)
    bench.press(.ok)
    let later = bench.restarted(after: 5_000)
    #expect(later.core.menu.notices.isEmpty)
    let unsigned = bench.restarted(after: 5_000) { memory in
      memory.notices = [
        StoredNotice(
          identifier: emergency.identifier, area: Bench.area,
          envelope: Bench.sign(end.json, as: .bulletin, ["editor", "approver"]))
      ]
    }
    #expect(unsigned.core.menu.notices.isEmpty, "a card can be written by strangers")
  }

  @Test("an emergency sounds at once, is repeated until confirmed, and then no more")
  func repeated() {
    var bench = Bench()
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.map(\.parts.first) == [.chime(.emergency)])
    for count in 2...4 {
      bench.tell(.soundEnded(token: bench.plays.last!.token, .finished))
      bench.wait(21_000)
      #expect(bench.plays.count == count)
    }
    bench.press(.ok)
    #expect(bench.facts.contains("confirmed chay"))
    bench.tell(.soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 100)))
    bench.wait(600_000)
    #expect(bench.plays.count == 4)
  }

  @Test("an emergency does not wait for the disk; an ordinary item does")
  func disk() {
    var bench = Bench()
    bench.sendIndex([])
    bench.silenceDisk()
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.isEmpty)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.map(\.parts.first) == [.chime(.emergency)])
  }

  @Test("without a known time ordinary items wait, emergencies do not")
  func unknownTime() {
    var bench = Bench()
    bench.isSynchronized = false
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.isEmpty)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    bench.tell(.soundEnded(token: bench.plays[0].token, .finished))
    bench.press(.ok)
    bench.sendIndex([bench.bulletin("tin-1")])
    #expect(bench.plays.last?.parts.first == .chime(.ordinary))
  }

  @Test("a wall clock years ahead does not end an emergency, nor silence a ward")
  func wildClock() {
    var bench = Bench()
    bench.isSynchronized = false
    bench.wallError = 12 * 365 * 86_400_000
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    bench.sendIndex([bench.bulletin("chay", .emergency)])
    guard case .emergency = bench.screen else {
      Issue.record("ended by a wrong clock")
      return
    }
    #expect(!bench.facts.contains("taken-off chay"))
  }

  @Test("an exercise has its own signal and screen; a test is neither heard nor seen")
  func realities() {
    var bench = Bench()
    var exercise = bench.bulletin("tap", .emergency)
    exercise.status = .exercise
    bench.send(exercise)
    #expect(bench.plays.map(\.parts.first) == [.chime(.exercise)])
    guard case .emergency(let screen) = bench.screen else {
      Issue.record("no screen")
      return
    }
    #expect(screen.reality == .exercise)
    var second = Bench()
    var test = second.bulletin("thu", .emergency)
    test.status = .test
    second.send(test)
    second.letGather()
    #expect(second.plays.isEmpty)
    guard case .rest(let rest) = second.screen else {
      Issue.record("a test is shown")
      return
    }
    #expect(rest.unheardCount == 0 && second.facts == ["received thu"])
  }

  @Test(
    "an emergency begins on its first page wherever the household was, and so does its correction")
  func firstPage() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000)
    for button in [Button.ok, .ok] { bench.press(button) }
    bench.tell(.pagesDrawn(4))
    for _ in 0..<3 { bench.press(.down) }
    var emergency = bench.bulletin("chay", .emergency)
    bench.send(emergency)
    func page() -> Int? {
      switch bench.screen {
      case .emergency(let screen): screen.page
      case .allClear(let screen): screen.page
      case .reader(let screen): screen.page
      default: nil
      }
    }
    #expect(page() == 0)
    bench.tell(.pagesDrawn(3))
    bench.press(.down)
    #expect(page() == 1)
    emergency.revision = 2
    emergency.sent = emergency.sent + 1_000
    bench.send(emergency)
    #expect(page() == 0)
    bench.press(.down)
    var end = emergency
    (end.revision, end.messageType) = (3, .cancel)
    bench.send(end)
    #expect(page() == 0)
    bench.tell(.pagesDrawn(2))
    bench.press(.down)
    #expect(page() == 1, "a long all-clear is read to its end")
    bench.press(.ok)
    #expect(page() == 3, "the reader is as it was left")
  }

  @Test("a terminal that is turned down to nothing says so, and how to hear it again")
  func muted() {
    var bench = Bench()
    bench.sendIndex([])
    for _ in 0..<10 { bench.press(.volumeDown) }
    guard case .rest(let rest) = bench.screen else { Issue.record("no rest screen"); return }
    #expect(rest.problems == [Words.muted])
    bench.press(.volumeUp)
    guard case .rest(let louder) = bench.screen else { return }
    #expect(louder.problems.isEmpty)
  }

  @Test("a real emergency interrupts an exercise, takes its screen, and is not held up by it")
  func realBeforeExercise() {
    var bench = Bench()
    var exercise = bench.bulletin("tap", .emergency)
    exercise.status = .exercise
    bench.send(exercise)
    let drill = bench.plays[0].token
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.effects.contains(.stopSound(token: drill)))
    bench.tell(.soundEnded(token: drill, .stopped(part: 0, milliseconds: 50)))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    var later = bench.bulletin("tap-2", .emergency)
    later.status = .exercise
    later.sent = later.sent + 60_000
    bench.send(later)
    guard case .emergency(let screen) = bench.screen else {
      Issue.record("no screen")
      return
    }
    #expect(screen.headline == "Tin chay" && screen.reality == .actual)
    bench.press(.ok)
    bench.tell(.soundEnded(token: bench.plays.last!.token, .stopped(part: 0, milliseconds: 9)))
    #expect(bench.plays.last?.parts.first == .chime(.exercise))
  }

  @Test("a late end of an old performance isn't taken for the new one's")
  func tokens() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    let old = bench.plays[0].token
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(.soundEnded(token: old, .stopped(part: 0, milliseconds: 10)))
    #expect(bench.plays.count == 2)
    bench.tell(.soundEnded(token: old, .finished))
    bench.tell(.soundEnded(token: 12_345, .finished))
    #expect(bench.core.player.current?.identifier == Identifier("chay"))
  }

  @Test("a flood of forgeries fills neither outbox nor wall")
  func flood() {
    var bench = Bench()
    for number in 0..<2_000 { bench.send(bench.bulletin("gia-\(number)"), by: ["stranger"]) }
    #expect(bench.core.counts.hanging == 0)
    #expect(bench.core.counts.receipts <= RefusalLog.reportsPerHour)
  }

  @Test("a full board takes no more ordinary items, but an emergency always")
  func fullBoard() {
    var bench = Bench()
    for number in 0..<260 { bench.send(bench.bulletin("tin-\(number)")) }
    #expect(bench.core.counts.hanging == Bounds.bulletinsOnBoard)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.core.counts.hanging == Bounds.bulletinsOnBoard + 1)
  }

  @Test("every screen can be reached with the buttons, and left again with Back")
  func walk() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.tell(.soundEnded(token: bench.plays[0].token, .finished))
    func name() -> String {
      switch bench.screen {
      case .rest: "rest"
      case .news: "news"
      case .reader: "reader"
      case .status: "status"
      default: "other"
      }
    }
    var seen: [String] = []
    for button in [Button.ok, .ok, .back, .back, .back] {
      bench.press(button)
      seen.append(name())
    }
    #expect(seen == ["news", "reader", "news", "rest", "rest"], "once too often is no wish")
    bench.wait(Menu.backRunMilliseconds)
    for button in [Button.back, .back] {
      bench.press(button)
      seen.append(name())
    }
    #expect(seen.suffix(2) == ["status", "rest"])
    bench.press(.ok)
    bench.wait(91_000)
    #expect(name() == "rest")
  }

  @Test(
    "after a week away everything is heard from the top down, without a search for what comes next")
  func weekAway() {
    var bench = Bench()
    bench.sendIndex([])
    for number in 1...40 {
      bench.send(bench.item("tin-\(number)", seconds: 0))
      bench.wait(1_000)
    }
    bench.press(.ok)
    var read: [String] = []
    for _ in 0..<40 {
      bench.press(.ok)
      guard case .reader(let reader) = bench.screen else { Issue.record("no reader"); return }
      read.append(reader.identifier.description)
      bench.press(.back)
    }
    #expect(read == (1...40).reversed().map { "tin-\($0)" })
    guard case .news(let news) = bench.screen else { Issue.record("no list"); return }
    #expect(news.selected == 39 && news.rows.allSatisfy { !$0.isUnheard })
  }

  @Test("volume keys stay between 0 and 100 and are remembered")
  func volume() {
    var bench = Bench()
    for _ in 0..<12 { bench.press(.volumeUp) }
    bench.letGather()
    #expect(bench.written.last == .putVolume(percent: 100))
    for _ in 0..<12 { bench.press(.volumeDown) }
    bench.letGather()
    #expect(bench.written.last == .putVolume(percent: 0))
  }

  @Test("cut off and nothing new are different things on the screen")
  func cutOff() {
    var bench = Bench()
    bench.sendIndex([])
    func connection() -> Connection? {
      if case .rest(let rest) = bench.screen { rest.connection } else { nil }
    }
    #expect(connection() == .connected)
    // The connection stands, but the desk says nothing any more.
    bench.wait(420_000)
    #expect(connection() == .cutOff(since: "08:00"))
    bench.sendIndex([])
    #expect(connection() == .connected)
    bench.tell(.linkDown(reason: "test"))
    #expect(connection() == .connecting)
    bench.wait(120_000)
    #expect(connection() == .cutOff(since: "08:07"))
  }
}
