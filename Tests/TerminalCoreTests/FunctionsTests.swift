import Simulation
import Testing
import WardContract

@testable import TerminalCore

@Suite("What buttons lead to") struct FunctionsTests {
  /// What stands on the screen, without what changes by itself.
  private func name(_ bench: Bench) -> String {
    switch bench.screen {
    case .rest: "rest"
    case .news(let news): "news \(news.selected)"
    case .reader(let reader): "reader \(reader.page)"
    case .status(let status): "status \(status.title)"
    case .air(let air): "air \(air.page)"
    case .choice(let choice): "\(choice.title) \(choice.selected)"
    case .page(let page): "page \(page.title) \(page.page)"
    default: "another screen"
    }
  }

  @Test("every screen that buttons lead to is left again with Back")
  func everyScreenAndBack() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000)
    #expect(name(bench) == "rest")
    var seen = [name(bench)]
    var open = [bench]
    while let here = open.popLast() {
      for button in [Button.up, .down, .ok, .back] {
        var there = here
        there.press(button)
        guard !seen.contains(name(there)) else { continue }
        seen.append(name(there))
        open.append(there)
        var way = there
        for _ in 0..<4 where name(way) != "rest" { way.press(.back) }
        #expect(name(way) == "rest", "from \(name(there))")
      }
      #expect(seen.count < 500, "\(seen)")
    }
    let titles = seen.map { String($0.prefix { !$0.isNumber }) }
    let reached = [
      "news ", "air ", "reader ", "status ", "Mời chọn ", "Cài đặt ", "Yên lặng ", "Trông nom ",
    ]
    for title in reached {
      #expect(titles.contains { $0.hasPrefix(title) }, "\(title) can't be reached: \(seen)")
    }
  }

  private func open(_ row: Int, of bench: inout Bench) {
    bench.press(.down)
    for _ in 0..<row { bench.press(.down) }
    bench.press(.ok)
  }

  private func rows(_ bench: Bench) -> [String] {
    guard case .choice(let choice) = bench.screen else { return [] }
    return choice.rows.map { "\($0.name): \($0.value)" }
  }

  private var settings: Int { Menu.Function.allCases.firstIndex(of: .settings)! }

  @Test("settings change at once, and are there after a restart")
  func settingsAreKept() {
    var bench = Bench()
    bench.sendIndex([])
    open(settings, of: &bench)
    bench.press(.ok)
    for _ in 0..<4 {
      bench.press(.down)
      bench.press(.ok)
    }
    let changed = [
      "Âm lượng: 70", "Cỡ chữ: Lớn", "Tốc độ đọc: Nhanh", "Độ sáng: Vừa", "Tối vào ban đêm: Không",
    ]
    #expect(Array(rows(bench).prefix(5)) == changed)
    bench.letGather()
    var again = bench.restarted(after: 10_000)
    open(settings, of: &again)
    #expect(Array(rows(again).prefix(5)) == changed)
  }

  @Test("the volume goes round without silence in between")
  func volumeGoesRound() {
    var bench = Bench()
    open(settings, of: &bench)
    var seen: [String] = []
    for _ in 0..<12 {
      bench.press(.ok)
      seen.append(rows(bench)[0])
    }
    #expect(seen[3] == "Âm lượng: 100" && seen[4] == "Âm lượng: 10")
    #expect(!seen.contains("Âm lượng: 0"))
  }

  @Test("large words stand on list and reader, and an emergency is never dimmed")
  func textSizeAndLight() {
    var bench = Bench()
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000)
    open(settings, of: &bench)
    for button in [Button.down, .ok, .ok, .down, .down, .ok, .ok] { bench.press(button) }
    #expect(lights(&bench).last == .day(percent: Brightness.low.percent))
    for button in [Button.back, .back, .ok] { bench.press(button) }
    guard case .news(let news) = bench.screen else { Issue.record("no list"); return }
    #expect(news.textSize == .largest)
    bench.press(.ok)
    guard case .reader(let reader) = bench.screen else { Issue.record("no reader"); return }
    #expect(reader.textSize == .largest)
    bench.send(bench.bulletin("kc", .emergency))
    #expect(lights(&bench).last == .day(percent: 100))
  }

  private func lights(_ bench: inout Bench) -> [DisplayLight] {
    bench.takeEffects().compactMap {
      if case .setDisplayLight(let light) = $0 { light } else { nil }
    }
  }

  @Test("what an emergency kept somebody from sending is told of at rest, until it is thrown away")
  func unsent() throws {
    var bench = Bench(hasMicrophone: true)
    bench.sendIndex([])
    bench.open(.feedback)
    for _ in 0..<3 { bench.press(.ok) }
    let token = bench.effects.lazy.compactMap { effect -> UInt64? in
      if case .record(let token, _) = effect { token } else { nil }
    }.first
    let recording = try #require(token)
    bench.tell(.recordingStarted(token: recording))
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(.recordingEnded(token: recording, .kept(FeedbackTests.spoken, nil)))
    bench.press(.ok)
    bench.soundOut(after: 1, .stopped(part: 0, milliseconds: 1))
    bench.wait(Menu.phoneMilliseconds)
    func reply() -> String? { if case .rest(let rest) = bench.screen { rest.reply } else { nil } }
    #expect(reply() == Words.unsent)
    bench.open(.feedback)
    for button in [Button.ok, .down, .down, .down, .ok, .back, .back] { bench.press(button) }
    #expect(reply() == nil)
  }

  // MARK: Holding

  private func readings(_ bench: Bench) -> [(token: UInt64, words: [String])] {
    bench.plays.compactMap { play in
      guard case .screen(let reading, _) = play.parts.first else { return nil }
      return (play.token, reading.paragraphs)
    }
  }

  @Test("OK held for a second has the screen read out and does nothing else")
  func heldOKReads() {
    var bench = Bench()
    bench.sendIndex([])
    bench.press(.down)
    bench.hold(.ok, 1_200)
    #expect(rows(bench).first?.hasPrefix("Tin của phường") == true)
    #expect(readings(bench).map(\.words.first) == ["Mời chọn"])
    bench.press(.down)
    #expect(bench.stops == readings(bench).map(\.token))
  }

  @Test("an emergency silences what is being read out, and sounds as soon as that is still")
  func emergencyBeforeReading() throws {
    var bench = Bench()
    bench.sendIndex([])
    bench.hold(.ok, 1_000)
    let token = try #require(readings(bench).first?.token)
    bench.send(bench.bulletin("kc", .emergency))
    #expect(bench.stops == [token])
    bench.tell(.soundEnded(token: token, .stopped(part: 0, milliseconds: 400)))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
  }

  @Test("what sounds is not talked over by a screen")
  func nothingIsTalkedOver() {
    var bench = Bench()
    bench.send(bench.bulletin("tin-1"))
    bench.hold(.ok, 1_000)
    #expect(readings(bench).isEmpty)
    bench.soundOut(after: 1_000)
    #expect(readings(bench).isEmpty, "a wish of long ago")
  }

  @Test("a finger that lies on OK when an emergency comes does not confirm it")
  func whatAppearsUnderAFinger() {
    var bench = Bench()
    bench.sendIndex([])
    bench.tell(.button(.ok))
    bench.send(bench.bulletin("kc", .emergency))
    bench.tell(.released(.ok))
    bench.letGather()
    #expect(!bench.facts.contains("confirmed kc"))
    bench.press(.ok)
    #expect(bench.facts.contains("confirmed kc"))
  }

  @Test("a voice that fails while it reads a screen is told of")
  func failingVoice() throws {
    var bench = Bench()
    bench.sendIndex([])
    bench.hold(.ok, 1_000)
    let token = try #require(readings(bench).first?.token)
    bench.tell(.soundEnded(token: token, .failed(part: 0, milliseconds: 0, reason: "no voice")))
    guard case .rest(let rest) = bench.screen else { Issue.record("no rest screen"); return }
    #expect(rest.problems.contains("Giọng đọc không hoạt động"))
  }

  @Test("what is read on request has the household's pace, what sounds by itself the ward's")
  func pace() {
    var bench = Bench()
    open(settings, of: &bench)
    for button in [Button.down, .down, .ok, .ok, .back, .back] { bench.press(button) }
    bench.hold(.ok, 1_000)
    guard case .screen(_, let pace) = bench.plays.last?.parts.last else {
      Issue.record("nothing is read"); return
    }
    #expect(pace == ReadingPace.slow.percent)
    bench.tell(.soundEnded(token: bench.plays.last!.token, .spoken(milliseconds: 1)))
    bench.send(bench.bulletin("tin-1"))
    guard case .speech(_, _, let own) = bench.plays.last?.parts.last else {
      Issue.record("nothing sounds by itself"); return
    }
    #expect(own == 100)
  }
}
